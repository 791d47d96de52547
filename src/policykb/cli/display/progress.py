"""How far a long export has come, as a bar on standard error; nothing for a short one, a pipe, or who wants quiet.

Rich is imported when the first second has passed: most exports are done before.
"""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

PATIENCE = 1.0
"""Seconds that nobody needs to be told anything."""
PER_SECOND = 4


@contextmanager
def progress(total: Callable[[], int], *, quiet: bool) -> Iterator[Callable[[int], None] | None]:
    """What is to be told how many more records there are; None where nobody would see it.

    ``total`` says how many there will be, and is asked once the bar is shown.
    """
    if quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield None
        return
    bar = _Bar(total)
    try:
        yield bar.tell
    finally:
        bar.close()


class _Bar:
    def __init__(self, total: Callable[[], int]) -> None:
        self._total = total
        self._done = 0
        self._from = monotonic() + PATIENCE
        self._close: Callable[[], None] | None = None
        self._move: Callable[[int], None] | None = None

    def tell(self, more: int) -> None:
        self._done += more
        if self._move is not None:
            self._move(self._done)
        elif monotonic() > self._from:
            self._show()

    def close(self) -> None:
        if self._close is not None:
            self._close()

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TimeRemainingColumn

        shown = Progress(
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
            refresh_per_second=PER_SECOND,
        )
        task: TaskID = shown.add_task("", total=self._total(), completed=self._done)
        self._move = lambda done: shown.update(task, completed=done)
        self._close = shown.stop
        shown.start()
