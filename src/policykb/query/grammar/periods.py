"""Dates of a query: since, before, ranges, the last N years; separate because all of them end in one normal form."""

import re
from datetime import date, timedelta

from policykb.domain.dates import EXPECTED, interval
from policykb.query.ast import Dates
from policykb.query.grammar.cursor import Cursor, is_date
from policykb.query.grammar.lexer import ARTICLES, QUOTED, WORD, Token
from policykb.query.grammar.misdated import instead_of_date

MAX_UNITS = 1_000
"""The largest N of ``last N years``."""

_RELATIVE = re.compile(r"last[ -]([0-9]+)[ -](day|week|month|year)s?")


def read_dates(c: Cursor, what: str, *, word_form: bool = False) -> Dates:
    """One date, a range ``2020..2024`` or ``last 2 years``, for ``what`` (named in errors).

    ``last-2-years`` is the field form; the words are read where ``word_form`` is true.
    """
    c.join_date()
    token = c.peek()
    if word_form and c.at(*ARTICLES) and c.lasts(1):
        c.take()
    if word_form and c.lasts():
        last, amount, unit = c.take(), c.take(), c.take()
        return _relative(c, last, f"last {amount.low} {unit.low}", unit.end)
    relative = _RELATIVE.fullmatch(token.text.lower())
    if relative is not None:
        c.take()
        return _relative(c, token, token.text.lower(), token.end)
    if token.kind not in {WORD, QUOTED} or not is_date(token.text):
        hint = instead_of_date(c, what)
        if c.at(*ARTICLES) and c.is_value(1):
            c.take()
        raise c.error(f"'{what}' needs a date, not {{at}}", hint)
    c.take()
    start, dots, end = token.text.partition("..")
    if not dots:
        return one_date(c, token, ":", what)
    for text in filter(None, (start, end)):
        _check(c, token, text)
    return _range(c, start or None, end or None, token, token.end)


def dates_start(c: Cursor, ahead: int = 0) -> bool:
    """Whether what `read_dates` reads starts so many tokens ahead."""
    if c.lasts(ahead) or (c.at(*ARTICLES, ahead=ahead) and c.lasts(ahead + 1)):
        return True
    c.join_date(ahead)
    text = c.peek(ahead).text
    return c.is_value(ahead) and (is_date(text) or _RELATIVE.fullmatch(text.lower()) is not None)


def one_date(c: Cursor, token: Token, operator: str, what: str) -> Dates:
    """The range that a comparison with one date means: ``>`` 2024 is from 2025 on, ``<`` 2024 is up to 2023."""
    text, at = token.text, (token.start, token.end)
    if not is_date(text) or ".." in text:
        raise c.error(f"'{what}' needs a date, not {{at}}", _instead(c, token), token)
    _check(c, token, text)
    match operator:
        case ">":
            return Dates(_beside(c, token, 1), None, at=at)
        case ">=":
            return Dates(text, None, at=at)
        case "<":
            return Dates(None, _beside(c, token, -1), at=at)
        case "<=":
            return Dates(None, text, at=at)
        case _:
            return Dates(text, text, at=at)


def _instead(c: Cursor, token: Token) -> str:
    """The advice for a single date, whether its word was read already or not."""
    if token.kind != WORD:
        return f"Write {EXPECTED}."
    c.index = c.tokens.index(token)
    return instead_of_date(c, "")


def spanning(c: Cursor, first: Token, last: Token) -> Dates:
    """From one date to another, both included."""
    start, end = one_date(c, first, ":", "from"), one_date(c, last, ":", "to")
    return _range(c, start.first, end.last, first, last.end)


def _range(c: Cursor, first: str | None, last: str | None, token: Token, end: int) -> Dates:
    if first and last and _earliest(first) > _latest(last):
        message = f"the range at column {token.start + 1} is empty: {first} is after {last}"
        raise c.error(message, "Write the earlier date first.", token)
    return Dates(first, last, at=(token.start, end))


def _relative(c: Cursor, token: Token, text: str, end: int) -> Dates:
    match = _RELATIVE.fullmatch(text)
    assert match is not None
    amount, unit = int(match[1]), f"{match[2]}s"
    if not 1 <= amount <= MAX_UNITS:
        raise c.error(f"{{at}} must count 1 to {MAX_UNITS:,} {unit}", "Write a smaller number, or a date.", token)
    return Dates(None, None, (amount, unit), at=(token.start, end))


def _check(c: Cursor, token: Token, text: str) -> None:
    try:
        interval(text)
    except ValueError as error:
        raise c.error(f"{error} (column {token.start + 1})", f"Write {EXPECTED}.", token) from None


def _beside(c: Cursor, token: Token, days: int) -> str:
    """The date right after (1) or before (-1) one, as precise as it is."""
    edge = _latest(token.text) if days > 0 else _earliest(token.text)
    text = (edge + timedelta(days)).isoformat()[: len(token.text)]
    _check(c, token, text)
    return text


def _earliest(text: str) -> date:
    first = interval(text).first
    assert first is not None
    return first


def _latest(text: str) -> date:
    last = interval(text).last
    assert last is not None
    return last
