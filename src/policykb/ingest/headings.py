"""Which blocks are headings; separate because that takes the neighbours of a block, not only its look.

A document that marks headings (``#``, an underline) marks them all. Otherwise a line in capitals or with a label of its
own (``1.2 Scope``, ``Annex B``) is one, and a short line without a full stop is one if it heads something: a sentence,
a list, or one more heading. A row of short lines, as in a list of names or on a title page, is no row of headings.
"""

from policykb.ingest.blocks import Block, Kind, Line
from policykb.ingest.looks import ends_sentence, is_capitals, is_labelled, is_title

# What prose has even where it ends without a stop; the address under a name has shorter lines.
_PROSE_WORDS, _PROSE_LINE = 15, 8


def find_headings(blocks: list[Block]) -> list[Block]:
    """The blocks with headings found; what begins with a line in capitals becomes two blocks."""
    if any(block.marked for block in blocks):
        return blocks
    blocks = [part for block in blocks for part in _split_capitals(block)]
    possible = [_possible(blocks, at) for at in range(len(blocks))]
    heads_prose = False
    for at in reversed(range(len(blocks))):
        block = blocks[at]
        below = blocks[at + 1] if at + 1 < len(blocks) else None
        heads_prose = below is not None and (_is_prose(below) or (below.kind is Kind.HEADING and heads_prose))
        if below is None or not possible[at]:
            continue
        in_a_row = below.kind is Kind.HEADING and at > 0 and possible[at - 1]
        if _is_sure(block) or (heads_prose and not in_a_row):
            block.kind = Kind.HEADING
    return blocks


def _possible(blocks: list[Block], at: int) -> bool:
    """Whether a block may be a heading by its look; an item of a list may not."""
    block = blocks[at]
    if len(block.lines) > 1 or not is_title(block.last):
        return False
    if block.kind is Kind.ITEM:
        beside = blocks[max(0, at - 1) : at] + blocks[at + 1 : at + 2]
        return block.number is not None and not any(b.kind is Kind.ITEM and b.number is not None for b in beside)
    return block.kind is Kind.PARAGRAPH


def _is_sure(block: Block) -> bool:
    text = block.last
    bold = text.startswith(("**", "__")) and text.endswith(("**", "__"))
    return block.kind is Kind.PARAGRAPH and (bold or is_capitals(text) or is_labelled(text))


def _is_prose(block: Block) -> bool:
    if block.kind is Kind.PARAGRAPH:
        if block.lines[0].text[0].islower():
            return False
        counts = [len(line.text.split()) for line in block.lines]
        return ends_sentence(block.last) or (sum(counts) >= _PROSE_WORDS and max(counts) >= _PROSE_LINE)
    return block.kind is Kind.ITEM


def _split_capitals(block: Block) -> list[Block]:
    """Lines in capitals at the start of a paragraph apart from the rest, as one line."""
    count = 0
    while count < len(block.lines) and is_capitals(block.lines[count].text):
        count += 1
    if block.kind is not Kind.PARAGRAPH or not count or (count == 1 == len(block.lines)):
        return [block]
    title = " ".join(line.text for line in block.lines[:count])
    if not is_title(title):
        return [block]
    head = Block(Kind.PARAGRAPH, [Line(title, block.lines[0].page)])
    rest = block.lines[count:]
    return [head, Block(Kind.PARAGRAPH, rest)] if rest else [head]
