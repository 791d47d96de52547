"""Each candidate once: what says the same again is a further place of it; separate from finding, which sees one place.

The place in the body comes first, and that in a summary makes the candidate a priority.
"""

import re
from collections import Counter
from itertools import combinations

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
    met = Counter(
        frozenset((one.series, other.series))
        for each in together
        for one, other in combinations(each, 2)
        if one.series is not None and other.series is not None and one.series != other.series
    )
    rows = [pair for pair, count in met.items() if count >= _SAME_SERIES]
    home = {(one.series, one.label): each for each in together for one in each if one.series is not None}
    gone: set[int] = set()
    for each in together:
        first = each[0]
        if first.series is None or len(each) > 1:
            continue
        others = (
            home.get((row, first.label)) for pair in rows if first.series in pair for row in pair - {first.series}
        )
        partner = next((other for other in others if other is not None and id(other) not in gone), None)
        if partner is not None:
            partner.extend(each)
            gone.add(id(each))
    return [each for each in together if id(each) not in gone]


def _add_quotes(document: Document, kept: list[Found], contents: dict[int, frozenset[str]]) -> None:
    """Pull quotes: a sentence of a passage that is one quotation counts where it repeats a candidate."""
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
