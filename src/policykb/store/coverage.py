"""Which source was read for which theme, and what its statements say about it; reads only."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from policykb.store import tables as t


class Reading(NamedTuple):
    """That somebody read a source for a theme (keys), when, and under which version of the vocabulary."""

    source: str
    theme: str
    by: str
    on: str
    vocabulary: str | None


def sources(connection: Connection) -> list[str]:
    """The keys of all sources, in alphabetical order."""
    return list(connection.scalars(select(t.entity.c.key).where(t.entity.c.type == "source").order_by(t.entity.c.key)))


def top_themes(connection: Connection) -> list[str]:
    """The keys of the themes that nothing is broader than, in alphabetical order."""
    has_broader = select(t.parent.c.child_id).where(t.parent.c.child_id == t.entity.c.id).exists()
    query = select(t.entity.c.key).where(t.entity.c.type == "theme", ~has_broader)
    return list(connection.scalars(query.order_by(t.entity.c.key)))


def narrower(connection: Connection, theme: str) -> list[str]:
    """The keys of the themes right below a theme, in alphabetical order."""
    above = t.entity.alias()
    query = (
        select(t.entity.c.key)
        .join(t.parent, t.parent.c.child_id == t.entity.c.id)
        .join(above, above.c.id == t.parent.c.parent_id)
        .where(above.c.key == theme)
    )
    return list(connection.scalars(query.order_by(t.entity.c.key)))


def readings(connection: Connection) -> list[Reading]:
    """All that is recorded of what was read, by source, theme and time."""
    source, theme, c = t.entity.alias(), t.entity.alias(), t.coverage.c
    query = (
        select(source.c.key, theme.c.key, c.by, c.on, c.vocabulary)
        .join(source, source.c.id == c.source_id)
        .join(theme, theme.c.id == c.theme_id)
        .order_by(source.c.key, theme.c.key, c.on, c.by)
    )
    return [Reading(*row) for row in connection.execute(query)]


def below(connection: Connection, themes: Sequence[str]) -> dict[str, set[str]]:
    """For each of these themes the keys of all that lies below it, itself included."""
    above, under, c = t.entity.alias(), t.entity.alias(), t.closure.c
    query = (
        select(above.c.key, under.c.key)
        .select_from(t.closure)
        .join(above, above.c.id == c.ancestor_id)
        .join(under, under.c.id == c.descendant_id)
        .where(above.c.key.in_(themes))
    )
    found: dict[str, set[str]] = {theme: set() for theme in themes}
    for theme, key in connection.execute(query):
        found[theme].add(key)
    return found


def counts(connection: Connection, themes: Sequence[str]) -> dict[tuple[str, str], int]:
    """How many statements of each source are about each of these themes or a narrower one; nothing where none are."""
    above, source, link, c, s = t.entity.alias(), t.entity.alias(), t.link.c, t.closure.c, t.statement.c
    query = (
        select(source.c.key, above.c.key, func.count(s.id.distinct()))
        .select_from(t.link)
        .join(t.closure, c.descendant_id == link.entity_id)
        .join(above, above.c.id == c.ancestor_id)
        .join(t.statement, s.id == link.statement_id)
        .join(source, source.c.id == s.source_id)
        .where(link.role == "theme", above.c.key.in_(themes))
        .group_by(source.c.key, above.c.key)
    )
    return {(source_key, theme): count for source_key, theme, count in connection.execute(query)}
