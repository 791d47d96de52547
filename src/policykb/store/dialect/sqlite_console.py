"""SQL that a user writes, asked of an SQLite file which it cannot change: what may be read is looked at call by call.

SQLite asks an authorizer about every table, column and function while it reads a statement, views included, so what is
refused here is refused however it is written.
"""

import re
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from urllib.parse import quote

from policykb.errors import LimitReached, NotAKnowledgeBase, SqlError
from policykb.store.dialect.sqlite_file import BUSY_SECONDS, meaning, place_of
from policykb.store.sql_text import HOW_TO_CHANGE, NAME, TEXT, WORD, Statement, likely, out_of_time, syntax
from policykb.store.views import VIEWS, instead_of

SYNTAX = syntax(
    ends=r"\n",
    texts="",
    names=r'"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]',
    parameters=r":[^\W\d]\w*|\?\d*|[@$][^\W\d]\w*",
)
LONGEST_VALUE = 500_000
"""Bytes. What one function does with one value cannot be stopped, so this bounds how long it takes, and memory."""
BATCH = 100
_STEPS = 20_000
"""After so many steps of the engine the time is looked at, and Ctrl-C heard: some milliseconds."""
_INNOCUOUS = 0x200000
_WITHHELD = frozenset(
    {
        *("changes", "total_changes", "last_insert_rowid", "sqlite_log", "sqlite_source_id"),
        *("sqlite_compileoption_get", "sqlite_compileoption_used"),
        *("printf", "format"),
    }
)
"""Functions that say nothing of the base, would write to a log, or count to any width without being stopped."""
_TABLE_FUNCTIONS = frozenset({"json_each", "json_tree"})
_READ, _FUNCTION, _SELECT, _RECURSIVE = sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_SELECT, 33
_ACTIONS = {
    value: name.removeprefix("SQLITE_").replace("_", " ")
    for name, value in vars(sqlite3).items()
    if re.match(
        "SQLITE_(CREATE|DROP|ALTER|INSERT|UPDATE|DELETE|PRAGMA|TRANSACTION|SAVEPOINT|ATTACH|DETACH|REINDEX|ANALYZE)",
        name,
    )
}


