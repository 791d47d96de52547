"""Sentences and what they find in the shipped report, as a policy person can review them in cases.yaml."""

from pathlib import Path

import pytest
import yaml

from policykb import KnowledgeBase
from policykb.errors import QueryError

CASES: list[list[str]] = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("sentence", "expected"), CASES, ids=[sentence for sentence, _ in CASES])
def test_answers(shipped: KnowledgeBase, sentence: str, expected: str) -> None:
    if expected.startswith("error "):
        with pytest.raises(QueryError) as caught:
            shipped.query(sentence)
        assert expected.removeprefix("error ") in caught.value.message
        assert caught.value.column
        assert caught.value.hint
        return
    answer = shipped.query(sentence)
    found = [record["key"].rpartition("/")[2] for record in answer.to_dicts()]
    assert sorted(found) == sorted(expected.split())
    assert answer.total == len(answer) == len(found)
    # What it was understood as finds the same.
    again = shipped.query(answer.canonical)
    assert [record["key"].rpartition("/")[2] for record in again.to_dicts()] == found


def test_pages_glued_together_are_the_whole(shipped: KnowledgeBase) -> None:
    for order in ("", " sort:strength", " sort:-action"):
        whole = [
            record["key"]
            for record in shipped.query(f"statements{order}" if not order else f"recommendations{order}").to_dicts()
        ]
        subject = "recommendations" if order else "statements"
        glued: list[str] = []
        while True:
            after = f" after:{glued[-1]}" if glued else ""
            page = [record["key"] for record in shipped.query(f"{subject}{order}{after} limit:7").to_dicts()]
            if not page:
                break
            glued += page
        assert glued == whole


def test_no_plan_matches_text_once_a_row(shipped: KnowledgeBase) -> None:
    from datetime import date

    from policykb.query.compile import compile_query
    from policykb.query.grammar.parse import parse
    from policykb.query.names import resolve
    from policykb.store.engine import Database

    database = Database(shipped.place)
    with database.reading() as connection:
        for text in (
            "text:trade on trade to japan",
            "text:trade or mentioning IPEF",
            "trade without IPEF sort:strength",
        ):
            compiled = compile_query(resolve(parse(text), connection, text), connection, date(2026, 1, 1), 50)
            sql = compiled.ids.compile(connection.engine, compile_kwargs={"literal_binds": True})
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}").all()
            steps = [str(row[-1]) for row in plan if "statement_fts" in str(row[-1])]
            assert steps
            assert not [step for step in steps if "=" in step.partition("INDEX")[2]]
    database.close()
