"""Other extractors than the rules of this package: any installed package may offer one by an entry point.

Separate because their candidates come from elsewhere and are checked before anybody relies on them. A package offers
one in its pyproject.toml:

    [project.entry-points."policykb.extractors"]
    ours = "our_package.module:function"

where ``function(document)`` takes a `policykb.domain.document.Document` and returns a list of
`policykb.ingest.candidate.Candidate`.
"""

from collections.abc import Callable
from importlib.metadata import entry_points

from policykb.domain.document import Document
from policykb.errors import UsageError
from policykb.ingest.candidate import Candidate
from policykb.ingest.extraction.extract import extract

GROUP = "policykb.extractors"
BUILT_IN = "rules"

Extractor = Callable[[Document], list[Candidate]]


def names() -> list[str]:
    """The extractors that can be asked for: the rules of this package first, then those of other packages by name."""
    return [BUILT_IN, *sorted({point.name for point in entry_points(group=GROUP)} - {BUILT_IN})]


def extractor(name: str = BUILT_IN) -> Extractor:
    """The extractor of a name, its candidates checked as they come.

    Raises UsageError where there is none of the name or it cannot be loaded; so does the extractor where what it gives
    does not fit the document.
    """
    if name == BUILT_IN:
        return extract
    points = entry_points(group=GROUP, name=name)
    if not points:
        raise UsageError(f"no extractor {name}", f"It can be one of {', '.join(names())}.")
    (point, *_) = points
    try:
        found = point.load()
    except Exception as error:  # whatever a foreign module does when it is imported
        raise UsageError(f"extractor {name}: cannot be loaded: {error}", f"It is {point.value}.") from error
    return lambda document: _checked(name, document, found)


def _checked(name: str, document: Document, found: Extractor) -> list[Candidate]:
    try:
        candidates = list(found(document))
    except Exception as error:  # whatever a foreign function does
        raise UsageError(f"extractor {name}: failed: {error}") from error
    for candidate in candidates:
        if not isinstance(candidate, Candidate):
            raise UsageError(f"extractor {name}: gave {type(candidate).__name__}, not a Candidate")
        if not 0 <= candidate.confidence <= 1:
            raise UsageError(f"extractor {name}: gave a confidence of {candidate.confidence}, not one from 0 to 1")
        if not candidate.places or not 1 <= candidate.parts <= len(candidate.places):
            raise UsageError(f"extractor {name}: gave a candidate without places, or with more parts than places")
        for place in candidate.places:
            inside = 0 < place.ordinal <= len(document.passages)
            passage = document.passages[place.ordinal - 1] if inside else None
            if passage is None or not passage.start <= place.start < place.end <= passage.end:
                raise UsageError(f"extractor {name}: gave {place}, which lies in no passage of the document")
    return candidates
