"""PDF, by pypdfium2: what is printed where; what that means is for `policykb.ingest.layout`."""

import ctypes
import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from policykb.domain.document import Document
from policykb.errors import LimitReached, MissingExtra, UsageError
from policykb.evidence.normalise import normalised_fingerprint
from policykb.ingest.compose import number
from policykb.ingest.layout.assemble import assemble
from policykb.ingest.layout.pieces import pieces
from policykb.ingest.layout.printed import Page, Run

SUFFIXES = (".pdf",)

MOST_PAGES = 2_000
LARGEST_TEXT = 5_000_000
"""Characters."""

_SIGNATURE, _SIGNATURE_WITHIN = b"%PDF-", 1024
_WORD = re.compile(r"\S+")
_LINE = re.compile("[^\r\n\ufffe]+\ufffe?")
_BOLD = re.compile(r"bold|black|heavy|semib|demi", re.IGNORECASE)
_BOLD_WEIGHT = 600


def read(data: bytes, name: str) -> Document:
    """The text of a PDF.

    Raises UsageError for a file that is not a PDF, damaged, encrypted or without text, LimitReached beyond `MOST_PAGES`
    and `LARGEST_TEXT`.
    """
    if not data:
        raise UsageError(f"{name}: is empty")
    if _SIGNATURE not in data[:_SIGNATURE_WITHIN]:
        raise UsageError(f"{name}: is not a PDF", "Give it the suffix of its format.")
    try:
        import pypdfium2
        import pypdfium2.raw
    except ImportError as error:
        raise MissingExtra("pypdfium2", "read") from error
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UsageError(f"{name}: is encrypted", "Save it without a password.") from None
        raise UsageError(f"{name}: is damaged: no page of it can be read", "Download or export it again.") from None
    try:
        texts: list[str] = []
        pages = list(_pages(document, pypdfium2.raw, name, texts))
    finally:
        document.close()
    text = "\n".join(texts)
    if not any(page.pieces for page in pages):
        raise UsageError(f"{name}: no text found in it", "A scanned document needs text recognition (OCR) first.")
    layout = assemble(pages)
    return number(layout.body, layout.notes, normalised_fingerprint(text))


def _pages(document: Any, raw: ModuleType, name: str, texts: list[str]) -> Iterator[Page]:
    count = len(document)
    if count == 0:
        raise UsageError(f"{name}: there are no pages in it")
    if count > MOST_PAGES:
        raise LimitReached(f"{name}: more than {MOST_PAGES:,} pages", "Attach a part of it.")
    probe = _Probe(raw)
    length = 0
    for index in range(count):
        try:
            page = document[index]
            text_page = page.get_textpage()
        except Exception as error:
            raise UsageError(f"{name}: is damaged: page {index + 1} cannot be read") from error
        text, runs, width, height = probe.runs(page, text_page)
        length += len(text)
        if length > LARGEST_TEXT:
            raise LimitReached(f"{name}: more than {LARGEST_TEXT // 1_000_000} MB of text", "Attach a part of it.")
        texts.append(text)
        yield Page(index + 1, width, height, pieces(runs, text, index + 1))
        text_page.close()
        page.close()


class _Matrix(ctypes.Structure):
    _fields_ = [(name, ctypes.c_float) for name in "abcdef"]


