"""Counts by one or two fields, against counting the records one by one."""

from itertools import product
from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from tests.builders import Plain
from tests.query.asking import Asked, Make
from tests.query.questions import TODAY, Questioner
from tests.query.strategies import query_fields
from tests.query.worlds import STATEMENT_TYPES

from policykb import KnowledgeBase
from policykb.domain.fields import SUBJECTS
from policykb.errors import QuerySyntaxError
from policykb.kb.counts import Count, Counts
from policykb.query.ast import Query
from policykb.query.compile import compile_query
from policykb.query.grammar.render import render
from policykb.query.grouping import NOBODY, Counted, count_groups
from policykb.query.names import resolve

LINKED = (
    *("to", "by", "theme", "framework", "actor", "event", "publisher"),
    *("broader", "part-of", "member", "member-of", "involving", "coverage"),
)
GROUPED: dict[str, tuple[str, ...]] = dict.fromkeys(
    STATEMENT_TYPES, ("type", "source", "publisher", "by", "theme", "framework", "actor", "event", "priority", "issued")
)
"""Fields by which each type is counted here, besides ``theme.top``."""
GROUPED["recommendation"] += ("to", "strength", "action", "endorsed", "review", "number")
GROUPED["finding"] += ("kind",)
GROUPED |= {
    "actor": ("kind", "checked", "honorific", "url", "part-of", "member-of"),
    "framework": ("kind", "established", "type", "part-of", "member", "involving"),
    "event": ("date", "kind"),
    "source": ("kind", "issued", "language", "consensus", "publisher", "event", "by", "coverage"),
    "theme": ("type", "checked", "broader"),
}


def count(ask: Questioner) -> Query:
    """A count by one or two fields, of all records or those that fit a condition."""
    subject = ask.one(SUBJECTS)
    fields = (*GROUPED[subject], *(("theme.top",) if subject in STATEMENT_TYPES else ()))
    group = dict.fromkeys(ask.one(fields) for _ in range(ask.one((1, 2, 2))))
    where = ask.condition((subject,)) if ask.chance(2) else None
    return Query((subject,), where, True, tuple(group), limit=ask.one((None, None, 1, 4)))


def counted_one_by_one(asked: Asked, query: Query) -> list[Counted]:
    """Every record in the row of each of its values; sources and publishers behind a row counted once each."""
    base = asked.oracle.base
    rows: dict[tuple[str, ...], list[Plain]] = {}
    for record in asked.oracle.found(query):
        for values in product(*(values_of(asked, record, name) for name in query.group)):
            rows.setdefault(values, []).append(record)
    found = []
    for values, records in rows.items():
        sources = {record["source"] for record in records} if query.subjects[0] in STATEMENT_TYPES else set[str]()
        publishers = {base.by_key[source].get("publisher") for source in sources} - {None}
        found.append((list(values), len(records), len(sources), len(publishers)))
    return sorted(found, key=lambda row: (-row[1], row[0]))[: query.limit]


def values_of(asked: Asked, record: Plain, name: str) -> set[str]:
    """The names of the values that a record has in a field; of dates the year."""
    base = asked.oracle.base
    field, _, top = name.partition(".")
    values: Any = asked.oracle.conditions.values(field, record["type"])(record)
    if top:
        values = {above for theme in values for above in base.above(theme) if not base.parents(above)}
    if field in LINKED:
        values = [base.by_key[key]["name"] for key in values]
    named = {str(v[0].year) if isinstance(v, tuple) else str(v).lower() if isinstance(v, bool) else v for v in values}
    return named or {NOBODY}


@given(st.integers(0, 10**9))
@settings(max_examples=30)
def test_counts_as_counting_one_by_one(world_of: Make, seed: int) -> None:
    asked, ask = world_of(seed), Questioner(seed)
    for query in (count(ask) for _ in range(8)):
        note(f"world({seed}) {render(query)}")
        wanted = asked.expected(Query(query.subjects, query.where))
        if isinstance(wanted, type):
            with pytest.raises(wanted):
                resolve(query, asked.connection)
            continue
        resolution = resolve(query, asked.connection)
        assert list(count_groups(resolution, asked.connection, TODAY)) == counted_one_by_one(asked, query)
        # The total counts a record once, however many rows it stands in.
        assert compile_query(resolution, asked.connection, TODAY).run_count(asked.connection) == wanted[1]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_offers_the_fields_that_make_groups_and_no_others(shipped: KnowledgeBase, subject: str) -> None:
    def rows(name: str) -> list[Count]:
        answer = shipped.query(f"count of {subject} group:{name}")
        assert isinstance(answer, Counts)
        return answer.counts()

    with pytest.raises(QuerySyntaxError) as caught:
        rows("key")
    assert "'key' at column" in caught.value.message
    assert caught.value.hint
    offered = caught.value.hint.removeprefix("Group by one of ").rstrip(".").split(", ")
    for field in query_fields((subject,)):
        name = str(field.query)
        if name in offered:
            assert sum(row.records for row in rows(name)) >= shipped.query(subject).total
        else:
            with pytest.raises(QuerySyntaxError):
                rows(name)
    assert set(GROUPED[subject]) <= set(offered)


def test_counts_in_python(shipped: KnowledgeBase) -> None:
    answer = shipped.query("count of recommendations by strength")
    assert isinstance(answer, Counts)
    assert answer.counts()[0] == Count(("should",), 15, 1, 1)
    assert answer.total == 25
    assert answer.columns == ("strength", "recommendations", "sources", "publishers")
    assert answer.to_rows()[1] == {"strength": "must", "recommendations": 4, "sources": 1, "publishers": 1}
    assert shipped.query("count of actors by kind").columns == ("kind", "actors")
