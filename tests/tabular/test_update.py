"""The round trip an analyst lives by: export, edit in a spreadsheet, back; nothing changes but what was edited."""

import csv
import io
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from tests.builders import Fresh, fingerprint, small, totals, write

from policykb import KnowledgeBase
from policykb.errors import SeedError
from policykb.export.options import ExportOptions
from policykb.store.engine import Database

MINE = """\
# kept by hand
source: {key: mine, title: My report, kind: report, issued: 2024-05}
groups:
  - {key: experts, name: Experts}
recommendations:
  # the first of them
  - key: a
    text: Japan should join.
    strength: should
    addressees: [japan, {key: united-states, role: example}]
    # by when
    deadline: by 2026
    proponents: [experts]
    codes: {x: "1"}
    evidence:
      - {page: 3}
  - {key: b, text: "=1+1 is the sum; so they say", addressees: [japan], themes: [trade], evidence: [{page: 4}]}
findings:
  - {key: c, text: "'Tis, \\"so\\",\\nthey say", kind: concern, evidence: [{section: One, paragraph: 2}]}
"""
FORMATS = ("csv", "tsv", "xlsx", "jsonl")


@pytest.fixture
def kb(base: Database, tmp_path: Path) -> KnowledgeBase:
    totals(base, small(tmp_path / "seed", mine=MINE))
    return KnowledgeBase(base)


