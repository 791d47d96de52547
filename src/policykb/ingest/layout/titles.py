"""Which paragraphs are headings and how high; separate because that takes the styles of the whole document.

A heading is larger or bolder than what it heads, short, and no sentence. Its level is the rank of its style: size
first, then weight, then how many numbers its label has.
"""

import re
from collections.abc import Sequence

from policykb.ingest.layout.paragraphs import Paragraph
from policykb.ingest.looks import ends_sentence, is_capitals, is_labelled

_LARGER, _LONGEST, _MOST_LINES, _MOST_WORDS, _DEEPEST, _PROSE = 1.07, 220, 5, 30, 6, 250
_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,3})*)[.:)]?\s", re.ASCII)
_BYLINE = re.compile(r"(?:by|from|source|note)\b", re.IGNORECASE)

Style = tuple[float, int, int]


def find_titles(paragraphs: Sequence[Paragraph], body: float) -> dict[int, int]:
    """The level of each heading, by its place among the paragraphs."""
    styles: dict[int, Style] = {}
    for at, paragraph in enumerate(paragraphs):
        below = paragraphs[at + 1] if at + 1 < len(paragraphs) else None
        if _is_title(paragraph, below, body):
            styles[at] = _style(paragraph)
    opening = _first_prose(paragraphs, body)
    inner = {style for at, style in styles.items() if paragraphs[at].first.page >= opening}
    ranks = {style: rank for rank, style in enumerate(sorted(inner, key=lambda s: (-s[0], -s[1], s[2])), 1)}
    # What is printed on a title page stands over everything, in whatever type.
    levels = {at: ranks[style] if paragraphs[at].first.page >= opening else 1 for at, style in styles.items()}
    return {at: min(level, _DEEPEST) for at, level in levels.items()}


def _first_prose(paragraphs: Sequence[Paragraph], body: float) -> int:
    """The first page with a paragraph of some length; the first of all if there is none."""
    for paragraph in paragraphs:
        size = paragraph.first.size
        if abs(size - body) < 0.07 * body and sum(len(p.text) for p in paragraph.pieces) >= _PROSE:
            return paragraph.first.page
    return 0


def _style(paragraph: Paragraph) -> Style:
    first = paragraph.first
    number = _NUMBER.match(first.text)
    depth = number.group(1).count(".") if number else 0
    return round(2 * first.size) / 2, 2 if first.bold else 0 if first.italic else 1, depth


def _is_title(paragraph: Paragraph, below: Paragraph | None, body: float) -> bool:
    first = paragraph.first
    if first.table or paragraph.bullet or paragraph.is_caption or len(paragraph.pieces) > _MOST_LINES:
        return False
    length = sum(len(piece.text) for piece in paragraph.pieces)
    words = sum(len(piece.text.split()) for piece in paragraph.pieces)
    if length > _LONGEST or words > _MOST_WORDS or not any(c.isalpha() for c in first.text):
        return False
    text = paragraph.last.text
    if first.text[:1].islower() or text[-1] in ",;-":
        return False
    ends = ends_sentence(text) and text[-1] not in "?:!"
    larger = first.size > _LARGER * body
    if larger:
        return not (ends and words > 8)
    if ends or (text[-1] == ":" and words > 6) or first.size < 0.97 * body:
        return False
    bold = all(piece.bold for piece in paragraph.pieces)
    if below is None or (below.first.table is None and below.first.size > first.size * _LARGER and not bold):
        return False
    if bold:
        return not below.first.bold or _heads_title(paragraph, below)
    if all(piece.italic for piece in paragraph.pieces):
        return (
            not below.first.italic
            and len(paragraph.pieces) < 3
            and words <= 14
            and paragraph.above > 1.3
            and not paragraph.label
        )
    if paragraph.label and below.label and not is_labelled(first.text):
        return False
    alone = len(paragraph.pieces) == 1 and not below.first.bold and below.first.size <= first.size * 1.05
    return (
        alone
        and (is_capitals(first.text) or (is_labelled(first.text) and words <= 12))
        and not _BYLINE.match(first.text)
    )


def _heads_title(paragraph: Paragraph, below: Paragraph) -> bool:
    """Whether a bold line stands over a bold one that may be a heading too, or a bold item."""
    return not paragraph.label and (
        bool(below.label) or below.above > 1.6 or below.first.size < paragraph.first.size * 0.97
    )
