"""Bytes of a text to characters; separate because plain text and Markdown refuse the same things."""

import unicodedata

from policykb.errors import LimitReached, UsageError
from policykb.ingest.characters import INVISIBLE, LINE_END
from policykb.ingest.limits import LARGEST_TEXT

MOST_LINES = 200_000

_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SAVE_AS = "Save it as plain text in UTF-8."
_PAGE_BREAK = "\f"


def decoded(data: bytes, name: str) -> str:
    """As characters: in NFC, without the invisible ones, lines ended by line feeds.

    Raises UsageError for other encodings, LimitReached beyond `LARGEST_TEXT` and `MOST_LINES`.
    """
    if len(data) > LARGEST_TEXT:
        raise LimitReached(f"{name}: more than {LARGEST_TEXT // 1_000_000} MB of text", "Attach a part of it.")
    if data.startswith(_UTF16):
        raise UsageError(f"{name}: is in UTF-16, not UTF-8", _SAVE_AS)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{name}:{line}: not in UTF-8 (byte 0x{data[error.start]:02x})", _SAVE_AS) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise UsageError(f"{name}:{line}: has a NUL character: is it a text file?", _SAVE_AS)
    text = LINE_END.sub("\n", text)
    if text.count("\n") + text.count(_PAGE_BREAK) > MOST_LINES:
        raise LimitReached(f"{name}: more than {MOST_LINES:,} lines", "Attach a part of it.")
    return INVISIBLE.sub("", unicodedata.normalize("NFC", text))
