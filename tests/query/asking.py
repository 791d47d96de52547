"""A generated base that can be asked, by the program and by the oracle; for every test that compares the two."""

from collections.abc import Callable

from tests.builders import query
from tests.query.oracle import Oracle
from tests.query.oracle_base import NoSuchName, SeveralSuchNames
from tests.query.questions import TODAY
from tests.query.worlds import STATEMENT_TYPES

from policykb.errors import AmbiguousName, UnknownName
from policykb.query.ast import Query
from policykb.query.compile import compile_query, sources_read
from policykb.query.grammar.lexer import CANONICAL_LENGTH
from policykb.query.grammar.parse import parse
from policykb.query.grammar.render import render
from policykb.query.meanings import ReservedNames
from policykb.query.names import resolve
from policykb.store.engine import Connection, Database

Found = tuple[list[str], int, int] | type[Exception]
"""Keys in order, how many there are whatever the limit, how many sources were read for it; or the error."""
Make = Callable[[int], "Asked"]
"""Makes the base of a number."""


class Asked:
    """A base to be asked, and the oracle that knows it."""

    def __init__(self, database: Database, oracle: Oracle, connection: Connection) -> None:
        self.oracle = oracle
        self.connection = connection
        self.keys = {
            table: dict(query(database.url, f"SELECT id, key FROM {table}")) for table in ("statement", "entity")
        }

    def program(self, text: str, asked: Query | None = None) -> tuple[Found, str]:
        """What the program finds, and what it understood."""
        connection = self.connection
        parsed = parse(text, ReservedNames(connection), limit=CANONICAL_LENGTH)
        assert asked in {None, parsed}
        try:
            resolution = resolve(parsed, connection, text)
        except (UnknownName, AmbiguousName) as error:
            return type(error), ""
        compiled = compile_query(resolution, connection, TODAY)
        keys = self.keys["statement" if parsed.subjects[0] in STATEMENT_TYPES else "entity"]
        read = sources_read(connection, [resolution.ids[key] for key in resolution.themes])
        found = [keys[id_] for id_ in compiled.run_ids(connection)]
        return (found, compiled.run_count(connection), read), render(resolution.query)

    def expected(self, asked: Query) -> Found:
        """What the oracle finds."""
        oracle = self.oracle
        try:
            return oracle.keys(asked), len(oracle.found(asked)), oracle.sources_read(asked)
        except NoSuchName:
            return UnknownName
        except SeveralSuchNames:
            return AmbiguousName
