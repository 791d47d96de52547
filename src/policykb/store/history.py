"""History: one row a load, one row a changed record with its JSON before and after; written once, never edited."""

import json
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection, case, func, insert, select

from policykb.domain.difference import Change, change_of
from policykb.domain.fields import ENTITIES, STATEMENTS
from policykb.store import tables as t
from policykb.store.dialect import of_connection

PastRow = Mapping[str, object]
"""A load (``type: load``) or a change (``type: change``) as `lines` writes them."""
CHUNK = 2_000
_COLUMNS = ("load_id", "type", "key", "op", "before", "after", "owner")


class History:
    """The changes of one load; ``added``, ``changed`` and ``removed`` count its records."""

    def __init__(self, connection: Connection, past: Iterable[PastRow] = ()) -> None:
        """``past``: the history of a dump, for an empty base; what it ends with is no change of this load."""
        self._connection = connection
        self._dialect = of_connection(connection)
        self.goes_on = _restore(connection, past)
        self._came: set[tuple[str, str]] = set()
        self.load_id = int(connection.execute(select(func.coalesce(func.max(t.load.c.id), 0))).scalar_one()) + 1
        self._rows: list[tuple[object, ...]] = []
        self.counts: dict[str, dict[str, int]] = {"add": {}, "change": {}, "remove": {}}
        self._noted = dict.fromkeys(self.counts, 0)

    def record(self, type_: str, key: str, after: str | None, *, new: bool, owner: str) -> None:
        """Notes that a record of a file was added (``new``), changed, or removed (``after`` None)."""
        op = "remove" if after is None else "add" if new else "change"
        counted = self.counts[op]
        counted[type_] = counted.get(type_, 0) + 1
        before = None if new and not self.goes_on else self._last(type_, key)
        if self.goes_on:
            self._came.add((space(type_), key))
            if before == after:
                return
            op = "remove" if after is None else "add" if before is None else "change"
        self._note(op, type_, key, before, after, owner)

    def _note(self, op: str, type_: str, key: str, before: str | None, after: str | None, owner: str | None) -> None:
        self._rows.append((self.load_id, type_, key, op, before, after, owner))
        self._noted[op] += 1

    def flush(self) -> None:
        """Writes what was noted."""
        if self._rows:
            self._dialect.insert_rows(self._connection, t.change, _COLUMNS, self._rows)
            self._rows = []

    def finish(
        self, files: Mapping[str, str | None], *, at: str, by: str, version: str, undoes: int | None = None
    ) -> bool:
        """Writes the rest, and the load itself where it changed anything; whether it did."""
        if self.goes_on:
            for type_, key, before in _alive(self._connection):
                if (space(type_), key) not in self._came:
                    self._note("remove", type_, key, before, None, None)
        self.flush()
        added, changed, removed = (self._noted[op] for op in ("add", "change", "remove"))
        if not added + changed + removed:
            return False
        values = {"at": at, "by": by, "version": version, "added": added, "changed": changed, "removed": removed}
        self._connection.execute(insert(t.load).values(id=self.load_id, undoes=undoes, **values))
        for owner, sha256 in files.items():
            if sha256 is not None:
                self._connection.execute(insert(t.load_file).values(load_id=self.load_id, owner=owner, sha256=sha256))
        return True

    def changes(self) -> Iterator[Change]:
        """The changes of this load so far."""
        c = t.change.c
        query = select(c.op, c.type, c.key, c.before, c.after).where(c.load_id == self.load_id).order_by(c.id)
        for op, type_, key, before, after in self._connection.execute(query):
            states = (None if text is None else json.loads(text) for text in (before, after))
            yield change_of(op, type_, key, *states)

    def _last(self, type_: str, key: str) -> str | None:
        c = t.change.c
        types = next((group for group in (ENTITIES, STATEMENTS) if type_ in group), (type_,))
        return self._connection.execute(
            select(c.after).where(c.type.in_(types), c.key == key).order_by(c.id.desc()).limit(1)
        ).scalar_one_or_none()


def space(type_: str) -> str:
    """Among which records a key means one: all entities, all statements, or those of one other type.

    A record may change its type, but an entity never becomes a statement: that is another record of the same key.
    """
    return "entity" if type_ in ENTITIES else "statement" if type_ in STATEMENTS else type_


def _alive(connection: Connection) -> Iterator[tuple[str, str, str]]:
    """(type, key, JSON) of every record that history leaves in the base."""
    c = t.change.c
    spaces = case((c.type.in_(ENTITIES), "entity"), (c.type.in_(STATEMENTS), "statement"), else_=c.type)
    newest = select(func.max(c.id)).group_by(spaces, c.key)
    rows = connection.execute(select(c.type, c.key, c.after).where(c.id.in_(newest), c.after.is_not(None)))
    yield from ((row.type, row.key, row.after) for row in rows.all())


def _restore(connection: Connection, past: Iterable[PastRow]) -> bool:
    """Writes the history of a dump; whether there was any."""
    dialect = of_connection(connection)
    goes_on, changes = False, list[tuple[object, ...]]()
    for row in past:
        goes_on = True
        if row["type"] == "change":
            told = ("key", "op", "before", "after", "owner")
            changes.append((row["load"], row["record"], *(row.get(name) for name in told)))
            if len(changes) == CHUNK:
                dialect.insert_rows(connection, t.change, _COLUMNS, changes)
                changes = []
        else:
            names = ("id", "at", "by", "version", "added", "changed", "removed", "undoes")
            connection.execute(insert(t.load).values({name: row.get(name) for name in names}))
            files = row["files"]
            assert isinstance(files, Mapping)
            for owner, sha256 in files.items():
                connection.execute(insert(t.load_file).values(load_id=row["id"], owner=owner, sha256=sha256))
    dialect.insert_rows(connection, t.change, _COLUMNS, changes)
    return goes_on


def lines(connection: Connection) -> Iterator[bytes]:
    """History as JSON Lines: every load followed by its changes; JSON before and after is text, kept as it is."""
    files: dict[int, dict[str, str]] = {}
    for file in connection.execute(select(t.load_file).order_by(t.load_file.c.owner)):
        files.setdefault(file.load_id, {})[file.owner] = file.sha256
    for row in connection.execute(select(t.load).order_by(t.load.c.id)).mappings().all():
        known = {name: value for name, value in row.items() if value is not None}
        yield _line({"type": "load", **known, "files": files.get(row["id"], {})})
        changes = select(t.change).where(t.change.c.load_id == row["id"]).order_by(t.change.c.id)
        for change in connection.execute(changes).mappings():
            yield _line(
                {"type": "change", "load": row["id"], "record": change["type"]}
                | {name: change[name] for name in ("key", "op", "before", "after", "owner") if change[name] is not None}
            )


def _line(record: Mapping[str, object]) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode() + b"\n"
