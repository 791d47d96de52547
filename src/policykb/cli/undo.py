"""`policykb undo`: takes the newest load back."""

import sys
from typing import TYPE_CHECKING

from typer import Exit, Typer, echo

from policykb.cli import options
from policykb.cli.display.problems import note
from policykb.errors import UndoRefused, UsageError

if TYPE_CHECKING:
    from policykb.domain.history import Load
    from policykb.kb import KnowledgeBase

app = Typer()


@app.command(epilog=options.examples("policykb undo", "policykb undo --yes"))
def undo(db: options.Db = None, yes: options.Yes = False) -> None:
    """Take the newest load back: the base is as it was before it.

    The undo is a load of its own, so history stays whole; undoing it does the load again, and so does loading the same
    files. Files are not touched. Asks first, unless --yes is given.
    """
    from policykb.kb import KnowledgeBase

    with KnowledgeBase.open(db) as kb:
        load = _newest(kb)
        if not yes:
            _ask(load)
        report = kb.undo(load.number)
    echo(str(report))
    note("To do it again: policykb undo, or load the files.")


def _newest(kb: "KnowledgeBase") -> "Load":
    loads = kb.changes().loads
    if not loads:
        raise UndoRefused("Nothing was loaded yet, so there is nothing to undo.")
    return loads[-1]


def _ask(load: "Load") -> None:
    """Goes on only if somebody says yes."""
    from policykb.cli.display.history import load_in_words

    said = load_in_words(load)
    if not sys.stdin.isatty():
        raise UsageError(f"This would undo {said}.", "Add --yes to do it: there is nobody to ask.")
    sys.stderr.write(f"Undo {said}? [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
        note("Nothing was undone.")
        raise Exit
