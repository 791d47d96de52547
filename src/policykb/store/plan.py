"""How the database goes about a SELECT, and the SELECT as text; separate since nothing but an explanation asks."""

from typing import Any

from sqlalchemy import Connection, Executable, Select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ClauseElement

from policykb.store.dialect import dialect_of, of_connection


class _Explain(Executable, ClauseElement):
    """A SELECT to be explained instead of run."""

    inherit_cache = False

    def __init__(self, statement: Select[Any]) -> None:
        self.statement = statement


@compiles(_Explain)
def _explain(element: _Explain, compiler: SQLCompiler, **options: Any) -> str:
    word = dialect_of(f"{compiler.dialect.name}://").EXPLAIN
    return f"{word} {compiler.process(element.statement, **options)}"


def plan_of(connection: Connection, statement: Select[Any]) -> list[str]:
    """The steps of the database's plan, those of a step indented below it."""
    rows = connection.execute(_Explain(statement)).all()
    return list(of_connection(connection).plan_steps(rows))


def sql_of(connection: Connection, statement: Select[Any]) -> str:
    """The SELECT as the database could be given it by hand: with its values in their places."""
    dialect = connection.dialect
    written = str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))
    doubled = dialect.paramstyle in {"format", "pyformat"}
    return written.replace("%%", "%") if doubled else written


def engine_name(connection: Connection) -> str:
    """The database engine and its version, as people say it."""
    return str(of_connection(connection).engine_name(connection))
