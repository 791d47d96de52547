"""`policykb import`: tables (CSV, TSV, XLSX, JSON Lines) into the knowledge base."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option, Typer, echo

from policykb.cli import options
from policykb.cli.display.problems import note

if TYPE_CHECKING:
    from policykb.tabular.importing import ImportReport

app = Typer()


@app.command(
    "import",
    epilog=options.examples(
        "policykb import reviews.csv --mapping reviews.yaml --dry-run",
        "policykb import reviews.xlsx --suggest > reviews.yaml",
        "policykb import answer.xlsx --update",
    ),
)
def import_(
    tables: Annotated[list[Path], Argument(metavar="TABLE", hidden=True)],
    mapping: Annotated[
        Path | None,
        Option("--mapping", "-m", metavar="FILE", show_default=False, help="Which column becomes which field (YAML)."),
    ] = None,
    dry_run: Annotated[bool, Option("--dry-run", help="Only show what would be added, changed and removed.")] = False,
    name: Annotated[
        str | None,
        Option(
            "--name", metavar="KEY", show_default=False, help="What the import is called, if not as the mapping says."
        ),
    ] = None,
    source: Annotated[
        str | None,
        Option("--source", metavar="KEY", show_default=False, help="The source of all rows, where no column names it."),
    ] = None,
    encoding: Annotated[
        str | None,
        Option("--encoding", metavar="NAME", show_default=False, help="utf-8, utf-16, cp1252, mac-roman, ..."),
    ] = None,
    delimiter: Annotated[
        str | None,
        Option("--delimiter", metavar="CHARACTER", show_default=False, help="Between cells: , ; | : or tab."),
    ] = None,
    sheet: Annotated[
        str | None, Option("--sheet", metavar="NAME", show_default=False, help="The sheet of a spreadsheet.")
    ] = None,
    db: options.Db = None,
) -> None:
    """Import tables: everything or, if anything is wrong, nothing.

    TABLE is CSV, TSV, XLSX or JSON Lines; several are one import. A mapping says which column becomes which field;
    columns called as in our exports need none. Importing a newer table under the same name changes what differs and
    removes the rows that left. Problems are listed with row and column, all of them at once.
    """
    from policykb.kb import KnowledgeBase

    with KnowledgeBase.open(db) as kb:
        report = kb.import_table(
            *tables,
            mapping=mapping,
            dry_run=dry_run,
            name=name,
            source=source,
            encoding=encoding,
            delimiter=delimiter,
            sheet=sheet,
        )
    _show(report)


def _show(report: "ImportReport") -> None:
    for notice in report.notices:
        note(notice)
    if report.unresolved:
        from policykb.cli.display.tables import show_unresolved

        show_unresolved(report.unresolved)
    if report.changes is None:
        echo(str(report.load))
        return
    from policykb.cli.display.changes import show_changes
    from policykb.cli.display.screen import stdout

    show_changes(stdout(), report.changes)
