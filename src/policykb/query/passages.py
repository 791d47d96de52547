"""What conditions on passages of attached texts mean in SQL, which table they are asked of and how they are ordered."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, func, literal, not_, true

from policykb.domain.fields import Field, Kind
from policykb.query.ast import AnyValue, Condition, NoValue, Sort
from policykb.query.conditions import of_source, overlaps, scalar
from policykb.query.scope import Bool, Scope, text_of
from policykb.query.texts import in_passage
from policykb.store import tables as t


def passage_table() -> FromClause:
    """`passage` beside its source."""
    e, own = t.entity.c, t.source.c
    return t.passage.join(t.entity, e.id == t.passage.c.source_id).join(t.source, own.entity_id == e.id)


def passage_condition(item: Condition, row: Field, scope: Scope) -> Bool:
    """A condition on a row of `passage_table`."""
    if isinstance(item.value, NoValue):
        return not_(_has_any(row))
    if isinstance(item.value, AnyValue):
        return _has_any(row)
    match row.kind:
        case Kind.KEY:
            return has_key(text_of(item))
        case Kind.TYPE:
            return true()
        case Kind.NAME:
            return of_source(item, row, t.passage, scope)
        case Kind.TEXT:
            return in_passage(item, scope)
        case Kind.DATE:
            return overlaps(item, t.source.c.issued_first, t.source.c.issued_last, scope)
        case _:
            return scalar(item, row, column_of(row), scope)


def has_key(key: str) -> Bool:
    """That a row has this key: that of its source and its number."""
    source, _, number = key.rpartition("#")
    return and_(t.entity.c.key == source, t.passage.c.ordinal == int(number))


def column_of(row: Field) -> ColumnElement[Any]:
    """The column of `passage_table` that holds a field: of its own or of its source."""
    match row.name:
        case "key" | "source":
            return t.entity.c.key
        case "type":
            return literal("passage")
        case "publisher":
            return t.source.c.publisher_id
        case "issued":
            return t.source.c.issued_first
        case _:
            return t.passage.c[row.column or row.name]


def year_or_value(row: Field) -> ColumnElement[Any]:
    """What passages are counted by."""
    column = column_of(row)
    return func.substr(column, 1, 4) if row.kind is Kind.DATE else column


def order_by(sort: Sort, row: Field) -> list[tuple[ColumnElement[Any], bool]]:
    """The columns to sort by for a field, each with whether descending; by the key in the order of the text."""
    columns = [column_of(row), t.passage.c.ordinal] if row.name == "key" else [column_of(row)]
    return [(column, sort.descending) for column in columns]


USUAL_ORDER: list[tuple[ColumnElement[Any], bool]] = [
    (t.source.c.issued_first, True),
    (t.entity.c.key, False),
    (t.passage.c.ordinal, False),
]
"""The newest source first, each in the order of its text."""


def _has_any(row: Field) -> Bool:
    return true() if row.name in {"key", "source", "type", "text"} else column_of(row).is_not(None)
