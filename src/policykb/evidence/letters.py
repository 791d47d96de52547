"""Texts as nothing but their letters and numbers; separate because this alone says what any two prints have in common.

Two prints of the same words differ in quotation marks, dashes, ligatures, white space, hyphens at line ends, footnote
marks and the case of initials; a scan also confuses letters of like shape (rn and m, l and 1, O and 0). None of it is
left here: letters of like shape are one, and neither spaces nor punctuation part the words. Numbers stay apart (2-4 is
not 24, 1.5 not 15), so what is equal here says the same, but for the few cases that `policykb.evidence.sense` tells.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

APART = "\x1f"
"""What parts two numbers."""

_HIGH = "\u00b2\u00b3\u00b9\u2070\u2074-\u2079"
_UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"
_LOWER = "a-z\ufb00-\ufb06"
_CLOSED = '\u201d"\u2019)'
_LETTER = rf"[^\W_{_HIGH}]"
_YEAR = r"(?:19|20)\d\d"
_NUMBERS = r"\d{1,3}(?:[,;\u2013-] ?\d{1,3})*"
_SENTENCE_ENDS = rf"(?=\s+[A-Z\u201c\"\u2018(]|[\s{_CLOSED}]*$)"
# Readers take out the footnote marks that a document tells as such; these are left where it does not.
_SIGN = rf"\^?\[\^?{_NUMBERS}\]|\^\{{?\d{{1,3}}\}}?\^?|[{_HIGH}]+"  # [12] [^12] ^[12] [12, 13] ^12 ^12^, high figures
_PLAIN = (
    rf"(?<=[{_LOWER}{_CLOSED}.,;:!?])\({_NUMBERS}\)"  # council(12)
    # council.12 and in 2024.12, as high figures look once they are plain text
    rf"|(?:(?<=[{_LOWER}][.,;:!?])|(?<=[{_LOWER}][.,;:!?][{_CLOSED}])|(?<=[{_LOWER}][{_CLOSED}]))"
    rf"\d{{1,3}}(?=[\s.,;:!?{_CLOSED}\u2013\u2014]|$)"
    rf"|(?<={_YEAR}[.,;])\d{{1,3}}{_SENTENCE_ENDS}"
)
MARK = re.compile(f"{_SIGN}|{_PLAIN}")
"""A footnote mark."""
_WORD = (
    rf"\|?{_LETTER}(?:{_LETTER}++|\||[{_UNSEEN}]+(?={_LETTER})"
    rf"|(?<=[^\W\d_])[{_UNSEEN}]*[-\u2010\u00ac\u00ad][ ]*\n\s*(?=[{_LOWER}])"  # a word cut at a line end
    rf"|(?<=\d)[.,](?=\d)(?!(?<={_YEAR}[.,])\d{{1,3}}{_SENTENCE_ENDS})"  # 2.5 and 10,000
    r"|(?<=[^\W\d_])['\u2018\u2019\u201b\u2032`\u00b4](?=[^\W\d_]))*"  # the ally's
    r"|[%\u2030$\u20ac\u00a3\u00a5]"
)
_TOKEN = re.compile(rf"(?=[\^\[(\d{_HIGH}])(?P<mark>{MARK.pattern})|(?P<word>{_WORD})")
_GLUED = re.compile(rf"(.*[^\W\d_][{_UNSEEN}]*[{_LOWER}][{_UNSEEN}]*[{_LOWER}][{_UNSEEN}]*)\d{{1,3}}", re.DOTALL)
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
# Where one letter looks like several, it becomes those: so a word folds to what its parts fold to.
_SHAPES = str.maketrans(
    {"m": "rn", "d": "cl", "w": "vv", "i": "l", "1": "l", "|": "l", "0": "o", "e": "c", "5": "s", "8": "b", "2": "z"}
    | {"9": "g", "q": "g", "\u00e6": "ac", "\u0153": "oc", "\u00f8": "o", "\u0142": "l", "\u0131": "l", "\u02bc": None}
)

Token = tuple[str, int, int]
"""The folded letters of a word or number, and where it stands in the text that it was cut from."""


def cut(text: str) -> Iterator[Token]:
    r"""The words and numbers of a text, footnote marks left out; a word with a hyphen in it is two, but at a line end.

    >>> list(cut("A co-chair\u2019s a\u00adim[12] was wi-\nder"))
    [('a', 0, 1), ('co', 2, 4), ('chalrs', 5, 12), ('alrn', 13, 17), ('vvas', 22, 25), ('vvlclcr', 26, 33)]
    """
    for found in _TOKEN.finditer(text):
        if found.lastgroup == "word":
            letters, dropped = _folded(found.group())
            if letters:
                yield letters, found.start(), found.end() - dropped


def joined(text: str) -> str:
    r"""The letters of a text in a row: equal for any two prints of it.

    >>> joined("\ufb01rst \u201cmodern\u201d coun-\ncil,12 in 2-4") == joined("FIRST modem council in 2\u20134")
    True
    >>> joined("2-4") == joined("24")
    False
    """
    pieces: list[str] = []
    last = -1
    for letters, start, end in cut(text):
        if last >= 0 and text[start].isdigit() and text[last].isdigit():
            pieces.append(APART)
        pieces.append(letters)
        last = end - 1
    return "".join(pieces)


def plain_marks(text: str) -> list[str]:
    """The numbers that are taken for footnote marks and may be others: nothing but their place tells them.

    >>> plain_marks("the council12 and the banks,[13] as in No.14")
    ['12', '14']
    """
    glued = (_GLUED.fullmatch(found.group()) for found in _TOKEN.finditer(text) if found.lastgroup == "word")
    numbers = [match.group()[match.end(1) :] for match in glued if match]
    return numbers + [found.group().strip("()") for found in MARK.finditer(text) if found.group()[-1] not in "]^}"]


def lead(text: str) -> int:
    """How many characters stand before the first word.

    >>> lead("\u201cThe Quad\u201d")
    1
    """
    return next((start for _, start, _ in cut(text)), 0)


@lru_cache(maxsize=1 << 16)
def _folded(word: str) -> tuple[str, int]:
    """The letters of a word, and of how many characters at its end nothing is left: a footnote's number."""
    glued = _GLUED.fullmatch(word)
    stem = glued.group(1) if glued else word
    if _THOUSANDS.fullmatch(stem):
        stem = stem.replace(",", "")
    kept = (c for c in unicodedata.normalize("NFKD", stem) if c.isalnum() or c in ".,|%\u2030$\u20ac\u00a3\u00a5")
    return "".join(kept).casefold().translate(_SHAPES), len(word) - (glued.end(1) if glued else len(word))
