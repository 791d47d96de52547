"""From places in a `Document` to offsets in the file it was read from; separate because only a measurement needs them.

A reader leaves out what nobody reads (front matter, link targets, images, emphasis signs), so that the words of the
document are nearly a subsequence of the words of the file: the longest common subsequence aligns them, in order.
Offsets count characters of the whole file in Unicode NFC with every run of white space as one space, as the scorer of
the labels has it.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from pathlib import Path

from rapidfuzz.distance import LCSseq

_WORD = re.compile(r"[^\W_]+")
_SIGNS = "*_`"
# What may stand between a word and the punctuation behind it: emphasis, the target of a link, a tag.
_LEFT_OUT = re.compile(r"(?:[*_`]|\]\([^)]*\)|[\")]+(?=\.)|</?\w+[^<>]*>)*")
_BLOCK = 3_000
_SLACK = 1_500


def normalised(text: str) -> str:
    """The text as the offsets count it."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))


def raw_text(path: Path, document_text: str) -> str:
    """What offsets into a file count: the file where it is text, else the text that was read."""
    if path.suffix.lower() in {".pdf", ".docx"}:
        return normalised(document_text)
    return normalised(path.read_text(encoding="utf-8-sig", errors="replace"))


class Alignment:
    """The words of a document beside those of its file."""

    def __init__(self, document_text: str, raw: str) -> None:
        self._text, self._raw = document_text, raw
        self._words = list(_WORD.finditer(document_text))
        self._starts = [word.start() for word in self._words]
        self._raw_words = list(_WORD.finditer(raw))
        self._there = _aligned([w.group().lower() for w in self._words], [w.group().lower() for w in self._raw_words])

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The characters of the file for ``start`` to ``end`` of the document; None where hardly a word is there."""
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end) - 1
        mapped = [at for at in (self._there[i] for i in range(first, last + 1)) if at is not None]
        if not mapped or 2 * len(mapped) < last - first + 1:
            return None
        mapped = _closest(mapped)
        begin, stop = self._raw_words[mapped[0]].start(), self._raw_words[mapped[-1]].end()
        return self._before(begin, self._text[start : self._starts[first]]), self._behind(
            stop, self._text[self._words[last].end() : end]
        )

    def _before(self, at: int, head: str) -> int:
        for character in reversed(head):
            if at and self._raw[at - 1] == character and character not in _SIGNS:
                at -= 1
        return at

    def _behind(self, at: int, tail: str) -> int:
        for character in tail:
            if character in _SIGNS or character.isspace():
                continue
            left_out = _LEFT_OUT.match(self._raw, at)
            ahead = left_out.end() if left_out else at
            if self._raw[ahead : ahead + 1] == character:
                at = ahead + 1
        return at


def _closest(mapped: list[int]) -> list[int]:
    """The words without strays at either end, which a common subsequence takes from far away."""
    for _ in range(3):
        if len(mapped) > 3 and mapped[1] - mapped[0] > 12:
            mapped = mapped[1:]
        if len(mapped) > 3 and mapped[-1] - mapped[-2] > 12:
            mapped = mapped[:-1]
    return mapped


def _aligned(words: list[str], raw: list[str]) -> list[int | None]:
    """For each word its place among those of the file, block by block, so that memory stays flat."""
    there: list[int | None] = [None] * len(words)
    cursor = 0
    for begin in range(0, len(words), _BLOCK):
        block = words[begin : begin + _BLOCK]
        window = raw[cursor : cursor + len(block) + _SLACK + max(0, len(raw) - len(words))]
        matches = LCSseq.opcodes(block, window)
        reached = 0
        for code in matches:
            if code.tag == "equal":
                for offset in range(code.src_end - code.src_start):
                    there[begin + code.src_start + offset] = cursor + code.dest_start + offset
                if code.src_end - code.src_start >= 4:
                    reached = code.dest_end
        cursor += reached
    return there


def spans(alignment: Alignment, places: Iterable[tuple[int, int]]) -> list[tuple[int, int] | None]:
    """Those of several places."""
    return [alignment.span(start, end) for start, end in places]
