"""`policykb show`: everything about one record."""

from typing import TYPE_CHECKING, Annotated, Any

from typer import Argument, Typer

from policykb.cli import options
from policykb.cli.output import write_json

if TYPE_CHECKING:
    from policykb.kb.show import Detail

app = Typer()


@app.command(
    epilog=options.examples(
        "policykb show ncafp-2024-us-japan/ipef-market-access",
        "policykb show aukus",
        'policykb show "United States"',
        "policykb show ncafp-2024-us-japan --format json",
    )
)
def show(
    key: Annotated[str, Argument(metavar="KEY", hidden=True)],
    db: options.Db = None,
    format_name: options.TableOrJson = options.TABLE,
    long: options.Long = False,
) -> None:
    """Show everything about one record, with its citation to copy.

    KEY is what query prints below each record, or the name of an actor, theme, framework, event or source. Shown are
    the text, the passages it stands on (in their place, where the source is attached), links, names in the text, roles
    elsewhere and what points at it.
    """
    from policykb.kb import KnowledgeBase

    with KnowledgeBase.open(db) as kb:
        detail = kb.show(key)
    if format_name == "json":
        write_json(_plain(detail))
        return
    from policykb.cli.display.detail import show_detail
    from policykb.cli.display.screen import stdout

    show_detail(stdout(), detail, long=long)


def _plain(detail: "Detail") -> dict[str, Any]:
    """The same as JSON has it: names for the parts of what is an object or a tuple here."""
    pairs = {
        name: [item._asdict() for item in getattr(detail, name)] for name in ("mentions", "pointers", "below", "roles")
    }
    passages = [passage.to_dict() for passage in detail.passages]
    attachment = detail.attachment and detail.attachment.to_dict()
    return vars(detail) | pairs | {"passages": passages, "attachment": attachment}