class _Probe:
    """Asks PDFium about characters; holds the buffers it answers in.

    Its functions are bound anew with plain types: a page takes some hundred calls, and the generic bindings cost
    several times as much as the calls themselves.
    """

    def __init__(self, raw: ModuleType) -> None:
        self._raw = raw
        pointer, whole, real = ctypes.c_void_p, ctypes.c_int, ctypes.c_double

        def bound(name: str, result: Any, *arguments: Any) -> Any:
            address = ctypes.cast(getattr(raw, name), pointer).value
            return ctypes.PYFUNCTYPE(result, *arguments)(address)

        self._object = bound("FPDFText_GetTextObject", pointer, pointer, whole)
        self._matrix_of = bound("FPDFText_GetMatrix", whole, pointer, whole, pointer)
        self._size = bound("FPDFText_GetFontSize", real, pointer, whole)
        self._font = bound("FPDFTextObj_GetFont", pointer, pointer)
        self._weight = bound("FPDFFont_GetWeight", whole, pointer)
        self._font_name = bound("FPDFFont_GetBaseFontName", ctypes.c_size_t, pointer, pointer, ctypes.c_size_t)
        self._origin = bound("FPDFText_GetCharOrigin", whole, pointer, whole, pointer, pointer)
        self._box = bound("FPDFText_GetCharBox", whole, pointer, whole, pointer, pointer, pointer, pointer)
        self._matrix = _Matrix()
        self._reals = (real * 4)()
        start = ctypes.addressof(self._reals)
        self._at = tuple(start + at * ctypes.sizeof(real) for at in range(4))

    def runs(self, page: Any, text_page: Any) -> tuple[str, list[Run], float, float]:
        """The characters of a page, its runs, and how wide and high it is."""
        handle = ctypes.cast(text_page.raw, ctypes.c_void_p).value
        width, height = page.get_size()
        text = self._text(text_page)
        return text, list(self._found(handle, text)), width, height

    def _text(self, text_page: Any) -> str:
        """One character for each that PDFium counts, so that offsets are the same."""
        count = self._raw.FPDFText_CountChars(text_page.raw)
        buffer = (ctypes.c_ushort * (count + 1))()
        written = self._raw.FPDFText_GetText(text_page.raw, 0, count, buffer)
        text = bytes(buffer)[: 2 * max(0, written - 1)].decode("utf-16-le", "replace")
        if len(text) == count:
            return text
        codes = (self._raw.FPDFText_GetUnicode(text_page.raw, at) for at in range(count))
        return "".join(chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " " for code in codes)

    def _found(self, handle: int, text: str) -> Iterator[Run]:
        matrix, reals, at = self._matrix, self._reals, self._at
        matrix_address = ctypes.addressof(matrix)
        fonts: dict[int, bool] = {}
        for line in _LINE.finditer(text):
            words = [word.span() for word in _WORD.finditer(text, line.start(), line.end())]
            if not words:
                continue
            for start, end, printed in self._cut(handle, words):
                self._matrix_of(handle, start, matrix_address)
                if matrix.a <= 0 or abs(matrix.b) > 0.05 * matrix.a:
                    continue
                self._origin(handle, start, at[0], at[1])
                left, y = reals[0], reals[1]
                self._box(handle, end, *at)
                font = self._font(printed) if printed else None
                bold = fonts.get(font or 0)
                if bold is None:
                    bold = fonts[font or 0] = font is not None and self._is_bold(font)
                yield Run(start, end + 1, left, reals[1], y, self._size(handle, start) * matrix.d, bold)

    def _cut(self, handle: int, words: list[tuple[int, int]]) -> list[tuple[int, int, int]]:
        """Where in these words one text object ends and the next begins, by halving."""
        found: list[tuple[int, int, int]] = []
        waiting = [words]
        while waiting:
            part = waiting.pop()
            start, end = part[0][0], part[-1][1] - 1
            printed = self._object(handle, start)
            if start == end or printed == self._object(handle, end):
                if found and found[-1][2] == printed:
                    found[-1] = (found[-1][0], end, printed)
                else:
                    found.append((start, end, printed))
            elif len(part) > 1:
                half = len(part) // 2
                waiting += (part[half:], part[:half])
            else:
                half = (start + end + 1) // 2
                waiting += ([(half, end + 1)], [(start, half)])
        return found

    def _is_bold(self, font: int) -> bool:
        name = ctypes.create_string_buffer(128)
        self._font_name(font, ctypes.addressof(name), 128)
        return self._weight(font) >= _BOLD_WEIGHT or _BOLD.search(name.value.decode("latin-1")) is not None
