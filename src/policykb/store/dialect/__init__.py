"""The only files that say "sqlite" or "postgresql": how each database is opened, written in bulk and searched.

A dialect is a module with the functions of `policykb.store.dialect.sqlite`; the store asks for one by the URL.
"""

from types import ModuleType

from sqlalchemy import Connection

from policykb.errors import UsageError


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


def of_connection(connection: Connection) -> ModuleType:
    """The dialect of an open connection."""
    return dialect_of(f"{connection.dialect.name}://")
