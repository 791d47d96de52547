"""Errors and notices as people read them, on standard error; separate from the boundary that decides on exit codes."""

import os
import shlex
import sys
import traceback
import unicodedata
from collections.abc import Mapping
from typing import TextIO

from policykb.errors import PolicykbError, QueryError, SeedError


def show_error(error: PolicykbError) -> None:
    """What went wrong and where, a caret below the place in a query, and what to do about it."""
    lines = [str(problem) for problem in error.problems] if isinstance(error, SeedError) else []
    lines.append(f"Error: {error.message}")
    if isinstance(error, QueryError) and error.column is not None and (caret := error.caret()):
        lines += _under_wide_characters(caret)
    if error.hint:
        lines.append(error.hint)
    _write(lines)


def show_fault(error: BaseException) -> None:
    """What to tell somebody whose command met a fault of the program itself."""
    said = "".join(traceback.format_exception_only(error)).strip()
    _write(
        [
            f"Error: policykb failed in a way it did not foresee: {said}",
            "This is a fault of policykb. Please report it with your command and what `policykb --debug ...` prints.",
        ]
    )


def show_traceback(error: BaseException) -> None:
    """Where in the program an error came from."""
    _write("".join(traceback.format_exception(error)).splitlines())


def note(text: str) -> None:
    """A notice beside the results: how many there are, how a query was understood."""
    sys.stdout.flush()
    _write([text])


def note_left_out(pending: Mapping[str, int]) -> None:
    """How many drafts were left out of which files, and how to decide about them; nothing where there are none."""
    if not pending:
        return
    count, first = sum(pending.values()), next(iter(pending))
    drafts = f"{count:,} pending draft{'' if count == 1 else 's'}"
    if len(pending) > 1:
        drafts += f" in {len(pending):,} files"
    note(f"{drafts} left out: policykb review {shlex.quote(first)}")


def escaped(text: str) -> str:
    r"""The text with characters that would act on a terminal, or that are none, written out.

    >>> escaped("caf\udce9"), escaped("a\x1b[31mb")
    ('caf\\udce9', 'a\\x1b[31mb')
    """
    return "".join(c if unicodedata.category(c)[0] != "C" else ascii(c)[1:-1] for c in text)


def discard(stream: TextIO) -> None:
    """Lets what is left in a stream that cannot be written go nowhere; else Python would complain when it exits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _write(lines: list[str]) -> None:
    try:
        sys.stderr.write("".join(f"{escaped(line)}\n" for line in lines))
        sys.stderr.flush()
    except OSError:  # a full disk or a closed pipe behind it: there is nobody to tell
        discard(sys.stderr)


def _under_wide_characters(caret: str) -> list[str]:
    """The query and the caret, which counts characters, moved below the one it means where some take two cells."""
    query, pointer = caret.split("\n")
    if query.isascii():
        return [query, pointer]
    from rich.cells import cell_len

    return [query, " " * cell_len(query[: len(pointer) - 1]) + "^"]
