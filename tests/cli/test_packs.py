"""Saved queries and packs on the command line: what is said where, and with which exit code."""

import json
from pathlib import Path

import pytest
from tests.cli.conftest import SEED, Run

from policykb import KnowledgeBase


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "pack"


def test_save_run_list_forget(run: Run) -> None:
    saved = run("save", "Asks", "recommendations", "in last 9 years", "--today", "2025-06-01")
    assert (saved.exit_code, saved.stdout) == (0, "Saved asks; it finds 3 records now.\n")
    assert saved.stderr == "# type:recommendation issued:last-9-years\n"
    asked = run("run", "ASKS", "--today", "2025-06-01", "--format", "csv", "--limit", "1")
    same = run("query", "recommendations in last 9 years", "--today", "2025-06-01", "--format", "csv", "--limit", "1")
    assert (asked.stdout, asked.stderr) == (same.stdout, same.stderr)
    assert asked.stderr.startswith("# type:recommendation issued:2016-06-02..2025-06-01\n")
    shown = run("saved", "--today", "2025-06-01").stdout.splitlines()
    assert shown[0].split() == ["Name", "Query", "Saved", "Finds", "now"]
    assert shown[2].startswith("asks  recommendations in last 9 years  20")
    (told,) = json.loads(run("saved", "--format", "json", "--today", "2025-06-01").stdout)
    assert (told["name"], told["text"], told["records"]) == ("asks", "recommendations in last 9 years", 3)
    assert run("forget", "asks").stdout == "Forgotten: asks, which asked: recommendations in last 9 years\n"
    assert run("saved").stderr == 'No saved queries yet: policykb save NAME "QUERY"\n'


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("save", "a", "recommendations mentioning IPEFF"), 2, "unknown name 'IPEFF'"),
        (("save", "a b", "findings"), 2, "No query can be saved under that name"),
        (("run", "asks"), 1, 'There are none yet: policykb save NAME "QUERY"'),
        (("forget", "asks"), 1, "There is no saved query 'asks'"),
        (("pack", "asks", "-o", "x"), 1, "There is no saved query 'asks'"),
        (("pack", "findings"), 2, "Say one thing to do"),
        (("pack", "findings", "-o", "x", "--compare", "y"), 2, "Say one thing to do"),
        (("pack", "-o", "x"), 2, "Which answer?"),
        (("pack", "--compare", "a", "b", "c"), 2, "--compare takes one pack, or two"),
        (("pack", "--verify", "a", "b"), 2, "--verify takes a folder and nothing else"),
        (("pack", "--verify", "nowhere"), 2, "nowhere is not there"),
        (("pack", "--compare", str(SEED)), 2, "is no answer pack: it has no pack.json"),
    ],
)
def test_what_cannot_be_done(run: Run, arguments: tuple[str, ...], code: int, said: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert said in result.stderr


def test_a_query_that_cannot_be_answered_any_more(run: Run, db: Path, tmp_path: Path) -> None:
    seed = tmp_path / "seed"
    seed.mkdir()
    (seed / "policykb.yaml").write_text("collection: mine\n")
    (seed / "themes.yaml").write_text("themes: [{key: cod, name: Cod}]\n")
    assert run("load", str(seed)).exit_code == 0
    run("save", "cod", "recommendations on Cod")
    (seed / "themes.yaml").write_text("themes: [{key: eel, name: Eel}]\n")
    assert run("load", str(seed)).exit_code == 0
    result = run("run", "cod")
    assert result.exit_code == 2
    assert "The saved query cod cannot be answered any more: unknown name 'Cod'" in result.stderr
    assert 'policykb save cod "..." --force' in result.stderr
    listed = run("saved")
    assert listed.stdout.splitlines()[2].split()[-1] == "?"
    assert "cod cannot be answered any more" in listed.stderr
    assert KnowledgeBase.open(db).saved()[0].records is None


def test_pack_verify_compare(run: Run, db: Path, folder: Path) -> None:
    run("save", "asks", "recommendations")
    made = run("pack", "asks", "-o", str(folder))
    assert (made.exit_code, made.stdout) == (0, f"3 records from 1 source of 1 publisher packed in {folder}\n")
    assert made.stderr == f"# type:recommendation\nTo compare it later: policykb pack --compare {folder}\n"
    sound = run("pack", "--verify", str(folder))
    assert (sound.exit_code, sound.stdout[:16]) == (0, "6 files as writt")
    again = run("pack", "--compare", str(folder))
    assert again.exit_code == 0
    assert again.stdout.splitlines()[-1] == "Since then: +0, -0, 0 changed"
    with KnowledgeBase.open(db) as kb:
        seed = folder.parent / "seed"
        kb.dump(seed)
        path = seed / "sources/lee-2024.yaml"
        text = path.read_text(encoding="utf-8")
        assert "strength: must" in text
        path.write_text(text.replace("strength: must", "strength: should"), encoding="utf-8")
        kb.load(seed)
    changed = run("pack", "--compare", str(folder))
    assert "Since then: +0, -0, 1 changed" in changed.stdout
    assert "    strength must -> should" in changed.stdout.splitlines()
    assert max(map(len, changed.stdout.splitlines()[5:])) <= 80
    told = json.loads(run("pack", "--compare", str(folder), "--format", "json").stdout)
    assert told["counts"] == {"add": 0, "remove": 0, "rename": 0, "change": 1, "unchanged": 2}
    assert told["records"][0]["differences"] == [{"field": "strength", "before": "must", "after": "should"}]
    # Two packs need no base.
    other = run("pack", "--compare", str(folder), str(folder), "--db", "/nowhere.db")
    assert (other.exit_code, other.stdout.splitlines()[-1]) == (0, "Since then: +0, -0, 0 changed")
    assert run("pack", "asks", "-o", str(folder)).exit_code == 2
    replaced = json.loads(run("pack", "asks", "-o", str(folder), "--force", "--format", "json").stdout)
    assert (replaced["folder"], replaced["pack"]["name"]) == (str(folder), "asks")
    (folder / "rows.csv").write_text("")
    damaged = run("pack", "--verify", str(folder))
    assert (damaged.exit_code, damaged.stdout) == (1, "rows.csv is not as it was written\n")
    told = json.loads(run("pack", "--verify", str(folder), "--format", "json").stdout)
    assert (told["ok"], told["altered"]) == (False, ["rows.csv"])
