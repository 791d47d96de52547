"""Places whose words are almost the wanted ones; separate because only what is found nowhere else is looked for so."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policykb.domain.passage import Passage
from policykb.evidence.alignment import OTHER, Alignment, alignments, holds
from policykb.evidence.letters import MARK, cut
from policykb.evidence.order import Order, Place
from policykb.evidence.search import Span, Words
from policykb.evidence.sense import DUTIES, NEGATIONS

MARGIN = 1.0
"""By how much the best place must be better than the next one: a lost word."""

_FEW, _MANY = 40, 400  # places of a rare beginning; of one that is looked into though it is the rarest
_PASSAGES = 24
_LOOKED_INTO = 3
_FEWEST_SAME = 3
_BREAK = re.compile(r"[.!?,;:\u2026\u2013\u2014]")
_STOP = re.compile(r"[.!?]")


@dataclass(frozen=True, slots=True)
class Near:
    """A place and what the words there cost (`policykb.evidence.alignment`)."""

    place: Place
    cost: float
    inner: bool
    """Whether the last of the first words or the first of the last ones is missing: another may well stand for it."""


class Nearby:
    """The passages of one text, for looking for what is almost the same."""

    def __init__(self, passages: Sequence[Passage], order: Order) -> None:
        self._passages = passages
        self._order = order

    def places(self, words: Words, spans: Sequence[Span], over: float = 0.0) -> list[Near]:
        """The places in these passages that are near enough to be taken, and those hardly farther, best first.

        The words must be three at least, and half of them must be there as they are. With ``over`` one word may be
        another: DOUBTFUL for one that looks like it, OTHER for any, of numbers and negations too; such places are not
        to be taken, and only the most likely passages are looked into.
        """
        wanted = _Wanted(words)
        candidates = self._candidates(wanted, spans)
        limit = wanted.limit + over
        if over:
            candidates = candidates[:_LOOKED_INTO]
        found = self._found(candidates, wanted, limit + MARGIN, 1 if over else 0)
        return found if found and found[0].cost <= limit else []

    def besides(self, words: Words, spans: Sequence[Span], passage: int) -> list[Near]:
        """As `places`, for first and last words that stand in a passage: where either stand too, and the others almost.

        One of them may be lost or misread.
        """
        wanted = _Wanted(words)
        order = self._order
        whole = map("".join, wanted.parts)
        tokens = (order.beginning(letters) for letters in whole if order.count(letters) <= _MANY)
        others = {order.passage_of(token) for some in tokens for token in some} - {passage}
        candidates = [
            other
            for other in others
            if any(first <= other < after for first, after in spans) and self._missing(other, wanted) <= 1
        ]
        often = Counter(order.letters[order.firsts[passage] : order.firsts[passage + 1]])
        if any(sum(often[letters] < 2 for letters in part) <= 1 for part in wanted.parts):
            candidates.append(passage)
        return self._found(candidates, wanted, MARGIN, 0)

    def _found(self, candidates: Sequence[int], wanted: "_Wanted", most: float, short: int) -> list[Near]:
        found = [near for passage in candidates for near in self._in_passage(passage, wanted, most, short)]
        return sorted(found, key=lambda near: (near.cost, near.place.passage, near.place.start))

    def _missing(self, passage: int, wanted: "_Wanted") -> int:
        """How many of the words stand nowhere in a passage."""
        there = set(self._order.letters[self._order.firsts[passage] : self._order.firsts[passage + 1]])
        return sum(letters not in there for part in wanted.parts for letters in part)

    def _candidates(self, wanted: "_Wanted", spans: Sequence[Span]) -> list[int]:
        """The passages that have most of the words, by position, best first."""
        if wanted.size < _FEWEST_SAME:
            return []
        if sum(after - first for first, after in spans) <= _PASSAGES:
            passages = {passage for first, after in spans for passage in range(first, after)}
        else:
            votes = Counter(passage for letters in wanted.parts for passage in self._sharing(letters))
            kept = ((count, passage) for passage, count in votes.items() if any(a <= passage < b for a, b in spans))
            passages = {passage for _, passage in sorted(kept, reverse=True)[:_PASSAGES]}
        missing = sorted((self._missing(passage, wanted), passage) for passage in passages)
        most = min(2 * wanted.limit, missing[0][0] + 3) if missing else 0
        return [passage for count, passage in missing if count <= most]

    def _sharing(self, words: Sequence[str]) -> Iterator[int]:
        """The passages where, from any of these words on, as many stand together as are rare."""
        order = self._order
        for number in range(len(words)):
            letters = ""
            for word in words[number:]:
                letters += word
                if order.count(letters) <= _FEW:
                    break
            if order.count(letters) <= _MANY:
                yield from {order.passage_of(token) for token in order.beginning(letters)}

    def _in_passage(self, passage: int, wanted: "_Wanted", most: float, short: int) -> list[Near]:
        view = _View(self._passages[passage], self._order, passage)
        numbers = wanted.numbers | view.numbers
        found = [alignments(letters, view.words, most, numbers, view.stops) for letters in wanted.parts]
        near = []
        for first in found[0]:
            for last in found[-1] if len(found) > 1 else [first]:
                alone = first is last
                same = first.same + (0 if alone else last.same)
                cost = first.cost + (0 if alone else last.cost)
                if first.lost + last.lost and first.extra + last.extra:
                    cost += OTHER  # one word for another
                cost += OTHER * view.cut_off(wanted, first, last)
                if len(found) > 1 and max(first.lost - wanted.spare[0], last.lost - wanted.spare[-1]) > short:
                    continue
                if (
                    same < wanted.fewest
                    or cost > most
                    or (not alone and last.start <= first.start)
                    or last.end < first.end
                ):
                    continue
                beside = view.beside(wanted.words, first.start, last.end, numbers)
                if beside is not None:
                    at = view.origin
                    place = Place(passage, at + first.start, at + last.end, at + first.end, at + last.start)
                    near.append(Near(place, cost + beside, view.inner(wanted, first, last)))
        return near


class _Wanted:
    """The words of a selector, folded: the first and the last ones, or all."""

    def __init__(self, words: Words) -> None:
        texts = [text for text in (words.first, words.last) if text is not None]
        tokens = [(text, list(cut(text))) for text in texts]
        self.words = words
        self.parts = [[letters for letters, _, _ in part] for _, part in tokens]
        self.numbers = frozenset(letters for text, part in tokens for letters, at, _ in part if text[at].isdigit())
        self.size = 0 if not all(self.parts) else sum(map(len, self.parts))
        self.limit = max(1.0, self.size / 8)
        self.spare = [len(part) - 2 for part in self.parts]
        """How many may be lost of either part: two must be there."""
        self.fewest = max(_FEWEST_SAME, self.size / 2)


class _View:
    """One passage as its words."""

    def __init__(self, passage: Passage, order: Order, position: int) -> None:
        self.origin, after = order.firsts[position], order.firsts[position + 1]
        self.words = order.letters[self.origin : after]
        self._text = passage.text
        self._starts = [start - passage.start for start in order.starts[self.origin : after]]
        self._ends = [end - passage.start for end in order.ends[self.origin : after]]
        self.numbers = frozenset(
            letters for letters, start in zip(self.words, self._starts, strict=True) if self._text[start].isdigit()
        )
        between = (self._text[end:start] for end, start in zip(self._ends, self._starts[1:], strict=False))
        self.stops = frozenset(number for number, text in enumerate(between) if _STOP.search(text))

    def cut_off(self, wanted: _Wanted, first: Alignment, last: Alignment) -> bool:
        """Whether another word stands where the first or the last wanted one is missing.

        At the end of a sentence it may be lost, in the middle of one it is more likely another. Inside it may be lost
        where no other duty and no negation stands for it.
        """
        head, tail = wanted.parts[0], wanted.parts[-1]
        if not holds(self.words[first.start], head[0]) and first.start:
            between = self._text[self._ends[first.start - 1] : self._starts[first.start]]
            if not _BREAK.search(MARK.sub("", between)):
                return True
        if not holds(self.words[last.end - 1], tail[-1]) and last.end < len(self.words):
            between = self._text[self._ends[last.end - 1] : self._starts[last.end]]
            if not _BREAK.search(MARK.sub("", between)):
                return True
        if not self.inner(wanted, first, last):
            return False
        inside = []
        if not holds(self.words[first.end - 1], head[-1]):
            inside += self.words[first.end : first.end + 1]
        if not holds(self.words[last.start], tail[0]) and last.start:
            inside.append(self.words[last.start - 1])
        return any(word in DUTIES or word in NEGATIONS for word in inside)

    def inner(self, wanted: _Wanted, first: Alignment, last: Alignment) -> bool:
        """Whether the last of the first words or the first of the last ones is missing."""
        return len(wanted.parts) > 1 and not (
            holds(self.words[first.end - 1], wanted.parts[0][-1]) and holds(self.words[last.start], wanted.parts[-1][0])
        )

    def beside(self, words: Words, start: int, end: int, numbers: frozenset[str]) -> float | None:
        """What prefix and suffix cost; None where they do not stand there."""
        cost = 0.0
        for beside, before in ((words.prefix, True), (words.suffix, False)):
            wanted = [letters for letters, _, _ in cut(beside)] if beside else []
            if not wanted:
                continue
            length = len(wanted) + 2
            window = self.words[max(0, start - length) : start] if before else self.words[end : end + length]
            found = alignments(wanted, window, 1, numbers)
            costs = [fit.cost for fit in found if (fit.end == len(window) if before else fit.start == 0)]
            if not costs:
                return None
            cost += min(costs)
        return cost
