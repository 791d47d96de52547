import csv
import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run


def test_without_a_query_all_recommendations(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "all.csv"
    result = run("export", "-o", str(target))
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"# type:recommendation\n3 recommendations written to {target}\n"
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["key"] for row in rows] == ["lee-2024/join-pact", "lee-2024/lift-duties", "lee-2024/watch-prices"]
    assert rows[2]["addressees"] == "Norway; 日本国"
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_ending_tells_the_format_unless_an_option_does(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "asked.json"
    assert run("export", "findings", "-o", str(target)).exit_code == 0
    (record,) = json.loads(target.read_text())
    assert record["key"] == "lee-2024/stocks-fall"
    assert run("export", "findings", "-o", str(target), "--format", "jsonl", "--force").exit_code == 0
    assert len(target.read_text().splitlines()) == 1


def test_a_file_that_exists_is_kept_unless_forced(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "mine.csv"
    target.write_text("mine")
    result = run("export", "-o", str(target))
    assert result.exit_code == 2
    assert "Use --force" in result.stderr
    assert target.read_text() == "mine"
    assert run("export", "-o", str(target), "--force").exit_code == 0
    assert target.read_text() != "mine"


def test_standard_output_gets_csv_without_a_mark(run: Run) -> None:
    result = run("export", "findings", "-o", "-")
    assert result.stdout_bytes.startswith(b"key,type,source,")
    assert "1 finding written to standard output" in result.stderr


@pytest.mark.parametrize(
    ("target", "code", "said"),
    [
        ("no/such/x.csv", 2, "does not exist"),
        ("folder", 2, "folder"),
        ("x.xslx", 2, "Endings: .bib, .csl"),
        ("/dev/full", 5, "No space left"),
    ],
)
def test_output_that_cannot_be_made(run: Run, tmp_path: Path, target: str, code: int, said: str) -> None:
    Path(tmp_path, "folder").mkdir()
    before = sorted(tmp_path.iterdir())
    result = run("export", "-o", str(tmp_path / target))
    assert result.exit_code == code
    assert said in result.stderr
    assert sorted(tmp_path.iterdir()) == before


def test_nothing_half_written_stays_when_the_query_fails(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "x.csv"
    assert run("export", "recommendations mentioning Nowhereland", "-o", str(target)).exit_code == 2
    assert not target.exists()


def test_counts_can_be_exported(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "counts.csv"
    result = run("export", "count of recommendations by theme", "-o", str(target))
    assert "3 rows written" in result.stderr
    assert target.read_text(encoding="utf-8-sig").splitlines()[1] == "Tariffs,2,1,1"


def test_an_output_is_needed(run: Run) -> None:
    result = run("export", "findings")
    assert result.exit_code == 2
    assert "export needs a file" in result.stderr
    assert "-o recommendations.csv" in result.stderr


@pytest.mark.parametrize("command", ["export", "query"])
def test_the_options_of_an_export_are_those_of_a_query(run: Run, command: str, tmp_path: Path) -> None:
    target = tmp_path / "asked.csv"
    asked = ("recommendations", "-o", str(target), "--columns", "key, to", "--keys", "--delimiter", "tab")
    assert run(command, *asked).exit_code == 0
    assert target.read_text(encoding="utf-8-sig").splitlines()[:2] == ["key\taddressees", "lee-2024/join-pact\tnorway"]
    result = run(
        command, "recommendations", "-o", str(tmp_path / "links.tsv"), "--shape", "tidy", "--columns", "key,field"
    )
    lines = (tmp_path / "links.tsv").read_text(encoding="utf-8-sig").splitlines()
    assert f"{len(lines) - 1} rows written" in result.stderr
    assert "lee-2024/watch-prices\taddressees" in lines


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["-o", "x.csv", "--columns", "key,adressees"], "Did you mean addressees?"),
        (["-o", "x.json", "--delimiter", ";"], "--delimiter does nothing for json.\nIt is for --format csv."),
        (["-o", "x.csv", "--shape", "deep"], "It can be: wide, tidy, matrix"),
        (["-o", "x.csv", "--shape", "matrix", "--matrix-of", "sky"], "It can be: theme, framework, to, actor, event"),
        (["-o", "x.csv", "--delimiter", "::"], "It can be: , ; | : or tab"),
        (["-o", "-", "--format", "table", "--keys"], "--keys does nothing for a table for reading."),
    ],
)
def test_options_that_do_not_fit(run: Run, tmp_path: Path, options: list[str], said: str) -> None:
    before = sorted(tmp_path.iterdir())
    result = run("export", *(str(tmp_path / o) if o.startswith("x.") else o for o in options))
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert sorted(tmp_path.iterdir()) == before


def test_what_is_no_text_is_kept_from_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    piped = run("export", "-o", "-", "--format", "xlsx")
    assert piped.stdout_bytes.startswith(b"PK")
    monkeypatch.setattr("policykb.cli.output._shows_on_terminal", lambda: True)
    result = run("export", "-o", "-", "--format", "xlsx")
    assert (result.exit_code, result.stdout_bytes) == (2, b"")
    assert "Give a file: -o FILE" in result.stderr
