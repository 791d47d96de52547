"""The pages that are written from the code say what the code says."""

import subprocess
import sys
from pathlib import Path

import pytest
from docs.generate import PAGES, main

from policykb.cli import COMMANDS
from policykb.domain.fields import FIELDS

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_up_to_date(name: str) -> None:
    assert Path(DOCS, f"{name}.md").read_text(encoding="utf-8") == PAGES[name](), "run: make docs"


@pytest.mark.parametrize("name", PAGES)
def test_pages_do_not_depend_on_the_terminal(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before = PAGES[name]()
    for variable, value in (("COLUMNS", "200"), ("FORCE_COLOR", "1"), ("POLICYKB_DB", "/tmp/x.db"), ("TERM", "xterm")):
        monkeypatch.setenv(variable, value)
    assert PAGES[name]() == before


def test_every_command_has_a_section_with_an_example() -> None:
    sections = PAGES["cli"]().split("\n## ")
    for command in COMMANDS:
        assert any(section.startswith(f"`policykb {command}") for section in sections)
    for section in sections:
        if section.startswith("`policykb ") and "COMMAND [ARGS]" not in section:
            assert "Examples:\n" in section


def test_every_field_has_one_row() -> None:
    rows = [
        line.split("|")[1].strip(" *`") for line in PAGES["fields"]().splitlines() if line.startswith(("| `", "| *`"))
    ]
    assert sorted(rows) == sorted(field.name for field in FIELDS)


def test_only_the_pages_asked_for_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docs.generate.FOLDER", tmp_path)
    assert main(["fields"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["fields.md"]
    assert main([]) == 0
    assert {path.stem for path in tmp_path.iterdir()} == set(PAGES)


def test_unknown_pages_are_refused() -> None:
    script = DOCS / "generate.py"
    done = subprocess.run([sys.executable, str(script), "fielts"], capture_output=True, check=False, text=True)
    assert (done.returncode, done.stderr) == (2, "There is no page fielts; there are cli, fields.\n")
