"""`dump`, `diff`, `new` and `edit`: a base and its files, as typed."""

import json
import re
import shutil
from pathlib import Path

import pytest
from tests.builders import sha256
from tests.cli.conftest import SEED, Run

from policykb import KnowledgeBase


@pytest.fixture
def seed(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A loaded copy of the test's seed files to change, and the current folder beside it."""
    folder = Path(shutil.copytree(SEED, tmp_path / "seed"))
    assert run("load", str(folder)).exit_code == 0
    monkeypatch.chdir(tmp_path)
    return folder


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_dump_and_load_elsewhere(run: Run, tmp_path: Path, db: Path) -> None:
    out = tmp_path / "out"
    result = run("dump", str(out))
    records, digest = re.fullmatch(
        rf"(\d+) records in 2 files written to {out}\nDigest: ([0-9a-f]{{64}})\n", result.stdout
    ).groups()  # type: ignore[union-attr]
    assert (int(records), result.exit_code, result.stderr) == (25, 0, "")
    other = tmp_path / "other.db"
    run("init", "--empty", "--db", str(other))
    assert run("load", str(out), "--db", str(other)).stdout == "25 added, 0 changed, 0 removed\n"
    for path in (db, other):
        with KnowledgeBase.open(path) as kb:
            assert kb.digest() == digest
            assert kb.stats().data_version == f"{digest[:12]} {kb.stats().last_load[:10]}"  # type: ignore[index]
    again = run("load", str(out), "--db", str(other))
    assert again.stderr.endswith("history.jsonl was left: this base has a history of its own.\n")
    assert f"Data version: {digest[:12]}" in run("stats").stdout


def test_dump_into_a_folder_that_is_not_empty(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/mine.yaml").write_text("themes: []\n")
    result = run("dump", str(tmp_path / "out"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--force to write into it (nothing is deleted)" in result.stderr
    forced = run("dump", str(tmp_path / "out"), "--force")
    assert forced.exit_code == 0
    assert "1 seed file in" in forced.stderr
    assert "mine.yaml" in forced.stderr
    assert (tmp_path / "out/mine.yaml").read_text() == "themes: []\n"


@pytest.mark.parametrize("command", [("diff",), ("load", "--dry-run")])
def test_diff_says_what_load_would_do_and_does_nothing(
    run: Run, seed: Path, db: Path, command: tuple[str, ...]
) -> None:
    source = seed / "sources/lee-2024.yaml"
    edit(source, "strength: must", "strength: should")
    edit(source, "  - {source: lee-2024, theme: fisheries, by: tests, on: 2024-04-01}\n", "")
    before = sha256(db)
    result = run(*command, str(seed))
    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert lines[0].startswith("~ lee-2024/")
    assert lines[1:] == [
        "    strength must -> should",
        "- lee-2024 fisheries tests (coverage)",
        "0 to add, 1 to change, 1 to remove",
    ]
    assert sha256(db) == before


def test_diff_as_json_and_its_errors(run: Run, seed: Path) -> None:
    source = seed / "sources/lee-2024.yaml"
    edit(source, "strength: must", "strength: should")
    (change,) = json.loads(run("diff", str(source), "--format", "json").stdout)
    assert change["differences"] == [{"field": "strength", "before": "must", "after": "should"}]
    assert (change["op"], change["type"]) == ("change", "recommendation")
    edit(source, "strength: should", "strenght: should")
    result, loaded = run("diff", str(source)), run("load", str(source))
    assert (result.exit_code, result.stderr) == (2, loaded.stderr)


FILLED = {
    "  title:\n": "  title: Trade\n",
    "  kind:\n": "  kind: report\n",
    "  issued:\n": "  issued: 2025-03\n",
    "    text:\n": "    text: Japan should act.\n",
    "    strength:\n": "    strength: should\n",
    "{section: , paragraph: , quote: {from: , to: }}": "{section: S, paragraph: 1, quote: {from: a b, to: c d}}",
}


def test_a_new_source_is_accepted_once_it_is_filled_in(run: Run, seed: Path, tmp_path: Path) -> None:
    result = run("new", "source", "my-2025-trade")
    assert (result.stdout, result.exit_code) == ("Written to my-2025-trade.yaml\n", 0)
    assert "policykb check my-2025-trade.yaml" in result.stderr
    path = tmp_path / "my-2025-trade.yaml"
    unfilled = run("check", str(path))
    assert unfilled.exit_code == 2
    assert len(unfilled.stderr.splitlines()) == 10, "nine places to fill in, and the count"
    for empty, full in FILLED.items():
        edit(path, empty, full)
    assert run("check", str(path)).stdout.startswith("2 records in 1 file: no problems\n")
    again = run("new", "source", "my-2025-trade")
    assert (again.exit_code, "--force" in again.stderr) == (2, True)
    uncommented = re.sub(
        r"^( *)# (?=(publisher|authors|url|coverage|  - \{theme))", r"\1", path.read_text(), flags=re.M
    )
    path.write_text(uncommented.replace("theme: economic", "theme: fisheries"))
    found = run("check", str(path)).stderr
    assert {line.partition(": ")[2].partition(":")[0] for line in found.splitlines()[:-1]} == {
        *("source.publisher", "source.authors[0]", "source.authors[1]")
    }


@pytest.mark.parametrize("type_", ["theme", "actor", "framework", "event"])
def test_skeletons_of_entities(run: Run, seed: Path, tmp_path: Path, type_: str) -> None:
    shown = run("new", type_, "something-new")
    assert shown.exit_code == 0
    assert shown.stdout.startswith(f"{type_}s:\n  - key: something-new\n    name:\n")
    path = tmp_path / "new.yaml"
    assert run("new", type_, "something-new", "-o", str(path)).stdout == f"Written to {path}\n"
    text = path.read_text()
    assert text == shown.stdout
    kinds = re.search(r"# one of: ([a-z-]+)", text)
    for empty, full in {
        "name:": "Something",
        "definition:": "A thing.",
        "date:": "2024",
        "kind:": kinds and kinds[1],
    }.items():
        text = text.replace(f"{empty}\n", f"{empty} {full}\n")
    path.write_text(text.replace("kind: a\n", "kind: other\n"))
    assert run("check", str(path)).exit_code == 0


def test_new_says_what_is_wrong(run: Run, seed: Path) -> None:
    taken = run("new", "theme", "fisheries")
    assert taken.exit_code == 2
    assert "fisheries is in the base already, from " in taken.stderr
    assert "extend: [{key: fisheries, aliases: [...]}]" in taken.stderr
    assert "There are: source, theme, actor" in run("new", "them", "x").stderr
    assert "'Bad Key' is not a key" in run("new", "theme", "Bad Key").stderr
    alone = run("new", "theme", "fisheries", env={"POLICYKB_DB": "", "XDG_DATA_HOME": "/nowhere"})
    assert alone.exit_code == 0


def test_edit_opens_the_file_at_the_line(run: Run, seed: Path, tmp_path: Path) -> None:
    source = seed / "sources/lee-2024.yaml"
    key = re.search(r"- key: (\S+)", source.read_text()[source.read_text().index("recommendations:") :])[1]  # type: ignore[index]
    line = source.read_text().splitlines().index(f"  - key: {key}") + 1
    assert run("edit", f"lee-2024/{key}").stdout == f"{source}:{line}\n"
    editor = tmp_path / "nano"
    editor.write_text(f'#!/bin/sh\necho "$@" > {tmp_path}/called\n')
    editor.chmod(0o755)
    result = run("edit", f"lee-2024/{key}", env={"EDITOR": str(editor)})
    assert (tmp_path / "called").read_text() == f"+{line} {source}\n"
    assert result.stderr == f"Then load it: policykb load {source}\n"
    for broken, words in (
        ("/no/such/editor", "cannot be started"),
        ("false", "ended with code 1"),
        ("'", "no command"),
    ):
        found = run("edit", "lee-2024", env={"VISUAL": broken})
        assert (found.exit_code, words in found.stderr) == (2, True)
    assert run("edit", "lee-2042").exit_code == 1


def test_edit_finds_a_folder_that_moved_near_by_or_says_where_it_was(
    run: Run, seed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = seed.rename(tmp_path / "moved")
    if not (moved / "policykb.yaml").exists():
        (moved / "policykb.yaml").write_text("collection: seed\n")
    assert run("edit", "lee-2024").stdout.startswith(f"{moved}/sources/lee-2024.yaml:")
    monkeypatch.chdir("/")
    lost = run("edit", "lee-2024")
    assert lost.exit_code == 2
    assert f"its folder was {seed}" in " ".join(lost.stderr.split())


def test_a_shipped_record_of_an_installed_package_is_not_edited(
    run: Run, shipped_file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("edit", "ipef", "--db", shipped_file).stdout.endswith("data/seed/frameworks/economic.yaml:3\n")
    monkeypatch.setattr("policykb.resources.is_installed", lambda: True)
    result = run("edit", "ipef", "--db", shipped_file, env={"EDITOR": "false"})
    assert result.exit_code == 2
    assert "extend: [{key: ipef, aliases: [...]}]" in result.stderr
    assert "an upgrade replaces it" in " ".join(result.stderr.split())


def test_show_says_which_file_adds_what(run: Run, tmp_path: Path) -> None:
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "x.yaml").write_text("extend:\n  - {key: fisheries, note: Mine., aliases: [fish stocks]}\n")
    assert run("load", str(mine)).stdout == "0 added, 1 changed, 0 removed\n"
    shown = run("show", "fisheries").stdout
    assert "Mine. [mine:x.yaml]" in shown
    assert "fish stocks [mine:x.yaml]" in shown
    assert shown.count("[mine:x.yaml]") == 2
    assert json.loads(run("show", "fisheries", "--format", "json").stdout)["extensions"] == [
        {"owner": "mine:x.yaml", "note": "Mine.", "aliases": ["fish stocks"]}
    ]
