"""A pseudo-terminal with policykb in it, driven like a person would: wait for what is asked, then type."""

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

_CODES = re.compile("\x1b\\[[0-9;?]*[a-zA-Z]")
PATIENCE = 60
"""Seconds after which a test gives up; nothing depends on how soon something comes."""


class Terminal:
    """A process with a terminal of its own."""

    def __init__(
        self, arguments: list[str], environment: Mapping[str, str], folder: Path, *, columns: int = 80
    ) -> None:
        self._master, slave = pty.openpty()
        self.seen = ""
        self._waiting = ""
        env = {**os.environ, **environment, "COLUMNS": str(columns), "TERM": "xterm", "PYTHONIOENCODING": "utf-8"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from policykb.cli import main; raise SystemExit(main())", *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=env,
            cwd=folder,
            start_new_session=True,
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._master)

    def until(self, text: str) -> str:
        """What comes up to and with a text, which must come; without colours and the carriage returns of a terminal."""
        deadline = time.monotonic() + PATIENCE
        while text not in self._waiting:
            if not self._read(deadline):
                raise AssertionError(f"{text!r} never came; seen: {self.seen[-3000:]}")
        before, found, self._waiting = self._waiting.partition(text)
        return before + found

    def type(self, text: str) -> None:
        """Types keys; a line ends with ``\\n``."""
        os.write(self._master, text.encode())

    def ended(self) -> int:
        """Waits for the end of the process; its exit code."""
        deadline = time.monotonic() + PATIENCE
        while self._read(deadline):
            pass
        return self.process.wait(PATIENCE)

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def _read(self, deadline: float) -> bool:
        if not select.select([self._master], [], [], max(0, deadline - time.monotonic()))[0]:
            return False
        try:
            data = os.read(self._master, 65_536)
        except OSError:  # Linux's word for the end of a terminal
            return False
        text = _CODES.sub("", data.decode(errors="replace")).replace("\r", "")
        self.seen += text
        self._waiting += text
        return bool(data)
