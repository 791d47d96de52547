"""History: one row a load, one row a changed record with its JSON before and after; written once, never edited."""

from collections.abc import Mapping

from sqlalchemy import Connection, func, insert, select

from policykb.domain.fields import SUBJECTS
from policykb.store import tables as t
from policykb.store.dialect import of_connection

_COLUMNS = ("load_id", "type", "key", "op", "before", "after")


class History:
    """The changes of one load; ``added``, ``changed`` and ``removed`` count its records."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._dialect = of_connection(connection)
        self._load_id = int(connection.execute(select(func.coalesce(func.max(t.load.c.id), 0))).scalar_one()) + 1
        self._rows: list[tuple[object, ...]] = []
        self.counts: dict[str, dict[str, int]] = {"add": {}, "change": {}, "remove": {}}

    def record(self, type_: str, key: str, after: str | None, *, new: bool) -> None:
        """Notes that a record was added (``new``), changed, or removed (``after`` None)."""
        op = "remove" if after is None else "add" if new else "change"
        before = None if new else self._last(type_, key)
        self._rows.append((self._load_id, type_, key, op, before, after))
        counted = self.counts[op]
        counted[type_] = counted.get(type_, 0) + 1

    def flush(self) -> None:
        """Writes what was noted."""
        if self._rows:
            self._dialect.insert_rows(self._connection, t.change, _COLUMNS, self._rows)
            self._rows = []

    def finish(self, files: Mapping[str, str], *, at: str, by: str, version: str) -> None:
        """Writes the rest, and the load itself where it changed anything."""
        self.flush()
        added, changed, removed = (sum(self.counts[op].values()) for op in ("add", "change", "remove"))
        if not added + changed + removed:
            return
        values = {"at": at, "by": by, "version": version, "added": added, "changed": changed, "removed": removed}
        self._connection.execute(insert(t.load).values(id=self._load_id, **values))
        for owner, sha256 in files.items():
            self._connection.execute(insert(t.load_file).values(load_id=self._load_id, owner=owner, sha256=sha256))

    def _last(self, type_: str, key: str) -> str | None:
        c = t.change.c
        # Entities and statements share one space of keys, and a record may change its type.
        types = SUBJECTS if type_ in SUBJECTS else (type_,)
        return self._connection.execute(
            select(c.after).where(c.type.in_(types), c.key == key).order_by(c.id.desc()).limit(1)
        ).scalar_one_or_none()
