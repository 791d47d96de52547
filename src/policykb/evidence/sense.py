"""Small words that turn what a sentence says; separate because no repair may pass over one, however it is made."""

import re

from policykb.evidence.letters import MARK, joined, plain_marks

_DASHES = "-\u2010-\u2015\u2212\u00ad\u00ac"
_CUT = re.compile(rf"(?<=[^\W\d_])[{_DASHES}]\s*(?=[^\W\d_])|[\u00ad\u200b-\u200d\u2060\ufeff]")
# "W ithout", but not "a" and "I", which are words.
_INITIAL = re.compile(r"(?<=\b[b-hj-zB-HJ-Z])\s+(?=[a-z])")
_WORDS = re.compile(r"[^\W\d_]+(?:['\u2019\u2018\u02bc`\u00b4][^\W\d_]+)*")
_MINUS = re.compile(rf"(?:^|(?<=[\s(]))[{_DASHES}](?=\d)")
_BRACKETS = re.compile(r"(?<=\s)\[\d{1,3}\](?=\s)")
_POWERS = re.compile(r"(?<=\d)[\u00b2\u00b3\u00b9\u2070\u2074-\u2079]+")
_NEGATIONS = """
    not no nor never neither none nothing nobody nowhere cannot without unless except barely hardly non
    can't won't shan't
    isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't wouldn't shouldn't couldn't mustn't needn't
"""
_LIMITS = """
    only less least fewer fewest few half double twice one two three four five six seven eight nine ten eleven twelve
    fifteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion
"""
_DUTIES = "should must shall will would could can may might ought needs need"
NEGATIONS = frozenset(map(joined, _NEGATIONS.split()))
"""Folded as `policykb.evidence.letters` does."""
LIMITS = frozenset(map(joined, _LIMITS.split()))
"""Words that may be lost or misread as little as numbers."""
DUTIES = frozenset(map(joined, _DUTIES.split()))
"""Words of which none may stand for another."""


def same_sense(stated: str, printed: str) -> bool:
    r"""Whether words with the same letters say the same: cut otherwise they may not.

    >>> same_sense("a notable step", "a not able step"), same_sense("We can\u00adnot wait", "we cannot wait")
    (False, True)
    """
    return _turns(stated) == _turns(printed) and all(
        not (one and other) or one == other
        for one, other in ((find(stated), find(printed)) for find in (_BRACKETS.findall, _POWERS.findall, plain_marks))
    )


def _turns(text: str) -> tuple[int, int]:
    """How many negations a text has, and how many minus signs."""
    text = _INITIAL.sub("", _CUT.sub("", MARK.sub("", text)))
    negations = sum(joined(word) in NEGATIONS for word in _WORDS.findall(text))
    return negations, len(_MINUS.findall(text))
