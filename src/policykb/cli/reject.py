"""`policykb reject`: records of a draft that are none, or not worth keeping."""

from typing import Annotated

from typer import Argument, Option, Typer, echo

from policykb.cli import options
from policykb.cli.display.words import counted

app = Typer()


@app.command(
    epilog=options.examples(
        "policykb reject my-report.yaml trade-background", 'policykb reject my-report.yaml old-plan --reason "of 2019"'
    )
)
def reject(
    draft: options.Draft,
    keys: Annotated[list[str], Argument(metavar="KEY...", hidden=True)],
    reason: Annotated[
        str, Option("--reason", metavar="TEXT", show_default=False, help="Why; it becomes a comment in the draft.")
    ] = "",
) -> None:
    """Reject records of a draft: they stay in its file and are never loaded.

    DRAFT is a file as ingest writes it, KEY a record in it. The same as changing review: pending to rejected by hand.
    """
    from policykb.kb import KnowledgeBase

    decided = KnowledgeBase.reject(draft, *keys, reason=reason)
    echo(f"{counted(len(decided.keys), 'record')} rejected, {decided.pending:,} pending")
