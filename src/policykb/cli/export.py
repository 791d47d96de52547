"""`policykb export`: the records a sentence asks for, as a file."""

from typing import Annotated

from typer import Argument, Typer

from policykb.cli import options
from policykb.cli.display.problems import note
from policykb.cli.grouped import grouped
from policykb.cli.output import Output
from policykb.errors import UsageError

EVERYTHING = "recommendations"
app = Typer()


@app.command(
    epilog=options.examples(
        "policykb export -o recommendations.csv",
        'policykb export "recommendations to Japan" -o japan.csv --force',
        'policykb export "statements mentioning the Quad" -o quad.jsonl',
        "policykb export findings -o - --format csv | head",
        "policykb export -o all.csv --columns key,text,to,themes --delimiter ';'",
        "policykb export -o links.parquet --shape tidy",
        "policykb export -o coded.xlsx --shape matrix",
        'policykb export "count of recommendations by issued" -o years.png',
    )
)
@grouped
def export(
    asked: options.AskedFor,
    words: Annotated[list[str] | None, Argument(metavar="QUERY", hidden=True)] = None,
    db: options.Db = None,
    quiet: options.Quiet = False,
) -> None:
    """Write records to a file: for spreadsheets, statistics, programs, people, reference managers; counts as pictures.

    QUERY is as for query; without it, all recommendations. The file's ending tells the format. It is written whole or
    not at all.
    """
    from policykb.kb import KnowledgeBase

    if asked.output is None:
        raise UsageError("export needs a file.", "Give one: -o recommendations.csv (- is standard output)")
    target = Output.chosen(asked, usual="csv", long=True)
    with KnowledgeBase.open(db) as kb:
        answer = target.drawn(kb.query(" ".join(words or [EVERYTHING])))
        if not quiet:
            note(f"# {answer.absolute}")
            if answer.ranking is not None:
                note(f"# ranked by {answer.ranking}, the best first")
        written = target.write(answer, quiet=quiet)
        if not quiet:
            for sentence in target.said(answer, written):
                note(sentence)
