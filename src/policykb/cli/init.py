"""`policykb init`: makes a knowledge base and fills it with the shipped records."""

from typing import Annotated

from typer import Option, Typer, echo

from policykb.cli import options
from policykb.cli.display.problems import note
from policykb.cli.display.words import listed

app = Typer()


@app.command(
    epilog=options.examples("policykb init", "policykb init --db my-base.db", "policykb init --db my-base.db --empty")
)
def init(
    db: options.Db = None,
    empty: Annotated[bool, Option("--empty", help="Do not load the records that come with policykb.")] = False,
) -> None:
    """Make a knowledge base and load the records that come with policykb.

    A base that is there already is kept; only records that are new or differ are loaded.
    """
    from policykb.kb import KnowledgeBase

    kb, report = KnowledgeBase.init(db, empty=empty)
    with kb:
        echo(f"Knowledge base: {kb.place}")
        if empty:
            note("Load your own records with: policykb load FOLDER")
            return
        echo(f"Loaded: {report}")
        if held := listed(kb.stats().records):
            echo(f"It holds {held}.")
    note('Now ask it: policykb query "recommendations mentioning IPEF"')
