"""Reasons are facts: they stand in the records, every row has one, and without them the row is not found."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from tests.builders import Fresh, lines, totals, write
from tests.query.asking import Asked, Make
from tests.query.oracle import Oracle
from tests.query.oracle_base import Base
from tests.query.questions import TODAY, Questioner
from tests.query.removal import removable, without
from tests.query.worlds import STATEMENT_TYPES

from policykb import KnowledgeBase
from policykb.domain.fields import SUBJECTS
from policykb.errors import AmbiguousName, UnknownName
from policykb.query.ast import And, AnyValue, Condition, Expression, Not, NoValue, Query, leaves
from policykb.query.explain.explain import explain
from policykb.query.explain.explanation import Explained, Explanation, Reason
from policykb.query.grammar.render import render, render_where
from policykb.query.names import resolve

EXAMPLES = 200 if os.environ.get("POLICYKB_FAULTS") == "full" else 20
seeds = st.integers(0, 10**9)


def explained(asked: Asked, question: Query) -> tuple[Query, Explanation] | None:
    """The query as resolved, and why it finds what it finds; None for one that names what there is not."""
    try:
        resolution = resolve(question, asked.connection, render(question))
    except (UnknownName, AmbiguousName):
        return None
    return resolution.query, explain(resolution, asked.connection, TODAY, 50)


def questions(seed: int) -> Iterator[Query]:
    """Some of every shape, and some of one condition on a field."""
    ask = Questioner(seed)
    for _ in range(6):
        yield ask.question()
    alone = [question for question in ask.one_of_each(ask.one(SUBJECTS)) if question.where is not None]
    yield from ask.random.sample(alone, min(14, len(alone)))


@pytest.mark.files
@given(seeds)
@settings(max_examples=EXAMPLES)
def test_reasons_are_facts_without_which_the_row_is_not_found(world_of: Make, seed: int) -> None:
    asked = world_of(seed)
    for question in questions(seed):
        found = explained(asked, question)
        if found is None:
            continue
        query, explanation = found
        note(f"world({seed}) {explanation.canonical}")
        assert [row.key for row in explanation.rows] == asked.oracle.keys(query)
        assert explanation.total == len(asked.oracle.found(query))
        for row in explanation.rows:
            assert bool(row.because) == (query.where is not None)
            assert all(because.reasons for because in row.because)
            for reason in (reason for because in row.because for reason in because.reasons):
                assert_true(asked.oracle.base, row, reason)
        if query.where is not None:
            assert_found_by_its_reasons(asked.oracle.base, query, explanation)


def assert_true(base: Base, row: Explained, reason: Reason) -> None:
    """That the record says what the reason says it does."""
    if reason.kind in {"claim", "relation", "coverage", "absent", "own", "default"}:
        return
    record = base.by_key[reason.record or row.key]
    if reason.start is not None:
        assert f'"{said(record, reason)[reason.start : reason.end]}" at {reason.start}' in reason.text
    elif reason.kind in {"link", "broader"}:
        stated = record[reason.field]
        keys = stated if isinstance(stated, list) else [stated]
        assert reason.value in [key if isinstance(key, str) else key["key"] for key in keys]
    else:
        assert reason.field in record or record["type"] == "source"


def said(record: dict[str, Any], reason: Reason) -> str:
    if reason.number is None:
        return str(record.get(reason.field) or record["title"])
    if reason.field == "evidence":
        return str(record["evidence"][reason.number - 1]["quote"]["exact"])
    alias = record["aliases"][reason.number - 1]
    return str(alias if isinstance(alias, str) else alias["text"])


def assert_found_by_its_reasons(base: Base, query: Query, explanation: Explanation) -> None:
    """That without what is stated for one of the conditions that must hold, a row is no longer found."""
    for part in conjuncts(query.where):
        for row in explanation.rows[:4]:
            reasons = reasons_for(part, row)
            if is_positive(part) and removable(reasons):
                note(f"{row.key} without {[reason.text for reason in reasons]}")
                changed = without(base.records, row.key, reasons)
                assert row.key not in Oracle(Base(changed), TODAY).keys(query)
                if isinstance(part, Condition):
                    assert_each_is_enough(base, query, row.key, reasons)


def assert_each_is_enough(base: Base, query: Query, key: str, reasons: list[Reason]) -> None:
    """That each of several reasons for one condition holds without the others, where these stand elsewhere."""
    spans = [(reason.field, reason.number) for reason in reasons if reason.start is not None]
    for reason in reasons[:3] if len(set(spans)) == len(spans) else ():
        others = [other for other in reasons if other != reason]
        changed = without(base.records, key, others)
        note(f"{key} by {reason.text} alone")
        assert key in [record["key"] for record in Oracle(Base(changed), TODAY).found(query)]


@given(seeds)
@settings(max_examples=max(2, EXAMPLES // 10))
def test_a_base_loaded_without_the_reasons_answers_without_the_row(world_of: Make, fresh: Fresh, seed: int) -> None:
    asked = world_of(seed)
    for question in questions(seed):
        found = explained(asked, question)
        if found is None or found[0].where is None or question.subjects[0] not in STATEMENT_TYPES:
            continue
        query, explanation = found
        part = conjuncts(query.where)[0]
        for row in explanation.rows[:1]:
            reasons = reasons_for(part, row)
            if is_positive(part) and removable(reasons) and all(reason.record is None for reason in reasons):
                note(f"world({seed}) {explanation.canonical}: {row.key} without {[reason.text for reason in reasons]}")
                changed = without(asked.oracle.base.records, row.key, reasons)
                with fresh() as (folder, database):
                    totals(database, write(folder, {"world.jsonl": lines(changed)}), include_pending=True)
                    again = KnowledgeBase(database).query(explanation.canonical, today=TODAY)
                    assert row.key not in [record["key"] for record in again.to_dicts()]
                return


def conjuncts(where: Expression | None) -> tuple[Expression, ...]:
    assert where is not None
    return where.items if isinstance(where, And) else (where,)


def reasons_for(part: Expression, row: Explained) -> list[Reason]:
    """What is stated for this part of the query."""
    wanted = {render_where(leaf) for leaf in leaves(part)}
    named = {f"in-source:({text})" for text in wanted} | wanted
    return [reason for because in row.because if because.condition in named for reason in because.reasons]


def is_positive(item: Expression) -> bool:
    """Whether it asks only that something is there, which a record may be without."""
    if isinstance(item, Not):
        return False
    if isinstance(item, Condition):
        always = isinstance(item.value, AnyValue) and item.field in {"language", "review", "priority", "endorsed"}
        return not isinstance(item.value, NoValue) and not always
    inner = item.items if hasattr(item, "items") else (getattr(item, "item", None),)
    return all(is_positive(part) for part in inner if part is not None)
