import csv
import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from tests.cli.conftest import Run, Spawn

from policykb.store.views import VIEWS

COUNTING = "with recursive c(x) as (select 1 union all select x + 1 from c) select x from c"


def test_rows_on_stdout_and_how_many_on_stderr(run: Run) -> None:
    result = run("sql", "select key, name, length(name) as n from theme order by key limit 2")
    assert result.stdout.splitlines() == [
        "key        name       n",
        "─────────  ─────────  ─",
        "fisheries  Fisheries  9",
        "tariffs    Tariffs    7",
    ]
    assert (result.stderr, result.exit_code) == ("2 rows\n", 0)


def test_formats_are_those_of_a_query(run: Run) -> None:
    asked = ("sql", "select key, text, length(key) as n from finding")
    (row,) = json.loads(run(*asked, "-f", "json").stdout)
    assert list(row) == ["key", "text", "n"]
    assert row["n"] == len(row["key"])
    assert json.loads(run(*asked, "-f", "jsonl").stdout) == row
    (read,) = csv.DictReader(io.StringIO(run(*asked, "-f", "csv").stdout))
    assert read["key"] == row["key"]
    assert run(*asked, "-f", "csv").stderr == ""


def test_a_statement_from_a_file_and_from_standard_input(run: Run, spawn: Spawn, tmp_path: Path) -> None:
    Path(tmp_path, "q.sql").write_text("-- 日本\nselect count(*) as n\nfrom finding;\n", encoding="utf-8-sig")
    assert run("sql", "--file", str(tmp_path / "q.sql"), "-f", "jsonl").stdout == '{"n": 1}\n'
    assert spawn("sql", "-", "-f", "jsonl", shell="< q.sql").stdout == b'{"n": 1}\n'


def test_words_need_no_quotes_where_the_shell_allows(run: Run) -> None:
    assert run("sql", "select", "key", "from", "finding").stdout == run("sql", "select key from finding").stdout


def test_values_are_bound(run: Run) -> None:
    asked = ("sql", "select key from recommendation where key = :key or text = :text", "-f", "jsonl")
    found = run(*asked, "--param", "key=lee-2024/join-pact", "-p", ":text=a=b' or 1=1 --")
    assert found.stdout == '{"key": "lee-2024/join-pact"}\n'


@pytest.mark.parametrize("file", ["rows.csv", "rows.jsonl", "rows.json"])
def test_a_file_is_written_whole(run: Run, tmp_path: Path, file: str) -> None:
    place = tmp_path / file
    result = run("sql", f"{COUNTING} limit 3000", "-o", str(place))
    assert result.stderr == f"3,000 rows written to {place}\n"
    assert "3000" in place.read_text()
    assert run("sql", "select 1", "-o", str(place)).exit_code == 2
    assert run("sql", "select 1", "-o", str(place), "--force").exit_code == 0


@pytest.mark.parametrize("file", ["rows.csv", "rows.jsonl", "rows.txt"])
def test_or_not_at_all(run: Run, tmp_path: Path, file: str) -> None:
    late = f"select case when x = 2500 then hex(zeroblob(400000)) else x end from ({COUNTING} limit 3000) y"
    chosen = ["-f", "table"] if file.endswith("txt") else []
    result = run("sql", late, "-o", str(tmp_path / file), *chosen)
    assert result.exit_code == 5
    assert "longer than 500,000 bytes" in result.stderr
    assert [path.name for path in tmp_path.iterdir() if path.name != "kb.db"] == []


@pytest.mark.parametrize("arguments", [("--schema",), ()])
def test_the_views_are_listed(run: Run, arguments: tuple[str, ...]) -> None:
    result = run("sql", *arguments)
    lines = result.stdout.splitlines()
    assert [line for line in lines if line and line[0] != " "] == list(VIEWS)
    assert "  key, name, broader, definition, scope_note, aliases, note, url, checked" in lines
    assert max(map(cell_len, lines)) <= 80


