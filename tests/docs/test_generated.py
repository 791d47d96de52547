"""The pages that are written from the code say what the code says."""

import subprocess
import sys
from pathlib import Path

import pytest
from docs.generate import FOLDER, PAGES

from policykb.cli import COMMANDS
from policykb.domain.fields import FIELDS


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_up_to_date(name: str) -> None:
    path, page = PAGES[name]
    assert path.read_text(encoding="utf-8") == page(), "run: make docs"


@pytest.mark.parametrize("name", ["cli", "fields", "schema"])
def test_pages_do_not_depend_on_the_terminal(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _, page = PAGES[name]
    before = page()
    for variable, value in (("COLUMNS", "200"), ("FORCE_COLOR", "1"), ("POLICYKB_DB", "/tmp/x.db"), ("TERM", "xterm")):
        monkeypatch.setenv(variable, value)
    assert page() == before


def test_every_command_has_a_section_with_an_example() -> None:
    sections = PAGES["cli"][1]().split("\n## ")
    for command in COMMANDS:
        assert any(section.startswith(f"`policykb {command.rstrip('_')}") for section in sections)
    for section in sections:
        if section.startswith("`policykb ") and "COMMAND [ARGS]" not in section:
            assert "Examples:\n" in section


def test_every_field_has_one_row() -> None:
    lines = PAGES["fields"][1]().splitlines()
    rows = [line.split("|")[1].strip(" *`") for line in lines if line.startswith(("| `", "| *`"))]
    assert sorted(rows) == sorted(field.name for field in FIELDS)


def test_unknown_pages_are_refused() -> None:
    script = FOLDER / "generate.py"
    done = subprocess.run([sys.executable, str(script), "fielts"], capture_output=True, check=False, text=True)
    assert (done.returncode, done.stderr) == (2, f"There is no page fielts; there are {', '.join(PAGES)}, seed.\n")


def test_the_report_is_verified_whole() -> None:
    page = Path(FOLDER, "seed.md").read_text(encoding="utf-8")
    assert "**82 of 82 passages verified**" in page
