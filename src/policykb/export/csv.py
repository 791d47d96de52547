"""CSV after RFC 4180: one flat row a record, safe to open in a spreadsheet, and read back without loss.

A cell that a spreadsheet could take for a formula gets a leading apostrophe, as does one that starts with an
apostrophe already, so that taking one away restores every cell (OWASP, CSV injection).
"""

from typing import BinaryIO

from policykb.export.options import ROWS
from policykb.export.table import JOINT, Cell, Table, Value, joined

NAME = "csv"
SUFFIXES = (".csv",)
OPTIONS = ROWS | {"delimiter"}
DANGEROUS = frozenset("=+-@\t\r\n|%'\uff1d\uff0b\uff0d\uff20")
_END = "\r\n"


def write(table: Table, out: BinaryIO) -> int:
    """Writes a header and a row a record in UTF-8 (a file has a byte order mark for spreadsheets); returns how many."""
    delimiter = table.delimiter
    names = [quoted(name, delimiter) for name in table.names]
    out.write(("\ufeff" if table.to_file else "").encode() + (delimiter.join(names) + _END).encode())
    count = 0
    for chunk in table.chunks():
        columns = [_written(values, delimiter) for values in chunk]
        if len(columns) == 1:
            # An empty line is no row to those who read it.
            columns = [[cell or '""' for cell in columns[0]]]
        lines = list(map(delimiter.join, zip(*columns, strict=True)))
        lines.append("")
        out.write(_END.join(lines).encode())
        count += len(chunk[0])
    return count


def _written(values: list[Value], delimiter: str) -> list[str]:
    """The cells of a column as written. A look at all of them at once saves most columns a look at each."""
    if values.count(None) == len(values):
        return [""] * len(values)
    texts = [
        v if type(v) is str else "" if v is None else JOINT.join(v) if type(v) is tuple else cell_text(joined(v))
        for v in values
    ]
    if not DANGEROUS.isdisjoint([text[:1] for text in texts]):
        texts = [cell_text(joined(value)) for value in values]
    together = "".join(texts)
    if any(sign in together for sign in (delimiter, '"', "\r", "\n")):
        return [quoted(text, delimiter) for text in texts]
    return texts


def quoted(text: str, delimiter: str = ",") -> str:
    """A text as it stands in a line: in quotes, themselves doubled, where it holds what a line is made of.

    >>> quoted("plain"), quoted('a "b", c'), quoted("a;b"), quoted("a;b", ";")
    ('plain', '"a ""b"", c"', 'a;b', '"a;b"')
    """
    if delimiter in text or '"' in text or "\r" in text or "\n" in text:
        return '"' + text.replace('"', '""') + '"'
    return text


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
    if cell is True or cell is False:
        return "true" if cell else "false"
    if isinstance(cell, str):
        return f"'{cell}" if cell[:1] in DANGEROUS and cell else cell
    return str(cell)
