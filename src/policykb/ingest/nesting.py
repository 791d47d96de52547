"""How deep items stand whose numbers are words of their text; separate because every format has such lists.

A reader leaves the level of such an item 0. A number that goes on an open list belongs to it, one that begins another
style stands inside it; bullets below an item that announces them (``...:``) stand inside that item.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from policykb.ingest.blocks import Block, Kind
from policykb.ingest.labels import Meaning, meanings, printed

_ANNOUNCING = (":", ":-", ";", ",", "\u2013", "\u2014")


@dataclass(slots=True)
class _Open:
    """A list that may go on: how its items are numbered and the last of them."""

    meaning: Meaning
    announces: bool = False


def find_labels(blocks: Sequence[Block]) -> None:
    """Makes items of paragraphs that begin with a number or letter of a list, and gives bullets that do their label."""
    for block in blocks:
        if not (found := printed(block.lines[0].text)):
            continue
        if block.kind is Kind.PARAGRAPH:
            block.kind, block.label, block.level = Kind.ITEM, found[0], 0
        elif block.kind in {Kind.ITEM, Kind.CELL} and block.label is None:
            block.label = found[0]


def nest(blocks: Sequence[Block]) -> None:
    """Gives items of level 0 their level, and moves the lists that stand inside of them."""
    open_lists: list[_Open] = []
    indents: list[int] = []
    outer, interrupted = 0, False
    for block in blocks:
        if block.kind is not Kind.ITEM:
            outer, interrupted = 0, True
            indents.clear()
            if block.kind is Kind.HEADING:
                open_lists.clear()
        elif block.level:
            block.level += outer
        elif block.label is None:
            block.level = outer + _depth(block.lines[0].indent, indents)
        else:
            block.level = _place(block, open_lists, interrupted=interrupted)
            outer, interrupted = (block.level if block.last.endswith(_ANNOUNCING) else 0), False
            indents.clear()


def _depth(indent: int, indents: list[int]) -> int:
    """How deep a bullet of a plain text stands: deeper than the one above where it is set in deeper."""
    while indents and indents[-1] > indent:
        indents.pop()
    if not indents or indents[-1] < indent:
        indents.append(indent)
    return len(indents)


def _place(block: Block, open_lists: list[_Open], *, interrupted: bool) -> int:
    """The level of an item by its label; the lists that its place closes are closed."""
    possible = meanings(block.label or "") or (Meaning("?", 1),)
    announces = block.last.endswith(_ANNOUNCING)
    for wanted in (_goes_on, _is_same_style):
        for at in reversed(range(len(open_lists))):
            for meaning in possible:
                if wanted(open_lists[at].meaning, meaning):
                    del open_lists[at + 1 :]
                    open_lists[at] = _Open(meaning, announces)
                    return at + 1
    meaning = next((meaning for meaning in possible if meaning.value == 1), possible[-1])
    if interrupted or not (meaning.value == 1 or (open_lists and open_lists[-1].announces)):
        open_lists.clear()
    open_lists.append(_Open(meaning, announces))
    return len(open_lists)


def _goes_on(last: Meaning, meaning: Meaning) -> bool:
    return last.style == meaning.style and meaning.value == last.value + 1


def _is_same_style(last: Meaning, meaning: Meaning) -> bool:
    return last.style == meaning.style
