"""`policykb diff`: what a load would do, before it is done."""

from dataclasses import asdict
from typing import TYPE_CHECKING

from typer import Typer

from policykb.cli import options
from policykb.cli.display.problems import note_left_out
from policykb.cli.output import write_json

if TYPE_CHECKING:
    from policykb.domain.difference import Rehearsal

app = Typer()


@app.command(epilog=options.examples("policykb diff my-reports/", "policykb diff report.yaml --format json"))
def diff(
    paths: options.Paths,
    db: options.Db = None,
    include_pending: options.IncludePending = False,
    format_name: options.TableOrJson = options.TABLE,
) -> None:
    """Show what load would add, change and remove; nothing is written.

    PATH is a file (YAML, JSON Lines) or a folder. The same as load --dry-run, with the same errors.
    """
    from policykb.kb import KnowledgeBase

    with KnowledgeBase.open(db) as kb:
        changes = kb.diff(*paths, include_pending=include_pending)
    show(changes, format_name)


def show(changes: "Rehearsal", format_name: str) -> None:
    """Writes changes for reading or as JSON."""
    note_left_out(changes.pending)
    if format_name == "json":
        write_json([asdict(change) for change in changes])
        return
    from policykb.cli.display.changes import show_changes
    from policykb.cli.display.screen import stdout

    show_changes(stdout(), changes)
