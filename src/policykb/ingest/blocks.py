"""Lines to blocks: which lines belong together, and what each block is by its own look.

Separate from the readers because every format ends in lines, and from headings because those need the neighbours.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from policykb.domain.passage import Cell
from policykb.ingest.labels import meanings, printed
from policykb.ingest.looks import ends_sentence, is_title

_SUPERSCRIPTS = "\u2070\u00b9\u00b2\u00b3\u2074-\u2079"
_NOTE = re.compile(rf"([{_SUPERSCRIPTS}]{{1,3}})\s*(?=\S)")
_BRACKETED_NOTE = re.compile(r"(?:\[\^?(\d{1,3})\]:?|\^(\d{1,3}))\s+(?=\S)", re.ASCII)
_CITED = re.compile(r"(?<=\S)(?:\[\^?\d{1,3}\]|\^\d{1,3})", re.ASCII)
_BULLET = re.compile(r"[-*\u2022\u2023\u25aa\u25cf\u25e6\u2043]\s+(?=\S)|[\u2013\u00b7]\s+(?=\S)")
_RARE_BULLETS = "\u2013\u00b7"
_NUMBERED = re.compile(r"(\d{1,3})[.)]\s+(?=\S)", re.ASCII)
_MARKED_HEADING = re.compile(r"(#{1,6})\s+(.*\S)")
_RULE = re.compile(r"[-=*_\s]{3,}")
_LINK = re.compile(r"<?(?:https?://|www\.|doi:)\S+>?", re.IGNORECASE)


class Kind(Enum):
    """What a block is."""

    PARAGRAPH = auto()
    ITEM = auto()
    """A bullet, or an item of a numbered list."""
    CELL = auto()
    """A cell of a table."""
    NOTE = auto()
    """A footnote."""
    HEADING = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a document, without white space at its ends.

    ``page`` is from 1, None where pages are unknown; ``indent`` how many characters a plain text sets it in.
    """

    text: str
    page: int | None = None
    indent: int = 0


@dataclass(slots=True)
class Block:
    """Lines that belong together.

    ``number`` is that of a note or of an item of a numbered list; ``marked`` says that the document itself marks this
    heading as one. ``level`` is that of a heading (1 the highest) or of an item in lists within lists (1 the
    outermost, 0 where `policykb.ingest.nesting` has to tell by its label or how far it is set in); ``label``, ``lead``
    and ``cell`` as in `policykb.domain.passage.Passage`.
    """

    kind: Kind
    lines: list[Line]
    number: int | None = None
    marked: bool = False
    level: int = 1
    label: str | None = None
    lead: int = 0
    cell: Cell | None = None

    @property
    def last(self) -> str:
        """The text of its last line."""
        return self.lines[-1].text


def cut(lines: Sequence[Line]) -> list[Block]:
    """The blocks of a document in order: blank lines end a block, and so does a line that opens one by its look."""
    bracketed = _has_bracketed_notes(lines)
    blocks: list[Block] = []
    current: Block | None = None
    for line in lines:
        if current and current.kind is Kind.NOTE and current.lines[-1].page != line.page:
            current = None
        if not line.text:
            current = None
        elif _RULE.fullmatch(line.text):
            if line.text[0] in "-=" and current and _may_be_underlined(current):
                current.kind, current.marked, current.level = Kind.HEADING, True, 1 if line.text[0] == "=" else 2
            current = None
        elif opened := _opened(line, current, bracketed=bracketed):
            blocks.append(opened)
            current = None if opened.kind is Kind.HEADING else opened
        elif current:
            current.lines.append(line)
        else:
            current = Block(Kind.PARAGRAPH, [line])
            blocks.append(current)
    return blocks


