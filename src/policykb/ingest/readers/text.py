"""Plain text and simple Markdown, in UTF-8."""

import re
import unicodedata

from policykb.domain.document import Document
from policykb.errors import LimitReached, UsageError
from policykb.evidence.normalise import normalised_fingerprint
from policykb.ingest.blocks import Line
from policykb.ingest.compose import compose

SUFFIXES = (".txt", ".text", ".md", ".markdown")

LARGEST_TEXT = 5_000_000
"""Bytes."""
MOST_LINES = 200_000

_PAGE_BREAK = "\f"
# White space and control characters alike; NUL never gets here.
_SPACES = re.compile("[ \t\x01-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]+")
_INVISIBLE = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]")
_LINE_END = re.compile("\r\n?|[\n\x85\u2028\u2029]")
# YAML about the document that some Markdown files begin with; no part of what it says.
_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(?:\w[\w-]*:.*\n|[ \t-].*\n|#.*\n){1,200}---[ \t]*\n")
_PAGE_NUMBER = re.compile(r"\W{0,3}(?:page\s+)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W{0,3}", re.IGNORECASE)
_SIGNATURES = {b"%PDF-": "a PDF", b"PK\x03\x04": "a ZIP archive or an Office file", b"{\\rtf": "rich text (RTF)"}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SAVE_AS = "Save it as plain text in UTF-8."


def read(data: bytes, name: str) -> Document:
    """The text of a file. Form feeds are page breaks; without any, pages are unknown.

    Raises UsageError for other encodings, other formats and files without a word, LimitReached beyond `LARGEST_TEXT`
    and `MOST_LINES`.
    """
    if len(data) > LARGEST_TEXT:
        raise LimitReached(f"{name}: more than {LARGEST_TEXT // 1_000_000} MB of text", "Attach a part of it.")
    text = _decoded(data, name)
    if text.count("\n") + text.count(_PAGE_BREAK) > MOST_LINES:
        raise LimitReached(f"{name}: more than {MOST_LINES:,} lines", "Attach a part of it.")
    source = compose(_lines(text), normalised_fingerprint(text))
    if not source.passages:
        raise UsageError(f"{name}: there is no text in it", "A scanned document needs text recognition (OCR) first.")
    return source


def _decoded(data: bytes, name: str) -> str:
    """As characters: in NFC, without the invisible ones and front matter, lines ended by line feeds."""
    for signature, what in _SIGNATURES.items():
        if data.startswith(signature):
            raise UsageError(f"{name}: is {what}, not plain text", "Give it the suffix of its format.")
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
    text = _LINE_END.sub("\n", text)
    front = _FRONT_MATTER.match(text)
    return _INVISIBLE.sub("", unicodedata.normalize("NFC", text[front.end() if front else 0 :]))


def _lines(text: str) -> list[Line]:
    paged = _PAGE_BREAK in text
    lines: list[Line] = []
    for number, page in enumerate(text.split(_PAGE_BREAK), 1):
        texts = [_SPACES.sub(" ", line).strip() for line in page.split("\n")]
        if paged:
            _drop_page_numbers(texts)
        lines.extend(Line(line, number if paged else None) for line in texts)
    return lines


def _drop_page_numbers(texts: list[str]) -> None:
    """A number alone in the first or the last line of a page is the page's."""
    filled = [at for at, text in enumerate(texts) if text]
    for at in {filled[0], filled[-1]} if filled else ():
        if _PAGE_NUMBER.fullmatch(texts[at]):
            texts[at] = ""
