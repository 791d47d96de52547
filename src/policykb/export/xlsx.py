"""XLSX: a sheet of rows for Excel and LibreOffice, and a sheet that says what they are; written with constant memory.

Texts are texts whatever they look like: nothing becomes a formula, a number or a link by itself. Dates are texts too:
many are a month or a year. What a cell of Excel cannot hold goes on in a sheet of its own; what a sheet cannot hold,
in the next.
"""

import math
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, BinaryIO

from policykb.domain.address import address_of
from policykb.errors import MissingExtra, UsageError, letters
from policykb.export.options import ROWS
from policykb.export.table import About, Cell, Column, Table, Value, joined

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

NAME = "xlsx"
SUFFIXES = (".xlsx",)
OPTIONS = ROWS
BINARY = True
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
MOST_CHARACTERS = 32_767
"""In a cell, as UTF-16 counts them."""
MOST_LINKS = 65_530
LONGEST_LINK = 2_079
EXACT = 10**15
"""Whole numbers beyond lose digits in Excel."""
_GOES_ON = " [goes on in the sheet Long texts]"
_WIDTHS = {"text": 70, "evidence": 30, "citation": 40, "key": 32, "name": 40, "type": 16, "strength": 10, "action": 14}


def write(table: Table, out: BinaryIO) -> int:
    """Writes the rows and what they are; returns how many rows. MissingExtra where XlsxWriter is not installed."""
    try:
        from xlsxwriter import Workbook
        from xlsxwriter.exceptions import FileCreateError
    except ImportError:
        raise MissingExtra("XlsxWriter", "xlsx") from None
    if len(table.columns) > MOST_COLUMNS:
        raise UsageError(
            f"A sheet holds {MOST_COLUMNS:,} columns, not {len(table.columns):,}.",
            "Choose some with --columns, or use CSV.",
        )
    with TemporaryDirectory(prefix="policykb-xlsx-") as folder:
        book = Workbook(out, {"constant_memory": True, "tmpdir": folder, "use_zip64": True, **_PLAIN})
        try:
            count = _Writer(book, table).write()
            book.close()
        except FileCreateError as error:
            raise error.args[0] from None
        finally:
            for sheet in book.worksheets():
                sheet.row_data_fh.close()
    return count


_PLAIN = dict.fromkeys(("strings_to_formulas", "strings_to_numbers", "strings_to_urls"), False)


