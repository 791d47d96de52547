"""`policykb coverage`: which sources were read for which themes."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Option, Typer

from policykb.cli import options
from policykb.cli.output import write_json

if TYPE_CHECKING:
    from policykb.kb.coverage import CoverageReport

app = Typer()


@app.command(
    epilog=options.examples(
        "policykb coverage", "policykb coverage --on economic", "policykb coverage ncafp-2024-us-japan"
    )
)
def coverage(
    source: Annotated[str | None, Argument(metavar="SOURCE", hidden=True)] = None,
    on: Annotated[
        str | None, Option("--on", metavar="THEME", show_default=False, help="This theme and those right below it.")
    ] = None,
    db: options.Db = None,
    format_name: options.TableOrJson = options.TABLE,
) -> None:
    """Show which sources were read for which themes, and what was found.

    SOURCE is the key of one. "0" means read and none found, "-" that nobody is recorded to have read it for that
    theme. Who read what is stated in seed files, and by ingest and import.
    """
    from policykb.kb import KnowledgeBase

    with KnowledgeBase.open(db) as kb:
        report = kb.coverage(on, source)
    if format_name == "json":
        write_json(_plain(report))
        return
    from policykb.cli.display.coverage import show_coverage
    from policykb.cli.display.screen import stdout

    show_coverage(stdout(), report, by_whom=source is not None)


def _plain(report: "CoverageReport") -> list[dict[str, Any]]:
    """A source each, its cells by the key of the theme."""
    return [
        {
            "source": row.source,
            "citation": row.citation,
            "themes": {theme: asdict(cell) for theme, cell in zip(report.themes, row.cells, strict=True)},
            "readings": [
                {name: value for name, value in entry._asdict().items() if name != "source" and value is not None}
                for entry in row.readings
            ],
        }
        for row in report.sources
    ]
