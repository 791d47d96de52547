"""History on the command line: what is said of a record and of loads, and an undo that asks first."""

import json
import shutil
from pathlib import Path

import pytest
from tests.cli.conftest import SEED, Run, Spawn

from policykb import KnowledgeBase

KEY = "lee-2024/lift-duties"


@pytest.fixture
def changed(db: Path, tmp_path: Path) -> Path:
    """The seed after an edit that was loaded: a strength, an addressee and a text are others."""
    seed = Path(shutil.copytree(SEED, tmp_path / "seed"))
    source = seed / "sources/lee-2024.yaml"
    text = source.read_text(encoding="utf-8")
    for old, new in (("strength: must", "strength: should"), ("every fish landed", "every cod landed")):
        assert old in text
        text = text.replace(old, new)
    source.write_text(text, encoding="utf-8")
    with KnowledgeBase.open(db) as kb:
        kb.load(seed)
    return seed


@pytest.mark.usefixtures("changed")
def test_the_history_of_a_record(run: Run) -> None:
    shown = run("history", KEY).stdout
    lines = shown.splitlines()
    assert lines[0] == f"Recommendation {KEY}"
    assert lines[2].startswith("Load 1, 20")
    assert lines[4:6] == ["  added", ""]
    assert lines[-1] == "  strength must -> should"
    assert (
        "text: Norway should publish the price of every [-fish-] {+cod+} landed in"
        in run("history", "lee-2024/watch-prices").stdout
    )
    assert max(map(len, lines)) <= 80
    data = json.loads(run("history", KEY, "--format", "json").stdout)
    assert [change["op"] for change in data["changes"]] == ["add", "change"]
    assert {"field": "strength", "before": "must", "after": "should"} in data["changes"][1]["changes"]


def test_an_unknown_record(run: Run) -> None:
    result = run("history", "lee-2024/join-pakt")
    assert result.exit_code == 1
    assert "Did you mean lee-2024/join-pact" in result.stderr


@pytest.mark.usefixtures("changed")
def test_changes_for_people_and_for_scripts(run: Run) -> None:
    shown = run("changes").stdout
    assert shown.startswith("Load 1, ")
    assert ": 0 added, " in shown.split("Load 2, ")[1].splitlines()[0]
    assert "  ~ recommendation lee-2024/" in shown.split("Load 2, ")[1]
    assert max(map(len, shown.splitlines())) <= 80
    assert run("changes", "--since", "2").stdout == "Load 2, " + shown.split("Load 2, ")[1]
    loads = json.loads(run("changes", "--format", "json").stdout)
    rows = [json.loads(line) for line in run("changes", "--format", "jsonl").stdout.splitlines()]
    assert [load["load"] for load in loads] == [1, 2]
    assert rows == [record for load in loads for record in load["records"]]
    assert len(rows) == sum(load["added"] + load["changed"] + load["removed"] for load in loads)
    assert len(run("changes", "--format", "jsonl", "--limit", "3").stdout.splitlines()) == 3
    limited = json.loads(run("changes", "--format", "json", "--limit", "3").stdout)
    assert [len(load["records"]) for load in limited] == [3, 0]
    result = run("changes", "--limit", "3")
    assert sum(line.startswith("  + ") for line in result.stdout.splitlines()) == 3
    assert "showing 3 records; --limit shows more" in result.stderr
    assert "showing" not in run("changes").stderr


@pytest.mark.parametrize(
    ("since", "said"),
    [("7", "There is no load 7."), ("20x4", "not a date"), ("2024-02-30", "does not exist"), ("#0", "not a date")],
)
def test_since_when(run: Run, since: str, said: str) -> None:
    result = run("changes", "--since", since)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_no_loads_since(run: Run) -> None:
    result = run("changes", "--since", "2199")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "No loads since then." in result.stderr


@pytest.mark.usefixtures("changed")
def test_undo_takes_yes_or_a_terminal(run: Run, db: Path, changed: Path) -> None:
    before = db.read_bytes()
    result = run("undo")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "This would undo load 2 of " in result.stderr
    assert "--yes" in result.stderr
    assert db.read_bytes() == before
    result = run("undo", "--yes")
    assert result.exit_code == 0
    assert result.stdout.startswith("Load 2 is undone, by load 3: 0 added, ")
    assert "undo of load 2" in run("changes", "--since", "3").stdout
    assert not run("load", str(changed)).stdout.startswith("0 added, 0 changed")


@pytest.mark.usefixtures("changed")
@pytest.mark.parametrize(("typed", "done"), [("y", True), ("YES", True), ("n", False), ("", False)])
def test_undo_asks_on_a_terminal(spawn: Spawn, db: Path, typed: str, done: bool) -> None:
    before = db.read_bytes()
    answer = f"import io, sys\nsys.stdin = io.StringIO({typed + chr(10)!r})\nsys.stdin.isatty = lambda: True"
    result = spawn("undo", code=answer)
    assert result.returncode == 0
    assert b"Undo load 2 of " in result.stderr
    assert (db.read_bytes() != before) == done
    assert (b"Nothing was undone." in result.stderr) == (not done)


def test_nothing_to_undo(run: Run, tmp_path: Path) -> None:
    assert run("init", "--empty", "--db", str(tmp_path / "empty.db")).exit_code == 0
    result = run("undo", "--db", str(tmp_path / "empty.db"), "--yes")
    assert result.exit_code == 2
    assert "Nothing was loaded yet" in result.stderr
