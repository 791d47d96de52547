"""The order "best first": which words and names of a query a record is ranked by, and how that becomes one number.

Words of the text are scored by the database's own measure (BM25 on SQLite, ts_rank on PostgreSQL), in one search of
full text. A name is one thing however it is written: the places where any alias of it, or of its parts, stands in the
text are counted together from the stored mentions and scored on the same scale, so that who spells a name out ranks
beside who abbreviates it. Records that only a link speaks of have no place and come last.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Connection, FromClause, Select, case, func, literal, or_, select

from policykb.domain.fields import STATEMENTS
from policykb.errors import QuerySyntaxError
from policykb.lexicon.words import fold_name
from policykb.query.ast import RELEVANCE, And, Bare, Condition, Expression, Name, Not, Or, Query, Word, wanted
from policykb.query.grammar.lookup import OF_SOURCES
from policykb.query.scope import Scope
from policykb.query.texts import phrases
from policykb.store import tables as t
from policykb.store.dialect import of_connection, ranking_of

Run = list[str]
_SAMPLE = 1_000
"""Statements whose length stands for that of all."""


def is_search(where: Expression | None) -> bool:
    """Whether a question, as written, consists of nothing but words searched for: then the best comes first."""
    return _searched(where) and any(_holds(where))  # type: ignore[arg-type]


def _searched(where: Expression | None) -> bool:
    match where:
        case And() | Or():
            return all(map(_searched, where.items))
        case Not():
            return _searched(where.item)
        case Condition(field="text", value=Word()) | Bare():
            return True
        case _:
            return False


def _holds(item: Expression, *, holds: bool = True) -> Iterator[bool]:
    match item:
        case And() | Or():
            for part in item.items:
                yield from _holds(part, holds=holds)
        case Not():
            yield from _holds(item.item, holds=not holds)
        case _:
            yield holds


def by_relevance(query: Query) -> bool:
    """Whether relevance is in the order of a query."""
    return any(sort.field == RELEVANCE for sort in query.sort)


def check(query: Query, text: str) -> None:
    """QuerySyntaxError where a resolved query is to be sorted by relevance and has nothing to be ranked by."""
    if not by_relevance(query):
        return
    at = next(sort.at for sort in query.sort if sort.field == RELEVANCE)
    where, column = (f" at column {at[0] + 1}", at[0] + 1) if at[1] and text else ("", None)
    if query.subjects[0] not in OF_SOURCES:
        message = f"only statements and passages are ranked: {RELEVANCE!r}{where} is no order of {query.subjects[0]}s"
        raise QuerySyntaxError(message, "Sort by a field: sort:key", query=text, column=column)
    if not any(_ranks(item) for item in wanted(query.where)):
        name = " or a name (about IPEF)" if query.subjects[0] in STATEMENTS else ""
        hint = f'Search for words (containing "market access"){name}, or sort by a field: sort:-issued'
        raise QuerySyntaxError(f"there is nothing to rank by {RELEVANCE!r}{where}", hint, query=text, column=column)


def _ranks(item: Condition) -> bool:
    return (item.field == "text" and isinstance(item.value, Word)) or (
        item.field == "mention" and isinstance(item.value, Name)
    )


@dataclass(frozen=True)
class _Named:
    """A name to rank by, and the runs of terms that count as one place of it where no mention does."""

    condition: Condition
    runs: list[Run]


@dataclass(frozen=True)
class Ranking:
    """What records are ranked by.

    ``groups``: of each, one run of terms at least is searched for in full text. ``certain``: the conditions that every
    record fulfils that is found so; empty where there are records beside those.
    """

    groups: list[list[Run]]
    certain: list[Expression]
    names: list[_Named]

    def hits(
        self, scope: Scope, within: Select[Any] | CompoundSelect[Any] | None, most: int | None = None
    ) -> Select[Any] | None:
        """The statements (or passages) found by full text, (id, score); None where nothing is searched.

        ``within``: only of these; ``most``: only so many of the best.
        """
        if not self.groups:
            return None
        return ranking_of(scope.connection).scored(  # type: ignore[no-any-return]
            self.groups, within, most, passages=scope.of_passages
        )

    def places(self, scope: Scope) -> list[FromClause]:
        """Of each name the statements in whose text it stands, and how many times: (id, times)."""
        return [_places(name, scope) for name in self.names]

    def score(self, hits: FromClause | None, places: Sequence[FromClause], scope: Scope) -> ColumnElement[Any]:
        """The number by which a row of `statement` is ranked, the best highest.

        ``hits`` and ``places`` stand beside it, null where it has none.
        """
        parts: list[ColumnElement[Any]] = []
        if hits is not None:
            parts.append(hits.c.score if self.certain else func.coalesce(hits.c.score, 0.0))
        mean = _mean_length(scope.connection) if self.names else 0.0
        parts += [_score_of(name, found, mean, scope) for name, found in zip(self.names, places, strict=True)]
        total = parts[0]
        for part in parts[1:]:
            total = total + part
        return total


def ranked_by(connection: Connection) -> str:
    """What the database of a connection ranks by, as answers say it."""
    return str(ranking_of(connection).RANKING)


def ranking(query: Query, scope: Scope) -> Ranking:
    """What the records of a resolved query on statements are ranked by."""
    asked = list(dict.fromkeys(item for item in wanted(query.where) if _ranks(item)))
    searched = {item: item.value for item in asked if isinstance(item.value, Word)}
    names: list[_Named] = []
    for item in asked:
        if isinstance(item.value, Name):
            known = _names_of(item.value.text, scope)
            # A word that is the name itself is no second thing to be ranked by.
            own = [text for text, word in searched.items() if not word.prefix and fold_name(word.text) in known]
            names.append(_Named(item, [run for text in own for run in phrases(searched.pop(text), scope)]))
    runs: dict[Expression, list[Run]] = {item: phrases(word, scope) for item, word in searched.items()}
    groups: list[list[Run]] = []
    certain: list[Expression] = []
    covered: set[Expression] = set()
    for part in query.where.items if isinstance(query.where, And) else (query.where,):
        inner = part.items if isinstance(part, Or) else (part,)
        if part is not None and all(each in runs for each in inner):
            groups.append([run for each in inner if each is not None for run in runs[each]])
            certain.append(part)
            covered.update(each for each in inner if each is not None)
    if covered == runs.keys():
        return Ranking(groups, certain, names)
    # Some words may be missing from what is found, so records are ranked by whichever they have.
    return Ranking([every] if (every := [run for some in runs.values() for run in some]) else [], [], names)


def _names_of(key: str, scope: Scope) -> set[str]:
    """The key and the names of an entity, folded."""
    query = select(t.alias.c.folded).where(t.alias.c.entity_id == scope.ids[key])
    return {fold_name(key), *scope.connection.execute(query).scalars()}


def _places(name: _Named, scope: Scope) -> FromClause:
    m = t.mention.c
    found = select(m.statement_id.label("id"), func.count(m.start.distinct()).label("times"))
    found = found.where(m.entity_id.in_(scope.below(name.condition)), m.place == 0).group_by(m.statement_id)
    return found.subquery()


def _score_of(name: _Named, places: FromClause, mean: float, scope: Scope) -> ColumnElement[Any]:
    """How much a name stands in the text of a statement, if at all."""
    connection, terms = scope.connection, t.statement.c.terms
    dialect, ranks = of_connection(connection), ranking_of(connection)
    having = int(connection.execute(select(func.count()).select_from(places)).scalar_one())
    total = int(connection.execute(select(func.max(t.statement.c.id))).scalar_one() or 0)
    length, times = _length(terms), func.coalesce(places.c.times, 0)
    score = [(times > 0, ranks.name_score(times, length, mean, having, total))]
    if name.runs:
        # Where the words stand but count as no mention, they are one place: "us" where US was asked for.
        stands = or_(*(dialect.stands_in(f" {' '.join(run)} ", terms) for run in name.runs))
        score.append((stands, ranks.name_score(literal(1), length, mean, having, total)))
    return case(*score, else_=0.0)


def _length(terms: ColumnElement[str]) -> ColumnElement[Any]:
    """How many words a text has, told from its joined terms."""
    return func.length(terms) - func.length(func.replace(terms, " ", "")) + 1


def _mean_length(connection: Connection) -> float:
    some = select(_length(t.statement.c.terms).label("length")).order_by(t.statement.c.id).limit(_SAMPLE).subquery()
    return float(connection.execute(select(func.avg(some.c.length))).scalar_one() or 1.0)
