"""`policykb save`: a query under a name."""

from typing import Annotated

from typer import Argument, Option, Typer, echo

from policykb.cli import options
from policykb.cli.display.problems import note
from policykb.cli.display.words import counted

app = Typer()


@app.command(
    epilog=options.examples(
        'policykb save quad-asks "recommendations mentioning the Quad"',
        'policykb save recent "recommendations to Japan in last 2 years" --force',
    )
)
def save(
    name: Annotated[str, Argument(metavar="NAME", hidden=True)],
    words: options.Words,
    db: options.Db = None,
    force: Annotated[bool, Option("--force", help="Replace another query of that name.")] = False,
    today: options.Today = None,
) -> None:
    """Save a query under a name.

    NAME is lower-case letters and digits in words joined by - (written in any case), QUERY as for query; it must be
    answerable now. run asks it, pack packs its answer, saved lists all. "last 2 years" ends on the day it is run.
    """
    from policykb.kb import KnowledgeBase

    with KnowledgeBase.open(db) as kb:
        query = kb.save(name, " ".join(words), force=force, today=today.date() if today else None)
    note(f"# {query.canonical}")
    echo(f"Saved {query.name}; it finds {counted(query.records or 0, 'record')} now.")
