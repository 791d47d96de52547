"""PostgreSQL: reaching a server, what its errors mean, COPY for bulk writes, full text over policykb's own terms.

A base is the current schema of one database. It is used by psycopg 3, from the extra ``postgres``.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    URL,
    Boolean,
    ColumnElement,
    Connection,
    Engine,
    Float,
    Integer,
    Select,
    Table,
    cast,
    create_engine,
    event,
    false,
    func,
    literal,
    make_url,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.exc import ArgumentError, DBAPIError

from policykb.errors import (
    DatabaseBusy,
    DatabaseUnreachable,
    LimitReached,
    MissingExtra,
    NoDatabase,
    NotAKnowledgeBase,
    PolicykbError,
    UsageError,
)
from policykb.store import tables as t

if TYPE_CHECKING:
    import psycopg

BUSY_SECONDS = 10
_DRIVER = "postgresql+psycopg"
_LOCK = 0x504B4231
"""The advisory lock that a writer holds, one in a schema: the letters PKB1, and the schema."""
_LONGEST_TERM, _KEPT = 500, 400
"""As in the migration: of a longer term its first characters and a digest stand for it."""


def place_of(url: str) -> URL:
    """The URL with its driver; UsageError where it is none that psycopg 3 can use."""
    try:
        found = make_url(url)
    except ArgumentError:
        raise UsageError("The URL of the database cannot be read.", _EXAMPLE) from None
    if found.drivername not in {"postgresql", "postgres", _DRIVER}:
        raise UsageError(f"policykb uses psycopg 3, not {found.drivername.partition('+')[2]}.", _EXAMPLE)
    if not found.database:
        raise UsageError(f"{found.render_as_string()} names no database.", _EXAMPLE)
    return found.set(drivername=_DRIVER)


_EXAMPLE = "Write postgresql+psycopg://user:password@host/database"


def describe(url: str) -> str:
    """The database as messages name it, its password masked."""
    return place_of(url).render_as_string(hide_password=True)


def absolute(url: str) -> str:
    """The URL from any folder: as it is."""
    return url


def check_place(url: str) -> None:
    """UsageError where no base can be made: the database is there already, and must hold nothing."""
    with _connected(url) as connection:
        others = _tables(connection)
    if others:
        raise UsageError(
            f"{describe(url)} holds tables of its own ({', '.join(others[:3])}, ...).",
            "Make an empty database for policykb: createdb my-base",
        )


def exists(url: str) -> bool:
    """Whether a base is there."""
    with _connected(url) as connection:
        return "about" in _tables(connection)


def check_file(url: str) -> None:
    """That the database can be reached and holds a policykb base; changes nothing."""
    with _connected(url) as connection:
        found = _tables(connection)
    if not found:
        raise NoDatabase(f"There is no knowledge base in {describe(url)}.", "Make one with: policykb init")
    if not {"about", "alembic_version"} <= set(found):
        raise NotAKnowledgeBase(
            f"{describe(url)} is not a policykb database but another program's.", "It was left as it is."
        )


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            yield connection
    except DBAPIError as error:
        translated = translate(error, url)
        if translated is None:
            raise
        raise translated from error
    finally:
        engine.dispose()


def _tables(connection: Connection) -> list[str]:
    rows = connection.exec_driver_sql("SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1")
    return list(rows.scalars())


def make_engine(url: str, *, create: bool = False, journal: str = "") -> Engine:
    """An engine whose readers see one state of the base and whose writers come one after the other.

    ``create`` and ``journal`` mean nothing here: the server keeps the database.
    """
    place = place_of(url)
    # Statements are short, and to compile them costs more than it saves. What the URL sets besides is kept.
    options = f"-c jit=off {place.query.get('options', '')}".strip()
    try:
        engine = create_engine(
            place,
            connect_args={"application_name": "policykb", "connect_timeout": BUSY_SECONDS, "options": options},
            pool_size=2,
        )
    except ModuleNotFoundError:
        raise MissingExtra("psycopg", "postgres") from None

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        if connection.get_execution_options().get("kb_writes"):
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{BUSY_SECONDS}s'")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK}, hashtext(current_schema()))")

    return engine


def make_read_only_engine(url: str) -> Engine:
    """An engine whose transactions cannot write, each seeing one unchanging state."""
    return make_engine(url).execution_options(**reader_options())


def refused_as_read_only(error: DBAPIError) -> bool:
    """Whether the database refused to write on an engine that only reads."""
    return getattr(error.orig, "sqlstate", None) == "25006"


def reader_options() -> dict[str, object]:
    """Execution options of a connection that only reads: one unchanging state, and no writing by mistake."""
    return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def writer_options() -> dict[str, object]:
    """Execution options of a connection that will write."""
    return {"kb_writes": True}


def translate(error: DBAPIError, url: str) -> PolicykbError | None:
    """The policykb error an engine's error stands for; None for one that is a fault of the program."""
    import psycopg

    return meaning(error.orig, url) if isinstance(error.orig, psycopg.Error) else None


