"""How SQLite goes about compiled queries: full text is searched once a query, never once a row."""

import re
from contextlib import suppress

import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from tests.query.asking import Make
from tests.query.questions import TODAY, Questioner

from policykb import KnowledgeBase
from policykb.errors import QueryError
from policykb.query.ast import RELEVANCE, Condition, InSource, Query, Sort, Word, all_of, any_of, negation
from policykb.query.compile import compile_query
from policykb.query.grammar.parse import parse
from policykb.query.grammar.render import render
from policykb.query.names import resolve
from policykb.store.engine import Connection, Database

pytestmark = pytest.mark.files

# FTS5 tells in its plan what it is given: M1 a MATCH, = a row's id; both together is a MATCH once a row.
PER_ROW = re.compile(r"VIRTUAL TABLE INDEX \d+:=")
TRAP = "SELECT id FROM statement s WHERE EXISTS (SELECT 1 FROM statement_fts WHERE statement_fts MATCH 'x' AND rowid = s.id)"


def plan(connection: Connection, sql: str) -> list[str]:
    """The steps of a plan that search full text."""
    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}").all()
    return [str(row[-1]) for row in rows if "statement_fts" in str(row[-1])]


def plans(connection: Connection, query: Query) -> list[list[str]]:
    """Of the SELECTs of a query: the ids it finds, how many there are, and the best of them."""
    compiled = compile_query(resolve(query, connection), connection, TODAY, 50)
    selects = [
        compiled.ids,
        compiled.count,
        *([*(few for few, _ in compiled.best.tries), compiled.best.kept] if compiled.best else []),
    ]
    written = (str(select.compile(connection.engine, compile_kwargs={"literal_binds": True})) for select in selects)
    return [plan(connection, sql.replace("%%", "%")) for sql in written]


def search(ask: Questioner) -> Query:
    """A query that searches texts, beside other conditions, in every way they can stand together."""
    subject = ask.one(("recommendation", "finding", "commitment"))
    word = ask.words()
    text = Condition("text", Word("trade") if word.prefix else word)
    where = ask.one((text, negation(text), InSource(text)))
    rest = [ask.expression((subject,), 2) for _ in range(ask.one((0, 1, 2)))]
    return Query(
        (subject,), ask.one((all_of, any_of))([where, *rest]), sort=ask.one(((), (Sort("review"),), (Sort(RELEVANCE),)))
    )


def test_sees_a_search_once_a_row(shipped: KnowledgeBase) -> None:
    with Database(shipped.place).reading() as connection:
        assert [step for step in plan(connection, TRAP) if PER_ROW.search(step)]


@given(st.integers(0, 10**9))
@settings(max_examples=30)
def test_full_text_is_never_searched_once_a_row(world_of: Make, seed: int) -> None:
    connection, ask = world_of(seed).connection, Questioner(seed)
    for query in (search(ask) for _ in range(6)):
        note(f"world({seed}) {render(query)}")
        with suppress(QueryError):
            assert [step for steps in plans(connection, query) for step in steps if PER_ROW.search(step)] == []


def test_nor_in_the_shipped_base(shipped: KnowledgeBase) -> None:
    with Database(shipped.place).reading() as connection:
        for text in (
            "text:trade on trade to japan",
            "text:trade or mentioning IPEF",
            "containing free trade -to:japan",
            "free trade",
            "containing free trade to Japan sort:relevance",
            "(text:trade or to Japan) sort:relevance",
            "text:trade about IPEF on trade sort:relevance",
        ):
            found = plans(connection, parse(text))
            assert found[0]
            assert [step for steps in found for step in steps if PER_ROW.search(step)] == []
