"""What a resolution says to people: places, differences, what is missing; separate from finding them."""

from collections.abc import Sequence

from policykb.domain.passage import Passage
from policykb.domain.selector import Selector
from policykb.evidence.normalise import normalise

_LONGEST = 60
_CONTEXT = 24
_SECTIONS_NAMED = 12


def quoted(text: str) -> str:
    r"""Words in quotation marks, invisible characters made visible, the middle of long ones left out.

    >>> print(quoted("co-\noperation"))
    "co-\noperation"
    """
    return f'"{_shown(text)}"'


def difference(stated: str, printed: str) -> str:
    r"""How the words of a selector differ from the text; empty where they do not.

    >>> print(difference("aligned on friend-shoring today", "aligned on friend\u2013shoring today"))
    friend–shoring in the text, friend-shoring in the selector
    """
    if stated == printed:
        return ""
    start, end = _common(stated, printed), _common(stated[::-1], printed[::-1])
    end = min(end, min(len(stated), len(printed)) - start)
    if stated[start : start + 1].isspace() or printed[start : start + 1].isspace():
        start = max(0, start - 1)  # white space can only be seen between two words
    start = stated.rfind(" ", 0, start) + 1
    gap = stated.find(" ", len(stated) - end) if end else -1
    end = len(stated) - gap if gap >= 0 else 0
    in_text, in_selector = (_shown(words[start : len(words) - end]) for words in (printed, stated))
    return f"{in_text} in the text, {in_selector} in the selector"


def reworded(one: str, other: str) -> tuple[str, str]:
    """The words from the first to the last that two texts do not share, of either one; typography does not count.

    >>> reworded("aligned with all close partners", "aligned with the close partners")
    ('all', 'the')
    >>> reworded("aligned with close partners", "aligned with partners")
    ('close', '')
    """
    ones, others = one.split(), other.split()
    normal_ones, normal_others = (list(map(normalise, words)) for words in (ones, others))
    start, end = _common(normal_ones, normal_others), _common(normal_ones[::-1], normal_others[::-1])
    end = min(end, min(len(ones), len(others)) - start)
    return " ".join(ones[start : len(ones) - end]), " ".join(others[start : len(others) - end])


def stated_place(selector: Selector) -> str:
    """Where a selector says its words are.

    >>> stated_place(Selector(section="Next Steps", page=3))
    'Next Steps, page 3'
    """
    parts = (
        selector.section,
        f"paragraph {selector.paragraph}" if selector.paragraph is not None else None,
        f"page {selector.page}" if selector.page is not None else None,
    )
    return ", ".join(part for part in parts if part) or "the text"


Found = tuple[Passage, int]
"""A passage, and where in the text of the source words begin in it."""


def several(found: Sequence[Found], most: int, *, almost: bool = False) -> str:
    """Several places of the same or (``almost``) of nearly the same words, each with a few words around its start."""
    count = f"more than {most}" if len(found) > most else str(len(found))
    what = f"almost the same words in {count} places" if almost else f"found in {count} places"
    return f"{what} ({_listed(found[:most])}): add prefix or suffix"


def torn(near: Found, found: Sequence[Found], most: int) -> str:
    """Words that stand at some places, while another one with almost the same words may be meant."""
    more = f" and {len(found) - most} more" if len(found) > most else ""
    other = f"almost the same words are in {_listed([near])}"
    return f"found in {_listed(found[:most])}{more}, but {other}: add prefix or suffix"


def goes_on(place: str, passage: Passage, printed: str) -> str:
    """Words that are found, but not at the end of a sentence as the selector has them."""
    return f"not in {place} as the end of a sentence: {passage.place} has {quoted(printed)}, and goes on"


def nearest(passage: Passage, stated: str, start: int, end: int) -> str:
    """What is nearest to the words of a selector, as offsets into the text of a passage, but says something else.

    >>> passage = Passage("Fees", 1, 1, 1, None, 0, 44, "The council should not lower port fees.")
    >>> print(nearest(passage, "should lower port fees", 12, 38))
    nearest is Fees, paragraph 1, with "not" that is not in the selector
    """
    said, wanted = reworded(passage.text[start:end], stated)
    if said and wanted:
        return f"nearest is {passage.place}, with {quoted(said)} for {quoted(wanted)}"
    if said:
        return f"nearest is {passage.place}, with {quoted(said)} that is not in the selector"
    at = start if wanted and stated.startswith(wanted) else end
    return f"nearest is {passage.place}: {_around(passage, passage.start + at)}"


def no_such_section(name: str, sections: Sequence[str]) -> str:
    """A section that is not there, the one that may be meant, and those that are there."""
    if not sections:
        return f"no section {quoted(name)}: this text has no headings"
    from rapidfuzz import fuzz, process, utils

    close = process.extractOne(name, sections, scorer=fuzz.WRatio, processor=utils.default_process, score_cutoff=70)
    meant = f" (did you mean {quoted(close[0])}?)" if close else ""
    more = f" and {len(sections) - _SECTIONS_NAMED} more" if len(sections) > _SECTIONS_NAMED else ""
    return f"no section {quoted(name)}{meant}; there are: {'; '.join(sections[:_SECTIONS_NAMED])}{more}"


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many characters or words two texts begin with in common."""
    shorter = min(len(one), len(other))
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), shorter)


def _listed(found: Sequence[Found]) -> str:
    return "; ".join(f"{passage.place}: {_around(passage, start)}" for passage, start in found)


def _shown(text: str) -> str:
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST // 2].rstrip()} ... {text[-_LONGEST // 2 :].lstrip()}"
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _around(passage: Passage, start: int) -> str:
    """Some words before and after a place, whole ones where there are spaces."""
    text, at = passage.text, start - passage.start
    first, last = max(0, at - _CONTEXT), min(len(text), at + _CONTEXT)
    if first:
        first = text.find(" ", first, at) + 1 or first
    if last < len(text):
        last = max(text.rfind(" ", at, last), at + 1)
    return quoted(f"{'...' if first else ''}{text[first:last]}{'...' if last < len(text) else ''}")
