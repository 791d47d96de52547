"""What a document says of itself: title, authors, date; separate because every format has the same words for it."""

import re
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date

from policykb.domain.document import Facts
from policykb.ingest.blocks import Block, Kind
from policykb.ingest.looks import ends_sentence

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|febr?(?:uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|"
    r"aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE | re.ASCII)
    for pattern in (
        rf"{_YEAR}-(?P<number>\d\d)-(?P<day>\d\d)(?:[T\s].{{0,30}})?",
        rf"{_YEAR}-(?P<number>\d\d)",
        rf"{_YEAR}/(?P<number>\d\d?)/(?P<day>\d\d?)",
        rf"{_WEEKDAY}{_DAY}\s+(?:of\s+)?{_MONTH}\.?,?\s+{_YEAR}",
        rf"{_WEEKDAY}{_MONTH}\.?\s+{_DAY},?\s+{_YEAR}",
        rf"{_MONTH}\.?,?\s+{_YEAR}",
        _YEAR,
    )
)
_ANNOUNCED_DATE = re.compile(
    r"^(?:(?:date|published|publication date|posted|issued|released|first published)(?:\s+on)?\s*:?\s*)", re.IGNORECASE
)
_BYLINE = re.compile(r"(?:(?:written\s+)?by|authors?\s*:)\s+(?P<names>\S.*)", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r"\s*;\s*|\s*,?\s+(?:and|&)\s+|\s*,\s*", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_][\w.'\u2019-]*(?:\s+[\w.'\u2019-]+){1,5}")
_OTHERS = re.compile(r",?\s+(?:et al\.?|and others)$", re.IGNORECASE)
_MARKS = re.compile(r"[\u00b9\u00b2\u00b3\u2070-\u2079*\u2020\u2021]+")
_LONGEST_TITLE = 300
_FIRST_BLOCKS = 12
_IN_TABLE = 6
"""The level of headings that are rows of a table."""
_FIRST_PAGE = 40
_USUAL = {
    *("abstract", "acknowledgements", "acknowledgments", "contents", "executive summary", "foreword", "introduction"),
    *("key findings", "key points", "preface", "recommendations", "summary", "table of contents"),
}


def iso_date(text: str) -> str | None:
    """A date as the seed writes it, from one written out; None where the text is anything else.

    >>> [iso_date(text) for text in ("2024-06-22 12:00:00 +0800", "22 June 2024", "Sept. 5, 2023", "May 2024", "2024")]
    ['2024-06-22', '2024-06-22', '2023-09-05', '2024-05', '2024']
    >>> iso_date("03/04/2024") is None, iso_date("31 June 2024") is None
    (True, True)
    """
    text = text.strip().strip("'\"().").strip()
    for pattern in _DATES:
        if found := pattern.fullmatch(text):
            parts = found.groupdict()
            year, day = int(parts["year"]), parts.get("day")
            if name := parts.get("month"):
                month = _MONTHS.index(name[:3].lower()) + 1
            elif number := parts.get("number"):
                month = int(number)
            else:
                return f"{year:04}"
            try:
                return date(year, month, int(day)).isoformat() if day else date(year, month, 1).isoformat()[:7]
            except ValueError:
                return None
    return None


def names(text: str) -> tuple[str, ...]:
    """The names of a line that lists people; empty where it is no such line.

    >>> names("Ada Quill, Bo Reed¹ and Cleo Ark")
    ('Ada Quill', 'Bo Reed', 'Cleo Ark')
    >>> names("Ada Quill, et al.")
    ('Ada Quill',)
    >>> names("the end of the year, trade had doubled")
    ()
    """
    parts = [part.strip(" .,;") for part in _BETWEEN_NAMES.split(_OTHERS.sub("", _MARKS.sub("", text).strip()))]
    parts = [part for part in parts if part]
    if not parts or not all(_NAME.fullmatch(part) and part[0].isupper() for part in parts):
        return ()
    return tuple(dict.fromkeys(parts))


def stated(blocks: Sequence[Block], *, may_guess: bool = True) -> Facts:
    """What the first blocks of a document say: its title, a line of authors, a line that is nothing but a date.

    ``may_guess`` says that a first line which looks like a title is taken for one; a heading always is.
    """
    title = _first_heading(blocks)
    authors: tuple[str, ...] = ()
    issued: str | None = None
    for at, block in enumerate(blocks[:_FIRST_BLOCKS]):
        for text in (line.text for line in block.lines):
            if found := _BYLINE.fullmatch(text):
                authors = authors or names(found["names"])
            elif day := iso_date(_ANNOUNCED_DATE.sub("", text, count=1)):
                issued = issued or (day if len(day) > 4 or text != day else None)
        if may_guess and at == 0 and block.kind is Kind.PARAGRAPH and not ends_sentence(block.last):
            title = _title(block)
        elif block.kind is not Kind.HEADING and len(block.last.split()) > 25:
            break
    return Facts(title=title, authors=authors, issued=issued)


def _first_heading(blocks: Sequence[Block]) -> str | None:
    """The first heading, if no more than a page stands above it; one of the highest level before others."""
    headings = [block for block in blocks[:_FIRST_PAGE] if block.kind is Kind.HEADING]
    found = [
        (block.level, title)
        for block in headings
        if block.level < _IN_TABLE and (title := _title(block)) and not _is_usual(title)
    ]
    return next((title for level, title in found if level == 1), found[0][1] if found else None)


def _is_usual(title: str) -> bool:
    """Whether many documents have a part of this name."""
    return title.casefold().rstrip(":") in _USUAL


def together(*all_facts: Facts) -> Facts:
    """Each fact from the first that states it."""
    best = Facts()
    for facts in reversed(all_facts):
        said = {field.name: value for field in fields(facts) if (value := getattr(facts, field.name))}
        best = replace(best, **said)
    return best


def _title(block: Block) -> str | None:
    text = _MARKS.sub("", " ".join(line.text for line in block.lines)).strip("*_ ")
    return text if 0 < len(text) <= _LONGEST_TITLE and iso_date(text) is None else None
