"""CSV and TSV in whatever form a spreadsheet leaves them: encodings, line ends, delimiters, and every fault named."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policykb.errors import CellProblem, SeedError, UsageError
from policykb.export.csv import cell_text
from policykb.tabular.readers import read_table
from policykb.tabular.readers.delimited import unguarded
from policykb.tabular.table import ReadOptions, Row

PLACES = "To,From,Text\nCôte d’Ivoire,Curaçao,“Résumé” – naïve\n"


def rows(path: Path, **switches: str) -> tuple[tuple[str, ...], list[list[str]], tuple[str, ...]]:
    table = read_table(path, ReadOptions(**switches))  # type: ignore[arg-type]
    found = list(table.rows())
    assert all(isinstance(row, Row) for row in found)
    return table.header, [[str(cell) for cell in row.cells] for row in found if isinstance(row, Row)], table.notes


def faults(path: Path, **switches: str) -> list[str]:
    """Everything that is wrong, with the file's name without its folder."""
    try:
        found = [one for one in read_table(path, ReadOptions(**switches)).rows() if isinstance(one, CellProblem)]  # type: ignore[arg-type]
    except SeedError as error:
        found = list(error.problems)  # type: ignore[arg-type]
    return [str(one).replace(f"{path.parent}/", "") for one in found]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac_roman"])
def test_encoding_and_line_ends_are_found(tmp_path: Path, encoding: str, end: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes((PLACES * 3).replace("\n", end).encode(encoding))
    assert rows(path)[:2] == (
        ("To", "From", "Text"),
        [row for line in (PLACES * 3).splitlines()[1:] for row in [line.split(",")]],
    )


def test_what_was_found_is_said(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("a;b\r1;é\r2;è\n".encode("mac_roman"))
    assert [note.replace(f"{tmp_path}/", "") for note in rows(path)[2]] == [
        "a.csv: Mac Roman, mixed line ends (CR, LF), cells between semicolons"
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_where_others_stand_in_cells(tmp_path: Path, delimiter: str) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    expected = [["a, b; c | d", "1\t2"], ["x", "y, z"], ["one\ntwo", 'say "no"']]
    writer.writerows([["first, of all", "second"], *expected])
    path = tmp_path / "a.csv"
    path.write_text(out.getvalue(), newline="")
    assert rows(path)[1] == expected


def test_rows_count_as_a_spreadsheet_counts_them(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('a,b\n"one\ntwo",2\n\n,\nx,y,z\n')
    table = read_table(path, ReadOptions())
    assert [row.number if isinstance(row, Row) else row.line for row in table.rows()] == [2, 5]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"a,b\n1,2\n3\n", "row 3: 1 cell, but the header has 2 (is a cell missing, or a line end inside one?)"),
        (b"a,b\n1,2,3\n", "row 2: 3 cells, but the header has 2 (is a cell with the delimiter in it not quoted?)"),
        (
            b"a,b\n1,x\0y\n",
            "row 2, column B (b): a NUL character (the file is damaged, or in UTF-16: --encoding utf-16)",
        ),
        (
            b'a,b\n1,2\n3,"open\nmore\n',
            'row 3, column B: a quotation mark is opened and never closed (close it, or write " inside of a cell as "")',
        ),
        (b'a,b\n1,"x"y\n', 'row 2, column B: text after a closing quotation mark (write " inside of a cell as "")'),
        (b"", "row 1: no names of columns (the first row must name them, or header: says which)"),
        (
            b"a,b\n1," + "é".encode() * 30 + b"\n2,\xff\n",
            "row 3, column B (b): the byte 0xff is not UTF-8 (--encoding names another encoding)",
        ),
    ],
)
def test_a_fault_names_row_and_column(tmp_path: Path, raw: bytes, said: str) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(raw)
    assert faults(path) == [f"a.csv: {said}"]


@pytest.mark.parametrize("quoted", ["", '"'])
def test_a_cell_of_11_megabytes_is_refused(tmp_path: Path, quoted: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"a,b\n1,{quoted}{'x' * 11_000_000}{quoted}\n")
    assert faults(path) == [
        "a.csv: row 2, column B: a cell longer than 131,072 characters (is a quotation mark opened in it that is never closed?)"
    ]


def test_a_switch_overrules_what_was_found(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("a;b,c\n1;é,2\n".encode("cp1252"))
    assert rows(path, encoding="cp437", delimiter=";")[1] == [["1", "Θ,2"]]
    with pytest.raises(UsageError, match="--encoding cannot be 'klingon'"):
        rows(path, encoding="klingon")
    with pytest.raises(UsageError, match="--sheet means nothing"):
        rows(path, sheet="x")


def test_an_encoding_that_does_not_fit_is_told_where(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("a,b\n1,2\n3,é\n".encode("cp1252"))
    assert faults(path, encoding="utf-8") == [
        "a.csv: row 3, column B (b): the byte 0xe9 is not utf-8 (--encoding names another encoding)"
    ]


FORMULAS = ["=1+1", "+1", "-5", "@x", "\t=1", "'=1+1", "'abc", "＝1", "|x", "%", "007", "plain", "it's", "", "''"]


@pytest.mark.parametrize("text", FORMULAS)
def test_the_guard_of_our_own_csv_is_taken_away_once(text: str) -> None:
    assert unguarded(cell_text(text)) == text


def test_an_apostrophe_of_somebody_else_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a\n'Tis the season\n'-5\n")
    assert rows(path)[1] == [["'Tis the season"], ["-5"]]


@settings(max_examples=60)
@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_characters="\0\r", codec="utf-8"), max_size=12), min_size=2, max_size=2),
        min_size=1,
        max_size=6,
    )
)
def test_what_the_csv_module_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, cells: list[list[str]]
) -> None:
    path = tmp_path_factory.mktemp("csv") / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([["first", "second"], *([cell_text(cell) for cell in row] for row in cells)])
    expected = [row for row in cells if any(row)]
    assert rows(path, encoding="utf-8", delimiter=",")[1] == expected


def test_json_lines_have_lists_and_objects(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    said = [{"a": "x", "b": ["1", "2"], "c": {"d": 5.0}}, {"a": None, "e": True}]
    path.write_text("".join(json.dumps(one) + "\n" for one in said) + "{not json\n")
    table = read_table(path, ReadOptions())
    assert table.header == ("a", "b", "c.d", "e")
    first, second, third = table.rows()
    assert isinstance(first, Row)
    assert first.cells == ["x", ("1", "2"), "5", ""]
    assert isinstance(second, Row)
    assert second == (2, ["", "", "", "true"])
    assert isinstance(third, CellProblem)
    assert third.line == 3
