"""What to write instead of a date that cannot be read; separate because it knows mistakes, not the language."""

import re

from policykb.domain.dates import EXPECTED
from policykb.errors import QuerySyntaxError
from policykb.query.grammar.cursor import Cursor, is_date
from policykb.query.grammar.lexer import ARTICLES, UNITS, WORD, Token
from policykb.query.grammar.months import dated_month, is_month

_SPAN = re.compile(r"([0-9]{4})[-/–—]([0-9]{4})")
_IN_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
NUMBERS = {word: number for number, word in enumerate(_IN_WORDS, 1)}
"""Numbers that people write as words; the language knows only digits."""
_AGO = frozenset({"last", "past", "previous", "recent"})
_PLACES = {
    "event": "with place {name}",
    "framework": "involving {name}",
    "actor": "with member-of {name}, or under {name}",
    "theme": "under {name}",
    "source": "from {name}",
}


def instead_of_date(c: Cursor, keyword: str) -> str:
    """The advice where a date should stand after ``keyword`` and something else does."""
    usual = f"Write {EXPECTED}, June 2024, a range 2020..2024, or last 2 years."
    ahead = int(c.at(*ARTICLES))
    token = c.peek(ahead)
    if is_month(token):
        return f"A month needs its year: write {dated_month(c.tokens[c.index + ahead :])}."
    if span := _SPAN.fullmatch(token.low):
        return f"Write {span[1]}..{span[2]}."
    if token.low in _AGO | {"this"}:
        return _while(c, ahead)
    name = c.run()
    if keyword.lower() != "in" or not any(letter.isalpha() for letter in name[:1]):
        return usual
    about = _PLACES.get(c.subjects[0], "about {name} or involving {name}").format(name=name)
    return f"{usual} For a name write {about}."


def instead_of_place(c: Cursor) -> str:
    """The advice for ``in NAME`` where there are no dates; empty for other words and for dates."""
    c.take()
    name = c.run()
    if c.tokens[c.index - 1].low != "in" or not any(letter.isalpha() for letter in name[:1]):
        return ""
    return f"Write {_PLACES[c.subjects[0]].format(name=name)}. "


def _while(c: Cursor, ahead: int) -> str:
    """Of "the past two years", "last year": what can be written."""
    amount, unit = c.peek(ahead + 1).low, c.peek(ahead + 2).low
    number = NUMBERS.get(amount, int(amount) if amount.isdecimal() and amount.isascii() and len(amount) < 5 else 0)
    if number and f"{unit.rstrip('s')}s" in UNITS:
        return f"Write last {number} {unit}."
    return "Name the year or month: 2024, June 2024; or last 12 months."


def check_goes_on(c: Cursor, joint: Token) -> None:
    """Raises where a list of dates seems to go on after a clause of dates, but with nothing that can follow it."""
    token = c.peek()
    if is_month(token):
        near = [token, *c.tokens[c.index + 1 :], *reversed(c.tokens[: c.index])]
        raise _no_date(c, joint, f"A month needs its year: write {dated_month(near)}")
    if token.kind == WORD and is_date(token.text):
        raise _no_date(c, joint, f"Write in {token.text}")


def check_from_month(c: Cursor) -> None:
    """Raises for the name of a month without its year, where another date follows after ``to``."""
    if is_month(c.peek()) and c.at("to", ahead=1):
        raise c.error("a month needs its year: {at}", f"Write {dated_month(c.tokens[c.index :])} to DATE.")


def _no_date(c: Cursor, joint: Token, advice: str) -> QuerySyntaxError:
    token = c.peek()
    return c.error(
        f"'{joint.text}' joins no further date here: {{at}}", f"{advice}. To search the text write text:{token.text}"
    )
