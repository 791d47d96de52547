"""The bytes of a YAML file as checked text, with line and column of every character.

Separate because it is all that can be said before a parser sees the file: the encoding, and characters that no text of
the base may hold or that parsers count as line ends while editors do not.
"""

import codecs
import re
import unicodedata
from bisect import bisect_right
from functools import cached_property

from policykb.errors import Problem, SeedError

LARGEST = 10_000_000
"""Bytes of the largest YAML file that is read; JSON Lines have no such limit."""

TOO_LARGE = (f"larger than {LARGEST // 1_000_000} MB", "split it, or write it as JSON Lines")
"""Message and hint for a file above that."""

MOST_PROBLEMS = 1_000
"""Faults reported of one file; after so many the rest of it is not read."""

_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_LONE_RETURN = re.compile("\r(?!\n)")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class YamlText:
    """A file's text, without byte order mark; ``file`` is the name to show in problems.

    Raises SeedError where the bytes are too many or no UTF-8, and for every control character and foreign line end.
    """

    def __init__(self, raw: bytes, file: str) -> None:
        self.file = file
        if len(raw) > LARGEST:
            raise SeedError([Problem(file, 0, 0, "", *TOO_LARGE)])
        try:
            self.text = raw.decode().removeprefix("\ufeff")
        except UnicodeDecodeError as error:
            raise SeedError([_not_utf8(raw, error.start, file)]) from None
        found = [match.start() for match in _REFUSED.finditer(self.text)]
        if "\r" in self.text:
            found += [match.start() for match in _LONE_RETURN.finditer(self.text)]
        if found:
            raise SeedError([self.problem(at, describe(self.text[at])) for at in sorted(found)[:MOST_PROBLEMS]])

    def place(self, index: int) -> tuple[int, int]:
        """Line and column, from 1, of the character at ``index`` (from 0)."""
        line = bisect_right(self._line_starts, index)
        return line, index - self._line_starts[line - 1] + 1

    def problem(self, index: int, message: str, hint: str = "") -> Problem:
        """A fault at the character at ``index``."""
        return Problem(self.file, *self.place(index), "", message, hint)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]


def describe(character: str) -> str:
    """The message for a character that may not stand in a file.

    >>> describe(chr(7))
    'control character U+0007 is not allowed'
    """
    category = unicodedata.category(character)
    kind = {"Cc": "control character", "Cs": "half a surrogate pair"}.get(category, "invisible character")
    return f"{kind} U+{ord(character):04X} is not allowed"


def _not_utf8(raw: bytes, at: int, file: str) -> Problem:
    line_start = raw.rfind(b"\n", 0, at) + 1
    column = len(raw[line_start:at].decode()) + 1
    hint = "it looks like UTF-16; save it as UTF-8" if raw.startswith(_UTF16) else "save the file as UTF-8"
    return Problem(file, raw.count(b"\n", 0, at) + 1, column, "", f"not UTF-8 at byte {at}", hint)
