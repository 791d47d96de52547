"""`policykb ingest`: documents to drafts."""

import shlex
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option, Typer, echo

from policykb.cli import options
from policykb.cli.display.problems import note, show_error
from policykb.cli.display.words import counted, listed
from policykb.cli.output import write_json
from policykb.errors import LimitReached, NoDatabase, PolicykbError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from policykb.kb.ingest import IngestReport

app = Typer()


@app.command(
    epilog=options.examples(
        "policykb ingest report.pdf",
        "policykb ingest reports/*.pdf -o my-reports/",
        "policykb ingest brief.docx -o brief.yaml --key csis-2025-brief",
        "policykb ingest report-2nd-edition.pdf -o my-reports/report.yaml --update",
    )
)
def ingest(
    files: Annotated[list[Path], Argument(metavar="FILE...", hidden=True)],
    output: Annotated[
        str | None,
        Option("--output", "-o", metavar="FILE", show_default=False, help="The draft, or the folder to put it in."),
    ] = None,
    key: Annotated[
        str | None, Option("--key", metavar="KEY", show_default=False, help="The key of the source.")
    ] = None,
    verbatim: Annotated[
        bool, Option("--verbatim", help="Take the document's own words as texts: for a base that nobody else sees.")
    ] = False,
    findings: Annotated[bool, Option("--findings/--no-findings", help="Draft findings too.")] = True,
    min_confidence: Annotated[
        float, Option("--min-confidence", metavar="X", help="Leave out what is less sure, from 0 to 1.")
    ] = 0.0,
    update: Annotated[
        bool, Option("--update", help="Add to an earlier draft what is new; what is there stays as it is.")
    ] = False,
    force: Annotated[
        bool, Option("--force", help="Replace an earlier draft, if nothing in it is decided yet.")
    ] = False,
    extractor: Annotated[
        str, Option("--extractor", metavar="NAME", help="What finds candidates; other packages may offer their own.")
    ] = "rules",
    db: options.Db = None,
    format_name: options.TableOrJson = options.TABLE,
) -> None:
    """Draft the records of a report: what it may recommend and find, each with its passage, to be reviewed.

    FILE is a document (PDF, Word, HTML, Markdown, plain text). Its draft is a seed file, KEY.yaml in the current
    folder, in which everything is pending: review it, then load it. The texts are left to you, in your own words;
    addressees, themes and the like are suggested with the reason for each.
    """
    if len(files) > 1 and (key is not None or (output is not None and output.endswith((".yaml", ".yml")))):
        raise UsageError("Several documents make several drafts.", "Give a folder with -o, and no --key.")

    def one(file: Path) -> "IngestReport":
        return ingesting(
            file,
            output,
            key=key,
            verbatim=verbatim,
            findings=findings,
            min_confidence=min_confidence,
            force=force,
            update=update,
            extractor=extractor,
        )

    with _base(db) as ingesting:
        reports, failed = _each(files, one)
    if format_name == "json":
        write_json([_plain(report) for report in reports])
    else:
        for report in reports:
            _tell(report)
    for report in reports:
        for notice in report.notices:
            note(notice)
    if failed:
        worst = max(failed, key=lambda error: error.exit_code)
        if len(files) == 1:
            raise worst
        rest = "" if len(failed) == len(files) else "; the others were"
        told = f"{len(failed)} of {len(files)} documents could not be read{rest}."
        raise (LimitReached if worst.exit_code == LimitReached.exit_code else UsageError)(told)
    if format_name != "json" and reports:
        note(f"Now decide: policykb review {shlex.quote(str(reports[0].draft))}")


def _each(files: list[Path], one: "Callable[[Path], IngestReport]") -> "tuple[list[IngestReport], list[PolicykbError]]":
    """The reports of those that went well, and what went wrong with the others, which is said at once."""
    reports: list[IngestReport] = []
    failed: list[PolicykbError] = []
    for file in files:
        try:
            reports.append(one(file))
        except PolicykbError as error:
            failed.append(error)
            if len(files) > 1:
                show_error(error)
    return reports, failed


@contextmanager
def _base(db: str | None) -> "Iterator[Callable[..., IngestReport]]":
    """What ingests: a base if there is one, else the names that come with policykb."""
    from policykb.kb import KnowledgeBase

    try:
        kb = KnowledgeBase.open(db)
    except NoDatabase:
        if db is not None:
            raise
        note("There is no knowledge base yet, so the names are those that come with policykb.")
        yield KnowledgeBase.ingest_alone
        return
    with kb:
        yield kb.ingest


def _tell(report: "IngestReport") -> None:
    counts = {"recommendation": report.recommendations, "finding": report.findings}
    told = [listed(counts) or "nothing"]
    if report.updated:
        told = [f"{told[0]} added", f"{counted(report.kept, 'record')} kept"]
    told += [f"{report.left_out:,} left out"] if report.left_out else []
    echo(f"{report.document}: {', '.join(told)}; draft in {report.draft}")


def _plain(report: "IngestReport") -> dict[str, object]:
    values = asdict(report)
    return {**values, "document": str(report.document), "draft": str(report.draft), "notices": list(report.notices)}
