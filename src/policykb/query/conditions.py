"""What each kind of condition on statements means in SQL: one function a kind; separate from putting them together."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)

from policykb.domain.dates import interval
from policykb.domain.fields import Field, Kind
from policykb.lexicon.words import folded, words
from policykb.query.ast import AnyValue, Condition, Dates, Name, NoValue, Word
from policykb.query.relative import absolute
from policykb.store import tables as t
from policykb.store.dialect import of_connection

Bool = ColumnElement[bool]


@dataclass
class Scope:
    """What conditions are compiled against: the open base, the ids of the keys in the query, the day that is today."""

    connection: Connection
    ids: Mapping[str, int]
    statements: Mapping[str, int]
    today: date
    languages: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        found = self.connection.execute(select(t.source.c.language).distinct()).scalars()
        # Names and notes of entities are no source's text, so theirs is the default.
        self.languages = sorted({"en"}.union(filter(None, found)))

    def below(self, item: Condition) -> Select[Any]:
        """The ids of the entity a condition names and of all that is narrower or a part of it; itself alone for :=."""
        assert isinstance(item.value, Name)
        id_ = self.ids[item.value.text]
        if item.operator == ":=":
            return select(t.entity.c.id).where(t.entity.c.id == id_)
        return select(t.closure.c.descendant_id).where(t.closure.c.ancestor_id == id_)


def statement_condition(item: Condition, row: Field, s: FromClause, scope: Scope) -> Bool:
    """A condition on the statements of ``s`` (the table or an alias of it)."""
    if isinstance(item.value, NoValue):
        return not_(_has_any(item, row, s, scope))
    if isinstance(item.value, AnyValue):
        return _has_any(item, row, s, scope)
    match row.kind:
        case Kind.NAME if row.name == "source":
            return or_(s.c.source_id == scope.ids[_text(item)], _published_by(item, s, scope))
        case Kind.NAME if row.name == "publisher":
            return _published_by(item, s, scope)
        case Kind.NAME if row.name == "involving":
            return _linked(s, None, scope.below(item))
        case Kind.NAME:
            found = _linked(s, row.role, scope.below(item))
            return or_(found, _voiced_by_author(s, scope.below(item))) if row.role == "proponent" else found
        case Kind.MENTION:
            return _mentions(item, s, scope)
        case Kind.TEXT if row.name == "text":
            return s.c.id.in_(_in_text(item, scope))
        case Kind.TEXT:
            return _in_other_text(item, row, s, t.statement_text, "statement_id", scope)
        case Kind.DATE:
            return overlaps(item, s.c.issued_first, s.c.issued_last, scope)
        case Kind.CLAIM:
            return _claimed(item, row, s, scope)
        case Kind.RELATION:
            wanted = t.relation.c.object_id == scope.statements[_text(item)]
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
    text = _text(item)
    match row.kind:
        case Kind.FLAG:
            return column.is_(text.lower() in {"true", "yes"})
        case Kind.NUMBER:
            number = float(text)
            return {
                ":": column == number,
                ">": column > number,
                ">=": column >= number,
                "<": column < number,
                "<=": column <= number,
            }[item.operator]
        case Kind.KEY:
            return column == text.lower()
        case Kind.WORD | Kind.TYPE:
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
    if isinstance(item.value, Dates):
        start, end = bounds(item.value, scope.today)
    else:
        days = interval(_text(item))
        start, end = _iso(days.first), _iso(days.last)
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


def _text(item: Condition) -> str:
    assert isinstance(item.value, Name | Word)
    return item.value.text


# links


def _linked(s: FromClause, role: str | None, entities: Select[Any]) -> Bool:
    link = t.link.c
    query = select(link.statement_id).where(link.entity_id.in_(entities))
    return s.c.id.in_(query.where(link.role == role) if role else query)


def _voiced_by_author(s: FromClause, entities: Select[Any]) -> Bool:
    """Voiced by the source's authors, who are its proponents where none is stated."""
    sources = select(t.author.c.source_id).where(t.author.c.person_id.in_(entities))
    return and_(s.c.voiced == "authors", s.c.source_id.in_(sources))


def _published_by(item: Condition, s: FromClause, scope: Scope) -> Bool:
    own = t.source.c
    return s.c.source_id.in_(select(own.entity_id).where(own.publisher_id.in_(scope.below(item))))


def _mentions(item: Condition, s: FromClause, scope: Scope) -> Bool:
    named = select(t.mention.c.statement_id).where(t.mention.c.entity_id.in_(scope.below(item)))
    return or_(_linked(s, None, scope.below(item)), s.c.id.in_(named))


def _has_any(item: Condition, row: Field, s: FromClause, scope: Scope) -> Bool:
    link, relation = t.link.c, t.relation.c
    match row.kind:
        case Kind.KEY | Kind.TYPE:
            return true()
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
            return exists().where(*_standing(t.claim, item, row, s, scope))
        case Kind.RELATION:
            return exists().where(relation.subject_id == s.c.id, relation.relation == row.name)
        case Kind.DATE:
            return s.c.issued_first.is_not(None)
        case _:
            return column_of(row, s).is_not(None)


