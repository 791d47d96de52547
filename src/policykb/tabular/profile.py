"""What the columns of a table hold, found by looking at its rows: texts, dates, names the base knows, a few words.

Separate from the suggestion made of it, which is a matter of wording.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from policykb.tabular.dates import EXCEL, edtf
from policykb.tabular.names import Ambiguous, Names
from policykb.tabular.repair import mended
from policykb.tabular.table import Row, Table
from policykb.tabular.values import whole

MOST_ROWS = 100_000
MOST_VALUES = 3_000
"""Different texts of a column that are kept."""
_FORMATS = (
    *("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y"),
    *("%B %Y", "%b %Y", "%d/%m/%y", "%m/%d/%y", EXCEL),
)
_SEPARATORS = (";", "|", ",", "\n")
_ENTITY = re.compile("&(?:#[0-9]{2,5}|amp|quot|apos|lt|gt|nbsp|[a-z]+(?:acute|grave|uml|cedil|tilde));")
_ENOUGH = 0.7
"""Of the texts of a column that must be names, for it to be taken for names."""


@dataclass
class Profile:
    """One column: how many rows say something, what they say and how often, how long that is."""

    name: str
    at: int
    filled: int = 0
    letters: int = 0
    values: Counter[str] = field(default_factory=Counter)
    is_many: bool = False
    """Whether there are more different texts than are kept."""

    @property
    def average(self) -> float:
        """Characters of a cell that says something."""
        return self.letters / self.filled if self.filled else 0.0

    def samples(self, most: int = 3) -> list[str]:
        """The most frequent texts, cut."""
        return [text if len(text) <= 40 else f"{text[:37]}..." for text, _ in self.values.most_common(most)]

    def formats(self) -> list[str] | None:
        """The formats in which all texts are dates (none is needed: an empty list); None where they are not dates."""
        if not self.values:
            return None
        if all(_is_date(text, ()) for text in self.values):
            return []
        fitting = [form for form in _FORMATS if all(_is_date(text, (form,)) for text in self.values)]
        return fitting or None

    def separator(self) -> str | None:
        """What seems to stand between several values of a cell."""
        for separator in _SEPARATORS:
            cut = sum(count for text, count in self.values.items() if separator in text)
            if cut * 20 >= self.filled and cut:
                parts = {part.strip() for text in self.values for part in text.split(separator)}
                if len(parts) <= len(self.values) or cut == self.filled:
                    return separator
        return None

    def parts(self, separator: str | None) -> Counter[str]:
        """The single values and how often they stand."""
        found: Counter[str] = Counter()
        for text, count in self.values.items():
            for part in text.split(separator) if separator else [text]:
                if part.strip():
                    found[part.strip()] += count
        return found


@dataclass
class Named:
    """How the texts of a column fare as names of some types."""

    found: int
    unknown: list[str]
    separator: str | None

    @property
    def share(self) -> float:
        """Of the different texts, how many are names."""
        total = self.found + len(self.unknown)
        return self.found / total if total else 0.0


@dataclass
class Damage:
    """What is wrong with the texts of a table that a mapping can put right."""

    misread: bool = False
    entities: bool = False


def profiles(table: Table, damage: Damage) -> tuple[list[Profile], int]:
    """The columns that have a name, and how many rows there are (at most 100,000 are looked at); fills ``damage``."""
    columns = [Profile(name, n) for n, name in enumerate(table.header) if name]
    count = 0
    for row in _rows(table):
        count += 1
        for column in columns:
            text = whole(row.cells[column.at])
            if text:
                damage.misread = damage.misread or (not text.isascii() and mended(text) != text)
                damage.entities = damage.entities or _ENTITY.search(text) is not None
                column.filled += 1
                column.letters += len(text)
                if text in column.values or len(column.values) < MOST_VALUES:
                    column.values[text] += 1
                else:
                    column.is_many = True
        if count >= MOST_ROWS:
            break
    return columns, count


def _rows(table: Table) -> Iterator[Row]:
    for row in table.rows():
        if isinstance(row, Row) and any(row.cells):
            yield row


def named(column: Profile, types: tuple[str, ...], names: Names) -> Named:
    """Which texts of a column are names of these types, whole or cut into several, whichever gives more."""
    best = Named(0, [], None)
    for separator in dict.fromkeys((None, column.separator())):
        parts = column.parts(separator)
        unknown = [text for text, _ in parts.most_common() if not _is_name(text, types, names)]
        made = Named(len(parts) - len(unknown), unknown, separator)
        if made.share > best.share:
            best = made
    return best


def is_names(found: Named) -> bool:
    """Whether a column is one of names."""
    return found.share >= _ENOUGH


def _is_name(text: str, types: tuple[str, ...], names: Names) -> bool:
    try:
        return names.find(text, types) is not None
    except Ambiguous:
        return True


def _is_date(text: str, formats: tuple[str, ...]) -> bool:
    try:
        edtf(text, formats)
    except ValueError:
        return False
    return bool(formats) or not text.isdigit() or len(text) == 4
