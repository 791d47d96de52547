"""Labels of a picture: cut into lines, never shortened; separate since every picture has them."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LINE = 14
"""The height of a line."""


def clean(text: str) -> str:
    r"""The text without characters that no XML may hold, each replaced by the sign for that.

    >>> clean("a\x01b")
    'a�b'
    """
    return re.sub(r"[^\t\n\r -\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]", "�", text)


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` Latin letters, a letter of Chinese counting two; long words are cut.

    >>> wrapped("Economic rules and norms", 14), wrapped("インド太平洋経済枠組み", 12)
    (['Economic rules', 'and norms'], ['インド太平洋', '経済枠組み'])
    """
    lines = [""]
    for word in clean(text).split():
        if lines[-1] and breadth(lines[-1]) + 1 + breadth(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines += _pieces(word, width)
    return [line for line in lines if line] or [""]


def _pieces(word: str, width: int) -> list[str]:
    pieces = [""]
    for letter in word:
        # A mark belongs to the letter before it.
        if breadth(pieces[-1] + letter) > width and breadth(letter):
            pieces.append("")
        pieces[-1] += letter
    return pieces


def breadth(text: str) -> int:
    """How wide a text is, in Latin letters."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


@dataclass(frozen=True)
class Band:
    """The place of a row or column: its label in lines, where it begins and how thick it is."""

    lines: tuple[str, ...]
    start: int
    size: int

    @property
    def middle(self) -> float:
        """Its middle."""
        return self.start + self.size / 2

    @property
    def places(self) -> list[float]:
        """The middle of each line of its label, the label as a whole in the band's middle."""
        return [self.middle + (n - (len(self.lines) - 1) / 2) * LINE for n in range(len(self.lines))]


def bands(labels: Iterable[Sequence[str]], least: int) -> list[Band]:
    """Rows (or columns) beside one another, each as thick as its label needs and no less than ``least``."""
    placed: list[Band] = []
    for lines in labels:
        start = placed[-1].start + placed[-1].size if placed else 0
        placed.append(Band(tuple(lines), start, max(least, LINE * len(lines) + 8)))
    return placed
