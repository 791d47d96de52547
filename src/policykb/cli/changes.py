"""`policykb changes`: what the loads did."""

import json
import sys
from itertools import islice
from typing import TYPE_CHECKING, Annotated

from typer import Option, Typer

from policykb.cli import options
from policykb.cli.display.problems import note
from policykb.cli.output import write_json

if TYPE_CHECKING:
    from policykb.kb.history import Changes

app = Typer()


@app.command(
    epilog=options.examples(
        "policykb changes", "policykb changes --since 2026-11", "policykb changes --since 3 --format jsonl"
    )
)
def changes(
    since: Annotated[
        str | None,
        Option(
            "--since",
            metavar="DATE|LOAD",
            show_default=False,
            help="From this day (UTC), or this load's number, on; #2024 is load 2024.",
        ),
    ] = None,
    db: options.Db = None,
    format_name: options.TableOrJsonLines = options.TABLE,
    limit: options.Limit = None,
    long: options.Long = False,
) -> None:
    """Show what the loads did, oldest first.

    For each load its number, when, who and how many records; then a line for each record: + added, - removed, ~ changed
    and how, > given another key.
    """
    from policykb.kb import KnowledgeBase

    if limit is None and format_name == options.TABLE and sys.stdout.isatty():
        limit = options.ON_A_TERMINAL
    with KnowledgeBase.open(db) as kb:
        found = kb.changes(since)
        if format_name == "json":
            write_json(_limited(found, limit))
        elif format_name == "jsonl":
            for change in islice(found, limit):
                sys.stdout.write(json.dumps(change.to_dict(), ensure_ascii=False) + "\n")
        else:
            _show(found, limit, long)


def _limited(found: "Changes", limit: int | None) -> list[dict[str, object]]:
    from policykb.domain.history import plain

    loads: list[dict[str, object]] = []
    left = limit
    for load in found.loads:
        records = [change.to_dict() for change in islice(found.of(load), left)]
        loads.append(plain(load) | {"records": records})
        left = None if left is None else left - len(records)
    return loads


def _show(found: "Changes", limit: int | None, long: bool) -> None:
    from policykb.cli.display.history import show_changes
    from policykb.cli.display.screen import stdout

    if not found.loads:
        note("No loads since then.")
        return
    shown, left = show_changes(stdout(), found, limit, long=long)
    if left:
        note(f"showing {shown:,} records; --limit shows more")
