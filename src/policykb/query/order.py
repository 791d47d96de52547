"""The order of an answer and where a page of it begins; separate from the conditions, which decide what is in it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, and_, literal, or_, select

from policykb.domain.fields import PASSAGE, STATEMENTS, Field, Kind, find_field
from policykb.errors import UnknownName
from policykb.query import passages
from policykb.query.ast import RELEVANCE, Query, Sort
from policykb.query.conditions import column_of
from policykb.query.relevance import by_relevance
from policykb.query.scope import Bool
from policykb.store import tables as t

Order = list[tuple[ColumnElement[Any], bool]]


def order_of(query: Query, score: ColumnElement[Any] | None = None) -> Order:
    """(column, whether descending) to sort by: as asked, then newest first and as the source has it, then by key.

    ``score`` is what relevance means.
    """
    order: Order = []
    for sort in query.sort:
        if sort.field == RELEVANCE and score is not None:
            order.append((score, True))
        elif query.subjects[0] == PASSAGE:
            order += passages.order_by(sort, _row(sort, query))
        else:
            order.append((_sort_column(sort, query), sort.descending))
    if query.subjects[0] == PASSAGE:
        return [*order, *passages.USUAL_ORDER]
    if query.subjects[0] in STATEMENTS:
        s = t.statement.c
        return [*order, (s.issued_first, True), (t.entity.c.key, False), (s.position, False), (s.key, False)]
    return [*order, (t.entity.c.key, False)]


def _sort_column(sort: Sort, query: Query) -> ColumnElement[Any]:
    subject, row = query.subjects[0], _row(sort, query)
    own = t.statement if subject in STATEMENTS else t.OWN_TABLES[subject]
    if row.name == "source":
        return t.entity.c.key
    assert not row.many, sort.field
    if row.kind is Kind.DATE:
        table = t.entity if row.name == "checked" else own
        return table.c[f"{row.column}_first"]
    if row.ordered:
        vocabulary, term = t.vocabulary.c, t.term.c
        return (
            select(term.position)
            .join(t.vocabulary, vocabulary.id == term.vocabulary_id)
            .where(vocabulary.key == row.vocabulary, term.key == own.c[row.name])
            .scalar_subquery()
        )
    column = row.column or row.name
    return column_of(row, own) if column in own.c else t.entity.c[column]


def _row(sort: Sort, query: Query) -> Field:
    row = find_field(sort.field, query.subjects[0])
    assert row is not None, sort.field
    return row


def after_of(
    query: Query, table: FromClause, is_it: Bool, order: Order, connection: Connection
) -> tuple[Bool, Bool | None]:
    """What holds of the rows after the one ``is_it`` is true of that have a value in the first column to sort by.

    And what holds of those that have none, which come last either way; None where the row itself has none.
    """
    row = connection.execute(select(*(column for column, _ in order)).select_from(table).where(is_it)).first()
    if row is None:
        what = "no record that was found by its words" if by_relevance(query) else "no record of the base"
        raise UnknownName(f"after:{query.after} names {what}.", "Give the key of the last row you saw.")
    (first, descending), value = order[0], row[0]
    later = _later(order, list(row))
    if value is None:
        return and_(first.is_(None), later), None
    if query.sort and query.sort[0].field == RELEVANCE:
        return later, None  # every record has a score, and no index has any
    bound = literal(value, first.type)
    return and_(first <= bound if descending else first >= bound, later), first.is_(None)


def _later(order: Order, values: Sequence[Any]) -> Bool:
    alternatives: list[Bool] = []
    equal: list[Bool] = []
    for (column, descending), value in zip(order, values, strict=True):
        if value is not None:
            bound = literal(value, column.type)
            beyond = column < bound if descending else column > bound
            alternatives.append(and_(*equal, or_(beyond, column.is_(None))))
        equal.append(column.is_(None) if value is None else column == value)
    return or_(*alternatives)


def sorted_by(order: Order, found: Select[Any]) -> Select[Any]:
    """The rows in this order, those without a value last."""
    for column, descending in order:
        found = found.order_by(column.desc().nulls_last() if descending else column.asc().nulls_last())
    return found
