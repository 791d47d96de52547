"""The public, stable names of records; separate because every room speaks in keys."""

import re
from functools import lru_cache

PART = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_ENTITY = re.compile(PART)
_ANY = re.compile(rf"{PART}(?:/{PART})?")
LONGEST = 120
RECORDED = "claims"
"""The owner of what commands recorded in a base, and the collection of the files to which a dump writes it."""
RULE = "lower-case letters a-z and digits, in words joined by -"


class NotAKey(ValueError):
    """A text that stands where a key must; ``text`` is what was written."""

    def __init__(self, text: str, message: str) -> None:
        super().__init__(message)
        self.text = text


@lru_cache(8192)
def check_key(text: str) -> str:
    """The key of an entity, or the local part of a statement's or group's key.

    >>> check_key("ipef-market-access")
    'ipef-market-access'
    >>> check_key("Rec_1")
    Traceback (most recent call last):
    policykb.domain.keys.NotAKey: 'Rec_1' is not a key: lower-case letters a-z and digits, in words joined by -
    """
    if len(text) > LONGEST or _ENTITY.fullmatch(text) is None:
        raise NotAKey(text, f"{text[:60]!r} is not a key: {RULE}" + _too_long(text))
    return text


@lru_cache(8192)
def check_reference(text: str) -> str:
    """A key as one record names another: with one ``/`` for a statement or a group of a source."""
    if not is_key(text):
        raise NotAKey(text, f"{text[:60]!r} is not a key: {RULE}, at most one / after the source" + _too_long(text))
    return text


def is_key(text: str) -> bool:
    """Whether the text has the form of any key.

    >>> is_key("ncafp-2024-us-japan/ipef-market-access"), is_key("IPEF")
    (True, False)
    """
    return _ANY.fullmatch(text) is not None and not _too_long(text)


def _too_long(text: str) -> str:
    longest = max(map(len, text.split("/", 1)))
    return f" (longer than {LONGEST} characters)" if longest > LONGEST else ""
