"""What a candidate may be linked to, and why: addressees, proponents, frameworks, themes, actors, action, strength.

Separate from finding candidates (`policykb.ingest.extraction`): everything here is a suggestion to the person who
reviews a draft, and comes with its reason.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import Generic, TypeVar

from policykb.domain.document import Document
from policykb.ingest.candidate import Candidate, Place, Suggestion
from policykb.ingest.suggest.actors import actors
from policykb.ingest.suggest.addressees import Span, addressees
from policykb.ingest.suggest.context import Context
from policykb.ingest.suggest.frameworks import frameworks
from policykb.ingest.suggest.gazetteer import Gazetteer
from policykb.ingest.suggest.proponents import proponents
from policykb.ingest.suggest.terms import condition, deadline

__all__ = ["Gazetteer", "suggest"]

T = TypeVar("T")


def suggest(document: Document, candidate: Candidate, gazetteer: Gazetteer | None) -> Candidate:
    """The candidate with suggestions for whatever it leaves open.

    Without a gazetteer they are words of the document, and no key is suggested.
    """
    context = _context(_Same(document), _Same(gazetteer))
    spans = [_span(context, place) for place in candidate.places]
    own = spans[: candidate.parts]
    if candidate.heading is not None:
        reading = context.heading(document.headings[candidate.heading - 1])
        own.insert(0, Span(own[0].passage, reading, 0, len(reading.words)))
    asks = candidate.type == "recommendation"
    told = candidate.addressees
    if asks and not told:
        told = addressees(context, [*own, *spans[candidate.parts :]])
    addressed = {suggestion.key for suggestion in told if suggestion.key}
    text = " ".join(span.text for span in own)
    headings = tuple(heading.text for heading in document.above(own[0].passage.section_ordinal))
    about = context.themes.suggest(text, headings) if context.themes else ()
    found = replace(
        candidate,
        addressees=told,
        proponents=candidate.proponents or _first(proponents(*span.words, gazetteer) for span in own) or (),
        frameworks=candidate.frameworks
        or _each_once(frameworks(*span.words, addressed, context.explained, context.codebook) for span in own),
        themes=candidate.themes or about,
        actors=candidate.actors or _each_once(actors(*span.words, addressed) for span in own),
    )
    return _asking(found, context, own) if asks else found


def _asking(candidate: Candidate, context: Context, own: list[Span]) -> Candidate:
    """With what only a recommendation has: action, strength, deadline, condition."""
    codebook = context.codebook
    action = _first(codebook.action(*span.words) for span in own)
    strength = _first(codebook.strength(*span.words) for span in own) or context.strength_above(own[0].passage)
    reasons = tuple(f"{term} by '{words}'" for term, words in filter(None, (action, strength)))
    return replace(
        candidate,
        action=candidate.action or (action and action[0]),
        strength=candidate.strength or (strength and strength[0]),
        reasons=candidate.reasons or reasons,
        deadline=candidate.deadline or _first(deadline(span.text) for span in own),
        condition=candidate.condition or _first(condition(span.text) for span in own),
    )


def _span(context: Context, place: Place) -> Span:
    passage = context.document.passages[place.ordinal - 1]
    reading = context.reading(place.ordinal)
    first = bisect_left(reading.words, place.start - passage.start, key=lambda word: word.start)
    last = bisect_left(reading.words, place.end - passage.start, key=lambda word: word.start)
    return Span(passage, reading, first, last)


def _first(found: Iterable[T | None]) -> T | None:
    """The first that is anything."""
    return next((one for one in found if one), None)


def _each_once(found: Iterable[tuple[Suggestion, ...]]) -> tuple[Suggestion, ...]:
    by_name: dict[str, Suggestion] = {}
    for one in chain.from_iterable(found):
        by_name.setdefault(one.key or one.name, one)
    return tuple(by_name.values())


class _Same(Generic[T]):
    """A thing as a key by which thing it is, not by what it is like."""

    def __init__(self, thing: T) -> None:
        self.thing = thing

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.thing is other.thing

    def __hash__(self) -> int:
        return id(self.thing)


@lru_cache(maxsize=4)
def _context(document: _Same[Document], gazetteer: _Same[Gazetteer | None]) -> Context:
    return Context(document.thing, gazetteer.thing)
