"""A resolved query as SELECTs: the ids it finds in order, and how many; SQL is written here and in the store only."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)

from policykb.domain.fields import STATEMENTS, Field, Kind, find_field
from policykb.errors import UnknownName
from policykb.query.ast import And, Bare, Condition, Expression, InSource, Not, Or, Query, Sort
from policykb.query.conditions import column_of, statement_condition
from policykb.query.driver import choose_driver
from policykb.query.entities import entity_condition
from policykb.query.names import Resolution
from policykb.query.scope import Bool, Scope
from policykb.store import tables as t


@dataclass(frozen=True)
class Compiled:
    """``ids`` selects the ids found, in order; ``count`` how many there are without the limit.

    ``rest`` comes after ``ids`` where a page begins in the middle: the rows that have no value to be sorted by first.
    Two plain ranges are looked up in an index, "before this value or empty" is not.
    """

    ids: Select[Any]
    count_of_all: Callable[[], Select[Any]]
    limit: int | None
    rest: Select[Any] | None = None

    @property
    def count(self) -> Select[Any]:
        """How many there are without the limit; made when asked for, since planning costs as much as a short query."""
        return self.count_of_all()

    def run_ids(self, connection: Connection) -> Iterator[int]:
        """The ids, as the database gives them."""
        given = 0
        for id_ in connection.execute(self.ids if self.limit is None else self.ids.limit(self.limit)).scalars():
            given += 1
            yield id_
        if self.rest is not None and given != self.limit:
            left = None if self.limit is None else self.limit - given
            yield from connection.execute(self.rest.limit(left)).scalars()

    def run_count(self, connection: Connection) -> int:
        """How many there are without the limit."""
        return int(connection.execute(self.count).scalar_one())


def compile_query(resolution: Resolution, connection: Connection, today: date, limit: int | None = None) -> Compiled:
    """The SELECTs for a query whose names are resolved.

    ``limit`` is the caller's; the smaller of it and the query's own counts. Raises UnknownName where ``after:`` names
    no record.
    """
    query = resolution.query
    scope = Scope(connection, resolution.ids, resolution.statements, today)
    if query.subjects[0] in STATEMENTS:
        table: FromClause = t.statement.join(t.entity, t.entity.c.id == t.statement.c.source_id)
        id_, key, type_ = t.statement.c.id, t.statement.c.key, t.statement.c.type
    else:
        own = t.OWN_TABLES[query.subjects[0]]
        table = t.entity.join(own, own.c.entity_id == t.entity.c.id)
        id_, key, type_ = t.entity.c.id, t.entity.c.key, t.entity.c.type
    limits = [n for n in (limit, query.limit) if n is not None]
    all_of_type = type_.in_(query.subjects) if set(query.subjects) != set(STATEMENTS) else true()

    def where(most: int | None) -> Bool:
        return and_(all_of_type, where_clause(query, scope, most))

    def count_of_all() -> Select[Any]:
        counted = select(func.count()).select_from(t.statement if query.subjects[0] in STATEMENTS else table)
        return counted.where(where(None))

    order = _order(query)
    # Where rows are sorted by something else, all have to be found before the first is known.
    found = select(id_).select_from(table).where(where(min(limits) if limits and not query.sort else None))
    for column, descending in order:
        found = found.order_by(column.desc().nulls_last() if descending else column.asc().nulls_last())
    most, rest = min(limits) if limits else None, None
    if query.after is not None:
        later, unsorted = _after(query, table, key, order, connection)
        found, rest = found.where(later), found.where(unsorted) if unsorted is not None else None
    return Compiled(found, count_of_all, most, rest)


def where_clause(query: Query, scope: Scope, most: int | None = None) -> Bool:
    """The conditions of a query on `statement` or `entity`; ``most``: so many of the newest are wanted, no more."""
    if query.where is None:
        return true()
    if query.subjects[0] in STATEMENTS:
        scope.driver, scope.probing = choose_driver(query, scope, most)
    return clause_of(query.where, query.subjects, scope)


def clause_of(item: Expression, subjects: Sequence[str], scope: Scope) -> Bool:
    """A part of a query for these subjects as a condition on `statement` or `entity`."""
    subject = subjects[0]
    if subject in STATEMENTS:
        return _expression(item, _on_statements(subjects, t.statement, scope), t.statement, scope)

    def on_entities(item: Condition) -> Bool:
        return entity_condition(item, _field(item.field, subject), subject, scope)

    return _expression(item, on_entities, t.entity, scope)


def clause_on(item: Condition, s: FromClause, scope: Scope) -> Bool:
    """A condition inside ``in-source:`` on the statements of ``s``, an alias of the table."""
    return _on_statements(STATEMENTS, s, scope)(item)


def _on_statements(subjects: Sequence[str], s: FromClause, scope: Scope) -> Callable[[Condition], Bool]:
    def condition(item: Condition) -> Bool:
        row = next(f for f in (find_field(item.field, subject) for subject in subjects) if f is not None)
        return statement_condition(item, row, s, scope)

    return condition


def _expression(item: Expression, condition: Callable[[Condition], Bool], s: FromClause, scope: Scope) -> Bool:
    match item:
        case And():
            return and_(*(_expression(part, condition, s, scope) for part in item.items))
        case Or():
            return or_(*(_expression(part, condition, s, scope) for part in item.items))
        case Not():
            return not_(_expression(item.item, condition, s, scope))
        case InSource():
            return _in_source(item.item, s, scope)
        case Condition():
            return condition(item)
        case Bare():
            raise AssertionError("bare words are resolved before a query is compiled")


def _in_source(item: Expression, s: FromClause, scope: Scope) -> Bool:
    """Each condition met by some statement of the source, not all by the same one."""
    match item:
        case And():
            return and_(*(_in_source(part, s, scope) for part in item.items))
        case Or():
            return or_(*(_in_source(part, s, scope) for part in item.items))
        case Not():
            return not_(_in_source(item.item, s, scope))
        case _:
            other = t.statement.alias()
            met = _expression(item, _on_statements(STATEMENTS, other, scope), other, scope)
            source_id = s.c.source_id if s is t.statement else s.c.id
            return source_id.in_(select(other.c.source_id).where(met))


# order and paging

Order = list[tuple[ColumnElement[Any], bool]]


def _order(query: Query) -> Order:
    """(column, whether descending) to sort by: as asked, then newest first and as the source has it, then by key."""
    order = [(_sort_column(sort, query), sort.descending) for sort in query.sort]
    if query.subjects[0] in STATEMENTS:
        s = t.statement.c
        return [*order, (s.issued_first, True), (t.entity.c.key, False), (s.position, False), (s.key, False)]
    return [*order, (t.entity.c.key, False)]


def _sort_column(sort: Sort, query: Query) -> ColumnElement[Any]:
    subject = query.subjects[0]
    row = _field(sort.field, subject)
    own = t.statement if subject in STATEMENTS else t.OWN_TABLES[subject]
    if row.name == "source":
        return t.entity.c.key
    assert not row.many, sort.field
    if row.kind is Kind.DATE:
        table = t.entity if row.name == "checked" else own
        return table.c[f"{row.column}_first"]
    if row.vocabulary in {"strength"}:
        vocabulary, term = t.vocabulary.c, t.term.c
        return (
            select(term.position)
            .join(t.vocabulary, vocabulary.id == term.vocabulary_id)
            .where(vocabulary.key == row.vocabulary, term.key == own.c[row.name])
            .scalar_subquery()
        )
    column = row.column or row.name
    return column_of(row, own) if column in own.c else t.entity.c[column]


def _after(
    query: Query, table: FromClause, key: ColumnElement[Any], order: Order, connection: Connection
) -> tuple[Bool, Bool | None]:
    """What holds of the rows after the one with the key ``after`` that have a value in the first column to sort by.

    And what holds of those that have none, which come last either way; None where the row itself has none.
    """
    row = connection.execute(
        select(*(column for column, _ in order)).select_from(table).where(key == query.after)
    ).first()
    if row is None:
        raise UnknownName(f"after:{query.after} names no record of the base.", "Give the key of the last row you saw.")
    (first, descending), value = order[0], row[0]
    later = _later(order, list(row))
    if value is None:
        return and_(first.is_(None), later), None
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


def _field(name: str, subject: str) -> Field:
    found = find_field(name, subject)
    assert found is not None, name
    return found


# coverage


def sources_read(connection: Connection, themes: Sequence[int]) -> int:
    """How many sources were read for all these themes (or wider ones); for any theme where none is named."""
    c = t.coverage.c
    query = select(func.count(c.source_id.distinct()))
    for id_ in dict.fromkeys(themes):
        wider = select(t.closure.c.ancestor_id).where(t.closure.c.descendant_id == id_)
        query = query.where(c.source_id.in_(select(c.source_id).where(c.theme_id.in_(wider))))
    return int(connection.execute(query).scalar_one())
