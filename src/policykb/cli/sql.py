"""`policykb sql`: rows of the views, by a statement of SQL."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from typer import Argument, Option, Typer

from policykb.cli import options
from policykb.cli.display.problems import note
from policykb.cli.display.words import counted
from policykb.cli.output import Output
from policykb.errors import UsageError

if TYPE_CHECKING:
    from policykb.kb import KnowledgeBase

LONGEST = 1_000_000
"""Characters of a file that are read at all."""
app = Typer()


def _seconds(value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 1e6:
        raise UsageError(f"--timeout cannot be '{value}'.", "It is a number of seconds; 0 is as long as it takes.")
    return seconds


@app.command(
    epilog=options.examples(
        "policykb sql --schema",
        'policykb sql "SELECT key, text FROM recommendation LIMIT 5"',
        'policykb sql "SELECT key, name FROM theme WHERE broader IS NULL" -f csv',
        "policykb sql --file strength.sql -o strength.csv",
        'policykb sql "SELECT text FROM statements WHERE key = :key" --param key=a/b',
    )
)
def sql(
    words: Annotated[list[str] | None, Argument(metavar="STATEMENT", hidden=True)] = None,
    db: options.Db = None,
    file: Annotated[
        Path | None, Option("--file", metavar="FILE", show_default=False, help="Read the statement from a file.")
    ] = None,
    param: Annotated[
        list[str] | None,
        Option(
            "--param", "-p", metavar="NAME=VALUE", show_default=False, help="What :NAME stands for; may be repeated."
        ),
    ] = None,
    schema: Annotated[bool, Option("--schema", help="List the views and their columns.")] = False,
    format_name: options.Format = None,
    output: options.Output = None,
    force: options.Force = False,
    limit: options.Limit = None,
    timeout: Annotated[
        float,
        Option("--timeout", metavar="SECONDS", parser=_seconds, help="How long the database may work; 0: no limit."),
    ] = 60.0,
    quiet: options.Quiet = False,
) -> None:
    """Ask the views of the base in SQL; nothing can be changed.

    STATEMENT is one SELECT over the views that --schema lists; - reads it from standard input. Values from elsewhere
    belong into --param.
    """
    from policykb.kb import KnowledgeBase

    text = _statement(words, file)
    if schema or text is None:
        if param or output or (schema and file):
            raise UsageError("There is no statement.", "See: policykb sql --help")
        with KnowledgeBase.open(db) as kb:
            _show_schema(kb, text)
        return
    target = Output.chosen(options.AskedFor(format_name, output, force), usual=options.TABLE)
    with KnowledgeBase.open(db) as kb:
        rows = kb.sql(text, _parameters(param or []), timeout=timeout)
        cut = options.ON_A_TERMINAL if target.on_terminal and limit is None else None
        shown, more = target.write_rows(rows, limit=limit or cut, cut=cut is not None)
    if quiet:
        return
    if target.path is not None:
        note(f"{counted(shown, 'row')} written to {target.path}")
    elif more:
        note(f"the first {shown:,} rows; more with --limit or -o FILE")
    elif target.format_name == options.TABLE:
        note(counted(shown, "row"))


def _statement(words: list[str] | None, file: Path | None) -> str | None:
    if words and file:
        raise UsageError("There are two statements: an argument and --file.", "Give one of them.")
    if words == ["-"]:
        return _decoded(sys.stdin.buffer.read(LONGEST), "standard input")
    if file is None:
        return " ".join(words) if words else None
    try:
        with file.open("rb") as opened:
            return _decoded(opened.read(LONGEST), str(file))
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.") from error


def _decoded(text: bytes, place: str) -> str:
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{place} is not UTF-8.", "Save it as UTF-8.") from None


def _parameters(given: list[str]) -> dict[str, object]:
    found: dict[str, object] = {}
    for item in given:
        name, equals, value = item.partition("=")
        name = name.removeprefix(":")
        if not equals or not name.isidentifier():
            raise UsageError(f"--param cannot be '{item}'.", "Write NAME=VALUE, and :NAME in the statement.")
        if name in found:
            raise UsageError(f"--param gives {name} twice.")
        found[name] = value
    return found


def _show_schema(kb: "KnowledgeBase", wanted: str | None) -> None:
    from policykb.cli.display.rows import show_views
    from policykb.cli.display.screen import stdout
    from policykb.kb.sql import MEANINGS

    views = kb.views()
    if wanted is not None:
        names = wanted.lower().replace(",", " ").split()
        if unknown := [name for name in names if name not in views]:
            raise UsageError(f"There is no view {unknown[0]}.", f"There are {', '.join(views)}.")
        views = {name: views[name] for name in names}
    show_views(stdout(), views, MEANINGS)
