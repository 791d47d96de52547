"""The only files that say "sqlite" or "postgresql": how each database is opened, written in bulk and searched.

A dialect is a module with the functions of `policykb.store.dialect.sqlite`; the store asks for one by the URL.
"""

from types import ModuleType
from typing import TYPE_CHECKING

from policykb.errors import UsageError

if TYPE_CHECKING:
    from sqlalchemy import Connection


def dialect_of(url: str) -> ModuleType:
    """The dialect for a file path or URL; UsageError where policykb has none for it."""
    scheme, separator, _ = url.partition("://")
    if not separator or scheme == "sqlite":
        from policykb.store.dialect import sqlite

        return sqlite
    if scheme.partition("+")[0] in {"postgresql", "postgres"}:
        from policykb.store.dialect import postgresql

        return postgresql
    raise UsageError(f"{scheme}:// is not a database policykb can use.", "Give a file: --db my-base.db")


def of_connection(connection: "Connection") -> ModuleType:
    """The dialect of an open connection."""
    return dialect_of(f"{connection.dialect.name}://")


def copies_of(url: str) -> ModuleType:
    """How a base of this kind is backed up and restored: a module with ``backup`` and ``restore``."""
    if is_server(url):
        from policykb.store.dialect import postgresql_copies

        return postgresql_copies
    dialect_of(url)
    from policykb.store.dialect import sqlite_copies

    return sqlite_copies


def console_of(url: str) -> ModuleType:
    """How a base of this kind is asked in SQL: a module with ``SYNTAX`` and ``Console``."""
    if is_server(url):
        from policykb.store.dialect import postgresql_console

        return postgresql_console
    from policykb.store.dialect import sqlite_console

    return sqlite_console


def is_server(url: str) -> bool:
    """Whether a URL is one of PostgreSQL."""
    scheme, separator, _ = url.partition("://")
    return bool(separator) and scheme.partition("+")[0] in {"postgresql", "postgres"}


def ranking_of(connection: "Connection") -> ModuleType:
    """How the engine of an open connection ranks search results: ``RANKING``, ``scored`` and ``name_score``."""
    if connection.dialect.name == "postgresql":
        from policykb.store.dialect import postgresql_ranking

        return postgresql_ranking
    from policykb.store.dialect import sqlite_ranking

    return sqlite_ranking


def health_of(connection: "Connection") -> ModuleType:
    """What only the engine of an open connection can tell of a base: its file, its schema, its version."""
    if connection.dialect.name == "postgresql":
        from policykb.store.dialect import postgresql_health

        return postgresql_health
    from policykb.store.dialect import sqlite_health

    return sqlite_health
