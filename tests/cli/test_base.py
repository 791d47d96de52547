import io
import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from tests.cli.conftest import Run

from policykb.cli.display.screen import Screen
from policykb.cli.display.verdicts import show_verification
from policykb.evidence.resolve import Resolution, Status
from policykb.kb.verify import Verdict, Verification

TEXT = """Summary

Everyone likes fish.

Norway would do well to join the tariff council.

Prices are high.

Prices should be seen.

Body

The stocks fall.
"""


def test_stats(run: Run, db: Path) -> None:
    words = run("stats").stdout.split()
    assert words[:3] == ["Knowledge", "base:", str(db)]
    assert words[words.index("recommendation") + 1] == "3"
    assert "1 source read for at least one theme." in run("stats").stdout
    assert json.loads(run("stats", "--format", "json").stdout)["records"]["finding"] == 1


def test_current_schema(run: Run, db: Path) -> None:
    assert "the one this policykb needs" in run("db", "current").stdout
    for revision, said in (("9999", "upgrade policykb"), ("0000", "policykb db upgrade")):
        with sqlite3.connect(db) as connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", [revision])
        connection.close()
        assert said in run("db", "current").stdout


def test_nothing_to_upgrade(run: Run, db: Path) -> None:
    before = sorted(db.parent.iterdir())
    assert run("db", "upgrade").stdout.startswith("Nothing to do")
    assert sorted(db.parent.iterdir()) == before


def test_an_upgrade_says_where_the_copy_is(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    done = ("0001", "0002", Path("kb.db.before-0002"))
    monkeypatch.setattr("policykb.kb.KnowledgeBase.db_upgrade", staticmethod(lambda _db: done))
    assert run("db", "upgrade").stdout == "Upgraded from 0001 to 0002.\nThe copy made before: kb.db.before-0002\n"


def test_verify_lists_what_is_not_there_and_fails(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(TEXT)
    result = run("verify", "--text", str(report))
    assert result.exit_code == 1
    assert "not found: lee-2024/watch-prices" in result.stdout
    assert "lee-2024/join-pact" not in result.stdout
    assert "verified: lee-2024/join-pact" in run("verify", "lee-2024", "--text", str(report), "--long").stdout
    assert "pieces of evidence could not be verified" in result.stderr


def test_what_was_repaired_is_shown_with_its_difference() -> None:
    found = [
        Verdict("a", "a/one", "finding", 1, "Body, para. 1", Resolution(Status.VERIFIED, message="Body, paragraph 1")),
        Verdict(
            "a", "a/two", "finding", 1, "", Resolution(Status.REPAIRED, difference="- for –", message="found in Body")
        ),
    ]
    out = io.StringIO()
    show_verification(Screen(out), Verification(tuple(found), {"a": "0" * 64}), long=False)
    assert (
        out.getvalue()
        == "repaired: a/two\n    found in Body; - for –\na: 2 pieces of evidence: 1 verified, 1 repaired\n"
    )


def test_verify_needs_to_know_which_source(run: Run, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text(TEXT)
    seed = Path(tmp_path, "more")
    seed.mkdir()
    source = "source: {key: other, title: Other, kind: report, publisher: fjord-institute, issued: 2020}\n"
    Path(seed, "other.yaml").write_text(source)
    assert run("load", str(seed)).exit_code == 0
    result = run("verify", "--text", str(report))
    assert result.exit_code == 2
    assert "There are 2 sources." in result.stderr
    assert run("verify", "nobody", "--text", str(report)).exit_code == 1
    shutil.rmtree(seed)


def test_coverage_tells_none_found_from_not_read(run: Run) -> None:
    lines = run("coverage").stdout.splitlines()
    assert lines[0].split() == ["Source", "Fisheries", "Trade"]
    assert run("coverage", "--on", "Trade").stdout.startswith("Source")
    (row,) = json.loads(run("coverage", "--format", "json").stdout)
    assert set(row["themes"]["trade"]) == {"read", "found"}
    said = run("coverage", "nowhere")
    assert said.exit_code == 1
    assert "nowhere" in said.stderr
