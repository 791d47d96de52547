"""What was read for what: by themes and those below them, told apart from what was never read."""

from pathlib import Path

import pytest
from tests.builders import totals, write

from policykb import KnowledgeBase
from policykb.errors import UnknownKey
from policykb.kb.coverage import coverage
from policykb.store.engine import Database

FILES = {
    "themes.yaml": """themes:
  - {key: economy, name: Economy}
  - {key: fisheries, name: Fisheries, broader: [economy]}
  - {key: quotas, name: Quotas, broader: [fisheries]}
  - {key: war, name: War}
""",
    "whole.yaml": """source: {key: whole, title: Read whole, kind: report, issued: 2024}
findings:
  - {key: a, text: Nets tear., themes: [quotas, fisheries], evidence: [{page: 1}]}
  - {key: b, text: Boats sink., themes: [war], evidence: [{page: 1}]}
coverage:
  - {theme: economy, by: A. Reader, on: 2024-05}
""",
    "part.yaml": """source: {key: part, title: Read in part, kind: report, issued: 2023}
coverage:
  - {theme: fisheries, by: B. Reader, on: 2024, vocabulary: 2024-01}
""",
    "never.yaml": """source: {key: never, title: Never read, kind: report, issued: 2022}
""",
}


@pytest.fixture
def kb(base: Database, tmp_path: Path) -> Database:
    totals(base, write(tmp_path / "seed", FILES))
    return base


def cells(kb: Database, theme: str | None = None) -> dict[str, list[tuple[str, int]]]:
    report = coverage(kb, theme)
    return {row.source: [(cell.read, cell.found) for cell in row.cells] for row in report.sources}


def test_top_themes_count_all_below_them_once(kb: Database) -> None:
    assert coverage(kb).themes == ("economy", "war")
    assert cells(kb) == {
        "never": [("no", 0), ("no", 0)],
        "part": [("part", 0), ("no", 0)],
        "whole": [("whole", 1), ("no", 1)],
    }


def test_a_theme_and_those_right_below_it(kb: Database) -> None:
    assert coverage(kb, "Economy").themes == ("economy", "fisheries")
    assert cells(kb, "economy")["part"] == [("part", 0), ("whole", 0)]
    assert cells(kb, "quotas") == {"never": [("no", 0)], "part": [("whole", 0)], "whole": [("whole", 1)]}


def test_who_read_it_and_when(kb: Database) -> None:
    (row,) = coverage(kb, source="part").sources
    assert [tuple(entry) for entry in row.readings] == [("part", "fisheries", "B. Reader", "2024", "2024-01")]
    assert [row.is_read for row in coverage(kb).sources] == [False, True, True]
    assert not coverage(kb, "war", "whole").sources[0].is_read


def test_the_empty_answer_counts_the_same_sources(kb: Database) -> None:
    with KnowledgeBase.open(kb.url) as opened:
        assert opened.query("recommendations on quotas").sources_read == 2
        assert opened.query("recommendations on economy").sources_read == 1
        assert opened.coverage("quotas") == coverage(kb, "quotas")


@pytest.mark.parametrize(("theme", "source"), [("whole", None), (None, "economy"), ("whole/a", None), ("foo", None)])
def test_other_records_are_refused(kb: Database, theme: str | None, source: str | None) -> None:
    with pytest.raises(UnknownKey):
        coverage(kb, theme, source)
