"""Passages of attached texts are found by what an oracle finds that looks at every one of them, read by the reader."""

import io
import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import totals
from tests.databases import Bases
from tests.texts import document, reported

from policykb import KnowledgeBase
from policykb.domain.passage import Passage
from policykb.errors import QueryError, QuerySyntaxError, UnknownField, UnknownName, UsageError
from policykb.ingest.readers import read_document

BOATS = """\
Boats float. A boat is no ship.\f
# Summary

1. Ships sink, integrated or not.
2. The ports of Japan welcome IPEF, "lattice-work" and integration.

The ports wait.\f
# Notes

Nothing is noted on fees.
"""
Fits = Callable[[str, Passage], bool]
WORDS: dict[str, tuple[str, ...]] = {
    # What is written in a query, and the words of the texts that are a form of it.
    "ports": ("ports", "port"),
    "boat": ("boat", "boats"),
    "fee": ("fee", "fees"),
    "integrating": ("integrated", "integration"),
    "harbour": ("harbours", "harbour"),
    "IPEF": ("ipef",),
    "the": ("the",),
    "whale": (),
}


def _tokens(text: str) -> list[str]:
    return "".join(c if c.isalnum() else " " for c in text.casefold()).split()


def _has(*forms: str) -> Fits:
    return lambda _source, passage: bool(set(_tokens(passage.text)) & set(forms))


CLAUSES: dict[str, Fits] = {
    **{f"text:{word}": _has(*forms) for word, forms in WORDS.items()},
    "text:integrat*": _has("integrated", "integration"),
    "text:fe*": _has("fee", "fees"),
    'text:"lattice-work"': lambda _, p: "lattice work" in " ".join(_tokens(p.text)),
    'text:"the ports"': lambda _, p: "the ports" in " ".join(_tokens(p.text)),
    "source:report": lambda source, _: source == "report",
    "source:other": lambda source, _: source == "other",
    "source:jane-doe": lambda _source, _: True,
    "section:summary": lambda _, p: p.section == "Summary",
    "section:none": lambda _, p: p.section is None,
    "page:*": lambda _, p: p.page is not None,
    "page>=2": lambda _, p: p.page is not None and p.page >= 2,
    "page:1": lambda _, p: p.page == 1,
    "paragraph<3": lambda _, p: p.paragraph < 3,
    "look:item": lambda _, p: str(p.look) == "item",
    "look:paragraph": lambda _, p: str(p.look) == "paragraph",
    "label:2": lambda _, p: p.label == "2",
    "label:*": lambda _, p: p.label is not None,
    "issued:2024": lambda source, _: source == "report",
    "issued:2020..2023": lambda source, _: source == "other",
    "issued:none": lambda _source, _: False,
    "publisher:none": lambda _source, _: True,
    "key:report#4": lambda source, p: (source, p.ordinal) == ("report", 4),
    "head:none": lambda _source, _: True,
}


@pytest.fixture(scope="module")
def kb(bases: Bases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """Two sources with their texts, the newer one without pages."""
    folder = tmp_path_factory.mktemp("passages")
    base = bases.lend(folder / "base.db")
    totals(base, reported(folder / "seed"))
    with KnowledgeBase.open(base.url) as opened:
        opened.source_attach("report", document(folder))
        opened.source_attach("other", document(folder, BOATS, "boats.txt"))
        yield opened
    bases.take_back(base)


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, Passage]]:
    """Every passage with its source, the newest source first, as the readers have them."""
    folder = tmp_path_factory.mktemp("read")
    texts = {"report": document(folder), "other": document(folder, BOATS, "boats.txt")}
    return [(source, passage) for source, path in texts.items() for passage in read_document(path).passages]


def key(source: str, passage: Passage) -> str:
    return f"{source}#{passage.ordinal}"


