"""Every format of rows is read back by a program that shares nothing with us, and says what the query's rows say."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from tests.builders import FULL_CELLS, Plain

from policykb import ExportOptions, KnowledgeBase
from policykb.errors import OutputError, UsageError
from policykb.export import xlsx
from policykb.export.table import Column, Table

ASKED = ("statements", "recommendations", "actors", "frameworks", "sources", "events", "themes")


@pytest.fixture(params=["full", "shipped"])
def kb(request: pytest.FixtureRequest, full: KnowledgeBase, shipped: KnowledgeBase) -> KnowledgeBase:
    return full if request.param == "full" else shipped


def text_of(cell: Any) -> str:
    return "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)


@pytest.mark.parametrize(("suffix", "between", "given"), [("csv", ",", None), ("csv", ";", ";"), ("tsv", "\t", None)])
def test_csv_in_pythons_reader_pandas_and_duckdb(
    kb: KnowledgeBase, tmp_path: Path, suffix: str, between: str, given: str | None
) -> None:
    for asked in ASKED:
        path = tmp_path / f"{asked}.{suffix}"
        kb.export(asked, path, options=ExportOptions(delimiter=given))
        expected = [{name: text_of(cell) for name, cell in row.items()} for row in kb.query(asked).to_rows()]
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = [
                {name: cell.removeprefix("'") for name, cell in row.items()}
                for row in csv.DictReader(file, delimiter=between, strict=True)
            ]
        assert found == expected
        frame: Any = pd.read_csv(path, sep=between, dtype=str, keep_default_na=False)
        assert [{n: str(c).removeprefix("'") for n, c in row.items()} for row in frame.to_dict("records")] == expected
        quack = duckdb.read_csv(
            str(path), delimiter=between, all_varchar=True, header=True, quotechar='"', escapechar='"'
        )
        rows = [
            {n: (c or "").removeprefix("'") for n, c in zip(quack.columns, row, strict=True)}
            for row in quack.fetchall()
        ]
        assert rows == expected


def sheets(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(path, read_only=True)
    found = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}
    book.close()
    return found


def unescaped(cell: Any) -> Any:
    """openpyxl leaves Excel's own escape of what looks like one as it is."""
    return cell.replace("_x005F_", "_") if isinstance(cell, str) else cell


def test_xlsx_in_openpyxl(kb: KnowledgeBase, tmp_path: Path) -> None:
    for asked in ASKED:
        path = tmp_path / f"{asked}.xlsx"
        kb.export(asked, path)
        head, *rows = sheets(path)["Rows"]
        found = [dict(zip(head, map(unescaped, row), strict=True)) for row in rows]
        assert found == kb.query(asked).to_rows()


def test_xlsx_is_made_for_people(full: KnowledgeBase, tmp_path: Path) -> None:
    path = tmp_path / "full.xlsx"
    full.export("recommendations key:report/full", path)
    book = openpyxl.load_workbook(path)
    sheet = book["Rows"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:X2")
    cells = {str(head.value): cell for head, cell in zip(sheet[1], sheet[2], strict=True)}
    assert {n: unescaped(cell.value) for n, cell in cells.items()} == FULL_CELLS
    assert {n for n, cell in cells.items() if cell.data_type == "f"} == set()
    assert {n for n, cell in cells.items() if cell.data_type == "b"} == {"priority", "endorsed"}
    assert cells["citation"].hyperlink is not None
    assert cells["citation"].hyperlink.target == "https://example.org/r"
    about = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True)}
    assert about["Query"] == "type:recommendation key:report/full"
    assert full.digest() == about["Digest of the data"]
    assert str(about["Data version"]).startswith(full.digest()[:12])
    assert about["addressees"] == "Who is asked to act."
    book.close()


def test_a_cell_that_is_too_long_goes_on(tmp_path: Path) -> None:
    long = "😀" * 20_000 + "x" * 40_000
    path = tmp_path / "long.xlsx"
    with path.open("wb") as file:
        assert xlsx.write(table({"text": "short"}, {"text": long}), file) == 2
    found = sheets(path)
    cell = found["Rows"][2][0]
    assert len(cell.encode("utf-16-le")) // 2 <= 32_767
    rest = [row for row in found["Long texts"][1:] if row[0] == "Rows!A3"]
    assert cell.partition(" [goes on")[0] + "".join(str(row[1]) for row in rest) == long


def table(*records: Plain) -> Table:
    return Table(tuple(Column(name) for name in records[0]), iter(records), dict)


def test_rows_that_a_sheet_cannot_hold_go_on_in_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    monkeypatch.setattr(xlsx, "MOST_LINKS", 1)
    path = tmp_path / "many.xlsx"
    with path.open("wb") as file:
        assert xlsx.write(table(*({"url": f"https://example.org/{n}"} for n in range(5))), file) == 5
    found = sheets(path)
    assert list(found) == ["Rows", "Rows 2", "Rows 3"]
    assert [row[0] for rows in found.values() for row in rows[1:]] == [f"https://example.org/{n}" for n in range(5)]
    assert {rows[0] for rows in found.values()} == {("url",)}


