"""SQL that a user writes, asked of a PostgreSQL server in a transaction that cannot write.

Three walls are the server's: the transaction is read-only; the statement is that of a cursor, which is one SELECT and
nothing else (no COPY, SET, DO); and the role's grants. What is told from the text besides, tables that are no views and
functions that are volatile (which may lock, sleep, or reach the server's files), keeps people from mistakes; a team
that must keep people out gives them a role that may read the views only (docs/sql.md).
"""

import json
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from policykb.errors import LimitReached, MissingExtra
from policykb.store.dialect.postgresql import BUSY_SECONDS, meaning, place_of
from policykb.store.sql_text import NAME, PARAMETER, WORD, Statement, likely, out_of_time, syntax
from policykb.store.views import VIEWS

SYNTAX = syntax(
    ends=r"\n\r",
    texts=r"[eE]'(?:[^'\\]|\\.|'')*'|\$(?P<tag>(?:[^\W\d]\w*)?)\$.*?\$(?P=tag)\$|",
    names=r'"(?:[^"]|"")*"',
    parameters=r":[^\W\d]\w*|\$\d+",
    nested_comments=True,
)
BATCH = 500
_CURSOR = "DECLARE policykb_sql NO SCROLL CURSOR FOR "
_ALLOWED = ["random", "random_normal", "clock_timestamp", "timeofday", "gen_random_uuid", "uuidv4", "uuidv7"]
"""Volatile functions that only give another value each time."""
_AS_TEXT = ("date", "time", "timetz", "timestamp", "timestamptz", "interval", "json", "jsonb", "uuid", "inet", "cidr")
"""What comes as the server writes it: Python cannot hold every date, nor read every JSON."""
_VOLATILE = (
    "SELECT proname FROM pg_proc WHERE proname = ANY($1) AND NOT proname = ANY($2)"
    " AND (provolatile = 'v' OR proname LIKE '%\\_to\\_xml%') LIMIT 1"
)
"""Tables and schemas as XML are read by name, whatever is a view."""
_COLUMNS = (
    "SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
    " WHERE c.relnamespace = to_regnamespace(current_schema()) AND c.relkind = 'v' AND c.relname = ANY($1)"
    " AND NOT a.attisdropped ORDER BY c.oid, a.attnum"
)
_TABLES = (
    "SELECT relname FROM pg_class WHERE relnamespace = to_regnamespace(current_schema())"
    " AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND NOT (relkind = 'v' AND relname = ANY($1))"
)