def meaning(original: "psycopg.Error", url: str) -> PolicykbError | None:
    """As `translate`, for an error of psycopg itself."""
    import psycopg

    place = describe(url)
    said = str(original).strip().split("\n")[0].rpartition("FATAL:")[2].strip()
    match original.sqlstate:
        case "3D000":
            return NoDatabase(f"There is no database {place}.", "Make it first: createdb NAME, then policykb init")
        case "55P03" | "40001" | "40P01" | "57014":
            return DatabaseBusy(f"{place} is busy: another process is writing.", "Try again when it is done.")
        case "53100" | "53200" | "53300" | "53400":
            return LimitReached(f"{place} refused: {said}; nothing was changed.")
        case "42501" | "25006":
            return DatabaseUnreachable(f"{place} cannot be written: {said}.")
        case None | "57P01" | "57P02" | "57P03" | "28000" | "28P01":
            if isinstance(original, psycopg.OperationalError):
                if "does not exist" in said and "database" in said:
                    return NoDatabase(f"There is no database {place}.", "Make it first: createdb NAME")
                return DatabaseUnreachable(f"{place} cannot be reached: {said}.", "Is the server running?")
            return None
        case _:
            return None


_BINARY = ((Boolean, "bool"), (Integer, "int4"), (Float, "float8"))


