"""`policykb init`: makes a knowledge base and fills it with the shipped records."""

import shlex
from typing import Annotated

from typer import Option, Typer, echo

from policykb import settings
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
    """Make a knowledge base, with the records of policykb.

    A base that is there already is kept; only what is new or differs is loaded.
    """
    from policykb.cli.display.screen import stdout, wrap
    from policykb.kb import KnowledgeBase

    kb, report = KnowledgeBase.init(db, empty=empty)
    with kb:
        echo(f"Knowledge base: {kb.place}")
        if empty:
            note("Load your own records with: policykb load FOLDER")
            return
        echo(f"Loaded: {report}")
        for line in wrap(f"It holds {listed(kb.stats().records)}.", stdout().width):
            echo(line)
    elsewhere = "" if settings.database() == settings.database(db) else f" --db {shlex.quote(str(db))}"
    note(f'Now ask it: policykb query "recommendations mentioning IPEF"{elsewhere}')
