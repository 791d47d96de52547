"""`policykb edit`: a record's file in the user's editor, at its line."""

import os
import shlex
import subprocess
from pathlib import Path
from typing import Annotated

from typer import Argument, Typer, echo

from policykb.cli import options
from policykb.cli.display.problems import note
from policykb.errors import UsageError

_PLUS = {"vi", "vim", "nvim", "nvi", "gvim", "nano", "emacs", "emacsclient", "micro", "joe", "kak", "mg", "gedit"}
"""Editors that take +LINE before the file."""
_GOTO = {"code", "code-insiders", "codium", "vscodium", "cursor"}
"""Editors that take -g FILE:LINE."""
_COLON = {"subl", "hx", "helix", "zed"}
"""Editors that take FILE:LINE."""
app = Typer()


@app.command(epilog=options.examples("policykb edit my-institute-2025-trade", "EDITOR=nano policykb edit my-theme"))
def edit(key: Annotated[str, Argument(metavar="KEY", hidden=True)], db: options.Db = None) -> None:
    """Open the file that states a record, at its line.

    KEY is as for show. The editor is $VISUAL or $EDITOR; without one the file and line are printed. Load the file
    afterwards.
    """
    from policykb.kb import KnowledgeBase

    with KnowledgeBase.open(db) as kb:
        place = kb.edit(key)
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not editor:
        echo(f"{place.path}:{place.line}")
        return
    command = command_of(editor, place.path, place.line)
    try:
        done = subprocess.run(command, check=False)
    except OSError as error:
        raise UsageError(
            f"The editor {command[0]!r} cannot be started: {error.strerror}.", "Set VISUAL or EDITOR to yours."
        ) from error
    if done.returncode:
        raise UsageError(f"The editor {command[0]!r} ended with code {done.returncode}.", f"The file: {place.path}")
    note(f"Then load it: policykb load {shlex.quote(str(place.path))}")


def command_of(editor: str, path: Path, line: int) -> list[str]:
    """What to run to open a file at a line.

    >>> command_of("nano", Path("a.yaml"), 7), command_of("code --wait", Path("a.yaml"), 7)
    (['nano', '+7', 'a.yaml'], ['code', '--wait', '-g', 'a.yaml:7'])
    """
    try:
        words = shlex.split(editor)
    except ValueError as error:
        raise UsageError(f"VISUAL or EDITOR is no command: {error}.", "For example: export EDITOR=nano") from None
    if not words:
        raise UsageError("VISUAL or EDITOR is no command.", "For example: export EDITOR=nano")
    name = Path(words[0]).name
    if name in _PLUS:
        return [*words, f"+{line}", str(path)]
    if name in _GOTO:
        return [*words, "-g", f"{path}:{line}"]
    return [*words, f"{path}:{line}" if name in _COLON else str(path)]
