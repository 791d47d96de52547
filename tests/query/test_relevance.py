"""What stands first: more and denser places, by whatever name; the rest behind it, in the usual order."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import Plain, lines, totals, write
from tests.databases import Bases

from policykb import KnowledgeBase
from policykb.errors import QueryError
from policykb.kb.answer import Answer

LONG = "and in the same breath something else that goes on for quite a while about nothing in particular"
TEXTS = {
    "none": "Nothing to see here.",
    "once-long": f"A harbour is built, {LONG}.",
    "once": "A harbour is built.",
    "twice": "A harbour beside a harbour.",
    "twice-long": f"A harbour beside a harbour, {LONG}, {LONG}.",
    "ferry": "A ferry in a harbour.",
    "pact-short": "This is the NSP.",
    "pact-spelled": "This is the North Sea Pact.",
    "pact-long": f"The NSP, {LONG}.",
    "pact-thrice": "NSP, North Sea Pact, Sea Pact.",
    "pact-linked": "Something else entirely.",
    "pact-part": "This is the Tariff Council.",
    "us": "It told us.",
    "state": "The U.S. spoke.",
    "state-twice": "America and the US.",
}
WORLD: list[Plain] = [
    {"type": "vocabulary", "key": "framework-kind", "name": "x", "terms": [{"key": "x", "definition": "x"}]},
    {"type": "vocabulary", "key": "actor-kind", "name": "x", "terms": [{"key": "state", "definition": "x"}]},
    {"type": "framework", "key": "nsp", "name": "North Sea Pact", "kind": "x", "aliases": ["NSP", "Sea Pact"]},
    {"type": "framework", "key": "council", "name": "Tariff Council", "kind": "x", "part_of": ["nsp"]},
    {"type": "actor", "key": "us-state", "name": "America", "kind": "state",
     "aliases": [{"text": "US", "case_sensitive": True}]},
    *({"type": "source", "key": key, "title": key, "kind": "report", "issued": issued}
      for key, issued in (("old", "2001"), ("new", "2024"))),
]  # fmt: skip


@pytest.fixture(scope="module")
def kb(bases: Bases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("relevance")
    database = bases.lend(folder / "base.db")
    statements = [
        {"type": "finding", "key": f"old/{key}", "source": "old", "text": text, "evidence": [{"page": 1}],
         **({"frameworks": ["nsp"]} if key == "pact-linked" else {})}
        for key, text in TEXTS.items()
    ] + [
        {"type": "finding", "key": f"new/{key}", "source": "new", "text": TEXTS[key], "evidence": [{"page": 1}]}
        for key in ("once", "pact-short")
    ]  # fmt: skip
    # So that no word stands in half of all: BM25 then thinks nothing of it.
    # The newest of them come last in the file, so the order of equals is not that in which a database finds them.
    statements += [
        {
            "type": "commitment",
            "key": f"{source}/c{n}",
            "source": source,
            "text": f"Boat {n}.",
            "evidence": [{"page": 1}],
        }
        for source, some in (("old", range(50)), ("new", range(50, 60)))
        for n in some
    ]
    totals(database, write(folder / "seed", {"all.jsonl": lines([*WORLD, *statements])}))
    with KnowledgeBase.open(database.url) as opened:
        yield opened
    bases.take_back(database)


def keys(answer: Answer) -> list[str]:
    return [record["key"] for record in answer.to_dicts()]


def test_more_and_denser_places_come_first(kb: KnowledgeBase) -> None:
    found = keys(kb.query("findings harbour"))
    assert found[0] == "old/twice"
    assert found.index("old/once") < found.index("old/once-long")
    assert found.index("old/twice-long") < found.index("old/once-long")
    # Equals stand in the usual order, the newest first.
    assert found.index("old/once") - found.index("new/once") == 1


def test_who_has_more_of_the_words_comes_first(kb: KnowledgeBase) -> None:
    for query in ('findings "harbour" or "ferry"', "findings (text:harbour or text:ferry) sort:relevance"):
        assert keys(kb.query(query))[0] == "old/ferry"
    assert keys(kb.query("findings harbour ferry")) == ["old/ferry"]


@pytest.mark.parametrize("query", ["findings NSP", "findings North Sea Pact", "findings about NSP sort:relevance"])
def test_names_rank_together_however_they_are_written(kb: KnowledgeBase, query: str) -> None:
    found = keys(kb.query(query))
    assert found[0] == "old/pact-thrice"
    assert found.index("new/pact-short") < found.index("old/pact-short") < found.index("old/pact-long")
    # Spelled out it is as good as abbreviated, but for two words more; a part counts as well.
    assert found.index("old/pact-spelled") < found.index("old/pact-long")
    assert found.index("old/pact-part") < found.index("old/pact-long")
    assert found[-1] == "old/pact-linked"
    assert len(found) == 7


def test_a_word_that_is_no_mention_counts_once(kb: KnowledgeBase) -> None:
    found = keys(kb.query("findings US"))
    assert found[0] == "old/state-twice"
    assert sorted(found[1:]) == ["old/state", "old/us"]


def test_the_canonical_form_ranks_alike(kb: KnowledgeBase) -> None:
    for query in ("findings NSP", "findings harbour", "findings NSP or harbour", "findings (harbour) (-ferry)"):
        answer = kb.query(query)
        assert "sort:relevance" in answer.canonical
        assert keys(kb.query(answer.canonical)) == keys(answer)


def test_relevance_after_another_order(kb: KnowledgeBase) -> None:
    found = keys(kb.query("findings containing harbour sort:issued,relevance"))
    assert found[0] == "old/twice"
    assert found[-1] == "new/once"


def test_says_what_it_is_ranked_by(kb: KnowledgeBase) -> None:
    name = "ts_rank (PostgreSQL)" if "postgresql" in kb.url else "BM25 (SQLite)"
    assert kb.query("findings harbour").ranking == name
    assert kb.query("findings about NSP sort:relevance").ranking == name
    for query in ("findings about NSP", "findings harbour sort:-issued", "count of findings harbour"):
        assert kb.query(query).ranking is None


def test_a_page_after_what_was_not_found_is_refused(kb: KnowledgeBase) -> None:
    with pytest.raises(QueryError, match="was found by its words"):
        keys(kb.query('findings harbour after:"old/none"'))


def test_equals_beyond_the_few_best_are_not_lost(kb: KnowledgeBase) -> None:
    """All 60 are equal to the search: their order is the usual one, however few are wanted."""
    whole = keys(kb.query("commitments boat"))
    assert len(whole) == 60
    assert whole == keys(kb.query("commitments containing boat sort:-issued"))
    for query in ("commitments boat limit:3", "statements boat limit:3"):
        assert keys(kb.query(query)) == whole[:3]


SYNTAX = st.sampled_from([
    *'"*^+-(){}:,|.\'\\&!<>~%_@#;/', "NEAR", "NEAR(", "AND", "OR", "NOT", "text", "terms:", "::tsvector", "<->", ":*", "''",
    "\0", "\ud800", "\udfff", "\N{PARTY POPPER}", "e\u0301", "\u200d", "\ufeff", "ß", "日本", "x" * 70, "y" * 3_000, "a",
    "harbour", "NSP", "U.S.", " ", "\n", "\t",
])  # fmt: skip


@given(st.lists(SYNTAX, min_size=1, max_size=8), st.sampled_from([" ", ""]))
@settings(max_examples=120)
def test_no_words_break_a_search(kb: KnowledgeBase, parts: list[str], joint: str) -> None:
    """Each way to search for a text gives an answer, or says at which column it cannot be read."""
    text = joint.join(parts)
    quoted = text.replace('"', '""')
    for query in (f'text:"{quoted}"', f'"{quoted}"', text, f"text:{text}*", f"findings containing {text}* or {text}"):
        # A text that holds no word, or is none, is refused by the query language, never by a database.
        with suppress(QueryError):
            answer = kb.query(query, limit=3)
            records = answer.to_dicts()
            assert len(records) <= answer.total
            for record in records:
                answer.hits(record)
