"""`query --explain` and `resolve` as people see them."""

import json
from pathlib import Path

import pytest
from rich.cells import cell_len
from tests.cli.conftest import Run

from policykb import KnowledgeBase

QUERY = "recommendations mentioning the NSP to Norway but not on fisheries since 2020"


def test_an_explanation_has_names_reasons_sql_and_plan_in_this_order(run: Run) -> None:
    result = run("query", QUERY, "--explain")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(
        "# type:recommendation mention:north-sea-pact to:norway -theme:fisheries\n# issued>=2020\n\nNames\n"
    )
    parts = ["\nNames\n", "\n1. Norway should join", "   to:norway\n     · to Norway\n", "\nSQL (SQLite ", "\nPlan\n"]
    places = [result.stdout.index(part) for part in parts]
    assert places == sorted(places)
    assert "WHERE statement.type IN ('recommendation')" in result.stdout


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize(
    "arguments",
    [
        ("query", QUERY, "--explain"),
        ("query", "frameworks involving Norway or name:pact", "--explain"),
        ("query", "count of recommendations by theme", "--explain"),
        ("query", "sources", "--explain", "--long"),
        ("resolve", "NSP"),
        ("resolve", "The NSP and Norway's fisheries met in Tokyo", "--in-text"),
    ],
)
def test_nothing_is_wider_than_the_screen(run: Run, arguments: tuple[str, ...], columns: int) -> None:
    result = run(*arguments, env={"COLUMNS": str(columns)})
    assert result.exit_code == 0
    assert max(map(cell_len, result.stdout.splitlines())) <= columns


def test_sql_that_is_shown_finds_the_records(run: Run, db: Path) -> None:
    import sqlite3

    shown = run("query", QUERY, "--explain").stdout
    sql = shown.partition("\nSQL (")[2].partition("\n")[2].partition("\nPlan\n")[0]
    connection = sqlite3.connect(db)
    keys = [
        connection.execute("SELECT key FROM statement WHERE id = ?", row).fetchone()[0]
        for row in connection.execute(sql)
    ]
    connection.close()
    with KnowledgeBase.open(db) as kb:
        assert keys == [record["key"] for record in kb.query(QUERY).to_dicts()]


def test_json_is_what_python_gives(run: Run, db: Path) -> None:
    with KnowledgeBase.open(db) as kb:
        assert json.loads(run("query", QUERY, "--explain", "-f", "json").stdout) == kb.explain(QUERY).to_dict()
        assert json.loads(run("resolve", "NSP", "-f", "json").stdout) == json.loads(
            json.dumps(kb.resolve("NSP").to_dict())
        )


def test_as_many_records_as_asked_for(run: Run) -> None:
    result = run("query", "recommendations", "--explain", "--limit", "1")
    assert "3 recommendations found, the first 1 explained (--limit N for more)" in result.stdout
    assert "\n2. " not in result.stdout


@pytest.mark.parametrize("more", [("-o", "x.json"), ("--format", "csv")])
def test_explanations_are_no_records(run: Run, more: tuple[str, ...]) -> None:
    result = run("query", QUERY, "--explain", *more)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--explain is for reading, or JSON." in result.stderr


def test_a_name_nobody_bears(run: Run) -> None:
    result = run("resolve", "Norwey")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Did you mean Norway (actor norway)?" in result.stderr
    assert run("resolve", "NSP", "--source", "lee-2024").exit_code == 2
