"""SQL of a user's: what reads the views is answered, and nothing else leaves a trace, on either database."""

import hashlib
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.databases import Bases

from policykb import KnowledgeBase
from policykb.errors import LimitReached, SqlError
from policykb.store import tables as t
from policykb.store.dialect import postgresql_console
from policykb.store.sql_text import Statement
from policykb.store.views import _BEHIND, VIEWS

PAGE = Path(__file__).parents[2] / "docs" / "sql.md"
FENCES = re.findall(r"```sql\n(.*?)```\n\n((?:\|[^\n]*\n)+)", PAGE.read_text(), re.DOTALL)

WRITES = {
    "insert": "insert into statement (key) values ('x')",
    "insert into a view": "insert into theme (key) values ('x')",
    "update": "update entity set name = 'x'",
    "delete": "delete from load",
    "delete behind a with": "with a as (select 1) delete from mention",
    "insert behind a with": "with a as (select 1) insert into about select 'a', 'b'",
    "explain of an insert": "explain insert into about values ('a', 'b')",
    "replace": "replace into about values ('a', 'b')",
    "upsert": "insert into about values ('a', 'b') on conflict do nothing",
    "drop": "drop view theme",
    "create": "create table mine (a)",
    "temporary table": "create temp table mine as select 1",
    "temporary view": "create temp view theme as select 1",
    "alter": "alter table statement rename to s",
    "begin": "begin",
    "exclusive": "begin exclusive",
    "savepoint": "savepoint a",
    "commit": "commit",
    "rollback": "rollback",
    "reindex": "reindex",
    "analyse": "analyze",
    "vacuum": "vacuum",
    "second statement": "select 1; delete from statement",
    "second behind a comment": "select 1 /* ; */ ; -- x\n drop table statement",
    "nul": "select 1\0; drop table statement",
    "nothing": " ; ; ",
    "only a comment": "-- nothing",
    "lone surrogate": "select '\udce9'",
    "too long": "select '" + "x" * 100_001 + "'",
}
READS_ELSEWHERE = {
    "table": "select * from statement",
    "count of a table": "select count(*) from entity",
    "table in a subquery": "select (select max(id) from entity) from theme",
    "table beside a view": "select s.id from recommendation r join statement s on s.key = r.key",
    "table in a with": "with a as (select terms from statement) select * from a",
    "with that takes a view's name": "with recommendation as (select id, terms from statement) select * from recommendation",
    "with in quotes that takes a view's name": 'with "theme" as (select id from entity) select * from "theme"',
    "exists": "select 1 where exists (select 1 from claim)",
    "history": "select * from change",
}
SQLITE_ONLY = {
    "attach a file": "attach '{folder}/other.db' as other",
    "attach memory": "attach ':memory:' as other",
    "detach": "detach main",
    "vacuum into": "vacuum into '{folder}/copy.db'",
    "query_only off": "pragma query_only = 0",
    "journal": "pragma journal_mode = wal",
    "schema written": "pragma writable_schema = 1",
    "heap of the whole process": "pragma hard_heap_limit = 1000",
    "cache": "pragma cache_size = 10000000",
    "folder of temporary files": "pragma temp_store_directory = '{folder}'",
    "where the file is": "pragma database_list",
    "the same as a table": "select file from pragma_database_list",
    "the same, renamed": 'select x.file from (select * from "pragma_database_list") x',
    "the same called": "select name from pragma_table_info('statement')",
    "the schema": "select sql from sqlite_master",
    "the schema by its other name": "select count(*) from Sqlite_Schema",
    "pages": "select sum(pgsize) from dbstat",
    "count of pages": "select count(*) from dbstat",
    "statements of the connection": "select sql from sqlite_stmt",
    "virtual table": "create virtual table temp.v using fts5vocab('main', 'statement_fts', 'row')",
    "full text": "select terms from statement_fts",
    "full text written": "insert into statement_fts(statement_fts) values ('rebuild')",
    "extension": "select load_extension('{folder}/x.so')",
    "file written": "select writefile('{folder}/x', 'y')",
    "file read": "select readfile('/etc/passwd')",
    "pointer": "select hex(fts3_tokenizer('simple'))",
    "table in brackets": "select id from [statement]",
    "table in backticks": "select id from `Statement`",
    "table in apostrophes": "select id from 'statement'",
    "with in apostrophes": "with 'theme' as (select id from entity) select * from 'theme'",
    "table of a schema": 'select id from main."STATEMENT"',
    "not in upper case": "SELECT * FROM Main.Sqlite_Master",
    "numbered parameter": "select ?1",
    "width": "select length(printf('%.*c', 900000000, 'x'))",
    "log": "select sqlite_log(1, 'x')",
    "leading parenthesis": "(select 1)",
}
POSTGRESQL_ONLY = {
    "setting": "set transaction read write",
    "setting of a function": "select set_config('statement_timeout', '0', false)",
    "copy to a program": "copy (select 1) to program 'touch {folder}/x'",
    "copy to a file": "copy (select 1) to '{folder}/x'",
    "copy explained": "explain copy (select 1) to '{folder}/x'",
    "do": "do $$ begin perform 1; end $$",
    "into": "select key into mine from theme",
    "lock of rows": "select * from theme for update",
    "lock of the server": "select pg_advisory_lock(1)",
    "large object": "select lo_create(0)",
    "large object, quoted": 'select "lo_create" (0)',
    "large object of a schema": "select pg_catalog.lo_from_bytea(0, 'x')",
    "large object, escaped": r'select U&"lo\005fcreate"(0)',
    "large object as a column": "select r.lo_create from (select 0) r",
    "file read": "select pg_read_file('/etc/passwd')",
    "folder read": "select * from pg_ls_dir('/')",
    "sleep": "select pg_sleep(600)",
    "notice": "select pg_notify('a', 'b')",
    "listen": "listen a",
    "snapshot in a file": "select pg_export_snapshot()",
    "query in a text": "select query_to_xml('select * from statement', true, true, '')",
    "table in a text": "select table_to_xml('statement', true, true, '')",
    "sequence": "select nextval('statement_id_seq')",
    "other process": "select pg_terminate_backend(1)",
    "catalogue": "select * from pg_catalog.pg_authid",
    "catalogue without schema": "select rolname from pg_roles",
    "information": "select * from information_schema.tables",
    "table command": "table statement",
    "writing with": "with a as (delete from claim returning id) select * from a",
    "call": "call mine()",
    "prepared": "execute mine",
    "cursor": "fetch all from policykb_sql",
    "row type": "select * from json_populate_record(null::statement, '{{}}') x, statement",
    "comment that ends a line early": "-- x\rdrop table statement",
}
ENDLESS = {
    "counting": "with recursive c(x) as (select 1 union all select x + 1 from c) select count(*) from c",
    "products": "select count(*) from entities a, entities b, entities c, entities d where a.key || b.key = c.key || d.key",
}
TOO_LARGE = {
    "random": "select length(randomblob(900000000))",
    "zeros": "select length(hex(zeroblob(400000)))",
    "group": "with recursive c(x) as (select 1 union all select x + 1 from c limit 90000) select group_concat('yyyyyyyy') from c",
    "doubled": "with recursive c(n, s) as (select 0, 'aaaa' union all select n + 1, s || s from c) select max(length(s)) from c",
    "replaced": "select length(replace(replace(hex(zeroblob(1000)), '0', hex(zeroblob(50))), '0', hex(zeroblob(50))))",
}


