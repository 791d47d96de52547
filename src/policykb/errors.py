"""Every error policykb raises, in one tree; separate so that any room may raise and any caller may catch.

::

    PolicykbError                     base: message, hint, exit_code
    |-- CheckFailed                1  a check ran and found something
    |-- UnknownKey                 1  a KEY argument that is not in the base
    |-- UsageError                 2  asked wrongly: an option, an argument, a path
    |   |-- QueryError             2  a query that cannot be answered; has a column
    |   |   |-- QuerySyntaxError   2  the sentence cannot be read
    |   |   |-- UnknownField       2  no such field, or not for this subject
    |   |   |-- UnknownName        2  a name no entity of the base bears
    |   |   |-- AmbiguousName      2  a name that several entities bear
    |   |   `-- SqlError           2  SQL that cannot be read, or does more than read
    |   |-- OutputError            2  an output file that exists or cannot be made
    |   |-- NotAPack               2  a folder that is no answer pack, or a damaged one
    |   |-- UndoRefused            2  a load that cannot be taken back
    |   |-- MissingExtra           2  an optional library is not installed
    |   `-- ReadOnly               2  a session of policykb.orm was asked to write
    |-- SeedError                  2  seed files that cannot be loaded; has problems
    |-- DatabaseUnreachable        3  no server, no permission
    |   `-- DatabaseBusy           3  another process is writing
    |-- DatabaseError              4
    |   |-- NoDatabase             4  nothing there yet
    |   |-- NotAKnowledgeBase      4  a file of another program, or damaged
    |   |-- NewerDatabase          4  made by a newer policykb
    |   `-- OlderDatabase          4  needs `policykb db upgrade`
    `-- LimitReached               5  the disk is full, or a documented limit

A message says what and where; the hint says what to do. The CLI prints both and exits with ``exit_code``.
"""

from collections.abc import Sequence
from dataclasses import dataclass


class PolicykbError(Exception):
    """Anything that went wrong in a way policykb foresaw.

    ``message`` says what and where, ``hint`` what to do about it (may be None), ``exit_code`` is what the CLI
    returns for it.
    """

    exit_code: int = 2

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class CheckFailed(PolicykbError):
    """A check ran to its end and found something."""

    exit_code = 1


class UnknownKey(PolicykbError):
    """A KEY argument that names no record of the base."""

    exit_code = 1


class UsageError(PolicykbError):
    """An option, argument or path that makes no sense."""

    exit_code = 2


class QueryError(UsageError):
    """A query that cannot be answered.

    ``column`` is the 1-based character at fault, or None; ``query`` the whole text, for the caret under it.
    """

    def __init__(self, message: str, hint: str | None = None, *, query: str = "", column: int | None = None) -> None:
        super().__init__(message, hint)
        self.query = query
        self.column = column

    def caret(self) -> str:
        """Two lines: the query (cut to 76 characters around the fault) and a caret below the column; empty if none."""
        if self.column is None or not self.query:
            return ""
        line = self.query.replace("\n", " ").replace("\t", " ")
        start = max(0, min(self.column - 1 - 38, len(line) - 76))
        return f"{line[start : start + 76]}\n{' ' * (self.column - 1 - start)}^"

    def __str__(self) -> str:
        return "\n".join(part for part in (self.message, self.caret(), self.hint) if part)


class QuerySyntaxError(QueryError):
    """The sentence cannot be read: the message has what was found, the hint what could stand there."""


class UnknownField(QueryError):
    """No such field, or the field does not fit the subject."""


class UnknownName(QueryError):
    """A name that no entity of the base bears."""


class AmbiguousName(QueryError):
    """A name that several entities bear; the message lists their keys."""


class SqlError(QueryError):
    """SQL that the database cannot read, or that would do more than read the views."""


class OutputError(UsageError):
    """An output file that exists already or cannot be written."""


