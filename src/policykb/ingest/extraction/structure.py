"""Recommendations that the layout alone gives away: numbered lists of them, tables, text under `Recommendation 1`.

Separate because such an item is one record as a whole, with its sub-items, whatever its sentences say.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policykb.domain.document import Document
from policykb.domain.passage import Look, Passage
from policykb.ingest.candidate import Place
from policykb.ingest.extraction.claims import Claim, claim
from policykb.ingest.extraction.context import Section
from policykb.ingest.extraction.imperatives import opens_imperative
from policykb.ingest.extraction.sentences import split
from policykb.ingest.extraction.tokens import words_of
from policykb.ingest.extraction.units import claims_of


@dataclass(frozen=True, slots=True)
class Whole:
    """An item that is one recommendation as a whole."""

    places: tuple[Place, ...]
    claim: Claim
    label: str | None = None
    heading: int | None = None


_NUMBER = re.compile(r"[*_\s]*(\d{1,3}(?:\.\d{1,3})*)[.)]?[*_]*\s+")
_NAMED = re.compile(
    r"[\W_]*(?:key |main |priority |final |interim )?recommendations?\s+(?:no\.?\s*|#)?(\d{1,3}[a-z]?|[ivx]{1,5}|[A-Z])(?:[*_]*\s*[:.\u2014\u2013)-]|[*_]*\s*$|[*_]+)[\s*_:.]*",
    re.IGNORECASE,
)
_PERFORMATIVE = re.compile(
    r"(?:we|i|the (?:\w+ ){1,4}?(?:committee|commission|panel|council|assembly|board|group|inquiry)|(?:this|the) (?:report|paper))\s+(?:\w+ly |also |further |therefore )?"
    r"(?:call(?:s)? (?:up)?on|recommends?|urges?|requests?|asks?|encourages?|invites?|propose[s]?|advises?)\b|that the\b|(?:it is )?recommend(?:ed|s)? that\b",
    re.IGNORECASE,
)
_SUB_ITEM = re.compile(r"[*_\s]*(?:\(?(?:[ivxl]{1,6}|[a-z])[.)]|[\u2022\u25aa\u25cf\u25e6\u2013-])\s+")
_FEWEST_IN_A_ROW = 3
_SHARE = 0.7


def whole_items(document: Document, section_of: list[Section]) -> list[Whole]:
    """The items of a document that are one recommendation each, in order."""
    named = list(_named(document))
    taken = {place.ordinal for whole in named for place in whole.places}
    numbered = [w for w in _numbered(document, section_of) if not taken & {p.ordinal for p in w.places}]
    return sorted([*named, *numbered], key=lambda whole: whole.places[0].start)


def _label(passage: Passage) -> str | None:
    if passage.label is not None:
        return passage.label.strip("().") if passage.label.strip("().")[:1].isdigit() else None
    return None


def _body_start(passage: Passage) -> int:
    number = _NUMBER.match(passage.text)
    return number.end() if number else 0


def _numbered(document: Document, section_of: list[Section]) -> Iterator[Whole]:
    for run in _runs(document):
        openings = [_opening(p) for p in run]
        advising = sum(o is not None for o in openings)
        formal = sum(o == "performative" for o in openings)
        if advising < _SHARE * len(run) or not (formal * 2 > len(run) or len(run) >= 10):
            continue
        for passage, opening in zip(run, openings, strict=True):
            if opening is not None:
                label = _label(passage)
                yield Whole((_place(passage), *_below(document, passage)), claim("numbered"), label)


def _runs(document: Document) -> Iterator[list[Passage]]:
    """Rows of numbered items that count on, whatever stands between them."""
    run: list[Passage] = []
    for passage in document.passages:
        label = _label(passage)
        if label is None or passage.level > 1:
            continue
        if run and _next(_label(run[-1]), label):
            run.append(passage)
        else:
            if len(run) >= _FEWEST_IN_A_ROW:
                yield run
            run = [passage]
    if len(run) >= _FEWEST_IN_A_ROW:
        yield run


def _next(before: str | None, label: str) -> bool:
    if before is None:
        return False
    one, other = before.split("."), label.split(".")
    return len(one) == len(other) and one[:-1] == other[:-1] and int(other[-1]) == int(one[-1]) + 1


def _opening(passage: Passage) -> str | None:
    """How an item opens: with a performative, with an imperative, with a duty in its first sentence."""
    text = passage.text[_body_start(passage) :]
    if _PERFORMATIVE.match(text):
        return "performative"
    words = words_of(text[:200])
    if len(words) > 1 and opens_imperative(words, expected=True) is not None:
        return "imperative"
    first = split(text)
    if first and any(c.confidence >= 0.6 for c in claims_of(text[first[0][0] : first[0][1]])[0]):
        return "duty"
    return None


def _below(document: Document, item: Passage) -> list[Place]:
    """The sub-items of an item."""
    places = []
    before = item
    for passage in document.passages[item.ordinal :]:
        if passage.section_ordinal != item.section_ordinal or (
            _label(passage) is not None and passage.level <= max(1, item.level)
        ):
            break
        deeper = passage.look is Look.ITEM and passage.level > max(1, item.level)
        if not (
            deeper
            or _SUB_ITEM.match(passage.text)
            or (passage.look is Look.ITEM and passage.label is None)
            or before.text.rstrip().endswith((":", ";"))
        ):
            break
        places.append(_place(passage))
        before = passage
    return places


def _place(passage: Passage) -> Place:
    return Place(passage.ordinal, passage.start, passage.end)


def _named(document: Document) -> Iterator[Whole]:
    """Text under or behind `Recommendation 1`."""
    first_of = {}
    for passage in document.passages:
        first_of.setdefault(passage.section_ordinal, passage)
    for heading in document.headings:
        found = _NAMED.match(heading.text)
        below = first_of.get(heading.ordinal)
        if found and below is not None:
            yield Whole((_place(below), *_list_below(document, below)), claim("named"), found.group(1), heading.ordinal)
    for passage in document.passages:
        found = _NAMED.match(passage.text)
        if found is None:
            continue
        rest = passage.text[found.end() :]
        if len(rest.split()) >= 4:
            start = passage.start + found.end()
            place = Place(passage.ordinal, start, passage.end)
            yield Whole((place, *_list_below(document, passage)), claim("named"), found.group(1))
        elif passage.ordinal < len(document.passages):
            below = document.passages[passage.ordinal]
            if below.section_ordinal == passage.section_ordinal and not _NAMED.match(below.text):
                yield Whole((_place(below), *_list_below(document, below)), claim("named"), found.group(1))


def _list_below(document: Document, passage: Passage) -> list[Place]:
    if not passage.text.rstrip().endswith(":"):
        return []
    places = []
    for item in document.passages[passage.ordinal :]:
        if item.section_ordinal != passage.section_ordinal or item.look is not Look.ITEM:
            break
        places.append(_place(item))
    return places
