"""The text of an SQL statement cut into tokens, and what can be told from them before a database sees it.

Separate from the consoles of both databases, which do the refusing that must hold: what is told here makes messages,
and finds parameters, statements and the names a WITH gives.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from policykb.errors import LimitReached, SqlError
from policykb.store.views import instead_of

MOST_CHARACTERS = 100_000
SYSTEM = ("pg_", "information_schema", "sqlite_", "pragma_")
"""How names begin that are the database's own."""
READING = frozenset({"select", "with", "values", "explain", "table"})
HOW_TO_CHANGE = "It takes one SELECT. To change the base edit seed files and load them: policykb load FOLDER"
WORD, NAME, TEXT, PARAMETER, NUMBER, SIGN, OPEN = "word", "name", "text", "parameter", "number", "sign", "open"
"""Kinds of tokens: OPEN is a quote or comment that never ends."""


class Token(NamedTuple):
    """A piece of SQL: ``value`` is a word in lower case, a quoted name or text without its quotes, else as written."""

    kind: str
    value: str
    start: int
    end: int


class Syntax(NamedTuple):
    """What differs between databases: how comments, quotes, words and parameters are written."""

    pattern: re.Pattern[str]
    nested_comments: bool


_PIECES = r"""
    (?P<space>\s+|--[^{ends}]*)
  | (?P<comment>/\*)
  | (?P<text>{texts}'(?:[^']|'')*')
  | (?P<name>{names})
  | (?P<cast>::)
  | (?P<parameter>{parameters})
  | (?P<number>\d[\w.]*|\.\d\w*)
  | (?P<word>[^\W\d][\w$]*)
  | (?P<open>['"`])
  | (?P<sign>.)
"""


def syntax(*, ends: str, texts: str, names: str, parameters: str, nested_comments: bool = False) -> Syntax:
    """The syntax of a database: parts of the pattern of a token, and whether comments may hold comments."""
    pattern = _PIECES.format(ends=ends, texts=texts, names=names, parameters=parameters)
    return Syntax(re.compile(pattern, re.VERBOSE | re.DOTALL), nested_comments)


def tokens(text: str, syntax: Syntax) -> Iterator[Token]:
    """The tokens of a text, without spaces and comments."""
    at = 0
    while at < len(text):
        match = syntax.pattern.match(text, at)
        assert match is not None  # the last piece takes any character
        kind, start, at = str(match.lastgroup), at, match.end()
        if kind == "comment":
            end = _comment_end(text, at, syntax.nested_comments)
            if end is None:
                yield Token(OPEN, "/*", start, len(text))
                return
            at = end
        elif kind != "space":
            yield Token(SIGN if kind == "cast" else kind, _value(kind, match[0]), start, at)


def _comment_end(text: str, at: int, nested: bool) -> int | None:
    """Where a comment ends that began before ``at``; None where it does not."""
    depth = 1
    for mark in re.compile(r"/\*|\*/").finditer(text, at):
        depth += 1 if mark[0] == "/*" and nested else -1 if mark[0] == "*/" else 0
        if depth == 0:
            return mark.end()
    return None


def _value(kind: str, text: str) -> str:
    if kind == "word":
        return text.lower()
    if kind in {"name", "text"}:
        quote = text[-1]
        inside = text[text.index("[" if quote == "]" else quote) + 1 : -1]
        return inside.replace(quote * 2, quote)
    return text


