"""What a sentence claims, whichever rule sees it; separate from layout, which decides what else belongs to a unit."""

import re

from policykb.ingest.extraction.claims import Claim
from policykb.ingest.extraction.duty import duties
from policykb.ingest.extraction.formulas import formulas
from policykb.ingest.extraction.tokens import Words, words_of

_TRIGGER = re.compile(
    r"\b(?:should|must|ought|shall|mustn|shouldn|needs?|ha(?:s|ve)\s+(?:\w+\s+)?to|better|critical|crucial|essential|"
    r"fundamental|imperative|important|incumbent|indispensable|necess\w+|paramount|urgent|vital|advisable|priority|time|"
    r"recommend\w*|urge[ds]?|advi[sc]e[ds]?|propose[ds]?|suggest(?:s|ed)?|encourage[ds]?|call(?:s|ed)?|invite[ds]?|exhorts?|"
    r"request(?:s|ed)?|appeals?|ask(?:s|ed)?|implores?|advocated|would)\b",
    re.IGNORECASE,
)


def claims_of(text: str) -> tuple[list[Claim], Words | None]:
    """The claims that a sentence makes in the words of its main clause, and its words where any were looked at."""
    if _TRIGGER.search(text) is None or text.rstrip("\"'\u201d\u2019)*_`").endswith("?"):
        return [], None
    words = words_of(text)
    if not words.low:
        return [], words
    return [*duties(words), *formulas(words)], words
