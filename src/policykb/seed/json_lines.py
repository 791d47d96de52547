"""JSON Lines to plain data, one record a line, refusing what JSON readers usually let pass without a word.

Separate from YAML because these files may be of any size: they are read as a stream, a bad line is reported and the
next one is read, and the columns of a line are looked for only when a fault is to be shown (`json_places`).
"""

import codecs
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from json import JSONDecodeError, JSONDecoder
from math import isfinite
from pathlib import Path
from typing import BinaryIO

from policykb.errors import Problem
from policykb.seed.json_places import JsonPlaces, duplicate_keys, find_tokens, lone_surrogate, too_deep
from policykb.seed.places import DEEPEST, Document, Plain

LONGEST = 1_000_000
"""Bytes of the longest line."""

MOST_PROBLEMS = 100
"""Faults of one kind reported of one line."""

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WHITE = " \t\r\n"
_EXPECTED = 'expected one JSON object a line, such as {"type": "theme", "key": "trade", ...}'


@dataclass(frozen=True, eq=False, slots=True)
class Line(Document):
    """One line: its record (``data``) and which line of the file it is, from 1, blank ones counted."""

    number: int


def read_json_lines(source: Path | BinaryIO, file: str) -> Iterator[Line | Problem]:
    r"""The lines of a file or a binary stream, in order; blank ones are passed over.

    A line that cannot be read comes as a Problem with its place (several for several duplicate keys), and reading goes
    on. ``file`` is the name to show. Raises OSError as reading does.

    >>> import io
    >>> for line in read_json_lines(io.BytesIO(b'{"key": "a"}\n\n{"key": "b", "key": "c"}\n[NaN'), "a.jsonl"):
    ...     print(line if isinstance(line, Problem) else (line.number, line.data))
    (1, {'key': 'a'})
    a.jsonl:3:14: duplicate key 'key' (first in column 2)
    a.jsonl:4:5: not JSON: expecting ',' delimiter
    """
    reader = _Reader(file)
    with source.open("rb") if isinstance(source, Path) else nullcontext(source) as stream:
        number = offset = 0
        while raw := stream.readline(LONGEST + 1):
            number += 1
            length = len(raw)
            if length > LONGEST and not raw.endswith(b"\n"):
                yield Problem(file, number, LONGEST + 1, "", "a line longer than 1 MB")
                length += _skip_line(stream)
            elif offset == 0 and raw.startswith(_UTF16):
                yield Problem(file, 1, 1, "", "not UTF-8 at byte 0", "it looks like UTF-16; save it as UTF-8")
                return
            else:
                if offset == 0:
                    raw = raw.removeprefix(codecs.BOM_UTF8)
                try:
                    text = raw.decode().rstrip(_WHITE)
                except UnicodeDecodeError as error:
                    yield _not_utf8(raw, error.start, file, number, offset + length - len(raw))
                else:
                    if text:
                        read = reader.read(text, number)
                        if isinstance(read, Line):
                            yield read
                        else:
                            yield from read
            offset += length


class _Reader:
    """Decodes lines; what JSON allows and a seed file must not hold is noted on the way and refused afterwards."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._has_duplicates = False
        self._numbers: list[tuple[str, str]] = []
        self._decode = JSONDecoder(
            object_pairs_hook=self._object,
            parse_int=self._whole,
            parse_float=self._broken,
            parse_constant=self._no_number,
        ).raw_decode

    def read(self, text: str, number: int) -> Line | list[Problem]:
        """The line, or all that is wrong with it."""
        if text.count("{") + text.count("[") > DEEPEST:
            at = too_deep(text, DEEPEST)
            if at is not None:
                return [self._problem(number, at, f"nested deeper than {DEEPEST}")]
        start = 0 if text[0] == "{" else len(text) - len(text.lstrip(_WHITE))
        self._has_duplicates = False
        self._numbers.clear()
        try:
            data, end = self._decode(text, start)
        except JSONDecodeError as error:
            hint = "comments are not allowed in JSON Lines" if text.startswith(("#", "//"), start) else ""
            return [self._problem(number, error.pos, f"not JSON: {error.msg[0].lower()}{error.msg[1:]}", hint)]
        if not isinstance(data, dict):
            return [self._problem(number, start, _EXPECTED)]
        if end != len(text):
            return [self._problem(number, end, "more text after the object", "one JSON object a line")]
        if self._has_duplicates or self._numbers or ("\\" in text and lone_surrogate(text) is not None):
            return sorted(self._faults(text, number))
        return Line(self._file, data, JsonPlaces(number, text), number)

    def _faults(self, text: str, number: int) -> Iterator[Problem]:
        for key in duplicate_keys(text, MOST_PROBLEMS) if self._has_duplicates else ():
            yield self._problem(number, key.again, f"duplicate key {key.name!r} (first in column {key.first + 1})")
        numbers = self._numbers[:MOST_PROBLEMS]
        for (token, message), at in zip(numbers, find_tokens(text, [token for token, _ in numbers]), strict=True):
            yield self._problem(number, at, f"{token[:30]}: {message}")
        half = lone_surrogate(text)
        if half is not None:
            yield self._problem(number, half, f"half a surrogate pair {text[half : half + 6]} is not allowed")

    def _problem(self, number: int, at: int, message: str, hint: str = "") -> Problem:
        return Problem(self._file, number, at + 1, "", message, hint)

    def _object(self, pairs: list[tuple[str, Plain]]) -> dict[str, Plain]:
        made = dict(pairs)
        if len(made) != len(pairs):
            self._has_duplicates = True
        return made

    def _whole(self, token: str) -> int:
        if len(token) <= 20 and -(2**63) <= (value := int(token)) < 2**63:
            return value
        self._numbers.append((token, "outside -2^63..2^63-1"))
        return 0

    def _broken(self, token: str) -> float:
        value = float(token)
        if not isfinite(value):
            self._numbers.append((token, "not a finite number"))
        return value

    def _no_number(self, token: str) -> float:
        self._numbers.append((token, "not a finite number"))
        return 0.0


def _skip_line(stream: BinaryIO) -> int:
    """Reads to the end of the line; how many bytes that were."""
    skipped = 0
    while raw := stream.readline(LONGEST):
        skipped += len(raw)
        if raw.endswith(b"\n"):
            break
    return skipped


def _not_utf8(raw: bytes, at: int, file: str, number: int, offset: int) -> Problem:
    column = len(raw[:at].decode()) + 1
    return Problem(file, number, column, "", f"not UTF-8 at byte {offset + at}", "save the file as UTF-8")
