"""`policykb accept`: records of a draft, accepted without looking at each on a screen."""

import shlex
from typing import Annotated

from typer import Argument, Option, Typer, echo

from policykb.cli import options
from policykb.cli.display.problems import note
from policykb.cli.display.words import counted

app = Typer()


@app.command(
    epilog=options.examples(
        "policykb accept my-report.yaml join-cptpp reform-wto",
        "policykb accept my-report.yaml --all",
        "policykb accept my-report.yaml --all --min-confidence 0.8",
    )
)
def accept(
    draft: options.Draft,
    keys: Annotated[list[str] | None, Argument(metavar="KEY...", hidden=True)] = None,
    every: Annotated[bool, Option("--all", help="Every pending record.")] = False,
    min_confidence: Annotated[
        float | None,
        Option("--min-confidence", metavar="X", show_default=False, help="Of all, only those so sure, from 0 to 1."),
    ] = None,
) -> None:
    """Accept records of a draft, all of them or, if one cannot be accepted, none.

    DRAFT is a file as ingest writes it, KEY a record in it. The same as changing review: pending to accepted by hand. A
    record needs a text: in your own words, or drafted with ingest --verbatim.
    """
    from policykb.kb import KnowledgeBase

    decided = KnowledgeBase.accept(draft, *(keys or ()), every=every, min_confidence=min_confidence)
    echo(f"{counted(len(decided.keys), 'record')} accepted, {decided.pending:,} pending")
    note(f"Now load: policykb load {shlex.quote(str(draft))}")
