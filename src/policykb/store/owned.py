"""The records of one file, in the order in which it states them; separate as only a dump reads a base file by file."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table, func, select

from policykb.store import reading
from policykb.store import tables as t

Plain = dict[str, Any]
Read = Callable[[Connection, Sequence[int]], Mapping[int, Plain]]
CHUNK = 500


def owners(connection: Connection) -> list[str]:
    """The owners that have records, sorted."""
    o = t.owner.c
    used = {id_ for table in _READ for id_ in connection.execute(select(table.c.owner_id).distinct()).scalars() if id_}
    return sorted(name for id_, name in connection.execute(select(o.id, o.name)) if id_ in used)


def records(connection: Connection, owner: str) -> Iterator[Plain]:
    """What the file says, as JSON has it; a record that other files extend comes without what they add."""
    streams = [_positioned(connection, table, read, owner) for table, read in _READ.items()]
    for _, _, record in merge(*streams, key=lambda item: item[:2]):
        yield record


def count(connection: Connection, owner: str) -> int:
    """How many records the file states."""
    o = t.owner.c
    return sum(
        connection.execute(
            select(func.count()).select_from(table).join(t.owner, o.id == table.c.owner_id).where(o.name == owner)
        ).scalar_one()
        for table in _READ
    )


def _positioned(connection: Connection, table: Table, read: Read, owner: str) -> Iterator[tuple[int, int, Plain]]:
    """(position, rank of the table, record): of equal positions the more general table's record comes first."""
    rank = list(_READ).index(table)
    query = (
        select(table.c.id, table.c.position)
        .join(t.owner, t.owner.c.id == table.c.owner_id)
        .where(t.owner.c.name == owner)
        .order_by(table.c.position, table.c.id)
    )
    places = iter(connection.execute(query).all())
    while some := list(islice(places, CHUNK)):
        found = read(connection, [row.id for row in some])
        for row in some:
            yield row.position, rank, found[row.id]


def _entities(connection: Connection, ids: Sequence[int]) -> dict[int, Plain]:
    x = t.extended.c
    found = dict(zip(ids, reading.entities(connection, ids), strict=True))
    for id_, record in connection.execute(select(x.entity_id, x.record).where(x.entity_id.in_(ids))):
        found[id_] = json.loads(record)
    return found


def _statements(connection: Connection, ids: Sequence[int]) -> dict[int, Plain]:
    return dict(zip(ids, reading.statements(connection, ids), strict=True))


def _extensions(connection: Connection, ids: Sequence[int]) -> dict[int, Plain]:
    x = t.extension.c
    return {row.id: json.loads(row.record) for row in connection.execute(select(x.id, x.record).where(x.id.in_(ids)))}


_READ: dict[Table, Read] = {
    t.vocabulary: reading.vocabularies,
    t.entity: _entities,
    t.statement: _statements,
    t.claim: reading.claims,
    t.relation: reading.relations,
    t.coverage: reading.coverage,
    t.extension: _extensions,
}
"""Every table whose rows a file owns, and how its records are read."""
