"""Records of the base with what an edit has to know: which file states them, where, and what other files add."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from policykb.store import reading
from policykb.store import tables as t
from policykb.store.extensions import own_record
from policykb.store.state import Known

Plain = dict[str, Any]


@dataclass(frozen=True)
class Editable:
    """A record: ``whole`` as answers show it, ``own`` as its file has it, and that file's owner and its hash."""

    type: str
    key: str
    owner: str
    sha256: str | None
    position: int
    whole: Plain
    own: Plain


def editable(connection: Connection, keys: Sequence[str]) -> dict[str, Editable]:
    """The statements and entities of these keys, by key."""
    found: dict[str, Editable] = {}
    extended = set(connection.execute(select(t.extended.c.entity_id)).scalars())
    for table, read in ((t.statement, reading.statements), (t.entity, reading.entities)):
        c, o = table.c, t.owner.c
        query = select(c.id, c.type, c.key, c.owner_id, c.digest, c.position, o.name, o.sha256)
        rows = connection.execute(query.join(t.owner, o.id == c.owner_id).where(c.key.in_(keys))).all()
        for (id_, type_, key, owner_id, digest, position, owner, sha256), whole in zip(
            rows, read(connection, [row[0] for row in rows]), strict=True
        ):
            known = Known(id_, type_, key, owner_id, digest, position)
            own = own_record(connection, known) if table is t.entity and id_ in extended else whole
            found[key] = Editable(type_, key, owner, sha256, position, whole, own)
    return found
