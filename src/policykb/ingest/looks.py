"""How a line looks: a whole sentence, a title, capitals; separate because blocks and headings ask the same."""

import re

_CLOSING = re.compile(
    r"(?:[\"')\]}>*_\u2019\u201d\u00bb\u2070\u00b9\u00b2\u00b3\u2074-\u2079]|\[\^?\d{1,3}\]|\^\d{1,3})+$", re.ASCII
)
_CLOSING_LENGTH = 24
_OPENING = "\"'([*_\u2018\u201c\u00ab"
_STOPS = ".,;:!?\u2026\u3002\uff01\uff1f\u3001\uff1b\uff1a"
_DASHES = ("-", "\u2013", "\u2014")
_MOST_WORDS, _LONGEST = 15, 120
_MONTH = "(?:jan|febr?|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_BYLINE_OR_DATE = re.compile(
    rf"by\s+\S.*|(?:\d{{1,2}}\s+)?{_MONTH}\.?\s+(?:\d{{1,2}},?\s+)?\d{{4}}", re.IGNORECASE | re.ASCII
)
_LABELLED = re.compile(r"(?:annex|appendix)\b|(?:chapter|part|section)\s+(?:[a-z]|\d+|[ivxlc]+)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\d{1,3}(?:\.\d{1,3})+\.?\s+\S", re.ASCII)


def ends_sentence(text: str) -> bool:
    r"""Whether a text ends with a punctuation mark, closing quotes, brackets and footnote marks aside.

    >>> ends_sentence("they called it an \u201cupgrade.\u201d\u00b2")
    True
    """
    return _CLOSING.sub("", text[-_CLOSING_LENGTH:])[-1:] in tuple(_STOPS)


def is_title(text: str) -> bool:
    """Whether a line may be a heading: short, no mark at its end, no small letter at its start; no by-line or date.

    >>> [is_title(text) for text in ("Trade and Growth", "2.1 Scope", "We must act.", "By Jane Roe", "June 2024")]
    [True, True, False, False, False]
    """
    start = text.lstrip(_OPENING)[:1]
    return (
        len(text) <= _LONGEST
        and len(text.split()) <= _MOST_WORDS
        and (start.isdigit() or (start.isalpha() and not start.islower()))
        and any(c.isalpha() for c in text)
        and not ends_sentence(text)
        and not text.endswith(_DASHES)
        and "://" not in text
        and _BYLINE_OR_DATE.fullmatch(text) is None
    )


def is_capitals(text: str) -> bool:
    """Whether all letters are capitals and there is more of them than one acronym: ``ANNEX B``, ``OBSERVERS``."""
    letters = sum(c.isalpha() for c in text)
    return text.isupper() and letters > 3 and (letters >= 8 or " " in text)


def is_labelled(text: str) -> bool:
    """Whether a title says itself that it is one: ``1.2 Scope``, ``Annex B``, ``Part II``."""
    return _NUMBERED.match(text) is not None or _LABELLED.match(text) is not None
