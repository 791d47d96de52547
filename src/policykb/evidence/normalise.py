"""Texts without typography, and the way back; separate because matching and fingerprints share one normal form.

Two prints of the same words often differ in quotation marks, dashes, hyphens at line ends, soft hyphens, ligatures and
white space. The normal form takes these differences away and nothing else: case, accents and punctuation stay.
"""

import hashlib
import re
import unicodedata
from array import array
from bisect import bisect_right

_DASHES = "-\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d"
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_LIGATURES = {chr(c): unicodedata.normalize("NFKC", chr(c)) for c in range(0xFB00, 0xFB07)}
_CHARACTERS = {
    **_LIGATURES,
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u00b4`", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
    "\u2026": "...",
}
_GAP = rf"[\s{_INVISIBLE}]"
# A hyphen between letters says nothing once lines are joined (inter-/national, long-/term), so it goes, and with it
# the white space that a line end or a spaced dash leaves there; beside a digit or a stop it stays (2-4 is not 24).
_SPECIAL = re.compile(
    rf"(?P<hyphen>(?<=[^\W\d_]){_GAP}*[{_DASHES}]+{_GAP}*(?=[^\W\d_]))"
    rf"|(?P<dash>{_GAP}*[{_DASHES}]+{_GAP}*)"
    rf"|(?P<soft>\u00ad{_GAP}*|[{_INVISIBLE}]+)"
    rf"|(?P<space>\s[{_INVISIBLE}]*\s{_GAP}*|[^\S ])"
    rf"|(?P<character>[{re.escape(''.join(_CHARACTERS))}])"
)
_REPLACED_BY = {"hyphen": "", "dash": "-", "soft": "", "space": " "}


class Normal:
    r"""A normal form that remembers where each of its characters came from.

    >>> normal = Normal("the \u201clattice-\nwork\u201d  of ties")
    >>> normal.text
    'the "latticework" of ties'
    >>> normal.original_span(4, 17)
    (4, 19)
    """

    def __init__(self, text: str) -> None:
        pieces: list[str] = []
        # Where a piece begins in the normal form and in the original, copied and replaced pieces in turn.
        self._here = array("q")
        self._there = array("q")
        length = copied = 0
        for found in _SPECIAL.finditer(text):
            start, end = found.span()
            piece = _REPLACED_BY[found.lastgroup] if found.lastgroup in _REPLACED_BY else _CHARACTERS[found.group()]
            self._here.extend((length, length + start - copied))
            self._there.extend((copied, start))
            pieces.extend((text[copied:start], piece))
            length += start - copied + len(piece)
            copied = end
        self._here.append(length)
        self._there.append(copied)
        pieces.append(text[copied:])
        self.text = "".join(pieces)

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the original that ``text[start:end]`` stands for; ``start < end``."""
        at = bisect_right(self._here, start) - 1
        first = self._there[at] if at % 2 else self._there[at] + start - self._here[at]
        at = bisect_right(self._here, end - 1) - 1
        last = self._there[at + 1] if at % 2 else self._there[at] + end - self._here[at]
        return first, last


def normalise(text: str) -> str:
    r"""The normal form of a few words: as `Normal`, in NFC, without white space or dashes at either end.

    >>> normalise("the \ufb01rst co-\noperation \u2013")
    'the first cooperation'
    """
    return Normal(unicodedata.normalize("NFC", text)).text.strip(" -")


def normalised_fingerprint(text: str) -> str:
    r"""The SHA-256 of the normal form, in hexadecimal: equal for two prints of the same words.

    >>> normalised_fingerprint("friend-\nshoring") == normalised_fingerprint("friend\u2013shoring\n")
    True
    """
    return hashlib.sha256(normalise(text).encode("utf-8", "surrogatepass")).hexdigest()