def test_numbers_and_what_excel_would_change(tmp_path: Path) -> None:
    values = [7, 2.5, 12345678901234567890, float("inf"), True, "1e5", "TRUE", "\x01", "a\tb", " x "]
    path = tmp_path / "odd.xlsx"
    with path.open("wb") as file:
        xlsx.write(table(*({"value": value} for value in values)), file)
    found = [row[0] for row in sheets(path)["Rows"][1:]]
    assert found[:7] == [7, 2.5, "12345678901234567890", "inf", True, "1e5", "TRUE"]
    assert found[8:] == ["a\tb", " x "]
    assert b"_x0001_" in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")


def plain(cell: Any) -> Any:
    return "; ".join(cell) if isinstance(cell, list) else cell


def test_parquet_in_pyarrow_and_duckdb(kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policykb.export.parquet.GROUP", 10)
    for asked in ASKED:
        path = tmp_path / f"{asked}.parquet"
        kb.export(asked, path)
        expected = kb.query(asked).to_rows()
        assert [{n: plain(c) for n, c in row.items()} for row in pq.read_table(path).to_pylist()] == expected
        quack = duckdb.read_parquet(str(path))
        rows = [dict(zip(quack.columns, map(plain, row), strict=True)) for row in quack.fetchall()]
        assert rows == expected


def test_parquet_has_types_and_says_what_it_is(full: KnowledgeBase, tmp_path: Path) -> None:
    path = tmp_path / "full.parquet"
    full.export("recommendations", path)
    schema = pq.read_schema(path)
    assert {str(schema.field(n).type) for n in ("themes", "addressees", "codes", "evidence")} == {
        "list<element: string>"
    }
    assert str(schema.field("priority").type) == "bool"
    assert schema.field("addressees").metadata[b"meaning"] == b"Who is asked to act."
    assert schema.metadata[b"policykb.query"] == b"type:recommendation"
    assert schema.metadata[b"policykb.digest"].decode() == full.digest()
    sql = f"SELECT key FROM '{path}' WHERE list_contains(themes, 'Economic policy')"
    assert duckdb.connect().execute(sql).fetchall() == [("report/full",)]
    full.export("count of recommendations by theme", path, force=True)
    assert pq.read_table(path).to_pylist()[0] == {"theme": "Trade", "recommendations": 2, "sources": 1, "publishers": 1}


def test_a_column_of_several_kinds_is_no_column_of_parquet(tmp_path: Path) -> None:
    from policykb.export import parquet

    mixed = Table((Column("n", "integer"),), iter([{"n": 1}, {"n": "one"}]), dict)
    with pytest.raises(UsageError, match="column n"):
        parquet.write(mixed, io.BytesIO())


def test_json_in_duckdb(full: KnowledgeBase, tmp_path: Path) -> None:
    path = tmp_path / "full.jsonl"
    full.export("recommendations", path, options=ExportOptions(shape="wide"))
    quack = duckdb.read_json(str(path), format="newline_delimited", convert_strings_to_integers=False)
    rows = [dict(zip(quack.columns, row, strict=True)) for row in quack.fetchall()]
    assert [{n: str(c) for n, c in row.items()} for row in rows] == [
        {n: str(c) for n, c in row.items()} for row in full.query("recommendations").to_rows()
    ]
    full.export("recommendations", tmp_path / "flat.json", options=ExportOptions(columns=("key", "themes")))
    assert json.loads((tmp_path / "flat.json").read_text())[0].keys() == {"key", "themes"}


@pytest.mark.parametrize("suffix", ["csv", "tsv", "xlsx", "parquet", "json", "jsonl"])
def test_a_failed_export_leaves_nothing(
    full: KnowledgeBase, tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, temporary = tmp_path / "out", tmp_path / "tmp"
    target.mkdir()
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    path = target / f"x.{suffix}"
    path.write_bytes(b"mine")
    with pytest.raises(OutputError, match="exists"):
        full.export("recommendations", path)

    def stop(_: object) -> None:
        raise KeyboardInterrupt

    answer = full.query("recommendations")
    from policykb.kb.files import written_whole

    with pytest.raises(KeyboardInterrupt), written_whole(path, force=True) as file:
        answer.write(suffix, file, to_file=True, tell=stop)
    assert path.read_bytes() == b"mine"
    assert [p.name for p in target.iterdir()] == [path.name]
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("suffix", "library", "extra"), [("xlsx", "xlsxwriter", "xlsx"), ("parquet", "pyarrow", "parquet")]
)
def test_a_format_without_its_library(
    full: KnowledgeBase, tmp_path: Path, suffix: str, library: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import builtins

    real = builtins.__import__

    def without(name: str, *arguments: Any, **options: Any) -> Any:
        if name.partition(".")[0] == library:
            raise ImportError(name)
        return real(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError, match="is not installed") as caught:
        full.export("recommendations", tmp_path / f"x.{suffix}")
    assert caught.value.hint == f'Install it with: pip install "policykb[{extra}]"'
    assert list(tmp_path.iterdir()) == []
