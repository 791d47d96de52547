"""Saved queries and packs as people read them: a list, what a check found, and what came, left and changed."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from policykb.cli.display.grid import show_grid
from policykb.cli.display.screen import Screen, wrap
from policykb.cli.display.words import counted

if TYPE_CHECKING:
    from policykb.domain.comparison import Became
    from policykb.domain.saved import SavedQuery
    from policykb.kb.packs.compare import Comparison, Side
    from policykb.kb.packs.verify import PackVerification

_SIGNS = {"add": "+", "remove": "-", "change": "~", "rename": ">"}
_LINES = 2
"""Lines of a text that came or left, unless whole texts are asked for."""


def show_saved(screen: Screen, queries: "Sequence[SavedQuery]") -> None:
    """A line for each saved query."""
    rows = [[q.name, q.text, q.created[:10], "?" if q.records is None else f"{q.records:,}"] for q in queries]
    show_grid(screen, ["Name", "Query", "Saved", "Finds now"], rows)


def show_verification(screen: Screen, found: "PackVerification") -> None:
    """What is wrong with the files, or that nothing is."""
    for name in found.missing:
        screen.write(f"{name} is missing", "red")
    for name in found.altered:
        screen.write(f"{name} is not as it was written", "red")
    for name in found.others:
        screen.write(f"{name} is none of the pack's files")
    if found.ok:
        made, said = found.manifest.made[:10], counted(len(found.manifest.files), "file")
        for line in wrap(f"{said} as written on {made}, data version {found.manifest.data_version}", screen.width):
            screen.write(line)


def show_comparison(screen: Screen, found: "Comparison", *, long: bool) -> None:
    """Both answers, how many records came, left and changed, then each of them."""
    _show_side(screen, "Then", found.then)
    _show_side(screen, "Now", found.now)
    screen.write()
    if found.rows:
        _show_items(screen, "Rows", found.rows, long)
        screen.write()
    screen.write(str(found).capitalize(), "bold")
    for item in found.records:
        _show_item(screen, item, long)
    if found.sources:
        screen.write()
        _show_items(screen, "Their sources", found.sources, long)


def _show_side(screen: Screen, word: str, side: "Side") -> None:
    head = f"{word}:".ljust(6)
    told = f"{side.what}, {side.day}, {counted(side.records, 'record')}, data version {side.data_version}"
    for text in (told, side.query):
        for line in wrap(text, screen.width - len(head)):
            screen.write(head + line)
            head = " " * len(head)


def _show_items(screen: Screen, head: str, items: "Sequence[Became]", long: bool) -> None:
    screen.write(head, "bold")
    for item in items:
        _show_item(screen, item, long)


def _show_item(screen: Screen, item: "Became", long: bool) -> None:
    type_ = "" if item.type == "row" else f" ({item.type})"
    was = f", was {item.before}" if item.before else ""
    reason = f": {item.reason}" if item.reason else ""
    first, *others = wrap(f"{item.key}{type_}{was}{reason}", screen.width - 2)
    screen.write(f"{_SIGNS[item.op]} {first}")
    for line in others:
        screen.write(f"  {line}")
    if item.called and item.op in {"add", "remove"}:
        _indented(screen, item.called, None if long else _LINES)
    for difference in item.differences:
        for text in difference.in_words():
            _indented(screen, text, None)


def _indented(screen: Screen, text: str, most: int | None) -> None:
    for n, line in enumerate(wrap(text, screen.width - 6, most, screen.ellipsis)):
        screen.write(f"{'      ' if n else '    '}{line}")
