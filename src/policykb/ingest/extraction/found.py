"""A candidate in the making, and how it is trimmed; separate because layout and sentences both make them."""

import re
from dataclasses import dataclass, field

from policykb.domain.document import Document
from policykb.domain.passage import Passage
from policykb.ingest.candidate import Place
from policykb.ingest.extraction.claims import WHOLE, Claim
from policykb.ingest.extraction.context import NOWHERE, Section

EDGES = "*_`~ \t\n"
MARKER = re.compile(
    r"(?:[*_`\s]*(?:\d{1,3}(?:\.\d{1,3})*[.)]|\(?[a-z]{1,4}\)|[\u2022\u25aa\u25cf\u2013-])\s+)?[*_`\s\"\u201c]*"
)
_AGREEING = 0.03


@dataclass(slots=True)
class Found:
    """A candidate in the making: its characters by passage, and what found it.

    ``series`` is the row of numbered items it is one of, where it is one of a row.
    """

    places: list[Place]
    claims: list[Claim]
    section: Section = NOWHERE
    heading: int | None = None
    label: str | None = None
    series: int | None = None
    repeats: list["Found"] = field(default_factory=list)

    @property
    def confidence(self) -> float:
        """That of the surest claim, a little more where several agree."""
        agreeing = len({c.rule for c in self.claims}) - 1
        return min(0.99, max(c.confidence for c in self.claims) + _AGREEING * agreeing)

    @property
    def whole(self) -> bool:
        """Whether layout made it one item."""
        return any(c.rule in WHOLE for c in self.claims)


def trimmed(document: Document, passage: Passage, start: int, end: int) -> Place | None:
    """The characters without list markers and emphasis signs at their edges; None where nothing is left."""
    text = document.text
    marker = MARKER.match(text, start, end)
    start = marker.end() if marker else start
    while end > start and text[end - 1] in EDGES:
        end -= 1
    inside = text[start:end]
    if "\u201c" not in inside and '"' not in inside:
        end = start + len(inside.rstrip('\u201d"'))
    elif start and text[start - 1] in '\u201c"' and inside.count("\u201c") < inside.count("\u201d"):
        start -= 1
    return Place(passage.ordinal, start, end) if end - start > 3 else None
