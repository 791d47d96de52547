"""Selectors to passages; separate so that a load, `policykb verify` and a newly attached text go by one rule.

The words are looked for where the selector says, then anywhere: first by their letters, whatever their typography
(`policykb.evidence.order`), then almost as they are (`policykb.evidence.near`). What could be meant at two places is
never decided here: a passage that was changed must not be taken for its neighbour that begins alike.
"""

from collections.abc import Sequence
from functools import cached_property

from policykb.domain.passage import SourceText
from policykb.domain.selector import Selector
from policykb.evidence import describe
from policykb.evidence.alignment import DOUBTFUL, OTHER
from policykb.evidence.contents import Contents
from policykb.evidence.near import MARGIN, Near, Nearby
from policykb.evidence.order import Order, Place
from policykb.evidence.resolution import Resolution, Status
from policykb.evidence.search import Index, Match, Span, Words
from policykb.evidence.stretch import Stretch

__all__ = ["MOST_LISTED", "Resolution", "Resolver", "Status", "resolve"]

MOST_LISTED = 5
"""How many places an ambiguous resolution lists."""


def resolve(selector: Selector, source: SourceText | None) -> Resolution:
    """The passage a selector points at. For many selectors of one source use `Resolver`, which indexes it once.

    A paragraph belongs to the page where it starts, and may run on to the page where the next one starts. Headings
    are compared without typography, in any case. In a text without page numbers a stated page is not checked.
    """
    if source is None:
        return Resolution(Status.NO_TEXT, message="the source is not attached")
    return Resolver(source).resolve(selector)


