"""The oracle: what a query finds, by looking at every record as docs/query.md says; shares only the tree with compile.

Slow and plain on purpose. The table of fields, the store, the resolver and the compiler are not used; what one
condition asks stands in `oracle_conditions`, how names are looked up in `oracle_base`.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from tests.builders import Plain
from tests.query.oracle_base import STATEMENT_TYPES, Base
from tests.query.oracle_conditions import Conditions, Fits

from policykb.query.ast import (
    And,
    Bare,
    Condition,
    Expression,
    InSource,
    Name,
    Not,
    Or,
    Query,
    Sort,
    Word,
    all_of,
    any_of,
)

_THEMED = dict.fromkeys(("theme", "broader", "coverage"), ("theme",)) | dict.fromkeys(
    ("mention", "involving"), ("theme", "actor", "framework", "event")
)


class Oracle:
    """Answers queries about a base; ``today`` is the day "last 2 years" ends with."""

    def __init__(self, base: Base, today: date) -> None:
        self.base = base
        self.conditions = Conditions(base, today)

    def found(self, query: Query) -> list[Plain]:
        """The records that fit, as the file has them."""
        fits = self._expression(query.where, query.subjects[0]) if query.where is not None else lambda _record: True
        return [record for record in self._everything(query) if record["type"] in query.subjects and fits(record)]

    def keys(self, query: Query) -> list[str]:
        """The keys found, in order, within the limit, after the record to go on from."""
        found = self._sorted(query, self.found(query))
        if query.after is not None:
            everything = self.order(query)
            later = everything[everything.index(query.after) + 1 :]
            found = [record for record in found if record["key"] in later]
        return [record["key"] for record in found][: query.limit]

    def order(self, query: Query) -> list[str]:
        """The keys of all records that could be found, in the order of the query."""
        return [record["key"] for record in self._sorted(query, self._everything(query))]

    def _everything(self, query: Query) -> list[Plain]:
        return self.base.statements if query.subjects[0] in STATEMENT_TYPES else self._of_type(query.subjects[0])

    def _of_type(self, type_: str) -> list[Plain]:
        return [record for record in self.base.entities if record["type"] == type_]

    # order: by key, or newest first, then by source and as its file has them; before that what is asked for

    def _sorted(self, query: Query, records: list[Plain]) -> list[Plain]:
        if query.subjects[0] in STATEMENT_TYPES:
            records = sorted(records, key=lambda record: str(record["source"]))
            records = _in_order(records, lambda record: (self.base.issued(record) or [None])[0], descending=True)
        else:
            records = sorted(records, key=lambda record: str(record["key"]))
        for sort in reversed(query.sort):
            records = _in_order(records, self._place(sort, query.subjects[0]), descending=sort.descending)
        return records

    def _place(self, sort: Sort, subject: str) -> Callable[[Plain], Any]:
        values = self.conditions.values(sort.field, subject)

        def place(record: Plain) -> Any:
            value = next(iter(values(record)), None)
            if sort.field == "strength" and value is not None:
                return self.base.terms["strength"].index(value)
            return value[0] if isinstance(value, tuple) else value

        return place

    # and, or, not, in-source

    def _expression(self, item: Expression, subject: str) -> Fits:
        match item:
            case And() | Or():
                parts = [self._expression(part, subject) for part in item.items]
                return _all(parts) if isinstance(item, And) else _any(parts)
            case Not():
                return _not(self._expression(item.item, subject))
            case InSource():
                return self._in_source(item.item)
            case Bare():
                return self._expression(self._written_out(item, subject), subject)
            case Condition():
                return self.conditions.fits(item, subject)

    def _in_source(self, item: Expression) -> Fits:
        """Each condition is met by some statement of the source, not all of them by the same one."""
        match item:
            case And() | Or():
                parts = [self._in_source(part) for part in item.items]
                return _all(parts) if isinstance(item, And) else _any(parts)
            case Not():
                return _not(self._in_source(item.item))
            case Bare():
                return self._in_source(self._written_out(item, "finding"))
            case _:
                fits = self._expression(item, "finding")
                met = {statement["source"] for statement in self.base.statements if fits(statement)}
                return lambda record: record.get("source", record["key"]) in met

    def _written_out(self, item: Bare, subject: str) -> Expression:
        """The whole run as the name of one thing, or in the text; else every word."""
        text = " ".join(item.words)
        field = "text" if subject in STATEMENT_TYPES else "name"
        meant = {key for key in self.base.find(text) if self.base.by_key[key]["type"] != "source"}
        if subject in STATEMENT_TYPES and len(meant) == 1:
            return any_of((Condition("mention", Name(meant.pop())), Condition("text", Word(text, phrase=True))))
        return all_of(Condition(field, Word(word)) for word in item.words)

    # how much was read for it

    def sources_read(self, query: Query) -> int:
        """Sources with coverage for every theme asked for or a wider one; for any theme where none is asked for."""
        asked = set(self._themes(query.where, query.subjects[0])) if query.where is not None else set[str]()
        read: dict[str, set[str]] = {}
        for coverage in self.base.those("coverage"):
            read.setdefault(coverage["source"], set()).add(coverage["theme"])
        return sum(all(self.base.above(theme) & themes for theme in asked) for themes in read.values())

    def _themes(self, item: Expression, subject: str, asked: bool = True) -> Iterable[str]:
        match item:
            case And() | Or():
                for part in item.items:
                    yield from self._themes(part, subject, asked)
            case Not():
                yield from self._themes(item.item, subject, not asked)
            case InSource():
                yield from self._themes(item.item, "finding", asked)
            case Bare():
                yield from self._themes(self._written_out(item, subject), subject, asked)
            case Condition(value=Name(text=text)) if asked and item.field in _THEMED:
                meant = self.base.mean(text, _THEMED[item.field])
                yield from (key for key in meant if self.base.by_key[key]["type"] == "theme")
            case _:
                pass


def _all(parts: Iterable[Fits]) -> Fits:
    parts = list(parts)
    return lambda record: all(fits(record) for fits in parts)


def _any(parts: Iterable[Fits]) -> Fits:
    parts = list(parts)
    return lambda record: any(fits(record) for fits in parts)


def _not(fits: Fits) -> Fits:
    return lambda record: not fits(record)


def _in_order(records: list[Plain], place: Callable[[Plain], Any], *, descending: bool) -> list[Plain]:
    """Sorted by what has a place, the rest last; what is equal keeps its order."""
    placed = [record for record in records if place(record) is not None]
    return sorted(placed, key=place, reverse=descending) + [record for record in records if place(record) is None]
