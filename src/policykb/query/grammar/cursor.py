"""A place in the tokens of a query and what can be told from there; separate because every rule moves it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from policykb.domain.fields import PASSAGE, STATEMENTS, Field
from policykb.errors import QuerySyntaxError, UnknownField
from policykb.query.grammar.lexer import (
    ARTICLES,
    DATE_WORDS,
    END,
    FIELD_OPERATORS,
    MAX_LENGTH,
    MINUS,
    QUOTED,
    RESERVED,
    UNITS,
    WORD,
    Lexicon,
    Token,
    tokens,
)
from policykb.query.grammar.lookup import field_names, holders, nearest, one_for_all, plural
from policykb.query.grammar.months import written_date

MAX_DEPTH = 32
"""How deep parentheses may be nested."""

_NUMBER = re.compile(r"[0-9]+")


class Cursor:
    """The tokens of one query, the next one to read, and the subjects it asks for."""

    def __init__(self, text: str, names: Lexicon | None = None, limit: int = MAX_LENGTH) -> None:
        self.text = text
        self.tokens = tokens(text, limit)
        self.names = names
        self.index = 0
        self.subjects: tuple[str, ...] = ("recommendation",)
        self.counting = False
        self.in_source = False
        self.takes_date = False
        """Whether a clause before takes the date of the clause here."""
        self.depth = 0
        self.name_end = 0
        """The index after the last name written without quotes; 0 before the first."""

    def peek(self, ahead: int = 0) -> Token:
        """The token so far ahead, or the END, without reading it."""
        try:
            return self.tokens[self.index + ahead]
        except IndexError:
            return self.tokens[-1]

    def take(self) -> Token:
        """The next token, read."""
        token = self.peek()
        self.index += 1
        return token

    def at(self, *words: str, ahead: int = 0) -> bool:
        """Whether the token there is one of these words or marks, in any case and without quotes."""
        return self.peek(ahead).low in words

    def written(self, start: int, end: int | None = None) -> str:
        """The query from this character to that one, or to the end of what was read last."""
        return self.text[start : self.last_end if end is None else end]

    @property
    def last_end(self) -> int:
        """Where the token that was read last ends."""
        return self.tokens[self.index - 1].end if self.index else 0

    def is_field(self, ahead: int = 0) -> bool:
        """Whether a word there stands before ``:`` or a comparison, and so starts a field."""
        return self.peek(ahead).kind == WORD and self.peek(ahead + 1).low in FIELD_OPERATORS

    def counts(self, ahead: int = 0) -> bool:
        """Whether ``first N`` or ``last N`` stands there; also with a minus, so that a bad number is told."""
        if not self.at("first", "last", ahead=ahead):
            return False
        number = self.peek(ahead + 2) if self.peek(ahead + 1).kind == MINUS else self.peek(ahead + 1)
        return _NUMBER.fullmatch(number.low) is not None and not self.is_field(ahead + 1)

    def lasts(self, ahead: int = 0) -> bool:
        """Whether ``last N years`` (or days, weeks, months) stands there."""
        unit = self.peek(ahead + 2).low
        return self.at("last", ahead=ahead) and self.counts(ahead) and (unit in UNITS or f"{unit}s" in UNITS)

    def sorts(self, ahead: int = 0) -> bool:
        """Whether ``sorted by`` stands there."""
        return self.at("sorted", ahead=ahead) and self.at("by", ahead=ahead + 1) and not self.is_field(ahead + 1)

    def answers(self, ahead: int = 0) -> bool:
        """Whether ``accepted by`` or ``rejected by`` stands there."""
        by = self.at("by", ahead=ahead + 1) and not self.is_field(ahead + 1)
        return by and self.at("accepted", "rejected", ahead=ahead)

    def unimplemented(self, ahead: int = 0) -> bool:
        """Whether ``but not implemented`` stands there, and no longer name."""
        words = all(self.at(word, ahead=ahead + n) for n, word in enumerate(("but", "not", "implemented")))
        return words and not self.is_field(ahead + 2) and not self.is_value(ahead + 3)

    def is_word(self, ahead: int = 0) -> bool:
        """Whether a word stands there that is neither reserved nor starts a field."""
        return self.peek(ahead).kind == WORD and not self.at(*RESERVED, ahead=ahead) and not self.is_field(ahead)

    def is_value(self, ahead: int = 0) -> bool:
        """Whether a word stands there that belongs to a name, a text or a bare run; a list goes on with it."""
        if not self.is_word(ahead):
            return self.peek(ahead).kind == QUOTED
        ends = self.counts(ahead) or self.sorts(ahead) or self.answers(ahead) or self.spans("between", "and", ahead)
        return not ends and not (self.at(*ARTICLES, ahead=ahead) and self.lasts(ahead + 1))

    def run(self) -> str:
        """The words from here that belong together, without the article; for messages."""
        skipped = int(self.at(*ARTICLES) and self.is_value(1))
        end = skipped
        while self.is_value(end):
            end += 1
        return self.text[self.peek(skipped).start : self.peek(end - 1).end][:40] if end > skipped else ""

    def join_date(self, ahead: int = 0) -> None:
        """Makes one token of a date that stands there in words (June 2024)."""
        at = self.index + ahead
        found = written_date(self.tokens[at : at + 4])
        if found is not None:
            token, count = found
            self.tokens[at : at + count] = [token]

    def is_date_clause(self) -> bool:
        """Whether a clause that gives a date starts here."""
        if self.is_field():
            return False
        if self.at(*DATE_WORDS) or self.lasts() or (self.at(*ARTICLES) and self.lasts(1)):
            return True
        return self.spans("from", "to") or self.spans("between", "and")

    def spans(self, start: str, joint: str, ahead: int = 0) -> bool:
        """Whether ``from DATE to DATE`` or ``between DATE and DATE`` stands there."""
        if not self.at(start, ahead=ahead):
            return False
        self.join_date(ahead + 1)
        if not (is_date(self.peek(ahead + 1).low) and self.at(joint, ahead=ahead + 2)):
            return False
        self.join_date(ahead + 3)
        return is_date(self.peek(ahead + 3).low)

    def field(self, token: Token, instead: str = "") -> Field:
        """The field a word means for the subjects; raises UnknownField, with what could be meant ``instead``."""
        name = token.low.replace("_", "-")
        subjects = STATEMENTS if self.in_source else self.subjects
        found = one_for_all(name, subjects, anyone=self.in_source)
        if found is not None:
            return found
        names, fields = field_names(subjects), self.fields()
        column = token.start + 1
        having = holders(name)
        if having:
            lacking = [subject for subject in subjects if subject not in having]
            message = f"{plural(lacking)} have no field '{token.text}' (column {column}); {plural(having)} have it"
            if PASSAGE in lacking and name in {"mention", "about", "involving"}:
                fields = (
                    f'No names are linked in attached texts: search the words, passages containing "IPEF". {fields}'
                )
            if lacking == [PASSAGE] and name == "by":
                fields = f"For the author of a source write from NAME. {fields}"
            raise UnknownField(message, fields, query=self.text, column=column)
        guess = nearest(name, names)
        hint = f"{instead}Did you mean {guess}? {fields}" if guess else f"{instead}{fields}"
        if token.low in RESERVED:
            hint = f"Write '{token.low}' without the sign after it. {fields}"
        message = f"unknown field '{token.text[:40]}' at column {column}"
        raise UnknownField(message, f"{hint} Quote words that are to be searched.", query=self.text, column=column)

    def fields(self) -> str:
        """Which fields there are, for messages."""
        subjects = STATEMENTS if self.in_source else self.subjects
        return f"Fields of {plural(subjects)}: {', '.join(field_names(subjects))}."

    def error(self, message: str, hint: str, at: Token | None = None) -> QuerySyntaxError:
        """The error to raise; ``{at}`` in the message becomes what was read and its column."""
        token = self.peek() if at is None else at
        column = token.start + 1
        what = "the end of the query" if token.kind == END else f"'{self.written(token.start, token.end)[:40]}'"
        name = self.tokens[self.name_end - 1] if self.name_end else None
        if name and self.index - self.name_end <= 2 and token.start >= name.end:
            hint += f" If a name goes on after '{name.text[:40]}', put the whole name in quotes."
        return QuerySyntaxError(
            message.replace("{at}", f"{what} at column {column}"), hint, query=self.text, column=column
        )

    @contextmanager
    def parenthesis(self) -> Iterator[None]:
        """Reads ``(`` before and ``)`` after what is read inside."""
        opened = self.take()
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.error(
                f"nested deeper than {MAX_DEPTH} at column {opened.start + 1}", "Leave out parentheses.", opened
            )
        yield
        if not self.at(")"):
            if self.peek().kind == END:
                raise self.error(
                    f"the parenthesis opened at column {opened.start + 1} is not closed", "Close it with ).", opened
                )
            raise self.error("{at} cannot stand in these parentheses", "A ) can stand here, or and / or.")
        self.take()
        self.depth -= 1


def is_date(text: str) -> bool:
    """Whether a text is meant as a date or a range of dates, be it right or wrong."""
    return _DATE_LIKE.fullmatch(text) is not None


_DATE_LIKE = re.compile(r"\d{4}(-\d{1,2}){0,2}(\.\.(\d{4}(-\d{1,2}){0,2})?)?|\.\.\d{4}(-\d{1,2}){0,2}", re.ASCII)