class Resolver:
    """One source, indexed."""

    def __init__(self, source: SourceText) -> None:
        self._passages = source.passages
        self._contents = Contents(source)
        self._everywhere = self._contents.everywhere

    def resolve(self, selector: Selector) -> Resolution:
        """As the function `resolve`."""
        spans = self._contents.stated(selector)
        words = Words.printed(selector)
        if words is None:
            return self._whole(selector, spans)
        found = self._stretches(words, spans)
        if not found and spans is not self._everywhere:
            found = self._stretches(words, self._everywhere)
            doubtful = self._nearby.places(words, spans, DOUBTFUL) if found and spans else []
            if doubtful:
                return self._torn(found, self._stretch(words, doubtful[0].place))
        if len(found) > 1:
            return self._several(found)
        if found:
            return self._one(selector, words, spans, found[0])
        return self._almost(selector, words, spans)

    @cached_property
    def _order(self) -> Order:
        return Order(self._passages)

    @cached_property
    def _nearby(self) -> Nearby:
        return Nearby(self._passages, self._order)

    @cached_property
    def _printed(self) -> Index:
        return Index(self._passages)

    @cached_property
    def _normal(self) -> Index:
        return Index(self._passages, normal=True)

    def _stretches(self, words: Words, spans: Sequence[Span]) -> list[Stretch]:
        """Where words with these letters stand that say the same; not many more than are listed."""
        places = self._order.places(words, spans, 4 * MOST_LISTED)
        found = [stretch for stretch in (self._stretch(words, place) for place in places) if stretch.same_sense]
        if len(found) > 1:
            return [stretch for stretch in found if stretch.same_ends] or found
        return found

    def _near(self, words: Words, spans: Sequence[Span]) -> list[tuple[Near, Stretch]]:
        """Where almost these words stand that say the same and end alike, best first.

        First words of one sentence and last words of another are near each other everywhere: only in one paragraph that
        is stated they are likely to be meant.
        """
        alone = sum(after - first for first, after in spans) == 1
        found = ((near, self._stretch(words, near.place)) for near in self._nearby.places(words, spans))
        return [
            (near, stretch)
            for near, stretch in found
            if stretch.same_sense and stretch.same_ends and (alone or not words.last or stretch.sentences == 1)
        ]

    def _whole(self, selector: Selector, spans: Sequence[Span]) -> Resolution:
        """A selector without words stands for its whole paragraph."""
        count = sum(after - first for first, after in spans)
        if count == 1:
            passage = self._passages[spans[0][0]]
            message = f"{passage.place} (no words to check){self._contents.unchecked(selector)}"
            return Resolution(Status.VERIFIED, passage.start, passage.end, passage, message=message)
        if count:
            message = f"{describe.stated_place(selector)} is {count} paragraphs: add paragraph or the words"
            return Resolution(Status.AMBIGUOUS, message=message)
        return Resolution(Status.NOT_FOUND, message=self._contents.missing(selector))

    def _one(self, selector: Selector, words: Words, spans: Sequence[Span], found: Stretch) -> Resolution:
        """The only place with these letters, unless a likelier one is almost the same.

        That is a single sentence instead of several, or one that ends where the selector ends one.
        """
        if not found.same_ends and sum(after - first for first, after in spans if found.within(spans)) != 1:
            message = describe.goes_on(describe.stated_place(selector), found.passage, found.text)
            return Resolution(Status.NOT_FOUND, message=message)
        if not words.prefix and not words.suffix and not (found.same_ends and (not words.last or found.sentences == 1)):
            within = spans if found.within(spans) else self._everywhere
            ends = found.same_ends
            near = self._nearby
            over = 0.0 if ends else OTHER
            for each in near.besides(words, within, found.position) if ends else near.places(words, within, OTHER):
                other = self._stretch(words, each.place)
                likelier = other.same_ends and (other.sentences == 1 or not ends) and not (each.inner and ends)
                if each.cost <= MARGIN + over and other != found and likelier:
                    return self._torn([found], other)
        return self._reported(selector, spans, found)

    def _almost(self, selector: Selector, words: Words, spans: Sequence[Span]) -> Resolution:
        """Words that stand nowhere as they are."""
        anywhere = self._near(words, self._everywhere)
        stated = self._near(words, spans) if spans and spans is not self._everywhere else []
        taken = stated or anywhere
        if taken and not stated and taken[0][0].inner:
            taken = []
        if taken:
            near, found = taken[0]
            rivals = [stretch for other, stretch in taken[1:] if other.cost < near.cost + MARGIN]
            rivals += [stretch for other, stretch in anywhere if other.cost < near.cost]
            if rivals:
                return self._several([found, *rivals], almost=True)
            doubtful = [] if found.within(spans) or not spans else self._nearby.places(words, spans, DOUBTFUL)
            if doubtful:
                return self._several([found, self._stretch(words, doubtful[0].place)], almost=True)
            return self._reported(selector, spans, found, almost=True)
        return self._within_words(selector, words, spans) or Resolution(
            Status.NOT_FOUND, message=self._missing(selector, words, spans)
        )

    def _within_words(self, selector: Selector, words: Words, spans: Sequence[Span]) -> Resolution | None:
        """Words that begin or end within a word of the text, as do all in a script that does not part them."""
        for tried in (spans, self._everywhere):
            for index, wanted in ((self._printed, words), (self._normal, words.normal())):
                matches = index.matches(wanted, tried, MOST_LISTED + 1) if wanted else []
                if wanted and matches:
                    found = [self._matched(words, wanted, index, match) for match in matches]
                    return self._several(found) if len(found) > 1 else self._reported(selector, spans, found[0])
        return None

    def _stretch(self, words: Words, place: Place) -> Stretch:
        passage, printed = self._passages[place.passage], self._order.printed
        extents = (printed(place.start, place.first_end), printed(place.last_start, place.end))
        first, last = ((start - passage.start, end - passage.start) for start, end in extents)
        return Stretch.of(words, place.passage, passage, first, last)

    def _matched(self, words: Words, wanted: Words, index: Index, match: Match) -> Stretch:
        passage, tail = self._passages[match.passage], wanted.last or wanted.first
        first_end, last_start = match.start + len(wanted.first), match.end - len(tail)
        extents = [
            index.original_span(match.passage, *extent)
            for extent in ((match.start, first_end), (last_start, match.end))
        ]
        (start, first_end), (last_start, end) = extents
        first, last = (
            (start - passage.start, first_end - passage.start),
            (last_start - passage.start, end - passage.start),
        )
        return Stretch(words, match.passage, passage, first, last, index is self._printed)

    def _reported(
        self, selector: Selector, spans: Sequence[Span], found: Stretch, *, almost: bool = False
    ) -> Resolution:
        passage = found.passage
        message = passage.place + self._contents.unchecked(selector)
        if not found.within(spans):
            message = f"found in {message}"
            if selector.page is not None and passage.page is not None:
                message += f", page {passage.page}"
            if selector.section is not None and not self._contents.has(selector.section):
                message += f" (there is no section {describe.quoted(selector.section)})"
        elif found.printed and found.printed_beside:
            return Resolution(Status.VERIFIED, found.start, found.end, passage, message=message)
        elif not found.printed and not almost:
            message += ", written differently"
        elif not almost:
            message += ", prefix or suffix written differently"
        if almost:
            message += ", almost the same words" if found.difference else ", prefix or suffix almost the same"
        return Resolution(Status.REPAIRED, found.start, found.end, passage, found.difference, message)

    def _several(self, found: Sequence[Stretch], *, almost: bool = False) -> Resolution:
        places = [(stretch.passage, stretch.start) for stretch in found[: MOST_LISTED + 1]]
        return Resolution(Status.AMBIGUOUS, message=describe.several(places, MOST_LISTED, almost=almost))

    def _torn(self, found: Sequence[Stretch], near: Stretch) -> Resolution:
        """Between where the words are and where they almost are, but may well be meant."""
        places = [(stretch.passage, stretch.start) for stretch in found]
        return Resolution(Status.AMBIGUOUS, message=describe.torn((near.passage, near.start), places, MOST_LISTED))

    def _missing(self, selector: Selector, words: Words, spans: Sequence[Span]) -> str:
        """Which of a selector's words are not where it says; they are nowhere else together."""
        if not spans:
            return self._contents.missing(selector)
        place = describe.stated_place(selector)
        ends = [text for text in (words.first, words.last) if text is not None]
        absent = [text for text in ends if not self._order.places(Words(text), spans, 1)]
        missing = f"not in {place}: {' and '.join(map(describe.quoted, absent or ends))}"
        near = self._nearby.places(words, spans, OTHER) or self._nearby.places(words, self._everywhere, OTHER)
        if near:
            nearest = self._stretch(words, near[0].place)
            return f"{missing}; {describe.nearest(nearest.passage, *nearest.unlike)}"
        if absent:
            return missing
        if not self._order.places(Words(words.first, words.last), spans, 1):
            return f"in {place} {describe.quoted(ends[-1])} does not follow {describe.quoted(ends[0])} in one paragraph"
        if words.prefix or words.suffix:
            return f"the words are in {place}, but not beside that prefix or suffix"
        return f"the words are in {place}, but cut so that they may say something else"
