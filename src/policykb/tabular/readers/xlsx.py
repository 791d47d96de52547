"""XLSX: the cells of one sheet, read as a stream; formulas by the values that were stored with them."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policykb.errors import CellProblem, MissingExtra, PolicykbError, SeedError, UsageError
from policykb.seed.suggest import closest
from policykb.tabular.archive import check_archive, damaged
from policykb.tabular.encoding import digest
from policykb.tabular.merged import Merged, merged_in
from policykb.tabular.table import Cell, ReadOptions, Row, Table, header_names, refuse

if TYPE_CHECKING:
    from openpyxl import Workbook

SUFFIXES = (".xlsx",)
HEEDS = frozenset({"sheet"})
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_GOES_ON = " [goes on in the sheet Long texts]"
"""What our own exports end a text with that is longer than a cell may be."""
_LONG = "Long texts"
_BLOCK = 1 << 20


def read(path: Path, display: str, options: ReadOptions) -> Table:
    """The table of a sheet: the one that is asked for, else the first that is not hidden."""
    check_archive(path, display)
    sheet = _Sheet(path, display, options)
    header = sheet.header()
    return Table(
        path, display, digest(path, display), header, lambda: sheet.rows(header), (sheet.note,), options.header
    )


class _Sheet:
    """One sheet of a workbook."""

    def __init__(self, path: Path, display: str, options: ReadOptions) -> None:
        self._path, self._display, self._options = path, display, options
        book = self._open(values=True)
        try:
            names = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
            every = [sheet.title for sheet in book.worksheets]
            if options.sheet is not None and options.sheet not in every:
                hint = closest(options.sheet, every) or f"sheets: {', '.join(every)}"
                raise UsageError(f"{display} has no sheet '{options.sheet}'.", hint[0].upper() + hint[1:])
            if not every:
                raise refuse(display, "no sheet with cells")
            self.name = options.sheet or (names or every)[0]
            others = [name for name in every if name != self.name]
            self.note = f"{display}: sheet {self.name}" + (f"; not read: {', '.join(others)}" if others else "")
            part = str(getattr(book[self.name], "_worksheet_path", ""))
            self._rest = _long_texts(book)
        finally:
            book.close()
        self._formulas, ranges = self._scan(part.lstrip("/"))
        self._merged: Merged = merged_in(ranges, options.header)

    def _open(self, *, values: bool) -> "Workbook":
        """The workbook with the stored values of its formulas, or with the formulas themselves."""
        try:
            from openpyxl import load_workbook
        except ImportError:
            raise MissingExtra("openpyxl", "xlsx") from None
        import warnings

        try:
            with warnings.catch_warnings():
                # Of styles and extensions it does not know, which hold no values.
                warnings.simplefilter("ignore")
                return load_workbook(self._path, read_only=True, data_only=values, keep_links=False)
        except (MemoryError, PolicykbError):
            raise
        except Exception as error:  # openpyxl lets through whatever its parsers raise
            raise damaged(self._display) from error

    def _scan(self, part: str) -> tuple[bool, list[str]]:
        """Whether the sheet has formulas, and its merged ranges; a stream has neither before its end."""
        has_formulas, ranges, before = False, list[str](), b""
        with zipfile.ZipFile(self._path) as archive:
            if part not in archive.namelist():
                raise damaged(self._display)
            with archive.open(part) as stream:
                while block := stream.read(_BLOCK):
                    text = before + block
                    has_formulas = has_formulas or _FORMULA.search(text) is not None
                    ranges += [found.decode() for found in _MERGED.findall(text)]
                    # A tag that the end of the block cuts is looked at again, whole.
                    cut = text.rfind(b"<")
                    before = text[cut:] if len(text) - cut < 1_000 else b""
        return has_formulas, ranges

    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        for number, cells in self._cells(until=self._options.header):
            if number == self._options.header:
                texts = [
                    _text(cell.value) if cell.data_type not in {"e", "n"} or cell.value is not None else ""
                    for cell in cells
                ]
                if names := header_names(texts):
                    return names
        raise refuse(self._display, "no names of columns", "header: says which row has them", self._options.header)

    def rows(self, header: tuple[str, ...]) -> "Iterator[Row | CellProblem]":
        """The rows below the header, and what is wrong in them."""
        width = len(header)
        formulas = self._formula_rows() if self._formulas else repeat(())
        for (number, cells), written in zip(self._cells(), formulas, strict=False):
            if number <= self._options.header:
                continue
            if fault := self._merged.fault(number, self._options.merged):
                yield CellProblem(
                    self._display, number, fault.column, _name(header, fault.column), fault.message, fault.hint
                )
                continue
            found: list[Cell] = [""] * width
            problem = None
            for n, cell in enumerate(cells[:width]):
                value = cell.value
                if value is None:
                    if n < len(written) and written[n] is not None:
                        problem = self._fault(number, n, header, "a formula without a stored value", _STORE)
                    continue
                if cell.data_type == "e":
                    problem = self._fault(
                        number, n, header, f"an error in the spreadsheet: {value}", "mend or empty it"
                    )
                    continue
                text = _text(value)
                if "\0" in text:
                    problem = self._fault(number, n, header, "a NUL character", "the file is damaged")
                found[n] = self._whole(text, number, n)
            if self._options.merged == "fill":
                self._merged.fill(number, found)
            if problem is not None:
                yield problem
            elif any(found):
                yield Row(number, found)

    def _fault(self, number: int, n: int, header: tuple[str, ...], message: str, hint: str) -> CellProblem:
        return CellProblem(self._display, number, n + 1, header[n], message, hint)

    def _whole(self, text: str, number: int, n: int) -> str:
        if text.endswith(_GOES_ON):
            from policykb.errors import letters

            rest = self._rest.get(f"{self.name}!{letters(n)}{number}")
            return text.removesuffix(_GOES_ON) + rest if rest is not None else text
        return text

    def _cells(self, until: int | None = None) -> Iterator[tuple[int, tuple[Any, ...]]]:
        yield from self._read(values=True, until=until)

    def _formula_rows(self) -> Iterator[list[str | None]]:
        """By row, what is a formula."""
        for _, cells in self._read(values=False, until=None):
            yield [cell.value if cell.data_type == "f" else None for cell in cells]

    def _read(self, *, values: bool, until: int | None) -> Iterator[tuple[int, tuple[Any, ...]]]:
        book = self._open(values=values)
        try:
            sheet: Any = book[self.name]
            # The size a sheet claims may be a million empty rows; what is there tells itself.
            sheet.reset_dimensions()
            yield from enumerate(sheet.iter_rows(max_row=until), 1)
        except (SeedError, GeneratorExit, MemoryError, PolicykbError):
            raise
        except Exception as error:  # as above
            raise damaged(self._display) from error
        finally:
            book.close()


_STORE = "open the file in its program and save it: that stores the values"
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')


def _long_texts(book: "Workbook") -> dict[str, str]:
    """What goes on beside the cells of our own exports, by cell."""
    rest: dict[str, str] = {}
    if _LONG in book.sheetnames:
        for row in book[_LONG].iter_rows(min_row=2, max_col=2, values_only=True):
            if len(row) == 2 and row[0] is not None and row[1] is not None:
                rest[str(row[0])] = rest.get(str(row[0]), "") + _text(row[1])
    return rest


def _name(header: tuple[str, ...], column: int) -> str:
    return header[column - 1] if 0 < column <= len(header) else ""


def _text(value: object) -> str:
    r"""The text of a value; dates as ISO 8601 has them.

    >>> _text(2.0), _text(True), _text(datetime(2024, 2, 22)), _text("a_x000D_\nb"), _text("_x005F_x000D_")
    ('2', 'true', '2024-02-22', 'a\nb', '_x000D_')
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case str():
            # The format writes characters that XML has not as _xHHHH_; the program decodes them, openpyxl does not.
            text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value) if "_x" in value else value
            return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
        case _:
            return str(value)
