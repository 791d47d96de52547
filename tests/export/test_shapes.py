"""Tidy rows and matrices, against the views of the base and against queries."""

import csv
import io
import json
from typing import Any

import pytest
from tests.builders import query

from policykb import ExportOptions, KnowledgeBase
from policykb.errors import UsageError

LINKS = """
SELECT statement, 'themes', name, theme, NULL, position FROM statement_theme WHERE type = 'recommendation' UNION ALL
SELECT statement, 'frameworks', name, framework, relation, position FROM statement_framework
 WHERE type = 'recommendation' UNION ALL
SELECT statement, 'events', name, event, NULL, position FROM statement_event WHERE type = 'recommendation' UNION ALL
SELECT statement, CASE role WHEN 'actor' THEN 'actors' WHEN 'addressee' THEN 'addressees' ELSE 'proponents' END, name,
 actor, CASE role WHEN 'proponent' THEN support ELSE relation END, position FROM statement_actor
 WHERE type = 'recommendation'"""


def rows(kb: KnowledgeBase, asked: str, format_name: str = "jsonl", **options: Any) -> list[dict[str, Any]]:
    out = io.BytesIO()
    kb.query(asked).write(format_name, out, options=ExportOptions(**options))
    if format_name == "jsonl":
        return [json.loads(line) for line in out.getvalue().splitlines()]
    return list(csv.DictReader(io.StringIO(out.getvalue().decode(), newline="")))


def test_tidy_rows_are_the_links(full: KnowledgeBase) -> None:
    found = [
        (row["key"], row["field"], row["value"], row["value_key"], row["role"])
        for row in rows(full, "recommendations", shape="tidy")
    ]
    linked = query(full.url, LINKS)
    assert len(linked) > 9
    assert sorted(found, key=repr) == sorted((tuple(row[:5]) for row in linked), key=repr)
    mine = [row for row in found if row[0] == "report/full" and row[1] == "themes"]
    assert [row[2] for row in mine] == ["Trade", "Economic policy"]


def test_tidy_rows_of_what_nobody_links(full: KnowledgeBase) -> None:
    (row,) = rows(full, "findings", shape="tidy")
    assert (row["key"], row["field"], row["value_key"], row["role"]) == (
        "report/doubts",
        "proponents",
        "jane-doe",
        "author",
    )
    actors = rows(full, "actors", shape="tidy")
    assert {row["key"]: row["field"] for row in actors}["japan"] is None
    assert "part_of" not in actors[0]
    with pytest.raises(UsageError, match="no links"):
        rows(full, "events", shape="tidy")


@pytest.mark.parametrize("matrix_of", ["theme", "framework", "to", "actor", "event"])
def test_a_column_of_a_matrix_is_what_a_query_finds(
    shipped: KnowledgeBase, full: KnowledgeBase, matrix_of: str
) -> None:
    marks = 0
    for kb in (shipped, full):
        found = rows(kb, "recommendations", shape="matrix", matrix_of=matrix_of, columns="key", keys=True)
        for key in found[0].keys() - {"key"}:
            marks += 1
            asked = f"type:recommendation {matrix_of}:{key}"
            assert [row["key"] for row in found if row[key] == 1] == [r["key"] for r in kb.query(asked).to_dicts()]
            assert {row[key] for row in found} <= {0, 1}
    assert marks > 0


def test_a_matrix_has_the_other_columns_and_names(full: KnowledgeBase) -> None:
    found = rows(full, "recommendations", "csv", shape="matrix")
    assert "themes" not in found[0]
    assert found[0]["addressees"]
    assert {(row["key"], row["Trade"], row["Economic policy"]) for row in found} == {
        ("report/join-ipef", "1", "1"),
        ("report/full", "1", "1"),
    }
    (row,) = rows(full, "recommendations key:report/full", shape="matrix", columns=("key", "Trade"))
    assert row == {"key": "report/full", "Trade": 1}


def test_columns_by_their_name_or_that_of_a_query(full: KnowledgeBase) -> None:
    (row,) = rows(full, "recommendations key:report/full", columns=("to", "key", "on"), keys=True)
    assert list(row.items()) == [
        ("addressees", "japan; united-states"),
        ("key", "report/full"),
        ("themes", "trade; economic"),
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"columns": "key,tex"}, "There is no column 'tex'. Did you mean text?"),
        ({"columns": "key,,text"}, "empty name"),
        ({"columns": "to,addressees"}, "names addressees twice"),
        ({"columns": "key,key"}, "names key twice"),
        ({"shape": "long"}, "--shape cannot be 'long'"),
        ({"delimiter": "x"}, "--delimiter cannot be 'x'"),
        ({"delimiter": ";"}, "--delimiter does nothing for jsonl"),
        ({"matrix_of": "theme"}, "--matrix-of is for a matrix"),
        ({"shape": "matrix", "matrix_of": "by"}, "--matrix-of cannot be 'by'"),
    ],
)
def test_options_that_cannot_be(full: KnowledgeBase, options: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        rows(full, "recommendations", **options)
    assert said in str(caught.value)


def test_shapes_that_records_cannot_take(full: KnowledgeBase) -> None:
    for asked, options in (
        ("actors", {}),
        ("findings", {"matrix_of": "to"}),
        ("count of recommendations", {}),
    ):
        with pytest.raises(UsageError):
            rows(full, asked, shape="matrix", **options)
