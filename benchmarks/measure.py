"""Measuring: child processes in turn (A B A B), medians, ratios pair by pair, peak memory, one table.

Machines drift and are shared, so a figure is a ratio of two sides that ran one after the other, of CPU time (user and
system) rather than of wall time. This process must stay small: the system counts what a child was before it became
another program as part of the child's peak memory. So nothing here imports policykb.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Sample:
    """One run: seconds of CPU time, peak memory in MB, what it printed."""

    cpu: float
    peak: float
    output: str

    @property
    def said(self) -> dict[str, Any]:
        """What a child that measured itself printed as its last line, in JSON."""
        return dict(json.loads(self.output.splitlines()[-1]))

    @property
    def listed(self) -> list[Any]:
        """The same of a child that prints a list."""
        return list(json.loads(self.output.splitlines()[-1]))


@dataclass(frozen=True)
class Row:
    """One line of the table; ``value`` is held against ``target`` where there is one; less is better, if not said."""

    job: str
    what: str
    value: float
    unit: str = "x"
    target: float | None = None
    note: str = ""
    more_is_better: bool = False

    @property
    def met(self) -> str:
        """Whether the target is met, in a word."""
        if self.target is None:
            return ""
        return "yes" if (self.value >= self.target if self.more_is_better else self.value <= self.target) else "NO"


@dataclass(frozen=True)
class Pair:
    """Both sides of a comparison, run for run."""

    ours: Sequence[float]
    peer: Sequence[float]
    ratios: list[float] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "ratios", [a / b for a, b in zip(self.ours, self.peer, strict=True)])

    @property
    def ratio(self) -> float:
        """The median of the ratios."""
        return median(self.ratios)

    def __str__(self) -> str:
        milli = [1_000 * median(side) for side in (self.ours, self.peer)]
        return f"{milli[0]:,.0f} / {milli[1]:,.0f} ms, {min(self.ratios):.2f} to {max(self.ratios):.2f}"


class Workshop:
    """A temporary folder and an environment in which nothing of the user's is found: an empty HOME, no settings."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="policykb-bench-")
        self.folder = Path(self._folder.name)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("POLICYKB_", "XDG_"))}
        home = self.folder / "home"
        home.mkdir()
        self.environment = kept | {"HOME": str(home), "PYTHONHASHSEED": "0", "COLUMNS": "80", "NO_COLOR": "1"}

    def __enter__(self) -> "Workshop":
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def run(self, *arguments: str | Path) -> Sample:
        """Runs Python with these arguments to its end; CalledProcessError, with what it said, where it fails."""
        return self.run_program(sys.executable, *arguments)

    def run_program(self, *arguments: str | Path) -> Sample:
        """Runs a program with these arguments as `run` does."""
        command = list(map(str, arguments))
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            child = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, stdout=out, stderr=err
            )
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            err.seek(0)
            # What is long is an export, which nobody here reads.
            output = out.read(2**20).decode(errors="replace")
            if child.returncode:
                sys.stderr.write(err.read().decode(errors="replace"))
                raise subprocess.CalledProcessError(child.returncode, command, output)
        unit = 2**20 if sys.platform == "darwin" else 2**10
        return Sample(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit, output)

    def script(self, name: str, text: str) -> Path:
        """A file of the folder with this text."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path


def alternate(sides: Mapping[str, Callable[[], Sample]], rounds: int) -> dict[str, list[Sample]]:
    """Runs all sides in turn, so many times."""
    samples: dict[str, list[Sample]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, side in sides.items():
            samples[name].append(side())
    return samples


def cpu(samples: Iterable[Sample]) -> list[float]:
    """The CPU seconds of the runs."""
    return [sample.cpu for sample in samples]


def print_table(rows: Iterable[Row]) -> None:
    """Prints the rows as one table."""
    lines = [("job", "measured", "", "target", "met", "ours / peer, spread of the ratio")]
    for row in rows:
        digits = 3 if row.more_is_better else 2 if row.unit in {"x", ""} else 1 if row.value < 100 else 0
        target = "" if row.target is None else f"{'>=' if row.more_is_better else '<='} {row.target:g} {row.unit}"
        lines.append((row.job, row.what, f"{row.value:,.{digits}f} {row.unit}", target, row.met, row.note))
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
