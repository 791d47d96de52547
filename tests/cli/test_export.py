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
    assert "Missing option '--output' / '-o'" in result.stderr
