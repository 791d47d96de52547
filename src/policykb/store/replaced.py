"""What a load is about to replace: where each record stands before it, so that the newest load can be undone.

Separate from writing, and by comparing before with after, so that no way of writing a record can forget it. History has
what the records said; this has only the newest load's owners, positions and digests.
"""

import json
from collections.abc import Collection, Iterator

from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    Select,
    Table,
    delete,
    exists,
    insert,
    literal,
    or_,
    select,
)

from policykb.domain.fields import ENTITIES, STATEMENTS
from policykb.store import extensions
from policykb.store import tables as t
from policykb.store.tables.text import Text

GROUPS: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (t.vocabulary, ("vocabulary",)),
    (t.entity, ENTITIES),
    (t.statement, STATEMENTS),
    (t.claim, ("claim",)),
    (t.relation, ("relation",)),
    (t.coverage, ("coverage",)),
)
"""The tables whose rows are records, with the types in each; in all of them a key stands once."""

_before = Table(
    "before_load",
    MetaData(),
    Column("type", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    prefixes=["TEMPORARY"],
)
_NAMES = ("type", "key", "owner", "position", "digest")
EXTENSION = "extension"


class Replaced:
    """The records of some owners (by id) as they stand when this is made; `keep` writes those that were replaced."""

    def __init__(self, connection: Connection, owners: Collection[int]) -> None:
        self._connection = connection
        self._any = bool(owners)
        self._added = added(connection)
        if not owners:
            return
        _before.create(connection)
        for table, types in GROUPS:
            type_ = table.c.type if "type" in table.c else literal(types[0])
            now = select(type_, table.c.key, t.owner.c.name, table.c.position, table.c.digest)
            rows = now.join(t.owner, t.owner.c.id == table.c.owner_id).where(table.c.owner_id.in_(owners))
            connection.execute(insert(_before).from_select(_NAMES, rows))

    def keep(self, load_id: int | None) -> None:
        """Writes which of the records are gone, stand elsewhere or say something else now, for the load of this id.

        None: it only moved records and is none of history. Then those it moved stay where it put them, whatever is
        undone.
        """
        if load_id is not None:
            self._connection.execute(delete(t.replaced))
        for rows in self._replaced() if self._any else ():
            if load_id is not None:
                with_id = rows.add_columns(literal(load_id))
                self._connection.execute(insert(t.replaced).from_select((*_NAMES, "load_id"), with_id))
            else:
                moved = rows.subquery()
                this = (moved.c.type == t.replaced.c.type) & (moved.c.key == t.replaced.c.key)
                self._connection.execute(delete(t.replaced).where(exists().where(this)))
        if load_id is not None:
            self._keep_extensions(load_id)
        self.drop()

    def _keep_extensions(self, load_id: int) -> None:
        now = added(self._connection)
        nothing = json.dumps({"own": None, "added": []})
        for key in sorted({*now, *self._added}):
            if now.get(key) != self._added.get(key):
                values = {"type": EXTENSION, "key": key, "load_id": load_id, "record": self._added.get(key, nothing)}
                self._connection.execute(insert(t.replaced).values(owner="", position=0, digest="", **values))

    def drop(self) -> None:
        """Lets go of what was noted."""
        if self._any:
            _before.drop(self._connection)
        self._any = False

    def _replaced(self) -> Iterator[Select[tuple[str, str, str, int, str]]]:
        was = _before.c
        for table, types in GROUPS:
            now = table.c
            yield (
                select(was.type, was.key, was.owner, was.position, was.digest)
                .outerjoin(table, now.key == was.key)
                .outerjoin(t.owner, t.owner.c.id == now.owner_id)
                .where(
                    was.type.in_(types),
                    or_(
                        now.key.is_(None),
                        now.digest != was.digest,
                        t.owner.c.name != was.owner,
                        now.position != was.position,
                    ),
                )
            )


def added(connection: Connection) -> dict[str, str]:
    """What other files add to entities, by their key, and what those are without it; as JSON. It is written by hand,
    so there is little of it.
    """
    x, e = t.extended.c, t.entity.c
    own = dict(connection.execute(select(e.key, x.record).join(t.entity, e.id == x.entity_id)).all())
    found: dict[str, list[tuple[str, int, str]]] = {}
    for stored in extensions.extensions(connection):
        found.setdefault(stored.key, []).append((stored.owner, stored.position, stored.record))
    return {key: json.dumps({"own": own.get(key), "added": found.get(key, [])}) for key in {*own, *found}}