class Console:
    """A connection that reads the views and nothing else, for at most ``seconds`` of the engine's time."""

    def __init__(self, url: str, seconds: float) -> None:
        self._path = place_of(url)
        self._seconds = seconds
        self._started: float | None = None
        self._stopped_by: BaseException | None = None
        self._refusal: tuple[str, str | None, str | None] | None = None
        address = f"file:{quote(str(self._path.absolute()))}?mode=ro"
        try:
            self._connection = sqlite3.connect(
                address, uri=True, timeout=BUSY_SECONDS, isolation_level=None, cached_statements=0
            )
            self._prepare()
        except sqlite3.Error as error:
            raise meaning(error, self._path) or NotAKnowledgeBase(f"{self._path} is damaged ({error}).") from error

    def _prepare(self) -> None:
        ask = self._connection.execute
        for pragma in ("query_only=ON", "trusted_schema=OFF", "cell_size_check=ON"):
            ask(f"PRAGMA {pragma}")
        kinds = dict(ask("SELECT lower(name), type FROM sqlite_master WHERE type IN ('table', 'view')").fetchall())
        self._views = {name: name for name in VIEWS if kinds.get(name) == "view"}
        self._tables = kinds.keys() - self._views.keys()
        self._functions = {
            name.lower()
            for name, flags in ask("SELECT name, flags FROM pragma_function_list")
            if (flags & _INNOCUOUS or name.startswith(("json", "->"))) and name.lower() not in _WITHHELD
        }
        for function in _TABLE_FUNCTIONS:
            # The engine makes these when they are first used, which would look like writing.
            ask(f"SELECT 1 FROM {function}('[]')")
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1_000)
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        self._connection.setlimit(sqlite3.SQLITE_LIMIT_WORKER_THREADS, 0)

    def close(self) -> None:
        """Closes the connection."""
        self._connection.close()

    def ask(self, text: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """All rows of a statement of policykb's own, whose values are ``$1``, ``$2``, ...; nothing is watched over."""
        with self._told(None):
            return self._connection.execute(text.replace("$", "?"), values).fetchall()

    def views(self) -> dict[str, list[str]]:
        """The views there are, each with its columns."""
        with self._told(None):
            return {
                name: [row[1] for row in self._connection.execute(f'PRAGMA table_info("{name}")')]
                for name in self._views
            }

    def check(self, statement: Statement, parameters: Mapping[str, object]) -> None:
        """SqlError where the statement cannot be run; it is not run."""
        statement.check_views(self._views, self._tables)
        explained = statement.text if statement.first == "explain" else f"EXPLAIN {statement.text}"
        with self._guarded(statement), closing(self._connection.execute(explained, parameters)):
            pass

    @contextmanager
    def run(
        self, statement: Statement, parameters: Mapping[str, object]
    ) -> Iterator[tuple[list[str], Iterator[tuple[object, ...]]]]:
        """The columns and the rows, which are read as they are asked for."""
        statement.check_views(self._views, self._tables)
        with self._guarded(statement):
            cursor = self._connection.execute(statement.text, parameters)
        with closing(cursor):
            yield [column[0] for column in cursor.description or ()], self._rows(statement, cursor)

    def _rows(self, statement: Statement, cursor: sqlite3.Cursor) -> Iterator[tuple[object, ...]]:
        while True:
            with self._guarded(statement):
                batch = cursor.fetchmany(BATCH)
            if not batch:
                return
            yield from batch

    # watching over the engine

    @contextmanager
    def _guarded(self, statement: Statement) -> Iterator[None]:
        """Lets the engine work, while what it may do and for how long is watched."""
        self._statement = statement
        self._started = time.monotonic()
        self._connection.set_authorizer(self._may)
        self._connection.set_progress_handler(self._must_stop, _STEPS)
        try:
            with self._told(statement):
                yield
        finally:
            self._connection.set_progress_handler(None, 0)
            self._seconds -= time.monotonic() - self._started

    def _must_stop(self) -> int:
        """Called now and then by the engine, which stops at not zero and swallows what is raised here, as by Ctrl-C."""
        try:
            assert self._started is not None
            return int(time.monotonic() - self._started > self._seconds)
        except BaseException as error:
            self._stopped_by = error
            return 1

    def _may(self, action: int, one: str | None, two: str | None, database: str | None, view: str | None) -> int:
        """Called by the engine for everything a statement does; ``view`` is the view that does it, or a WITH."""
        if action in {_SELECT, _RECURSIVE}:
            return sqlite3.SQLITE_OK
        if action == _FUNCTION:
            if (two or "").lower() in self._functions:
                return sqlite3.SQLITE_OK
            hint = "Write round(x, 1), or join texts with ||." if two in {"printf", "format"} else None
            self._refuse(f"the function {two} is not allowed here", hint, two)
        elif action == _READ:
            table = (one or "").lower()
            if (view or "").lower() in self._views or table in self._views or table in _TABLE_FUNCTIONS:
                return sqlite3.SQLITE_OK
            # Without a column: that there is a row. It may be a view that reads it, which is not said then.
            if not two and (table in self._tables or (database is None and table in self._statement.given)):
                return sqlite3.SQLITE_OK
            self._refuse(f"{one} is no view", instead_of(table), one)
        elif one == "sqlite_master":
            self._refuse("what it reads is no view", instead_of(""), None)
        else:
            self._refuse(f"{_ACTIONS.get(action, 'that')} does more than read", HOW_TO_CHANGE, None)
        return sqlite3.SQLITE_DENY

    def _refuse(self, said: str, hint: str | None, piece: str | None) -> None:
        self._refusal = self._refusal or (said, hint, piece)

    # what errors mean

    @contextmanager
    def _told(self, statement: Statement | None) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise self._meaning(error, statement) from error
        except OverflowError as error:
            raise SqlError("SQL: a number is larger than the database can hold.") from error

    def _meaning(self, error: Exception, statement: Statement | None) -> BaseException:
        name = str(getattr(error, "sqlite_errorname", ""))
        if name == "SQLITE_INTERRUPT":
            if self._stopped_by is not None:
                return self._stopped_by
            assert self._started is not None
            late = time.monotonic() - self._started > self._seconds
            return out_of_time() if late else KeyboardInterrupt()
        if name == "SQLITE_TOOBIG":
            return LimitReached(
                f"SQL: a value becomes longer than {LONGEST_VALUE:,} bytes.", "Ask for less in one value."
            )
        if statement is None:
            return meaning(error, self._path) or error if isinstance(error, sqlite3.Error) else error
        if self._refusal is not None:
            said, hint, piece = self._refusal
            return statement.error(said, hint, statement.place_of(piece.lower()) if piece else None)
        if not name and "decode to UTF-8" in str(error):
            return SqlError(
                "SQL: a value is text that is not UTF-8.",
                "Where it comes from a view: policykb db check; else use hex().",
            )
        if isinstance(error, sqlite3.Error) and name != "SQLITE_AUTH" and (known := meaning(error, self._path)):
            return known
        return self._explained(str(error), statement)

    def _explained(self, said: str, statement: Statement) -> SqlError:
        """What the engine says of a statement, with its place if that can be told, and what was likely meant."""
        if match := re.fullmatch(r"no such (column|table|function): (.*)", said, re.DOTALL):
            what, piece = match[1], match[2]
            return statement.error(said, self._likely(what, piece, statement), _place(statement, piece))
        if match := re.fullmatch(r'near "(.*)": (.*)', said, re.DOTALL):
            return statement.error(f"{match[2]} at {match[1]}", None, _place(statement, match[1]))
        if said == "incomplete input":
            return statement.error("the statement ends too early", None, len(statement.text.rstrip()))
        return statement.error(said, None)

    def _likely(self, what: str, piece: str, statement: Statement) -> str | None:
        name = piece.rpartition(".")[2]
        if what == "function":
            return likely(name, self._functions, 0.75)
        views = self.views_now()
        if what == "table":
            return likely(name, views) or "The views are listed by: policykb sql --schema"
        named = [t.value.lower() for t in statement.tokens if t.kind in {WORD, NAME, TEXT}]
        known = [column for view in dict.fromkeys(named) for column in views.get(view, ())]
        return likely(name, known)

    def views_now(self) -> dict[str, list[str]]:
        """As `views`, while a statement is watched over."""
        self._connection.set_authorizer(None)
        return self.views()


def _place(statement: Statement, piece: str) -> int | None:
    at = statement.place_of(piece)
    if at is None:
        at = statement.place_of(piece.lower())
    if at is None and "." in piece:
        at = _place(statement, piece.rpartition(".")[2])
    return at