class NotAPack(UsageError):
    """A folder that is no answer pack, or a damaged one."""


class UndoRefused(UsageError):
    """A load that cannot be taken back; the message has the reason."""


class MissingExtra(UsageError):
    """An optional library is not installed."""

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(f"{library} is not installed.", f'Install it with: pip install "policykb[{extra}]"')
        self.library = library
        self.extra = extra


class ReadOnly(UsageError):
    """A session of `policykb.orm`, which only reads, was asked to write."""


def with_article(words: str) -> str:
    """The words of a message with a or an before them.

    >>> with_article("actor or framework"), with_article("theme")
    ('an actor or framework', 'a theme')
    """
    return f"an {words}" if words[0] in "aeiou" else f"a {words}"


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in a seed file, with its place.

    ``line`` and ``column`` count from 1 (0: the whole file); ``path`` is where in the record
    (``recommendations[2].addressees[0]``), ``hint`` a suggestion.

    >>> print(Problem("a.yaml", 3, 5, "themes[0].name", "blank"))
    a.yaml:3:5: themes[0].name: blank
    >>> print(Problem("a.yaml", 3, 5, "titel", "unknown field", "did you mean title?"))
    a.yaml:3:5: titel: unknown field (did you mean title?)
    """

    file: str
    line: int
    column: int
    path: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        path = f"{self.path}: " if self.path else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}: {path}{self.message}{hint}"


def letters(n: int) -> str:
    """The name of a column of a spreadsheet, counted from 0.

    >>> [letters(n) for n in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    name = ""
    while n >= 0:
        n, letter = n // 26 - 1, n % 26
        name = chr(65 + letter) + name
    return name


@dataclass(frozen=True, order=True)
class CellProblem(Problem):
    """One fault in a table: ``line`` is the row and ``column`` the column (from 1) as a spreadsheet shows them.

    ``path`` is the name of the column; with ``column`` 0 it is about a whole row, with ``line`` 0 about the table.

    >>> print(CellProblem("a.csv", 12, 3, "Made", "2024-13 is not a date", "is it 2023?"))
    a.csv: row 12, column C (Made): 2024-13 is not a date (is it 2023?)
    >>> print(CellProblem("a.csv", 0, 3, "Made", "two columns have this name"))
    a.csv: column C (Made): two columns have this name
    """

    def __str__(self) -> str:
        row = f"row {self.line}" if self.line else ""
        name = f" ({self.path})" if self.path else ""
        column = f"column {letters(self.column - 1)}{name}" if self.column else ""
        place = ", ".join(filter(None, (row, column))) or self.path
        hint = f" ({self.hint})" if self.hint else ""
        return ": ".join(filter(None, (self.file, place, f"{self.message}{hint}")))


class SeedError(PolicykbError):
    """Seed files that cannot be loaded; ``problems`` lists every fault found in one run."""

    exit_code = 2

    def __init__(self, problems: Sequence[Problem], message: str | None = None) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        super().__init__(message or f"{count} problem{'' if count == 1 else 's'} found; nothing was loaded.")

    def __str__(self) -> str:
        return "\n".join([*map(str, self.problems), self.message])


class DatabaseUnreachable(PolicykbError):
    """No server answers, or the file cannot be opened."""

    exit_code = 3


class DatabaseBusy(DatabaseUnreachable):
    """Another process is writing."""


class DatabaseError(PolicykbError):
    """The database is not one this policykb can use."""

    exit_code = 4


class NoDatabase(DatabaseError):
    """Nothing is there yet."""


class NotAKnowledgeBase(DatabaseError):
    """A file of another program, or a damaged one."""


class NewerDatabase(DatabaseError):
    """Made by a newer policykb."""


class OlderDatabase(DatabaseError):
    """Made by an older policykb; needs ``policykb db upgrade``."""


class LimitReached(PolicykbError):
    """The disk is full, or a documented limit is reached."""

    exit_code = 5
