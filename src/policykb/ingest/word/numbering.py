"""The numbers of lists, as Word prints them: they are nowhere in the text of a document."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from policykb.ingest.labels import letters, roman
from policykb.ingest.word.tags import Node, child, children, is_on, value, whole

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_NUMBER = re.compile(r"\(?[\w.\-/]*\w\)?(?=\W*$)")
_WRITTEN: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02}",
    "lowerLetter": letters,
    "upperLetter": lambda n: letters(n).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda n: roman(n).upper(),
    "ordinal": lambda n: f"{n}{'th' if 10 < n % 100 < 14 else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}",
}


@dataclass(frozen=True, slots=True)
class Numbered:
    """An item: ``printed`` is what stands before its words (None for a bullet), ``label`` the number in it."""

    level: int
    printed: str | None = None
    label: str | None = None


@dataclass(slots=True)
class _Level:
    """How one level of a list is numbered; ``restarts`` is the highest level (from 0) that restarts it."""

    form: str = "decimal"
    text: str = "%1."
    start: int = 1
    restarts: int | None = None
    in_digits: bool = False


@dataclass(slots=True)
class _List:
    """A list of the numbering part: its abstract definition, what it changes of it, and where it starts anew."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the items of all lists of a document, in the order in which they are asked for."""

    def __init__(self, part: Node | None) -> None:
        abstracts = {value(one, "abstractNumId") or "": one for one in children(part, "abstractNum")}
        links = {
            value(child(one, "styleLink")): key for key, one in abstracts.items() if child(one, "styleLink") is not None
        }
        self._lists: dict[str, _List] = {}
        self._of_style: dict[tuple[str, str], int] = {}
        for num in children(part, "num"):
            key = value(child(num, "abstractNumId")) or ""
            linked = value(child(abstracts.get(key), "numStyleLink"))
            key = links.get(linked, key) if linked else key
            self._lists[value(num, "numId") or ""] = self._read(num, key, abstracts.get(key))
        self._counters: dict[str, list[int | None]] = {}
        self._seen: set[tuple[str, int]] = set()

    def level_of_style(self, list_: str, style: str | None) -> int | None:
        """The level that a list keeps for a style."""
        return self._of_style.get((list_, style or ""))

    def next(self, list_: str, level: int) -> Numbered | None:
        """The next item of a list on a level from 0; None where the document has no such list."""
        found = self._lists.get(list_)
        if found is None or not 0 <= level < _LEVELS:
            return None
        form = found.levels.get(level, _Level())
        self._count(list_, found, level)
        if form.form == "bullet":
            return Numbered(level + 1)
        if form.form == "none" and not _PLACE.sub("", form.text).strip():
            return None
        printed = _PLACE.sub(lambda place: self._written(found, int(place[1]) - 1, form), form.text).strip()
        number = _NUMBER.search(printed)
        return Numbered(level + 1, printed, number[0] if number else printed.strip(".:) ")) if printed else None

    def _read(self, num: Node, key: str, abstract: Node | None) -> _List:
        list_ = _List(key, {})
        for node in children(abstract, "lvl"):
            self._read_level(num, list_, node)
        for override in children(num, "lvlOverride"):
            level = whole(override, "ilvl") or 0
            for node in children(override, "lvl"):
                self._read_level(num, list_, node)
            start = whole(child(override, "startOverride"))
            if start is not None:
                list_.starts[level] = start
        return list_

    def _read_level(self, num: Node, list_: _List, node: Node) -> None:
        level = whole(node, "ilvl") or 0
        start = whole(child(node, "start"))
        list_.levels[level] = _Level(
            value(child(node, "numFmt")) or "decimal",
            value(child(node, "lvlText")) or "",
            1 if start is None else start,
            whole(child(node, "lvlRestart")),
            is_on(child(node, "isLgl")) is True,
        )
        if style := value(child(node, "pStyle")):
            self._of_style[value(num, "numId") or "", style] = level

    def _count(self, key: str, list_: _List, level: int) -> None:
        counters = self._counters.setdefault(list_.abstract, [None] * _LEVELS)
        if level in list_.starts and (key, level) not in self._seen:
            counters[level] = list_.starts[level]
        else:
            last = counters[level]
            counters[level] = list_.levels.get(level, _Level()).start if last is None else last + 1
        self._seen.add((key, level))
        for deeper in range(level + 1, _LEVELS):
            restarts = list_.levels.get(deeper, _Level()).restarts
            if restarts is None or (restarts and level < restarts):
                counters[deeper] = None

    def _written(self, list_: _List, level: int, form: _Level) -> str:
        """The number of a level, as the item on ``form`` prints it."""
        own = list_.levels.get(level, _Level())
        count = self._counters[list_.abstract][level]
        return _WRITTEN.get("decimal" if form.in_digits else own.form, str)(own.start if count is None else count)
