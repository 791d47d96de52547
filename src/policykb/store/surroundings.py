"""What surrounds one record: names found in it, claims, relations, what links to it, what lies below it; reads only."""

from typing import Any, NamedTuple

from sqlalchemy import Connection, or_, select

from policykb.store import tables as t


class Named(NamedTuple):
    """A name that stands in a statement's text, from character ``start`` to ``end``."""

    key: str
    name: str
    start: int
    end: int


class Pointer(NamedTuple):
    """Another record that points here or is pointed at: ``how`` (a role, a relation), its key and its text or name."""

    how: str
    key: str
    text: str


def current_key(connection: Connection, key: str) -> str:
    """The key itself, or the one a former key leads to."""
    query = select(t.former_key.c.key).where(t.former_key.c.former == key)
    return connection.execute(query).scalar_one_or_none() or key


def statement_id(connection: Connection, key: str) -> int | None:
    """The id of a statement; None if there is none of that key."""
    return connection.execute(select(t.statement.c.id).where(t.statement.c.key == key)).scalar_one_or_none()


def entity_id(connection: Connection, key: str) -> int | None:
    """The id of an entity; None if there is none of that key."""
    return connection.execute(select(t.entity.c.id).where(t.entity.c.key == key)).scalar_one_or_none()


def source_id(connection: Connection, key: str) -> int | None:
    """The id of a source; None if there is none of that key."""
    e = t.entity.c
    return connection.execute(select(e.id).where(e.key == key, e.type == "source")).scalar_one_or_none()


def keys_of(connection: Connection, type_: str) -> list[str]:
    """The keys of all entities of a type, in alphabetical order."""
    e = t.entity.c
    return list(connection.execute(select(e.key).where(e.type == type_).order_by(e.key)).scalars())


def named_in(connection: Connection, id_: int) -> list[Named]:
    """The names found in a statement's text, in order."""
    m, e = t.mention.c, t.entity.c
    rows = connection.execute(
        select(e.key, e.name, m.start, m.end)
        .join(t.entity, e.id == m.entity_id)
        .where(m.statement_id == id_, m.place == 0)
        .order_by(m.start, e.key)
    )
    return [Named(*row) for row in rows]


def claims_on(connection: Connection, id_: int) -> list[dict[str, Any]]:
    """What has been said of a statement's response and progress, oldest first."""
    c, e = t.claim.c, t.entity.c
    rows = connection.execute(
        select(t.claim, e.key.label("asserter"))
        .join(t.entity, e.id == c.asserter_id)
        .where(c.statement_id == id_)
        .order_by(c.aspect, c.on_first, c.position)
    ).mappings()
    names = ("aspect", "value", "asserter", "on", "url", "quote", "retracted", "reason")
    return [{name: row[name] for name in names if row[name]} for row in rows]


def relations_of(connection: Connection, id_: int) -> list[Pointer]:
    """The statements this one is related to, then those that are related to it."""
    r, s = t.relation.c, t.statement.c
    forward = select(r.relation, s.key, s.text).join(t.statement, s.id == r.object_id).where(r.subject_id == id_)
    back = select(r.relation, s.key, s.text).join(t.statement, s.id == r.subject_id).where(r.object_id == id_)
    found = [Pointer(*row) for row in connection.execute(forward.order_by(s.key))]
    return found + [Pointer(_BACK[how], key, text) for how, key, text in connection.execute(back.order_by(s.key))]


_BACK = {
    "supports": "supported by",
    "contradicts": "contradicted by",
    "refines": "refined by",
    "restates": "restated by",
    "supersedes": "superseded by",
    "responds-to": "answered by",
}


def statements_of(connection: Connection, id_: int) -> list[Pointer]:
    """The statements that link to an entity, with the role; of a source, those it makes."""
    link, s = t.link.c, t.statement.c
    linked = select(link.role, s.key, s.text).join(t.statement, s.id == link.statement_id).where(link.entity_id == id_)
    made = select(s.type, s.key, s.text).where(s.source_id == id_)
    rows = [*connection.execute(linked.order_by(s.key, link.role)), *connection.execute(made.order_by(s.position))]
    return [Pointer(*row) for row in rows]


def below(connection: Connection, id_: int) -> list[Pointer]:
    """What is directly narrower than an entity or a part of it."""
    e, p = t.entity.c, t.parent.c
    query = select(e.type, e.key, e.name).join(t.parent, p.child_id == e.id).where(p.parent_id == id_)
    return [Pointer(*row) for row in connection.execute(query.order_by(e.key))]


def roles_of(connection: Connection, id_: int) -> list[Pointer]:
    """What an actor or body is elsewhere: member of a framework, participant of an event, author or publisher."""
    e, m, p, own = t.entity.c, t.membership.c, t.participation.c, t.source.c
    member = select(e.key, e.name, m.role, m["from"], m.to).join(t.entity, e.id == m.framework_id)
    took_part = select(e.key, e.name, p.role, p.affiliation).join(t.entity, e.id == p.event_id)
    wrote = select(e.key, e.name).join(t.author, t.author.c.source_id == e.id).where(t.author.c.person_id == id_)
    published = select(e.key, e.name).join(t.source, own.entity_id == e.id).where(own.publisher_id == id_)
    found = []
    for key, name, role, first, last in connection.execute(
        member.where(m.actor_id == id_).order_by(e.key, m.from_first)
    ):
        found.append(
            Pointer(" ".join(filter(None, (role, first and f"from {first}", last and f"to {last}"))), key, name)
        )
    for key, name, role, affiliation in connection.execute(took_part.where(p.person_id == id_).order_by(e.key)):
        found.append(Pointer(f"{role} ({affiliation})" if affiliation else role, key, name))
    for how, query in (("author", wrote), ("publisher", published)):
        found += [Pointer(how, key, name) for key, name in connection.execute(query.order_by(e.key))]
    return found


def keys_like(connection: Connection, key: str) -> list[str]:
    """Keys among which the one meant may be: those of all entities, and of statements that share some letters."""
    keys = list(connection.execute(select(t.entity.c.key)).scalars())
    local, column = key.rpartition("/")[2], t.statement.c.key
    near = select(column).where(
        or_(column.contains(local[:4], autoescape=True), column.startswith(key[:8], autoescape=True))
    )
    return [*keys, *connection.execute(near.limit(5_000)).scalars()]
