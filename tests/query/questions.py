"""Queries that the bases of `worlds` can answer, made from a number: names, words and dates that stand in them.

Not strategies of hypothesis like `strategies`, since those repeat themselves where an example is large, and here each
base should be asked something else.
"""

from collections.abc import Sequence
from datetime import date
from itertools import permutations
from random import Random
from typing import Any

from tests.query.strategies import DATED as DATED_FIELDS
from tests.query.strategies import query_fields
from tests.query.worlds import CAST, DATES, NAMES, SHORT, SOURCES, STATEMENT_TYPES, WORDS_OF

from policykb.domain.dates import interval
from policykb.domain.fields import SUBJECTS, Field, Kind
from policykb.query.ast import (
    RELEVANCE,
    AnyValue,
    Bare,
    Condition,
    Dates,
    Expression,
    InSource,
    Name,
    NoValue,
    Query,
    Sort,
    Value,
    Word,
    all_of,
    any_of,
    negation,
)

TODAY = date(2024, 6, 15)
_STATEMENTS = tuple(f"{source}/s{n}" for source in SOURCES for n in range(7))
_FORMER = (*(f"old-{key}" for key in ("quad", "japan", "trade")), "old-alpha-experts", "alpha/was-s0", "beta/was-s1")
_OTHER_NAMES = ("Doe", "ŌTA", "ota", "quad", "u.s.", "us", "Cote d'Ivoire", "alpha/experts", "IPEFF", "The Quad")
_NAMED = (*CAST, *CAST, *CAST, *SOURCES, *NAMES, *_OTHER_NAMES, *_FORMER)
_PHRASES = (*NAMES, "trade strategy", "lattice works", "Free trade", "Quad", "us", "2024", "day and night")
_SINGLE = (
    *("strategy", "Strategies", "strategie", "trade", "trades", "Haus", "us", "U.S.", "US", "lattice-work", "Works"),
    *("integrating", "cafe", "½", "日本", "Japan", "quad", "dead", "x1", "2024", "The", "Ōta"),
)
_STARTS = (
    "strat",
    "integrat",
    "lattice-w",
    "tra",
    "Hä",
    "ha",
    "2",
    "u.s",
    "日",
    "q",
    "zz",
    "the-",
    "lattice-work-q",
    "strategies-l",
    "trades-s",
)
_RUNS = ("Quad", "free trade", "Côte d'Ivoire", "trade", "strategies trade", "Experts", "Doe", "lattice-work", "a")
_TYPED_TERMS = ("Accepted In Part", "shall", "MUST")
_STRINGS = (
    *SHORT,
    "upr=5",
    "sdg=05",
    "UPR=é-7",
    "sdg=É-7",
    "é-7",
    "MR.",
    "doe",
    "ŌTA",
    "en",
    "DE",
    "Quad",
    "QUAD",
    "nobody",
)
_ADDRESSES = ("https://example.org/ä", "https://example.org/A", "10.1234/ABC")
_KINDS = tuple(sorted({term for name, some in WORDS_OF.items() if name.endswith("-kind") for term in some}))
_DATES = (*DATES, "2022", "2024-06-15")
_LASTS = ((2, "years"), (1, "months"), (40, "days"), (60, "weeks"))
_SUBJECTS = (
    *(subjects for n in (1, 2, 3) for subjects in permutations(STATEMENT_TYPES, n)),
    *((subject,) for subject in SUBJECTS if subject not in STATEMENT_TYPES),
)


