"""The stream that people read: how wide it is, whether it takes colours, and text cut into lines that fit it.

Separate since every display stands on it. Of Rich only the widths of characters are used: its tables hold every row in
memory and cost more at start-up than all the rest of a display.
"""

import os
import re
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TextIO

from rich.cells import cell_len, chop_cells

NARROWEST = 40
WIDEST = 120
"""Longer lines than this are hard to read, however wide the window."""
MARKS = "\x02\x03"
"""What stands in a text before and after a marked part while it is cut into lines; no text of a base has them."""
_STYLES = {"bold": "1", "dim": "2", "red": "1;31", "hit": "1;4"}


@dataclass(frozen=True)
class Screen:
    """A stream, its width in cells (a Chinese character takes two), and whether it is coloured."""

    out: TextIO
    width: int = 80
    coloured: bool = False

    @classmethod
    def on(cls, out: TextIO) -> "Screen":
        """The screen behind a stream: $COLUMNS, else the terminal's width, else 80; colours on a terminal only.

        $NO_COLOR and a terminal that calls itself dumb turn colours off.
        """
        width = shutil.get_terminal_size(fallback=(80, 24)).columns
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        return cls(out, max(NARROWEST, min(width, WIDEST)), out.isatty() and not plain)

    def write(self, text: str = "", style: str | None = None) -> None:
        """One line, in a style if there are colours."""
        self.out.write(self.styled(text, style) + "\n")

    def styled(self, text: str, style: str | None) -> str:
        """The text with the codes of a style around it, where there are colours."""
        if not self.coloured or style is None or not text:
            return text
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m"

    @property
    def dot(self) -> str:
        """What stands between facts on one line."""
        return " · " if self.can("·") else " | "

    @property
    def bullet(self) -> str:
        """What stands before each of several facts."""
        return "·" if self.can("·") else "-"

    @property
    def ellipsis(self) -> str:
        """What says that something was left out."""
        return "…" if self.can("…") else "..."

    @property
    def rule(self) -> str:
        """What a line is drawn of."""
        return "─" if self.can("─") else "-"

    def can(self, text: str) -> bool:
        """Whether the stream's encoding has these characters."""
        try:
            text.encode(self.out.encoding or "utf-8")
        except (UnicodeEncodeError, LookupError):
            return False
        return True


def stdout() -> Screen:
    """The screen of standard output."""
    return Screen.on(sys.stdout)


BREAK = r"(?<=[-/])(?=[^\W\d])"
"""Where a word may be broken: after a hyphen or slash, but not inside a date."""


def wrap(text: str, width: int, most: int | None = None, ellipsis: str = "…") -> list[str]:
    """The text in lines of at most ``width`` cells, broken at spaces; ``most`` lines, the last with an ellipsis if cut.

    Words that are too long are broken after a hyphen or slash, else anywhere; web addresses never, since a terminal
    wraps them so that they can still be opened.

    >>> wrap("The United States should strengthen IPEF.", 18)
    ['The United States', 'should strengthen', 'IPEF.']
    >>> wrap("The United States should strengthen IPEF.", 17, most=2)
    ['The United States', 'should…']
    >>> wrap("us-indo-pacific-strategy", 18), wrap("日本語の文章", 5)
    (['us-indo-pacific-', 'strategy'], ['日本', '語の', '文章'])
    """
    lines: list[str] = []
    for word in text.split():
        if lines and cell_len(lines[-1]) + 1 + cell_len(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines += _pieces(word, width)
    if most is None or len(lines) <= most:
        return lines or [""]
    last = lines[most - 1]
    while last and cell_len(last) + cell_len(ellipsis) > width:
        last = last[: last.rindex(" ")] if " " in last else last[:-1]
    return [*lines[: most - 1], re.sub(r"[\s,;:.]+$", "", last) + ellipsis]


def _pieces(word: str, width: int) -> list[str]:
    if cell_len(word) <= width or word.lstrip(MARKS).startswith(("http://", "https://")):
        return [word]
    pieces = [""]
    for part in re.split(BREAK, word):
        if cell_len(pieces[-1]) + cell_len(part) <= width:
            pieces[-1] += part
        else:
            pieces += chop_cells(part, width)
    return [piece for piece in pieces if piece]


def flow(parts: Sequence[str], width: int, joint: str) -> list[str]:
    """Facts beside one another in lines of at most ``width`` cells, broken between facts, within one only if need be.

    >>> flow(["should", "to Japan", "Lee 2024, p. 7"], 20, " | ")
    ['should | to Japan', 'Lee 2024, p. 7']
    """
    lines: list[str] = []
    for part in parts:
        if lines and cell_len(lines[-1]) + cell_len(joint) + cell_len(part) <= width:
            lines[-1] += joint + part
        else:
            lines += wrap(part, width)
    return lines


def padded(text: str, width: int, *, right: bool = False) -> str:
    """The text with spaces up to ``width`` cells, behind it or before it.

    >>> padded("日本", 6), padded("7", 3, right=True)
    ('日本  ', '  7')
    """
    spaces = " " * (width - cell_len(text))
    return spaces + text if right else text + spaces