def without_notes(blocks: Iterable[Block]) -> tuple[list[Block], list[Block]]:
    """The running text, sentences whole again that a note or a page break had cut, and the notes.

    A block that is nothing but an address belongs to the note above it.
    """
    body: list[Block] = []
    notes: list[Block] = []
    after_note = False
    for block in blocks:
        if block.kind is Kind.NOTE:
            notes.append(block)
            after_note = True
        elif after_note and all(_LINK.fullmatch(line.text) for line in block.lines):
            notes[-1].lines.extend(block.lines)
        else:
            before = body[-1] if body else None
            interrupted = after_note or (before is not None and before.lines[-1].page != block.lines[0].page)
            after_note = False
            if interrupted and before and _goes_on(before, block):
                before.lines.extend(block.lines)
            else:
                body.append(block)
    return body, notes


def _opened(line: Line, current: Block | None, *, bracketed: bool) -> Block | None:
    """The block that a line opens by its look; None for a plain line, which goes on or opens a paragraph."""
    text = line.text
    if heading := _MARKED_HEADING.fullmatch(text):
        signs, title = heading.groups()
        name = title.rstrip("#").rstrip() or title
        return Block(Kind.HEADING, [Line(name, line.page)], marked=True, level=len(signs))
    if note := _NOTE.match(text):
        number = int("".join(str(unicodedata.digit(c)) for c in note.group(1)))
        return Block(Kind.NOTE, [Line(text[note.end() :], line.page)], number)
    in_note = current is not None and current.kind is Kind.NOTE
    if bracketed and (current is None or in_note) and (note := _BRACKETED_NOTE.match(text)):
        return Block(Kind.NOTE, [Line(text[note.end() :], line.page)], int(note.group(1) or note.group(2)))
    in_list = current is not None and current.kind is Kind.ITEM
    if (bullet := _BULLET.match(text)) and (current is None or in_list or text[0] not in _RARE_BULLETS):
        return Block(Kind.ITEM, [Line(text[bullet.end() :], line.page, line.indent)], level=0)
    if not in_note and (item := _NUMBERED.match(text)) and _starts_item(int(item.group(1)), current):
        return Block(Kind.ITEM, [line], int(item.group(1)), label=item.group(1), level=0)
    if current and not in_note and (found := printed(text)) and _goes_on_list(found[0], current):
        return Block(Kind.ITEM, [line], label=found[0], level=0)
    return None


def _starts_item(number: int, current: Block | None) -> bool:
    """Whether a line that begins with this number is an item, and not the rest of a sentence about a number."""
    if current is None:
        return True
    if current.number is not None:
        return number == current.number + 1
    return number == 1 and ends_sentence(current.last)


def _goes_on_list(label: str, current: Block) -> bool:
    """Whether a line with this label, a letter say, is the next item of a list, or the first after what announces it.

    The first line of a block with such a label is an item too, unless it is a heading: `policykb.ingest.nesting` says.
    """
    before = current.label or next(iter(printed(current.lines[0].text) or ()), None)
    if isinstance(before, str):
        last = {(meaning.style, meaning.value + 1) for meaning in meanings(before)}
        if last & {(meaning.style, meaning.value) for meaning in meanings(label)}:
            return True
    return any(meaning.value == 1 for meaning in meanings(label)) and current.last.endswith(":")


def _has_bracketed_notes(lines: Sequence[Line]) -> bool:
    """Whether blocks that begin with ``[1]`` are notes: cited in the text, or at least not its numbered paragraphs."""
    starts = [line.text for at, line in enumerate(lines) if line.text and not (at and lines[at - 1].text)]
    numbered = sum(_BRACKETED_NOTE.match(text) is not None for text in starts)
    return numbered > 0 and (2 * numbered < len(starts) or any(_CITED.search(line.text) for line in lines))


def _may_be_underlined(block: Block) -> bool:
    return block.kind is Kind.PARAGRAPH and len(block.lines) == 1 and is_title(block.last)


def _goes_on(before: Block, block: Block) -> bool:
    return (
        block.kind is Kind.PARAGRAPH
        and before.kind is not Kind.HEADING
        and block.lines[0].text[0].islower()
        and not ends_sentence(before.last)
    )