class _Writer:
    """The sheets of one workbook as they are filled."""

    def __init__(self, book: "Workbook", table: Table) -> None:
        self._book, self._table = book, table
        self._head = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
        self._plain = book.add_format({"valign": "top"})
        self._wrapped = book.add_format({"valign": "top", "text_wrap": True})
        self._link = book.add_format({"valign": "top", "text_wrap": True, "font_color": "blue", "underline": 1})
        self._formats = [self._wrapped if _is_long(column) else self._plain for column in table.columns]
        self._long: Worksheet | None = None
        self._long_row = 0
        self._sheets = 0

    def write(self) -> int:
        """Fills all sheets; how many rows there are."""
        count, row = 0, 0
        sheet = self._new_sheet()
        for record in self._table.records:
            row += 1
            if row == MOST_ROWS:
                self._finish(sheet, row - 1)
                sheet, row = self._new_sheet(), 1
            self._write_row(sheet, row, record)
            count += 1
        self._finish(sheet, row)
        if self._table.around is not None:
            self._write_about(self._table.around.about(), count)
        return count

    def _new_sheet(self) -> "Worksheet":
        self._sheets += 1
        sheet = self._book.add_worksheet("Rows" if self._sheets == 1 else f"Rows {self._sheets}")
        sheet.freeze_panes(1, 0)
        for n, column in enumerate(self._table.columns):
            sheet.set_column(n, n, _width(column))
            sheet.write_string(0, n, column.name, self._head)
        return sheet

    def _finish(self, sheet: "Worksheet", last: int) -> None:
        sheet.autofilter(0, 0, last, max(len(self._table.columns) - 1, 0))

    def _write_row(self, sheet: "Worksheet", row: int, record: dict[str, Any]) -> None:
        values = self._table.values(record)
        for n, column in enumerate(self._table.columns):
            cell = joined(values.get(column.name))
            if cell is None:
                continue
            if isinstance(cell, bool):
                sheet.write_boolean(row, n, cell, self._plain)
            elif isinstance(cell, str) or not _is_exact(cell):
                self._write_text(sheet, row, n, str(cell), self._address(column, cell, record))
            else:
                sheet.write_number(row, n, cell, self._plain)

    def _write_text(self, sheet: "Worksheet", row: int, n: int, text: str, address: str | None) -> None:
        shown = text
        if len(text) > MOST_CHARACTERS // 2 and _units(text) > MOST_CHARACTERS:
            shown = _cut(text, MOST_CHARACTERS - len(_GOES_ON))
            self._go_on(f"{sheet.get_name()}!{letters(n)}{row + 1}", text[len(shown) :])
            shown += _GOES_ON
        if address and sheet.hlink_count < MOST_LINKS:
            sheet.write_url(row, n, address, self._link, shown)
        else:
            sheet.write_string(row, n, shown, self._formats[n])

    def _address(self, column: Column, cell: Cell, record: dict[str, Any]) -> str | None:
        """Where a click on a cell leads: a citation to its source, an address to itself."""
        link: Value = None
        if column.name == "citation" and self._table.around is not None:
            link = self._table.around.link(record)
        elif column.name in {"url", "doi"}:
            link = cell
        address = address_of(link) if isinstance(link, str) else None
        return address if address and _units(address) <= LONGEST_LINK else None

    def _go_on(self, place: str, rest: str) -> None:
        """The rest of a text that a cell cannot hold, in as many rows as it needs."""
        if self._long is None:
            self._long = self._book.add_worksheet("Long texts")
            self._long.set_column(0, 0, 20)
            self._long.set_column(1, 1, 100)
            for n, head in enumerate(("cell", "goes on")):
                self._long.write_string(0, n, head, self._head)
        while rest:
            part = _cut(rest, MOST_CHARACTERS)
            self._long_row += 1
            self._long.write_string(self._long_row, 0, place, self._plain)
            self._long.write_string(self._long_row, 1, part, self._wrapped)
            rest = rest[len(part) :]

    def _write_about(self, about: About, count: int) -> None:
        """What was asked, when, of which data, and what the columns mean."""
        sheet = self._book.add_worksheet("About")
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 100)
        rows = [
            ("Query", about.query),
            ("Rows", f"{count:,}"),
            ("Records that fit it", f"{about.total:,}"),
            ("Date", about.day),
            ("Data version", about.data_version),
            ("Digest of the data", about.digest),
            ("Written by", f"policykb {about.version}"),
            ("Cite the data as", f"policykb knowledge base, data version {about.data_version}, query: {about.query}"),
            ("", ""),
            ("Column", "What it means"),
            *((column.name, column.meaning) for column in self._table.columns),
        ]
        for row, (name, text) in enumerate(rows):
            sheet.write_string(row, 0, name, self._head if name == "Column" else self._plain)
            sheet.write_string(row, 1, _cut(text, MOST_CHARACTERS), self._head if name == "Column" else self._wrapped)


def _is_long(column: Column) -> bool:
    return column.kind == "text" and (column.many or column.name in _WIDTHS)


def _width(column: Column) -> int:
    if column.kind in {"flag", "integer", "number", "date"}:
        return max(11, min(len(column.name) + 4, 24))
    return _WIDTHS.get(column.name, 30 if column.many else 22)


def _is_exact(number: float) -> bool:
    return -EXACT < number < EXACT if isinstance(number, int) else math.isfinite(number)


def _units(text: str) -> int:
    """How many characters Excel counts: those beyond the first 65,536 of Unicode are two."""
    return len(text) + sum(character > "\uffff" for character in text)


def _cut(text: str, most: int) -> str:
    r"""As much of a text as ``most`` units hold.

    >>> _cut("abc", 2), _cut("a\U0001f600", 2), _cut("a\U0001f600", 3)
    ('ab', 'a', 'a😀')
    """
    shown = text[:most]
    while _units(shown) > most:
        shown = shown[: -max(1, (_units(shown) - most) // 2)]
    return shown
