"""Reading history: the loads, and what each did to which record; separate from writing it, which no reader needs."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, func, or_, select

from policykb.domain.history import Load
from policykb.store import tables as t

CHUNK = 1_000
Changed = Row[Any]
"""A row of `change`: id, load_id, type, key, op, before, after, owner."""
_HANGING = ("claim", "relation", "coverage")


def loads(connection: Connection, *, first: int = 1, since: str | None = None) -> list[Load]:
    """The loads from number ``first`` on, or from a day on (ISO), oldest first, with their files."""
    c, f = t.load.c, t.load_file.c
    query = select(c.id, c.at, c.by, c.version, c.added, c.changed, c.removed, c.undoes).where(c.id >= first)
    if since is not None:
        query = query.where(c.at >= since)
    rows = connection.execute(query.order_by(c.id)).all()
    files: dict[int, list[str]] = {}
    for id_, owner in connection.execute(select(f.load_id, f.owner).where(f.load_id >= first).order_by(f.owner)):
        files.setdefault(id_, []).append(owner)
    return [Load(*row, files=tuple(files.get(row.id, ()))) for row in rows]


def newest(connection: Connection) -> int | None:
    """The number of the newest load."""
    number: int | None = connection.execute(select(func.max(t.load.c.id))).scalar_one()
    return number


def changes_in(connection: Connection, load: int) -> Iterator[Changed]:
    """What a load did, record by record; a thousand are held at a time."""
    c, after = t.change.c, 0
    while rows := connection.execute(
        select(t.change).where(c.load_id == load, c.id > after).order_by(c.id).limit(CHUNK)
    ).all():
        after = rows[-1].id
        yield from rows


def changes_of(connection: Connection, keys: Sequence[str]) -> list[Changed]:
    """All that was done to the records of these keys, and to the claims, relations and coverage that begin with one."""
    c = t.change.c
    # The key of what hangs on a record is the record's, a space and more; "!" comes right after the space.
    hanging = [and_(c.key >= f"{key} ", c.key < f"{key}!", c.type.in_(_HANGING)) for key in keys]
    return list(connection.execute(select(t.change).where(or_(c.key.in_(keys), *hanging)).order_by(c.id)).all())


def renamed_in(connection: Connection, load: int) -> list[Changed]:
    """The records that a load added or removed and that have former keys: one of them may be another's new name."""
    c = t.change.c
    mark = '"former_keys":'
    return list(
        connection.execute(
            select(t.change)
            .where(
                c.load_id == load,
                or_(
                    and_(c.op == "add", c.after.contains(mark, autoescape=True)),
                    and_(c.op == "remove", c.before.contains(mark, autoescape=True)),
                ),
            )
            .order_by(c.id)
        ).all()
    )


def changes_to(connection: Connection, load: int, keys: Iterable[str]) -> dict[tuple[str, str], Changed]:
    """What a load added and removed of these keys, by op and key."""
    c, wanted = t.change.c, sorted(set(keys))
    found: dict[tuple[str, str], Changed] = {}
    for start in range(0, len(wanted), CHUNK):
        query = select(t.change).where(c.load_id == load, c.key.in_(wanted[start : start + CHUNK]), c.op != "change")
        found |= {(row.op, row.key): row for row in connection.execute(query)}
    return found


def keys_like(connection: Connection, key: str) -> list[str]:
    """Keys that history knows and that share the beginning of this one, some of which may be no more."""
    c = t.change.c.key
    query = select(c).where(c.startswith(key[:4], autoescape=True)).distinct().limit(5_000)
    return list(connection.execute(query).scalars())
