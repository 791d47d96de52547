"""Extractors of other packages: found by their entry point, and not trusted."""

import sys
from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from policykb import KnowledgeBase
from policykb.domain.document import Document
from policykb.errors import UsageError
from policykb.ingest.candidate import Candidate, Place
from policykb.ingest.extraction import extract, extractor, plugins
from policykb.ingest.readers.markdown import read

DOCUMENT = read(b"# A note\n\nOslo should act.\n\nIt rained.\n", "note.md")


@pytest.fixture
def offer(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Offers a function as the extractor `ours` of a package."""

    def offered(function: Any) -> None:
        module = ModuleType("a_package_of_others")
        module.function = function  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, module.__name__, module)
        point = EntryPoint("ours", f"{module.__name__}:function", plugins.GROUP)

        def entry_points(**sought: str) -> EntryPoints:
            return EntryPoints([point]).select(**sought)  # type: ignore[arg-type]

        monkeypatch.setattr(plugins, "entry_points", entry_points)

    return offered


def test_the_rules_are_there_without_any_package() -> None:
    assert extractor() is extract
    assert plugins.names()[0] == "rules"


def test_an_extractor_of_another_package_is_asked_by_name(offer: Any) -> None:
    passage = DOCUMENT.passages[1]
    candidate = Candidate("finding", (Place(2, passage.start, passage.end),), 0.3, ("weather",))
    offer(lambda document: [candidate])
    assert plugins.names() == ["rules", "ours"]
    assert extractor("ours")(DOCUMENT) == [candidate]


def test_a_draft_is_made_of_what_it_finds(offer: Any, tmp_path: Path) -> None:
    report = tmp_path / "note.md"
    report.write_text("# A note\n\nOslo should act.\n\nIt rained.\n", encoding="utf-8")
    passage = DOCUMENT.passages[1]
    offer(lambda document: [Candidate("finding", (Place(2, passage.start, passage.end),), 0.3, ("weather",))])
    made = KnowledgeBase.ingest_alone(report, tmp_path / "a.yaml", extractor="ours")
    assert (made.recommendations, made.findings) == (0, 1)
    with pytest.raises(UsageError, match="no extractor theirs"):
        KnowledgeBase.ingest_alone(report, tmp_path / "b.yaml", extractor="theirs")


def test_an_unknown_name_is_refused_with_those_there_are(offer: Any) -> None:
    offer(extract)
    with pytest.raises(UsageError, match="no extractor theirs") as raised:
        extractor("theirs")
    assert "rules, ours" in str(raised.value.hint)


def failing(document: Document) -> list[Candidate]:
    raise RuntimeError("the model is not there")


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (failing, "failed: the model is not there"),
        (lambda document: ["Oslo should act."], "gave str"),
        (lambda document: [Candidate("finding", (), 0.5, ())], "without places"),
        (lambda document: [Candidate("finding", (Place(1, 0, 10_000),), 0.5, ())], "lies in no passage"),
        (lambda document: [Candidate("finding", (Place(9, 0, 1),), 0.5, ())], "lies in no passage"),
        (lambda document: [Candidate("finding", (Place(1, 10, 12),), 50, ())], "not one from 0 to 1"),
    ],
)
def test_what_does_not_fit_the_document_is_refused(offer: Any, function: Any, message: str) -> None:
    offer(function)
    with pytest.raises(UsageError, match=message):
        extractor("ours")(DOCUMENT)


def test_a_package_that_cannot_be_imported_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    point = EntryPoint("ours", "no_such_package:function", plugins.GROUP)
    monkeypatch.setattr(plugins, "entry_points", lambda **sought: EntryPoints([point]).select(**sought))
    with pytest.raises(UsageError, match="cannot be loaded"):
        extractor("ours")
