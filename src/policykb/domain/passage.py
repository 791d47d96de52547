"""The text of a source cut into numbered passages; separate because ingest, evidence and store share it."""

from dataclasses import dataclass
from enum import StrEnum


class Look(StrEnum):
    """What a passage is by the layout of its document."""

    PARAGRAPH = "paragraph"
    ITEM = "item"
    """A bullet, or an item of a numbered list."""
    CELL = "cell"
    """A cell of a table."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Which cell of which table, each counted from 1; ``head`` is what heads the column, where the table says it."""

    table: int
    row: int
    column: int
    head: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, bullet or table cell of a source.

    ``section`` is the heading it stands under, as printed (None before the first one); ``section_ordinal`` which
    heading of the text that is (0 before the first one), so that two sections of one name stay apart; ``ordinal``
    counts the passages of the text and ``paragraph`` those of the section, both from 1; ``page`` is where it starts
    (None where pages are unknown). ``start`` and ``end`` are offsets into the text it was read from:
    ``source.text[start:end] == text``.

    ``look`` and the rest say how it is laid out: ``label`` is the number or letter it bears, as printed (``12.3``,
    ``(a)``; None for a bullet), ``level`` how deep it stands in lists (1 for an outermost item, 0 outside of lists),
    ``lead`` how many of its first characters are set apart as its own title (bold words at its start).
    """

    section: str | None
    section_ordinal: int
    ordinal: int
    paragraph: int
    page: int | None
    start: int
    end: int
    text: str
    look: Look = Look.PARAGRAPH
    label: str | None = None
    level: int = 0
    lead: int = 0
    cell: Cell | None = None

    @property
    def place(self) -> str:
        """Where it is, in words.

        >>> Passage("Next Steps", 2, 7, 3, None, 90, 98, "We wait.").place
        'Next Steps, paragraph 3'
        """
        paragraph = f"paragraph {self.paragraph}"
        return paragraph if self.section is None else f"{self.section}, {paragraph}"


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note taken out of the running text; ``number`` as printed, ``page`` as in `Passage`."""

    number: int
    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class SourceText:
    """A whole text with its passages.

    ``text`` is the running text: headings and paragraphs with blank lines between them, lines joined, footnotes and
    marks that nobody reads (bullets, page numbers) left out. ``fingerprint`` is the SHA-256 of the normalised document
    (`policykb.evidence.normalise`), in hexadecimal.
    """

    text: str
    passages: tuple[Passage, ...]
    footnotes: tuple[Footnote, ...]
    fingerprint: str

    @property
    def sections(self) -> tuple[str, ...]:
        """The headings that have passages, in order, each once."""
        return tuple(dict.fromkeys(p.section for p in self.passages if p.section is not None))
