"""`count of ... by ...` as a SELECT: how many records, sources and publishers stand behind each value or pair of them.

A record with two themes counts in both rows; the total counts it once. A record without a value stands in a row of
its own, so that the rows hide nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Text,
    and_,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from policykb.domain.fields import PASSAGE, STATEMENTS
from policykb.query.ast import Query
from policykb.query.compile import table_of, where_clause
from policykb.query.grammar.lookup import OF_SOURCES
from policykb.query.groups import Grouping, grouped, grouping_field, label_of, own_value
from policykb.query.names import Resolution, scope_of
from policykb.query.passages import passage_table
from policykb.query.scope import Bool
from policykb.store import tables as t

NOBODY = "(none)"
Counted = tuple[tuple[str, ...], int, int, int]


def count_groups(resolution: Resolution, connection: Connection, today: date) -> list[Counted]:
    """(value of each group, records, sources, publishers), most records first, then by value."""
    counted = connection.execute(counting(resolution, connection, today)).all()
    return [(tuple(row[:-3]), row[-3], row[-2], row[-1]) for row in counted]


def counting(resolution: Resolution, connection: Connection, today: date) -> Select[Any]:
    """The SELECT behind `count_groups`."""
    query = resolution.query
    found = _found(query, query.group, _where(resolution, connection, today)).subquery()
    rows, order = _rows(found, query.group, query.subjects[0])
    return rows.order_by(*order).limit(query.limit)


def groups_of(query: Query, ids: Sequence[int], connection: Connection) -> dict[int, list[tuple[str, ...]]]:
    """The rows of the count in which each of these records stands, by id."""
    subject = query.subjects[0]
    _, id_column = table_of(query.subjects)
    found = _found(query, query.group, id_column.in_(ids)).subquery()
    by = _joined(found, query.group, subject)
    table, labels = _labelled(by[-1].table, query.group, by, [each.value for each in by])
    rows = select(found.c.id, *labels).select_from(table).where(*_kept(by)).distinct()
    groups: dict[int, list[tuple[str, ...]]] = {}
    for id_, *values in connection.execute(rows.order_by(found.c.id, *labels)):
        groups.setdefault(id_, []).append(tuple(values))
    return groups


def count_several(
    resolution: Resolution, connection: Connection, today: date, groupings: Sequence[Sequence[str]]
) -> list[list[Counted]]:
    """The rows of each grouping, as `count_groups` gives them, without a limit; one by no field is the total.

    The records are looked for once, whatever the number of groupings. Raises UnknownField as `count_groups` does.
    """
    subject = resolution.query.subjects[0]
    names = dict.fromkeys(name for group in groupings for name in group)
    found = _found(resolution.query, names, _where(resolution, connection, today)).cte()
    most = max(map(len, groupings))
    parts = []
    for number, group in enumerate(groupings):
        *labels, records, sources, publishers = _rows(found, group, subject)[0].subquery().c
        padding = [cast(null(), Text) for _ in range(most - len(group))]
        parts.append(select(literal(number), records, sources, publishers, *labels, *padding))
    several: list[list[Counted]] = [[] for _ in groupings]
    for number, records, sources, publishers, *values in connection.execute(union_all(*parts)):
        several[number].append((tuple(values[: len(groupings[number])]), records, sources, publishers))
    for rows in several:
        rows.sort(key=lambda row: (-row[1], row[0]))
    return several


def _where(resolution: Resolution, connection: Connection, today: date) -> Bool:
    return where_clause(resolution.query, scope_of(resolution, connection, today))


def _found(query: Query, names: Iterable[str], where: Bool) -> Select[Any]:
    """The records that fit, each once: its id, where it comes from, and its values in fields of its own."""
    subject = query.subjects[0]
    fields = dict.fromkeys(grouping_field(name, subject) for name in names)
    values = {field.name: own_value(field, subject) for field in fields}
    own = [value.label(name) for name, value in values.items() if value is not None]
    if subject in STATEMENTS:
        s, origin = t.statement.c, t.source.alias()
        table: FromClause = t.statement.outerjoin(origin, origin.c.entity_id == s.source_id)
        columns = (s.id, s.source_id, s.voiced, origin.c.publisher_id, *own)
        return select(*columns).select_from(table).where(and_(s.type.in_(query.subjects), where))
    if subject == PASSAGE:
        columns = (t.passage.c.id, t.passage.c.source_id, t.source.c.publisher_id, *own)
        return select(*columns).select_from(passage_table()).where(where)
    mine = t.OWN_TABLES[subject]
    table = t.entity.join(mine, mine.c.entity_id == t.entity.c.id)
    return select(t.entity.c.id, *own).select_from(table).where(and_(t.entity.c.type == subject, where))


def _rows(found: FromClause, group: Sequence[str], subject: str) -> tuple[Select[Any], list[ColumnElement[Any]]]:
    """The rows of one grouping, the labels of its values first, and their order."""
    by = _joined(found, group, subject)
    repeats = any(each.repeats for each in by)
    counts = [
        (func.count(found.c.id.distinct()) if repeats else func.count()).label("records"),
        *(count.label(name) for name, count in _behind(found, subject).items()),
    ]
    values = [each.value.label(f"value_{n}") for n, each in enumerate(by)]
    table = by[-1].table if by else found
    grouping = select(*values, *counts).select_from(table).where(*_kept(by)).group_by(*(each.value for each in by))
    rows = grouping.subquery()
    named, labels = _labelled(rows, group, by, [rows.c[value.name] for value in values])
    return select(*labels, rows.c.records, rows.c.sources, rows.c.publishers).select_from(named), [
        rows.c.records.desc(),
        *labels,
    ]


def _joined(found: FromClause, group: Sequence[str], subject: str) -> list[Grouping]:
    """What each field groups by; the last one's table has everything joined."""
    by: list[Grouping] = []
    for name in group:
        by.append(grouped(by[-1].table if by else found, found, name, grouping_field(name, subject)))
    return by


def _kept(by: Sequence[Grouping]) -> list[Bool]:
    return [each.kept for each in by if each.kept is not None]


def _labelled(
    table: FromClause, group: Sequence[str], by: Sequence[Grouping], values: Sequence[ColumnElement[Any]]
) -> tuple[FromClause, list[ColumnElement[Any]]]:
    """The table joined with the names of the values, and the label of each."""
    labels: list[ColumnElement[Any]] = []
    for n, (name, each, value) in enumerate(zip(group, by, values, strict=True)):
        label = value
        if each.types:
            named = t.entity.alias()
            table, label = table.outerjoin(named, named.c.id == value), label_of(named, name, each.types)
        labels.append(func.coalesce(label, NOBODY).label(f"label_{n}"))
    return table, labels


def _behind(found: FromClause, subject: str) -> dict[str, ColumnElement[Any]]:
    """How many sources make the records and how many publishers issue those; of entities none is known."""
    if subject not in OF_SOURCES:
        return {"sources": literal(0), "publishers": literal(0)}
    return {
        "sources": func.count(found.c.source_id.distinct()),
        "publishers": func.count(found.c.publisher_id.distinct()),
    }
