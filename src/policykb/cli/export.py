"""`policykb export`: the records a sentence asks for, as a file."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option, Typer

from policykb.cli import options
from policykb.cli.display.problems import note
from policykb.cli.display.words import counted, noun_for
from policykb.cli.output import Output

EVERYTHING = "recommendations"
app = Typer()


@app.command(
    epilog=options.examples(
        "policykb export -o recommendations.csv",
        'policykb export "recommendations to Japan" -o japan.csv --force',
        'policykb export "statements mentioning the Quad" -o quad.jsonl',
        "policykb export findings -o - --format csv | head",
    )
)
def export(
    output: Annotated[
        Path, Option("--output", "-o", metavar="FILE", show_default=False, help="The file; - is standard output.")
    ],
    words: Annotated[
        list[str] | None,
        Argument(metavar="QUERY", hidden=True),
    ] = None,
    db: options.Db = None,
    format_name: options.Format = None,
    force: options.Force = False,
    flat: options.Flat = False,
    quiet: options.Quiet = False,
) -> None:
    """Write records to a file: for spreadsheets, programs, people or reference managers.

    QUERY is as for query; without it, all recommendations. The file's ending tells the format. It is written whole or
    not at all.
    """
    from policykb.kb import KnowledgeBase

    target = Output.chosen(format_name, output, usual="csv", force=force, flat=flat, long=True)
    with KnowledgeBase.open(db) as kb:
        answer = kb.query(" ".join(words or [EVERYTHING]))
        if not quiet:
            note(f"# {answer.absolute}")
        written = target.write(answer)
        if not quiet:
            place = target.path or "standard output"
            noun = target.noun or ("row" if answer.query.count else noun_for(answer.subjects))
            note(f"{counted(written, noun)} written to {place}")
