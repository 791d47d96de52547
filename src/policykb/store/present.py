"""Which of some records are in the base still, under the key they had or another; only comparing a pack asks that."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, select

from policykb.store import reading
from policykb.store import tables as t

CHUNK = 500


def present(connection: Connection, keys: Sequence[str], *, statements: bool) -> dict[str, reading.Plain]:
    """The records as they are now, by the key that was asked for; those that are gone are left out."""
    found: dict[str, reading.Plain] = {}
    table = t.statement if statements else t.entity
    for start in range(0, len(keys), CHUNK):
        some = keys[start : start + CHUNK]
        now = {key: key for key in some} | dict(_moved(connection, some))
        rows = connection.execute(select(table.c.key, table.c.id).where(table.c.key.in_(set(now.values()))))
        ids = dict(rows.all())
        read = reading.statements if statements else reading.entities
        records = {record["key"]: record for record in read(connection, list(ids.values()))}
        found |= {key: records[other] for key, other in now.items() if other in records}
    return found


def _moved(connection: Connection, keys: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(former key, key) of those that lead to another; a statement goes along where its source got another key."""
    f = t.former_key.c
    sources = {key: key.partition("/")[0] for key in keys if "/" in key}
    wanted = {*keys, *sources.values()}
    moved = dict(connection.execute(select(f.former, f.key).where(f.former.in_(wanted))).all())
    for key in keys:
        if key in moved:
            yield key, moved[key]
        elif sources.get(key) in moved:
            yield key, f"{moved[sources[key]]}/{key.partition('/')[2]}"