def insert_rows(connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Many rows at once by binary COPY; an ``id`` that is None everywhere is given by the server."""
    all_rows = list(rows)
    if not all_rows:
        return
    skipped = 1 if columns[0] == "id" and all_rows[0][0] is None else 0
    types = [_type(table, column) for column in columns[skipped:]]
    names = ", ".join(f'"{column}"' for column in columns[skipped:])
    raw = connection.connection.dbapi_connection
    assert raw is not None
    with raw.cursor().copy(f'COPY "{table.name}" ({names}) FROM STDIN (FORMAT BINARY)') as copy:
        copy.set_types(types)
        write = copy.write_row
        for row in all_rows:
            write(row[skipped:] if skipped else row)


def _type(table: Table, column: str) -> str:
    return next((name for kind, name in _BINARY if isinstance(table.c[column].type, kind)), "text")


def defer_constraints(connection: Connection) -> None:
    """Foreign keys are checked at the commit: a load writes records that name one another in any order."""
    connection.exec_driver_sql("SET CONSTRAINTS ALL DEFERRED")


def drop_indexes(connection: Connection) -> list[str]:
    """Drops the plain indexes and returns the SQL that makes them again: a big load is faster when they come after."""
    rows = connection.exec_driver_sql(
        "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
        " JOIN pg_class r ON r.oid = i.indrelid WHERE NOT i.indisunique"
        " AND r.relnamespace = to_regnamespace(current_schema())"
        " AND r.relname IN ('statement', 'link', 'mention', 'change')"
    ).all()
    for name, _ in rows:
        connection.exec_driver_sql(f'DROP INDEX "{name}"')
    return [str(sql) for _, sql in rows]


def make_indexes(connection: Connection, statements: Sequence[str]) -> None:
    """Makes the indexes that `drop_indexes` dropped, when all rows are there."""
    if statements:
        # A table whose foreign keys are still to be checked cannot be indexed.
        connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    for sql in statements:
        connection.exec_driver_sql(sql)


def forget_terms(connection: Connection, ids: Sequence[int]) -> None:
    """Nothing: full text is an index of the server's and follows the rows."""


def index_terms(connection: Connection, ids: Sequence[int]) -> None:
    """Nothing: full text is an index of the server's and follows the rows."""


def forget_passages(connection: Connection, source_id: int) -> None:
    """Nothing: full text is an index of the server's and follows the rows."""


def index_passages(connection: Connection, source_id: int) -> None:
    """Nothing: full text is an index of the server's and follows the rows."""


def rebuild_terms(connection: Connection) -> None:
    """Full text follows the rows; what the planner knows of them does not, and a query right after may be slow."""
    for table in (t.statement, t.link, t.mention, t.closure):
        connection.exec_driver_sql(f'ANALYZE "{table.name}"')


def statements_with(phrases: Sequence[Sequence[str]]) -> Select[Any]:
    """The ids of the statements in which one of these runs of terms stands.

    The index finds the statements that hold all the terms; whether they stand side by side is looked up in the terms
    themselves, for the index keeps no more than 256 places of a term.
    """
    return select(t.statement.c.id).where(standing(phrases, t.statement))


def passages_with(phrases: Sequence[Sequence[str]]) -> Select[Any]:
    """As `statements_with`, of the passages of attached texts."""
    return select(t.passage.c.id).where(standing(phrases, t.passage))


def standing(phrases: Sequence[Sequence[str]], table: Table) -> ColumnElement[bool]:
    """That one of these runs of terms stands in the text of a row of `statement` or `passage`."""
    s = table.c
    held = func.policykb_terms(s.terms)
    single = [phrase[0] for phrase in phrases if len(phrase) == 1]
    found: list[ColumnElement[bool]] = [held.op("@@")(tsquery(" | ".join(map(lexeme, single))))] if single else []
    for phrase in phrases:
        if len(phrase) > 1:
            held_all = held.op("@@")(tsquery(" & ".join(map(lexeme, phrase))))
            found.append(held_all & stands_in(f" {' '.join(phrase)} ", s.terms))
    return or_(false(), *found)


def tsquery(text: str) -> Any:
    """The server's query of this text, in its own syntax."""
    return cast(literal(text), TSQUERY)


def lexeme(term: str) -> str:
    """A term as it stands in a tsquery."""
    if len(term) > _LONGEST_TERM:
        term = term[:_KEPT] + hashlib.md5(term.encode(), usedforsecurity=False).hexdigest()
    return f"'{term}'"


def stands_in(run: str, terms: ColumnElement[str]) -> ColumnElement[bool]:
    """That a run of terms, with a space at both ends, stands in joined terms: full text's answer without its index."""
    return func.strpos(literal(" ").concat(terms).concat(" "), run) > 0


EXPLAIN = "EXPLAIN"


def plan_steps(rows: Sequence[Any]) -> list[str]:
    """The lines that `EXPLAIN` gives."""
    return [str(line) for (line,) in rows]


def engine_name(connection: Connection) -> str:
    """The engine and its version, as people say it."""
    return f"PostgreSQL {str(connection.exec_driver_sql('SHOW server_version').scalar_one()).split()[0]}"


def full_text_faults(connection: Connection) -> bool:
    """Whether full text disagrees with the rows: it cannot."""
    return False


def copy_before(url: str, name: str) -> Path | None:
    """None: a server's database is copied by its own tools; a migration is one transaction there."""
    return None


@contextmanager
def migration(engine: Engine) -> Iterator[Connection]:
    """A connection inside one transaction that no other writer shares."""
    with engine.connect() as plain:
        connection = plain.execution_options(kb_writes=True)
        with connection.begin():
            yield connection
