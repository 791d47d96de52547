"""The one place where errors become messages and exit codes; separate so that no command handles any itself."""

import errno
import io
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NoReturn

from typer import Context, Exit, TyperException
from typer.core import TyperGroup

from policykb.cli.display import problems
from policykb.errors import LimitReached, PolicykbError, UsageError

FAULT = 70
"""Exit code for what policykb did not foresee (EX_SOFTWARE of sysexits.h)."""
INTERRUPTED = 130
TERMINATED = 143
EXIT_CODES = {
    0: "done; an empty answer is an answer",
    1: "a check found something, or there is no record of that KEY",
    2: "asked wrongly: options, a query, seed files, an output file that exists",
    3: "the database cannot be reached, or is busy",
    4: "no policykb database, a damaged one, or one of another version",
    5: "a limit is reached: the disk is full, a document too large",
    FAULT: "a fault of policykb itself",
    INTERRUPTED: "interrupted (Ctrl-C)",
    TERMINATED: "terminated",
}
DEBUG_VARIABLE = "POLICYKB_DEBUG"


class Program(TyperGroup):
    """The command line as a whole, with its error boundary around every command."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> NoReturn:
        """Runs the command that ``args`` name and exits; the other parameters are Typer's and not used."""
        arguments = list(sys.argv[1:] if args is None else args)
        debug = "--debug" in arguments or os.environ.get(DEBUG_VARIABLE, "") not in {"", "0"}
        # Wherever it stands: who is told to add it puts it at the end.
        plain = [argument for argument in arguments if argument != "--debug"]
        sys.exit(guarded(partial(self._run, plain), debug=debug))

    def _run(self, arguments: list[str]) -> None:
        for argument in [*arguments, os.environ.get("POLICYKB_DB", "")]:
            if not _is_unicode(argument):
                raise UsageError(f"'{argument}' is not valid UTF-8.", "Write it, or name the file, in UTF-8.")
        with self.make_context("policykb", arguments) as context:
            self.invoke(context)


def guarded(run: Callable[[], object], *, debug: bool) -> int:
    """Runs something and returns the exit code, having said on standard error what went wrong if anything did."""
    _prepare_streams()
    try:
        run()
        sys.stdout.flush()
    except BaseException as error:
        code = _tell(error, debug=debug)
        if not _flushed():
            problems.discard(sys.stdout)
        return code
    return 0


def _tell(error: BaseException, *, debug: bool) -> int:
    """Says what went wrong, if that is worth saying; the exit code for it."""
    match error:
        case Exit():
            return error.exit_code
        case KeyboardInterrupt() | SystemExit():
            problems.note("Stopped; nothing half-done was kept.")
            return INTERRUPTED if isinstance(error, KeyboardInterrupt) else TERMINATED
        case BrokenPipeError():
            return 0
        case TyperException():
            known: PolicykbError = _usage_error(error)
        case PolicykbError():
            known = error
        case OSError() if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}:
            known = LimitReached(f"The output could not be written: {error.strerror}.")
        case MemoryError():
            known = LimitReached("There is not enough memory for it.")
        case _:
            (problems.show_traceback if debug else problems.show_fault)(error)
            return FAULT
    if debug:
        problems.show_traceback(error)
    problems.show_error(known)
    return known.exit_code


def _usage_error(error: TyperException) -> UsageError:
    """Typer's complaint about options and arguments as one of ours."""
    context: Context | None = getattr(error, "ctx", None)
    command = context.command_path if context else "policykb"
    return UsageError(error.format_message(), f"See: {command} --help")


def _prepare_streams() -> None:
    """Makes the streams take any text: a closed one swallows it, one that is not Unicode replaces characters."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 it stays open as streams do
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _flushed() -> bool:
    try:
        sys.stdout.flush()
    except OSError:
        return False
    return True


def _is_unicode(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)
