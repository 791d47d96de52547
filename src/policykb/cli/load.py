"""`policykb load`: seed files into the knowledge base."""

from typing import Annotated

from typer import Option, Typer, echo

from policykb.cli import options
from policykb.cli.diff import show
from policykb.cli.display.problems import note, note_left_out

app = Typer()


@app.command(
    epilog=options.examples(
        "policykb load my-reports/", "policykb load report.yaml --by-type", "policykb load drafts.jsonl --db my-base.db"
    )
)
def load(
    paths: options.Paths,
    db: options.Db = None,
    dry_run: Annotated[
        bool, Option("--dry-run", help="Only show what would be added, changed and removed, as diff does.")
    ] = False,
    include_pending: options.IncludePending = False,
    by_type: Annotated[bool, Option("--by-type", help="Count each type of record by itself.")] = False,
) -> None:
    """Load seed files: everything or, if anything is wrong, nothing.

    PATH is a file (YAML, JSON Lines) or a folder. What is new is added, what differs is changed, what left its file is
    removed; loading again changes nothing. Drafts (review: pending) are checked and left out.
    Problems are listed as file:line:column, all of them at once.
    """
    from policykb.kb import KnowledgeBase

    with KnowledgeBase.open(db) as kb:
        if dry_run:
            show(kb.diff(*paths, include_pending=include_pending), options.TABLE)
            return
        report = kb.load(*paths, include_pending=include_pending)
    echo(str(report))
    for notice in report.notices:
        note(notice)
    note_left_out(report.pending)
    if by_type:
        from policykb.cli.display.reports import show_load
        from policykb.cli.display.screen import stdout

        show_load(stdout(), report)
