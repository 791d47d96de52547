"""`policykb check`: whether seed files would load."""

from typing import TYPE_CHECKING, Annotated

from typer import Option, Typer, echo

from policykb.cli import options
from policykb.cli.display.problems import note, note_left_out
from policykb.cli.display.words import listed
from policykb.errors import NoDatabase

if TYPE_CHECKING:
    from pathlib import Path

    from policykb.domain.report import CheckReport

app = Typer()


@app.command(epilog=options.examples("policykb check my-reports/", "policykb check report.yaml --alone"))
def check(
    paths: options.Paths,
    db: options.Db = None,
    alone: Annotated[
        bool, Option("--alone", help="Without any knowledge base: the files name nothing but one another.")
    ] = False,
    include_pending: options.IncludePending = False,
) -> None:
    """Check seed files as load would, and change nothing.

    PATH is a file (YAML, JSON Lines) or a folder. Names are looked up in the knowledge base, if there is one. Problems
    are listed as file:line:column, all of them at once.
    """
    report = _check(paths, db, alone, include_pending)
    echo(str(report))
    echo(listed(report.records))
    note_left_out(report.pending)


def _check(paths: "list[Path]", db: str | None, alone: bool, include_pending: bool) -> "CheckReport":
    from policykb.kb import KnowledgeBase

    if not alone:
        try:
            with KnowledgeBase.open(db) as kb:
                return kb.check(*paths, include_pending=include_pending)
        except NoDatabase:
            if db is not None:
                raise
            note("There is no knowledge base yet, so the files are checked by themselves.")
    return KnowledgeBase.check_alone(paths, include_pending=include_pending)
