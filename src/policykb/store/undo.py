"""Taking back the newest load: what it changed and removed comes back as history has it, what it added goes.

Separate from `writing`, whose `Loading` does the work: to the base an undo is a load like any other, with history of
its own, except that its records come from the base and not from files.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from pydantic_core import from_json
from sqlalchemy import Connection, Row, Select, Table, bindparam, delete, func, select, union, update

from policykb.domain.record import digest
from policykb.errors import UndoRefused
from policykb.store import extensions
from policykb.store import tables as t
from policykb.store.incoming import Incoming
from policykb.store.replaced import EXTENSION, GROUPS, Replaced
from policykb.store.writing import Loading

CHUNK = 2_000
_SMALL = ("claim", "relation", "coverage")


@dataclass(frozen=True)
class Undone:
    """The load that was taken back, the load that did it, and how many records of each type that one changed how."""

    undone: int
    load: int
    counts: dict[str, dict[str, int]]


def undo(
    connection: Connection, dialect: ModuleType, *, expected: int | None, at: str, by: str, version: str
) -> Undone:
    """Takes the newest load back; ``expected``: the load that must be the newest.

    Raises UndoRefused, with the reason; then the caller must roll back.
    """
    last = connection.execute(select(func.max(t.load.c.id))).scalar_one()
    if last is None:
        raise UndoRefused("Nothing was loaded yet, so there is nothing to undo.")
    if expected is not None and expected != last:
        raise UndoRefused(
            f"Load {expected} is not the newest any more: that is load {last}.", "policykb changes shows what it did."
        )
    _refuse_unknown_places(connection, last)
    undoing = _Undoing(connection, dialect, last)
    undoing.put_back()
    complaints = undoing.finish(at=at, by=by, version=version, undoes=last)
    if complaints:
        raise UndoRefused(f"Load {last} cannot be undone: {'; '.join(complaints)}.")
    return Undone(last, undoing.history.load_id, undoing.history.counts)


def _refuse_unknown_places(connection: Connection, load: int) -> None:
    """A policykb before schema 0002 did not note where the records stood that it removed."""
    c = t.change.c
    for _, types in GROUPS:
        query = _changes(types, load, c.key).where(c.op == "remove", t.replaced.c.key.is_(None)).limit(1)
        if (key := connection.execute(query).scalar_one_or_none()) is not None:
            raise UndoRefused(
                f"Load {load} removed {key}, and the policykb that made it did not note where that stood.",
                "Load the files as they were before, or restore a copy: policykb db restore FILE",
            )


def _changes(types: tuple[str, ...], load: int, *columns: Any) -> Select[Any]:
    """What a load did to the records of one table, with the place each had before it, where that is known."""
    c, was = t.change.c, t.replaced.c
    at = (was.key == c.key) & was.type.in_(types) & (was.load_id == load)
    return select(*columns).outerjoin(t.replaced, at).where(c.load_id == load, c.type.in_(types))


class _Undoing(Loading):
    """A load of what was there before the load of this id."""

    def __init__(self, connection: Connection, dialect: ModuleType, load: int) -> None:
        self._load = load
        # They were last read as they are no more, so each is read again when it is loaded next.
        super().__init__(connection, dialect, dict.fromkeys(self._files(connection)), ())
        self.replaced.drop()
        self.replaced = Replaced(connection, set(self._owners.values()))
        self._unseen_vocabularies = {key: self._vocabularies[key] for key in self._added(t.vocabulary)}
        self._unseen_entities = {key: self._entities[key] for key in self._added(t.entity)}
        self._unseen_statements = set(self._added(t.statement).values())
        self._unseen_small = {
            table.name: set(self._added(table).values()) for table, types in GROUPS if types[0] in _SMALL
        }

    def _files(self, connection: Connection) -> list[str]:
        """Every file that the load read or whose records it changed."""
        was, c = t.replaced.c, t.change.c
        names = [
            select(t.load_file.c.owner).where(t.load_file.c.load_id == self._load),
            select(was.owner).where(was.load_id == self._load, was.type != EXTENSION),
            select(c.owner).where(c.load_id == self._load, c.owner.is_not(None)),
        ]
        for table, types in GROUPS:
            now = table.join(t.owner, t.owner.c.id == table.c.owner_id).join(t.change, c.key == table.c.key)
            names.append(select(t.owner.c.name).select_from(now).where(c.load_id == self._load, c.type.in_(types)))
        # Whatever else other files add to these entities is told of again, so that nobody counts as removed.
        before = self._extended(connection)
        added = [owner for record in before.values() for owner, _, _ in record["added"]]
        added += [stored.owner for key in before for stored in extensions.extensions(connection, key)]
        return list(dict.fromkeys([*connection.execute(union(*names)).scalars(), *added]))

    def _extended(self, connection: Connection) -> dict[str, Any]:
        """By key, the entities to which other files added something else before, and what."""
        was = t.replaced.c
        query = select(was.key, was.record).where(was.load_id == self._load, was.type == EXTENSION)
        return {key: from_json(record) for key, record in connection.execute(query)}

    def _added(self, table: Table) -> dict[str, int]:
        types = next(types for known, types in GROUPS if known is table)
        c = t.change.c
        query = select(table.c.key, table.c.id).join(t.change, c.key == table.c.key)
        query = query.where(c.load_id == self._load, c.type.in_(types), c.op == "add")
        return dict(self.connection.execute(query).all())

    def put_back(self) -> None:
        """Writes everything as it was before the load."""
        self.put_vocabularies(self._before(t.vocabulary))
        self.put_entities(self._before(t.entity))
        self._put_extensions_back()
        self.put_statements(self._before(t.statement))
        for table, types in GROUPS:
            if types[0] in _SMALL:
                self.put_small(list(self._before(table)))
        self.remove_unseen()
        for table, types in GROUPS:
            self._move_back(table, types)

    def _put_extensions_back(self) -> None:
        x = t.extension.c
        before = self._extended(self.connection)
        self.connection.execute(delete(t.extension).where(x.key.in_(list(before))))
        ids = [self.ids[key] for key in before if key in self.ids]
        self.connection.execute(delete(t.extended).where(t.extended.c.entity_id.in_(ids)))
        top = self._top(t.extension)
        rows = [(key, self._owners[owner], *rest) for key, was in before.items() for owner, *rest in was["added"]]
        numbered: list[tuple[object, ...]] = [(top + n, *row) for n, row in enumerate(rows, 1)]
        self._insert("extension", numbered)
        own: list[tuple[object, ...]] = [
            (self.ids[key], was["own"]) for key, was in before.items() if was["own"] is not None
        ]
        self._insert("extended", own)

    def _before(self, table: Table) -> Iterator[Incoming]:
        """The records that the load changed or removed, as they were."""
        types = next(types for known, types in GROUPS if known is table)
        c, was = t.change.c, t.replaced.c
        query = _changes(types, self._load, c.key, c.type, c.before, was.owner, was.position, was.digest)
        query = query.add_columns(t.owner.c.name.label("owner_now"), table.c.position.label("position_now"))
        query = query.outerjoin(table, table.c.key == c.key).outerjoin(t.owner, t.owner.c.id == table.c.owner_id)
        for row in self._rows(query.where(c.op != "add").order_by(c.id)):
            type_ = row.type if types[0] in _SMALL else from_json(row.before)["type"]
            owner = row.owner if row.owner is not None else row.owner_now
            place = row.position if row.position is not None else row.position_now
            yield Incoming(type_, row.key, owner, place or 0, row.digest or digest(row.before), row.before)

    def _rows(self, query: Select[Any]) -> Iterator[Row[Any]]:
        """Rows read to the end before any is used, a few thousand at a time: what they are read from is written to."""
        c, after = t.change.c, 0
        query = query.add_columns(c.id.label("change_id"))
        while chunk := self.connection.execute(query.where(c.id > after).limit(CHUNK)).all():
            after = chunk[-1].change_id
            yield from chunk

    def _move_back(self, table: Table, types: tuple[str, ...]) -> None:
        """Gives records that the load only moved to the file and position they came from."""
        was, c = t.replaced.c, t.change.c
        told = select(c.key).where(c.load_id == self._load, c.type.in_(types))
        moved = select(was.key, was.owner, was.position).where(
            was.load_id == self._load, was.type.in_(types), was.key.not_in(told)
        )
        places: list[dict[str, object]] = [
            {"moved": key, "owner_id": self._owners[owner], "place": position}
            for key, owner, position in self.connection.execute(moved)
        ]
        values: dict[str, Any] = {"owner_id": bindparam("owner_id"), "position": bindparam("place")}
        if places:
            self.connection.execute(update(table).where(table.c.key == bindparam("moved")).values(**values), places)
