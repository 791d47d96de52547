"""Plain text."""

import re

from policykb.domain.document import Document
from policykb.errors import UsageError
from policykb.evidence.normalise import normalised_fingerprint
from policykb.ingest import front_matter
from policykb.ingest.blocks import Line
from policykb.ingest.characters import SPACES
from policykb.ingest.compose import compose
from policykb.ingest.decoding import decoded
from policykb.ingest.sniff import refuse_other

SUFFIXES = (".txt", ".text")

_PAGE_BREAK = "\f"
_PAGE_NUMBER = re.compile(r"\W{0,3}(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W{0,3}", re.IGNORECASE)
_TAB = 4


def read(data: bytes, name: str) -> Document:
    """The text of a file. Form feeds are page breaks; without any, pages are unknown.

    Raises UsageError for other encodings, other formats and files without a word, LimitReached beyond
    `policykb.ingest.limits.LARGEST_TEXT` and `policykb.ingest.decoding.MOST_LINES`.
    """
    refuse_other(data, name, SUFFIXES[0], ())
    facts, text = front_matter.split(decoded(data, name))
    source = compose(_lines(text), normalised_fingerprint(text), facts)
    if not source.passages:
        raise UsageError(f"{name}: there is no text in it", "A scanned document needs text recognition (OCR) first.")
    return source


def _lines(text: str) -> list[Line]:
    paged = _PAGE_BREAK in text
    lines: list[Line] = []
    for number, page in enumerate(text.split(_PAGE_BREAK), 1):
        printed = [line.expandtabs(_TAB) for line in page.split("\n")]
        texts = [SPACES.sub(" ", line).strip() for line in printed]
        if paged:
            _drop_page_numbers(texts)
        lines.extend(
            Line(text, number if paged else None, len(line) - len(line.lstrip(" ")))
            for text, line in zip(texts, printed, strict=True)
        )
    return lines


def _drop_page_numbers(texts: list[str]) -> None:
    """A number alone in the first or the last line of a page is the page's."""
    filled = [at for at, text in enumerate(texts) if text]
    for at in {filled[0], filled[-1]} if filled else ():
        if _PAGE_NUMBER.fullmatch(texts[at]):
            texts[at] = ""
