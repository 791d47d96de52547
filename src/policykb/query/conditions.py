"""What each kind of condition on statements means in SQL: one function a kind; separate from putting them together."""

import json
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, FromClause, Select, and_, exists, func, not_, or_, select, true

from policykb.domain.dates import interval
from policykb.domain.fields import Field, Kind
from policykb.query.ast import AnyValue, Condition, Dates, Name, NoValue
from policykb.query.claims import claimed, standing
from policykb.query.relative import absolute
from policykb.query.scope import Bool, Scope, like, text_of
from policykb.query.texts import in_other_text, in_text, with_words
from policykb.store import tables as t


def statement_condition(item: Condition, row: Field, s: FromClause, scope: Scope) -> Bool:
    """A condition on the statements of ``s`` (the table or an alias of it)."""
    if isinstance(item.value, NoValue):
        return not_(_has_any(item, row, s, scope))
    if isinstance(item.value, AnyValue):
        return _has_any(item, row, s, scope)
    match row.kind:
        case Kind.NAME if row.name in {"source", "publisher"}:
            return of_source(item, row, s, scope)
        case Kind.NAME:
            found = _linked(item, s, row.role, scope)
            return or_(found, _voiced_by_author(s, scope.below(item))) if row.role == "proponent" else found
        case Kind.MENTION:
            return _mentions(item, s, scope)
        case Kind.TEXT if row.name == "text":
            return in_text(item, s, scope)
        case Kind.TEXT:
            return in_other_text(item, row, s, t.statement_text, "statement_id", scope)
        case Kind.DATE:
            return overlaps(item, s.c.issued_first, s.c.issued_last, scope)
        case Kind.CLAIM:
            return claimed(item, row, s, scope)
        case Kind.RELATION:
            wanted = t.relation.c.object_id == scope.statements[text_of(item)]
            return exists().where(t.relation.c.subject_id == s.c.id, t.relation.c.relation == row.name, wanted)
        case Kind.STRING if row.name == "codes":
            return _coded(item, s, scope)
        case _:
            return scalar(item, row, column_of(row, s), scope)


def column_of(row: Field, s: FromClause) -> ColumnElement[Any]:
    """The column of a statement that holds a field; what is not marked as a draft counts as accepted."""
    column = s.c[row.column or row.name]
    return func.coalesce(column, "accepted") if row.name == "review" else column


def scalar(item: Condition, row: Field, column: ColumnElement[Any], scope: Scope) -> Bool:
    """A condition on a plain column; false, not unknown, where that is empty, so that its negation finds the record."""
    return and_(column.is_not(None), _compared(item, row, column, scope))


def _compared(item: Condition, row: Field, column: ColumnElement[Any], scope: Scope) -> Bool:
    text = text_of(item)
    match row.kind:
        case Kind.FLAG:
            return column.is_(text == "true")
        case Kind.NUMBER:
            number = float(text)
            return {
                ":": column == number,
                ">": column > number,
                ">=": column >= number,
                "<": column < number,
                "<=": column <= number,
            }[item.operator]
        case Kind.KEY | Kind.WORD | Kind.TYPE:
            return column == text
        case _:
            return same_text(column, text, scope)


def same_text(column: ColumnElement[Any], text: str, scope: Scope) -> Bool:
    """Equal in any case; what lower() does to letters beyond ASCII depends on the engine, so they are compared here."""
    if text.isascii():
        return func.lower(column) == text.lower()
    values = scope.connection.execute(select(column).where(column.is_not(None)).distinct()).scalars()
    return column.in_([value for value in values if value.lower() == text.lower()])


def overlaps(item: Condition, first: ColumnElement[Any], last: ColumnElement[Any], scope: Scope) -> Bool:
    """That a date of which only the year or month may be known overlaps the range asked for."""
    assert isinstance(item.value, Dates)
    start, end = bounds(item.value, scope.today)
    return and_(
        first.is_not(None),
        *([last >= start] if start else []),
        *([first <= end] if end else []),
    )


def bounds(dates: Dates, today: date) -> tuple[str | None, str | None]:
    """The first and last day of a range, as ISO texts; None is open."""
    dates = absolute(dates, today)
    start = interval(dates.first).first if dates.first else None
    end = interval(dates.last).last if dates.last else None
    return _iso(start), _iso(end)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


# links


def _linked(item: Condition, s: FromClause, role: str | None, scope: Scope) -> Bool:
    if scope.probes(item, s):
        return _linked_below(item, s, role, scope)
    return s.c.id.in_(_links(item, role, scope))


def _links(item: Condition, role: str | None, scope: Scope) -> Select[Any]:
    """The ids of the statements linked to what a condition names."""
    link = t.link.c
    query = select(link.statement_id).where(link.entity_id.in_(scope.below(item)))
    return query.where(link.role == role) if role else query


def _linked_below(item: Condition, s: FromClause, role: str | None, scope: Scope) -> Bool:
    """The same asked of one statement, which has a few links."""
    link = t.link.c
    found = exists().where(link.statement_id == s.c.id, _is_below(item, link.entity_id, scope))
    return found.where(link.role == role) if role else found