@pytest.fixture(scope="session")
def lent(bases: Bases, shipped_file: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A copy of the shipped base in a folder of its own, for whoever wants to damage it."""
    folder = tmp_path_factory.mktemp("attacked")
    return bases.copy(shipped_file, folder / "base.db")


@pytest.fixture
def unharmed(lent: str) -> Iterator[KnowledgeBase]:
    """The base; afterwards not a byte of its folder, or of what the server holds, must have changed."""
    before = state(lent)
    with KnowledgeBase.open(lent) as kb:
        yield kb
    assert state(lent) == before


def state(url: str) -> dict[str, Any]:
    if "://" not in url:
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in Path(url).parent.iterdir()}
    with KnowledgeBase.open(url) as kb, kb._database.reading() as connection:
        counts = {
            table: connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
            for table in ("pg_class", "pg_largeobject_metadata", "pg_proc", "pg_namespace", "load", "change", "about")
        }
        return counts | {"digest": kb.digest()}


def cases(*tables: dict[str, str]) -> pytest.MarkDecorator:
    every = {name: text for table in tables for name, text in table.items()}
    return pytest.mark.parametrize("text", every.values(), ids=every)


@cases(WRITES, READS_ELSEWHERE)
def test_what_is_no_reading_of_views_is_refused(unharmed: KnowledgeBase, text: str) -> None:
    with pytest.raises(SqlError) as caught:
        unharmed.sql(text)
    assert caught.value.message.endswith(".")


@pytest.mark.files
@cases(SQLITE_ONLY)
def test_what_sqlite_could_do_besides_is_refused(unharmed: KnowledgeBase, lent: str, text: str) -> None:
    with pytest.raises(SqlError):
        unharmed.sql(text.format(folder=Path(lent).parent))


@cases(POSTGRESQL_ONLY)
def test_what_a_server_could_do_besides_is_refused(
    unharmed: KnowledgeBase, engine: str, tmp_path: Path, text: str
) -> None:
    with pytest.raises(SqlError):
        unharmed.sql(text.format(folder=tmp_path) if engine == "postgresql" else "drop table x")
    assert not list(tmp_path.iterdir())


@cases(ENDLESS)
def test_what_never_ends_is_stopped(unharmed: KnowledgeBase, text: str) -> None:
    rows = unharmed.sql(text, timeout=0.2)
    started = time.monotonic()
    with pytest.raises(LimitReached, match="took too long"):
        list(rows)
    # Far from a measure: that it ends at all.
    assert time.monotonic() - started < 30


def test_time_that_the_reader_takes_is_not_the_statements(
    shipped: KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = 0.0
    monkeypatch.setattr(time, "monotonic", lambda: moment)
    rows = iter(shipped.sql("select a.key from entities a, theme b, theme c limit 4000", timeout=5))
    for _ in range(4000):
        next(rows)
        moment += 100


@pytest.mark.files
@cases(TOO_LARGE)
def test_values_have_an_end(unharmed: KnowledgeBase, text: str) -> None:
    with pytest.raises(LimitReached, match="longer than 500,000 bytes"):
        list(unharmed.sql(text, timeout=20))


def test_rows_come_while_the_statement_goes_on(shipped: KnowledgeBase) -> None:
    rows = iter(
        shipped.sql("with recursive c(x) as (select 1 union all select x + 1 from c) select x from c", timeout=20)
    )
    assert [next(rows) for _ in range(5000)][-1] == (5000,)


# the walls hold alone, whatever the text tells


@pytest.fixture
def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is told from the text."""
    monkeypatch.setattr(Statement, "_check_reads", lambda self: None)
    monkeypatch.setattr(Statement, "_check_one", lambda self: None)
    monkeypatch.setattr(Statement, "check_views", lambda self, views, tables: None)
    monkeypatch.setattr(postgresql_console.Console, "_look_at", lambda self, statement: None)


@pytest.mark.usefixtures("blind")
@cases({name: text for name, text in WRITES.items() if not name.startswith(("nothing", "only a", "explain"))})
def test_the_database_itself_refuses_to_write(unharmed: KnowledgeBase, text: str) -> None:
    with pytest.raises(SqlError):
        list(unharmed.sql(text))


TOLD_BY_THE_TEXT = {
    *("count of a table", "exists", "the schema by its other name"),
    *("with that takes a view's name", "with in quotes that takes a view's name", "with in apostrophes"),
}
"""That a table has rows is asked behind views too, and a WITH is to the authorizer what a view is."""


@pytest.mark.files
@pytest.mark.usefixtures("blind")
@cases({name: text for name, text in (READS_ELSEWHERE | SQLITE_ONLY).items() if name not in TOLD_BY_THE_TEXT})
def test_the_authorizer_sees_what_the_text_hides(unharmed: KnowledgeBase, lent: str, text: str) -> None:
    with pytest.raises(SqlError):
        list(unharmed.sql(text.format(folder=Path(lent).parent)))


SERVERS_OWN = (
    "setting",
    "copy to a program",
    "copy to a file",
    "copy explained",
    "do",
    "into",
    "lock of rows",
    "listen",
)


@pytest.mark.usefixtures("blind")
@cases({name: POSTGRESQL_ONLY[name] for name in (*SERVERS_OWN, "writing with", "sequence", "call", "cursor")})
def test_a_server_itself_refuses(unharmed: KnowledgeBase, engine: str, tmp_path: Path, text: str) -> None:
    with pytest.raises(SqlError):
        list(unharmed.sql(text.format(folder=tmp_path) if engine == "postgresql" else "drop view theme"))
    assert not list(tmp_path.iterdir())


# what reads the views is answered


@pytest.mark.parametrize(("text", "table"), FENCES, ids=[str(n) for n in range(len(FENCES))])
def test_the_queries_of_the_page(shipped: KnowledgeBase, text: str, table: str) -> None:
    """Their results stand in the page, written by another program."""
    heads, _, *lines = [[cell.strip() for cell in line.strip("| \n").split(" | ")] for line in table.splitlines()]
    rows = shipped.sql(text)
    assert list(rows.columns) == heads
    assert [["" if cell is None else str(cell) for cell in row] for row in rows] == lines


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_reads_and_counts(shipped: KnowledgeBase, view: str) -> None:
    columns = shipped.views()[view]
    names = ", ".join(f'"{column}"' for column in columns)
    rows = list(shipped.sql(f"select {names} from {view}"))
    assert list(shipped.sql(f"select count(*) from {view}")) == [(len(rows),)]
    assert shipped.sql(f"select * from {view} limit 1").columns == tuple(columns)


READS = {
    "values": "values (1, 'a')",
    "window": "select key, row_number() over (partition by strength order by key) from recommendation",
    "recursion": "with recursive c(x) as (select 1 union all select x + 1 from c where x < 5) select max(x) from c",
    "recursion over a view": (
        "with recursive above(k) as (select key from theme where key = 'market-access' union select p.parent from parents p, above where p.child = k)"
        " select k from above order by k"
    ),
    "a with of a with": "with a as (select key from theme), b as (select count(*) as n from a) select n from b",
    "subquery": "select x.n from (select count(*) as n from (select key from theme) y) x",
    "alias like a table": "select statement.key from recommendation as statement, theme as entity limit 1",
    "column like a table": "select statement, theme from statement_theme order by statement, theme limit 2",
    "case": "select case when strength = 'must' then 1 else 0 end from recommendation",
    "compound": "select key from theme intersect select key from entities except select 'trade'",
    "functions": "select lower(name), upper(key), length(name), substr(name, 1, 2), trim(name), abs(-1), round(1.5) from theme",
    "aggregates": "select min(key), max(key), count(distinct kind), sum(length(name)), avg(length(name)) from actor",
    "cast": "select cast('1' as integer) + 1, cast(1 as text) || 'a'",
    "comment at the end": "select 1 -- ;",
    "semicolon at the end": "select 1 ; ",
    "explain": "explain select key from theme",
    "semicolon in a text": "select ';drop table statement;' as a",
    "like": "select key from theme where name like '%econ%' escape '!' and name not like 'x'",
    "correlated": "select t.key, (select count(*) from parents p where p.parent = t.key) from theme t",
    "empty": "select key from theme where 1 = 0",
}


@cases(READS)
def test_what_reads_is_answered(unharmed: KnowledgeBase, text: str) -> None:
    rows = unharmed.sql(text)
    assert rows.columns
    assert list(rows) == list(rows)


def test_both_databases_answer_alike_what_both_understand(shipped: KnowledgeBase) -> None:
    assert list(shipped.sql(READS["recursion over a view"])) == [("economic",), ("market-access",), ("trade",)]
    assert list(shipped.sql(READS["a with of a with"])) == [(47,)]
    assert list(shipped.sql("select 1, 'a', null, 1.5, 7 / 2")) == [(1, "a", None, 1.5, 3)]


@pytest.mark.files
def test_json_of_a_view_can_be_taken_apart(shipped: KnowledgeBase) -> None:
    assert list(shipped.sql("select value from json_each('[1,2]')")) == [(1,), (2,)]
    assert list(shipped.sql("select '{\"a\":5}' ->> 'a', json_extract('[7]', '$[0]')")) == [(5, 7)]


PARTS = st.sampled_from(
    [
        *(
            "select",
            "from",
            "where",
            "join",
            "on",
            "group by",
            "order by",
            "limit",
            "with",
            "as",
            "union",
            "in",
            "values",
        ),
        *(
            "theme",
            "recommendation",
            "statement",
            "entity",
            "sqlite_master",
            "pg_class",
            "key",
            "name",
            "*",
            "id",
            "text",
        ),
        *(
            "(",
            ")",
            ",",
            ";",
            ".",
            "'a'",
            "'",
            '"',
            '"key"',
            "1",
            "1e999",
            ":p",
            "::",
            "--",
            "/*",
            "*/",
            "$$",
            "\\",
            "%",
            "?",
        ),
        *(
            "count(*)",
            "max(key)",
            "random()",
            "delete",
            "pragma",
            "explain",
            "\n",
            "\0",
            "é",
            "日本",
            "x'zz'",
            "||",
            "=",
            "<",
        ),
    ]
)


@settings(max_examples=80)
@given(parts=st.lists(PARTS, max_size=14))
def test_any_statement_is_answered_or_refused(lent: str, parts: list[str]) -> None:
    text = "select key from theme " * (len(parts) % 2) + " ".join(parts)
    with KnowledgeBase.open(lent) as kb, suppress(SqlError, LimitReached):
        rows = kb.sql(text, {"p": "x"} if ":p" in text else None, timeout=2)
        list(islice(rows, 50))


def test_that_left_the_base_as_it_was(lent: str, shipped: KnowledgeBase) -> None:
    with KnowledgeBase.open(lent) as kb:
        assert kb.digest() == shipped.digest()


# what is said


@pytest.mark.parametrize(
    ("text", "at", "hint"),
    [
        ("select ky from theme", "ky", "Did you mean key?"),
        ("select key,\n nam from theme", "nam", "Did you mean name?"),
        ("select t.nam from theme t", None, "Did you mean name?"),
        ("select key from theem", "theem", "Did you mean theme?"),
        ("select key from frameworks_of_all_kinds_and_none", "frameworks_of", "policykb sql --schema"),
        ("selct key from theme", "selct", "Did you mean select?"),
        ("select id from statement", "statement", "Read statements instead"),
        ("select key form theme", None, None),
        ("drop table x", "drop", "load FOLDER"),
        ("select 1; select 2", "; select", "one statement"),
        ("select 'a", "'a", "Close it."),
        ("select key from theme where key = :key", ":key", "--param key=VALUE"),
    ],
)
def test_errors_say_where_and_what_instead(shipped: KnowledgeBase, text: str, at: str | None, hint: str | None) -> None:
    with pytest.raises(SqlError) as caught:
        shipped.sql(text)
    if at is not None:
        assert caught.value.column in {text.index(at) + 1, text.index(at)}
    if hint is not None:
        assert hint in (caught.value.hint or "")


def test_values_are_bound_and_never_pasted(unharmed: KnowledgeBase) -> None:
    worst = "x' OR 1=1; DROP TABLE statement; --"
    assert list(unharmed.sql("select key from theme where name = :name", {"name": worst})) == []
    found = unharmed.sql("select cast(:a as text), cast(:b as text), cast(:a as text)", {"a": worst, "b": "日本"})
    assert list(found) == [(worst, "日本", worst)]
    with pytest.raises(SqlError, match="names no :other"):
        unharmed.sql("select :a", {"a": 1, "other": 2})


def test_the_place_is_right_behind_values(shipped: KnowledgeBase) -> None:
    text = "select :a_long_name, :b, ky from theme"
    with pytest.raises(SqlError) as caught:
        shipped.sql(text, {"a_long_name": "1", "b": "2"})
    assert caught.value.column == text.index("ky") + 1


def test_the_views_are_those_that_are_told(shipped: KnowledgeBase) -> None:
    assert list(shipped.views()) == list(VIEWS)


def test_what_stands_behind_the_views() -> None:
    tables = {table.name for table in t.metadata.tables.values()}
    assert set(_BEHIND) <= tables - VIEWS.keys()
    named = {name for names in _BEHIND.values() for name in re.split(r", | and ", names)}
    assert named <= VIEWS.keys()


@pytest.mark.files
def test_a_process_may_go_to_another_folder(lent: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(lent).parent)
    with KnowledgeBase.open(Path(lent).name) as kb:
        monkeypatch.chdir(tmp_path)
        assert list(kb.sql("select count(*) from theme")) == [(47,)]
        assert kb.complete("recommendations theme:market").candidates
