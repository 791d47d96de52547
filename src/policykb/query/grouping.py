"""`count of ... by ...` as a SELECT: how many records, sources and publishers stand behind each value or pair of them.

A record with two themes counts in both rows; the total counts it once. A record without a value stands in a row of
its own, so that the rows hide nothing.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, Table, and_, case, func, literal, not_, select

from policykb.domain.fields import STATEMENTS, Kind, find_field
from policykb.query.ast import Query
from policykb.query.compile import where_clause
from policykb.query.conditions import column_of
from policykb.query.grammar.lookup import makes_groups
from policykb.query.names import Resolution
from policykb.query.scope import Bool, Scope
from policykb.store import tables as t

NOBODY = "(none)"
Counted = tuple[list[str], int, int, int]


def count_groups(resolution: Resolution, connection: Connection, today: date) -> Iterator[Counted]:
    """(value of each group, records, sources, publishers), most records first, then by value."""
    for row in connection.execute(counting(resolution, connection, today)):
        *values, first, second, third = row
        yield [str(value) for value in values], int(first), int(second), int(third)


def counting(resolution: Resolution, connection: Connection, today: date) -> Select[Any]:
    """The SELECT behind `count_groups`."""
    query = resolution.query
    scope = Scope(connection, resolution.ids, resolution.statements, today)
    base, table, labels, kept = _labelled(query)
    sources, publishers, table = _behind(table, query.subjects[0] in STATEMENTS)
    records = func.count(base.c.id.distinct())
    found = (
        select(*labels, records, sources, publishers)
        .select_from(table)
        .where(and_(base.c.type.in_(query.subjects), where_clause(query, scope), *kept))
        .group_by(*labels)
        .order_by(records.desc(), *labels)
    )
    return found.limit(query.limit) if query.limit else found


def groups_of(query: Query, ids: Sequence[int], connection: Connection) -> dict[int, list[tuple[str, ...]]]:
    """The rows of the count in which each of these records stands, by id."""
    base, table, labels, kept = _labelled(query)
    found = select(base.c.id, *labels).select_from(table).where(base.c.id.in_(ids), *kept).distinct()
    groups: dict[int, list[tuple[str, ...]]] = {}
    for id_, *values in connection.execute(found.order_by(base.c.id, *labels)):
        groups.setdefault(id_, []).append(tuple(map(str, values)))
    return groups


def _labelled(query: Query) -> tuple[Table, FromClause, list[ColumnElement[Any]], list[Bool]]:
    """The table of what is counted, all that is joined to it, the value of each group, and which rows count."""
    base = t.statement if query.subjects[0] in STATEMENTS else t.entity
    table: FromClause = base
    if base is t.entity:
        own = t.OWN_TABLES[query.subjects[0]]
        table = table.join(own, own.c.entity_id == t.entity.c.id)
    labels: list[ColumnElement[Any]] = []
    kept: list[Bool] = []
    for name in query.group:
        table, label = _grouped(table, name, query.subjects)
        if name.endswith(".top"):
            kept.append(label.is_not(None))
        labels.append(func.coalesce(label, NOBODY))
    return base, table, labels, kept


def _behind(table: FromClause, statements: bool) -> tuple[ColumnElement[Any], ColumnElement[Any], FromClause]:
    """How many sources make the records and how many publishers issue those; of entities none is known."""
    if not statements:
        return literal(0), literal(0), table
    origin = t.source.alias()
    table = table.outerjoin(origin, origin.c.entity_id == t.statement.c.source_id)
    return func.count(t.statement.c.source_id.distinct()), func.count(origin.c.publisher_id.distinct()), table


def _grouped(table: FromClause, name: str, subjects: tuple[str, ...]) -> tuple[FromClause, ColumnElement[Any]]:
    """The table joined with what holds the field, and the column that names its value."""
    row = find_field(name.removesuffix(".top"), subjects[0])
    assert row is not None, name
    assert makes_groups(row, subjects[0]), name
    if row.kind is Kind.NAME and subjects[0] not in STATEMENTS:
        return _joined_entities(table, row.name)
    if row.name in {"source", "publisher"}:
        return _joined_source(table, row.name)
    if row.name == "proponents":
        return _joined_proponents(table)
    if row.role is not None:
        return _joined_links(table, row.role, top=name.endswith(".top"))
    statements = subjects[0] in STATEMENTS
    own = t.statement if statements else t.OWN_TABLES[subjects[0]]
    column_name = row.column or row.name
    holder = own if column_name in own.c else t.entity
    if row.kind is Kind.DATE:
        return table, func.substr(holder.c[f"{column_name}_first"], 1, 4)
    column = column_of(row, own) if statements else holder.c[column_name]
    if row.kind is Kind.FLAG:
        return table, case((column.is_(True), "true"), (column.is_(False), "false"))
    return table, column


def _joined_entities(table: FromClause, name: str) -> tuple[FromClause, ColumnElement[Any]]:
    """The entities that belong to one: its publisher, its members, what it is a part of."""
    named, e = t.entity.alias(), t.entity.c
    if name in {"publisher", "event"}:
        return table.outerjoin(named, named.c.id == t.source.c[f"{name}_id"]), named.c.name
    m, a, p, c = (each.alias() for each in (t.membership, t.author, t.parent, t.coverage))
    member = m.c.role == "member"
    between = {
        "involving": (m, m.c.framework_id == e.id, m.c.actor_id),
        "member": (m, and_(m.c.framework_id == e.id, member), m.c.actor_id),
        "member_of": (m, and_(m.c.actor_id == e.id, member), m.c.framework_id),
        "authors": (a, a.c.source_id == e.id, a.c.person_id),
        "coverage": (c, c.c.source_id == e.id, c.c.theme_id),
    }
    link, belongs, other = between.get(name, (p, p.c.child_id == e.id, p.c.parent_id))
    return table.outerjoin(link, belongs).outerjoin(named, named.c.id == other), named.c.name


def _joined_source(table: FromClause, name: str) -> tuple[FromClause, ColumnElement[Any]]:
    source, publisher = t.source.alias(), t.entity.alias()
    if name == "source":
        return table.join(publisher, publisher.c.id == t.statement.c.source_id), publisher.c.key
    table = table.join(source, source.c.entity_id == t.statement.c.source_id)
    return table.outerjoin(publisher, publisher.c.id == source.c.publisher_id), publisher.c.name


def _joined_links(table: FromClause, role: str, *, top: bool) -> tuple[FromClause, ColumnElement[Any]]:
    link, named = t.link.alias(), t.entity.alias()
    table = table.outerjoin(link, and_(link.c.statement_id == t.statement.c.id, link.c.role == role))
    if not top:
        return table.outerjoin(named, named.c.id == link.c.entity_id), named.c.name
    above = t.closure.alias()
    is_top = not_(named.c.id.in_(select(t.parent.c.child_id)))
    table = table.outerjoin(above, above.c.descendant_id == link.c.entity_id)
    table = table.outerjoin(named, and_(named.c.id == above.c.ancestor_id, is_top))
    # A theme's wider but not widest themes give no row of their own; a record without a theme does.
    label = case((named.c.id.is_not(None), named.c.name), (link.c.entity_id.is_(None), NOBODY))
    return table, label


def _joined_proponents(table: FromClause) -> tuple[FromClause, ColumnElement[Any]]:
    """Those stated, or the authors of the source where none is."""
    link, author, named = t.link.alias(), t.author.alias(), t.entity.alias()
    table = table.outerjoin(link, and_(link.c.statement_id == t.statement.c.id, link.c.role == "proponent"))
    authored = and_(t.statement.c.voiced == "authors", author.c.source_id == t.statement.c.source_id)
    table = table.outerjoin(author, authored)
    voiced = named.c.id == func.coalesce(link.c.entity_id, author.c.person_id)
    return table.outerjoin(named, voiced), named.c.name