class Questioner:
    """Asks whatever can be asked, another thing each time."""

    def __init__(self, seed: int) -> None:
        self.random = Random(f"queries {seed}")

    def one(self, among: Sequence[Any]) -> Any:
        return self.random.choice(among)

    def chance(self, one_in: int) -> bool:
        return self.random.randrange(one_in) == 0

    def question(self) -> Query:
        """A query for records: any subject, conditions, order and limit."""
        subjects = self.one(_SUBJECTS)
        where = None if self.chance(12) else self.expression(subjects, self.one((1, 1, 2, 3, 5)))
        sort = {self.one(_sorts(subjects)): self.chance(2) for _ in range(self.one((0, 1, 2)))}
        limit = self.random.randint(1, 6) if self.chance(3) else None
        return Query(subjects, where, sort=tuple(Sort(name, down) for name, down in sort.items()), limit=limit)

    def search(self) -> Query:
        """A query to be ranked: words or a name that are asked for, beside other conditions, in any order."""
        subjects = self.one([each for each in _SUBJECTS if each[0] in STATEMENT_TYPES])
        asked: list[Expression] = [Condition("text", self.words())]
        if self.chance(2):
            asked.append(Condition("mention", Name(self.one(CAST))))
        if self.chance(3):
            asked.append(Condition("text", self.words()))
        rest = [self.expression(subjects, 2) for _ in range(self.one((0, 0, 1)))]
        joined = self.one((all_of, any_of))([self.one((all_of, any_of))(asked), *rest])
        others = [Sort(name, self.chance(2)) for name in self.random.sample(_sorts(subjects), self.one((0, 0, 1)))]
        return Query(subjects, joined, sort=tuple(self.random.sample([Sort(RELEVANCE), *others], len(others) + 1)))

    def one_of_each(self, subject: str) -> list[Query]:
        """For every field of a subject a query with one condition, and where it gives an order one for that."""
        orders = [Query((subject,), sort=(Sort(name, self.chance(2)),)) for name in _sorts((subject,))]
        return orders + [Query((subject,), self.on_field(f, (subject,))) for f in query_fields((subject,))]

    def expression(self, subjects: tuple[str, ...], leaves: int, *, in_source: bool = False) -> Expression:
        """So many conditions, joined in some way."""
        if leaves == 1:
            found = self._leaf(subjects, in_source)
        else:
            left = self.random.randint(1, leaves - 1)
            parts = [self.expression(subjects, n, in_source=in_source) for n in (left, leaves - left)]
            found = self.one((all_of, any_of))(parts)
            if not in_source and self.chance(8) and subjects[0] in (*STATEMENT_TYPES, "source"):
                found = InSource(self.expression(subjects, leaves, in_source=True))
        return negation(found) if self.chance(4) else found

    def _leaf(self, subjects: tuple[str, ...], in_source: bool) -> Expression:
        if self.chance(8):
            return Bare(tuple(self.one(_RUNS).split()))
        if not in_source and self.chance(8) and subjects[0] in (*STATEMENT_TYPES, "source"):
            return InSource(self.expression(subjects, 1, in_source=True))
        return self.condition(subjects, in_source=in_source)

    def condition(self, subjects: tuple[str, ...], *, in_source: bool = False) -> Condition:
        """A condition on any field of the subjects (or, in ``in-source:``, of any statement)."""
        fields = query_fields(STATEMENT_TYPES if in_source else subjects, anyone=in_source)
        return self.on_field(self.one(fields), subjects, in_source=in_source)

    def on_field(self, field: Field, subjects: tuple[str, ...], *, in_source: bool = False) -> Condition:
        """A condition on this field."""
        name = str(field.query)
        asserter = None
        if field.kind is Kind.CLAIM and self.chance(2):
            asserter = Name(self.one(("japan", "diet", "Japan", "Quad", "trade", "nobody")))
        if self.chance(4):
            return Condition(name, self.one((AnyValue(), NoValue())), asserter=asserter)
        more = {Kind.NUMBER: (">", ">=", "<", "<="), Kind.NAME: (":", ":="), Kind.MENTION: (":", ":=")}
        dated = not in_source and (subjects[0], name) in DATED_FIELDS
        on = self.dates() if dated and self.chance(2) else None
        operator = self.one((":", *more.get(field.kind, ())))
        return Condition(name, self._value(field, STATEMENT_TYPES if in_source else subjects), operator, asserter, on)

    def _value(self, field: Field, subjects: tuple[str, ...]) -> Value:
        match field.kind:
            case Kind.NAME | Kind.MENTION:
                return Name(self.one(_NAMED))
            case Kind.KEY:
                return Name(self.one((*_STATEMENTS, *_STATEMENTS, *CAST, *_FORMER, "nobody")))
            case Kind.RELATION:
                return Name(self.one((*_STATEMENTS, *_STATEMENTS, "alpha/was-s0", "quad")))
            case Kind.TEXT:
                return self.words()
            case Kind.DATE:
                return self.dates()
        among: dict[str, Sequence[str]] = {
            Kind.TYPE: subjects,
            Kind.FLAG: ("true", "false"),
            Kind.NUMBER: ("0", "0.25", "0.3", "1"),
            "review": ("pending", "accepted", "lost"),
            "kind": _KINDS,
            "url": _ADDRESSES,
            "doi": _ADDRESSES,
        }
        terms = WORDS_OF.get(field.name, ())
        usual = (*terms, *terms, *_TYPED_TERMS) if terms else _STRINGS
        return Word(self.one(among.get(field.name, among.get(field.kind, usual))))

    def words(self) -> Word:
        """A word, a phrase or the start of a word."""
        kind = self.random.randrange(3)
        if kind == 0:
            return Word(self.one(_SINGLE))
        return Word(self.one(_PHRASES), phrase=True) if kind == 1 else Word(self.one(_STARTS), prefix=True)

    def dates(self) -> Dates:
        """A date, a range, or the last while."""
        first, last = sorted((self.one(_DATES), self.one(_DATES)), key=_first_day)
        if _first_day(first) > (interval(last).last or date.max):
            first, last = last, first
        ranges = ((first, first), (first, None), (None, last), (first, last))
        return Dates(None, None, self.one(_LASTS)) if self.chance(6) else Dates(*self.one(ranges))


def _first_day(text: str) -> date:
    return interval(text).first or date.min


def _sorts(subjects: tuple[str, ...]) -> list[str]:
    """The fields that give an order."""
    fields = query_fields(subjects)
    return [str(f.query) for f in fields if not f.many and (f.kind is not Kind.NAME or f.name == "source")]
