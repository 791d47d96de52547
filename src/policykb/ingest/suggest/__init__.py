"""What a candidate may be linked to, and why: addressees, proponents, frameworks, themes, actors, action, strength.

Separate from finding candidates (`policykb.ingest.extraction`): everything here is a suggestion to the person who
reviews a draft, and comes with its reason.
"""

from bisect import bisect_left
from dataclasses import replace
from functools import lru_cache
from typing import Generic, TypeVar

from policykb.domain.document import Document
from policykb.ingest.candidate import Candidate, Place
from policykb.ingest.suggest.actors import actors
from policykb.ingest.suggest.addressees import Span, addressees
from policykb.ingest.suggest.context import Context
from policykb.ingest.suggest.frameworks import frameworks
from policykb.ingest.suggest.gazetteer import Gazetteer
from policykb.ingest.suggest.proponents import proponents
from policykb.ingest.suggest.terms import condition, deadline

__all__ = ["Gazetteer", "suggest"]


def suggest(document: Document, candidate: Candidate, gazetteer: Gazetteer | None) -> Candidate:
    """The candidate with suggestions for whatever it leaves open.

    Without a gazetteer they are words of the document, and no key is suggested.
    """
    context = _context(_Same(document), _Same(gazetteer))
    spans = [_span(context, place) for place in candidate.places]
    span = spans[0]
    passage, reading, first, last = span.passage, span.reading, span.first, span.last
    told = candidate.addressees or addressees(context, spans)
    addressed = {suggestion.key for suggestion in told if suggestion.key}
    codebook, text = context.codebook, reading.printed(first, last)
    headings = tuple(heading.text for heading in document.above(passage.section_ordinal))
    named = frameworks(reading, first, last, addressed, context.explained, codebook)
    about = context.themes.suggest(text, passage.text, headings) if context.themes else ()
    action, strength = codebook.action(reading, first, last), codebook.strength(reading, first, last)
    return replace(
        candidate,
        addressees=told,
        proponents=candidate.proponents or proponents(reading, first, last, gazetteer),
        frameworks=candidate.frameworks or named,
        themes=candidate.themes or about,
        actors=candidate.actors or actors(reading, first, last, addressed),
        action=candidate.action or (action and action[0]),
        strength=candidate.strength or (strength and strength[0]),
        deadline=candidate.deadline or deadline(text),
        condition=candidate.condition or condition(text),
    )


def _span(context: Context, place: Place) -> Span:
    passage = context.document.passages[place.ordinal - 1]
    reading = context.reading(place.ordinal)
    first = bisect_left(reading.words, place.start - passage.start, key=lambda word: word.start)
    last = bisect_left(reading.words, place.end - passage.start, key=lambda word: word.start)
    return Span(passage, reading, first, last)


T = TypeVar("T")


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
