"""`policykb pack`: an answer in a folder to cite, to check and to compare later."""

from datetime import date
from pathlib import Path
from typing import Annotated

from typer import Argument, Option, Typer, echo

from policykb.cli import options
from policykb.cli.display.problems import note
from policykb.cli.output import write_json
from policykb.errors import CheckFailed, UsageError

app = Typer()


@app.command(
    epilog=options.examples(
        "policykb pack quad-asks -o quad-2026-11/",
        'policykb pack "recommendations to Japan on economic" -o japan/',
        "policykb pack --verify quad-2026-11/",
        "policykb pack --compare quad-2026-11/",
        "policykb pack --compare quad-2026-11/ quad-2027-05/ --format json",
    )
)
def pack(
    words: Annotated[list[str] | None, Argument(metavar="NAME|QUERY", hidden=True)] = None,
    db: options.Db = None,
    output: Annotated[
        Path | None, Option("--output", "-o", metavar="FOLDER", show_default=False, help="The folder to make.")
    ] = None,
    force: Annotated[bool, Option("--force", help="Replace the pack in that folder.")] = False,
    compare: Annotated[
        Path | None,
        Option(
            "--compare",
            metavar="OLD",
            show_default=False,
            help="What became of the answer in this pack, by now or by the pack NEW.",
        ),
    ] = None,
    verify: Annotated[
        Path | None,
        Option("--verify", metavar="FOLDER", show_default=False, help="Whether the files of this pack are as written."),
    ] = None,
    format_name: options.TableOrJson = options.TABLE,
    long: options.Long = False,
    today: options.Today = None,
) -> None:
    """Pack an answer into a folder, or compare packs.

    NAME is a saved query, QUERY a query in quotes. FOLDER gets rows.csv, the whole records, citations, a data
    dictionary, and the query with the version of the data (README.md says it all); it is whole or not there.
    --compare OLD asks its query again and says what came, what left and why, what changed; --compare OLD NEW compares
    two packs. --verify exits with 1 if a file is not as it was written.
    """
    rest, day = words or [], today.date() if today else None
    if sum(choice is not None for choice in (output, compare, verify)) != 1:
        raise UsageError(
            "Say one thing to do: -o FOLDER, --compare OLD or --verify FOLDER.",
            "For example: policykb pack NAME -o FOLDER",
        )
    if verify is not None:
        _verify(verify, rest, format_name)
    elif compare is not None:
        _compare(compare, rest, db, format_name, long, day)
    elif output is not None:
        _make(output, rest, db, force, format_name, day)


def _make(folder: Path, words: list[str], db: str | None, force: bool, format_name: str, day: date | None) -> None:
    from policykb.kb import KnowledgeBase

    if not words:
        raise UsageError("Which answer?", 'A saved query or a query in quotes: policykb pack "..." -o FOLDER')
    with KnowledgeBase.open(db) as kb:
        report = kb.pack(" ".join(words), folder, force=force, today=day)
    if format_name == "json":
        write_json({"folder": str(report.folder), "pack": report.manifest.to_dict()})
        return
    note(f"# {report.manifest.absolute}")
    echo(str(report))
    note(f"To compare it later: policykb pack --compare {folder}")


def _compare(old: Path, words: list[str], db: str | None, format_name: str, long: bool, day: date | None) -> None:
    from policykb.kb import KnowledgeBase

    if len(words) > 1:
        raise UsageError("--compare takes one pack, or two.", "policykb pack --compare OLD NEW")
    if words:
        found = KnowledgeBase.compare_packs(old, words[0])
    else:
        with KnowledgeBase.open(db) as kb:
            found = kb.compare_pack(old, today=day)
    if format_name == "json":
        write_json(found.to_dict())
        return
    from policykb.cli.display.packs import show_comparison
    from policykb.cli.display.screen import stdout

    show_comparison(stdout(), found, long=long)
    for notice in found.notices:
        note(notice)


def _verify(folder: Path, words: list[str], format_name: str) -> None:
    from policykb.kb import KnowledgeBase

    if words:
        raise UsageError("--verify takes a folder and nothing else.", "policykb pack --verify FOLDER")
    found = KnowledgeBase.verify_pack(folder)
    if format_name == "json":
        write_json(found.to_dict())
    else:
        from policykb.cli.display.packs import show_verification
        from policykb.cli.display.screen import stdout

        show_verification(stdout(), found)
    if not found.ok:
        raise CheckFailed(f"The pack {folder} is not as it was written.", "Take another copy of it.")
