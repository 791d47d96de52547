"""What a base says now, as one number: equal for equal records, whatever the engine, the ids and the way they came.

Separate because a dump, a reload, another database and a copy are all held against it. It covers every record with
what is added to it, the order of a source's statements and of a statement's claims; it does not cover which file states
what, when it was loaded, or its history: those are not what the base says.

The hashes of the records are added up (modulo 2^256), so no order has to be agreed on and nothing is held in memory.
"""

import hashlib
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Select, func, select

from policykb.store import tables as t

_BITS = 256


def digest(connection: Connection) -> str:
    """64 hexadecimal digits."""
    total = 0
    for line in _lines(connection):
        total += int.from_bytes(hashlib.blake2b(line.encode(), digest_size=_BITS // 8).digest(), "big")
    return f"{total % (1 << _BITS):0{_BITS // 4}x}"


def _lines(connection: Connection) -> Iterator[str]:
    for table in (t.vocabulary, t.entity, t.statement, t.claim, t.relation, t.coverage):
        for key, digest_ in connection.execute(select(table.c.key, table.c.digest)):
            yield f"{table.name}\t{key}\t{digest_}"
    s, c = t.statement.c, t.claim.c
    source = select(t.entity.c.key, s.position, s.key.label("item")).join(t.entity, t.entity.c.id == s.source_id)
    yield from _orders(connection, source.order_by(s.source_id), "statements")
    on = func.coalesce(c.on_first, "")
    claims = select(s.key, on, c.position, c.key.label("item")).join(t.statement, s.id == c.statement_id)
    yield from _orders(connection, claims.order_by(c.statement_id), "claims")


def _orders(connection: Connection, query: Select[Any], what: str) -> Iterator[str]:
    """For every first column the last ones, in the order of those between."""
    for key, rows in groupby(connection.execute(query), key=lambda row: row[0]):
        # Sorted here: engines disagree on the order of texts.
        ordered: list[tuple[Any, ...]] = sorted(tuple(row[1:]) for row in rows)
        yield "\t".join([what, key, *(row[-1] for row in ordered)])
