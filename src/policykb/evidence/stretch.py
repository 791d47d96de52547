"""A stretch of a passage held against the words of a selector; separate because every way of finding ends here."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policykb.domain.passage import Passage
from policykb.evidence.describe import difference
from policykb.evidence.letters import MARK, lead
from policykb.evidence.normalise import normalise
from policykb.evidence.search import Span, Words
from policykb.evidence.sense import same_sense

_OPENING = "\"'\u2018\u201a\u201b\u201c\u201e\u201f\u00ab([\u2039"
_CLOSING = ".,;:!?\u2026\"'\u2019\u2018\u201d\u201c\u00bb)]\u203a"
_BEHIND = re.compile(rf"(?:{MARK.pattern}|[^\w\s])*")
_ENDS = re.compile(r"[.!?]")
_GAP = " \n\t\u00a0"
_SENTENCE = re.compile(
    r"(?:(?<=[^\W_]{2})|(?<=[\u201d\"\u2019)%]))[.!?]"
    r"[\"'\u201d\u2019\u00bb)\]\[^\d\u00b2\u00b3\u00b9\u2070\u2074-\u2079*\u2020]*\s+(?=[^a-z\s])"
)

Extent = tuple[int, int]
"""From where to where, in the text of a passage."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Where words stand: in which passage (``position`` in the text), and where its first and its last words are.

    Both are the same where a selector has all words. ``printed`` is whether they are written as the selector does.
    """

    words: Words
    position: int
    passage: Passage
    first: Extent
    last: Extent
    printed: bool

    @classmethod
    def of(cls, words: Words, position: int, passage: Passage, first: Extent, last: Extent) -> "Stretch":
        """With the punctuation that belongs to the words."""
        first, printed = _whole(words.first, passage.text, first)
        if words.last is None:
            return cls(words, position, passage, first, first, printed)
        last, printed_last = _whole(words.last, passage.text, last)
        return cls(words, position, passage, first, last, printed and printed_last)

    @property
    def start(self) -> int:
        """As an offset into the text of the source."""
        return self.passage.start + self.first[0]

    @property
    def end(self) -> int:
        """As an offset into the text of the source."""
        return self.passage.start + self.last[1]

    @property
    def text(self) -> str:
        """All of it, as printed."""
        return self.passage.text[self.first[0] : self.last[1]]

    def within(self, spans: Sequence[Span]) -> bool:
        """Whether it stands in one of these passages."""
        return any(first <= self.position < after for first, after in spans)

    @property
    def sentences(self) -> int:
        """Of how many sentences there is something in it."""
        return 1 + len(_SENTENCE.findall(self.text))

    @property
    def same_sense(self) -> bool:
        """Whether the words, where they are written differently, may be taken for those of the selector."""
        return self.printed or all(same_sense(stated, printed) for stated, printed in self._parts())

    @property
    def same_ends(self) -> bool:
        """Whether a sentence begins and ends where the words of the selector begin and end one."""
        if self.printed:
            return True
        text, words = self.passage.text, self.words
        began = text[self.first[0] :]
        if words.first[lead(words.first)] == began[lead(began)].upper() != began[lead(began)]:
            return False
        stated = MARK.sub("", words.last or words.first)
        return not _stopped(stated, len(stated)) or _stopped(text, self.last[1])

    @property
    def difference(self) -> str | None:
        """How the words differ from the selector's; None where they do not."""
        if self.printed:
            return None
        return "; ".join(filter(None, (difference(stated, printed) for stated, printed in self._parts()))) or None

    @property
    def printed_beside(self) -> bool:
        """Whether prefix and suffix stand beside it as the selector writes them."""
        text, prefix, suffix = self.passage.text, self.words.prefix, self.words.suffix
        return (not prefix or text[: self.first[0]].rstrip(_GAP).endswith(prefix)) and (
            not suffix or text[self.last[1] :].lstrip(_GAP).startswith(suffix)
        )

    @property
    def unlike(self) -> tuple[str, int, int]:
        """The first words, or the last ones, where the text has others, and from where to where those stand in it."""
        parts = list(zip(self._parts(), (self.first, self.last), strict=False))
        other = (part for part in parts if normalise(part[0][0]) != normalise(part[0][1]))
        (stated, _), extent = next(other, parts[0])
        return stated, *extent

    def _parts(self) -> list[tuple[str, str]]:
        text = self.passage.text
        parts = [(self.words.first, text[slice(*self.first)])]
        if self.words.last is not None:
            parts.append((self.words.last, text[slice(*self.last)]))
        return parts


def _stopped(text: str, end: int) -> bool:
    """Whether a sentence ends at the last word before an offset."""
    while end and not text[end - 1].isalnum():
        end -= 1
    run = _BEHIND.match(text, end)
    return run is not None and _ENDS.search(run.group()) is not None


def _whole(words: str, text: str, extent: Extent) -> tuple[Extent, bool]:
    """An extent with the punctuation that the words have at their ends, and whether they are printed there so."""
    start, end = extent
    before = lead(words)
    if before <= start and text.startswith(words, start - before):
        return (start - before, start - before + len(words)), True
    while before and start and text[start - 1] in _OPENING:
        start -= 1
    while not words[-1].isalnum() and end < len(text) and text[end] in _CLOSING:
        end += 1
    return (start, end), False
