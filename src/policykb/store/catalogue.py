"""All entities that statements are linked to, with their names, and the codebook, as a reader of documents needs them.

Reads only; separate because no other use of a base wants everything it knows by name at once.
"""

import json
from typing import NamedTuple

from sqlalchemy import Connection, select

from policykb.store import tables as t
from policykb.store.state import LINKED_TYPES


class EntityRow(NamedTuple):
    """An entity; ``kind`` is that of an actor or a framework."""

    id: int
    type: str
    key: str
    name: str
    kind: str | None
    definition: str | None


class AliasRow(NamedTuple):
    """A name of an entity under its rules; ``kind`` preferred is its usual one."""

    id: int
    entity: int
    text: str
    kind: str
    case_sensitive: bool
    not_in: tuple[str, ...]
    needs_any: tuple[str, ...]


class TermRow(NamedTuple):
    """A term of a vocabulary and the words of sources that it stands for."""

    vocabulary: str
    key: str
    words: tuple[str, ...]


def entities(connection: Connection) -> list[EntityRow]:
    """Those that count in any source, by key."""
    e, actor, framework, theme = t.entity.c, t.actor.c, t.framework.c, t.theme.c
    rows = connection.execute(
        select(e.id, e.type, e.key, e.name, actor.kind, framework.kind.label("framework_kind"), theme.definition)
        .outerjoin(t.actor, actor.entity_id == e.id)
        .outerjoin(t.framework, framework.entity_id == e.id)
        .outerjoin(t.theme, theme.entity_id == e.id)
        .where(e.type.in_(LINKED_TYPES), e.scope_id.is_(None))
        .order_by(e.key)
    )
    return [EntityRow(r.id, r.type, r.key, r.name, r.kind or r.framework_kind, r.definition) for r in rows]


def aliases(connection: Connection) -> list[AliasRow]:
    """Their names, the usual one of each first."""
    a, e = t.alias.c, t.entity.c
    rows = connection.execute(
        select(a.id, a.entity_id, a.text, a.kind, a.case_sensitive, a.not_in, a.needs_any)
        .join(t.entity, e.id == a.entity_id)
        .where(e.type.in_(LINKED_TYPES), e.scope_id.is_(None))
        .order_by(e.key, a.position)
    )
    return [
        AliasRow(r.id, r.entity_id, r.text, r.kind, bool(r.case_sensitive), _listed(r.not_in), _listed(r.needs_any))
        for r in rows
    ]


def parents(connection: Connection) -> list[tuple[int, int]]:
    """(entity, what it is directly below), in order."""
    p = t.parent.c
    rows = connection.execute(select(p.child_id, p.parent_id).order_by(p.child_id, p.position))
    return [(row.child_id, row.parent_id) for row in rows]


def terms(connection: Connection) -> list[TermRow]:
    """The terms of all vocabularies, in their order."""
    v, term = t.vocabulary.c, t.term.c
    rows = connection.execute(
        select(v.key.label("vocabulary"), term.key, term.words)
        .join(t.term, term.vocabulary_id == v.id)
        .order_by(v.key, term.position)
    )
    return [TermRow(row.vocabulary, row.key, _listed(row.words)) for row in rows]


def _listed(words: str | None) -> tuple[str, ...]:
    return tuple(json.loads(words)) if words else ()
