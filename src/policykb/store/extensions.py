"""What files add to the records of other files, and what those records are without it; reads only."""

import json
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from policykb.store import reading, state
from policykb.store import tables as t

Plain = dict[str, Any]


class Stored(NamedTuple):
    """What one file adds to one entity; ``record`` is the extension as JSON."""

    key: str
    owner: str
    position: int
    record: str


def extensions(connection: Connection, key: str | None = None) -> list[Stored]:
    """All extensions, or those of one entity, in the order in which they are added."""
    x, o = t.extension.c, t.owner.c
    query = select(x.key, o.name, x.position, x.record).join(t.owner, o.id == x.owner_id)
    rows = connection.execute(query if key is None else query.where(x.key == key))
    return sorted((Stored(*row) for row in rows), key=lambda stored: stored[:3])


def own_record(connection: Connection, known: state.Known) -> Plain:
    """An entity as its own file has it."""
    query = select(t.extended.c.record).where(t.extended.c.entity_id == known.id)
    record = connection.execute(query).scalar_one_or_none()
    if record is not None:
        return dict(json.loads(record))
    return next(reading.entities(connection, [known.id]))
