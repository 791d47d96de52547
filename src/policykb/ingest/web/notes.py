"""Footnotes of a page: links from marks in the text to notes elsewhere on it, and lists that say they are notes."""

import re
from dataclasses import dataclass, field

from policykb.ingest.characters import one_line
from policykb.ingest.web.content import is_notes
from policykb.ingest.web.element import Element

_MARK = re.compile(r"[\[(]?\s*(?:note|fn)?\s*(\d{1,4})\s*[\])]?[.:]?", re.IGNORECASE)
_BACK = re.compile(
    r"[\^\u2191\u21a9\u2b06\u2934\ufe0e\ufe0f\s]+|(?:jump\s+up|back|return)(?:\s+to\s+\S+(?:\s+\S+)?)?\.?",
    re.IGNORECASE,
)
_LEADING = re.compile(r"(?:[\[(]?(\d{1,4})[\])]?[.:)]?|[\^\u2191\u21a9])\s+")
_WHOLE_NOTE = frozenset(("li", "p", "div", "dd", "tr", "aside", "section", "blockquote"))
_NEVER_A_NOTE = frozenset(("body", "main", "article", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol"))


@dataclass(slots=True)
class PageNotes:
    """The notes of a page: ``marks`` has the number that a link cites, ``texts`` number and words of each."""

    marks: dict[int, int] = field(default_factory=dict)
    texts: list[tuple[int, str]] = field(default_factory=list)


def take_notes(root: Element, page: Element) -> PageNotes:
    """Finds the notes of the document in ``root``, which may stand anywhere on the page, and drops them from it."""
    notes = PageNotes()
    places = _places(page)
    order = {id(element): at for at, element in enumerate([page, *page.descendants()])}
    found: dict[int, tuple[int, Element]] = {}
    for link in [element for element in root.descendants() if element.tag == "a" and element.length]:
        target = places.get(link.get("href")[1:]) if link.get("href").startswith("#") else None
        mark = _MARK.fullmatch(link.text)
        if target is None or mark is None or order.get(id(target), 0) <= order[id(link)]:
            continue
        note = _whole(target)
        if note is None or any(above is note for above in link.above()):
            continue
        if _is_raised(link) or is_notes(note) or any(map(is_notes, note.above())) or _leads_back(note, link):
            notes.marks[id(link)] = int(mark[1])
            found.setdefault(id(note), (int(mark[1]), note))
    for number, note in _listed(root, found):
        found.setdefault(id(note), (number, note))
    for number, note in sorted(found.values(), key=lambda one: order.get(id(one[1]), 0)):
        notes.texts.append((number, _words(note, number)))
        note.dropped = True
    return notes


def _places(page: Element) -> dict[str, Element]:
    """The elements that links of the page can lead to, by name."""
    places: dict[str, Element] = {}
    for element in page.descendants():
        for name in (element.get("id"), element.get("name") if element.tag == "a" else ""):
            if name:
                places.setdefault(name, element)
    return places


def _whole(target: Element) -> Element | None:
    """The block that a note is, from the place a link leads to, which may be its number only."""
    for element in (target, *target.above()):
        if element.tag in _NEVER_A_NOTE:
            return None
        if element.tag in _WHOLE_NOTE and element.length:
            return element
    return None


def _is_raised(link: Element) -> bool:
    return any(above.tag == "sup" for above in link.above()) or any(child.tag == "sup" for child in link.elements)


def _leads_back(note: Element, link: Element) -> bool:
    names = {name for element in (link, *link.above()) for name in (element.get("id"), element.get("name")) if name}
    return any(inside.tag == "a" and inside.get("href")[1:] in names for inside in (note, *note.descendants()))


def _listed(root: Element, found: dict[int, tuple[int, Element]]) -> list[tuple[int, Element]]:
    """The items of lists that say they hold notes, those that nothing cites too."""
    listed: list[tuple[int, Element]] = []
    for holder in root.descendants():
        if holder.tag != "ol" or not any(is_notes(element) for element in (holder, holder.parent) if element):
            continue
        first = int(holder.get("start")) if holder.get("start").isdecimal() else 1
        items = [item for item in holder.elements if item.tag == "li" and item.length]
        for number, item in enumerate(items, first):
            if id(item) not in found and not any(id(above) in found for above in item.above()):
                listed.append((number, item))
    return listed


def _words(note: Element, number: int) -> str:
    """The text of a note without its number and its way back."""
    for inside in note.descendants():
        if (
            inside.tag == "a"
            and inside.get("href").startswith("#")
            and (_BACK.fullmatch(inside.text) or _MARK.fullmatch(inside.text))
        ):
            inside.dropped = True
    text = one_line(" ".join(note.texts()) if note.tag == "tr" else "".join(note.texts()))
    leading = _LEADING.match(text)
    return text[leading.end() :] if leading and leading[1] in {None, str(number)} else text
