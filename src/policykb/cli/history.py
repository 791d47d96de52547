"""`policykb history`: what became of one record."""

from typing import Annotated

from typer import Argument, Typer

from policykb.cli import options
from policykb.cli.output import write_json

app = Typer()


@app.command(
    epilog=options.examples(
        "policykb history ncafp-2024-us-japan/ipef-market-access",
        "policykb history aukus",
        "policykb history japan --format json",
    )
)
def history(
    key: Annotated[str, Argument(metavar="KEY", hidden=True)],
    db: options.Db = None,
    format_name: options.TableOrJson = options.TABLE,
) -> None:
    """Show every change of one record, oldest first.

    KEY is the record's key, one it had before, or a name. Shown are the load, when, who, the file, and what changed; in
    a text [-what went-] and {+what came+}. A record that was removed has a history still.
    """
    from policykb.kb import KnowledgeBase

    with KnowledgeBase.open(db) as kb:
        found = kb.history(key)
    if format_name == "json":
        write_json(found.to_dict())
        return
    from policykb.cli.display.history import show_history
    from policykb.cli.display.screen import stdout

    show_history(stdout(), found)
