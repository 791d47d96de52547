"""What only a server shows: Ctrl-C reaches it, its values come as they can be written, and what a role may not."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url
from tests.databases import drop_database, new_database

from policykb import KnowledgeBase
from policykb.errors import SqlError

STOPPED = """
import os, signal, sys, threading, time
import psycopg
from policykb.cli import main
def watch():
    with psycopg.connect(sys.argv[1], autocommit=True) as connection:
        while not connection.execute(
            "SELECT 1 FROM pg_stat_activity WHERE application_name = 'policykb sql' AND state = 'active'"
            " AND query LIKE 'FETCH 500%%' AND datname = current_database()"
        ).fetchone():
            time.sleep(0.01)
    os.kill(os.getpid(), signal.SIGINT)
threading.Thread(target=watch, daemon=True).start()
sys.argv[1:] = sys.argv[2:]
sys.exit(main())
"""
ENDLESS = "with recursive c(x) as (select 1 union all select x + 1 from c) select max(x) from c where x < 0"


@pytest.fixture(scope="module")
def server_url() -> Iterator[str]:
    made = new_database()
    KnowledgeBase.init(made)[0].close()
    yield made
    drop_database(made)


def plain(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def test_ctrl_c_stops_the_server_too(server_url: str) -> None:
    asked = ["sql", ENDLESS, "--timeout", "0", "--db", server_url]
    done = subprocess.run(
        [sys.executable, "-c", STOPPED, plain(server_url), *asked], capture_output=True, check=False, timeout=120
    )
    assert (done.returncode, done.stderr) == (130, b"Stopped; nothing half-done was kept.\n")
    with psycopg.connect(plain(server_url)) as connection:
        running = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'policykb sql' AND state = 'active'"
        assert connection.execute(running).fetchone() == (0,)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("'infinity'::timestamptz", "infinity"),
        ("'0044-03-15 BC'::date", "0044-03-15 BC"),
        ("'2024-06-01'::date", "2024-06-01"),
        ("""'{"a": [1]}'::jsonb""", '{"a": [1]}'),
        ("array[1, 2]", "[1, 2]"),
        ("1e30::numeric", "1" + "0" * 30),
        ("12::numeric", 12),
        ("1.5::numeric", 1.5),
        ("'NaN'::float8", "nan"),
        ("true", True),
        (r"'\xff'::bytea", "ff"),
        ("repeat('[', 5000)::text || 'x'", "[" * 5000 + "x"),
        ("(repeat('[', 900) || repeat(']', 900))::json", "[" * 900 + "]" * 900),
        ("9223372036854775807", 9223372036854775807),
    ],
)
def test_values_of_a_server(server_url: str, written: str, value: object) -> None:
    with KnowledgeBase.open(server_url) as kb:
        assert list(kb.sql(f"select {written} as a")) == [(value,)]


def test_a_role_that_may_only_read(server_url: str) -> None:
    """The role of docs/sql.md: what it may not is the server's to refuse."""
    url = server_url
    page = (Path(__file__).parents[2] / "docs" / "sql.md").read_text()
    recipe = page.partition("```postgresql\n")[2].partition("```")[0].replace("my_base", str(make_url(url).database))
    with psycopg.connect(plain(url), autocommit=True) as connection:
        connection.execute(recipe.encode())
    reader = make_url(url).set(username="policykb_reader", password="secret").render_as_string(hide_password=False)
    try:
        with KnowledgeBase.open(reader) as kb:
            assert list(kb.sql("select count(*) from theme")) == [(47,)]
            assert kb.query("recommendations mentioning the Quad").total
        with psycopg.connect(plain(reader)) as connection:
            connection.read_only = False  # the role's default is no wall
            for text in ("CREATE TEMP TABLE a (b int)", "SELECT lo_create(0)", "INSERT INTO about VALUES ('a', 'b')"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    connection.execute(text)
                connection.rollback()
        with KnowledgeBase.open(reader) as kb, pytest.raises(SqlError):
            kb.sql("select 1 from pg_authid")
    finally:
        with psycopg.connect(plain(url), autocommit=True) as connection:
            connection.execute("DROP OWNED BY policykb_reader CASCADE; DROP ROLE policykb_reader")
