"""The text of a query cut into tokens; separate because characters, quotes and reserved words are ruled here."""

import re
from collections.abc import Sequence
from typing import NamedTuple, Protocol

from policykb.domain.characters import clean_text
from policykb.errors import QuerySyntaxError

MAX_LENGTH = 1_000
"""Characters a typed query may have."""
CANONICAL_LENGTH = 10_000
"""Characters the canonical form of any query of `MAX_LENGTH` stays below."""

NAME_WORDS = frozenset({"mentioning", "about", "to", "by", "on", "from", "under", "involving"})
DATE_WORDS = frozenset({"in", "since", "before", "after", "until"})
RESERVED = NAME_WORDS | DATE_WORDS | {"with", "without", "containing", "and", "or", "not", "but"}
MODIFIERS = frozenset({"sort", "limit", "after", "group"})
"""What a query says besides its conditions; written like fields."""
ARTICLES = frozenset({"the", "a", "an"})
UNITS = frozenset({"days", "weeks", "months", "years"})
COMPARISONS = frozenset({">", ">=", "<", "<="})
FIELD_OPERATORS = COMPARISONS | {":", ":="}

WORD, QUOTED, MARK, MINUS, END = "word", "quoted", "mark", "minus", "end"

_TOKEN = re.compile(
    r"""(?P<space>\s+)
    |(?P<quoted>"(?:[^"]|"")*"|[“”„][^“”]*[“”])
    |(?P<mark>:=|[<>]=?|[:=@(),|])
    |(?P<word>[^\s"“”„()|,:=<>@]+)""",
    re.VERBOSE,
)
_PLAIN = re.compile(r"""[^\s"“”„()|,:=<>@*!-][^\s"“”„()|,:=<>@*]*""")


class Lexicon(Protocol):
    """Knows the names that hold a reserved word (Trinidad and Tobago); asked in name positions only."""

    def longest(self, words: Sequence[str]) -> int:
        """How many of these leading words are such a name, the longest there is; 0 for none."""
        ...


class Token(NamedTuple):
    """A piece of the query: ``text`` as written (without its quotes), ``low`` to compare keywords ("" if quoted)."""

    kind: str
    text: str
    low: str
    start: int
    end: int


def tokens(text: str, limit: int = MAX_LENGTH) -> list[Token]:
    """The tokens of a query and an END. A ``-`` at the start of a token is a MINUS of its own.

    Inside straight quotes ``""`` stands for one ``"``. Raises QuerySyntaxError for a query that is too long, holds
    characters no stored text may hold, or leaves a quote open.

    >>> [token.text for token in tokens('-text:"the ""Quad"" of 2024" or')]
    ['-', 'text', ':', 'the "Quad" of 2024', 'or', '']
    """
    if len(text) > limit:
        raise QuerySyntaxError(
            f"the query is longer than {limit:,} characters ({len(text):,})",
            "Split it, or use shorter names: keys instead of titles.",
            query=text,
            column=limit + 1,
        )
    _check_characters(text)
    found: list[Token] = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise QuerySyntaxError(
                f"the quote opened at column {place + 1} is not closed",
                'Close it with a second "; inside quotes write "" for a quote.',
                query=text,
                column=place + 1,
            )
        kind, piece, start = match.lastgroup or "", match.group(), place
        place = match.end()
        if kind == QUOTED:
            found.append(Token(QUOTED, _unquoted(text, piece, start), "", start, place))
        elif kind == MARK:
            found.append(Token(MARK, piece, piece, start, place))
        elif kind == WORD:
            if piece.startswith("!"):
                raise QuerySyntaxError(
                    f"'!' at column {start + 1} negates nothing",
                    "A minus or not stands before what is left out: -theme:trade",
                    query=text,
                    column=start + 1,
                )
            while piece.startswith("-"):
                found.append(Token(MINUS, "-", "-", start, start + 1))
                piece, start = piece[1:], start + 1
            if piece:
                found.append(Token(WORD, piece, piece.lower(), start, place))
            elif text[place : place + 1].strip() == "":
                raise QuerySyntaxError(
                    f"nothing stands after the - at column {place}",
                    "Put it right before what is left out (-china); quote a name that holds it.",
                    query=text,
                    column=place,
                )
    found.append(Token(END, "", "", len(text), len(text)))
    return found


def quoted(text: str) -> str:
    """The text in quotes; a quote inside it is doubled.

    >>> print(quoted('the "Quad" of 2024'))
    "the ""Quad"" of 2024"
    """
    return '"' + text.replace('"', '""') + '"'


def is_plain(text: str) -> bool:
    """Whether the text can stand as a value without quotes.

    >>> is_plain("ncafp-2024-us-japan/market-access"), is_plain("Trinidad and Tobago"), is_plain("to"), is_plain("a:b")
    (True, False, False, False)
    """
    return _PLAIN.fullmatch(text) is not None and text.lower() not in RESERVED and text.lower() != "none"


def searchable(text: str) -> bool:
    """Whether the text holds a letter or digit: anything else is only a break between words."""
    return any(character.isalnum() for character in text)


def _unquoted(query: str, piece: str, start: int) -> str:
    inner = piece[1:-1].replace('""', '"') if piece[0] == '"' else piece[1:-1]
    folded = " ".join(inner.split())
    if not searchable(folded):
        raise QuerySyntaxError(
            f"there is no letter or digit between the quotes at column {start + 1}",
            "Put the words or the name to look for between them.",
            query=query,
            column=start + 1,
        )
    return folded


def _check_characters(text: str) -> None:
    if text.isascii() and text.isprintable():
        return
    for column, character in enumerate(text, 1):
        if " " <= character <= "~":
            continue
        try:
            clean_text(f"x{character}x")
        except ValueError as error:
            what = str(error).partition(" at position")[0]
            raise QuerySyntaxError(
                f"{what} at column {column}", "Remove it, or type the query anew.", query=text, column=column
            ) from None
