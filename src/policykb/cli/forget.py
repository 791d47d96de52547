"""`policykb forget`: takes a saved query away."""

from typing import Annotated

from typer import Argument, Typer, echo

from policykb.cli import options

app = Typer()


@app.command(epilog=options.examples("policykb forget quad-asks"))
def forget(name: Annotated[str, Argument(metavar="NAME", hidden=True)], db: options.Db = None) -> None:
    """Take a saved query away; packs of it stay as they are."""
    from policykb.kb import KnowledgeBase

    with KnowledgeBase.open(db) as kb:
        query = kb.forget(name)
    echo(f"Forgotten: {query.name}, which asked: {query.text}")
