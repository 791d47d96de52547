"""Importing through a mapping: what becomes of a table, what is refused, and that nothing is half done."""

from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from tests.builders import fingerprint, problems, small, totals

from policykb import KnowledgeBase
from policykb.errors import SeedError
from policykb.store.engine import Database
from policykb.tabular.importing import ImportReport

TABLE = """\
No,To,From,Text,Issue,Answer,On
1/24,Japan,United States,Stay in the framework,Trade,Accepted,3/6/2024
2/24,"Japan, the U.S.",(Unknown),Talk more often ,"Trade,Fisheries",Noted,
,Japan,Jane Doe,Talk less,,,
"""
MAPPING = """\
name: reviews
source:
  key: {value: review}
  title: {value: A review}
  kind: {value: dataset}
key: "{No}"
fields:
  text: Text
  addressees: {column: To, separator: ","}
  proponents: {column: From, empty: (Unknown)}
  themes: {column: Issue, separator: ",", unresolved: create, broader: economic}
  source_number: No
codes: {answer: Answer}
claims:
  - aspect: response
    value: {column: Answer, map: {Accepted: accepted, Noted: noted}}
    asserter: {column: To, map: {"Japan, the U.S.": japan}, otherwise: keep}
    on: {column: On, format: "%d/%m/%Y"}
"""


@pytest.fixture
def kb(base: Database, tmp_path: Path) -> KnowledgeBase:
    """A base of the small world."""
    totals(base, small(tmp_path / "seed"))
    return KnowledgeBase(base)


def put(folder: Path, table: str = TABLE, mapping: str = MAPPING) -> tuple[Path, Path]:
    (folder / "table.csv").write_text(table, encoding="utf-8", newline="")
    (folder / "m.yaml").write_text(dedent(mapping), encoding="utf-8")
    return folder / "table.csv", folder / "m.yaml"


def imported(kb: KnowledgeBase, folder: Path, table: str = TABLE, mapping: str = MAPPING, **more: Any) -> ImportReport:
    path, by = put(folder, table, mapping)
    return kb.import_table(path, mapping=by, **more)


def refused(kb: KnowledgeBase, folder: Path, table: str = TABLE, mapping: str = MAPPING) -> list[str]:
    """What an import complains of, file names without their folder; the base must be as it was."""
    before = fingerprint(kb.url)
    with pytest.raises(SeedError) as error:
        imported(kb, folder, table, mapping)
    assert fingerprint(kb.url) == before
    return [str(problem).replace(f"{folder}/", "") for problem in error.value.problems]


def records(kb: KnowledgeBase, query: str = "source:review sort:key") -> dict[str, dict[str, Any]]:
    return {record["key"].partition("/")[2]: record for record in kb.query(query).to_dicts()}


def test_a_table_becomes_records_with_their_row_as_evidence(kb: KnowledgeBase, tmp_path: Path) -> None:
    report = imported(kb, tmp_path)
    assert report.load.added == {"source": 1, "theme": 1, "recommendation": 3, "claim": 2}
    found = records(kb)
    first, second = found["1-24"], found["2-24"]
    assert first["text"] == "Stay in the framework"
    assert (first["addressees"], first["proponents"]) == ([{"key": "japan"}], [{"key": "united-states"}])
    assert (first["themes"], first["source_number"], first["codes"]) == (["trade"], "1/24", {"answer": "Accepted"})
    assert [item["row"] for item in first["evidence"]] == [2]
    assert len(first["evidence"][0]["file"]) == 64
    assert second["themes"] == ["trade", "fisheries"]
    assert [item["key"] for item in second["addressees"]] == ["japan", "united-states"]
    assert second["proponents"] == "unknown"
    claims = kb.sql("SELECT value, asserter, \"on\" FROM claims WHERE statement LIKE 'review/%' ORDER BY statement")
    assert [tuple(row) for row in claims] == [("accepted", "japan", "2024-06-03"), ("noted", "japan", None)]


def test_what_the_table_does_not_say_is_not_said(kb: KnowledgeBase, tmp_path: Path) -> None:
    imported(kb, tmp_path)
    [third] = [record for key, record in records(kb).items() if key.startswith("row-")]
    said = {"type", "key", "source", "text", "addressees", "proponents", "evidence"}
    assert set(third) == said


