"""Which passages a selector's section, paragraph and page mean; separate because it looks at no words."""

from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import groupby

from policykb.domain.passage import SourceText
from policykb.domain.selector import Selector
from policykb.evidence.describe import no_such_section, stated_place
from policykb.evidence.letters import joined
from policykb.evidence.search import Span


class Contents:
    """The sections, paragraphs and pages of one text.

    A paragraph belongs to the page where it starts, and may run on to the page where the next one starts. In a text
    without page numbers a stated page is not checked.
    """

    def __init__(self, source: SourceText) -> None:
        self._names = source.sections
        self.everywhere: list[Span] = [(0, len(source.passages))]
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

    def stated(self, selector: Selector) -> list[Span]:
        """The passages where a selector says its words are; none where there is no such place."""
        heading = None if selector.section is None else _heading(selector.section)
        if selector.paragraph is not None:
            spans = self._paragraphs.get((heading, selector.paragraph), [])
        else:
            spans = self.everywhere if heading is None else self._sections.get(heading, [])
        if selector.page is None or not self._pages:
            return spans
        if selector.page > self._pages[-1]:
            return []
        first = max(0, bisect_left(self._pages, selector.page) - 1)
        after = bisect_right(self._pages, selector.page)
        return [(max(a, first), min(b, after)) for a, b in spans if max(a, first) < min(b, after)]

    def has(self, section: str) -> bool:
        """Whether there is a section of that name."""
        return _heading(section) in self._sections

    def missing(self, selector: Selector) -> str:
        """That there is no such place, and what there is instead."""
        if selector.section is None:
            return f"there is no {stated_place(selector)}"
        spans = self._sections.get(_heading(selector.section))
        if spans is None:
            return no_such_section(selector.section, self._names)
        count = sum(after - first for first, after in spans)
        what = f"{selector.section} has {count} paragraph{'' if count == 1 else 's'}"
        return f"there is no {stated_place(selector)}: {what}"

    def unchecked(self, selector: Selector) -> str:
        """What could not be checked, to be added to a message."""
        return " (page not checked: the text has no page numbers)" if selector.page and not self._pages else ""


@lru_cache(maxsize=1024)
def _heading(name: str) -> str:
    return joined(name) or name.strip()
