"""What a field of `count of ... by` groups by: what has to be joined, the value, its name; separate from the counting.

The values of linked entities are ids here and get their names afterwards: to group 160,000 pairs of ids costs half of
what it costs to group their names, and two groups of people that share a name stay two.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, and_, case, func, not_, or_, select

from policykb.domain.fields import PASSAGE, STATEMENTS, Field, Kind, find_field
from policykb.errors import UnknownField
from policykb.query.conditions import column_of
from policykb.query.grammar.lookup import field_names, groupable, makes_groups, one_for_all
from policykb.query.passages import year_or_value
from policykb.query.scope import Bool
from policykb.store import tables as t


@dataclass(frozen=True)
class Grouping:
    """What one field groups by: ``value`` is an id if ``types`` names entities, else what is read.

    ``kept`` holds of the rows that count, ``repeats`` says whether a record may stand in one row more than once.
    """

    table: FromClause
    value: ColumnElement[Any]
    types: tuple[str, ...] = ()
    kept: Bool | None = None
    repeats: bool = False


def grouping_field(name: str, subject: str) -> Field:
    """The field that a group names; raises UnknownField for one that makes no groups, naming those that do."""
    row = find_field(name.removesuffix(".top"), subject)
    assert row is not None, name
    if not makes_groups(row, subject):
        raise UnknownField(f"{name} makes no groups", f"Group by one of {', '.join(groupable(subject))}.")
    return row


def group_named(name: str, subjects: Sequence[str]) -> str:
    """The canonical name of a group that somebody writes (theme, addressee, theme.top); raises UnknownField."""
    written, dot, part = name.strip().lower().partition(".")
    row = one_for_all(written, subjects)
    if row is None or (dot and (row.query, part) != ("theme", "top")):
        raise UnknownField(f"there is no field '{name}' to count by", f"Fields: {', '.join(field_names(subjects))}.")
    grouping_field(str(row.query), subjects[0])
    return f"{row.query}{dot}{part}"


def own_value(row: Field, subject: str) -> ColumnElement[Any] | None:
    """What a record's own column says, as it is read: the year of a date, true or false; None where none of its own."""
    if row.role is not None or row.kind is Kind.NAME:
        return None
    if subject == PASSAGE:
        return year_or_value(row)
    statements = subject in STATEMENTS
    own = t.statement if statements else t.OWN_TABLES[subject]
    name = row.column or row.name
    holder = own if name in own.c else t.entity
    if row.kind is Kind.DATE:
        return func.substr(holder.c[f"{name}_first"], 1, 4)
    column = column_of(row, own) if statements else holder.c[name]
    if row.kind is Kind.FLAG:
        return case((column.is_(True), "true"), (column.is_(False), "false"))
    return column


def grouped(table: FromClause, found: FromClause, name: str, row: Field) -> Grouping:
    """The table of what was found joined with what holds the field, and its value there."""
    if row.kind is Kind.NAME and "source_id" not in found.c:
        return _belonging(table, found, row)
    if row.name in {"source", "publisher"}:
        return Grouping(table, found.c.source_id if row.name == "source" else found.c.publisher_id, row.types)
    if row.name == "proponents":
        return _proponents(table, found, row.types)
    if row.role is None:
        return Grouping(table, found.c[row.name])
    link = t.link.alias()
    table = table.outerjoin(link, and_(link.c.statement_id == found.c.id, link.c.role == row.role))
    return _tops(table, link, row.types) if name.endswith(".top") else Grouping(table, link.c.entity_id, row.types)


def _belonging(table: FromClause, found: FromClause, row: Field) -> Grouping:
    """The entities that belong to one: its publisher, its members, what it is a part of."""
    id_ = found.c.id
    if row.name in {"publisher", "event"}:
        own = t.source.alias()
        return Grouping(table.outerjoin(own, own.c.entity_id == id_), own.c[f"{row.name}_id"], row.types)
    m, a, p, c = (each.alias() for each in (t.membership, t.author, t.parent, t.coverage))
    member = m.c.role == "member"
    between = {
        "involving": (m, m.c.framework_id == id_, m.c.actor_id),
        "member": (m, and_(m.c.framework_id == id_, member), m.c.actor_id),
        "member_of": (m, and_(m.c.actor_id == id_, member), m.c.framework_id),
        "authors": (a, a.c.source_id == id_, a.c.person_id),
        "coverage": (c, c.c.source_id == id_, c.c.theme_id),
    }
    link, belongs, value = between.get(row.name, (p, p.c.child_id == id_, p.c.parent_id))
    return Grouping(table.outerjoin(link, belongs), value, row.types, repeats=True)


def _tops(table: FromClause, link: FromClause, types: tuple[str, ...]) -> Grouping:
    """The widest themes above those linked."""
    above, top = t.closure.alias(), t.entity.alias()
    table = table.outerjoin(above, above.c.descendant_id == link.c.entity_id)
    is_top = not_(top.c.id.in_(select(t.parent.c.child_id)))
    table = table.outerjoin(top, and_(top.c.id == above.c.ancestor_id, is_top))
    # A theme's wider but not widest themes give no row of their own; a record without a theme does.
    return Grouping(table, top.c.id, types, or_(top.c.id.is_not(None), link.c.entity_id.is_(None)), repeats=True)


def _proponents(table: FromClause, found: FromClause, types: tuple[str, ...]) -> Grouping:
    """Those stated, or the authors of the source where none is."""
    link, author = t.link.alias(), t.author.alias()
    table = table.outerjoin(link, and_(link.c.statement_id == found.c.id, link.c.role == "proponent"))
    authored = and_(found.c.voiced == "authors", author.c.source_id == found.c.source_id)
    table = table.outerjoin(author, authored)
    return Grouping(table, func.coalesce(link.c.entity_id, author.c.person_id), types)


def label_of(named: FromClause, name: str, types: tuple[str, ...]) -> ColumnElement[Any]:
    """What an entity is called in a row: its name, with its key where another of these types has the same name."""
    if name == "source":
        return named.c.key
    e = t.entity.alias()
    same = select(e.c.name).where(e.c.type.in_(types)).group_by(e.c.name).having(func.count() > 1)
    return case((named.c.name.in_(same), named.c.name + " (" + named.c.key + ")"), else_=named.c.name)


def order_of(row: Field, connection: Connection) -> Sequence[str] | None:
    """The terms of a field's vocabulary where their order means something (must, should, could); None elsewhere."""
    if not row.ordered:
        return None
    vocabulary, term = t.vocabulary.c, t.term.c
    terms = select(term.key).join(t.vocabulary, vocabulary.id == term.vocabulary_id)
    return connection.execute(terms.where(vocabulary.key == row.vocabulary).order_by(term.position)).scalars().all()