def test_again_changes_nothing_and_a_newer_table_what_differs(kb: KnowledgeBase, tmp_path: Path) -> None:
    imported(kb, tmp_path)
    assert imported(kb, tmp_path).load.totals == (0, 0, 0)
    newer = TABLE.replace("Talk more often", "Talk daily").replace("1/24,Japan", "3/24,Japan")
    told = imported(kb, tmp_path, newer, dry_run=True)
    assert told.changes is not None
    assert sorted((change.op, change.key) for change in told.changes if change.type == "recommendation") == [
        ("add", "review/3-24"),
        # The file is another now, and so is what the rows cite.
        ("change", "review/2-24"),
        ("change", f"review/{next(key for key in records(kb) if key.startswith('row-'))}"),
        ("remove", "review/1-24"),
    ]
    assert "1-24" in records(kb)
    imported(kb, tmp_path, newer)
    assert set(records(kb)) & {"1-24", "3-24"} == {"3-24"}
    kb.undo()
    assert set(records(kb)) & {"1-24", "3-24"} == {"1-24"}


def test_several_tables_are_one_import(kb: KnowledgeBase, tmp_path: Path) -> None:
    path, by = put(tmp_path)
    second = tmp_path / "second.csv"
    second.write_bytes(
        TABLE.replace("/24", "/25").replace("Talk less", "Rester à l’écart").encode("mac_roman").replace(b"\n", b"\r")
    )
    report = kb.import_table(path, second, mapping=by)
    assert report.load.added["recommendation"] == 6
    assert kb.import_table(path, second, mapping=by).load.totals == (0, 0, 0)
    assert any("Mac Roman, line ends CR" in notice for notice in report.notices)


def test_a_dump_of_an_import_loads_to_the_same_base(kb: KnowledgeBase, tmp_path: Path, base: Database) -> None:
    imported(kb, tmp_path)
    digest = kb.digest()
    kb.dump(tmp_path / "dump")
    assert (tmp_path / "dump/import/reviews.jsonl").is_file()
    assert kb.load(tmp_path / "dump").totals == (0, 0, 0)
    assert kb.digest() == digest


def test_a_folder_called_import_does_not_take_the_imports_place(tmp_path: Path) -> None:
    (tmp_path / "import").mkdir()
    (tmp_path / "import/a.yaml").write_text("themes:\n  - {key: a, name: A}\n")
    assert "import is the collection of what was imported from tables" in problems(tmp_path / "import")[0]


def test_every_fault_at_once_with_row_and_column(kb: KnowledgeBase, tmp_path: Path) -> None:
    table = TABLE.replace("Accepted", "Perhaps").replace("Jane Doe", "Jane Dow").replace("1/24,Japan", "2/24,Japan")
    assert refused(kb, tmp_path, table) == [
        "table.csv: row 2, column F (Answer): the map has no 'Perhaps' (add it, or say otherwise: keep or leave-out)",
        "table.csv: row 3, column A (No): 2-24 is the key of row 2 too (key: doubled: number adds -2, leave-out drops it)",
        "table.csv: row 4, column C (From): nothing in the base is called 'Jane Dow': no actor or framework (did you mean jane-doe?)",
    ]


def test_a_text_and_a_date_that_cannot_be_are_named(kb: KnowledgeBase, tmp_path: Path) -> None:
    table = TABLE.replace("3/6/2024", "2024-13-01").replace("Talk more often ", "a\u200bb")
    assert refused(kb, tmp_path, table) == [
        "table.csv: row 2, column G (On): 2024-13-01 is not a date (YYYY, YYYY-MM or YYYY-MM-DD): there is no month 13; nor is it written %d/%m/%Y",
        "table.csv: row 3, column D (Text): invisible character U+200B at position 2",
    ]


