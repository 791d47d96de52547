"""The bar of a long export: only where somebody sees it, and only when it takes long."""

import os
import pty
import sys
from collections.abc import Callable
from contextlib import closing
from typing import TextIO

import pytest

from policykb.cli.display.progress import progress


def shown(
    monkeypatch: pytest.MonkeyPatch, stream: TextIO, *, quiet: bool, patience: float
) -> Callable[[int], None] | None:
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr("policykb.cli.display.progress.PATIENCE", patience)
    with progress(lambda: 1_000, quiet=quiet) as tell:
        for _ in range(4):
            if tell is not None:
                tell(250)
    return tell


@pytest.mark.parametrize(
    ("quiet", "patience", "kind", "seen"),
    [
        (False, -1.0, "xterm", "1000/1000"),
        (False, 1e9, "xterm", ""),
        (True, -1.0, "xterm", ""),
        (False, -1.0, "dumb", ""),
    ],
)
def test_who_sees_the_bar(monkeypatch: pytest.MonkeyPatch, quiet: bool, patience: float, kind: str, seen: str) -> None:
    monkeypatch.setenv("TERM", kind)
    monkeypatch.delenv("NO_COLOR", raising=False)
    reader, writer = pty.openpty()
    with closing(os.fdopen(writer, "w")) as stream:
        shown(monkeypatch, stream, quiet=quiet, patience=patience)
        stream.write("end")
        stream.flush()
        said = b""
        while not said.endswith(b"end"):
            said += os.read(reader, 65_536)
    os.close(reader)
    assert seen in said.decode()
    assert bool(seen) == (said != b"end")


def test_no_bar_in_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    with open(os.devnull, "w", encoding="utf-8") as stream:
        assert shown(monkeypatch, stream, quiet=False, patience=-1.0) is None
