"""Selectors to passages; separate so that a load, `policykb verify` and a newly attached text go by one rule.

A selector is looked for as written where it says, then in normal form where it says, then anywhere. A text is indexed
once (`Resolver`), so that ten thousand selectors cost ten thousand short searches.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import groupby

from policykb.domain.passage import Passage, SourceText
from policykb.domain.selector import Selector
from policykb.evidence.describe import difference, no_such_section, quoted, several, stated_place
from policykb.evidence.normalise import normalise
from policykb.evidence.search import Index, Match, Span, Words

MOST_LISTED = 5
"""How many places an ambiguous resolution lists."""


class Status(StrEnum):
    """How looking for a passage ended."""

    VERIFIED = "verified"
    """The words stand where the selector says, as it writes them, and there only once."""
    REPAIRED = "repaired"
    """The words stand at one place, but written differently or elsewhere."""
    AMBIGUOUS = "ambiguous"
    """The words stand at several places."""
    NOT_FOUND = "not-found"
    """The words stand nowhere."""
    NO_TEXT = "no-text"
    """No text to look into: the source is not attached."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What became of a selector.

    ``start`` and ``end`` are offsets into the text of the source and ``passage`` the paragraph they lie in (None unless
    verified or repaired); ``difference`` how the words of the text differ from the selector's (None if they do not);
    ``message`` is one line for people.
    """

    status: Status
    start: int | None = None
    end: int | None = None
    passage: Passage | None = None
    difference: str | None = None
    message: str = ""


def resolve(selector: Selector, source: SourceText | None) -> Resolution:
    """The passage a selector points at. For many selectors of one source use `Resolver`, which indexes it once.

    A paragraph belongs to the page where it starts, and may run on to the page where the next one starts. Headings
    are compared in normal form, any case. In a text without page numbers a stated page is not checked.
    """
    if source is None:
        return Resolution(Status.NO_TEXT, message="the source is not attached")
    return Resolver(source).resolve(selector)


class Resolver:
    """One source, indexed."""

    def __init__(self, source: SourceText) -> None:
        self._source = source
        self._passages = source.passages
        self._everywhere: list[Span] = [(0, len(source.passages))]
        pages = [passage.page for passage in source.passages if passage.page is not None]
        self._pages = pages if len(pages) == len(source.passages) else []
        self._sections: dict[str, list[Span]] = {}
        self._paragraphs: dict[tuple[str | None, int], list[Span]] = {}
        start = 0
        for name, run in groupby(source.passages, key=lambda passage: passage.section):
            heading = None if name is None else _heading(name)
            at = start
            for at, passage in enumerate(run, start):
                for key in {(None, passage.paragraph), (heading, passage.paragraph)}:
                    self._paragraphs.setdefault(key, []).append((at, at + 1))
            if heading is not None:
                self._sections.setdefault(heading, []).append((start, at + 1))
            start = at + 1

    def resolve(self, selector: Selector) -> Resolution:
        """As the function `resolve`."""
        if selector.section is not None and _heading(selector.section) not in self._sections:
            return Resolution(Status.NOT_FOUND, message=no_such_section(selector.section, self._source.sections))
        spans = self._stated(selector)
        words = Words.printed(selector)
        if words is None:
            return self._whole(selector, spans)
        anywhere = () if spans is self._everywhere else ((self._everywhere, False), (self._everywhere, True))
        for tried, normal in ((spans, False), (spans, True), *anywhere):
            index, wanted = (self._normal, words.normal()) if normal else (self._printed, words)
            found = index.matches(wanted, tried, MOST_LISTED + 1) if wanted else []
            if len(found) > 1:
                places = [(self._passages[m.passage], index.original_span(m.passage, m.start, m.end)[0]) for m in found]
                return Resolution(Status.AMBIGUOUS, message=several(places, MOST_LISTED))
            if wanted and found:
                return self._found(selector, words, wanted, index, found[0], elsewhere=tried is not spans)
        return Resolution(Status.NOT_FOUND, message=self._missing(selector, spans, words))

    @cached_property
    def _printed(self) -> Index:
        return Index(self._passages)

    @cached_property
    def _normal(self) -> Index:
        return Index(self._passages, normal=True)

    def _stated(self, selector: Selector) -> list[Span]:
        """The passages where a selector says its words are."""
        heading = None if selector.section is None else _heading(selector.section)
        if selector.paragraph is not None:
            spans = self._paragraphs.get((heading, selector.paragraph), [])
        else:
            spans = self._everywhere if heading is None else self._sections[heading]
        if selector.page is None or not self._pages:
            return spans
        if selector.page > self._pages[-1]:
            return []
        first = max(0, bisect_left(self._pages, selector.page) - 1)
        after = bisect_right(self._pages, selector.page)
        return [(max(a, first), min(b, after)) for a, b in spans if max(a, first) < min(b, after)]

    def _whole(self, selector: Selector, spans: list[Span]) -> Resolution:
        """A selector without words stands for its whole paragraph."""
        place, count = stated_place(selector), sum(after - first for first, after in spans)
        if count == 1:
            passage = self._passages[spans[0][0]]
            message = passage.place + self._unchecked(selector)
            return Resolution(Status.VERIFIED, passage.start, passage.end, passage, message=message)
        if count:
            return Resolution(Status.AMBIGUOUS, message=f"{place} is {count} paragraphs: add paragraph or the words")
        return Resolution(Status.NOT_FOUND, message=self._no_such_place(selector))

    def _found(
        self, selector: Selector, words: Words, wanted: Words, index: Index, match: Match, *, elsewhere: bool
    ) -> Resolution:
        passage = self._passages[match.passage]
        start, end = index.original_span(match.passage, match.start, match.end)
        message = passage.place + self._unchecked(selector)
        if index is self._printed and not elsewhere:
            return Resolution(Status.VERIFIED, start, end, passage, message=message)
        parts = [(words.first, match.start, match.start + len(wanted.first))]
        if words.last is not None and wanted.last is not None:
            parts.append((words.last, match.end - len(wanted.last), match.end))
        differences = []
        for stated, first, after in parts:
            first, after = (at - passage.start for at in index.original_span(match.passage, first, after))
            differences.append(difference(stated, passage.text[first:after]))
        differs = "; ".join(filter(None, differences))
        if elsewhere:
            message = f"found in {message}"
            if selector.page is not None and passage.page is not None:
                message += f", page {passage.page}"
        else:
            message += ", written differently" if differs else ", prefix or suffix written differently"
        return Resolution(Status.REPAIRED, start, end, passage, differs or None, message)

    def _missing(self, selector: Selector, spans: list[Span], words: Words) -> str:
        """Which of a selector's words are not where it says; they are nowhere else together."""
        if not spans:
            return self._no_such_place(selector)
        place, normal = stated_place(selector), words.normal()
        ends = [text for text in (words.first, words.last) if text is not None]
        absent = [text for text in ends if not self._normal.matches(Words(normalise(text)), spans, 1)]
        if normal is None or absent:
            return f"not in {place}: {' and '.join(map(quoted, absent or ends))}"
        if not self._normal.matches(Words(normal.first, normal.last), spans, 1):
            return f"in {place} {quoted(ends[-1])} does not follow {quoted(ends[0])} in one paragraph"
        return f"the words are in {place}, but not beside that prefix or suffix"

    def _no_such_place(self, selector: Selector) -> str:
        message = f"there is no {stated_place(selector)}"
        if selector.section is not None:
            count = sum(after - first for first, after in self._sections[_heading(selector.section)])
            message += f": {selector.section} has {count} paragraph{'' if count == 1 else 's'}"
        return message

    def _unchecked(self, selector: Selector) -> str:
        return " (page not checked: the text has no page numbers)" if selector.page and not self._pages else ""


@lru_cache(maxsize=1024)
def _heading(name: str) -> str:
    return normalise(name).casefold()
