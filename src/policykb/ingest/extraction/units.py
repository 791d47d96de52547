"""What a sentence claims, whichever rule sees it; separate from layout, which decides what else belongs to a unit."""

import re

from policykb.ingest.extraction.claims import Claim
from policykb.ingest.extraction.duty import duties
from policykb.ingest.extraction.formulas import formulas
from policykb.ingest.extraction.tokens import Words, words_of

_TRIGGER = re.compile(
    r"\b(?:should|must|ought|shall|needs?\b|ha(?:s|ve)\s+(?:\w+\s+)?to\b|had better|critical|crucial|essential|"
    r"fundamental|imperative|"
    r"important|incumbent|indispensable|necess|paramount|urge|vital|advis|priority|time\b|recommend|propos|"
    r"suggest|encourag|"
    r"call(?:s|ed)? (?:up)?(?:on|for)\b|invite|exhort|request|appeals? to|asks? |implore|advocated|"
    r"would (?:\w+ )?(?:do well|be )|need )"
)


def claims_of(text: str, names: frozenset[str] = frozenset()) -> tuple[list[Claim], Words | None]:
    """The claims that a sentence makes in the words of its main clause, and its words where any were looked at.

    ``names`` are the words that its document writes with a capital (`policykb.ingest.extraction.tokens.names_of`).
    """
    if _TRIGGER.search(text.lower()) is None or text.rstrip("\"'\u201d\u2019)*_`").endswith("?"):
        return [], None
    words = words_of(text, names)
    if not words.low:
        return [], words
    return [*duties(words), *formulas(words)], words
