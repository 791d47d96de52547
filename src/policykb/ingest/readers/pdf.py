"""PDF, by pypdfium2: what is printed where; what that means is for `policykb.ingest.layout`."""

import ctypes
import math
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
from policykb.ingest.layout.printed import Page, Piece, Run, Stroke
from policykb.ingest.limits import LARGEST_TEXT, MOST_PAGES

SUFFIXES = (".pdf",)

_SIGNATURE, _SIGNATURE_WITHIN = b"%PDF-", 1024
_WORD = re.compile(r"\S+")
_LINE = re.compile("[^\r\n\ufffe]+\ufffe?")
_BOLD = re.compile(r"bold|black|heavy|semib|demi", re.IGNORECASE)
_BOLD_WEIGHT = 600
_ITALIC = re.compile(r"italic|oblique|-it\b", re.IGNORECASE)
# Text that leaves the horizontal by more than this is not upright; how far it may stand out of the page, in points.
_SLANT, _BLEED = 0.05, 5.0
_THIN, _MOST_OBJECTS, _MOST_STROKES = 2.5, 20_000, 4_000


def read(data: bytes, name: str) -> Document:
    """The text of a PDF.

    Raises UsageError for a file that is not a PDF, damaged, encrypted or without text, LimitReached beyond the
    limits of `policykb.ingest.limits`.
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
        properties = _properties(document, pypdfium2.raw)
    finally:
        document.close()
    text = "\n".join(texts)
    if not any(page.pieces for page in pages):
        raise UsageError(f"{name}: no text found in it", "A scanned document needs text recognition (OCR) first.")
    layout = assemble(pages, properties)
    return number(layout.body, layout.notes, normalised_fingerprint(text), layout.facts)


def _properties(document: Any, raw: ModuleType) -> dict[str, str]:
    """What the file states: its title, its authors, its language."""
    buffer = ctypes.create_string_buffer(64)
    size = raw.FPDFCatalog_GetLanguage(document.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), 64)
    language = buffer.raw[: max(0, size - 2)].decode("utf-16-le", "replace") if size <= 64 else ""
    stated = document.get_metadata_dict(skip_empty=True)
    return {"Lang": language, **{key: stated[key] for key in ("Title", "Author") if key in stated}}


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
        found, strokes = pieces(runs, text, index + 1), []
        if _stand_beside(found):
            strokes = probe.strokes(page)
            walls = [s for s in strokes if s.right - s.left < _THIN < s.top - s.bottom]
            found = pieces(runs, text, index + 1, walls) if walls else found
        length += len(text)
        if length > LARGEST_TEXT:
            raise LimitReached(f"{name}: more than {LARGEST_TEXT // 1_000_000} MB of text", "Attach a part of it.")
        # Line ends are white space like any other to a fingerprint, and single spaces are quicker.
        texts.append(text.replace("\r\n", " "))
        yield Page(index + 1, width, height, found, strokes)
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
            address = ctypes.cast(getattr(raw, name), pointer).value or 0
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
        self._turn = 0
        self._box_of_page = (0.0, 0.0, 0.0, 0.0)
        self._at = tuple(start + at * ctypes.sizeof(real) for at in range(4))

    def runs(self, page: Any, text_page: Any) -> tuple[str, list[Run], float, float]:
        """The characters of a page, its runs as they stand on the upright page, and how wide and high it is."""
        handle = ctypes.cast(text_page.raw, ctypes.c_void_p).value or 0
        text = self._text(text_page)
        left, bottom, right, top = page.get_bbox()
        self._box_of_page = (left, bottom, right - left, top - bottom)
        turns: list[list[Run]] = [[], [], [], []]
        for turn, run in self._found(handle, text):
            turns[turn].append(run)
        self._turn = max(range(4), key=lambda turn: sum(run.end - run.start for run in turns[turn]))
        width, height = right - left, top - bottom
        if self._turn % 2:
            width, height = height, width
        upright = turns[self._turn]
        return (
            text,
            [run for run in upright if -_BLEED < run.left < width + _BLEED and 0 <= run.y <= height],
            width,
            height,
        )

    def _upright(self, x: float, y: float, turn: int) -> tuple[float, float]:
        """A point of a page with text turned by so many quarters, from the lower left corner of the upright page."""
        left, bottom, width, height = self._box_of_page
        x, y = x - left, y - bottom
        return ((x, y), (y, width - x), (width - x, height - y), (height - y, x))[turn]

    def strokes(self, page: Any) -> list[Stroke]:
        """The straight lines and edges of boxes on the page that `runs` was asked for last."""
        raw, found = self._raw, list[Stroke]()
        matrix = raw.FS_MATRIX()
        for at in range(min(raw.FPDFPage_CountObjects(page.raw), _MOST_OBJECTS)):
            item = raw.FPDFPage_GetObject(page.raw, at)
            if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_PATH or not raw.FPDFPageObj_GetMatrix(item, matrix):
                continue
            for (x1, y1), (x2, y2) in self._segments(item, matrix):
                if len(found) > _MOST_STROKES:
                    return []
                if abs(x1 - x2) < _THIN or abs(y1 - y2) < _THIN:
                    found.append(Stroke(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)))
        return found

    def _segments(self, item: Any, matrix: Any) -> Iterator[tuple[tuple[float, float], tuple[float, float]]]:
        """The straight segments of a path, as two points each."""
        raw = self._raw
        x, y = ctypes.c_float(), ctypes.c_float()
        start = last = None
        for at in range(min(raw.FPDFPath_CountSegments(item), _MOST_STROKES)):
            segment = raw.FPDFPath_GetPathSegment(item, at)
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            point = self._upright(
                matrix.a * x.value + matrix.c * y.value + matrix.e,
                matrix.b * x.value + matrix.d * y.value + matrix.f,
                self._turn,
            )
            kind = raw.FPDFPathSegment_GetType(segment)
            if kind == raw.FPDF_SEGMENT_MOVETO:
                start = point
            elif kind == raw.FPDF_SEGMENT_LINETO and last:
                yield last, point
            last = point
            if start and raw.FPDFPathSegment_GetClose(segment):
                yield last, start

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

    def _found(self, handle: int, text: str) -> Iterator[tuple[int, Run]]:
        """The runs of a page, each with the quarters its text is turned by; text along no edge is left out."""
        matrix, reals, at = self._matrix, self._reals, self._at
        matrix_address = ctypes.addressof(matrix)
        from_left, from_bottom, *_ = self._box_of_page
        fonts: dict[int, tuple[bool, bool]] = {}
        for line in _LINE.finditer(text):
            words = [word.span() for word in _WORD.finditer(text, line.start(), line.end())]
            if not words:
                continue
            for start, end, printed in self._cut(handle, words):
                self._matrix_of(handle, start, matrix_address)
                turn = 0
                if matrix.a <= 0 or abs(matrix.b) > _SLANT * matrix.a:
                    turn = _turn(matrix.a, matrix.b)
                    if turn < 0:
                        continue
                self._origin(handle, start, at[0], at[1])
                left, y = reals[0], reals[1]
                self._box(handle, end, *at)
                font = self._font(printed) if printed else 0
                if font not in fonts:
                    fonts[font] = self._weight_and_slant(font)
                size = self._size(handle, start) * (abs(matrix.d) if turn == 0 else math.hypot(matrix.c, matrix.d))
                if turn:
                    # The end of the last character in reading direction; of its box: left, right, bottom, top.
                    left, far, y = self._edges(left, y, (reals[1], reals[3], reals[0], reals[2])[turn], turn)
                else:
                    left, far, y = left - from_left, reals[1] - from_left, y - from_bottom
                yield turn, Run(start, end + 1, left, far, y, size, *fonts[font])

    def _edges(self, x: float, y: float, across: float, turn: int) -> tuple[float, float, float]:
        """Where a run begins and ends on the upright page, and its baseline."""
        left, low = self._upright(x, y, turn)
        far, _ = self._upright(*((across, y) if turn % 2 == 0 else (x, across)), turn)
        return left, far, low

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

    def _weight_and_slant(self, font: int) -> tuple[bool, bool]:
        """Whether a font is bold and whether it is italic, by what it says and by its name."""
        if not font:
            return False, False
        name = ctypes.create_string_buffer(128)
        self._font_name(font, ctypes.addressof(name), 128)
        called = name.value.decode("latin-1")
        bold = self._weight(font) >= _BOLD_WEIGHT or _BOLD.search(called) is not None
        return bold, _ITALIC.search(called) is not None


def _turn(a: float, b: float) -> int:
    """The quarters that text of this direction is turned by, anticlockwise; -1 for text along no edge of the page."""
    if abs(a) <= _SLANT * abs(b):
        return 1 if b > 0 else 3
    return 2 if a < 0 and abs(b) <= _SLANT * -a else -1


def _stand_beside(found: list[Piece]) -> bool:
    """Whether a page may have a table: some of its pieces stand beside each other."""
    seen: set[int] = set()
    beside = 0
    for piece in found:
        if piece.label != piece.text:
            height = round(piece.y)
            beside += height in seen
            seen.add(height)
    return beside > 1