def exported(kb: KnowledgeBase, folder: Path, suffix: str, query: str = "recommendations", **options: Any) -> Path:
    path = folder / f"answer.{suffix}"
    kb.export(query, path, force=True, options=ExportOptions(**options))
    return path


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def as_spreadsheet(path: Path, rows: list[dict[str, str]], **how: Any) -> Path:
    """The rows as a spreadsheet program saves CSV: its own quotes, line ends, capitals and delimiter."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), **{"delimiter": ",", "lineterminator": "\r\n", **how})
    writer.writeheader()
    for row in rows:
        writer.writerow({name: {"true": "TRUE", "false": "FALSE"}.get(cell, cell) for name, cell in row.items()})
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    return path


def changed(kb: KnowledgeBase, path: Path) -> dict[str, list[str]]:
    """What an update would change, in words, by record."""
    report = kb.import_update(path, dry_run=True)
    return {
        change.key: [line for difference in change.differences for line in difference.in_words()]
        for change in report.changes
    }


def refused(kb: KnowledgeBase, path: Path) -> list[str]:
    before = fingerprint(kb.url)
    with pytest.raises(SeedError) as error:
        kb.import_update(path)
    assert fingerprint(kb.url) == before
    return [str(problem).replace(f"{path.parent}/", "") for problem in error.value.problems]


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_export_that_nobody_edited_changes_nothing(kb: KnowledgeBase, tmp_path: Path, suffix: str) -> None:
    for number, query in enumerate(
        ("recommendations", "findings", "actors", "frameworks", "sources", "themes", "events")
    ):
        folder = tmp_path / query
        folder.mkdir()
        path = exported(kb, folder, suffix, query, keys=number % 2 == 0)
        assert changed(kb, path) == {}, query


def test_edited_cells_change_the_file_and_nothing_else_of_it(kb: KnowledgeBase, tmp_path: Path) -> None:
    rows = table(exported(kb, tmp_path, "csv", "recommendations source:mine"))
    first, second = (next(row for row in rows if row["key"] == f"mine/{key}") for key in "ab")
    first |= {"addressees": "United States; Jane Doe", "deadline": "", "priority": "TRUE", "text": "Japan should go."}
    second |= {"strength": "must", "codes": "p=1; q=2", "themes": "trade; economic"}
    path = as_spreadsheet(tmp_path / "edited.csv", rows, delimiter=";", quoting=csv.QUOTE_ALL)
    assert changed(kb, path) == {
        "mine/a": [
            "text: Japan should [-join.-] {+go.+}",
            "priority (none) -> yes",
            "addressee japan, united-states (example) -> united-states (example), jane-doe",
            "deadline by 2026 -> (none)",
        ],
        "mine/b": [
            "theme trade -> trade, economic",
            "code p (none) -> 1",
            "code q (none) -> 2",
            "strength (none) -> must",
        ],
    }
    assert (tmp_path / "seed/mine.yaml").read_text() == MINE
    report = kb.import_update(path)
    assert report.load.totals == (0, 2, 0)
    lines = (tmp_path / "seed/mine.yaml").read_text().splitlines()
    assert [line for line in MINE.splitlines() if line not in lines] == [
        "    text: Japan should join.",
        "    addressees: [japan, {key: united-states, role: example}]",
        "    deadline: by 2026",
        '  - {key: b, text: "=1+1 is the sum; so they say", addressees: [japan], themes: [trade], evidence: [{page: 4}]}',
    ]
    assert "    # by when" in lines
    assert kb.load(tmp_path / "seed").totals == (0, 0, 0)
    assert changed(kb, path) == {}
    kb.undo()
    assert {"mine/a", "mine/b"} == set(changed(kb, path))


@pytest.mark.parametrize("suffix", ["xlsx", "jsonl"])
def test_other_formats_change_the_same(kb: KnowledgeBase, tmp_path: Path, suffix: str) -> None:
    path = exported(kb, tmp_path, suffix, "recommendations source:mine sort:key")
    if suffix == "xlsx":
        book = load_workbook(path)
        sheet = book["Rows"]
        columns = {cell.value: n for n, cell in enumerate(sheet[1], 1)}
        sheet.cell(2, columns["text"]).value = "Japan should go."
        sheet.cell(2, columns["deadline"]).value = None
        book.save(path)
    else:
        text = path.read_text().replace("Japan should join.", "Japan should go.").replace('"by 2026"', "null")
        path.write_text(text)
    assert changed(kb, path) == {"mine/a": ["text: Japan should [-join.-] {+go.+}", "deadline by 2026 -> (none)"]}


def test_only_the_columns_and_rows_that_are_there_count(kb: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "few.csv").write_text("key,my remark,strength\nmine/a,hello,must\n")
    report = kb.import_update(tmp_path / "few.csv")
    assert report.load.totals == (0, 1, 0)
    assert report.notices[-1] == f"{tmp_path}/few.csv: not used: my remark"
    record = next(record for record in kb.query("recommendations source:mine").to_dicts() if record["key"] == "mine/a")
    assert record["deadline"] == "by 2026"


def test_lines_of_json_are_edited_in_place(kb: KnowledgeBase, tmp_path: Path) -> None:
    line = '{"type": "recommendation", "key": "mine/j", "source": "mine", "text": "Go.", "evidence": [{"page": 1}]}\n'
    write(tmp_path / "seed", {"more.jsonl": line + line.replace("mine/j", "mine/k")}, "tests")
    kb.load(tmp_path / "seed")
    (tmp_path / "few.csv").write_text("key,strength\nmine/k,must\n")
    kb.import_update(tmp_path / "few.csv")
    first, second = (tmp_path / "seed/more.jsonl").read_text().splitlines(keepends=True)
    assert first == line
    assert '"strength":"must"' in second
    assert kb.load(tmp_path / "seed").totals == (0, 0, 0)


def test_what_was_imported_is_changed_in_the_base(kb: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("key,source,text,addressees\nx,mine,Go.,Japan\ny,mine,Come.,Japan\n")
    kb.import_table(tmp_path / "t.csv")
    (tmp_path / "few.csv").write_text("key,text\nmine/x,Go now.\n")
    assert kb.import_update(tmp_path / "few.csv").load.totals == (0, 1, 0)
    assert changed(kb, tmp_path / "few.csv") == {}
    assert len(kb.query("recommendations source:mine")) == 4
    # The table says otherwise, and importing it again says so beforehand.
    told = kb.import_table(tmp_path / "t.csv", dry_run=True).changes
    assert told is not None
    assert [change.key for change in told] == ["mine/x"]
    kb.undo()
    assert kb.import_table(tmp_path / "t.csv").load.totals == (0, 0, 0)


def test_claims_and_evidence_stay(kb: KnowledgeBase, tmp_path: Path) -> None:
    claims = "claims:\n  - {statement: mine/a, aspect: response, value: accepted, asserter: japan}\n"
    write(tmp_path / "seed", {"claims.yaml": claims}, "tests")
    kb.load(tmp_path / "seed")
    (tmp_path / "few.csv").write_text("key,text\nmine/a,Go now.\n")
    kb.import_update(tmp_path / "few.csv")
    detail = kb.query("recommendations with response accepted").to_dicts()
    assert [(record["key"], record["evidence"]) for record in detail] == [("mine/a", [{"page": 3}])]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("key,text\nmine/z,Go.\n", "row 2, column A (key): no record mine/z (new rows are imported without --update)"),
        ("key,text\nmine/a,\n", "row 2, column B (text): cannot be empty"),
        ("key,text\nmine/a,x\nmine/a,y\n", "row 3, column A (key): mine/a stands in row 2 too (a record has one row)"),
        ("key,strength\nmine/a,mus\n", "row 2, column B (strength): mus is no strength"),
        (
            "key,addressees\nmine/a,Japn\n",
            "row 2, column B (addressees): nothing in the base is called 'Japn': no actor or framework (did you mean japan?)",
        ),
        (
            "key,citation\nmine/a,x\n",
            "row 2, column B (citation): made of the source and the evidence cannot be changed in a table (edit it where it is stated)",
        ),
        (
            "key,issued\nmine/a,\n",
            "row 2, column B (issued): the date is that of the source (empty it there)",
        ),
        ("kei,text\nmine/a,x\n", "no column is called key, so no row says which record it is (did you mean kei?)"),
    ],
)
def test_what_cannot_be_is_told_with_row_and_column(kb: KnowledgeBase, tmp_path: Path, rows: str, said: str) -> None:
    (tmp_path / "t.csv").write_text(rows)
    if "strength" in rows:
        kb.load(
            write(
                tmp_path / "v",
                {
                    "v.yaml": "vocabularies:\n  - {key: strength, name: S, terms: [{key: should, definition: S.}, {key: must, definition: M.}]}\n"
                },
                "v",
            )
        )
    assert any(f"t.csv: {said}" in line for line in refused(kb, tmp_path / "t.csv"))


def test_a_file_that_changed_since_is_to_be_loaded_first(kb: KnowledgeBase, tmp_path: Path) -> None:
    file = tmp_path / "seed/mine.yaml"
    file.write_text(MINE.replace("by 2026", "by 2027"))
    (tmp_path / "t.csv").write_text("key,text\nmine/a,Go.\n")
    assert "was changed since it was loaded" in refused(kb, tmp_path / "t.csv")[0]
    assert file.read_text() == MINE.replace("by 2026", "by 2027")


def test_a_file_that_is_gone_is_told(kb: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "seed/mine.yaml").unlink()
    (tmp_path / "t.csv").write_text("key,text\nmine/a,Go.\n")
    assert "is not found" in refused(kb, tmp_path / "t.csv")[0]


def test_a_file_that_cannot_be_written_leaves_the_base_as_it_was(
    kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from policykb.errors import OutputError
    from policykb.kb import update

    before = fingerprint(kb.url)
    (tmp_path / "t.csv").write_text("key,text\nmine/a,Go.\n")

    def refuse(*_: object, **__: object) -> None:
        raise OutputError("no room")

    monkeypatch.setattr(update, "written_whole", refuse)
    with pytest.raises(OutputError):
        kb.import_update(tmp_path / "t.csv")
    assert fingerprint(kb.url) == before
    assert (tmp_path / "seed/mine.yaml").read_text() == MINE


@pytest.fixture(scope="module")
def filled(fresh: Fresh) -> Iterator[tuple[KnowledgeBase, Path]]:
    """One base for all examples of a property that only rehearses."""
    with fresh() as (folder, database):
        totals(database, small(folder, mine=MINE))
        yield KnowledgeBase(database), folder.parent


TEXTS = (
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=20)
    .map(str.strip)
    .filter(bool)
)
SAVES: tuple[Callable[[Path, list[dict[str, str]]], Path], ...] = (
    lambda path, rows: as_spreadsheet(path.with_suffix(".csv"), rows),
    lambda path, rows: as_spreadsheet(path.with_suffix(".csv"), rows, delimiter=";", quoting=csv.QUOTE_ALL),
    lambda path, rows: as_spreadsheet(path.with_suffix(".tsv"), rows, delimiter="\t", lineterminator="\n"),
    lambda path, rows: as_workbook(path.with_suffix(".xlsx"), rows),
)


def as_workbook(path: Path, rows: list[dict[str, str]]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(rows[0]))
    for row in rows:
        cells = [{"true": True, "false": False, "": None}.get(cell, cell.removeprefix("'")) for cell in row.values()]
        sheet.append(cells)
        for cell in sheet[sheet.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"
    book.save(path)
    return path


@settings(max_examples=15)
@given(text=TEXTS, save=st.sampled_from(SAVES), at=st.integers(0, 2), seed=st.integers(0, 99))
def test_an_edited_text_is_the_only_change(
    filled: tuple[KnowledgeBase, Path], text: str, save: Callable[..., Path], at: int, seed: int
) -> None:
    import unicodedata

    from policykb.export.csv import cell_text

    kb, folder = filled
    rows = table(exported(kb, folder, "csv", "recommendations sort:key"))
    random.Random(seed).shuffle(rows)
    row = rows[at % len(rows)]
    before = row["text"].removeprefix("'")
    row["text"] = cell_text(text)
    found = kb.import_update(save(folder / "edited", rows), dry_run=True).changes
    wanted = unicodedata.normalize("NFC", text)
    assert [(change.key, [d.field for d in change.differences]) for change in found] == (
        [(row["key"], ["text"])] if wanted != before else []
    )
    assert [difference.after for change in found for difference in change.differences] == ([wanted] if found else [])
