"""kill -9 at any point of a load leaves the old state or the new, whole; a loader that commits in between is caught.

A few kills a commit; POLICYKB_FAULTS=full (make faults) does hundreds.
"""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from tests.builders import lines, small, totals, write

from policykb.store.engine import Database

FULL = os.environ.get("POLICYKB_FAULTS") == "full"
KILLS = 300 if FULL else 12
RECORDS = 5_000 if FULL else 1_500

LOAD = """
import sys
from pathlib import Path
from policykb.seed.load import load
from policykb.store.engine import Database
database = Database(sys.argv[1])
{broken}
print("begin", flush=True)
load([Path(sys.argv[2])], database, "x")
print("done", flush=True)
"""
BROKEN = """
from policykb.store import writing
insert = writing.Loading._insert
def _insert(self, *arguments):
    insert(self, *arguments)
    self.connection.exec_driver_sql("COMMIT")
    self.connection.exec_driver_sql("BEGIN IMMEDIATE")
writing.Loading._insert = _insert
writing.CHUNK = 50
"""


def statements(mark: str) -> str:
    return lines(
        {
            "type": "finding",
            "key": f"report/f{n}",
            "source": "report",
            "text": f"Finding {n} of the {mark} state says something of Japan and IPEF.",
            "evidence": [{"page": 1}],
        }
        for n in range(RECORDS)
    )


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory, make: object) -> Path:
    """A base with the old state, beside its seed folder, which already holds the new one."""
    folder = tmp_path_factory.mktemp("kill")
    base: Database = make(folder / "old.db")  # type: ignore[operator]
    seed = small(folder / "seed")
    write(seed, {"many.jsonl": statements("old")})
    totals(base, seed)
    base.close()
    write(seed, {"many.jsonl": statements("new")})
    return folder


def state_of(path: Path) -> str:
    """old, new or mixed, after the integrity of everything was checked."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        texts = {
            row[0].split()[4] for row in connection.execute("SELECT text FROM statement WHERE key LIKE 'report/f%'")
        }
        count = connection.execute("SELECT count(*) FROM statement WHERE key LIKE 'report/f%'").fetchone()[0]
        if count != RECORDS or len(texts) != 1:
            return "mixed"
        (text,) = texts
        found = connection.execute(
            "SELECT count(*) FROM statement_fts WHERE statement_fts MATCH ?", (text,)
        ).fetchone()[0]
        loads = connection.execute("SELECT count(*) FROM load").fetchone()[0]
        return str(text) if found == RECORDS and loads == (1 if text == "old" else 2) else "mixed"


def load_and_kill(old: Path, base: Path, after: float, broken: str = "") -> tuple[bool, float]:
    """Kills a load some seconds after it began; whether it said it was done, and how long it ran."""
    command = [sys.executable, "-c", LOAD.format(broken=broken), str(base), str(old / "seed")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        began = time.monotonic()
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
        done = "done" in process.stdout.read()
    return done, time.monotonic() - began


def test_old_or_new_and_nothing_between(old: Path, tmp_path: Path) -> None:
    base = tmp_path / "base.db"
    shutil.copy(old / "old.db", base)
    done, whole = load_and_kill(old, base, 120)
    assert done
    assert state_of(base) == "new"
    chance = random.Random(1)
    seen = set()
    for _ in range(KILLS):
        shutil.copy(old / "old.db", base)
        Path(f"{base}-journal").unlink(missing_ok=True)
        done, _ = load_and_kill(old, base, chance.uniform(0, whole * 1.05))
        state = state_of(base)
        assert state in {"old", "new"}
        assert state == "new" or not done
        seen.add(state)
    assert "old" in seen


def test_a_loader_that_commits_in_between_would_be_caught(old: Path, tmp_path: Path) -> None:
    base = tmp_path / "base.db"
    shutil.copy(old / "old.db", base)
    _, whole = load_and_kill(old, base, 120, BROKEN)
    states = set()
    for part in (0.5, 0.6, 0.7, 0.8, 0.9, 0.95):
        shutil.copy(old / "old.db", base)
        Path(f"{base}-journal").unlink(missing_ok=True)
        load_and_kill(old, base, whole * part, BROKEN)
        states.add(state_of(base))
    assert "mixed" in states
