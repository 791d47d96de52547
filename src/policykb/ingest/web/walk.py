"""The elements of a page to blocks: headings, paragraphs, items with the numbers a browser prints, cells of tables."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from policykb.ingest.blocks import Block, Kind
from policykb.ingest.characters import superscript
from policykb.ingest.labels import letters, printed, roman
from policykb.ingest.web.element import Element
from policykb.ingest.web.tables import Grid, is_data
from policykb.ingest.words import Words

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
            "dir",
            "div",
            "dl",
        ),
        *("dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "legend", "li", "main"),
        *("menu", "nav", "ol", "option", "p", "pre", "search", "section", "summary", "table", "tbody", "td", "tfoot"),
        *("th", "thead", "tr", "ul", *_HEADINGS),
    )
)
_LISTS = frozenset(("ul", "ol", "menu", "dir"))
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_STYLE = re.compile(
    r"list-style(?:-type)?\s*:[^;]*?\b(lower-alpha|lower-latin|upper-alpha|upper-latin|lower-roman|upper-roman|none)\b"
)
_TYPES = {
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}
_WRITTEN: dict[str, Callable[[int], str]] = {
    "a": letters,
    "i": roman,
    "A": lambda n: letters(n).upper(),
    "I": lambda n: roman(n).upper(),
    "1": str,
}


@dataclass(slots=True)
class _List:
    """A list that is open: how its items are numbered (empty for bullets), and the number of the next one."""

    style: str
    value: int
    step: int = 1
    waits: bool = False
    label: str | None = None


class Walk:
    """Goes through the elements of one document, in their order and without recursion."""

    def __init__(self, marks: dict[int, int]) -> None:
        self.blocks: list[Block] = []
        self._marks = marks
        self._words = Words()
        self._lists: list[_List] = []
        self._heading = 0
        self._bold = self._raised = self._as_it_is = 0
        self._tables = 0
        self._grid: Grid | None = None
        self._data: list[Element] = []

    def through(self, root: Element) -> list[Block]:
        """The blocks of an element."""
        waiting: list[tuple[Element | str, bool]] = [(root, False)]
        while waiting:
            item, leaving = waiting.pop()
            if isinstance(item, str):
                self._text(item)
            elif leaving:
                self._leave(item)
            elif not item.dropped:
                mark = self._marks.get(id(item))
                if mark is not None:
                    self._words.add(superscript(str(mark)))
                    continue
                self._enter(item)
                waiting.append((item, True))
                waiting.extend((child, False) for child in reversed(item.children))
        self._flush()
        return self.blocks

    def _text(self, text: str) -> None:
        lines = text.split("\n") if self._as_it_is else [text]
        for at, line in enumerate(lines):
            if at:
                self._words.end_line()
            self._words.add(line, bold=self._bold > 0, raised=self._raised > 0)

    def _enter(self, element: Element) -> None:
        tag = element.tag
        if tag == "br":
            self._words.end_line(forced=True)
        self._bold += _is_bold(element)
        self._raised += tag == "sup"
        self._as_it_is += tag == "pre"
        if tag not in _BLOCKS:
            return
        if self._grid is not None:
            self._enter_in_table(element)
            return
        self._flush()
        if tag in _HEADINGS:
            self._heading = _HEADINGS[tag]
        elif tag in _LISTS:
            self._lists.append(_opened(element))
        elif tag == "li" and self._lists:
            self._lists[-1].label, self._lists[-1].waits = _label(element, self._lists[-1]), True
        elif tag == "table" and is_data(element):
            self._tables += 1
            self._grid = Grid(element, self._tables)
            self._data.append(element)

    def _leave(self, element: Element) -> None:
        tag = element.tag
        self._bold -= _is_bold(element)
        self._raised -= tag == "sup"
        if tag in _BLOCKS:
            if self._grid is not None:
                self._leave_in_table(element)
            else:
                self._flush()
                if tag in _HEADINGS:
                    self._heading = 0
                elif tag in _LISTS and self._lists:
                    self._lists.pop()
        self._as_it_is -= tag == "pre"

    def _enter_in_table(self, element: Element) -> None:
        """In a table of data a cell ends what stood before it; whatever is in it is a line of it."""
        grid = self._grid
        assert grid is not None
        if grid.opens(element):
            self._flush()
            grid.enter(element)
        elif element.tag == "li":
            grid.has_items = True
        if grid.cell is not None:
            self._words.end_line()

    def _leave_in_table(self, element: Element) -> None:
        grid = self._grid
        assert grid is not None
        if grid.opens(element):
            self.blocks.extend(grid.blocks(self._taken()))
            grid.leave()
        elif self._data and element is self._data[-1]:
            self._data.pop()
            self._flush()
            self._grid = None
        elif grid.cell is not None:
            self._words.end_line()

    def _taken(self) -> Words:
        words, self._words = self._words, Words()
        return words

    def _flush(self) -> None:
        words = self._taken()
        if not words:
            return
        if self._heading:
            self.blocks.append(words.block(Kind.HEADING, level=self._heading))
            return
        for part in words.parts():
            self.blocks.append(self._placed(part))

    def _placed(self, words: Words) -> Block:
        if not (self._lists and self._lists[-1].waits):
            return words.block()
        list_ = self._lists[-1]
        list_.waits = False
        own = printed(words.text)
        if list_.label is None or (own and own[0].strip("()").lower() == list_.label.lower()):
            return words.block(Kind.ITEM, level=len(self._lists))
        return words.block(Kind.ITEM, level=len(self._lists), label=list_.label, mark=f"{list_.label}.")


def _is_bold(element: Element) -> bool:
    return element.tag in {"b", "strong"} or (
        "style" in element.attributes and _BOLD.search(element.get("style")) is not None
    )


def _opened(element: Element) -> _List:
    """A list as a browser numbers it: by its type, its style and where it starts."""
    if element.tag != "ol":
        return _List("", 1)
    found = _STYLE.search(element.get("style").lower())
    style = _TYPES.get(found[1], "") if found else element.get("type")
    if found is None and style not in _WRITTEN:
        style = "1"
    start = _whole(element.get("start"))
    if "reversed" in element.attributes:
        count = sum(child.tag == "li" for child in element.elements)
        return _List(style, count if start is None else start, -1)
    return _List(style, 1 if start is None else start)


def _label(item: Element, list_: _List) -> str | None:
    value = _whole(item.get("value"))
    if value is not None:
        list_.value = value
    label = _WRITTEN[list_.style](list_.value) if list_.style else None
    list_.value += list_.step
    return label


def _whole(text: str) -> int | None:
    text = text.strip()
    return int(text) if re.fullmatch(r"-?\d{1,6}", text, re.ASCII) else None
