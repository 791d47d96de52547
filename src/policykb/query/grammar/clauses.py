"""One clause of a sentence (to Japan, since 2024, accepted by Japan); separate from how clauses stand together."""

from collections.abc import Callable

from policykb.domain.fields import DATE_FIELD, STATEMENTS
from policykb.errors import QuerySyntaxError, UnknownField
from policykb.query.ast import Condition, Dates, Expression, InSource, Word
from policykb.query.grammar.cursor import Cursor, is_date
from policykb.query.grammar.fieldwise import read_field, read_with
from policykb.query.grammar.lexer import END, MINUS, MODIFIERS, NAME_WORDS, WORD, Token
from policykb.query.grammar.lists import Read, Series, read_list
from policykb.query.grammar.lookup import OF_SOURCES, SUBJECT_WORDS, plural, words_field
from policykb.query.grammar.misdated import check_from_month, instead_of_place
from policykb.query.grammar.periods import dates_start, one_date, read_dates, spanning
from policykb.query.grammar.values import name_starts, read_bare, read_name, read_text, read_value, value_starts

Inner = Callable[[Cursor], Expression | None]
"""Reads the clauses inside parentheses; handed in by `sequence`, which reads them by `read_clause`."""

CONDITIONS = 'mentioning NAME, to NAME, since 2024, with FIELD VALUE, field:value, words to search or "a phrase"'
_COMPARED = {"since": ">=", "after": ">", "before": "<", "until": "<="}
_DATED_INSTEAD = {"from": ("since",), "to": ("since", "until"), "by": ("until",), "on": ("in",)}
"""What to offer where a date alone stands after a word for names."""


def read_clause(c: Cursor, inner: Inner) -> Read:
    """The clause that starts here; a negation before a clause of bare words is read with it."""
    token = c.peek()
    if c.is_field():
        return read_field(c) if token.low not in {*MODIFIERS, "in-source", "in_source"} else _read_special(c, inner)
    if c.at("("):
        return Read(_read_parenthesis(c, inner))
    if c.in_source and c.at(*SUBJECT_WORDS) and len(SUBJECT_WORDS[token.low]) == 1 and not c.is_value(1):
        return Read(read_value(c, c.field(token._replace(low="type", text="type")), token.start, run=False))
    if c.is_date_clause():
        return read_date_clause(c)
    if c.at(*NAME_WORDS):
        return _read_names(c)
    if c.at("containing"):
        return _read_containing(c)
    if c.at("with", "without"):
        return read_with(c)
    if c.answers():
        return _read_answer(c)
    if c.is_value() or c.at("not") or token.kind == MINUS:
        return read_list(c, Series("", lambda minus, _first: read_bare(c, single=minus), c.is_value))
    raise _no_clause(c)


def read_date_clause(c: Cursor) -> Read:
    """since, after, before, until, in, from DATE to DATE, between DATE and DATE, last N years.

    ``dates`` is set where it gives one range.
    """
    keyword = c.peek()
    field = _date_field(c, keyword)
    if c.at("in"):
        return _read_in(c, field)
    if c.at("from", "between"):
        _, first, _, last = (c.take() for _ in range(4))
        dates = spanning(c, first, last)
    elif c.at(*_COMPARED):
        c.take()
        c.join_date()
        token = c.peek()
        if c.is_value():
            c.take()
        dates = one_date(c, token, _COMPARED[keyword.low], keyword.text)
    else:
        dates = read_dates(c, "last", word_form=True)
    return Read(Condition(field, dates, at=(keyword.start, c.last_end)), dates=dates)


def _read_in(c: Cursor, field: str) -> Read:
    keyword = c.take()

    def read(_minus: bool, first: bool) -> Expression:
        start = keyword.start if first else c.peek().start
        return Condition(field, read_dates(c, keyword.text, word_form=True), at=(start, c.last_end))

    listed = read_list(c, Series(keyword.text, read, lambda ahead: dates_start(c, ahead), single="date"))
    dates = listed.expression.value if isinstance(listed.expression, Condition) else None
    return Read(listed.expression, listed.joint, listed.lead, listed.texts, dates if isinstance(dates, Dates) else None)


def _date_field(c: Cursor, keyword: Token) -> str:
    """The field that a date clause speaks of; an error where the records asked for have none."""
    if c.in_source:
        return "issued"
    lacking = [subject for subject in c.subjects if subject not in DATE_FIELD]
    if lacking and c.takes_date:
        return ""
    if lacking:
        raise UnknownField(
            f"{plural(lacking)} have no date ('{keyword.text}' at column {keyword.start + 1})",
            f"{instead_of_place(c)}Dates are for {plural(tuple(DATE_FIELD))}.",
            query=c.text,
            column=keyword.start + 1,
        )
    return DATE_FIELD[c.subjects[0]]


