"""Each candidate once: what says the same again becomes a further place of it; separate from finding, which sees one place.

The place in the body comes first, and that in a summary makes the candidate a priority.
"""

import re
from collections import Counter

from policykb.domain.document import Document
from policykb.ingest.candidate import Place
from policykb.ingest.extraction.found import Found
from policykb.ingest.extraction.repeats import SHARED, alike, content, groups
from policykb.ingest.extraction.sentences import split

_QUOTED = re.compile(r"^[\W_]*[\u201c\"\u00ab](?P<words>[^\u201c\u201d\"]{20,})[\u201d\"\u00bb][\W_]*$", re.DOTALL)
_SHARED_BY_NUMBER = 0.25
_SAME_SERIES = 3


def is_quote(text: str) -> bool:
    """Whether a passage is one quotation, as a pull quote is."""
    return _QUOTED.match(text) is not None


def merged(document: Document, found: list[Found]) -> list[Found]:
    """The candidates, each with its repeats."""
    texts = [" ".join(document.text[p.start : p.end] for p in one.places) for one in found]
    contents = {at: content(text) for at, text in enumerate(texts)}

    def same(one: int, other: int) -> bool:
        first, second = found[one], found[other]
        numbered = first.whole and second.whole and first.label is not None
        if numbered and (first.label != second.label or first.series == second.series):
            # Items with numbers of their own are as many records as there are numbers.
            return False
        return alike(contents[one], contents[other], _SHARED_BY_NUMBER if numbered else SHARED)

    together = [[found[at] for at in keys] for keys in groups(contents, same)]
    kept = [_first(each) for each in _one_series(together)]
    _add_quotes(document, kept, {id(one): contents[at] for at, one in enumerate(found)})
    return kept


def _first(same: list[Found]) -> Found:
    first, *repeats = sorted(same, key=lambda one: (one.section.summary, one.places[0].start))
    first.repeats = repeats
    return first


def _one_series(together: list[list[Found]]) -> list[list[Found]]:
    """Rows that tell the same list again, so that what is reworded beyond recognition still meets by its number."""
    pairs = Counter(
        (one.series, other.series)
        for each in together
        for one in each
        for other in each
        if one.series is not None and other.series is not None and one.series < other.series
    )
    joined: dict[tuple[int, str | None], list[Found]] = {}
    kept = []
    for each in together:
        first = each[0]
        home = None
        if first.series is not None and len(each) == 1:
            others = [a for (a, b), count in pairs.items() if b == first.series and count >= _SAME_SERIES]
            home = next((joined[a, first.label] for a in others if (a, first.label) in joined), None)
        if home is not None:
            home.extend(each)
        else:
            kept.append(each)
            home = each
        for one in each:
            if one.series is not None:
                joined.setdefault((one.series, one.label), home)
    return kept


def _add_quotes(document: Document, kept: list[Found], contents: dict[int, frozenset[str]]) -> None:
    """Pull quotes: a sentence of a passage that is one quotation counts where it repeats a candidate, and only there."""
    for passage in document.passages:
        quoted = _QUOTED.match(passage.text)
        if quoted is None:
            continue
        begin, stop = (passage.start + at for at in quoted.span("words"))
        for start, end in split(document.text, begin, stop):
            said = content(document.text[start:end])
            one = next((one for one in kept if alike(contents[id(one)], said)), None)
            if one is not None:
                one.repeats.append(Found([Place(passage.ordinal, start, end)], one.claims))
