r"""Which encoding a text file is in, found from its bytes; separate because a guess must be explained and tested alone.

UTF-8 and UTF-16 can be told for certain. Of the 8-bit encodings two are told apart, those in which spreadsheets of
Windows and of old Macs write CSV: in running text nearly every byte above 127 is an accented letter inside a word or a
curly quote or dash beside one, in the right encoding, and a stray sign in the wrong one.
"""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from policykb.errors import UsageError
from policykb.seed.opening import HashedStream, Unreadable
from policykb.tabular.table import refuse

_BLOCK = 1 << 18
_SAMPLE = 1 << 22
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8 with a byte order mark"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_NAMES = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "utf-8": "UTF-8"}
_HIGH = re.compile(rb"(?s)(.?)([\x80-\xff])(?=(.?))")
_QUOTES = "\u2018\u2019\u201c\u201d\u2013\u2014\u2026\u2022\u00ab\u00bb\u00a0\u20ac\u00a3\u00a7\u00b0"
_LEAST_SURE = 20
"""Sound sequences of UTF-8 for each byte that is none: with more, the file is UTF-8 with a fault."""


@dataclass(frozen=True)
class Detected:
    """An encoding as Python calls it and as people do, the hash of the file, and whether every byte fits it."""

    encoding: str
    name: str
    sha256: str
    sound: bool = True


def detect(path: Path, display: str, asked: str | None) -> Detected:
    """The encoding of a file, or whether it is in the one that was asked for. Reads all of it, once.

    Raises SeedError where it cannot be read, UsageError for an encoding that is none.
    """
    if asked is not None:
        _check(asked)
    try:
        with HashedStream(path) as stream:
            head = stream.peek(_BLOCK)[:_BLOCK]
            encoding, name = (asked, asked) if asked is not None else _by_mark(head)
            decoder = codecs.getincrementaldecoder(encoding)()
            sample, sound, sequences, faults = bytearray(), True, 0, 0
            while block := stream.read(_BLOCK):
                if sound:
                    try:
                        decoder.decode(block)
                    except UnicodeError:
                        sound = False
                if len(sample) < _SAMPLE and not block.isascii():
                    sample += block
            if sound:
                try:
                    decoder.decode(b"", final=True)
                except UnicodeError:
                    sound = False
            sha256 = stream.sha256()
    except Unreadable as error:
        raise refuse(display, str(error)) from error
    except OSError as error:
        raise refuse(display, f"cannot be read: {(error.strerror or type(error).__name__).lower()}") from error
    if sound or asked is not None or encoding != "utf-8":
        return Detected(encoding, name, sha256, sound)
    sequences, faults = _utf8(bytes(sample))
    if sequences > _LEAST_SURE * faults:
        return Detected("utf-8", name, sha256, sound=False)
    best = max(("cp1252", "mac_roman"), key=lambda one: _likely(bytes(sample), one))
    return Detected(best, _NAMES[best], sha256)


def _check(asked: str) -> None:
    try:
        "a".encode(codecs.lookup(asked).name)
    except (LookupError, UnicodeError, ValueError):
        raise UsageError(
            f"--encoding cannot be '{asked}'.", "It can be: utf-8, utf-16, cp1252, mac-roman, or any Python knows."
        ) from None


def _by_mark(head: bytes) -> tuple[str, str]:
    for mark, encoding, name in _BOMS:
        if head.startswith(mark):
            return encoding, name
    # Latin text in UTF-16 has a NUL in every other byte, in the even places or the odd ones.
    even, odd = head[0:2000:2].count(0), head[1:2000:2].count(0)
    if max(even, odd) > len(head[:2000]) // 5 and min(even, odd) < max(even, odd) // 5:
        return ("utf-16-be" if even > odd else "utf-16-le"), "UTF-16 without a byte order mark"
    return "utf-8", "UTF-8"


def _utf8(sample: bytes) -> tuple[int, int]:
    """How many sequences of several bytes are sound UTF-8, and how many bytes above 127 belong to none."""
    text = sample.decode("utf-8", "surrogateescape")
    sound = sum(character > "\x7f" for character in text)
    faults = sum("\udc80" <= character <= "\udcff" for character in text)
    return sound - faults, faults


def _likely(sample: bytes, encoding: str) -> int:
    r"""How well the bytes above 127 fit their neighbours when read so.

    >>> text = "Côte d’Ivoire, São Tomé – “Curaçao”"
    >>> mac, windows = text.encode("mac_roman"), text.encode("cp1252")
    >>> _likely(mac, "mac_roman") > _likely(mac, "cp1252"), _likely(windows, "cp1252") > _likely(windows, "mac_roman")
    (True, True)
    """
    table = bytes(range(256)).decode(encoding, "replace")
    score = 0
    for before, byte, after in _HIGH.findall(sample):
        character, left, right = (table[one[0]] if one else " " for one in (byte, before, after))
        if character == "\ufffd":
            score -= 5
        elif character.isalpha() and ord(character) < 0x250 and character not in "ªº":
            inside = left.isalpha() or right.isalpha()
            fits = character.islower() or not left.isalpha() or left.isupper()
            score += 2 if inside and fits else -2 if not inside else -1
        elif character in _QUOTES:
            score += 1
        else:
            score -= 2
    return score


def digest(path: Path, display: str) -> str:
    """SHA-256 of a file, in hex. Raises SeedError where it cannot be read."""
    try:
        with HashedStream(path) as stream:
            return stream.sha256()
    except (Unreadable, OSError) as error:
        raise refuse(display, str(error)) from error
