"""Places of hits: characters of the stored text, on both databases, whatever script it is in."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import Plain, lines, totals, write
from tests.databases import Bases
from tests.query.asking import Make
from tests.query.questions import TODAY, Questioner

from policykb import KnowledgeBase
from policykb.kb.answer import Answer
from policykb.query.ast import Condition, Query
from policykb.query.grammar.render import render
from policykb.query.hits import Hit, Hits
from policykb.query.names import resolve
from policykb.store import reading

TEXTS = {
    "dotted": "The U.S. and the U.S.-led order told us so.",
    "accents": "Türkiye’s cafés, in Côte d’Ivoire; the Q\u0307aid’s café.",
    "ligature": "An eﬃcient oﬃce \N{EM DASH} ﬁnally.",
    "chinese": "日本語の文章。日本 は強い。",
    "emoji": "\N{PARTY POPPER} trade \N{PARTY POPPER}\N{VARIATION SELECTOR-16} trade-rules, Traders",
    "stems": "Strengthening what strengthened; strengthens the lattice-work and lattice of works.",
    "long": "IPEF. The Indo-Pacific Economic Framework (IPEF), not the Indo-Pacific.",
}
WORLD: list[Plain] = [
    {"type": "framework", "key": "ipef", "name": "Indo-Pacific Economic Framework", "kind": "x", "aliases": ["IPEF"]},
    {"type": "framework", "key": "pillar", "name": "Trade rules", "kind": "x", "part_of": ["ipef"]},
    {"type": "actor", "key": "us", "name": "United States", "kind": "state",
     "aliases": [{"text": "US", "case_sensitive": True}]},
    {"type": "source", "key": "s", "title": "Lattices of cafés", "kind": "report"},
]  # fmt: skip
QUOTE = "what the IPEF does"


@pytest.fixture(scope="module")
def hits_base(bases: Bases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("hits")
    database = bases.lend(folder / "base.db")
    evidence = [{"page": 1}, {"quote": {"exact": QUOTE}}]
    records = [
        {"type": "recommendation", "key": f"s/{key}", "source": "s", "text": text, "strength": "should",
         "condition": "If traders agree", "evidence": evidence if key == "long" else evidence[:1]}
        for key, text in TEXTS.items()
    ]  # fmt: skip
    vocabulary = [
        {"type": "vocabulary", "key": key, "name": key, "terms": [{"key": term, "definition": "x"}]}
        for key, term in {"framework-kind": "x", "actor-kind": "state", "strength": "should"}.items()
    ]
    totals(database, write(folder / "seed", {"all.jsonl": lines([*vocabulary, *WORLD, *records])}))
    with KnowledgeBase.open(database.url) as kb:
        yield kb
    bases.take_back(database)


def places(answer: Answer, key: str) -> list[str]:
    (record,) = [each for each in answer.to_dicts() if each["key"] == f"s/{key}"]
    return [record[hit.field][hit.start : hit.end] for hit in answer.hits(record)]


@pytest.mark.parametrize(
    ("query", "key", "found"),
    [
        ('text:"U.S."', "dotted", ["U.S.", "U.S.", "us"]),
        ("about US", "dotted", ["U.S.", "U.S."]),
        ("text:cafe", "accents", ["cafés", "café"]),
        ('text:"Cote d Ivoire"', "accents", ["Côte d’Ivoire"]),
        ("text:qaid", "accents", ["Q\u0307aid"]),
        ("text:turkiye", "accents", ["Türkiye"]),
        ("text:efficient", "ligature", ["eﬃcient"]),
        ("text:fin*", "ligature", ["ﬁnally"]),
        ("text:日本", "chinese", ["日本"]),
        ("text:日本*", "chinese", ["日本語の文章", "日本"]),
        ("text:trade", "emoji", ["trade", "trade"]),
        ("text:trade*", "emoji", ["trade", "trade", "Traders"]),
        ('text:"trade rules"', "emoji", ["trade-rules"]),
        ("text:strengthen", "stems", ["Strengthening", "strengthened", "strengthens"]),
        ("text:lattice-w*", "stems", ["lattice-work"]),
        ("condition:trad*", "emoji", ["traders"]),
        ("condition:trader -text:rules", "dotted", ["traders"]),
    ],
)  # fmt: skip
def test_what_stands_at_the_places(hits_base: KnowledgeBase, query: str, key: str, found: list[str]) -> None:
    assert places(hits_base.query(query), key) == found


def test_a_name_is_hit_by_all_its_names_and_in_quoted_evidence(hits_base: KnowledgeBase) -> None:
    answer = hits_base.query("about IPEF")
    record = next(each for each in answer.to_dicts() if each["key"] == "s/long")
    hits = answer.hits(record)
    quoted = QUOTE.index("IPEF")
    assert hits[0] == Hit("evidence", quoted, quoted + 4, "mention:ipef", 2)
    assert [record["text"][hit.start : hit.end] for hit in hits[1:]] == [
        "IPEF", "Indo-Pacific Economic Framework", "IPEF",
    ]  # fmt: skip


def test_what_is_excluded_or_met_by_another_record_is_no_hit(hits_base: KnowledgeBase) -> None:
    for query in ("-text:trade", "in-source:(text:trade)", "to:none -about IPEF", "-(text:trade about US)"):
        answer = hits_base.query(query)
        assert [answer.hits(record) for record in answer] == [[]] * len(answer)
    assert places(hits_base.query("-(-text:rules)"), "emoji") == ["rules"]


def test_hits_of_themes_and_other_entities(hits_base: KnowledgeBase) -> None:
    for query, hit in (
        ("sources latt*", Hit("title", 0, 8, "name:latt*")),
        ("frameworks IPEF", Hit("aliases", 0, 4, "name:IPEF", 1)),
    ):
        answer = hits_base.query(query)
        assert [answer.hits(record) for record in answer] == [[hit]]


@given(seed=st.integers(0, 10**6))
@settings(max_examples=10)
def test_whoever_is_found_by_words_has_a_hit_and_nobody_else(world_of: Make, seed: int) -> None:
    asked, ask = world_of(seed % 2), Questioner(seed)
    every = list(reading.statements(asked.connection, sorted(asked.keys["statement"])))
    for field in ("text", "condition", "purpose", "text"):
        query = Query(("recommendation", "commitment"), Condition(field, ask.words()))
        found, _ = asked.program(render(query), query)
        assert not isinstance(found, type)
        some = [record for record in every if record["type"] in query.subjects]
        hits = Hits(resolve(query, asked.connection), asked.connection, TODAY).find(some)
        assert {record["key"] for record, places in zip(some, hits, strict=True) if places} == set(found[0])
