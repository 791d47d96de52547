"""`source attach`, `verify` and `show` as a user meets them, at 80 columns."""

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run
from tests.texts import TEXT, document

REPORT = """\
# Summary

Japan should join the Pact, and soon.

Prices rose.
"""


@pytest.fixture
def report(tmp_path: Path) -> str:
    return str(document(tmp_path, REPORT, "summary.txt"))


def keys(run: Run) -> set[str]:
    return {verdict["key"] for verdict in json.loads(run("verify", "--format", "json").stdout)}


def test_attach_list_detach(run: Run, report: str) -> None:
    result = run("source", "attach", "lee-2024", report, "--force")
    assert result.exit_code == 0
    assert result.stdout.startswith("summary.txt is attached to lee-2024: 2 passages\n")
    assert (
        "Nothing changed: lee-2024 has this text already, from summary.txt"
        in run("source", "attach", "lee-2024", report).stdout
    )
    assert run("source", "list").stdout.splitlines()[0] == "lee-2024"
    (known,) = json.loads(run("source", "list", "--format", "json").stdout)
    assert (known["source"], known["file"], known["passages"], known["pages"]) == ("lee-2024", "summary.txt", 2, None)
    shown = run("show", "lee-2024").stdout
    assert "Its text      summary.txt: 2 passages, attached " in shown
    assert (
        run("source", "detach", "lee-2024").stdout == "lee-2024: summary.txt with 2 passages is no longer attached.\n"
    )
    gone = run("source", "detach", "lee-2024")
    assert (gone.exit_code, gone.stdout) == (1, "")
    assert "No text is attached to lee-2024." in gone.stderr
    assert run("source", "list").stderr == "No source is attached: policykb source attach KEY FILE\n"


def test_another_document_is_refused(run: Run, tmp_path: Path) -> None:
    result = run("source", "attach", "lee-2024", str(document(tmp_path, TEXT)))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "is not the text of lee-2024" in result.stderr
    assert "Nothing was attached." in result.stderr
    assert "--force" in result.stderr
    assert run("source", "list").stdout == ""


def test_verify_without_a_text_is_no_failure(run: Run) -> None:
    result = run("verify")
    assert result.exit_code == 0
    assert result.stdout.strip().endswith("no text")
    assert "No source is attached: policykb source attach KEY FILE" in result.stderr


def test_verify_exits_with_1_on_what_is_not_found(run: Run, report: str) -> None:
    run("source", "attach", "lee-2024", report, "--force")
    result = run("verify")
    verdicts = json.loads(run("verify", "--format", "json").stdout)
    bad = [verdict for verdict in verdicts if verdict["status"] in {"ambiguous", "not-found"}]
    assert bad
    assert result.exit_code == 1
    assert all(f"not found: {verdict['key']}" in result.stdout for verdict in bad)
    assert all(len(line) <= 80 for line in result.stdout.splitlines())
    assert f"{len(bad)} of {len(verdicts)} pieces of evidence could not be verified." in result.stderr
    wanted = ["key", "type", "source", "number", "place", "status", "message", "difference", "section", "paragraph"]
    assert list(verdicts[0]) == [*wanted, "page", "passage", "start", "end"]


def test_json_of_attach_has_everything(run: Run, report: str) -> None:
    said = json.loads(run("source", "attach", "lee-2024", report, "--force", "--format", "json").stdout)
    assert said["outcome"] == "attached"
    assert said["attachment"]["fingerprint"]
    assert sum(said["counts"].values()) == len(said["verdicts"])
    assert said["moved"] == []


def test_passages_are_listed_and_their_absence_told(run: Run, report: str) -> None:
    nothing = run("query", "passages containing prices")
    assert nothing.stderr.splitlines()[-2:] == [
        "No passages found; 0 sources have their text attached.",
        "No source is attached: policykb source attach KEY FILE",
    ]
    run("source", "attach", "lee-2024", report, "--force")
    result = run("query", "passages containing price")
    assert result.stdout.splitlines()[0] == "1. Prices rose."
    assert result.stdout.splitlines()[-1] == "   lee-2024#2"
    assert result.stderr.splitlines()[-1] == "1 passage; 1 source has its text attached"
    assert run("query", "passages containing price", "--mark").stdout.startswith("1. «Prices» rose.")
    assert "Prices rose." in run("show", "lee-2024#2").stdout


def test_a_dump_says_what_it_leaves_out(run: Run, report: str, tmp_path: Path) -> None:
    run("source", "attach", "lee-2024", report, "--force")
    result = run("dump", str(tmp_path / "dump"))
    assert "1 attached text is not part of a dump; a backup has everything: policykb db backup" in result.stderr
    assert not any("Prices rose" in path.read_text() for path in (tmp_path / "dump").rglob("*.*") if path.is_file())
