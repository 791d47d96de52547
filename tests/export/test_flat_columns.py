"""The flat rows a column at a time are those made of records."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import strategies
from tests.builders import FULL_CELLS, Fresh, Plain, lines, totals, write

from policykb import Answer, ExportOptions, KnowledgeBase
from policykb.export.flat import columns_of
from policykb.export.table import Table, Value


def by_column(answer: Answer, options: ExportOptions) -> list[list[Value]]:
    with answer.table(options=options) as table:
        assert table.by_column is not None
        return values(table)


def by_record(answer: Answer, options: ExportOptions) -> list[list[Value]]:
    with answer.table(options=options) as table:
        return values(replace(table, by_column=None))


def values(table: Table) -> list[list[Value]]:
    """Row by row; no values are the same as none."""
    return [
        [value or None if value == () else value for value in row]
        for c in table.chunks()
        for row in zip(*c, strict=True)
    ]


def test_a_record_with_every_field(full: KnowledgeBase) -> None:
    (row,) = full.query("recommendations key:report/full").to_rows()
    assert row == FULL_CELLS
    assert None not in row.values()


@pytest.mark.parametrize("keys", [False, True])
@pytest.mark.parametrize("subject", ["statements", "recommendations", "findings"])
def test_both_ways_say_the_same_of_the_shipped_seed(shipped: KnowledgeBase, subject: str, keys: bool) -> None:
    options, answer = ExportOptions(keys=keys), shipped.query(subject)
    rows = by_column(answer, options)
    assert len(rows) == len(answer) > 20
    assert rows == by_record(answer, options)


NAMES = [column.name for column in columns_of(("recommendation", "finding", "commitment"))]


@given(strategies.bases(), st.booleans(), st.lists(st.sampled_from(NAMES), unique=True))
@settings(max_examples=10)
def test_both_ways_say_the_same_of_any_base(
    fresh: Fresh, records: list[Plain], keys: bool, names: Sequence[str]
) -> None:
    options = ExportOptions(keys=keys, columns=tuple(names))
    with fresh() as (folder, database):
        totals(database, write(folder, {"a.jsonl": lines(records)}))
        with KnowledgeBase.open(database.url) as kb:
            answer = kb.query("statements")
            assert by_column(answer, options) == by_record(answer, options)


def test_more_records_than_a_chunk_keep_their_order(shipped: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = shipped.query("statements sorted by key")
    rows = answer.to_rows()
    assert [row["key"] for row in rows] == sorted(str(row["key"]) for row in rows)
    monkeypatch.setattr("policykb.store.statement_rows.CHUNK", 7)
    monkeypatch.setattr("policykb.store.reading.CHUNK", 7)
    monkeypatch.setattr("policykb.export.table.CHUNK", 3)
    assert answer.to_rows() == rows
    assert [record["key"] for record in answer.to_dicts()] == [row["key"] for row in rows]
    for subject in ("events", "sources"):
        asked = shipped.query(subject)
        assert [row["key"] for row in asked.to_rows()] == sorted(record["key"] for record in asked.to_dicts())