def asked(random: Random) -> tuple[str, Fits]:
    """A question of some clauses, and what it means."""
    parts: list[tuple[str, Fits]] = []
    for _ in range(random.randint(1, 3)):
        text, fits = random.choice(list(CLAUSES.items()))
        if random.randrange(4) == 0:
            parts.append((f"-{text}", lambda s, p, fits=fits: not fits(s, p)))  # type: ignore[misc]
        elif random.randrange(4) == 0:
            other, also = random.choice(list(CLAUSES.items()))
            parts.append((f"({text} or {other})", lambda s, p, a=fits, b=also: a(s, p) or b(s, p)))  # type: ignore[misc]
        else:
            parts.append((text, fits))
    return " ".join(text for text, _ in parts), lambda s, p: all(fits(s, p) for _, fits in parts)


@given(seed=st.integers(0, 10**9))
@settings(max_examples=60)
def test_finds_what_the_oracle_finds(kb: KnowledgeBase, known: list[tuple[str, Passage]], seed: int) -> None:
    random = Random(seed)
    text, fits = asked(random)
    wanted = [key(source, passage) for source, passage in known if fits(source, passage)]
    answer = kb.query(f"type:passage {text} sort:-issued")
    assert [record["key"] for record in answer.to_dicts()] == wanted, text
    assert answer.total == len(wanted)
    assert sorted(r["key"] for r in kb.query(f"passages {text}").to_dicts()) == sorted(wanted), "ranked or not"
    if wanted:
        at, size = random.randrange(len(wanted)), random.randint(1, 3)
        page = kb.query(f"type:passage {text} sort:-issued limit:{size} after:{wanted[at]}")
        assert [record["key"] for record in page.to_dicts()] == wanted[at + 1 : at + 1 + size], text
    assert kb.explain(f"type:passage {text}").total == len(wanted)


@given(seed=st.integers(0, 10**9))
@settings(max_examples=15)
def test_every_row_has_its_reasons(kb: KnowledgeBase, seed: int) -> None:
    text, _ = asked(Random(seed))
    for row in kb.explain(f"passages {text}").rows:
        assert row.because
        assert all(because.reasons for because in row.because), text
        for reason in (reason for because in row.because for reason in because.reasons):
            if reason.kind == "term":
                assert reason.start is not None
                assert row.text[reason.start : reason.end].strip()


@pytest.mark.parametrize("field", ["section", "look", "source", "label", "issued"])
def test_counts(kb: KnowledgeBase, known: list[tuple[str, Passage]], field: str) -> None:
    values: dict[str, Callable[[str, Passage], str]] = {
        "section": lambda _, p: p.section or "(none)",
        "look": lambda _, p: str(p.look),
        "source": lambda s, _: s,
        "label": lambda _, p: p.label or "(none)",
        "issued": lambda s, _: {"report": "2024", "other": "2023"}[s],
    }
    wanted = Counter(values[field](source, passage) for source, passage in known)
    rows = kb.query(f"count of passages by {field}").to_rows()
    assert {row[field]: row["passages"] for row in rows} == dict(wanted)
    assert kb.query("count of passages").total == len(known)
    other = "source" if field == "look" else "look"
    by_two = kb.query(f"count of passages by {field} and {other}").to_rows()
    assert sum(int(str(row["passages"])) for row in by_two) == len(known)


def test_the_best_come_first(kb: KnowledgeBase) -> None:
    answer = kb.query("passages containing boat")
    assert answer.canonical == "type:passage text:boat sort:relevance"
    assert answer.ranking
    found = [record["key"] for record in answer.to_dicts()]
    assert found == ["other#1", "report#5"], "twice in a short text, then once"
    assert [r["key"] for r in kb.query("passages containing boat first 1").to_dicts()] == found[:1]
    assert [r["key"] for r in kb.query(f"passages containing boat after:{found[0]}").to_dicts()] == found[1:]
    assert [
        (h.field, h.why, answer.to_dicts()[1]["text"][h.start : h.end]) for h in answer.hits(answer.to_dicts()[1])
    ] == [("text", "text:boat", "boats")]


