"""The command line: one file a command; this one joins them, and answers --version before anything is imported."""

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

from policykb import __version__

if TYPE_CHECKING:
    from types import FrameType

    from typer import Typer

COMMANDS = (
    "init",
    "query",
    "show",
    "resolve",
    "sql",
    "export",
    "save",
    "run",
    "saved",
    "forget",
    "pack",
    "ingest",
    "review",
    "accept",
    "reject",
    "load",
    "import_",
    "diff",
    "check",
    "dump",
    "new",
    "edit",
    "source",
    "verify",
    "history",
    "changes",
    "undo",
    "coverage",
    "stats",
    "fields",
    "db",
    "completion",
)
"""The modules of this package that hold a command or a group of commands, in the order of the help."""


def main() -> int:
    """Runs the command line with ``sys.argv`` and returns the exit code (`policykb.cli.boundary.EXIT_CODES`)."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        sys.stdout.write(f"policykb {__version__}\n")
        return 0
    import gc

    # Importing makes thousands of objects that stay: looking through them again and again, and once more at the end,
    # costs a short command a sixth of its time.
    gc.set_threshold(50_000, 20, 20)
    try:
        import signal

        signal.signal(signal.SIGTERM, _terminate)
        if "_POLICYKB_COMPLETE" in os.environ:
            return _complete()
        application()()
    except KeyboardInterrupt:  # while the program was still being imported
        return 130
    finally:
        gc.freeze()
    return 0


def application() -> "Typer":
    """The command line with all its commands."""
    from policykb.cli.root import new_root

    root = new_root()
    for name in COMMANDS:
        root.add_typer(import_module(f"policykb.cli.{name}").app)
    return root


def _complete() -> int:
    """Answers a shell that asks what can stand at the end of a line."""
    from typer.main import get_command

    from policykb.cli.completion import answer

    return answer(lambda: get_command(application()))


def _terminate(_number: int, _frame: "FrameType | None") -> NoReturn:
    sys.exit(143)
