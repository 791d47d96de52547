"""Dates in English words (June 2024, 10 April 2024; a month without its year); separate because only English is."""

import re
from collections.abc import Sequence

from policykb.query.grammar.lexer import WORD, Token

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
           "december")  # fmt: skip
_NUMBERS = {form: n for n, month in enumerate(_MONTHS, 1) for form in (month, month[:3])} | {"sept": 9}
_YEAR = re.compile(r"[0-9]{4}")
_DAY = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?")


_YEAR_THERE = 12
"""How many tokens ahead the year of a month is looked for, for advice."""


def is_month(token: Token) -> bool:
    """Whether a word is the name of a month."""
    return token.kind == WORD and token.low.rstrip(".") in _NUMBERS


def dated_month(tokens: Sequence[Token]) -> str:
    """The month these tokens start with and the next year after it, as it should have been written.

    >>> from policykb.query.grammar.lexer import tokens
    >>> dated_month(tokens("June to July 2024")), dated_month(tokens("Sept. or later"))
    ('June 2024', 'Sept. YYYY')
    """
    year = next((t.low[:4] for t in tokens[:_YEAR_THERE] if _YEAR.fullmatch(t.low[:4])), "YYYY")
    return f"{tokens[0].text} {year}"


def written_date(tokens: Sequence[Token]) -> tuple[Token, int] | None:
    """The date these tokens start with, as one token of its ISO form, and how many tokens that were.

    >>> from policykb.query.grammar.lexer import tokens
    >>> [written_date(tokens(t))[0].text for t in ("June 2024", "10th Apr. 2024", "April 10, 2024 to")]
    ['2024-06', '2024-04-10', '2024-04-10']
    """
    words = [token for token in tokens[:4] if token.low != ","][:3]
    month = next((_NUMBERS.get(w.low.rstrip(".")) for w in words[:2] if w.low.rstrip(".") in _NUMBERS), None)
    if month is None or any(word.kind != WORD for word in words[:2]):
        return None
    place = 0 if words[0].low.rstrip(".") in _NUMBERS else 1
    days = words[:place] or words[1:2]
    day = _DAY.fullmatch(days[0].low) if days else None
    years = words[2:3] if place or day else words[1:2]
    if not years or years[0].kind != WORD or not _YEAR.fullmatch(years[0].low) or (place and day is None):
        return None
    text = f"{years[0].low}-{month:02}" + (f"-{int(day[1]):02}" if day else "")
    count = tokens.index(years[0]) + 1
    return Token(WORD, text, text, tokens[0].start, years[0].end), count
