"""What each kind of condition on themes, actors, frameworks, events and sources means in SQL."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, not_, or_, select, true

from policykb.domain.fields import Field, Kind
from policykb.query.ast import AnyValue, Condition, Dates, Name, NoValue, Word
from policykb.query.conditions import bounds, overlaps, same_text, scalar
from policykb.query.scope import Bool, Scope
from policykb.query.texts import in_other_text
from policykb.store import tables as t


def entity_condition(item: Condition, row: Field, subject: str, scope: Scope) -> Bool:
    """A condition on `entity` joined with the subject's own table."""
    e, own = t.entity.c, t.OWN_TABLES[subject].c
    if isinstance(item.value, NoValue):
        return not_(_has_any(row, subject))
    if isinstance(item.value, AnyValue):
        return _has_any(row, subject)
    match row.name:
        case "involving" | "member":
            return e.id.in_(_involving(item, subject, scope, members_only=row.name == "member"))
        case "member_of":
            return e.id.in_(_members(item, scope))
        case "coverage":
            return e.id.in_(_read_for(item, scope))
        case "broader" | "part_of":
            return e.id.in_(_below_parent(item, scope))
        case "authors":
            return e.id.in_(select(t.author.c.source_id).where(t.author.c.person_id.in_(scope.below(item))))
        case "publisher" | "event":
            column = own[f"{row.name}_id"]
            return and_(column.is_not(None), column.in_(scope.below(item)))
        case "aliases":
            return e.id.in_(_matching(t.alias.c.entity_id, t.alias.c.text, item, scope).where(t.alias.c.position > 0))
        case "ids":
            return e.id.in_(_matching(t.external_id.c.entity_id, t.external_id.c.value, item, scope))
    match row.kind:
        case Kind.TEXT:
            return in_other_text(item, row, t.entity, t.entity_text, "entity_id", scope)
        case Kind.DATE:
            table = e if row.name == "checked" else own
            return overlaps(item, table[f"{row.column}_first"], table[f"{row.column}_last"], scope)
        case _:
            return scalar(item, row, _column(row, subject), scope)


def _column(row: Field, subject: str) -> ColumnElement[Any]:
    own = t.OWN_TABLES[subject]
    name = row.column or row.name
    return own.c[name] if name in own.c else t.entity.c[name]


def _matching(id_: ColumnElement[Any], column: ColumnElement[Any], item: Condition, scope: Scope) -> Select[Any]:
    assert isinstance(item.value, Word)
    return select(id_).where(same_text(column, item.value.text, scope))


def _below_parent(item: Condition, scope: Scope) -> Select[Any]:
    """Everything below the entity but itself; with := only what is directly below."""
    assert isinstance(item.value, Name)
    id_ = scope.ids[item.value.text]
    if item.operator == ":=":
        return select(t.parent.c.child_id).where(t.parent.c.parent_id == id_)
    c = t.closure.c
    return select(c.descendant_id).where(c.ancestor_id == id_, c.descendant_id != id_)


def _involving(item: Condition, subject: str, scope: Scope, *, members_only: bool) -> Select[Any]:
    """Frameworks with such a member or participant (on a day of ``on``), or events somebody took part in."""
    if subject == "event":
        p, o = t.participation.c, t.participation_organisation.c
        organisations = select(o.participation_id).where(o.organisation_id.in_(scope.below(item)))
        return select(p.event_id).where(or_(p.person_id.in_(scope.below(item)), p.id.in_(organisations)))
    m = t.membership.c
    role = m.role == "member" if members_only else true()
    return select(m.framework_id).where(m.actor_id.in_(scope.below(item)), role, *_on_a_day(item.on, scope))


def _members(item: Condition, scope: Scope) -> Select[Any]:
    """Members of a framework or of a part of it (on a day of ``on``)."""
    m = t.membership.c
    belongs = m.framework_id.in_(scope.below(item)), m.role == "member"
    return select(m.actor_id).where(*belongs, *_on_a_day(item.on, scope))


def _on_a_day(on: Dates | None, scope: Scope) -> list[Bool]:
    """That a membership lasted on a day of the range: without a date of exit it is open, without one of entry it
    begins with the framework.
    """
    if on is None:
        return []
    m, own = t.membership.c, t.framework.alias()
    first, last = bounds(on, scope.today)
    conditions: list[Bool] = []
    if last:
        founded = select(own.c.established_first).where(own.c.entity_id == m.framework_id).scalar_subquery()
        began = func.coalesce(m.from_first, founded)
        conditions.append(or_(began.is_(None), began <= last))
    if first:
        conditions.append(or_(m.to_last.is_(None), m.to_last >= first))
    return conditions


def _read_for(item: Condition, scope: Scope) -> Select[Any]:
    """Sources read for a theme: with coverage of it or of a wider one; with := of itself."""
    assert isinstance(item.value, Name)
    c, closure, id_ = t.coverage.c, t.closure.c, scope.ids[item.value.text]
    if item.operator == ":=":
        return select(c.source_id).where(c.theme_id == id_)
    return select(c.source_id).where(c.theme_id.in_(select(closure.ancestor_id).where(closure.descendant_id == id_)))


def _has_any(row: Field, subject: str) -> Bool:
    e = t.entity.c
    elsewhere = {
        "aliases": (t.alias.c.entity_id, t.alias.c.position > 0),
        "ids": (t.external_id.c.entity_id, true()),
        "broader": (t.parent.c.child_id, true()),
        "part_of": (t.parent.c.child_id, true()),
        "authors": (t.author.c.source_id, true()),
        "member": (t.membership.c.framework_id, t.membership.c.role == "member"),
        "member_of": (t.membership.c.actor_id, t.membership.c.role == "member"),
        "coverage": (t.coverage.c.source_id, true()),
        "involving": (
            (t.participation.c.event_id, true()) if subject == "event" else (t.membership.c.framework_id, true())
        ),
    }
    if row.name in elsewhere:
        column, condition = elsewhere[row.name]
        return exists().where(column == e.id, condition)
    if row.name in {"publisher", "event"}:
        return t.OWN_TABLES[subject].c[f"{row.name}_id"].is_not(None)
    return _column(row, subject).is_not(None)
