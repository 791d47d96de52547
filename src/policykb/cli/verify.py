"""`policykb verify`: whether the evidence stands in the source's text."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option, Typer

from policykb.cli import options
from policykb.errors import CheckFailed, UsageError

if TYPE_CHECKING:
    from policykb.kb import KnowledgeBase

app = Typer()


@app.command(epilog=options.examples("policykb verify ncafp-2024-us-japan --text report.txt"))
def verify(
    text: Annotated[Path, Option("--text", metavar="FILE", show_default=False, help="The source as a document.")],
    source: Annotated[
        str | None,
        Argument(metavar="SOURCE", hidden=True),
    ] = None,
    db: options.Db = None,
    long: options.Long = False,
) -> None:
    """Look for every passage of a source in its text.

    SOURCE is its key; needless where the base has only one. Exits with 1 if a passage is not there, or at several
    places.
    """
    from policykb.cli.display.screen import stdout
    from policykb.cli.display.verdicts import show_verification
    from policykb.kb import KnowledgeBase

    with KnowledgeBase.open(db) as kb:
        verification = kb.verify(source or _only_source(kb), text)
    show_verification(stdout(), verification, long=long)
    if verification.bad:
        raise CheckFailed(f"{len(verification.bad)} of {len(verification.verdicts)} passages could not be verified.")


def _only_source(kb: "KnowledgeBase") -> str:
    keys = [record["key"] for record in kb.query("sources").to_dicts()]
    if len(keys) == 1:
        return str(keys[0])
    raise UsageError(f"There are {len(keys):,} sources.", "Name one: policykb verify SOURCE --text FILE")
