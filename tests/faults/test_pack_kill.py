"""kill -9 at every step of writing a pack: the folder is the old pack, the new one or not there, and never half of one."""

import os
import subprocess
import sys
from pathlib import Path

from tests.builders import Make, small, totals

EVERY = "1" if os.environ.get("POLICYKB_FAULTS") == "full" else "8"
RUN = """
import os, shutil, signal, sys
from datetime import date
from pathlib import Path

from policykb import KnowledgeBase
from policykb.kb.packs.folder import put_back

base, work, every = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
STEPS = {"open", "os.mkdir", "os.rename", "os.rmdir", "os.remove", "os.chmod", "shutil.rmtree"}
DAY = date(2025, 6, 1)


def child(act, kill_at):
    # A process of its own that is killed at a step in the folder; how many steps it took, if it was not.
    out, into = os.pipe()
    if pid := os.fork():
        os.close(into)
        told = os.read(out, 20)
        os.close(out)
        _, status = os.waitpid(pid, 0)
        assert os.waitstatus_to_exitcode(status) == (0 if told else -signal.SIGKILL), status
        return int(told) if told else None
    count = 0

    def step(event, arguments):
        nonlocal count
        if event in STEPS and any(str(work) in str(argument) for argument in arguments):
            count += 1
            if count == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(step)
    act()
    os.write(into, str(count).encode())
    os._exit(0)


def make(query):
    with KnowledgeBase.open(base) as kb:
        kb.pack(query, work / "pack", force=True, today=DAY)


def state():
    # Which pack is there, whole and with no other file.
    if not (work / "pack").exists():
        return "none"
    found = KnowledgeBase.verify_pack(work / "pack")
    assert found.ok and not found.others, found
    return found.manifest.query


os.fsync = lambda _: None  # a kill is no power cut
make("findings")  # so that no child has to import anything
shutil.rmtree(work / "pack")
seen = set()
for before in (None, "findings"):
    if before:
        make(before)
    total = child(lambda: make("statements"), 0)
    print(before, total)
    # Where the places are changed, at each; where files are written, at some.
    for kill_at in range(1, total + 1):
        if kill_at % every and kill_at < total - 12:
            continue
        shutil.rmtree(work)
        work.mkdir()
        if before:
            make(before)
        assert child(lambda: make("statements"), kill_at) is None
        seen.add((before, state()))
        put_back(work / "pack")
        assert state() in {before or "none", "statements"}, state()
        assert not [path.name for path in work.iterdir() if path.name.endswith(".replaced")]
    shutil.rmtree(work)
    work.mkdir()
gap = {("findings", "none")}  # between the two renames: the old pack lies aside
assert seen == gap | {(None, "none"), (None, "statements"), ("findings", "findings"), ("findings", "statements")}, seen
"""


def test_killed_at_every_step(make: Make, tmp_path: Path) -> None:
    base = make(tmp_path / "base.db")
    totals(base, small(tmp_path / "seed"))
    base.close()
    (tmp_path / "work").mkdir()
    command = [sys.executable, "-c", RUN, str(tmp_path / "base.db"), str(tmp_path / "work"), EVERY]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert all(int(line.split()[1]) > 20 for line in done.stdout.splitlines()), "it was killed at many steps"
