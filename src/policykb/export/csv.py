"""CSV after RFC 4180: one flat row a record, safe to open in a spreadsheet, and read back without loss.

A cell that a spreadsheet could take for a formula gets a leading apostrophe, as does one that starts with an
apostrophe already, so that taking one away restores every cell (OWASP, CSV injection).
"""

import csv
import io
from typing import BinaryIO

from policykb.export.table import Cell, Table

NAME = "csv"
SUFFIXES = (".csv",)
DANGEROUS = frozenset("=+-@\t\r\n|%'\uff1d\uff0b\uff0d\uff20")


def write(table: Table, out: BinaryIO) -> int:
    """Writes a header and a row a record in UTF-8 (a file has a byte order mark for spreadsheets); returns how many."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig" if table.to_file else "utf-8", newline="", write_through=False)
    writer = csv.writer(text, delimiter=table.delimiter, lineterminator="\r\n")
    writer.writerow(table.names)
    count = 0
    for row in table.rows():
        writer.writerow([cell_text(cell) for cell in row])
        count += 1
    text.flush()
    text.detach()
    return count


def plain_text(cell: str) -> str:
    """The text of a cell that was written so.

    >>> plain_text(cell_text("=1+1")), plain_text(cell_text("'quoted'"))
    ('=1+1', "'quoted'")
    """
    return cell.removeprefix("'")


def cell_text(cell: Cell) -> str:
    """The cell as written.

    >>> cell_text("=1+1"), cell_text("'quoted'"), cell_text(True), cell_text(None), cell_text(-5.0)
    ("'=1+1", "''quoted'", 'true', '', '-5.0')
    """
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str):
        return f"'{cell}" if cell[:1] in DANGEROUS and cell else cell
    return str(cell)
