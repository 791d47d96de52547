"""The names of an entity with their rules, and how the statements of a base use them; reads only."""

import json
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from policykb.lexicon.words import words
from policykb.store import tables as t
from policykb.store.dialect import of_connection

EXAMPLES = 2
"""Statements given for each name."""
MOST_LOOKED_AT = 500
"""Statements in which a name with rules is looked for where it does not count."""


class NameRow(NamedTuple):
    """A name of an entity; ``kind`` preferred is its usual one."""

    id: int
    text: str
    kind: str
    language: str
    case_sensitive: bool
    not_in: tuple[str, ...]
    needs_any: tuple[str, ...]


class Use(NamedTuple):
    """A place where a name counts: ``text[start:end]`` of a statement or of an exact quote of its evidence."""

    alias: int
    statement: str
    text: str
    start: int
    end: int


class Called(NamedTuple):
    """An entity by key, type and name."""

    key: str
    type: str
    name: str


def names_of(connection: Connection, id_: int) -> list[NameRow]:
    """Every name of an entity, its usual one first; an alias that is written like that is the same name."""
    a = t.alias.c
    columns = (a.id, a.text, a.kind, a.language, a.case_sensitive, a.not_in, a.needs_any)
    found: dict[str, NameRow] = {}
    for row in connection.execute(select(*columns).where(a.entity_id == id_).order_by(a.position)):
        not_in, needs_any = (tuple(json.loads(rule)) if rule else () for rule in (row.not_in, row.needs_any))
        name = NameRow(row.id, row.text, row.kind, row.language, bool(row.case_sensitive), not_in, needs_any)
        found.setdefault(row.text, name)
    return list(found.values())


def statements_by_alias(connection: Connection, id_: int) -> dict[int, int]:
    """How many statements each name of an entity stands in and counts."""
    m = t.mention.c
    query = select(m.alias_id, func.count(m.statement_id.distinct())).where(m.entity_id == id_).group_by(m.alias_id)
    return dict(connection.execute(query).all())


def uses(connection: Connection, id_: int) -> list[Use]:
    """The first statements for each name of an entity."""
    m, s, e = t.mention.c, t.statement.c, t.evidence.c
    place = func.row_number().over(partition_by=m.alias_id, order_by=(m.statement_id, m.place, m.start))
    numbered = select(m.alias_id, m.statement_id, m.place, m.start, m.end, place.label("number"))
    some = numbered.where(m.entity_id == id_).subquery()
    rows = connection.execute(
        select(some.c.alias_id, s.key, func.coalesce(e.exact, s.text), some.c.start, some.c.end)
        .join(t.statement, s.id == some.c.statement_id)
        .outerjoin(t.evidence, (e.statement_id == some.c.statement_id) & (e.position == some.c.place))
        .where(some.c.number <= EXAMPLES)
        .order_by(some.c.alias_id, some.c.number)
    )
    return [Use(*row) for row in rows]


def statements_with(connection: Connection, name: str, languages: Sequence[str]) -> list[tuple[str, str, int]]:
    """(key, text, source id) of the first statements in whose texts the words of a name stand, counting or not."""
    runs = [[term for term, _, _ in words(name, language)] for language in languages]
    found = of_connection(connection).statements_with([run for run in runs if run])
    s = t.statement.c
    query = select(s.key, s.text, s.source_id).where(s.id.in_(found)).order_by(s.id).limit(MOST_LOOKED_AT)
    return [(row.key, row.text, row.source_id) for row in connection.execute(query)]


def former_keys(connection: Connection, key: str) -> list[str]:
    """The keys an entity had before."""
    f = t.former_key.c
    return list(connection.execute(select(f.former).where(f.key == key).order_by(f.position)).scalars())


def called(connection: Connection, ids: Sequence[int]) -> dict[int, Called]:
    """Entities by id."""
    e = t.entity.c
    rows = connection.execute(select(e.id, e.key, e.type, e.name).where(e.id.in_(ids)))
    return {row.id: Called(row.key, row.type, row.name) for row in rows}


def linked_statements(connection: Connection, id_: int) -> int:
    """How many statements link to an entity, in any role."""
    link = t.link.c
    query = select(func.count(link.statement_id.distinct())).where(link.entity_id == id_)
    return int(connection.execute(query).scalar_one())


def sources(connection: Connection) -> dict[str, int]:
    """The ids of all sources, by key."""
    e = t.entity.c
    return dict(connection.execute(select(e.key, e.id).where(e.type == "source")).all())
