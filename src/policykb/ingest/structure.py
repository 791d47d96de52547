"""Blocks whose layout the format states to a document; separate from compose, where it has to be guessed."""

from collections.abc import Sequence
from itertools import pairwise

from policykb.domain.document import Document, Facts
from policykb.evidence.normalise import normalised_fingerprint
from policykb.ingest.blocks import Block, Kind
from policykb.ingest.compose import number
from policykb.ingest.facts import stated, together
from policykb.ingest.looks import is_title
from policykb.ingest.nesting import find_labels, nest


def structured(blocks: Sequence[Block], notes: Sequence[Block], facts: Facts) -> Document:
    """A document of these blocks and notes; what ``facts`` lack is looked for on its first page."""
    body = [block for block in blocks if any(line.text for line in block.lines)]
    kept_notes = [note for note in notes if any(line.text for line in note.lines)]
    find_labels(body)
    _find_bold_headings(body)
    nest(body)
    words = "\n\n".join(line.text for block in (*body, *kept_notes) for line in block.lines)
    facts = together(facts, stated(body, may_guess=False))
    return number(body, kept_notes, normalised_fingerprint(words), facts)


def _find_bold_headings(blocks: list[Block]) -> None:
    """A short paragraph that is bold as a whole heads what follows, a level below the heading it stands under."""
    level = 0
    for block, below in pairwise(blocks):
        if block.kind is Kind.HEADING:
            level = block.level
        elif (
            block.kind is Kind.PARAGRAPH
            and block.lead == len(block.last)
            and is_title(block.last)
            and below.kind in {Kind.PARAGRAPH, Kind.ITEM}
            and below.lead < len(below.last)
        ):
            block.kind, block.level, block.lead = Kind.HEADING, min(level + 1, 6), 0
