"""`policykb export`: the records a sentence asks for, as a file."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option, Typer

from policykb.cli import options
from policykb.cli.display.problems import note
from policykb.cli.output import Output

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
    shape: options.Shape = None,
    columns: options.Columns = None,
    keys: options.Keys = False,
    delimiter: options.Delimiter = None,
    matrix_of: options.MatrixOf = None,
    flat: options.Flat = False,
    chart: options.Chart = None,
    measure: options.Measure = "records",
    quiet: options.Quiet = False,
) -> None:
    """Write records to a file: for spreadsheets, statistics, programs, people, reference managers; counts as pictures.

    QUERY is as for query; without it, all recommendations. The file's ending tells the format. It is written whole or
    not at all.
    """
    from policykb.kb import KnowledgeBase

    how = options.export_options(shape, matrix_of, columns, keys, delimiter, flat)
    target = Output.chosen(
        format_name,
        output,
        usual="csv",
        force=force,
        options=how,
        flat=flat,
        long=True,
        chart=chart,
        measure=measure,
    )
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
