"""A document as a reader found it: its text, and what it says of itself; separate because an attached text is less."""

from dataclasses import dataclass

from policykb.domain.passage import SourceText


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``level`` is 1 for the highest, ``ordinal`` counts from 1 as `Passage.section_ordinal` does.

    ``start`` and ``end`` are offsets into the text of the document; ``page`` is None where pages are unknown.
    """

    text: str
    level: int
    ordinal: int
    start: int
    end: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What a document states about itself, as far as a reader found it.

    ``issued`` is a date as the seed writes it (EDTF level 0: year, month or day), ``language`` a BCP 47 tag.
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    issued: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Document(SourceText):
    """A whole document, read, whatever its format was."""

    headings: tuple[Heading, ...] = ()
    facts: Facts = Facts()

    def above(self, ordinal: int) -> tuple[Heading, ...]:
        """The headings that a passage with this ``section_ordinal`` stands under, the highest first."""
        found: list[Heading] = []
        for heading in reversed(self.headings[:ordinal]):
            if not found or heading.level < found[-1].level:
                found.append(heading)
        return tuple(reversed(found))