def _is_below(item: Condition, entity_id: ColumnElement[int], scope: Scope) -> Bool:
    assert isinstance(item.value, Name)
    id_, closure = scope.ids[item.value.text], t.closure.c
    if item.operator == ":=":
        return entity_id == id_
    return exists().where(closure.ancestor_id == id_, closure.descendant_id == entity_id)


def listed(item: Condition, row: Field, scope: Scope) -> Select[Any] | CompoundSelect[Any] | None:
    """The statements that a condition lists, each perhaps several times; None for one that lists none.

    Who asks for it wants to know which of several conditions has the fewest.
    """
    if isinstance(item.value, NoValue | AnyValue):
        return None
    match row.kind:
        case Kind.TEXT if row.name == "text":
            return with_words(item, scope)
        case Kind.NAME if row.name == "involving":
            return _links(item, None, scope)
        case Kind.NAME if row.role is not None and row.role != "proponent":
            return _links(item, row.role, scope)
        case Kind.MENTION:
            return _links(item, None, scope).union_all(_named(item, scope))
        case _:
            return None


def _voiced_by_author(s: FromClause, entities: Select[Any]) -> Bool:
    """Voiced by the source's authors, who are its proponents where none is stated."""
    return and_(s.c.voiced == "authors", s.c.source_id.in_(_written_by(entities)))


def _written_by(entities: Select[Any]) -> Select[Any]:
    return select(t.author.c.source_id).where(t.author.c.person_id.in_(entities))


def of_source(item: Condition, row: Field, s: FromClause, scope: Scope) -> Bool:
    """That a row of ``s`` is of that source, or publisher; by ``source:`` also of one of an author."""
    if row.name == "publisher":
        return _published_by(item, s, scope)
    written = s.c.source_id.in_(_written_by(scope.below(item)))
    return or_(s.c.source_id == scope.ids[text_of(item)], _published_by(item, s, scope), written)


def _published_by(item: Condition, s: FromClause, scope: Scope) -> Bool:
    own = t.source.c
    return s.c.source_id.in_(select(own.entity_id).where(own.publisher_id.in_(scope.below(item))))


def _named(item: Condition, scope: Scope) -> Select[Any]:
    return select(t.mention.c.statement_id).where(t.mention.c.entity_id.in_(scope.below(item)))


def _mentions(item: Condition, s: FromClause, scope: Scope) -> Bool:
    if scope.probes(item, s):
        mention = t.mention.c
        named = exists().where(mention.statement_id == s.c.id, _is_below(item, mention.entity_id, scope))
        return or_(_linked_below(item, s, None, scope), named)
    return or_(s.c.id.in_(_links(item, None, scope)), s.c.id.in_(_named(item, scope)))


def _has_any(item: Condition, row: Field, s: FromClause, scope: Scope) -> Bool:
    link, relation = t.link.c, t.relation.c
    match row.kind:
        case Kind.NAME if row.name == "source":
            return true()
        case Kind.NAME if row.name == "publisher":
            return s.c.source_id.in_(select(t.source.c.entity_id).where(t.source.c.publisher_id.is_not(None)))
        case Kind.NAME if row.name == "involving":
            return exists().where(link.statement_id == s.c.id)
        case Kind.NAME if row.role == "proponent":
            stated = exists().where(link.statement_id == s.c.id, link.role == row.role)
            authored = s.c.source_id.in_(select(t.author.c.source_id))
            return or_(stated, and_(s.c.voiced == "authors", authored))
        case Kind.NAME:
            return exists().where(link.statement_id == s.c.id, link.role == row.role)
        case Kind.MENTION:
            return or_(exists().where(link.statement_id == s.c.id), exists().where(t.mention.c.statement_id == s.c.id))
        case Kind.CLAIM:
            return exists().where(*standing(t.claim, item, row, s, scope))
        case Kind.RELATION:
            return exists().where(relation.subject_id == s.c.id, relation.relation == row.name)
        case Kind.DATE:
            return s.c.issued_first.is_not(None)
        case _:
            return column_of(row, s).is_not(None)


def _coded(item: Condition, s: FromClause, scope: Scope) -> Bool:
    """``code:5`` or ``code:action=5``; codes are stored as one JSON object."""
    text, column = text_of(item), s.c.codes
    if not text.isascii():
        objects = scope.connection.execute(select(column).where(column.is_not(None)).distinct()).scalars()
        return and_(column.is_not(None), column.in_([each for each in objects if _holds_code(each, text)]))
    scheme, separator, code = text.partition("=")
    written = [f'": {json.dumps(text)}', *([f"{json.dumps(scheme)}: {json.dumps(code)}"] if separator else [])]
    return and_(column.is_not(None), or_(*(column.ilike(f"%{like(each)}%", escape="\\") for each in written)))


def _holds_code(codes: str, text: str) -> bool:
    found = json.loads(codes).items()
    return any(text.lower() in {code.lower(), f"{scheme}={code}".lower()} for scheme, code in found)
