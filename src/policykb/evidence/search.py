"""Where words stand in the passages of a text; separate because its print and its normal form are searched alike."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from policykb.domain.passage import Passage
from policykb.domain.selector import Selector
from policykb.evidence.normalise import Normal, normalise

Span = tuple[int, int]
"""Some passages in a row, by position: the first one and the one after the last."""


@dataclass(frozen=True, slots=True)
class Words:
    """What to look for: ``first``, or everything from ``first`` to ``last`` in one passage, between two neighbours."""

    first: str
    last: str | None = None
    prefix: str | None = None
    suffix: str | None = None

    @classmethod
    def printed(cls, selector: Selector) -> "Words | None":
        """As the selector writes them; None where it has none."""
        first = selector.exact or selector.from_
        if first is None:
            return None
        last, prefix, suffix = (text and text.strip() for text in (selector.to, selector.prefix, selector.suffix))
        return cls(first.strip(), last, prefix, suffix)

    def normal(self) -> "Words | None":
        """In normal form; None where nothing is left of the words."""
        first, last = normalise(self.first), self.last and normalise(self.last)
        if not first or last == "":
            return None
        return Words(first, last, self.prefix and normalise(self.prefix), self.suffix and normalise(self.suffix))


@dataclass(frozen=True, slots=True)
class Match:
    """Words found: in which passage (by position), and from where to where in the searched text."""

    passage: int
    start: int
    end: int


class Index:
    """The texts of some passages, joined for searching; a match never runs from one passage into the next.

    With ``normal``, the normal forms of the texts are searched instead.
    """

    def __init__(self, passages: Sequence[Passage], *, normal: bool = False) -> None:
        self._passages = passages
        self._normals = [Normal(passage.text) for passage in passages] if normal else None
        texts = [n.text for n in self._normals] if self._normals else [p.text for p in passages]
        # What may stand between a quote and the words beside it; `normalise` takes the same off their ends.
        self._gap = " -" if normal else " \n\t\u00a0"
        self._text = "\n".join(texts)
        self._starts = list(accumulate((len(text) + 1 for text in texts), initial=0))[: len(texts)]
        self._ends = [start + len(text) for start, text in zip(self._starts, texts, strict=True)]

    def matches(self, words: Words, spans: Sequence[Span], most: int) -> list[Match]:
        """The places of the words in these passages, in order; not more than ``most``."""
        found: list[Match] = []
        last_seen, tails = -1, list[int]()
        for span in spans:
            for start, passage in self._occurrences(words.first, span):
                if words.prefix and not self._follows(words.prefix, passage, start):
                    continue
                end = start + len(words.first)
                if words.last is None:
                    ends = [end] if self._precedes(words.suffix, passage, end) else []
                else:
                    if passage != last_seen:
                        last_seen, tails = passage, self._tails(words.last, words.suffix, passage, start + 1)
                    ends = tails[bisect_left(tails, max(end, start + len(words.last) + 1)) :][:most]
                found.extend(Match(passage, start, end) for end in ends)
                if len(found) >= most:
                    return found[:most]
        return found

    def original_span(self, passage: int, start: int, end: int) -> tuple[int, int]:
        """A stretch of the searched text as offsets into the text of the source."""
        offset, origin = self._starts[passage], self._passages[passage].start
        if self._normals:
            start, end = self._normals[passage].original_span(start - offset, end - offset)
            return origin + start, origin + end
        return origin + start - offset, origin + end - offset

    def _occurrences(self, words: str, span: Span) -> Iterator[tuple[int, int]]:
        """Where the words stand and in which passage, overlapping occurrences included."""
        first, after = span
        if first >= after:
            return
        end = self._ends[after - 1]
        at = self._text.find(words, self._starts[first], end)
        while at >= 0:
            passage = first if after - first == 1 else bisect_right(self._starts, at, first, after) - 1
            if at + len(words) <= self._ends[passage]:
                yield at, passage
            at = self._text.find(words, at + 1, end)

    def _tails(self, words: str, suffix: str | None, passage: int, start: int) -> list[int]:
        """The ends of the last words, from ``start`` on in one passage."""
        text, end, length = self._text, self._ends[passage], len(words)
        tails = []
        at = text.find(words, start, end)
        while at >= 0:
            if self._precedes(suffix, passage, at + length):
                tails.append(at + length)
            at = text.find(words, at + 1, end)
        return tails

    def _follows(self, prefix: str, passage: int, at: int) -> bool:
        start = self._starts[passage]
        while at > start and self._text[at - 1] in self._gap:
            at -= 1
        return self._text.endswith(prefix, start, at)

    def _precedes(self, suffix: str | None, passage: int, at: int) -> bool:
        if not suffix:
            return True
        end = self._ends[passage]
        while at < end and self._text[at] in self._gap:
            at += 1
        return self._text.startswith(suffix, at, end)
