"""Counts by one or two fields, against counting the records one by one."""

from dataclasses import replace

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from tests.query.asking import Make
from tests.query.counting import GROUPED, count, counted_one_by_one
from tests.query.questions import TODAY, Questioner
from tests.query.strategies import query_fields

from policykb import KnowledgeBase
from policykb.domain.fields import SUBJECTS
from policykb.errors import QuerySyntaxError
from policykb.kb.counts import Count, Counts
from policykb.query.ast import Query
from policykb.query.compile import compile_query
from policykb.query.grammar.render import render
from policykb.query.grouping import count_groups, count_several
from policykb.query.names import resolve


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
        assert count_groups(resolution, asked.connection, TODAY) == counted_one_by_one(asked, query)
        groupings = [query.group[:1], query.group, query.group[1:]]
        each = [counted_one_by_one(asked, replace(query, group=group, limit=None)) for group in groupings]
        several = count_several(resolution, asked.connection, TODAY, groupings)
        # By no field there is one row, the total, also of nothing.
        assert several == [rows or [((), 0, 0, 0)] * (not group) for rows, group in zip(each, groupings, strict=True)]
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