class Statement:
    """One statement that reads, as far as its text tells. Raises SqlError where it is none.

    ``first`` is its first word, ``parameters`` the names written ``:name``, ``given`` the names its WITH gives.
    """

    def __init__(self, text: str, syntax: Syntax) -> None:
        self.text = text
        if not _is_unicode(text):
            raise SqlError("The statement holds a character that is none.", "Write it in UTF-8.")
        if "\0" in text:
            raise self.error("the statement holds a NUL character", "Leave it out.", text.index("\0"))
        if len(text) > MOST_CHARACTERS:
            raise SqlError(f"The statement is longer than {MOST_CHARACTERS:,} characters.", "Give values with --param.")
        self.tokens = list(tokens(text, syntax))
        self._check_one()
        self.first = self.tokens[0].value
        self._check_reads()
        self.parameters = list(dict.fromkeys(t.value[1:] for t in self.tokens if t.kind == PARAMETER))
        self.given = set(self._given())

    def error(self, message: str, hint: str | None, at: int | None = None) -> SqlError:
        """The error to raise, with a caret below the character ``at``."""
        return SqlError(f"SQL: {message}.", hint, query=self.text, column=None if at is None else at + 1)

    def place_of(self, value: str) -> int | None:
        """Where a piece stands, if it stands there once only."""
        found = [t.start for t in self.tokens if t.value == value or self.text[t.start : t.end] == value]
        return found[0] if len(found) == 1 else None

    def _check_one(self) -> None:
        while self.tokens and self.tokens[-1].value == ";" and self.tokens[-1].kind == SIGN:
            self.tokens.pop()
        if not self.tokens:
            raise SqlError("The statement is empty.", 'Write one: policykb sql "SELECT key, text FROM recommendation"')
        for token in self.tokens:
            if token.kind == OPEN:
                raise self.error(f"what {token.value} begins never ends", "Close it.", token.start)
            if token.kind == SIGN and token.value == ";":
                raise self.error("a second statement begins here", "Give one statement at a time.", token.start)
            if token.kind == PARAMETER and not re.fullmatch(r":\w+", token.value):
                raise self.error(f"{token.value} is no parameter here", "Write it as :name", token.start)

    def _check_reads(self) -> None:
        token = self.tokens[0]
        if token.kind == WORD and token.value not in READING:
            if token.value not in _DOING:
                raise self.error(
                    f"a statement cannot begin with {token.value}", likely(token.value, READING), token.start
                )
            hint = "The views are listed by: policykb sql --schema" if token.value == "pragma" else HOW_TO_CHANGE
            raise self.error(f"{token.value.upper()} does more than read", hint, token.start)
        if token.value in {"with", "explain"}:
            for one, two in zip(self.tokens, self.tokens[1:], strict=False):
                if (one.kind, two.kind) == (WORD, WORD) and (one.value, two.value) in _WRITING:
                    raise self.error(f"{one.value.upper()} does more than read", HOW_TO_CHANGE, one.start)

    def check_views(self, views: Iterable[str], tables: Iterable[str]) -> None:
        """SqlError where a table is read that is no view, as far as the text tells."""
        refused = set(tables)
        if named := self.given & set(views):
            name = min(named)
            raise self.error(f"{name} is a view already", "Give what WITH names another name.", self.place_of(name))
        for token in _read_from(self.tokens):
            name = token.value.lower()
            if name in refused or name.startswith(SYSTEM):
                hint = instead_of(name)
                if name in self.given:
                    hint = f"A table of the base is called so: give what WITH {name} names another name."
                raise self.error(f"{name} is no view", hint, token.start)

    def in_context(self) -> Iterator[tuple[Token, Token, Token]]:
        """Each token with the ones before and after it."""
        return zip([_END, *self.tokens[:-1]], self.tokens, [*self.tokens[1:], _END], strict=True)

    def _given(self) -> Iterator[str]:
        """The names that stand before AS ( after WITH, RECURSIVE or a comma."""
        for i, before in enumerate(self.tokens[:-1]):
            if before.value not in {"with", "recursive", ","} or self.tokens[i + 1].kind not in {WORD, NAME, TEXT}:
                continue
            rest = i + 2
            if self._at(rest, "("):
                while rest < len(self.tokens) and not self._at(rest, ")"):
                    rest += 1
                rest += 1
            if self._at(rest, "as"):
                rest += 1
                while self._at(rest, "not", "materialized"):
                    rest += 1
                if self._at(rest, "("):
                    yield self.tokens[i + 1].value.lower()

    def _at(self, index: int, *values: str) -> bool:
        return index < len(self.tokens) and self.tokens[index].value in values


_END = Token(SIGN, "", 0, 0)
_CLAUSES = frozenset(
    {
        *("where", "group", "having", "order", "limit", "offset", "fetch", "window", "union", "except", "intersect"),
        *("for", "select", "values", "returning"),
    }
)
"""Words with which what is read from ends."""
_BEFORE_TABLE = frozenset({"(", ")", "union", "all", "except", "intersect", "explain"})
_DOING = frozenset(
    {
        *("alter", "analyze", "attach", "begin", "call", "commit", "copy", "create", "delete", "detach", "do", "drop"),
        *("end", "execute", "grant", "insert", "listen", "load", "lock", "merge", "notify", "pragma", "prepare"),
        *("reindex", "release", "replace", "reset", "revoke", "rollback", "savepoint", "set", "show", "start"),
        *("truncate", "update", "vacuum"),
    }
)
"""What statements begin with that do more than read, in either database."""
_WRITING = {("insert", "into"), ("delete", "from"), ("replace", "into"), ("merge", "into")}


def out_of_time() -> LimitReached:
    """The error of a statement that took longer than it may."""
    return LimitReached(
        "SQL: the statement took too long and was stopped.",
        "Ask for less, or give it more seconds: --timeout SECONDS (0: as long as it takes)",
    )


def likely(name: str, known: Iterable[str], alike: float = 0.6) -> str | None:
    """Which of the known names was likely meant, as a hint."""
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), list(known), 3, alike)
    return f"Did you mean {' or '.join(near)}?" if near else None


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _read_from(tokens: list[Token]) -> Iterator[Token]:
    """The names that stand where a table is read: after FROM, JOIN, TABLE, and a comma between such.

    Of a name with a schema it is the schema where that is the server's own, else the last part.
    """
    # For each open parenthesis: whether a FROM is going on in it, and whether it is a SELECT at all, since
    # extract(year FROM x) reads no table.
    going, selects = [False], [False]
    expected = False
    for i, token in enumerate(tokens):
        word = token.value if token.kind == WORD else ""
        if token.kind == SIGN and token.value == "(":
            going.append(expected and going[-1])
            selects.append(going[-1])
        elif token.kind == SIGN and token.value == ")":
            if len(going) > 1:
                going.pop()
                selects.pop()
            expected = False
        elif word in {"from", "join"}:
            before = tokens[i - 1].value if i else ""
            expected = going[-1] = (word == "join" or selects[-1]) and before != "distinct"
        elif word == "table" and (i == 0 or tokens[i - 1].value in _BEFORE_TABLE):
            expected = True
        elif token.kind == SIGN and token.value == ",":
            expected = going[-1]
        elif word in {"only", "lateral", "rows"}:
            pass
        elif word in _CLAUSES:
            selects[-1] = selects[-1] or word == "select"
            going[-1] = expected = False
        elif expected and token.kind in {WORD, NAME, TEXT}:
            parts = [token]
            while i + 2 < len(tokens) and tokens[i + 1].value == ".":
                i += 2
                parts.append(tokens[i])
            if i + 1 >= len(tokens) or tokens[i + 1].value != "(":
                yield parts[0] if parts[0].value.startswith(SYSTEM) else parts[-1]
            expected = False
