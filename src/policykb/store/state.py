"""What a base holds already, as a load needs to know it: keys, ids, owners, digests, names; reads only."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Connection, Row, Table, func, select

from policykb.store import tables as t

if TYPE_CHECKING:
    from policykb.lexicon.linker import Alias

LINKED_TYPES = ("theme", "actor", "framework", "event")
"""The types whose names are looked for in texts (the title of a source is no name anybody mentions in passing)."""


class Known(NamedTuple):
    """A record of the base."""

    id: int
    type: str
    key: str
    owner_id: int
    digest: str
    position: int


def entities(connection: Connection) -> dict[str, Known]:
    """Every entity by key."""
    columns = t.entity.c
    rows = connection.execute(
        select(columns.id, columns.type, columns.key, columns.owner_id, columns.digest, columns.position)
    )
    return {row.key: Known(*row) for row in rows}


def entity_kinds(connection: Connection) -> dict[str, tuple[str, str | None]]:
    """(type, kind) of every entity, by key: what may be linked where depends on it."""
    e = t.entity.c
    kinds: dict[str, tuple[str, str | None]] = {
        row.key: (row.type, None) for row in connection.execute(select(e.key, e.type))
    }
    for type_ in ("actor", "framework", "event", "source"):
        own = t.OWN_TABLES[type_]
        for key, kind in connection.execute(select(e.key, own.c.kind).join(own, own.c.entity_id == e.id)):
            kinds[key] = (type_, kind)
    return kinds


def parents(connection: Connection) -> dict[str, list[str]]:
    """The keys each entity is directly below."""
    child, above = t.entity.alias(), t.entity.alias()
    rows = connection.execute(
        select(child.c.key, above.c.key)
        .join(t.parent, t.parent.c.child_id == child.c.id)
        .join(above, above.c.id == t.parent.c.parent_id)
        .order_by(child.c.key, t.parent.c.position)
    )
    found: dict[str, list[str]] = {}
    for low, high in rows:
        found.setdefault(low, []).append(high)
    return found


def named(connection: Connection) -> Iterator[Row[Any]]:
    """(key, folded name, whether it has rules, scope id) of every name of a linked type."""
    a, e = t.alias.c, t.entity.c
    ruled = a.case_sensitive | a.not_in.is_not(None) | a.needs_any.is_not(None)
    yield from connection.execute(
        select(e.key, a.folded, ruled.label("ruled"), e.scope_id)
        .join(t.entity, e.id == a.entity_id)
        .where(e.type.in_(LINKED_TYPES))
    )


def vocabularies(connection: Connection) -> dict[str, Known]:
    """Every vocabulary by key."""
    v = t.vocabulary.c
    rows = connection.execute(select(v.id, v.key, v.owner_id, v.digest, v.position))
    return {row.key: Known(row.id, "vocabulary", *row[1:]) for row in rows}


def terms_by_vocabulary(connection: Connection) -> dict[str, list[str]]:
    """The terms of every vocabulary, in order."""
    rows = connection.execute(
        select(t.vocabulary.c.key, t.term.c.key)
        .join(t.term, t.term.c.vocabulary_id == t.vocabulary.c.id)
        .order_by(t.vocabulary.c.key, t.term.c.position)
    )
    found: dict[str, list[str]] = {}
    for vocabulary, word in rows:
        found.setdefault(vocabulary, []).append(word)
    return found


def owners(connection: Connection) -> dict[str, tuple[int, str | None]]:
    """Every owner's id and the sha256 of the file loaded last, by name."""
    o = t.owner.c
    return {row.name: (row.id, row.sha256) for row in connection.execute(select(o.name, o.id, o.sha256))}


class KnownStatement(NamedTuple):
    """A statement of the base."""

    id: int
    key: str
    owner_id: int
    digest: str
    position: int


def statements(connection: Connection, keys: Sequence[str]) -> dict[str, KnownStatement]:
    """Those of the statements that the base has, by key."""
    s = t.statement.c
    found: dict[str, KnownStatement] = {}
    for start in range(0, len(keys), 5_000):
        rows = connection.execute(
            select(s.id, s.key, s.owner_id, s.digest, s.position).where(s.key.in_(keys[start : start + 5_000]))
        )
        found |= {row.key: KnownStatement(*row) for row in rows}
    return found


