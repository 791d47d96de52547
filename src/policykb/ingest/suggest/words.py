"""The words of a passage with their places, and its sentences; separate because names, phrases and verbs all ask."""

import re
from typing import NamedTuple

from policykb.ingest.suggest.english import listed

_WORD = re.compile(
    r"(?:[^\W\d_]\.){2,}|(?<=\w)[’'][sS]\b|[^\W_]+(?:[.\-\u2010\u2011/&’'](?![sS]\b)[^\W_]+)*|_+|[^\w\s]"
)
_ENDS = frozenset(".!?")
_CLOSING = frozenset("\"')]”’*_")
_ABBREVIATED = listed("mr mrs ms dr prof gen lt col sgt st no vs etc e.g i.e cf fig vol pp art")
_STARTERS = listed(
    "the a an this that these those it its they their we our he she his her there if in on at as while although but "
    "and yet so however moreover to for from with by when such"
)


class Word(NamedTuple):
    """A word or a mark of punctuation: ``text[start:end]``; ``low`` is what it is compared by."""

    text: str
    low: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it is no mark of punctuation."""
        return self.text[0].isalnum()

    @property
    def is_capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


def words_of(text: str) -> list[Word]:
    """The words and marks of a text in order; a possessive is a word of its own.

    >>> [word.text for word in words_of("Japan’s allies, e.g. the U.S., don't cut long-term aid.")]
    ['Japan', '’s', 'allies', ',', 'e.g.', 'the', 'U.S.', ',', "don't", 'cut', 'long-term', 'aid', '.']
    """
    return [Word(m[0], _low(m[0]), m.start(), m.end()) for m in _WORD.finditer(text)]


def sentences(words: list[Word]) -> list[tuple[int, int]]:
    """Where each sentence begins and ends among the words.

    >>> words = words_of("The U.S. should act. It has time.")
    >>> [words[first].text for first, _ in sentences(words)]
    ['The', 'It']
    """
    found: list[tuple[int, int]] = []
    first = at = 0
    while at < len(words):
        word = words[at]
        at += 1
        if word.text[-1] in _ENDS and _ends(words, at - 1):
            while at < len(words) and words[at].text in _CLOSING and words[at].start == words[at - 1].end:
                at += 1
            found.append((first, at))
            first = at
    if first < len(words):
        found.append((first, len(words)))
    return found


def _ends(words: list[Word], at: int) -> bool:
    """Whether the stop at a word, or its last dot, ends a sentence."""
    rest = [word for word in words[at + 1 : at + 4] if word.text not in _CLOSING]
    if not rest:
        return True
    following = rest[0]
    if len(words[at].text) > 1:  # an acronym with dots
        return following.low in _STARTERS and following.is_capital
    if words[at].text == "." and at and words[at - 1].low in _ABBREVIATED and words[at - 1].end == words[at].start:
        return False
    return following.start > words[at].end and not following.text[0].islower() and following.text not in ",;:"


def _low(text: str) -> str:
    return text.replace("’", "'").replace("\u2011", "-").replace("\u2010", "-").lower()
