"""`policykb show`: everything about one record."""

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Typer

from policykb.cli import options

if TYPE_CHECKING:
    from policykb.kb.show import Detail

app = Typer()


@app.command(
    epilog=options.examples(
        "policykb show ncafp-2024-us-japan/ipef-market-access",
        "policykb show aukus",
        "policykb show ncafp-2024-us-japan --format json",
    )
)
def show(
    key: Annotated[str, Argument(metavar="KEY", show_default=False, help="The record's key, as query prints it.")],
    db: options.Db = None,
    format_name: options.TableOrJson = options.TABLE,
    long: options.Long = False,
) -> None:
    """Show one record: its text, its citation to copy, passages, links, names in it, and what points at it."""
    from policykb.kb import KnowledgeBase

    with KnowledgeBase.open(db) as kb:
        detail = kb.show(key)
    if format_name == "json":
        sys.stdout.write(json.dumps(_plain(detail), ensure_ascii=False, indent=2) + "\n")
        return
    from policykb.cli.display.detail import show_detail
    from policykb.cli.display.screen import stdout

    show_detail(stdout(), detail, long=long)


def _plain(detail: "Detail") -> dict[str, Any]:
    """The same as JSON has it: names for the parts of a mention or pointer, not their places in a list."""
    pairs = {name: [item._asdict() for item in getattr(detail, name)] for name in ("mentions", "pointers", "below")}
    return vars(detail) | pairs