def test_the_records(kb: KnowledgeBase, known: list[tuple[str, Passage]]) -> None:
    for record, (source, passage) in zip(kb.query("passages").to_dicts(), known, strict=True):
        assert record["source"] == source
        assert record["text"] == passage.text
        assert record.get("page") == passage.page
        assert (record.get("section"), record["paragraph"], record.get("label")) == (
            passage.section,
            passage.paragraph,
            passage.label,
        )
        assert record.get("level", 0) == passage.level
    objects = list(kb.query("passages containing integrating"))
    assert {type(each).__name__ for each in objects} == {"SourcePassage"}
    assert [each.to_dict() for each in objects] == kb.query("passages containing integrating").to_dicts()
    (row,) = kb.query("passages key:other#3").to_rows()
    assert row["citation"] == "Doe 2023, Summary, para. 2, p. 2"
    assert row["issued"] == "2023"


@pytest.mark.parametrize(
    "name", ["csv", "tsv", "json", "jsonl", "xlsx", "markdown", "html", "datapackage", "bibtex", "ris"]
)
def test_formats(kb: KnowledgeBase, name: str) -> None:
    out = io.BytesIO()
    assert kb.query("passages").write(name, out)
    if name == "jsonl":
        keys = [json.loads(line)["key"] for line in out.getvalue().decode().splitlines()]
        assert keys == [record["key"] for record in kb.query("passages").to_dicts()]
    if name in {"csv", "markdown", "html"}:
        assert "Open the ports to fishing boats." in out.getvalue().decode()


def test_the_notebook_shows_them(kb: KnowledgeBase) -> None:
    assert "Open the ports to fishing boats." in kb.query("passages containing ports")._repr_html_()


@pytest.mark.parametrize(
    ("text", "kind", "said", "hint"),
    [
        ("passages mentioning IPEF", UnknownField, "passages have no field 'mention'", 'passages containing "IPEF"'),
        ("passages about IPEF", UnknownField, "passages have no field 'mention'", "No names are linked"),
        ("passages without IPEF", UnknownField, "passages have no field 'mention'", "No names are linked"),
        ("passages by Jane Doe", UnknownField, "passages have no field 'by'", "write from NAME"),
        ("passages to Japan", UnknownField, "passages have no field 'to'", "section"),
        ("passages with look bullet", UnknownName, "unknown look 'bullet'", "One of paragraph, item, cell"),
        ("passages page:x", QuerySyntaxError, "'page' needs a number", "number"),
        ("passages after:report#99", UnknownName, "there is no passage 'report#99'", "<source>#<number>"),
        ("passages key:report", UnknownName, "there is no passage 'report'", "<source>#<number>"),
        ("passages from nobody", UnknownName, "unknown name 'nobody'", "text:nobody"),
        ("passages in-source:(to:japan)", UnknownField, "passages take no in-source:", "statements"),
        ("passages and findings", QuerySyntaxError, "cannot be asked together", "Statements"),
        ("passages with page 3 sort:relevance", QuerySyntaxError, "there is nothing to rank by", "containing"),
        ("count of passages by text", QueryError, "'text'", ""),
        ("recommendations with section Summary", UnknownField, "passages have it", "Fields of"),
    ],
)
def test_what_passages_cannot_be_asked(
    kb: KnowledgeBase, text: str, kind: type[QueryError], said: str, hint: str
) -> None:
    with pytest.raises(kind) as caught:
        kb.query(text)
    assert said in caught.value.message
    assert hint in str(caught.value.hint)


def test_words_are_not_told_to_be_names(kb: KnowledgeBase) -> None:
    assert kb.query("passages IPEF").canonical == "type:passage text:IPEF sort:relevance"


def test_no_pack_is_made_of_them(kb: KnowledgeBase, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="A pack is of records"):
        kb.pack("passages containing ports", tmp_path / "pack")
    assert not (tmp_path / "pack").exists()


def test_where_nothing_is_attached(shipped: KnowledgeBase) -> None:
    answer = shipped.query("passages containing trade")
    assert (answer.total, answer.to_dicts(), answer.texts) == (0, [], 0)
    assert answer.advice == ["No source is attached: policykb source attach KEY FILE"]
    assert shipped.query("count of passages by section").to_rows() == []
