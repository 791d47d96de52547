"""Labels of a picture: cut into lines, never shortened; separate since every picture has them."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

BREAK = "\n"
SPLIT = f"split(datum.label, '{chr(92)}n')"
"""The expression of Vega that makes lines of a label that `label` has cut."""


def clean(text: str) -> str:
    r"""The text without characters that no XML may hold, each replaced by the sign for that.

    >>> clean("a\x01b")
    'a�b'
    """
    return re.sub(r"[^\t\n\r -\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]", "�", text)


def label(text: str, width: int) -> str:
    """The label in lines of about ``width`` letters."""
    return BREAK.join(wrapped(text, width))


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


def broadest(text: str) -> int:
    """How wide the widest line of a cut label is."""
    return max(map(breadth, text.split(BREAK)))


def axis(**rest: Any) -> Mapping[str, Any]:
    """An axis of labels only."""
    return {"title": None, "ticks": False, "domain": False, "labelExpr": SPLIT, "labelLimit": 0, **rest}