class KnownSmall(NamedTuple):
    """A claim, relation or coverage of the base."""

    id: int
    owner_id: int
    digest: str
    position: int


def small(connection: Connection, table: Table, keys: Sequence[str]) -> dict[str, KnownSmall]:
    """Those of the claims, relations or coverage that the base has, by key."""
    c = table.c
    columns = (c.key, c.id, c.owner_id, c.digest, c.position)
    found: dict[str, KnownSmall] = {}
    for start in range(0, len(keys), 5_000):
        rows = connection.execute(select(*columns).where(c.key.in_(keys[start : start + 5_000])))
        found |= {key: KnownSmall(*rest) for key, *rest in rows}
    return found


def owner_ids(connection: Connection, name: str, keys: Sequence[str]) -> dict[str, int]:
    """The owner of those of the keys that a table has."""
    columns = t.metadata.tables[name].c
    found: dict[str, int] = {}
    for start in range(0, len(keys), 5_000):
        some = columns.key.in_(keys[start : start + 5_000])
        found |= dict(connection.execute(select(columns.key, columns.owner_id).where(some)).all())
    return found


def former_keys(connection: Connection) -> dict[str, str]:
    """The key that each former key leads to."""
    return dict(connection.execute(select(t.former_key.c.former, t.former_key.c.key)).all())


def newest_load(connection: Connection) -> int:
    """The number of the newest load that changed something; 0 if there was none."""
    return int(connection.execute(select(func.coalesce(func.max(t.load.c.id), 0))).scalar_one())


def count(connection: Connection, name: str) -> int:
    """How many rows a table has."""
    return int(connection.execute(select(func.count()).select_from(t.metadata.tables[name])).scalar_one())


def aliases(connection: Connection) -> "tuple[list[Alias], str]":
    """All names the linker looks for, and a digest of them and their rules."""
    import json

    from policykb.lexicon.linker import Alias

    a, e = t.alias.c, t.entity.c
    rows = connection.execute(
        select(a.id, a.entity_id, a.text, a.kind, a.case_sensitive, a.not_in, a.needs_any, e.scope_id, e.key)
        .join(t.entity, e.id == a.entity_id)
        .where(e.type.in_(LINKED_TYPES))
        .order_by(e.key, a.position)
    )
    found = []
    digest = hashlib.blake2b(digest_size=16)
    for row in rows:
        found.append(
            Alias(
                id=row.id,
                entity=row.entity_id,
                text=row.text,
                case_sensitive=bool(row.case_sensitive),
                not_in=tuple(json.loads(row.not_in)) if row.not_in else (),
                needs_any=tuple(json.loads(row.needs_any)) if row.needs_any else (),
                place=row.kind == "metonym",
                scope=row.scope_id,
            )
        )
        # The ids are part of it: mentions point at aliases and entities by id.
        digest.update(repr(tuple(row)).encode())
    return found, digest.hexdigest()


def words(connection: Connection) -> defaultdict[str, set[str]]:
    """Every word the statements have used, by language."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for language, folded in connection.execute(select(t.word.c.language, t.word.c.folded)):
        found[language].add(folded)
    return found


def about(connection: Connection, name: str) -> str | None:
    """A fact of the base itself."""
    return connection.execute(select(t.about.c.value).where(t.about.c.name == name)).scalar_one_or_none()


def languages_by_key(connection: Connection) -> dict[str, str]:
    """The language of every source, by key."""
    e, c = t.entity.c, t.source.c
    rows = connection.execute(select(e.key, c.language).join(t.source, c.entity_id == e.id))
    return {row.key: row.language or "en" for row in rows}


def source_facts(connection: Connection) -> tuple[dict[int, tuple[str | None, str | None]], dict[int, str]]:
    """(first and last day of issue, language) of every source, by id."""
    c = t.source.c
    found = connection.execute(select(c.entity_id, c.issued_first, c.issued_last, c.language)).all()
    return {r.entity_id: (r.issued_first, r.issued_last) for r in found}, {
        r.entity_id: r.language or "en" for r in found
    }