def test_one_view_is_listed(run: Run) -> None:
    assert run("sql", "--schema", "Theme").stdout.startswith("theme\n  One row a theme.\n  key, name")
    assert "There is no view themes." in run("sql", "--schema", "themes").stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("select 1", "--file", "q.sql"), "two statements"),
        (("--file", "missing.sql"), "cannot be read"),
        (("--schema", "-o", "x.csv"), "There is no statement"),
        (("select :a", "--param", "a"), "NAME=VALUE"),
        (("select :a", "--param", "a=1", "--param", "a=2"), "a twice"),
        (("select :a",), "--param a=VALUE"),
        (("select 1", "--timeout", "soon"), "seconds"),
        (("select 1", "--timeout", "nan"), "seconds"),
        (("select 1", "-f", "xml"), "--format cannot be"),
        (("select 1", "-f", "markdown"), "A brief is of records"),
        (("select 1", "-f", "ris"), "is for sources"),
        (("drop table statement",), "DROP does more than read"),
        (("select id from statement",), "Read statements instead"),
        (("select nmae from theme",), "Did you mean name?"),
    ],
)
def test_asked_wrongly(run: Run, arguments: tuple[str, ...], said: str) -> None:
    result = run("sql", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert "Traceback" not in result.stderr


def test_what_takes_too_long_is_a_limit(run: Run) -> None:
    result = run("sql", f"select count(*) from ({COUNTING}) y", "--timeout", "0.1")
    assert result.exit_code == 5
    assert "--timeout SECONDS" in result.stderr


def test_many_columns_stand_below_one_another(run: Run) -> None:
    lines = run("sql", "select * from recommendation order by key limit 2").stdout.splitlines()
    assert lines[0] == "key            lee-2024/join-pact"
    assert lines.count("") == 1
    assert max(map(cell_len, lines)) <= 80


def test_what_a_text_holds_cannot_act_on_a_terminal(run: Run) -> None:
    result = run("sql", "select char(27) || '[31m' || char(10) || 'x' as a, 'b' as \"\x1b[2J\"")
    assert "\x1b" not in result.stdout
    assert len(result.stdout.splitlines()) == 3


def test_names_twice_and_no_rows(run: Run) -> None:
    assert run("sql", "select 1 as a, 2 as a, 3 as a", "-f", "jsonl").stdout == '{"a": 1, "a_2": 2, "a_3": 3}\n'
    assert (run("sql", "select 1 where 0").stdout, run("sql", "select 1 where 0").stderr) == ("", "0 rows\n")
    assert run("sql", "select 1 as a, 2 as b where 0", "-f", "csv").stdout == "a,b\n"


def test_a_terminal_gets_the_first_rows(environment: dict[str, str]) -> None:
    reader, writer = pty.openpty()
    program = [sys.executable, "-c", "from policykb.cli import main; main()", "sql", f"{COUNTING} limit 70", "-q"]
    known = {name: value for name, value in os.environ.items() if not name.startswith("POLICYKB_")}
    done = subprocess.run(
        program, env=known | environment | {"NO_COLOR": "1"}, stdout=writer, stderr=subprocess.PIPE, check=False
    )
    os.close(writer)
    shown = os.read(reader, 100_000).decode().splitlines()
    os.close(reader)
    assert (done.returncode, done.stderr) == (0, b"")
    assert [line.strip() for line in shown[2:]] == [str(n) for n in range(1, 51)]


INTERRUPTED = """
import os, signal, sys, time
from policykb.store.dialect import sqlite_console
class Clock:
    def monotonic():
        if sys._getframe(1).f_code.co_name == "_must_stop":
            os.kill(os.getpid(), signal.{name})
        return time.monotonic()
sqlite_console.time = Clock
"""


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_a_statement_is_stopped_at_once(spawn: Spawn, tmp_path: Path, name: str, code: int) -> None:
    asked = ("sql", f"select count(*) from ({COUNTING}) y", "--timeout", "0", "-o", "rows.csv")
    done = spawn(*asked, code=INTERRUPTED.format(name=name))
    assert done.stderr == b"Stopped; nothing half-done was kept.\n"
    assert done.returncode == code
    assert [path.name for path in tmp_path.iterdir() if path.name != "kb.db"] == []


def test_sql_loads_neither_pydantic_models_nor_alembic(spawn: Spawn) -> None:
    code = "import atexit, sys\natexit.register(lambda: sys.stderr.write(' '.join(sorted(sys.modules))))"
    loaded = set(spawn("sql", "select 1", "-f", "csv", code=code).stderr.decode().split())
    assert not {"alembic", "yaml", "sqlalchemy.orm", "rapidfuzz", "policykb.domain.models", "rich.cells"} & loaded
