"""The words of all passages of a text in the order of their letters; separate because finding by it takes no scan.

As in a suffix array, but of word starts only: all places that begin with some letters stand side by side, so a selector
costs two binary searches whatever the length of the text, and how often its words stand there is known beforehand.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from policykb.domain.passage import Passage
from policykb.evidence.letters import APART, cut, joined
from policykb.evidence.search import Span, Words

_KEY = 40
_LAST = "\U0010ffff"
_BETWEEN = frozenset({APART, "\n"})
_SHORT = 3_000


@dataclass(frozen=True, slots=True)
class Place:
    """Words found in one passage (by position): which tokens, and the last one of the first words and the first one of
    the last words, which are the same stretch where all words are stated.
    """

    passage: int
    start: int
    end: int
    first_end: int
    last_start: int


class Order:
    """All words (tokens) of some passages; a place never runs from one passage into the next."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self.letters: list[str] = []
        """Of each token."""
        self.starts, self.ends = array("q"), array("q")
        """Of each token, as offsets into the text of the source."""
        self.firsts = array("q")
        """The first token of each passage, and the number of all tokens."""
        self._at = array("q")  # of each token, in the joined letters
        self._bounds: list[tuple[int, int]] = []  # of each passage, there
        pieces: list[str] = []
        at = 0
        for passage in passages:
            text, origin, begins, last = passage.text, passage.start, at, -1
            self.firsts.append(len(self.letters))
            for letters, start, end in cut(text):
                if last >= 0 and text[start].isdigit() and text[last].isdigit():
                    pieces.append(APART)
                    at += 1
                pieces.append(letters)
                self.letters.append(letters)
                self.starts.append(origin + start)
                self.ends.append(origin + end)
                self._at.append(at)
                at += len(letters)
                last = end - 1
            self._bounds.append((begins, at))
            pieces.append("\n")
            at += 1
        self.firsts.append(len(self.letters))
        self._text = "".join(pieces)

    @cached_property
    def _ordered(self) -> "array[int]":
        text, at = self._text, self._at
        return array("q", sorted(range(len(at)), key=lambda token: text[at[token] : at[token] + _KEY]))

    def places(self, words: Words, spans: Sequence[Span], most: int) -> list[Place]:
        """Where the letters of the words stand in these passages, in order; not more than ``most``."""
        first = joined(words.first)
        last = joined(words.last) if words.last is not None else None
        if not first or last == "":
            return []
        prefix, suffix = (joined(beside) if beside else "" for beside in (words.prefix, words.suffix))
        found: list[Place] = []
        for span in spans:
            for place in self._exact(first, span) if last is None else self._pairs(first, last, span):
                if self._beside(place, prefix, suffix):
                    found.append(place)
                    if len(found) == most:
                        return found
        return found

    def count(self, letters: str) -> int:
        """How many places begin with these letters, by the first 40 of them."""
        first, after = self._range(letters)
        return after - first

    def beginning(self, letters: str) -> Sequence[int]:
        """The tokens at which these letters begin, in no order of use."""
        first, after = self._range(letters)
        found = self._ordered[first:after]
        if len(letters) <= _KEY:
            return found
        return [token for token in found if self._text.startswith(letters, self._at[token])]

    def passage_of(self, token: int) -> int:
        """The position of the passage that a token stands in."""
        return bisect_right(self.firsts, token) - 1

    def printed(self, start: int, end: int) -> tuple[int, int]:
        """Some tokens in a row as offsets into the text of the source; ``start < end``."""
        return self.starts[start], self.ends[end - 1]

    def _exact(self, letters: str, span: Span) -> list[Place]:
        return [Place(self.passage_of(start), start, end, end, start) for start, end in self._stretches(letters, span)]

    def _pairs(self, first: str, last: str, span: Span) -> list[Place]:
        """Everything from the first to the last words, searched for by those that stand at fewer places."""
        near = span[1] - span[0] == 1
        rarer = first if near or self.count(first) <= self.count(last) else last
        found: list[Place] = []
        for passage in sorted({self.passage_of(start) for start, _ in self._stretches(rarer, span)}):
            ends = self._stretches(last, (passage, passage + 1))
            found.extend(
                Place(passage, start, end, first_end, last_start)
                for start, first_end in self._stretches(first, (passage, passage + 1))
                for last_start, end in ends
                if start < last_start and first_end <= end
            )
        return found

    def _stretches(self, letters: str, span: Span) -> list[tuple[int, int]]:
        """The whole words with these letters in some passages: from which token to which."""
        first, after = span
        if first >= after:
            return []
        begins, ends = self._bounds[first][0], self._bounds[after - 1][1]
        if ends - begins <= _SHORT:
            starts = self._scanned(letters, begins, ends)
        else:
            lowest, beyond = self.firsts[first], self.firsts[after]
            starts = sorted(token for token in self.beginning(letters) if lowest <= token < beyond)
        found = []
        for start in starts:
            after_it = self._at[start] + len(letters)
            end = bisect_left(self._at, after_it)
            if self._text[after_it] in _BETWEEN or (end < len(self._at) and self._at[end] == after_it):
                found.append((start, end))
        return found

    def _scanned(self, letters: str, begins: int, ends: int) -> list[int]:
        starts = []
        at = self._text.find(letters, begins, ends)
        while at >= 0:
            token = bisect_left(self._at, at)
            if token < len(self._at) and self._at[token] == at:
                starts.append(token)
            at = self._text.find(letters, at + 1, ends)
        return starts

    def _range(self, letters: str) -> tuple[int, int]:
        """From where to where these letters begin in the order."""
        text, at, ordered = self._text, self._at, self._ordered

        def key(token: int) -> str:
            return text[at[token] : at[token] + _KEY]

        first = bisect_left(ordered, letters[:_KEY], key=key)
        return first, bisect_left(ordered, letters[:_KEY] + _LAST, lo=first, key=key)

    def _beside(self, place: Place, prefix: str, suffix: str) -> bool:
        begins, ends = self._bounds[place.passage]
        if prefix:
            at = self._at[place.start]
            if self._text[at - 1 : at] == APART:
                at -= 1
            if not self._text.endswith(prefix, begins, at):
                return False
        if suffix:
            at = self._at[place.end - 1] + len(self.letters[place.end - 1])
            return self._text.startswith(suffix, at + (self._text[at] == APART), ends)
        return True
