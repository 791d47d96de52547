"""`policykb import`: tables (CSV, TSV, XLSX, JSON Lines) into the knowledge base."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Exit, Option, Typer, echo

from policykb.cli import options
from policykb.cli.display.problems import note
from policykb.errors import UsageError

if TYPE_CHECKING:
    from policykb.kb import KnowledgeBase
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
    suggest: Annotated[
        bool, Option("--suggest", help="Only write a first mapping for the table: to read, correct and use.")
    ] = False,
    update: Annotated[
        bool, Option("--update", help="The table is an edited export: change the records of its keys. Asks first.")
    ] = False,
    yes: options.Yes = False,
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
    With --update, only cells that were edited change anything, in the seed files that state the records; an emptied
    cell takes its field away.
    """
    from policykb.kb import KnowledgeBase

    if suggest:
        if len(tables) > 1:
            raise UsageError("--suggest takes one table.", "policykb import --suggest TABLE > mapping.yaml")
        with KnowledgeBase.open(db) as kb:
            text = kb.import_mapping(tables[0], encoding=encoding, delimiter=delimiter, sheet=sheet)
        echo(text, nl=False)
        return
    if update:
        if len(tables) > 1 or mapping is not None or name is not None or source is not None:
            raise UsageError("--update takes one table, and no mapping.", "policykb import answer.xlsx --update")
        with KnowledgeBase.open(db) as kb:
            _update(kb, tables[0], (encoding, delimiter, sheet), dry_run=dry_run, yes=yes)
        return
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


def _update(kb: "KnowledgeBase", table: Path, switches: tuple[str | None, ...], *, dry_run: bool, yes: bool) -> None:
    """Shows what an edited export changes, asks, and does it."""
    from policykb.cli.display.changes import show_changes
    from policykb.cli.display.screen import stdout

    encoding, delimiter, sheet = switches
    planned = kb.import_update(table, dry_run=True, encoding=encoding, delimiter=delimiter, sheet=sheet)
    for notice in planned.notices:
        note(notice)
    show_changes(stdout(), planned.changes)
    if dry_run or not planned.changes:
        return
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError("This would change the base.", "Add --yes to do it: there is nobody to ask.")
        where = f", and {len(planned.files):,} file{'s' * (len(planned.files) > 1)}" if planned.files else ""
        sys.stderr.write(f"Change the base{where}? [y/N] ")
        sys.stderr.flush()
        if sys.stdin.readline().strip().lower() not in {"y", "yes"}:
            note("Nothing was changed.")
            raise Exit
    report = kb.import_update(table, encoding=encoding, delimiter=delimiter, sheet=sheet)
    for path in report.files:
        note(f"Changed in {path}")
    echo(str(report.load))


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
