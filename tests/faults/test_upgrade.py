"""An upgrade killed at each of its SQL statements leaves the old base or the new one, and the next upgrade is done.

A few deaths a commit for each kept schema; POLICYKB_FAULTS=full (make faults) dies at every one.
"""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from tests.builders import query, rows
from tests.migrations.fixtures.make import FOLDER

from policykb.store.engine import revisions
from policykb.store.migrate import upgrade

FULL = os.environ.get("POLICYKB_FAULTS") == "full"
DEATHS = 10
"""About so many, over the whole of an upgrade."""
OLDER = [path for path in sorted(FOLDER.glob("*.db")) if path.stem != revisions()[-1]]

FORKING = """
import os, signal, sys
import alembic.command
from sqlalchemy import event
from sqlalchemy.engine import Engine
from policykb.store.migrate import upgrade

for line in sys.stdin:
    path, at = line.split()
    pid = os.fork()
    if not pid:
        count = 0
        @event.listens_for(Engine, "before_cursor_execute")
        def _count(*arguments):
            global count
            count += 1
            if count == int(at):
                os.kill(os.getpid(), signal.SIGKILL)
        upgrade(path, "x")
        print("done", count, flush=True)
        os._exit(0)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if status:
        print("died", -status, flush=True)
"""


@pytest.mark.parametrize("kept", OLDER, ids=lambda path: str(path.stem))
def test_killed_anywhere(kept: Path, tmp_path: Path) -> None:
    base, whole = tmp_path / "base.db", tmp_path / "whole.db"
    shutil.copyfile(kept, whole)
    upgrade(str(whole), "x")
    schema = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
    command = [sys.executable, "-c", FORKING]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None

        def run(at: int) -> tuple[str, int]:
            for path in tmp_path.glob("base.db*"):
                path.unlink()
            shutil.copyfile(kept, base)
            print(base, at, file=process.stdin, flush=True)
            said, number = process.stdout.readline().split()  # type: ignore[union-attr]  # it is a pipe
            return said, int(number)

        said, statements = run(0)
        assert (said, query(base, schema)) == ("done", query(whole, schema))
        seen = set()
        for at in range(1, statements + 1, 1 if FULL else max(1, statements // DEATHS)):
            assert run(at) == ("died", signal.SIGKILL)
            with closing(sqlite3.connect(base)) as connection:  # the first who opens it puts it in order
                assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            found = query(base, schema)
            assert found in (query(kept, schema), query(whole, schema)), at
            assert rows(base, kept) == rows(kept, kept)
            seen.add(found == query(kept, schema))
            before, now, _ = upgrade(str(base), "x")
            assert (before, now) == (query(kept, "SELECT version_num FROM alembic_version")[0][0], revisions()[-1])
            assert query(base, schema) == query(whole, schema)
        assert True in seen
        process.stdin.close()


def test_half_an_upgrade_would_be_seen(tmp_path: Path) -> None:
    """The control: one more table is neither the old schema nor the new one."""
    half = tmp_path / "half.db"
    shutil.copyfile(OLDER[0], half)
    with closing(sqlite3.connect(half)) as connection:
        connection.execute("CREATE TABLE replaced (x)")
        connection.commit()
    assert query(half, "SELECT sql FROM sqlite_master") != query(OLDER[0], "SELECT sql FROM sqlite_master")
