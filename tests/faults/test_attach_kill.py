"""kill -9 at every statement of attaching a text: the base has the old text whole or the new one, and is sound."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.builders import Make, assert_sound, totals
from tests.texts import TEXT, document, reported

from policykb import KnowledgeBase

RUN = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from policykb import KnowledgeBase

base, file, at = sys.argv[1], sys.argv[2], int(sys.argv[3])
count = 0

@event.listens_for(Engine, "before_cursor_execute")
def _count(_connection, _cursor, statement, *_):
    global count
    count += statement.lstrip().upper().startswith(("INSERT", "DELETE", "UPDATE"))
    if at > 0 and count == at:
        os.kill(os.getpid(), signal.SIGKILL)

@event.listens_for(Engine, "commit")
def _committed(_connection):
    if at < 0:
        os.kill(os.getpid(), signal.SIGKILL)

with KnowledgeBase.open(base) as kb:
    kb.source_attach("report", file)
print(count)
"""


def test_killed_while_a_text_takes_the_place_of_another(make: Make, tmp_path: Path) -> None:
    base = make(tmp_path / "base.db")
    totals(base, reported(tmp_path / "seed"))
    old, new = document(tmp_path, TEXT), document(tmp_path, TEXT.replace("We wait.", "We wait no more."), "new.txt")

    def attach(path: Path, at: int) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", RUN, base.url, str(path), str(at)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def told() -> tuple[str, int, int]:
        with KnowledgeBase.open(base.url) as kb:
            (known,) = kb.source_list()
            words = kb.query("passages containing more").total
            return known.file, words, kb.query("passages").total

    count = int(attach(old, 0).stdout)
    before = told()
    assert before == ("report.txt", 0, 8)
    steps = range(1, count + 6) if os.environ.get("POLICYKB_FAULTS") == "full" else (-1, 2, 5, count)
    for at in steps:
        done = attach(new, at)
        if done.returncode == 0:
            assert told() == ("new.txt", 1, 8)
            assert attach(old, 0).returncode == 0
            continue
        assert done.returncode == -signal.SIGKILL, done.stderr
        assert told() == before, at
        assert_sound(base)
    assert attach(new, 0).returncode == 0
    assert told() == ("new.txt", 1, 8)
    assert_sound(base)
    base.close()
