"""Places inside one line of JSON, found by going through its text again when a fault is to be shown.

Separate because reading a million lines must not pay for the few that are wrong. All functions but `too_deep` take a
text that Python's JSON decoder has accepted.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import islice
from json import JSONDecoder
from typing import NamedTuple

from policykb.seed.places import Path

_WHITE = re.compile(r"[ \t\r\n]*")
_STRING = r'"(?:[^"\\]+|\\.)*+"?'
_BRACKET = re.compile(rf"{_STRING}|([\[{{])|([\]}}])", re.DOTALL)
_TOKEN = re.compile(rf'{_STRING}|([^\s,:"\[\]{{}}]+)', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_decode = JSONDecoder().raw_decode


class JsonPlaces(NamedTuple):
    """The places of one line's parts: the number of the line and its text."""

    number: int
    text: str

    def find(self, path: Path, key: bool = False) -> tuple[int, int]:
        """Line and column of the value (or its key) at ``path``, else of its nearest parent."""
        at = value_at = _skip(self.text, 0)
        for part in path:
            found = next((place for place in _parts(self.text, value_at) if place.name == part), None)
            if found is None:
                return self.number, value_at + 1
            value_at = found.value_at
            at = found.key_at if key else value_at
        return self.number, at + 1


class DuplicateKey(NamedTuple):
    """A key that stands twice in one object: its name and the two indexes."""

    name: str
    first: int
    again: int


def duplicate_keys(text: str, most: int) -> list[DuplicateKey]:
    """The keys that stand twice in one object, at any depth; the first ``most`` of them."""
    return list(islice(_duplicates(text, _skip(text, 0)), most))


def too_deep(text: str, deepest: int) -> int | None:
    """The index of the first bracket inside more than ``deepest`` objects and lists, counting its own; None if none."""
    depth = 0
    for match in _BRACKET.finditer(text):
        if match.group(1):
            depth += 1
            if depth > deepest:
                return match.start()
        elif match.group(2):
            depth -= 1
    return None


def find_tokens(text: str, tokens: Sequence[str]) -> list[int]:
    """The indexes of numbers or words outside strings, in order; the text holds all of them in this order.

    >>> find_tokens('{"NaN": [1, NaN, "NaN", NaN]}', ["NaN", "NaN"])
    [12, 24]
    """
    found: list[int] = []
    for match in _TOKEN.finditer(text):
        if len(found) < len(tokens) and match.group(1) == tokens[len(found)]:
            found.append(match.start())
    return found


def lone_surrogate(text: str) -> int | None:
    r"""The index of the first escape that is half a surrogate pair without its other half, or None.

    >>> lone_surrogate(r'["\\ud83d", "\ud83d\ude00"]'), lone_surrogate(r'["\\\ud83d"]')
    (None, 4)
    """
    if _HALF.search(text) is None:
        return None
    high: re.Match[str] | None = None
    for match in _ESCAPE.finditer(text):
        code = int(match.group(1) or "0", 16)
        is_low = 0xDC00 <= code <= 0xDFFF
        if high is not None and not (is_low and match.start() == high.end()):
            return high.start()
        if is_low and high is None:
            return match.start()
        high = match if 0xD800 <= code <= 0xDBFF else None
    return high.start() if high is not None else None


class _Part(NamedTuple):
    """A field of an object, or an item of a list, whose name is its position and its own key."""

    name: str | int
    key_at: int
    value_at: int


def _duplicates(text: str, at: int) -> Iterator[DuplicateKey]:
    first: dict[str | int, int] = {}
    for name, key_at, value_at in _parts(text, at):
        if name in first:
            yield DuplicateKey(str(name), first[name], key_at)
        first.setdefault(name, key_at)
        yield from _duplicates(text, value_at)


def _parts(text: str, at: int) -> Iterator[_Part]:
    """The fields or items of the value at the index ``at``; none where it is neither object nor list."""
    opening = text[at]
    if opening not in "{[":
        return
    at = _skip(text, at + 1)
    position = 0
    while text[at] not in "}]":
        name: str | int = position
        key_at = at
        if opening == "{":
            name, end = _decode(text, at)
            at = _skip(text, _skip(text, end) + 1)
        yield _Part(name, key_at, at)
        _, end = _decode(text, at)
        at = _skip(text, end)
        if text[at] == ",":
            at = _skip(text, at + 1)
        position += 1


def _skip(text: str, at: int) -> int:
    """The index of the first character from ``at`` on that is no white space."""
    white = _WHITE.match(text, at)
    return white.end() if white else at