def test_many_faults_are_counted(kb: KnowledgeBase, tmp_path: Path) -> None:
    table = "No,To,From,Text,Issue,Answer,On\n" + "".join(f"{n},Japan,,a\u200bb,,,\n" for n in range(1, 1001))
    path, by = put(tmp_path, table)
    with pytest.raises(SeedError) as error:
        kb.import_table(path, mapping=by)
    assert len(error.value.problems) == 200
    assert error.value.message == "1,000 problems found, of which the first 200 are listed; nothing was imported."


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("text: Text", "text: Texts", "m.yaml:8:9: fields.text: table.csv has no column Texts (did you mean Text?)"),
        ("text: Text", "wording: Text", "m.yaml:8:3: fields.wording: a recommendation has no field wording"),
        (
            "kind: {value: dataset}",
            "kind: {valu: dataset}",
            "m.yaml:5:10: source.kind.valu: unknown field valu (did you mean value?)",
        ),
        (
            "aspect: response",
            "aspect: reaction",
            "m.yaml:15:13: claims[0].aspect: 'reaction' is none of 'response' or 'progress'",
        ),
        (
            "broader: economic}",
            "kind: x, value: y}",
            "m.yaml:11:11: fields.themes: say one of column:, value: and template:",
        ),
        (
            "name: reviews",
            "name: Reviews",
            "m.yaml:1:7: name: 'Reviews' is not a key: lower-case letters a-z and digits, in words joined by -",
        ),
        ("name: reviews", "name: reviews\nname: b", "m.yaml:2:1: duplicate key 'name' (first on line 1)"),
    ],
)
def test_a_mapping_that_does_not_fit_is_told_where(
    kb: KnowledgeBase, tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in MAPPING
    assert any(line.startswith(said) for line in refused(kb, tmp_path, mapping=MAPPING.replace(old, new, 1)))


def test_a_column_that_stands_twice_is_told(kb: KnowledgeBase, tmp_path: Path) -> None:
    said = refused(kb, tmp_path, TABLE.replace("Issue,Answer", "Text,Answer"))
    assert "m.yaml:8:9: fields.text: table.csv has several columns called Text: D and E (rename one)" in said


def test_rows_that_repeat_are_told_and_left_out(kb: KnowledgeBase, tmp_path: Path) -> None:
    first = TABLE.splitlines(keepends=True)[1]
    report = imported(
        kb,
        tmp_path,
        TABLE + first + first.replace("Stay", "Remain"),
        MAPPING.replace('key: "{No}"', 'key: {template: "{No}", doubled: number}'),
    )
    assert set(records(kb)) >= {"1-24", "1-24-2"}
    assert report.notices[-3:] == (
        "1 row repeats an earlier one word for word and left out: row 5 (as 2).",
        "1 of a key that an earlier row has got -2, -3 behind it: 1-24 (row 6, as row 2).",
        "1 without what its key is made of; it is made of all cells: row 4.",
    )


def test_what_was_read_is_covered(kb: KnowledgeBase, tmp_path: Path) -> None:
    rules = MAPPING + "coverage: {themes: [trade], by: Tests, on: 2026-11}\n"
    assert imported(kb, tmp_path, mapping=rules).load.added["coverage"] == 1
    assert imported(kb, tmp_path, mapping=rules).load.totals == (0, 0, 0)
    assert [record["key"] for record in kb.query("sources with coverage trade").to_dicts()] == ["review"]


def test_rules_leave_rows_out(kb: KnowledgeBase, tmp_path: Path) -> None:
    rules = MAPPING + "skip:\n  - {column: No, empty: true}\n  - {column: Answer, is: [Noted]}\n"
    assert imported(kb, tmp_path, mapping=rules).load.added["recommendation"] == 1


def test_other_names_of_columns_and_broken_texts_are_put_right(kb: KnowledgeBase, tmp_path: Path) -> None:
    table = TABLE.replace("Text", "Wording").replace("Stay in", "Donâ€™t leave &amp; stay in")
    rules = MAPPING + "rename: {Wording: Text}\ntable: {misread: true, entities: true, replace: {framework: IPEF}}\n"
    imported(kb, tmp_path, table, rules)
    assert records(kb)["1-24"]["text"] == "Don’t leave & stay in the IPEF"


def test_sources_are_made_of_cells_and_must_agree(kb: KnowledgeBase, tmp_path: Path) -> None:
    source = """\
source:
  key: "review-{Issue}"
  title: "Review of {Issue}"
  kind: {value: dataset}
  issued: {column: On, format: "%d/%m/%Y"}
"""
    rules = MAPPING.replace(MAPPING[MAPPING.index("source:") : MAPPING.index('key: "{No}"')], source)
    table = TABLE.replace('"Trade,Fisheries"', "Trade").replace("Talk less,,", "Talk less,Fish,")
    assert refused(kb, tmp_path, table, rules) == [
        "table.csv: row 3, column G (On): issued of the source review-trade is another than in row 2 (each source has one; make its key of more cells)"
    ]
    imported(kb, tmp_path, table.replace("3/6/2024", ""), rules)
    assert {record["key"] for record in kb.query("sources").to_dicts()} >= {"review-trade", "review-fish"}


def test_a_record_of_a_file_is_not_taken(kb: KnowledgeBase, tmp_path: Path) -> None:
    said = refused(kb, tmp_path, mapping=MAPPING.replace("{value: review}", "{value: report}"))
    assert said == ["table.csv: row 2: key: report is already in tests:report.yaml"]


def test_our_own_columns_need_no_mapping(kb: KnowledgeBase, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "key,source,text,addressees,theme,strength,priority,codes\n"
        "report/new,report,Talk more.,Japan; the United States,trade,should,TRUE,a=1; b=2\n"
    )
    report = kb.import_table(path)
    assert report.load.added == {"recommendation": 1}
    record = records(kb, "source:report text:talk")["new"]
    assert record["codes"] == {"a": "1", "b": "2"}
    assert record["priority"] is True
    assert [item["key"] for item in record["addressees"]] == ["japan", "united-states"]
    assert kb.import_table(path).load.totals == (0, 0, 0)


def test_other_columns_without_a_mapping_are_refused(kb: KnowledgeBase, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("Wording\nTalk\n")
    with pytest.raises(SeedError, match="no column is called text"):
        kb.import_table(path)


@pytest.mark.parametrize("suffix", ["tsv", "xlsx", "jsonl"])
def test_every_format_gives_the_same_records(kb: KnowledgeBase, tmp_path: Path, suffix: str) -> None:
    import csv
    import json

    from openpyxl import Workbook

    imported(kb, tmp_path)
    rows = list(csv.reader(TABLE.splitlines()))
    path = tmp_path / f"table.{suffix}"
    if suffix == "xlsx":
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        for row in rows:
            sheet.append([cell or None for cell in row])
        book.save(path)
    elif suffix == "jsonl":
        path.write_text("".join(json.dumps(dict(zip(rows[0], row, strict=True))) + "\n" for row in rows[1:]))
    else:
        path.write_text("\n".join("\t".join(row) for row in rows))
    report = kb.import_table(path, mapping=tmp_path / "m.yaml", dry_run=True)
    assert report.changes is not None
    # Nothing but the file that is cited, and in JSON Lines the line, which has no header above it.
    assert {difference.field for change in report.changes for difference in change.differences} == {"evidence"}
    assert {change.op for change in report.changes} == {"change"}


def test_a_suggested_mapping_works_or_says_what_to_fill_in(kb: KnowledgeBase, tmp_path: Path) -> None:
    path, _ = put(tmp_path, TABLE.replace("Answer", "Response").replace("3/6/2024", "2024-06-03"))
    text = kb.import_mapping(path)
    by = tmp_path / "suggested.yaml"
    by.write_text(text)
    # Nobody of that name is made: the table says that it does not know.
    assert "proponents: {column: From, empty: [(Unknown)]}" in text
    with pytest.raises(SeedError, match="a claim has one value and one asserter"):
        kb.import_table(path, mapping=by)
    by.write_text(text.replace('asserter: {column: To, separator: ","}', "asserter: {value: japan}"))
    report = kb.import_table(path, mapping=by)
    assert report.load.added["recommendation"] == 3
    assert report.load.added["claim"] == 2


def test_a_table_without_running_text_gets_a_place_to_fill_in(kb: KnowledgeBase, tmp_path: Path) -> None:
    path, _ = put(tmp_path, "a,b\n1,2\n")
    by = tmp_path / "suggested.yaml"
    by.write_text(kb.import_mapping(path))
    with pytest.raises(SeedError, match="has no column FILL IN"):
        kb.import_table(path, mapping=by)
