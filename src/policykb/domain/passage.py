"""The text of a source cut into numbered passages; separate because ingest, evidence and store share it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph or bullet of a source.

    ``section`` is the heading it stands under, as printed (None before the first one); ``section_ordinal`` which
    heading of the text that is (0 before the first one), so that two sections of one name stay apart; ``ordinal``
    counts the passages of the text and ``paragraph`` those of the section, both from 1; ``page`` is where it starts
    (None where pages are unknown). ``start`` and ``end`` are offsets into the text it was read from:
    ``source.text[start:end] == text``.
    """

    section: str | None
    section_ordinal: int
    ordinal: int
    paragraph: int
    page: int | None
    start: int
    end: int
    text: str

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
    """A whole document, read.

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
