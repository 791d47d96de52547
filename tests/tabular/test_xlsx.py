"""Spreadsheets, written by openpyxl or by hand where openpyxl writes no such thing."""

import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from policykb.errors import CellProblem, LimitReached, PolicykbError, SeedError, UsageError
from policykb.tabular.readers import read_table
from policykb.tabular.table import ReadOptions, Row, Table


def book(path: Path, *rows: list[object], merge: str = "", title: str = "Rows") -> Path:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    made.save(path)
    return path


def said(table: Table) -> list[object]:
    return [
        list(row.cells) if isinstance(row, Row) else str(row).replace(f"{table.path.parent}/", "")
        for row in table.rows()
    ]


def rezipped(path: Path, part: str, old: str, new: str) -> Path:
    """The same archive with a part changed, as another program might have written it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part].decode()
    parts[part] = parts[part].decode().replace(old, new).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


SHEET = "xl/worksheets/sheet1.xml"


def test_values_are_texts_as_people_read_them(tmp_path: Path) -> None:
    path = book(
        tmp_path / "a.xlsx",
        ["Text ", "Made\non", "n"],
        ["a_x000D_\nb", date(2024, 2, 22), 5.0],
        [True, datetime(2024, 2, 22, 10, 30), 0.5],
        [None, None, None],
        ["_x005F_x000D_", "2024-06", 45344],
    )
    table = read_table(path, ReadOptions())
    assert table.header == ("Text", "Made on", "n")
    assert said(table) == [
        ["a\nb", "2024-02-22", "5"],
        ["true", "2024-02-22 10:30:00", "0.5"],
        ["_x000D_", "2024-06", "45344"],
    ]
    assert [row.number for row in table.rows() if isinstance(row, Row)] == [2, 3, 5]


def test_a_formula_counts_by_its_stored_value(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["a", "b"], ["x", "=1+1"], ["y", "=2+2"])
    rezipped(path, SHEET, "<f>1+1</f><v></v>", "<f>1+1</f><v>2</v>") if "<v></v>" in zipfile.ZipFile(path).read(
        SHEET
    ).decode() else rezipped(path, SHEET, "<f>1+1</f><v />", "<f>1+1</f><v>2</v>")
    assert said(read_table(path, ReadOptions())) == [
        ["x", "2"],
        "a.xlsx: row 3, column B (b): a formula without a stored value (open the file in its program and save it: that stores the values)",
    ]


def test_an_error_of_the_spreadsheet_is_one(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["a", "b"], ["x", "#N/A"], ["y", "fine"])
    assert said(read_table(path, ReadOptions())) == [
        "a.xlsx: row 2, column B (b): an error in the spreadsheet: #N/A (mend or empty it)",
        ["y", "fine"],
    ]


def test_merged_cells_are_refused_or_filled(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["a", "b"], ["x", "1"], [None, "2"], ["y", "3"], merge="A2:A3")
    assert said(read_table(path, ReadOptions()))[0] == (
        "a.xlsx: row 2, column A (a): the cells A2:A3 are merged (unmerge them and fill them, or say merged: fill in the mapping)"
    )
    assert said(read_table(path, ReadOptions(merged="fill"))) == [["x", "1"], ["x", "2"], ["y", "3"]]


def test_a_merged_title_above_the_header_does_not_matter(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["A title", None], ["a", "b"], ["x", "1"], merge="A1:B1")
    assert said(read_table(path, ReadOptions(header=2))) == [["x", "1"]]


def test_the_sheet_is_chosen_and_named(tmp_path: Path) -> None:
    made = Workbook()
    first, second = made.active, made.create_sheet("Legend")
    assert first is not None
    first.title = "Data"
    first.append(["a"])
    first.append(["x"])
    second.append(["b"])
    second.append(["y"])
    made.save(tmp_path / "a.xlsx")
    table = read_table(tmp_path / "a.xlsx", ReadOptions())
    assert table.notes[0].endswith("a.xlsx: sheet Data; not read: Legend")
    assert said(read_table(tmp_path / "a.xlsx", ReadOptions(sheet="Legend"))) == [["y"]]
    with pytest.raises(UsageError, match="has no sheet 'Legends'") as error:
        read_table(tmp_path / "a.xlsx", ReadOptions(sheet="Legends"))
    assert error.value.hint == "Did you mean Legend?"


def test_a_huge_dimension_costs_nothing(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["a", "b"], ["x", "y"])
    rezipped(path, SHEET, 'ref="A1:B2"', 'ref="A1:XFD1048576"')
    assert said(read_table(path, ReadOptions())) == [["x", "y"]]


def _bomb(path: Path) -> None:
    book(path, ["a"], ["x"])
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/big.xml", b" " * 20_000_000)


def _entities(path: Path) -> None:
    rezipped(book(path, ["a"], ["x"]), SHEET, "<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet')


def _entities_behind_a_comment(path: Path) -> None:
    hidden = f'<!--{"x" * 70_000}--><!DOCTYPE x [<!ENTITY a "b">]><worksheet'
    rezipped(book(path, ["a"], ["x"]), SHEET, "<worksheet", hidden)


def _cut(path: Path) -> None:
    path.write_bytes(book(path, ["a"], ["x"]).read_bytes()[:-200])


def _no_sheet(path: Path) -> None:
    rezipped(book(path, ["a"], ["x"]), SHEET, "</sheetData>", "<sheetData>")


@pytest.mark.parametrize(
    ("spoil", "kind", "message"),
    [
        (_bomb, LimitReached, "would unpack to"),
        (_entities, SeedError, "declares a document type or entities"),
        (_entities_behind_a_comment, SeedError, "begins with 64 kB that are no table"),
        (_cut, SeedError, "the spreadsheet is damaged"),
        (_no_sheet, SeedError, "the spreadsheet is damaged"),
        (lambda path: path.write_text("a,b\n"), SeedError, "not a spreadsheet"),
        (
            lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(600)),
            SeedError,
            "protected by a password, or an old .xls",
        ),
        (book, SeedError, "no names of columns"),
    ],
    ids=["bomb", "entities", "hidden", "cut", "no sheet", "text", "old", "empty"],
)
def test_what_is_no_sound_spreadsheet_is_refused(
    tmp_path: Path, spoil: object, kind: type[PolicykbError], message: str
) -> None:
    path = tmp_path / "a.xlsx"
    spoil(path)  # type: ignore[operator]
    with pytest.raises(kind) as error:
        list(read_table(path, ReadOptions()).rows())
    assert message in str(error.value)
    assert "a.xlsx" in str(error.value)


def test_more_cells_than_columns_are_notes_beside_the_table(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", ["a"], ["x", None, "a remark"])
    assert said(read_table(path, ReadOptions())) == [["x"]]


def test_a_problem_is_shown_with_letters() -> None:
    assert str(CellProblem("a.xlsx", 2, 28, "b", "odd")) == "a.xlsx: row 2, column AB (b): odd"
