"""`policykb dump`: the knowledge base back to seed files."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option, Typer, echo

from policykb.cli import options
from policykb.cli.display.problems import note
from policykb.cli.display.words import counted

MOST_NAMED = 5
"""Files that are named of those a dump left as they were."""
app = Typer()


@app.command(epilog=options.examples("policykb dump my-base/", "policykb dump my-base/ --db my-base.db --force"))
def dump(
    folder: Annotated[Path, Argument(metavar="FOLDER", hidden=True)],
    db: options.Db = None,
    force: Annotated[
        bool, Option("--force", help="Write into a folder that is not empty; nothing in it is deleted.")
    ] = False,
) -> None:
    """Write everything to a folder of seed files.

    Every file comes back to its own path, in one canonical form without comments; of several collections each has a
    folder. Loading FOLDER into an empty base makes the same base, with its history.
    """
    from policykb.kb import KnowledgeBase

    with KnowledgeBase.open(db) as kb:
        report = kb.dump(folder, force=force)
    echo(f"{counted(report.records, 'record')} in {counted(report.files, 'file')} written to {folder}")
    echo(f"Digest: {report.digest}")
    if report.texts:
        note(
            f"{counted(report.texts, 'attached text')} {_are(report.texts)} not part of a dump;"
            " a backup has everything: policykb db backup"
        )
    if report.left:
        note(f"{counted(len(report.left), 'seed file')} in {folder} {_are(len(report.left))} not of this dump:")
        for path in report.left[:MOST_NAMED]:
            note(f"  {path}")
        note("A load of the folder would read them too; delete what is not wanted.")


def _are(count: int) -> str:
    return "is" if count == 1 else "are"
