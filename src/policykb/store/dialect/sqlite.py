"""SQLite: opening a file safely, what its errors mean, bulk writes, full text, the copy before a migration."""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    Select,
    Table,
    TextClause,
    bindparam,
    create_engine,
    event,
    false,
    func,
    literal,
    literal_column,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from policykb.errors import DatabaseUnreachable, NoDatabase, NotAKnowledgeBase, PolicykbError, UsageError
from policykb.store.dialect.sqlite_file import BUSY_SECONDS, meaning, place_of

APPLICATION_ID = 0x504B4231
"""In the file's header (PRAGMA application_id): the letters PKB1."""
CHUNK = 2_000
FULL_TEXT = "statement_fts"
PASSAGE_TEXT = "passage_fts"
"""Full text of attached texts."""
SHADOWS = tuple(f"{name}_" for name in (FULL_TEXT, PASSAGE_TEXT))
"""How the names of the tables begin that full text keeps for itself."""


def describe(url: str) -> str:
    """The database as messages name it."""
    return str(place_of(url))


def absolute(url: str) -> str:
    """The URL from any folder."""
    return str(place_of(url).absolute())


def check_place(url: str) -> None:
    """UsageError where no database can be made at this place."""
    path = place_of(url)
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError as error:
        raise UsageError(
            f"{path} cannot be reached: {error.strerror}.", "Give another place: --db my-base.db"
        ) from error
    if path.is_dir():
        raise UsageError(f"{path} is a folder, not a database file.", f"Give a file in it: --db {path / 'policykb.db'}")
    if not path.parent.is_dir():
        raise UsageError(f"The folder {path.parent} does not exist.", f"Make it first: mkdir -p {path.parent}")


def exists(url: str) -> bool:
    """Whether a file is there."""
    return os.path.exists(place_of(url))  # no error where the name is none a file can have


def check_file(url: str) -> None:
    """That a file is there and has the header of a policykb base; reads 100 bytes and changes nothing."""
    check_place(url)
    path = place_of(url)
    if not path.exists():
        raise NoDatabase(f"There is no knowledge base at {path}.", "Make one with: policykb init")
    if not path.is_file():
        raise NotAKnowledgeBase(f"{path} is no file but a pipe or a device.", "Give a file: --db my-base.db")
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except OSError as error:
        raise DatabaseUnreachable(f"{path} cannot be read: {error.strerror}.") from error
    if not header.startswith(b"SQLite format 3\0") or len(header) < 100:
        raise NotAKnowledgeBase(f"{path} is not a policykb database.", "The file was left as it is; give another --db.")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise NotAKnowledgeBase(
            f"{path} is not a policykb database but another program's.", "It was left as it is; give another --db."
        )


def make_engine(url: str, *, create: bool = False, journal: str = "DELETE") -> Engine:
    """An engine whose transactions are real ones.

    sqlite3 of Python neither begins a transaction before DDL nor holds savepoints in one; so it is told never to begin
    by itself, and SQLAlchemy's begin says BEGIN DEFERRED, or IMMEDIATE for writers (``kb_begin``), which waits for
    another writer instead of failing later.
    """
    path = place_of(url).absolute()
    address = f"file:{quote(str(path))}?mode={'rwc' if create else 'rw'}"

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _pragmas(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in (
            "foreign_keys=ON",
            f"journal_mode={journal}",
            "synchronous=FULL",
            "trusted_schema=OFF",
            "cell_size_check=ON",
        ):
            # Changing the journal needs a lock that a read-only place or another process may deny; either mode is safe.
            try:
                connection.execute(f"PRAGMA {pragma}")
            except sqlite3.OperationalError:
                if not pragma.startswith("journal_mode"):
                    raise

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('kb_begin', 'DEFERRED')}")

    return engine


def reader_options() -> dict[str, object]:
    """Execution options of a connection that only reads: a transaction sees one state of the file anyway."""
    return {}


