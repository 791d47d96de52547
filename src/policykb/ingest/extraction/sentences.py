"""Passages to sentences, with offsets; separate because the sentence is the unit of a recommendation in prose.

Written here rather than taken from a library, so that plain text and Markdown need no extra: what policy prose asks for
is little (`U.S.`, `No. 5`, `et al.`, marks of footnotes), and `benchmarks/extraction.py` holds it against sentencex.
"""

import re

from policykb.ingest.extraction.wordlists import word_set

_END = re.compile(
    r"(?P<stop>[.!?\u2026]+[\"'\u201d\u2019\u00bb)\]*_`]*)"
    r"(?P<note>[\u00b9\u00b2\u00b3\u2070-\u2079]+|(?:\[\^?\d{1,3}\])+|\^\d{1,3}|(?<=[a-z][.!?\u201d])\d{1,3})?"
    r"[*_`]*\s+(?=[\"'\u201c\u2018\u00ab(\[*_`\u2014\u2013-]*[^\W_a-z])"
)
_LAST_WORD = re.compile(r"[^\s(\[\u201c\"\u2018\u2014\u2013/]+$")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+")
_NEXT_WORD = re.compile(r"[\"'\u201c\u2018(\[*_]*([^\W_]+)")
_ABBREVIATIONS = word_set(
    """adm amb art arts capt cf ch chs cmdr co col corp dept dr ed eds e.g esp est etc fig figs gen gov hon i.e inc jan
    feb mar apr jun jul aug sep sept oct nov dec jr lt ltd maj messrs mr mrs ms mt no nos op p para paras pp pres
    prof rep reps rev sen sens sgt sr st supp treas vol vols vs al approx"""
)
# An abbreviation that may well end a sentence, when what follows looks like the start of one.
_MAY_END = word_set("etc al co corp inc ltd jr sr")
_OPENERS = word_set(
    """a after all although an and another as at because before beyond both but by despite each even every finally
    first for from given he her here his how however i if in indeed instead is it its last like many meanwhile more
    moreover most much neither no nor not now of on once one only or other our over rather second she similarly
    since so some still such that the their then there therefore these they third this those though through thus to
    today under unlike until what when where whether which while who why with without yet you your we"""
)


def split(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """The sentences of ``text[start:end]`` as offsets; a mark of a footnote behind one belongs to none.

    >>> text = "The U.S. Congress should act.\u00b9 It has not."
    >>> [text[a:b] for a, b in split(text)]
    ['The U.S. Congress should act.', 'It has not.']
    """
    end = len(text) if end is None else end
    spans: list[tuple[int, int]] = []
    begin = start
    for found in _END.finditer(text, start, end):
        if not _ends(text, begin, found):
            continue
        spans.append((begin, found.end("stop")))
        begin = found.end()
    if begin < end:
        spans.append((begin, end))
    return spans


def _ends(text: str, begin: int, found: re.Match[str]) -> bool:
    """Whether the stop ends a sentence, and not an abbreviation, an initial or the number of a list."""
    if not found["stop"].startswith(".") or found["stop"].startswith("..") or found["note"]:
        return True
    word = _LAST_WORD.search(text, begin, found.start())
    if word is None:
        return True
    last = word.group()
    following = _NEXT_WORD.match(text, found.end())
    opens = following is not None and following.group(1).lower() in _OPENERS
    if len(last) == 1 and last.isalpha():
        return last != "I" and opens and last.isupper() and text[word.start() - 1 : word.start()] not in (".", " ")
    if _DOTTED.fullmatch(last + "."):
        return opens
    if last.isdigit() and word.start() == begin:
        return False
    bare = last.lower().lstrip("('\u2018\u201c\"")
    if bare in _ABBREVIATIONS:
        if bare == "no" and not (following and following.group(1)[0].isdigit()):
            return True
        return bare in _MAY_END and opens
    return True
