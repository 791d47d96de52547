"""What a file is by its first bytes, whatever its name says; separate because names lie and every reader would ask."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from policykb.errors import UsageError

HEAD = 4096
"""Bytes from the start of a file that are enough to tell."""
TAIL = 66_000
"""Bytes from its end; the table of contents of a ZIP archive stands there."""

_ANY_TEXT = (".txt", ".text", ".md", ".markdown")
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>])", re.IGNORECASE | re.DOTALL
)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
UNPACK = "Unpack it and give what is in it."
_HOW_TO_CONVERT = "Save it in a format that can be read ({}), or print it to a PDF."


@dataclass(frozen=True, slots=True)
class Kind:
    """A format: what people call it, and under which suffixes a file of it is read (none: it cannot be)."""

    words: str
    suffixes: tuple[str, ...] = ()
    is_archive: bool = False


_PDF = Kind("a PDF", (".pdf",))
_WORD = Kind("a Word document (DOCX)", (".docx",))
_HTML_PAGE = Kind("an HTML page", (".html", ".htm", ".xhtml", ".md", ".markdown"))
_ZIP = Kind("a ZIP archive", (".docx",), is_archive=True)
_OLD_WORD = Kind("in the old Word format (DOC)")
_PROTECTED = Kind("an Office file that is password-protected")
_SIGNATURES = (
    (b"{\\rtf", Kind("rich text (RTF)")),
    (b"\x1f\x8b", Kind("a gzip archive", is_archive=True)),
    (b"7z\xbc\xaf\x27\x1c", Kind("a 7-Zip archive", is_archive=True)),
    (b"Rar!\x1a\x07", Kind("a RAR archive", is_archive=True)),
    (b"\x89PNG\r\n", Kind("a picture (PNG)")),
    (b"\xff\xd8\xff", Kind("a picture (JPEG)")),
    (b"GIF8", Kind("a picture (GIF)")),
    (b"II*\x00", Kind("a picture (TIFF)")),
    (b"MM\x00*", Kind("a picture (TIFF)")),
    (b"AT&TFORM", Kind("a scan (DjVu)")),
    (b"%!PS", Kind("PostScript")),
    (b"\x7fELF", Kind("a program")),
    (b"SQLite format 3\x00", Kind("a SQLite database")),
)
# What a ZIP archive is by the names in it.
_MEMBERS = (
    (b"word/document", _WORD),
    (b"xl/workbook", Kind("an Excel workbook (XLSX)")),
    (b"ppt/presentation", Kind("a PowerPoint presentation (PPTX)")),
    (b"application/epub+zip", Kind("an e-book (EPUB)")),
    (b"application/vnd.oasis.opendocument", Kind("an OpenDocument file")),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(data: bytes) -> Kind | None:
    """What a file is by its bytes (all, or some from its start and its end); None where nothing says so.

    >>> kind_of(b"%PDF-1.7 ...").words
    'a PDF'
    >>> kind_of(b"Plain words.") is None
    True
    """
    head = data[:HEAD].removeprefix(_BYTE_ORDER_MARK)
    if b"%PDF-" in head[:1024] and not head.lstrip()[:1].isalpha():
        return _PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return next((kind for name, kind in _MEMBERS if name in data), _ZIP)
    if head.startswith(_OLE):
        return _PROTECTED if "EncryptedPackage".encode("utf-16-le") in data else _OLD_WORD
    if _HTML.match(head):
        return _HTML_PAGE
    return next((kind for signature, kind in _SIGNATURES if head.startswith(signature)), None)


def refuse_other(data: bytes, name: str, suffix: str, formats: Iterable[str]) -> None:
    """Raises UsageError where a file of this suffix is plainly something else; ``formats`` can be read."""
    kind = kind_of(data)
    if kind is None or suffix in kind.suffixes:
        return
    said = f"{name}: is {kind.words}, not {'plain text' if suffix in _ANY_TEXT else f'what {suffix} says'}"
    if kind is _PROTECTED:
        raise UsageError(f"{name}: is password-protected", "Open it in its program and save it without the password.")
    if kind.is_archive:
        raise UsageError(said, UNPACK)
    if kind.suffixes:
        raise UsageError(said, f"Give it the suffix of its format: {kind.suffixes[0]}")
    raise UsageError(said, _HOW_TO_CONVERT.format(", ".join(formats)))
