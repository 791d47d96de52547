"""`policykb import` as people type it: what is said where, exit codes, the question before an update."""

from pathlib import Path

import pytest
from tests.cli.conftest import Run

TABLE = "Text,To,Issue,Note\nTalk more.,Nowhere,Trade,x\nTalk less.,Nowhere,Trade,y\n"
MAPPING = """\
name: talks
source: {key: {value: talks}, title: {value: Talks}, kind: {value: report}}
key: {hash: [Text]}
fields:
  text: Text
  addressees: {column: To, unresolved: create, kind: state}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.csv").write_text(TABLE)
    (tmp_path / "m.yaml").write_text(MAPPING)
    return tmp_path


def test_counts_on_standard_output_all_else_beside_it(run: Run, folder: Path) -> None:
    result = run("import", "t.csv", "--mapping", "m.yaml")
    assert (result.exit_code, result.stdout) == (0, "4 added, 0 changed, 0 removed\n")
    assert result.stderr.splitlines() == [
        "t.csv: UTF-8, line ends LF, cells between commas",
        "t.csv: not used: Issue, Note",
        "1 name that nothing in the base bears, made new:",
        "  Nowhere (To, 2 rows 2, 3)",
    ]
    assert run("import", "t.csv", "-m", "m.yaml").stdout == "0 added, 0 changed, 0 removed\n"


def test_a_dry_run_shows_what_would_be_done(run: Run, folder: Path) -> None:
    result = run("import", "t.csv", "-m", "m.yaml", "--dry-run")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:4] == ["+ nowhere (actor)", "    Nowhere", "+ talks (source)", "    Talks"]
    assert result.stdout.splitlines()[-1] == "4 to add, 0 to change, 0 to remove"
    assert run("import", "t.csv", "-m", "m.yaml").stdout.startswith("4 added")


def test_problems_have_row_and_column_and_nothing_is_imported(run: Run, folder: Path) -> None:
    (folder / "m.yaml").write_text(MAPPING.replace("unresolved: create", "unresolved: error"))
    result = run("import", "t.csv", "-m", "m.yaml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines() == [
        "t.csv: row 2, column B (To): nothing in the base is called 'Nowhere': no actor "
        "or framework (2 rows: 2, 3) (map: says who is meant, unresolved: what else to do)",
        "Error: 1 problem found; nothing was imported.",
    ]


def test_a_suggestion_is_a_file_to_go_on_with(run: Run, folder: Path) -> None:
    result = run("import", "--suggest", "t.csv")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("# A first mapping for t.csv, guessed from 2 rows.")
    (folder / "s.yaml").write_text(result.stdout.replace("dataset", "report").replace("organisation", "state"))
    assert run("import", "t.csv", "-m", "s.yaml").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("missing.csv", "-m", "m.yaml"), "missing.csv: no such file or folder"),
        (("t.csv", "-m", "missing.yaml"), "missing.yaml: no such file or folder"),
        (("m.yaml", "-m", "m.yaml"), "m.yaml: there is no reader for tables that end in .yaml."),
        (("t.csv", "-m", "m.yaml", "--delimiter", "xx"), "--delimiter cannot be 'xx'."),
        (("t.csv", "--update", "-m", "m.yaml"), "--update takes one table, and no mapping."),
        (("t.csv", "t.csv", "--suggest"), "--suggest takes one table."),
        (("t.csv", "-m", "m.yaml", "--source", "x"), "--source is for tables without a mapping."),
    ],
)
def test_what_is_asked_wrongly_is_said(run: Run, folder: Path, arguments: tuple[str, ...], message: str) -> None:
    result = run("import", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr


def test_an_update_shows_the_changes_and_asks(run: Run, folder: Path) -> None:
    run("import", "t.csv", "-m", "m.yaml")
    run("export", "source:talks", "-o", "answer.csv")
    answer = folder / "answer.csv"
    answer.write_bytes(answer.read_bytes().replace(b"Talk more.", b"Talk daily."))
    asked = run("import", "answer.csv", "--update")
    assert asked.exit_code == 2
    assert "text: Talk [-more.-] {+daily.+}" in asked.stdout
    assert "Add --yes to do it: there is nobody to ask." in asked.stderr
    assert run("import", "answer.csv", "--update", "--dry-run").stdout == asked.stdout
    done = run("import", "answer.csv", "--update", "--yes")
    assert (done.exit_code, done.stdout.splitlines()[-1]) == (0, "0 added, 1 changed, 0 removed")
    again = run("import", "answer.csv", "--update")
    assert (again.exit_code, again.stdout) == (0, "0 to add, 0 to change, 0 to remove\n")