def make_read_only_engine(url: str) -> Engine:
    """An engine that cannot write: the file is opened so, and the connection refuses. Each transaction sees one state.

    What a dead process may have left half-written was put right when the base was opened to check its version.
    """
    address = f"file:{quote(str(place_of(url).absolute()))}?mode=ro"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(
            address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        for pragma in ("query_only=ON", "trusted_schema=OFF", "cell_size_check=ON"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def refused_as_read_only(error: DBAPIError) -> bool:
    """Whether the database refused to write on an engine that only reads."""
    return str(getattr(error.orig, "sqlite_errorname", "")).startswith("SQLITE_READONLY")


def writer_options() -> dict[str, object]:
    """Execution options of a connection that will write."""
    return {"kb_begin": "IMMEDIATE"}


def translate(error: DBAPIError, url: str) -> PolicykbError | None:
    """The policykb error an engine's error stands for; None for one that is a fault of the program."""
    return meaning(error.orig, place_of(url)) if isinstance(error.orig, sqlite3.Error) else None


def insert_rows(connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Many rows at once: one statement and plain tuples, four times as fast as Core with a dict a row."""
    names = ", ".join(f'"{column}"' for column in columns)
    marks = ", ".join("?" * len(columns))
    statement = f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'
    batch: list[tuple[object, ...]] = []
    for row in rows:
        batch.append(tuple(row))
        if len(batch) == CHUNK:
            connection.exec_driver_sql(statement, batch)
            batch = []
    if batch:
        connection.exec_driver_sql(statement, batch)


def defer_constraints(connection: Connection) -> None:
    """Foreign keys are checked at the commit: a load writes records that name one another in any order."""
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")


def drop_indexes(connection: Connection) -> list[str]:
    """Drops the plain indexes and returns the SQL that makes them again: a big load is faster when they come after."""
    rows = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        " AND tbl_name IN ('statement', 'link', 'mention', 'change')"
    ).all()
    for name, _ in rows:
        connection.exec_driver_sql(f'DROP INDEX "{name}"')
    return [str(sql) for _, sql in rows]


def make_indexes(connection: Connection, statements: Sequence[str]) -> None:
    """Makes the indexes that `drop_indexes` dropped, when all rows are there."""
    for sql in statements:
        connection.exec_driver_sql(sql)


def forget_terms(connection: Connection, ids: Sequence[int]) -> None:
    """Takes statements out of full text; to be called before their rows change, since the index keeps no copy."""
    _for_ids(connection, f"INSERT INTO {FULL_TEXT}({FULL_TEXT}, rowid, terms) SELECT 'delete', id, terms", ids)


def index_terms(connection: Connection, ids: Sequence[int]) -> None:
    """Puts statements into full text."""
    _for_ids(connection, f"INSERT INTO {FULL_TEXT}(rowid, terms) SELECT id, terms", ids)


def forget_passages(connection: Connection, source_id: int) -> None:
    """Takes the passages of a source out of full text; to be called before their rows go."""
    connection.exec_driver_sql(
        f"INSERT INTO {PASSAGE_TEXT}({PASSAGE_TEXT}, rowid, terms) SELECT 'delete', id, terms"
        " FROM passage WHERE source_id = ?",
        (source_id,),
    )


def index_passages(connection: Connection, source_id: int) -> None:
    """Puts the passages of a source into full text."""
    connection.exec_driver_sql(
        f"INSERT INTO {PASSAGE_TEXT}(rowid, terms) SELECT id, terms FROM passage WHERE source_id = ?", (source_id,)
    )


def _for_ids(connection: Connection, statement: str, ids: Sequence[int]) -> None:
    for start in range(0, len(ids), CHUNK):
        some = ids[start : start + CHUNK]
        marks = ", ".join("?" * len(some))
        connection.exec_driver_sql(f"{statement} FROM statement WHERE id IN ({marks})", tuple(some))


def rebuild_terms(connection: Connection) -> None:
    """Makes full text anew from the rows: after a bulk load."""
    connection.exec_driver_sql(f"INSERT INTO {FULL_TEXT}({FULL_TEXT}, rank) VALUES ('hashsize', 16777216)")
    connection.exec_driver_sql(f"INSERT INTO {FULL_TEXT}({FULL_TEXT}) VALUES ('rebuild')")


def statements_with(phrases: Sequence[Sequence[str]]) -> Select[Any]:
    """The ids of the statements in which one of these runs of terms stands.

    Terms hold letters and digits only and are quoted, so that nothing a user types reaches FTS5's own syntax.
    """
    return _found(FULL_TEXT, phrases)


def passages_with(phrases: Sequence[Sequence[str]]) -> Select[Any]:
    """As `statements_with`, of the passages of attached texts."""
    return _found(PASSAGE_TEXT, phrases)


def _found(name: str, phrases: Sequence[Sequence[str]]) -> Select[Any]:
    return select(literal_column("rowid")).select_from(text(name)).where(matching([phrases], name))


def matching(groups: Sequence[Sequence[Sequence[str]]], name: str = FULL_TEXT) -> ColumnElement[bool] | TextClause:
    """That of each group one run of terms stands in the text; ``name``: of which full text."""
    if not all(groups):
        return false()
    alternatives = (" OR ".join('"' + " ".join(phrase) + '"' for phrase in phrases) for phrases in groups)
    match = " AND ".join(f"({each})" for each in alternatives) if len(groups) > 1 else next(alternatives)
    return text(f"{name} MATCH :terms").bindparams(bindparam("terms", match, unique=True))


def stands_in(run: str, terms: ColumnElement[str]) -> ColumnElement[bool]:
    """That a run of terms, with a space at both ends, stands in joined terms: full text's answer without its index."""
    return func.instr(literal(" ").concat(terms).concat(" "), run) > 0


EXPLAIN = "EXPLAIN QUERY PLAN"


def plan_steps(rows: Sequence[Any]) -> list[str]:
    """The steps that `EXPLAIN` gives, each indented below the one it belongs to."""
    depth = {0: 0}
    steps = []
    for id_, parent, _, detail in rows:
        depth[id_] = depth.get(parent, 0) + 1
        steps.append(f"{'  ' * (depth[id_] - 1)}{detail}")
    return steps


def engine_name(connection: Connection) -> str:
    """The engine and its version, as people say it."""
    return f"SQLite {connection.exec_driver_sql('SELECT sqlite_version()').scalar_one()}"


def full_text_faults(connection: Connection) -> bool:
    """Whether full text disagrees with the rows."""
    try:
        for name in (FULL_TEXT, PASSAGE_TEXT):
            connection.exec_driver_sql(f"INSERT INTO {name}({name}, rank) VALUES ('integrity-check', 1)")
    except DBAPIError as error:
        if not str(getattr(error.orig, "sqlite_errorname", "")).startswith("SQLITE_CORRUPT"):
            raise
        return True
    return False


def copy_before(url: str, name: str) -> Path:
    """A whole, consistent copy of the file beside it, verified; the name gets a number where it is taken."""
    from policykb.store.dialect.sqlite_copies import copy_beside

    return copy_beside(place_of(url), name)


@contextmanager
def migration(engine: Engine) -> Iterator[Connection]:
    """A connection inside one IMMEDIATE transaction with foreign keys off, checked before it commits.

    Foreign keys can only be turned off outside a transaction; with them on, rebuilding a parent table would empty its
    children.
    """
    with engine.connect() as plain:
        connection = plain.execution_options(kb_begin="IMMEDIATE")
        raw = connection.connection.dbapi_connection
        assert raw is not None
        raw.cursor().execute("PRAGMA foreign_keys=OFF")
        with connection.begin():
            yield connection
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
            if broken is not None:
                raise NotAKnowledgeBase(f"The migration would break a link of table {broken[0]}; nothing was changed.")
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