class Console:
    """A connection that reads the views, for at most ``seconds`` of the server's time."""

    def __init__(self, url: str, seconds: float) -> None:
        try:
            import psycopg
            from psycopg.types.string import TextLoader
        except ImportError:
            raise MissingExtra("psycopg", "postgres") from None
        self._url, self._seconds = url, seconds
        self._errors = psycopg
        place = place_of(url).set(drivername="postgresql").render_as_string(hide_password=False)
        with self._told(None):
            self._connection = psycopg.connect(
                place,
                autocommit=True,
                cursor_factory=psycopg.RawCursor,
                application_name="policykb sql",
                connect_timeout=BUSY_SECONDS,
            )
            for kind in _AS_TEXT:
                self._connection.adapters.register_loader(kind, TextLoader)
            self._ask("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            for setting in (
                "standard_conforming_strings = on",
                "datestyle = ISO",
                "jit = off",
                f"lock_timeout = '{BUSY_SECONDS}s'",
            ):
                self._ask(f"SET LOCAL {setting}")

    def close(self) -> None:
        """Ends the transaction and closes the connection."""
        self._connection.close()

    def ask(self, text: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """All rows of a statement of policykb's own, whose values are ``$1``, ``$2``, ...; nothing is watched over."""
        with self._told(None):
            found: list[tuple[object, ...]] = self._ask(text, list(values)).fetchall()
            return found

    def views(self) -> dict[str, list[str]]:
        """The views there are, each with its columns."""
        found: dict[str, list[str]] = {}
        with self._told(None):
            for view, column in self._ask(_COLUMNS, [list(VIEWS)]):
                found.setdefault(view, []).append(column)
        return {name: found[name] for name in VIEWS if name in found}

    def check(self, statement: Statement, parameters: Mapping[str, object]) -> None:
        """SqlError where the statement cannot be run; it is not run."""
        self._look_at(statement)
        self._begin(statement, parameters)

    @contextmanager
    def run(
        self, statement: Statement, parameters: Mapping[str, object]
    ) -> Iterator[tuple[list[str], Iterator[tuple[object, ...]]]]:
        """The columns and the rows, which are read as they are asked for."""
        self._look_at(statement)
        batches = self._begin(statement, parameters)
        with self._told(statement):
            cursor = batches(0)
        yield [column.name for column in cursor.description or ()], self._rows(statement, batches)

    def _begin(self, statement: Statement, parameters: Mapping[str, object]) -> Callable[[int], Any]:
        """Makes the cursor (of an EXPLAIN, which has none, its answer); what is returned reads so many rows of it."""
        if math.isfinite(self._seconds):
            self._ask(f"SET LOCAL statement_timeout = {max(1, int(self._seconds * 1000))}")
        self._numbered, text, shifts = _numbered(statement)
        values = [parameters[name] for name in self._numbered]
        if statement.first == "explain":
            lead = "EXPLAIN "
            text = text[statement.tokens[0].end :]
            answer = None
            with self._told(statement, len(lead) - statement.tokens[0].end, shifts):
                answer = self._ask(lead + text, values)
            return lambda number: answer if number == 0 else _Batch(answer.fetchmany(number))
        with self._told(statement, len(_CURSOR), shifts):
            self._ask(_CURSOR + text, values)
        return lambda number: self._ask(f"FETCH {number} FROM policykb_sql")

    def _rows(self, statement: Statement, batches: Callable[[int], Any]) -> Iterator[tuple[object, ...]]:
        while True:
            started = time.monotonic()
            with self._told(statement):
                batch = batches(BATCH).fetchall()
            if not batch:
                return
            self._seconds -= time.monotonic() - started
            if self._seconds <= 0:
                raise out_of_time()
            for row in batch:
                yield tuple(map(_plain, row))

    def _ask(self, text: str, values: list[Any] | None = None) -> Any:
        # With values, be there any or not, the server takes one statement and no more.
        return self._connection.execute(text.encode(), values or [], prepare=True)

    # what the text tells

    def _look_at(self, statement: Statement) -> None:
        """SqlError for tables that are no views and for functions that may do more than read."""
        for one, two in zip(statement.tokens, statement.tokens[1:], strict=False):
            if one.value in {"u", "U"} and two.value == "&" and one.end == two.start:
                raise statement.error("U& is not understood here", "Write the name or text plainly.", one.start)
        self._look_at_tables(statement)
        called = {
            token.value: token
            for before, token, after in statement.in_context()
            if token.kind in {WORD, NAME} and (after.value == "(" or before.value == ".")
        }
        found = self._ask(_VOLATILE, [list(called), _ALLOWED]).fetchone()
        if found is not None:
            raise statement.error(
                f"the function {found[0]} is not allowed here",
                "It is volatile: it may do more than read.",
                called[found[0]].start,
            )

    def _look_at_tables(self, statement: Statement) -> None:
        statement.check_views(VIEWS, {name for (name,) in self._ask(_TABLES, [list(VIEWS)])})

    # what errors mean

    @contextmanager
    def _told(
        self, statement: Statement | None, lead: int = 0, shifts: "list[tuple[int, int]] | None" = None
    ) -> Iterator[None]:
        try:
            yield
        except self._errors.Error as error:
            raise self._meaning(error, statement, lead, shifts or []) from error

    def _meaning(self, error: Any, statement: Statement | None, lead: int, shifts: list[tuple[int, int]]) -> Exception:
        state, said = error.sqlstate, error.diag.message_primary or str(error)
        if state == "57014":
            return out_of_time()
        known = meaning(error, self._url)
        if statement is None or (known is not None and state not in {"42501", "25006"}):
            return known or error
        if state is None:
            return statement.error(str(error), None)
        if state[:2] in {"53", "54"}:
            return LimitReached(f"SQL: {said}.")
        position = error.diag.statement_position
        at = None if position is None else _unshifted(int(position) - 1 - lead, shifts)
        return statement.error(said, self._hint(error, said, statement), at)

    def _hint(self, error: Any, said: str, statement: Statement) -> str | None:
        state = error.sqlstate
        if state not in {"42P01", "42703"}:
            return error.diag.message_hint if state != "25006" else "It takes one SELECT, which cannot write."
        self._ask("ROLLBACK")
        views = self.views()
        name = said.split('"')[1] if '"' in said else said.split()[1] if " " in said else said
        name = name.rpartition(".")[2]
        if state == "42P01":
            return likely(name, views) or "The views are listed by: policykb sql --schema"
        named = [token.value for token in statement.tokens if token.kind in {WORD, NAME}]
        return likely(name, [column for view in dict.fromkeys(named) for column in views.get(view, ())])


class _Batch:
    """Rows that are there already, as a cursor gives them."""

    def __init__(self, rows: list[tuple[Any, ...]]) -> None:
        self._rows = rows

    def fetchall(self) -> list[tuple[Any, ...]]:
        return self._rows


def _numbered(statement: Statement) -> tuple[list[str], str, list[tuple[int, int]]]:
    """The statement with ``$1`` for ``:name``: the names by number, the text, and from where places moved how far."""
    names: list[str] = []
    text, last, shifts, moved = "", 0, [], 0
    for token in statement.tokens:
        if token.kind == PARAMETER:
            name = token.value[1:]
            if name not in names:
                names.append(name)
            mark = f"${names.index(name) + 1}"
            text += statement.text[last : token.start] + mark
            last = token.end
            moved += len(mark) - len(token.value)
            shifts.append((len(text), moved))
    end = statement.tokens[-1].end
    return names, text + statement.text[last:end], shifts


def _unshifted(at: int, shifts: list[tuple[int, int]]) -> int:
    return at - next((moved for start, moved in reversed(shifts) if at >= start), 0)


def _plain(value: Any) -> object:
    """A value as SQLite would give it, or near to it."""
    if isinstance(value, Decimal):
        if value.is_finite() and value == value.to_integral_value():
            # A number that no integer of the databases holds is told by its digits.
            return int(value) if abs(value) < _LARGEST else format(value, "f")
        return float(value)
    if isinstance(value, list | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return value


_LARGEST = 2**63
