"""How much a base holds."""

from sqlalchemy import Connection, func, select

from policykb.store import tables as t


def records_by_type(connection: Connection) -> dict[str, int]:
    """The number of statements and entities of each type."""
    counted: dict[str, int] = {}
    for table in (t.statement, t.entity):
        rows = connection.execute(select(table.c.type, func.count()).group_by(table.c.type))
        counted |= dict(rows.all())
    return counted


def sources_with_coverage(connection: Connection) -> int:
    """How many sources were read for any theme."""
    return int(connection.execute(select(func.count(t.coverage.c.source_id.distinct()))).scalar_one())


def mentions(connection: Connection) -> int:
    """How many names were found in statements."""
    return int(connection.execute(select(func.count()).select_from(t.mention)).scalar_one())


def last_load(connection: Connection) -> str | None:
    """When something was loaded last (ISO 8601, UTC)."""
    return connection.execute(select(t.load.c.at).order_by(t.load.c.id.desc()).limit(1)).scalar_one_or_none()
