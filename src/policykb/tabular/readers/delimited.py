"""CSV, TSV and their kin: rows of texts between delimiters, in any encoding, with any line ends."""

import csv
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path

from policykb.errors import CellProblem, SeedError, UsageError
from policykb.export.csv import DANGEROUS
from policykb.export.options import DELIMITERS
from policykb.tabular.encoding import Detected, detect
from policykb.tabular.table import Cell, ReadOptions, Row, Table, header_names, refuse

SUFFIXES = (".csv", ".tsv", ".tab", ".txt")
HEEDS = frozenset({"encoding", "delimiter"})
LONGEST_LINE = 2_000_000
"""Characters; a cell may have 131,072, the limit of the csv module."""
_WORDS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", ":": "colon"}
_LOOKED_AT = 40
_TOO_LONG = (
    f"a cell longer than {csv.field_size_limit():,} characters",
    "is a quotation mark opened in it that is never closed?",
)


def read(path: Path, display: str, options: ReadOptions) -> Table:
    """The table of a file whose cells stand between delimiters."""
    found = detect(path, display, options.encoding)
    text = _Text(path, display, found)
    delimiter = _delimiter(text, path, options)
    header = _header(text, delimiter, options.header)

    def rows() -> "Iterator[Row | CellProblem]":
        return _rows(text, delimiter, header, options.header)

    notes = (f"{display}: {found.name}, {text.line_ends()}, cells between {_WORDS.get(delimiter, delimiter)}s",)
    return Table(path, display, found.sha256, header, rows, notes, options.header)


class _Text:
    """The lines of a file; remembers where the record began that is being read."""

    def __init__(self, path: Path, display: str, found: Detected) -> None:
        self._path = path
        self.display = display
        self.found = found
        self.first = ""
        """The first line of the record that is being read."""

    def lines(self) -> Iterator[str]:
        errors = "strict" if self.found.sound else _LENIENT.get(self.found.encoding, "surrogateescape")
        with self._path.open(encoding=self.found.encoding, errors=errors, newline="") as stream:
            begins = True
            while line := stream.readline(LONGEST_LINE):
                if len(line) == LONGEST_LINE:
                    self.first = self.first or line
                    raise csv.Error("field larger than field limit")
                if begins and line.startswith("\ufeff"):
                    line = line[1:]
                begins = False
                self.first = self.first or line
                yield line

    def records(self, delimiter: str) -> Iterator[tuple[int, list[str]]]:
        """(row as a spreadsheet counts, cells) of every record; blank ones have no cells. Raises SeedError."""
        reader = csv.reader(self.lines(), delimiter=delimiter, strict=True)
        number = 0
        try:
            for number, cells in enumerate(reader, 1):
                self.first = ""
                yield number, cells
        except csv.Error as error:
            message, hint = _explained(str(error))
            column = _last_column(self.first, delimiter)
            self.first = ""
            raise refuse(self.display, message, hint, number + 1, column) from error
        except UnicodeError as error:
            raise refuse(
                self.display, f"not {self.found.name}: {error}", "--encoding names another", number + 1
            ) from error

    def line_ends(self) -> str:
        """Which characters end the lines."""
        seen: set[str] = set()
        with self._path.open(encoding=self.found.encoding, errors="replace", newline="") as stream:
            for line in iter(lambda: stream.readline(LONGEST_LINE), ""):
                seen.add(
                    "CRLF"
                    if line.endswith("\r\n")
                    else "CR"
                    if line.endswith("\r")
                    else "LF"
                    if line.endswith("\n")
                    else ""
                )
        kinds = sorted(seen - {""})
        return (
            f"line ends {kinds[0]}"
            if len(kinds) == 1
            else f"mixed line ends ({', '.join(kinds)})"
            if kinds
            else "one line"
        )


_LENIENT = dict.fromkeys(("utf-16", "utf-16-le", "utf-16-be", "utf-32"), "strict")


def _explained(said: str) -> tuple[str, str]:
    if "field limit" in said or "field larger" in said:
        return _TOO_LONG
    if "unexpected end of data" in said:
        return "a quotation mark is opened and never closed", 'close it, or write " inside of a cell as ""'
    if "expected after" in said:
        return "text after a closing quotation mark", 'write " inside of a cell as ""'
    return f"not readable: {said}", ""


def _last_column(line: str, delimiter: str) -> int:
    """The column (from 1) in which a record's first line ends: there is the quotation mark that goes on."""
    try:
        return len(next(csv.reader([line[:100_000]], delimiter=delimiter), []))
    except csv.Error:
        return 0


