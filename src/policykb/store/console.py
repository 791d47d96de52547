"""SQL that a user writes, asked of the views of a base: read only, one statement, for a bounded time.

Separate from the queries of policykb itself, which need no watching over. `policykb.store.dialect` has a console for
each database; all of them keep these rules, each by the means of its engine.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any

from policykb.errors import SqlError
from policykb.store.dialect import console_of
from policykb.store.sql_text import Statement

Rows = tuple[list[str], Iterator[tuple[object, ...]]]
"""The columns and the rows of a result."""


def views(url: str) -> dict[str, list[str]]:
    """The views of a base, each with its columns."""
    with closing(console_of(url).Console(url, 60)) as console:
        found: dict[str, list[str]] = console.views()
        return found


def check(url: str, text: str, parameters: Mapping[str, object], seconds: float) -> None:
    """SqlError where the statement cannot be run, as far as can be told without running it."""
    with _asked(url, text, parameters, seconds) as (console, statement):
        console.check(statement, parameters)


@contextmanager
def run(url: str, text: str, parameters: Mapping[str, object], seconds: float) -> Iterator[Rows]:
    """The columns and rows of a statement, as the base is now. Raises SqlError, LimitReached."""
    with _asked(url, text, parameters, seconds) as (console, statement), console.run(statement, parameters) as rows:
        yield rows


@contextmanager
def _asked(url: str, text: str, parameters: Mapping[str, object], seconds: float) -> Iterator[tuple[Any, Statement]]:
    module = console_of(url)
    statement = Statement(text, module.SYNTAX)
    for name in statement.parameters:
        if name not in parameters:
            raise statement.error(
                f"no value for :{name}", f"Give it: --param {name}=VALUE", statement.place_of(f":{name}")
            )
    for name in parameters:
        if name not in statement.parameters:
            raise SqlError(f"SQL: the statement names no :{name}.", _named(statement))
    with closing(module.Console(url, seconds)) as console:
        yield console, statement


def _named(statement: Statement) -> str:
    names = ", ".join(f":{name}" for name in statement.parameters)
    return f"It names {names}." if names else "It names none; write :name where the value belongs."
