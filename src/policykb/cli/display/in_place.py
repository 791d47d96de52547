"""Evidence as it stands in the text of its source: the whole paragraph, words marked, and some of what is around."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from policykb.cli.display.screen import Screen, wrap
from policykb.cli.display.snippets import merged, snippet

if TYPE_CHECKING:
    from policykb.kb.in_place import InPlace


def show_in_place(screen: Screen, passages: "Sequence[InPlace]", *, long: bool) -> None:
    """Each piece of evidence that was found, a paragraph once for all that stand in it.

    The words are underlined where there are colours, else between « and ». Of the neighbours a line each, or all if
    ``long``.
    """
    by_passage: dict[str, list[InPlace]] = {}
    for found in passages:
        if found.passage is not None:
            by_passage.setdefault(found.passage, []).append(found)
    for same in by_passage.values():
        screen.write()
        _show(screen, same, long=long)


def _show(screen: Screen, same: "Sequence[InPlace]", *, long: bool) -> None:
    first, width = same[0], screen.width - 4
    for line in wrap(place_of(first), screen.width):
        screen.write(line, "bold")
    for line in _neighbour(screen, first.before, width, long=long, end=True):
        screen.write(f"  {line}", "dim")
    text = first.text or ""
    places = merged([(each.start or 0, each.end or 0) for each in same])
    for line in snippet(screen, text, places, width, signs=not screen.coloured):
        screen.write(f"    {line}")
    for line in _neighbour(screen, first.after, width, long=long, end=False):
        screen.write(f"  {line}", "dim")
    for address in dict.fromkeys(each.address for each in same if each.address):
        screen.write(f"  {address}")


def place_of(found: "InPlace") -> str:
    """Where it stands, in words.

    >>> from policykb.kb.in_place import InPlace
    >>> place_of(InPlace("verified", "", None, "lee-2024#3", "Summary", 3, 7))
    'Summary, paragraph 3, page 7'
    """
    page = f"page {found.page}" if found.page else None
    return ", ".join(filter(None, (found.section, f"paragraph {found.paragraph}", page)))


def _neighbour(screen: Screen, text: str | None, width: int, *, long: bool, end: bool) -> list[str]:
    """The paragraph before (its end) or after (its beginning) in one line, or all of it."""
    if text is None:
        return []
    if long or not end:
        return wrap(text, width, None if long else 1, screen.ellipsis)
    words: list[str] = []
    for word in reversed(text.split()):
        if sum(map(cell_len, words)) + len(words) + cell_len(word) > width - cell_len(screen.ellipsis):
            return [screen.ellipsis + " ".join(reversed(words))]
        words.append(word)
    return [" ".join(reversed(words))]
