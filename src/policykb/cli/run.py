"""`policykb run`: the records a saved query asks for."""

from typing import Annotated

from typer import Argument, Typer

from policykb.cli import options
from policykb.cli.output import Output
from policykb.cli.query import answered, explained

app = Typer()


@app.command(
    epilog=options.examples(
        "policykb run quad-asks", "policykb run quad-asks --format csv", "policykb run quad-asks -o quad.jsonl"
    )
)
def run(
    name: Annotated[str, Argument(metavar="NAME", hidden=True)],
    db: options.Db = None,
    format_name: options.Format = None,
    output: options.Output = None,
    force: options.Force = False,
    limit: options.Limit = None,
    shape: options.Shape = None,
    columns: options.Columns = None,
    keys: options.Keys = False,
    delimiter: options.Delimiter = None,
    matrix_of: options.MatrixOf = None,
    flat: options.Flat = False,
    long: options.Long = False,
    mark: options.Mark = False,
    chart: options.Chart = None,
    measure: options.Measure = "records",
    quiet: options.Quiet = False,
    explain: options.Explain = False,
    today: options.Today = None,
) -> None:
    """Ask a saved query, with the options of query."""
    from policykb.kb import KnowledgeBase

    how = options.export_options(shape, matrix_of, columns, keys, delimiter, flat)
    target = Output.chosen(
        format_name,
        output,
        usual=options.TABLE,
        force=force,
        options=how,
        flat=flat,
        long=long,
        mark=mark,
        chart=chart,
        measure=measure,
    )
    day = today.date() if today else None
    with KnowledgeBase.open(db) as kb:
        if explain:
            explained(kb, kb.run(name, today=day).canonical, target, limit, day)
            return
        answered(lambda most: kb.run(name, limit=most, today=day), target, limit, quiet=quiet)