def _delimiter(text: _Text, path: Path, options: ReadOptions) -> str:
    """What stands between cells: as asked, or what cuts the first rows into the same number of them, the most."""
    if options.delimiter is not None:
        if options.delimiter not in DELIMITERS and len(options.delimiter) != 1:
            raise UsageError(f"--delimiter cannot be '{options.delimiter}'.", "It can be: , ; | : or tab")
        return DELIMITERS.get(options.delimiter, options.delimiter)
    scores: dict[str, tuple[float, int]] = {}
    # What is cut by commas in running text begins with a space.
    for candidate in (",", ";", "\t", "|"):
        widths: Counter[int] = Counter()
        spaced = cut = 0
        with suppress(SeedError):
            for _, cells in islice(text.records(candidate), _LOOKED_AT):
                widths.update([len(cells)] if cells else [])
                cut += len(cells[1:])
                spaced += sum(cell.startswith(" ") for cell in cells[1:])
        if widths:
            width, times = max(widths.items(), key=lambda item: (item[0] > 1, item[1], item[0]))
            even = times / widths.total() if width > 1 else 0.0
            scores[candidate] = (even - (spaced / cut / 2 if cut else 0.0), width)
    if path.suffix.lower() in {".tsv", ".tab"} and scores.get("\t", (0, 0))[1] > 1:
        return "\t"
    return max(scores, key=lambda one: scores[one], default=",")


def _header(text: _Text, delimiter: str, row: int) -> tuple[str, ...]:
    for number, cells in islice(text.records(delimiter), row):
        if number == row:
            for n, cell in enumerate(cells):
                if "\0" in cell:
                    raise refuse(text.display, *_NUL, number, n + 1)
            if names := header_names([_decoded(cell) for cell in cells]):
                return names
    raise refuse(text.display, "no names of columns", "the first row must name them, or header: says which", row)


_NUL = ("a NUL character", "the file is damaged, or in UTF-16: --encoding utf-16")


def _decoded(cell: str) -> str:
    return cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _rows(text: _Text, delimiter: str, header: tuple[str, ...], header_row: int) -> "Iterator[Row | CellProblem]":
    width, sound, display = len(header), text.found.sound, text.display
    for number, cells in text.records(delimiter):
        if number <= header_row or not any(cells):
            continue
        if len(cells) != width:
            if len(cells) > width and not any(map(str.strip, cells[width:])):
                del cells[width:]
            elif not any(map(str.strip, cells)):
                continue
            else:
                yield _ragged(display, number, cells, width)
                continue
        together = "\x1f".join(cells)
        if "\0" in together:
            at = next(n for n, cell in enumerate(cells) if "\0" in cell)
            yield CellProblem(display, number, at + 1, header[at], *_NUL)
            continue
        if not sound and (fault := _undecoded(text, number, cells, header)):
            yield fault
            continue
        if "\r" in together:
            cells = [cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell for cell in cells]
        if "\x1f'" in together or together.startswith("'"):
            cells = [unguarded(cell) for cell in cells]
        texts: list[Cell] = cells  # type: ignore[assignment]  # nobody puts anything else into it
        yield Row(number, texts)


def unguarded(text: str) -> str:
    """A cell without the apostrophe that our exports put before what looks like a formula; any other is the text's own.

    >>> unguarded("'=1+1"), unguarded("''quoted'"), unguarded("'Tis so")
    ('=1+1', "'quoted'", "'Tis so")
    """
    return text[1:] if text[:1] == "'" and text[1:2] in DANGEROUS and len(text) > 1 else text


def _ragged(display: str, number: int, cells: list[str], width: int) -> CellProblem:
    few = len(cells) < width
    hint = "is a cell missing, or a line end inside one?" if few else "is a cell with the delimiter in it not quoted?"
    said = f"{len(cells)} cell{'s' * (len(cells) != 1)}, but the header has {width}"
    return CellProblem(display, number, 0, "", said, hint)


def _undecoded(text: _Text, number: int, cells: list[str], header: tuple[str, ...]) -> CellProblem | None:
    for n, cell in enumerate(cells):
        byte = next((character for character in cell if "\udc80" <= character <= "\udcff"), None)
        if byte is not None:
            said = f"the byte {ord(byte) - 0xDC00:#04x} is not {text.found.name}"
            return CellProblem(text.display, number, n + 1, header[n], said, "--encoding names another encoding")
    return None
