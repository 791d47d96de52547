"""Making and upgrading the schema with Alembic; separate because no other command may pay for importing it."""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from sqlalchemy import Connection

from policykb import resources
from policykb.errors import NotAKnowledgeBase
from policykb.store.dialect import health_of
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
            _refuse_losses(connection, database.dialect)
        return before, head, copy
    finally:
        database.close()


def schema_faults(connection: Connection) -> Iterator[str]:
    """What of a base at the newest revision differs from one that is made now, in words."""
    health = health_of(connection)
    found = health.schema_objects(connection)
    with health.scratch(connection) as url:
        fresh = create(url, "")
        with fresh.reading() as other:
            wanted = health.schema_objects(other)
        fresh.close()
    for name in sorted(wanted.keys() | found.keys()):
        if name not in found:
            yield f"{name} is missing"
        elif name not in wanted:
            yield f"{name} is not policykb's"
        elif found[name] != wanted[name]:
            yield f"{name} is not as schema {revisions()[-1]} has it"


def _refuse_losses(connection: Connection, dialect: ModuleType) -> None:
    """That a migration lost no trigger, index or view, as making a table anew silently does, and no word of a text."""
    faults = list(schema_faults(connection))
    if dialect.full_text_faults(connection):
        faults.append("full text disagrees with the rows")
    if faults:
        raise NotAKnowledgeBase(
            f"The upgrade would leave a base that is not whole ({'; '.join(faults[:3])}); nothing was changed.",
            "policykb db check tells what is wrong with it now. Else this is a fault of policykb: please report it.",
        )


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
