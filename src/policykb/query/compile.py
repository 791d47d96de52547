"""A resolved query as SELECTs: the ids it finds in order, and how many; SQL is written here and in the store only."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    func,
    not_,
    or_,
    select,
    true,
)

from policykb.domain.fields import PASSAGE, STATEMENTS, Field, find_field
from policykb.query.ast import RELEVANCE, And, Bare, Condition, Expression, InSource, Not, Or, Query, Sort, all_of
from policykb.query.conditions import statement_condition
from policykb.query.driver import choose_driver, listed_by
from policykb.query.entities import entity_condition
from policykb.query.names import Resolution, scope_of
from policykb.query.order import after_of, order_of, sorted_by
from policykb.query.passages import has_key, passage_condition, passage_table
from policykb.query.relevance import Ranking, by_relevance, ranking
from policykb.query.scope import Bool, Scope
from policykb.store import tables as t

AT_ONCE = 500


@dataclass(frozen=True)
class Best:
    """The first rows of an order by words alone, found among the few with the highest scores.

    ``tries`` select (id, score), the best first, at most so many, each more than the one before; ``kept`` the ``id``s
    that fulfil all other conditions, in the usual order; so many are ``wanted``. ``alone``: there are no other
    conditions. Two statements: a search inside another costs a tenth more.
    """

    tries: Sequence[tuple[Select[Any], int]]
    kept: Select[Any]
    id: ColumnElement[int]
    wanted: int
    alone: bool

    def run(self, connection: Connection) -> list[int] | None:
        """The ids, the best first; None where more have to be looked at to know them."""
        found = (self._among(connection, few, enough) for few, enough in self.tries)
        return next((ids for ids in found if ids is not None), None)

    def _among(self, connection: Connection, few: Select[Any], enough: int) -> list[int] | None:
        scores: dict[int, float] = {row.id: row.score for row in connection.execute(few)}
        all_there = len(scores) < enough
        # Not all that equal the last may be among them, so only those above it are known to be the best.
        last = min(scores.values(), default=0.0)
        sure = [id_ for id_, score in scores.items() if all_there or score > last]
        if self.alone and len(sure) > self.wanted:
            # Many may equal the last that is wanted, and only their usual order tells which of them come first.
            bar = sorted(scores.values(), reverse=True)[self.wanted - 1]
            sure = [id_ for id_ in sure if scores[id_] >= bar]
        found = connection.execute(self.kept.where(self.id.in_(sure))).scalars().all()
        known = all_there or len(found) >= self.wanted
        return sorted(found, key=lambda id_: -scores[id_]) if known else None


@dataclass(frozen=True)
class Compiled:
    """``ids`` selects the ids found, in order; ``count`` how many there are without the limit.

    ``best`` may find all of the limit sooner.
    ``rest`` comes after ``ids`` where a page begins in the middle: the rows that have no value to be sorted by first.
    Two plain ranges are looked up in an index, "before this value or empty" is not.
    """

    ids: Select[Any]
    count_of_all: Callable[[], Select[Any]]
    limit: int | None
    rest: Select[Any] | None = None
    best: Best | None = None

    @property
    def count(self) -> Select[Any]:
        """How many there are without the limit; made when asked for, since planning costs as much as a short query."""
        return self.count_of_all()

    def run_ids(self, connection: Connection) -> Iterator[int]:
        """The ids, as the database gives them."""
        if self.best is not None and self.limit is not None:
            best = self.best.run(connection)
            if best is not None:
                yield from best[: self.limit]
                return
        given = 0
        ids = self.ids if self.limit is None else self.ids.limit(self.limit)
        # Streamed: a server would else send a million of them at once.
        for some in connection.execute(ids, execution_options={"stream_results": True}).scalars().partitions(AT_ONCE):
            given += len(some)
            yield from some
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
    scope = scope_of(resolution, connection, today)
    if by_relevance(query):
        return _compile_ranked(query, scope, limit)
    table, id_ = table_of(query.subjects)
    most = _smaller(limit, query.limit)
    order = order_of(query)
    # Where rows are sorted by something else, all have to be found before the first is known.
    where = and_(_of_type(query), where_clause(query, scope, most if not query.sort else None))
    found = sorted_by(order, select(id_).select_from(table).where(where))
    rest = None

    def count_of_all() -> Select[Any]:
        counted = select(func.count()).select_from(t.statement if query.subjects[0] in STATEMENTS else table)
        return counted.where(and_(_of_type(query), where_clause(query, scope)))

    if query.after is not None:
        later, unsorted = after_of(query, table, _is_after(query), order, connection)
        found, rest = found.where(later), found.where(unsorted) if unsorted is not None else None
    return Compiled(found, count_of_all, most, rest)


def _compile_ranked(query: Query, scope: Scope, limit: int | None) -> Compiled:
    """The SELECTs for statements that relevance is in the order of."""
    ranks, (table, id_) = ranking(query, scope), table_of(query.subjects)
    where, within = _without(query.where, ranks.certain), None
    if where is not None and not scope.of_passages:
        scope.driver, scope.probing = choose_driver(query, scope, None)
        if scope.driver is not None and scope.driver not in ranks.certain:
            within = listed_by(scope.driver, query, scope)
    searched = ranks.hits(scope, within)
    hits = searched.cte("hit") if searched is not None else None
    fits = and_(_of_type(query), _conditions(where, query, scope))

    def count_of_all() -> Select[Any]:
        counted = table if scope.of_passages else t.statement
        return select(func.count()).select_from(counted).where(_of_type(query), _conditions(query.where, query, scope))

    places = ranks.places(scope)
    scored, order = _scored(table, id_, ranks, hits, places), order_of(query, ranks.score(hits, places, scope))
    most = _smaller(limit, query.limit)
    found = sorted_by(order, select(id_).select_from(scored).where(fits))
    if query.after is not None:
        later, unsorted = after_of(query, scored, _is_after(query), order, scope.connection)
        return Compiled(found.where(later), count_of_all, most, found.where(unsorted) if unsorted is not None else None)
    by_words = hits is not None and ranks.certain and not ranks.names and query.sort == (Sort(RELEVANCE),)
    if not by_words or most is None or most > MOST_SOONER:
        return Compiled(found, count_of_all, most)
    alone = where is None and (scope.of_passages or set(query.subjects) == set(STATEMENTS))
    numbers = [most * FEW]
    if alone:
        # Texts in which a phrase stands once equal one another more often than those of a word, and cost more to find.
        phrase = any(len(run) > 1 for group in ranks.groups for run in group)
        numbers = [most + number for number in EQUALS[phrase:]]
    kept = sorted_by(order_of(replace(query, sort=())), select(id_).select_from(table).where(fits))
    tries = [(few, number) for number in numbers if (few := ranks.hits(scope, within, number)) is not None]
    best = Best(tries, kept, id_, most, alone)
    return Compiled(found, count_of_all, most, None, best)


def table_of(subjects: Sequence[str]) -> tuple[FromClause, ColumnElement[int]]:
    """What the conditions on these types are asked of, and its id: statements and passages beside their source."""
    if subjects[0] == PASSAGE:
        return passage_table(), t.passage.c.id
    if subjects[0] in STATEMENTS:
        return t.statement.join(t.entity, t.entity.c.id == t.statement.c.source_id), t.statement.c.id
    own = t.OWN_TABLES[subjects[0]]
    return t.entity.join(own, own.c.entity_id == t.entity.c.id), t.entity.c.id


def _is_after(query: Query) -> Bool:
    """That a row of the table is the one after which a page begins."""
    if query.subjects[0] == PASSAGE:
        return has_key(str(query.after))
    return (t.statement if query.subjects[0] in STATEMENTS else t.entity).c.key == query.after


def _scored(
    found: FromClause,
    id_: ColumnElement[int],
    ranks: Ranking,
    hits: FromClause | None,
    places: Sequence[FromClause],
) -> FromClause:
    """Rows beside their score: only those that have one, if every record does."""
    for named in places:
        found = found.outerjoin(named, id_ == named.c.id)
    return found if hits is None else found.join(hits, id_ == hits.c.id, isouter=not ranks.certain)


MOST_SOONER = 1_000
"""The highest limit for which the best are looked for among a few."""
FEW, EQUALS = 3, (20, 2_000)
"""How many of the best by words are looked at for each that is wanted, before all are; and, where nothing else is asked
of them, how many more than are wanted, for those at the end that equal one another: few first, then many."""


def _smaller(*limits: int | None) -> int | None:
    return min((limit for limit in limits if limit is not None), default=None)


def _of_type(query: Query) -> Bool:
    if query.subjects[0] == PASSAGE:
        return true()
    type_ = t.statement.c.type if query.subjects[0] in STATEMENTS else t.entity.c.type
    return type_.in_(query.subjects) if set(query.subjects) != set(STATEMENTS) else true()


def _without(where: Expression | None, certain: Sequence[Expression]) -> Expression | None:
    """The conditions that are left when some are fulfilled by whatever is looked at."""
    items = where.items if isinstance(where, And) else (where,)
    left = [item for item in items if item is not None and item not in certain]
    return all_of(left) if left else None


def where_clause(query: Query, scope: Scope, most: int | None = None) -> Bool:
    """The conditions of a query on `statement` or `entity`; ``most``: so many of the newest are wanted, no more."""
    if query.where is not None and query.subjects[0] in STATEMENTS:
        scope.driver, scope.probing = choose_driver(query, scope, most)
    return _conditions(query.where, query, scope)


def _conditions(where: Expression | None, query: Query, scope: Scope) -> Bool:
    """Conditions of a query, whose driver is chosen."""
    return true() if where is None else clause_of(where, query.subjects, scope)


def clause_of(item: Expression, subjects: Sequence[str], scope: Scope) -> Bool:
    """A part of a query for these subjects as a condition on `statement` or `entity`."""
    subject = subjects[0]
    if subject in STATEMENTS:
        return _expression(item, _on_statements(subjects, t.statement, scope), t.statement, scope)

    if subject == PASSAGE:
        return _expression(
            item, lambda each: passage_condition(each, _field(each.field, subject), scope), t.passage, scope
        )

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
