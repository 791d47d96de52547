"""`policykb run`: the records a saved query asks for."""

from typing import Annotated

from typer import Argument, Typer

from policykb.cli import options
from policykb.cli.grouped import grouped
from policykb.cli.output import Output
from policykb.cli.query import answered, explained

app = Typer()


@app.command(
    epilog=options.examples(
        "policykb run quad-asks", "policykb run quad-asks --format csv", "policykb run quad-asks -o quad.jsonl"
    )
)
@grouped
def run(
    name: Annotated[str, Argument(metavar="NAME", hidden=True)],
    asked: options.AskedFor,
    db: options.Db = None,
    limit: options.Limit = None,
    long: options.Long = False,
    mark: options.Mark = False,
    quiet: options.Quiet = False,
    explain: options.Explain = False,
    today: options.Today = None,
) -> None:
    """Ask a saved query, with the options of query."""
    from policykb.kb import KnowledgeBase

    target = Output.chosen(asked, usual=options.TABLE, long=long, mark=mark)
    day = today.date() if today else None
    with KnowledgeBase.open(db) as kb:
        if explain:
            explained(kb, kb.run(name, today=day).canonical, target, limit, day)
            return
        answered(lambda most: kb.run(name, limit=most, today=day), target, limit, quiet=quiet)
