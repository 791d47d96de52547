"""A load that dies at every one of its SQL statements, or finds the disk full after every so many bytes.

Separate from the kills by the clock: these points are the same in every run. One process imports policykb and forks a
child for each death, so that hundreds of them take seconds.
"""

import json
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from tests.builders import Make, differences, lines, small, totals, write

from policykb.store.engine import Database

FULL = os.environ.get("POLICYKB_FAULTS") == "full"
STEP = 1 if FULL else 67
"""Every so many statements a load is killed."""

FORKING = """
import json, os, resource, signal, sys
from pathlib import Path
from sqlalchemy import event
from policykb.errors import PolicykbError
from policykb.seed.load import load
from policykb.store.engine import Database

def child(order, out):
    count = 0
    database = Database(order["base"])
    @event.listens_for(database.engine, "before_cursor_execute")
    def _count(*arguments):
        nonlocal count
        count += 1
        if count == order.get("at"):
            os.kill(os.getpid(), order["signal"])
    if "size" in order:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["size"], order["size"]))
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL if order["die"] else signal.SIG_IGN)
    try:
        load([Path(order["seed"])], database, "x")
    except (PolicykbError, KeyboardInterrupt) as error:
        os.write(out, f"{type(error).__name__} {getattr(error, 'exit_code', '')}".encode())
    else:
        os.write(out, f"done {count}".encode())

for line in sys.stdin:
    into, out = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            child(json.loads(line), out)
        finally:
            os._exit(0)
    os.close(out)
    with os.fdopen(into) as said:
        text = said.read()
    print(json.dumps({"status": os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), "said": text}), flush=True)
"""
Answer = tuple[int, str, str]
Attempt = Callable[..., Answer]


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory, make: Make) -> Path:
    """old.db, new.db and the seed folder that leads from one to the other: added, changed, removed, names changed."""
    folder = tmp_path_factory.mktemp("every-point")
    finding = {"type": "finding", "source": "report", "evidence": [{"page": 1, "quote": {"exact": "Japan and IPEF"}}]}
    many = [
        finding | {"key": f"report/f{n}", "text": f"Old finding {n} " + "of Japan, " * 20 + "it says"}
        for n in range(200)
    ]
    seed = write(
        small(folder / "seed"), {"many.jsonl": lines(many), "gone.yaml": "themes:\n  - {key: g, name: Gone}\n"}
    )
    old = make(folder / "old.db")
    totals(old, seed)
    (seed / "gone.yaml").unlink()
    changed = [
        record | {"text": f"Now {record['text']}", "former_keys": [f"report/o{n}"]} for n, record in enumerate(many)
    ]
    small(seed, extra="themes:\n  - {key: security, name: Security, aliases: [doubts]}\n")
    write(seed, {"many.jsonl": lines(changed[10:])})
    shutil.copyfile(folder / "old.db", folder / "new.db")
    new = Database(str(folder / "new.db"))
    assert totals(new, seed) == (1, 190, 11)
    old.close()
    new.close()
    return folder


@pytest.fixture(scope="module")
def attempt(worlds: Path) -> Iterator[Attempt]:
    """Loads into a copy of the old base under some order; exit code, what the load said, the state afterwards."""
    base = worlds / "base.db"
    command = [sys.executable, "-c", FORKING]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def run(**order: Any) -> Answer:
            shutil.copyfile(worlds / "old.db", base)
            Path(f"{base}-journal").unlink(missing_ok=True)
            print(json.dumps(order | {"base": str(base), "seed": str(worlds / "seed")}), file=process.stdin, flush=True)
            answer = json.loads(process.stdout.readline())  # type: ignore[union-attr]  # it is a pipe
            return answer["status"], answer["said"], state_of(worlds)

        yield run
        process.stdin.close()


def state_of(worlds: Path) -> str:
    """old, new or mixed; the first who opens a base after a crash puts it in order."""
    base = worlds / "base.db"
    with closing(sqlite3.connect(base)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        connection.execute("INSERT INTO statement_fts(statement_fts, rank) VALUES ('integrity-check', 1)")
    for name in ("old", "new"):
        if not differences(base, worlds / f"{name}.db"):
            return name
    return "mixed"


def test_killed_at_a_statement(attempt: Attempt, worlds: Path) -> None:
    status, said, state = attempt()
    assert (status, state) == (0, "new")
    statements = int(said.removeprefix("done "))
    for at in range(1, statements + 1, STEP):
        assert attempt(at=at, signal=signal.SIGKILL) == (-signal.SIGKILL, "", "old"), at
    again = Database(str(worlds / "base.db"))
    assert totals(again, worlds / "seed") == (1, 190, 11), "what a dead load left is no hindrance"
    again.close()


def test_stopped_politely(attempt: Attempt) -> None:
    status, said, _ = attempt()
    statements = int(said.removeprefix("done "))
    assert status == 0
    for at in range(1, statements + 1, max(STEP, statements // 3)):
        assert attempt(at=at, signal=signal.SIGTERM) == (-signal.SIGTERM, "", "old")
        assert attempt(at=at, signal=signal.SIGINT) == (0, "KeyboardInterrupt ", "old")


@pytest.mark.parametrize("die", [False, True], ids=["the disk is full", "killed while writing"])
def test_after_so_many_bytes(attempt: Attempt, worlds: Path, die: bool) -> None:
    first, last = ((worlds / f"{name}.db").stat().st_size for name in ("old", "new"))
    sizes = [*range(0, first, first // (40 if FULL else 4)), *range(first, last, 4096 if FULL else (last - first) // 3)]
    expected = (-signal.SIGXFSZ, "") if die else (0, "LimitReached 5")
    seen = set()
    for size in sizes:
        status, said, state = attempt(size=size, die=die)
        assert state in {"old", "new"}, size
        assert (state == "new") == said.startswith("done"), size
        if state == "old":
            assert (status, said) == expected, size
        seen.add(state)
    assert "old" in seen
    assert attempt(size=resource.RLIM_INFINITY, die=die)[2] == "new"


def test_a_mixed_state_would_be_seen(attempt: Attempt, worlds: Path) -> None:
    """The control: half of a load, committed, is neither old nor new."""
    assert attempt(at=1, signal=signal.SIGKILL)[2] == "old"
    with closing(sqlite3.connect(worlds / "base.db")) as connection:
        connection.execute("UPDATE entity SET note = 'half' WHERE key = 'japan'")
        connection.commit()
    assert state_of(worlds) == "mixed"
