"""The pass over a document: items found whole by layout, then the sentences they leave, then what repeats what."""

from collections.abc import Iterator

from policykb.domain.document import Document
from policykb.ingest.candidate import Candidate
from policykb.ingest.extraction.claims import THRESHOLD
from policykb.ingest.extraction.context import Section, sections
from policykb.ingest.extraction.found import Found, trimmed
from policykb.ingest.extraction.merging import merged
from policykb.ingest.extraction.prose import Prose
from policykb.ingest.extraction.structure import Whole, whole_items

_A_LIST = 5


def extract(document: Document) -> list[Candidate]:
    """The candidates of a document, in order of their first place.

    Deterministic: rules of grammar and layout over general English, no network, no model. What is surer than
    `policykb.ingest.extraction.claims.THRESHOLD` is a recommendation, the rest are findings.
    """
    section_of = sections(document)
    wholes = whole_items(document)
    taken = {place.ordinal for whole in wholes for place in whole.places}
    prose = Prose(document, section_of, taken, listed=len(wholes) >= _A_LIST)
    found = [*_items(document, section_of, wholes), *prose.found()]
    return sorted(map(_candidate, merged(document, found)), key=lambda c: (c.places[0].start, c.places[0].end, c.type))


def _items(document: Document, section_of: list[Section], wholes: list[Whole]) -> Iterator[Found]:
    for whole in wholes:
        passages = [document.passages[place.ordinal - 1] for place in whole.places]
        places = [
            trimmed(document, passage, place.start, place.end) or place
            for passage, place in zip(passages, whole.places, strict=True)
        ]
        section = section_of[passages[0].section_ordinal]
        yield Found(places, [whole.claim], section, whole.heading, whole.label, whole.series)


def _candidate(found: Found) -> Candidate:
    tellings = [found, *found.repeats]
    return Candidate(
        "recommendation" if found.confidence >= THRESHOLD else "finding",
        tuple(place for one in tellings for place in one.places),
        round(max(one.confidence for one in tellings), 2),
        tuple(dict.fromkeys(c.rule for one in tellings for c in one.claims)),
        label=found.label,
        priority=any(one.section.summary for one in tellings),
        parts=len(found.places),
        heading=found.heading,
    )
