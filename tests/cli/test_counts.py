"""Counts on the command line: two fields against one another where that fits, pictures, and what is said of them."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from tests.cli.conftest import Run


def test_two_fields_stand_against_one_another_where_that_fits(run: Run) -> None:
    result = run("query", "count of recommendations by theme and strength")
    assert result.stdout.splitlines() == [
        "Theme      must  should  All",
        "─────────  ────  ──────  ───",
        "Tariffs       1       1    2",
        "Fisheries     1            1",
        "Trade                 1    1",
        "─────────  ────  ──────  ───",
        "All           1       2    3",
    ]
    assert "3 recommendations counted; a recommendation may stand in several rows." in result.stderr


def test_where_it_does_not_fit_row_by_row(run: Run) -> None:
    wide = run("query", "count of recommendations by proponent and theme").stdout
    narrow = run("query", "count of recommendations by proponent and theme", env={"COLUMNS": "40"}).stdout
    assert wide.splitlines()[0].split() == ["By", "Tariffs", "Fisheries", "Trade", "All"]
    assert narrow.splitlines()[0].split() == ["By", "Theme", "Recomm", "Source", "Publishe"]
    three = run("query", "count of recommendations by theme, strength and year").stdout
    assert three.splitlines()[0].split() == ["Theme", "Strength", "Issued", "Recommendations", "Sources", "Publishers"]


def test_what_the_cells_count(run: Run) -> None:
    asked = ("query", "count of recommendations by theme and strength", "--measure", "publishers")
    assert run(*asked).stdout.splitlines()[-1].split() == ["All", "1", "1", "1"]
    refused = run(*asked, "--format", "csv")
    assert refused.exit_code == 2
    assert "csv has all three counts" in refused.stderr
    assert "--measure is for counts" in run("query", "recommendations", "--measure", "sources").stderr
    assert "It can be: records, sources, publishers" in run(*asked[:3], "cows").stderr


@pytest.mark.parametrize("command", ["query", "export"])
def test_a_picture(run: Run, tmp_path: Path, command: str) -> None:
    target = tmp_path / "x.svg"
    result = run(command, "count of recommendations by theme and strength", "-o", str(target), "--measure", "sources")
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"picture of 4 counts written to {target}\n" in result.stderr
    assert ET.parse(target).getroot().tag == "{http://www.w3.org/2000/svg}svg"
    assert "Sources of recommendations by theme and strength" in target.read_text(encoding="utf-8")
    png = tmp_path / "x.png"
    assert run(command, "count of recommendations by year", "-o", str(png), "--chart", "bar").exit_code == 0
    assert png.read_bytes().startswith(b"\x89PNG\r\n\x1a\n")


def test_a_picture_on_standard_output(run: Run) -> None:
    result = run("query", "count of recommendations by theme", "--format", "svg")
    assert result.stdout.startswith("<svg")
    assert "written to standard output" in result.stderr


def test_what_a_picture_leaves_out_is_said(run: Run, tmp_path: Path) -> None:
    result = run("query", "count of recommendations by theme", "-n", "1", "-o", str(tmp_path / "x.svg"))
    assert "Left out: 2 of 3 values of theme, those with the fewest recommendations" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["recommendations", "-o", "x.svg"], "A picture shows counts, not records."),
        (["count of recommendations by theme", "-o", "x.png", "--chart", "heatmap"], "A heat map shows two fields."),
        (["count of recommendations by theme", "--chart", "bar"], "--chart is for pictures."),
        (["count of recommendations by theme", "-o", "x.svg", "--chart", "pie"], "It can be: bar, heatmap, timeline"),
        (["count of recommendations", "-o", "x.svg"], "one field or two, not none"),
    ],
)
def test_what_makes_no_picture(run: Run, tmp_path: Path, arguments: list[str], message: str) -> None:
    result = run("query", *[str(tmp_path / a) if a.startswith("x.") else a for a in arguments])
    assert result.exit_code == 2
    assert message in result.stderr
    assert not list(tmp_path.glob("*x.*"))


def test_a_matrix_of_counts_is_the_cross_table(run: Run) -> None:
    asked = ("query", "count of recommendations by theme and strength", "--format", "csv", "--shape", "matrix")
    assert run(*asked).stdout.splitlines() == [
        "theme,must,should,total",
        "Tariffs,1,1,2",
        "Fisheries,1,0,1",
        "Trade,0,1,1",
        "total,1,2,3",  # a recommendation of two themes counts once
    ]
    assert run(*asked, "--measure", "sources").stdout.splitlines()[0] == "theme,must,should,total"
    refused = run("query", "count of recommendations", "--format", "csv", "--shape", "matrix")
    assert refused.exit_code == 2