def _read_names(c: Cursor) -> Read:
    """mentioning, about, to, by, on, from, under, involving and a list of names."""
    keyword = c.take()
    meant = "mention" if keyword.low in {"mentioning", "about"} else keyword.low
    if meant == "from" and c.subjects == ("source",) and not c.in_source:
        meant = "publisher"
    field = c.field(keyword._replace(low=meant, text=meant))
    instead = _DATED_INSTEAD.get(keyword.low, ())

    def read(_minus: bool, first: bool) -> Expression:
        if instead:
            c.join_date()
            check_from_month(c)
        token = c.peek()
        if instead and token.kind == WORD and is_date(token.text) and not c.is_value(1):
            raise c.error(
                f"'{keyword.text}' needs a name, not the date {{at}}",
                f"Write {' or '.join(f'{word} {token.text}' for word in instead)}; quote it if it is a name.",
            )
        return read_value(c, field, keyword.start if first else token.start, asked=keyword.text)

    return read_list(c, Series(keyword.text, read, lambda ahead: value_starts(c, field, ahead)))


def _read_containing(c: Cursor) -> Read:
    keyword = c.take()
    what = words_field(c.subjects, c.in_source)

    def read(_minus: bool, first: bool) -> Expression:
        return read_text(c, what, keyword.start if first else c.peek().start)

    return read_list(c, Series(keyword.text, read, c.is_value))


def _read_answer(c: Cursor) -> Read:
    """Accepted by NAME, rejected by NAME: the current response of whoever is named."""
    said, by = c.take(), c.take()
    field = c.field(said._replace(low="response", text="response"))

    def read(_minus: bool, first: bool) -> Expression:
        start = said.start if first else c.peek().start
        asserter = read_name(c, f"{said.text} {by.text}")
        value = Word(said.low, at=(said.start, said.end))
        return Condition(field.query or field.name, value, asserter=asserter, at=(start, c.last_end))

    return read_list(c, Series(f"{said.text} {by.text}", read, lambda ahead: name_starts(c, ahead)))


def _read_parenthesis(c: Cursor, inner: Inner) -> Expression:
    opened = c.peek()
    with c.parenthesis():
        expression = inner(c)
    if expression is None:
        raise c.error("there is nothing between the parentheses: {at}", f"Write a condition: {CONDITIONS}.", opened)
    return expression


def _read_special(c: Cursor, inner: Inner) -> Read:
    """``in-source:(...)``; the modifiers cannot stand where a condition must."""
    name = c.take()
    if name.low in MODIFIERS:
        raise c.error(
            f"{{at}} is no condition: '{name.low}:' cannot be negated, joined or put in parentheses",
            f"It stands beside the conditions: to:japan {name.low}:...",
            name,
        )
    c.take()
    if not c.at("("):
        raise c.error("in-source: needs parentheses, not {at}", "Write in-source:(to:japan strength:must).")
    if c.in_source:
        raise c.error("{at} stands inside another in-source", "Its conditions can stand in the outer one.", name)
    if c.subjects[0] not in {*STATEMENTS, "source"}:
        why = "take no in-source:" if c.subjects[0] in OF_SOURCES else "are in no source"
        raise UnknownField(
            f"{plural(c.subjects)} {why} ('in-source' at column {name.start + 1})",
            "in-source: is for statements, and for sources themselves.",
            query=c.text,
            column=name.start + 1,
        )
    c.in_source = True
    expression = _read_parenthesis(c, inner)
    c.in_source = False
    return Read(InSource(expression))


def _no_clause(c: Cursor) -> QuerySyntaxError:
    token = c.peek()
    if c.at("=") and c.index:
        name, value = c.tokens[c.index - 1].text[:40], c.peek(1).text[:40]
        minus, name = ("-", name[:-1]) if name.endswith("!") else ("", name)
        return c.error("{at} cannot stand here", f"A field is written with a colon: {minus}{name}:{value}")
    if token.kind == END:
        return c.error("a condition is missing at {at}", f"Here can stand: {CONDITIONS}.")
    if c.counts() or c.sorts():
        return c.error("{at} is no condition", "Write it after the conditions, outside parentheses, without and / or.")
    return c.error("{at} cannot stand here", f"Here can stand: {CONDITIONS}.")
