"""`policykb source`: the texts of sources in the base."""

from pathlib import Path
from typing import Annotated

from typer import Argument, Option, Typer, echo

from policykb.cli import options
from policykb.cli.display.problems import note
from policykb.cli.output import write_json

app = Typer(name="source", help="Attach the texts of sources, so that every passage can be seen in place.")
Key = Annotated[str, Argument(metavar="KEY", hidden=True)]


@app.command(
    epilog=options.examples(
        "policykb source attach ncafp-2024-us-japan report.pdf",
        "policykb source attach ncafp-2024-us-japan report.pdf --format json",
    )
)
def attach(
    key: Key,
    file: Annotated[Path, Argument(metavar="FILE", hidden=True)],
    force: Annotated[bool, Option("--force", help="Attach it even if none of the source's passages is in it.")] = False,
    db: options.Db = None,
    format_name: options.TableOrJson = options.TABLE,
    long: options.Long = False,
) -> None:
    """Keep the text of a source in the base, and look up its evidence there.

    KEY is a source, FILE its document. The text stays with you: dumps, packs and exports of records leave it out. The
    same text again changes nothing; another one takes its place, and what moved is told. A document in which none of
    the source's passages is found is refused.
    """
    from policykb.kb import KnowledgeBase

    with KnowledgeBase.open(db) as kb:
        report = kb.source_attach(key, file, force=force)
    for notice in report.notices:
        note(notice)
    if format_name == "json":
        write_json(
            {
                "outcome": str(report.outcome),
                "attachment": report.attachment.to_dict(),
                "counts": report.verification.counts,
                "moved": [each.verdict.to_dict() | {"how": each.how} for each in report.moved],
                "verdicts": [verdict.to_dict() for verdict in report.verification.verdicts],
            }
        )
        return
    from policykb.cli.display.attached import show_attached
    from policykb.cli.display.screen import stdout

    show_attached(stdout(), report, long=long)
    if report.verification.bad:
        note(
            f"What is not found is a fault of the record or of the document: policykb verify {report.attachment.source}"
        )


@app.command(epilog=options.examples("policykb source detach ncafp-2024-us-japan"))
def detach(key: Key, db: options.Db = None) -> None:
    """Take the text of a source out of the base.

    KEY is a source. Its record and its statements stay as they are.
    """
    from policykb.kb import KnowledgeBase

    with KnowledgeBase.open(db) as kb:
        was = kb.source_detach(key)
    echo(f"{was.source}: {was.file} with {was.passages:,} passages is no longer attached.")


@app.command("list", epilog=options.examples("policykb source list", "policykb source list --format json"))
def list_(db: options.Db = None, format_name: options.TableOrJson = options.TABLE) -> None:
    """List the texts that are attached.

    Each with its file, when it was attached and how many passages it has.
    """
    from policykb.kb import KnowledgeBase

    with KnowledgeBase.open(db) as kb:
        known = kb.source_list()
    if format_name == "json":
        write_json([each.to_dict() for each in known])
        return
    from policykb.cli.display.attached import show_attachments
    from policykb.cli.display.screen import stdout

    show_attachments(stdout(), known)
    if not known:
        note("No source is attached: policykb source attach KEY FILE")
