"""The deadline and the condition of a passage, in its own words, where they stand clearly apart."""

import re

_MONTH = (
    "(?:January|February|March|April|May|June|July|August|September|October|November|December|spring|summer|autumn|"
    "fall|winter)"
)
_NUMBER = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen|twenty-four)"
_YEAR = r"(?:19|20)\d\d"
_DATE = rf"(?:\d{{1,2}} )?(?:{_MONTH} )?(?:\d{{1,2}},? )?{_YEAR}"
_DEADLINE = re.compile(
    rf"\b(?:(?:by|before|no later than|not later than|until)"
    rf" (?:(?:the )?(?:end|middle|start|beginning|summer|spring|autumn|fall|close) of |mid-|late |early )?"
    rf"(?:{_DATE}|(?:the|this|next) (?:year|decade|month|quarter|week)\b)"
    rf"|within (?:the )?(?:next |coming |first )?{_NUMBER} (?:working )?(?:days?|weeks?|months?|years?)\b"
    rf"|within (?:a|the next|the coming) (?:day|week|month|year|decade)\b"
    rf"|(?:over|in) the (?:next|coming) (?:{_NUMBER} )?(?:days?|weeks?|months?|years?|decade)\b)",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"(?:^|[,;:—–] ?|\b(?:and|but) )((?:(?:only |even )?if|unless|provided(?: that)?|as long as|so long as|in the event"
    r" (?:that|of)|on condition that|should (?=\w+ \w+ (?!be\b)[a-z]+,)) [^,.;:?!—]{4,160})(?=[,.;—]|$)",
    re.IGNORECASE,
)


def deadline(text: str) -> str | None:
    """By when something is to be done.

    >>> deadline("Members should ratify the treaty by the end of 2027, and report within two years.")
    'by the end of 2027'
    """
    found = _DEADLINE.search(text)
    return " ".join(found[0].split()) if found else None


def condition(text: str) -> str | None:
    """On what it depends.

    >>> condition("If the talks fail, the EU should impose tariffs.")
    'If the talks fail'
    >>> condition("It is unclear if the talks fail.") is None
    True
    """
    found = _CONDITION.search(" ".join(text.split()))
    return found[1] if found else None