def _coded(item: Condition, s: FromClause, scope: Scope) -> Bool:
    """``code:5`` or ``code:action=5``; codes are stored as one JSON object."""
    text, column = _text(item), s.c.codes
    if not text.isascii():
        objects = scope.connection.execute(select(column).where(column.is_not(None)).distinct()).scalars()
        return and_(column.is_not(None), column.in_([each for each in objects if _holds_code(each, text)]))
    scheme, separator, code = text.partition("=")
    written = [f'": {json.dumps(text)}', *([f"{json.dumps(scheme)}: {json.dumps(code)}"] if separator else [])]
    return and_(column.is_not(None), or_(*(column.ilike(f"%{_like(each)}%", escape="\\") for each in written)))


def _holds_code(codes: str, text: str) -> bool:
    found = json.loads(codes).items()
    return any(text.lower() in {code.lower(), f"{scheme}={code}".lower()} for scheme, code in found)


def _like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


# claims


def _claimed(item: Condition, row: Field, s: FromClause, scope: Scope) -> Bool:
    """That somebody's current claim has this value: no later one of the same asserter that still stands."""
    claim, later = t.claim.alias(), t.claim.alias()
    undated = literal("")
    after = func.coalesce(later.c.on_first, undated), later.c.position, later.c.id
    this = func.coalesce(claim.c.on_first, undated), claim.c.position, claim.c.id
    newer = or_(
        after[0] > this[0],
        and_(after[0] == this[0], after[1] > this[1]),
        and_(after[0] == this[0], after[1] == this[1], after[2] > this[2]),
    )
    overtaken = exists().where(
        later.c.statement_id == claim.c.statement_id,
        later.c.aspect == claim.c.aspect,
        later.c.asserter_id == claim.c.asserter_id,
        later.c.retracted.is_(False),
        newer,
    )
    return exists().where(*_standing(claim, item, row, s, scope), claim.c.value == _text(item), not_(overtaken))


def _standing(claim: FromClause, item: Condition, row: Field, s: FromClause, scope: Scope) -> list[Bool]:
    """That a claim is about this statement and aspect, by whom the condition names, and not taken back."""
    asserter = [claim.c.asserter_id.in_(_parts(item.asserter, scope))] if item.asserter is not None else []
    about = [claim.c.statement_id == s.c.id, claim.c.aspect == row.name, claim.c.retracted.is_(False)]
    return [*about, *asserter]


def _parts(name: Name, scope: Scope) -> Select[Any]:
    return select(t.closure.c.descendant_id).where(t.closure.c.ancestor_id == scope.ids[name.text])


# text


def _in_text(item: Condition, scope: Scope) -> Select[Any]:
    assert isinstance(item.value, Word)
    dialect = of_connection(scope.connection)
    return dialect.statements_with(phrases(item.value, scope))  # type: ignore[no-any-return]


def phrases(value: Word, scope: Scope) -> list[list[str]]:
    """The runs of terms that a word or phrase stands for: one a language of the base, or one a word of a prefix."""
    if not value.prefix:
        return _runs(value.text, scope)
    before, start = _begun(value)
    query = select(t.word.c.term).where(_starts(start)).distinct().order_by(t.word.c.term)
    known = list(scope.connection.execute(query).scalars()) if start else []
    return [[*run, term] for run in _runs(before, scope) or [[]] for term in known]


def _runs(text: str, scope: Scope) -> list[list[str]]:
    """The terms of a text, once for each way in which a language of the base has them."""
    found: list[list[str]] = []
    for language in scope.languages:
        run = [term for term, _, _ in words(text, language)]
        if run and run not in found:
            found.append(run)
    return found


def _begun(value: Word) -> tuple[str, str]:
    """The whole words of a prefix and the start after them: ``lattice-w*`` is "lattice" and "w"."""
    forms = [form for form, _, _ in folded(value.text)]
    return " ".join(forms[:-1]), forms[-1] if forms else ""


def _starts(start: str) -> Bool:
    return and_(t.word.c.folded >= start, t.word.c.folded < start + "\U0010ffff")


def _in_other_text(item: Condition, row: Field, s: FromClause, table: FromClause, id_column: str, scope: Scope) -> Bool:
    """In a text that full text does not index: its terms are stored with a space at both ends."""
    assert isinstance(item.value, Word)
    terms = table.c.terms
    if item.value.prefix:
        before, start = _begun(item.value)
        if not start:
            return false()
        leads = [f"% {' '.join([*run, ''])}" for run in _runs(before, scope) or [[]]]
        # The words of these texts are not kept as written, so the start of a term counts too.
        fits = or_(*(terms.like(f"{lead}{start}%") for lead in leads))
        known = or_(*(terms.like(literal(lead) + t.word.c.term + " %") for lead in leads))
        fits = or_(fits, exists().where(_starts(start), known))
    else:
        fits = or_(false(), *(terms.like(f"% {' '.join(run)} %") for run in phrases(item.value, scope)))
    own_id = s.c.id if "id" in s.c else s.c.entity_id
    return exists().where(table.c[id_column] == own_id, table.c.field == row.name, fits)


def text_condition(item: Condition, row: Field, s: FromClause, scope: Scope) -> Bool:
    """A condition on a text of an entity."""
    return _in_other_text(item, row, s, t.entity_text, "entity_id", scope)
