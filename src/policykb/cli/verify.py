"""`policykb verify`: whether the evidence stands in the texts of the sources."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option, Typer

from policykb.cli import options
from policykb.cli.display.problems import note
from policykb.cli.output import write_json
from policykb.errors import CheckFailed

app = Typer()


@app.command(
    epilog=options.examples(
        "policykb verify",
        "policykb verify ncafp-2024-us-japan --format json",
        "policykb verify ncafp-2024-us-japan --text report.txt",
    )
)
def verify(
    source: Annotated[
        str | None,
        Argument(metavar="SOURCE", hidden=True),
    ] = None,
    text: Annotated[
        Path | None,
        Option("--text", metavar="FILE", show_default=False, help="Look into this document, whatever is attached."),
    ] = None,
    db: options.Db = None,
    format_name: options.TableOrJson = options.TABLE,
    long: options.Long = False,
) -> None:
    """Look for every passage in the attached text of its source.

    SOURCE is a key; without it all sources are looked at. A passage is verified (there as written), repaired (written
    differently, or elsewhere), ambiguous (at several places), not found, or has no text to be looked for in. Exits with
    1 if one is ambiguous or not found.
    """
    from policykb.kb import KnowledgeBase

    with KnowledgeBase.open(db) as kb:
        verification = kb.verify(source, text)
    if format_name == "json":
        write_json([verdict.to_dict() for verdict in verification.verdicts])
    else:
        from policykb.cli.display.screen import stdout
        from policykb.cli.display.verdicts import show_verification

        show_verification(stdout(), verification, long=long)
        if verification.verdicts and not any(verification.fingerprints.values()):
            note("No source is attached: policykb source attach KEY FILE")
    if verification.bad:
        count = len(verification.bad)
        raise CheckFailed(
            f"{count:,} of {len(verification.verdicts):,} pieces of evidence could not be verified.",
            "Correct the record (policykb edit KEY), or attach the text it was made from.",
        )
