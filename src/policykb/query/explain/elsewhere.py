"""What other records state of an entity: memberships of an actor, coverage of a source; read when it is told."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from policykb.query.explain.facts import Plain
from policykb.store import tables as t


def memberships_of(connection: Connection, actor: str) -> list[tuple[Plain, int, Plain]]:
    """(the framework, the place from 1 among its memberships, the membership) of an actor by key, as JSON has them."""
    m, own, framework, who = t.membership.c, t.framework.c, t.entity.alias(), t.entity.alias()
    rows = connection.execute(
        select(framework.c.key, own.established, m.position, m.role, m["from"], m.to)
        .join(framework, framework.c.id == m.framework_id)
        .join(t.framework, own.entity_id == framework.c.id)
        .join(who, who.c.id == m.actor_id)
        .where(who.c.key == actor)
        .order_by(framework.c.key, m.position)
    )
    found: list[tuple[Plain, int, Plain]] = []
    for key, established, position, role, first, last in rows:
        membership = {"actor": actor, "role": role, "from": first, "to": last}
        stated = {name: value for name, value in membership.items() if value is not None}
        record = {"key": key} | ({"established": established} if established is not None else {})
        found.append((record, position + 1, stated))
    return found


def coverage_of(connection: Connection, source: str) -> Sequence[tuple[str, str]]:
    """(theme, who read for it) of a source, by key."""
    c, theme, own = t.coverage.c, t.entity.alias(), t.entity.alias()
    rows = connection.execute(
        select(theme.c.key, c.by)
        .join(theme, theme.c.id == c.theme_id)
        .join(own, own.c.id == c.source_id)
        .where(own.c.key == source)
        .order_by(theme.c.key)
    )
    return [(row[0], row[1]) for row in rows]


def wider(connection: Connection, theme: str) -> frozenset[str]:
    """A theme and every wider one, by key."""
    c, narrow, wide = t.closure.c, t.entity.alias(), t.entity.alias()
    above = select(wide.c.key).join(t.closure, c.ancestor_id == wide.c.id).join(narrow, narrow.c.id == c.descendant_id)
    return frozenset(connection.execute(above.where(narrow.c.key == theme)).scalars())
