"""PostgreSQL: a base on a server is backed up and restored with the server's own tools, so these say how."""

import shlex
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit, urlunsplit

from policykb.errors import UsageError


def backup(url: str, target: Path | None, *, force: bool, day: str) -> NoReturn:
    """Refuses, with the command that does it."""
    name = target or f"policykb-{day}.dump"
    raise UsageError(
        "A base on a PostgreSQL server is backed up with the server's own tool.",
        f"Run: pg_dump --format=custom --file={shlex.quote(str(name))} {shlex.quote(address(url))}",
    )


def restore(url: str, source: Path, known: list[str]) -> NoReturn:
    """Refuses, with the command that does it."""
    raise UsageError(
        "A base on a PostgreSQL server is restored with the server's own tool.",
        "Run: pg_restore --clean --if-exists --single-transaction"
        f" --dbname={shlex.quote(address(url))} {shlex.quote(str(source))}",
    )


def address(url: str) -> str:
    """The URL as PostgreSQL's own tools take it: without SQLAlchemy's driver, and without the password.

    >>> address("postgresql+psycopg://ana:secret@example.org:5433/kb?sslmode=require")
    'postgresql://ana@example.org:5433/kb?sslmode=require'
    """
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(scheme="postgresql", netloc=f"{user.partition(':')[0]}{at}{host}"))
