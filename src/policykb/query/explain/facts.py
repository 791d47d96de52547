"""What the base says of some statements that a reason may point at, read for all of them at once; no query a row."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from policykb.store import reading
from policykb.store import tables as t

Plain = dict[str, Any]


class Mentioned(NamedTuple):
    """A name that stands in a statement: ``place`` 0 its text, n the exact quote of its n-th piece of evidence."""

    key: str
    name: str
    alias: str
    alias_kind: str
    place: int
    start: int
    end: int


class Claimed(NamedTuple):
    """A claim on a statement; ``key`` as history has it."""

    key: str
    aspect: str
    value: str
    asserter: str
    on: str | None
    retracted: bool


@dataclass
class Origin:
    """What conditions on a statement ask of its source."""

    key: str
    title: str
    language: str
    issued: str | None
    publisher: str | None
    authors: list[str] = field(default_factory=list)


@dataclass
class Facts:
    """A statement as JSON has it, with all that hangs on it."""

    record: Plain
    origin: Origin
    mentions: list[Mentioned] = field(default_factory=list)
    claims: list[Claimed] = field(default_factory=list)
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    """(relation, key of the other statement, key of the relation)"""

    def passage(self, place: int) -> str:
        """The text in which a mention stands."""
        if place == 0:
            return str(self.record["text"])
        return str(self.record["evidence"][place - 1]["quote"]["exact"])


def facts_of(connection: Connection, ids: Sequence[int]) -> dict[int, Facts]:
    """The facts of the statements of these ids, by id."""
    wanted = list(dict.fromkeys(ids))
    records = {record["key"]: record for record in reading.statements(connection, wanted)}
    s = t.statement.c
    keys = connection.execute(select(s.id, s.key, s.source_id).where(s.id.in_(wanted))).all()
    origins = _origins(connection, {row.source_id for row in keys})
    found = {row.id: Facts(records[row.key], origins[row.source_id]) for row in keys}
    _add_mentions(connection, found)
    _add_claims(connection, found)
    _add_relations(connection, found)
    return found


def _origins(connection: Connection, ids: set[int]) -> dict[int, Origin]:
    e, own, publisher, person = t.entity.c, t.source.c, t.entity.alias(), t.entity.alias()
    rows = connection.execute(
        select(e.id, e.key, e.name, own.language, own.issued, publisher.c.key.label("publisher"))
        .join(t.source, own.entity_id == e.id)
        .outerjoin(publisher, publisher.c.id == own.publisher_id)
        .where(e.id.in_(ids))
    )
    found = {r.id: Origin(r.key, r.name, r.language or "en", r.issued, r.publisher) for r in rows}
    a = t.author.c
    authors = select(a.source_id, person.c.key).join(person, person.c.id == a.person_id).where(a.source_id.in_(ids))
    for id_, key in connection.execute(authors.order_by(a.source_id, a.position)):
        found[id_].authors.append(key)
    return found


def _add_mentions(connection: Connection, found: dict[int, Facts]) -> None:
    m, e, a = t.mention.c, t.entity.c, t.alias.c
    rows = connection.execute(
        select(m.statement_id, e.key, e.name, a.text, a.kind, m.place, m.start, m.end)
        .join(t.entity, e.id == m.entity_id)
        .join(t.alias, a.id == m.alias_id)
        .where(m.statement_id.in_(found))
        .order_by(m.statement_id, m.place, m.start, e.key)
    )
    for id_, *row in rows:
        found[id_].mentions.append(Mentioned(*row))


def _add_claims(connection: Connection, found: dict[int, Facts]) -> None:
    c, e = t.claim.c, t.entity.c
    rows = connection.execute(
        select(c.statement_id, c.key, c.aspect, c.value, e.key, c.on, c.retracted)
        .join(t.entity, e.id == c.asserter_id)
        .where(c.statement_id.in_(found))
        .order_by(c.statement_id, c.on_first.asc().nulls_first(), c.position, c.id)
    )
    for id_, *row in rows:
        found[id_].claims.append(Claimed(*row))


def _add_relations(connection: Connection, found: dict[int, Facts]) -> None:
    r, s = t.relation.c, t.statement.c
    rows = connection.execute(
        select(r.subject_id, r.relation, s.key, r.key)
        .join(t.statement, s.id == r.object_id)
        .where(r.subject_id.in_(found))
        .order_by(r.subject_id, s.key)
    )
    for id_, *row in rows:
        found[id_].relations.append((row[0], row[1], row[2]))
