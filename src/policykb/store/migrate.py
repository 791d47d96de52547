"""Making and upgrading the schema with Alembic; separate because no other command may pay for importing it."""

from pathlib import Path

from sqlalchemy import Connection

from policykb import resources
from policykb.store.engine import Database, revisions


def create(url: str, version: str) -> Database:
    """A new, empty base at ``url``, where nothing may be yet; ``version`` is the policykb that makes it."""
    database = Database(url, create=True)
    with database.migrating() as connection:
        _upgrade(connection)
        _record_version(connection, version)
    return database


def upgrade(url: str, version: str) -> tuple[str | None, str, Path | None]:
    """Brings a base to this policykb's schema, after a copy.

    Returns the revision before, the revision after and where the copy is (None where nothing
    had to be done, and on a server, whose own tools make copies).
    """
    database = Database(url, check=False)
    try:
        before, head = database.revision(), revisions()[-1]
        if before not in revisions()[:-1]:
            database.check_version()
            return before, head, None
        copy: Path | None = database.dialect.copy_before(url, f"before-{head}")
        with database.migrating() as connection:
            _upgrade(connection)
            _record_version(connection, version)
        return before, head, copy
    finally:
        database.close()


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(resources.migrations_folder()).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _record_version(connection: Connection, version: str) -> None:
    from sqlalchemy import delete, insert

    from policykb.store.tables import about

    connection.execute(delete(about).where(about.c.name == "version"))
    connection.execute(insert(about).values(name="version", value=version))
