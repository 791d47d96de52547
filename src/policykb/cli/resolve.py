"""`policykb resolve`: what a name means, or which names stand in a text."""

from typing import Annotated

from typer import Argument, Option, Typer

from policykb.cli import options
from policykb.cli.output import write_json
from policykb.errors import UsageError

app = Typer()


@app.command(
    epilog=options.examples(
        "policykb resolve Quad",
        'policykb resolve "Washington"',
        'policykb resolve "They met in Washington State on quad bikes" --in-text',
        "policykb resolve IPEF --format json",
    )
)
def resolve(
    words: Annotated[list[str], Argument(metavar="NAME", hidden=True)],
    in_text: Annotated[bool, Option("--in-text", "-t", help="NAME is a text: show which names stand in it.")] = False,
    source: Annotated[
        str | None,
        Option("--source", metavar="KEY", show_default=False, help="The text is one of this source, with its groups."),
    ] = None,
    db: options.Db = None,
    format_name: options.TableOrJson = options.TABLE,
    long: options.Long = False,
) -> None:
    """Show what a name means here, or which names stand in a text.

    For a name: who or what bears it, its other names and the rules under which they count in texts, what is included,
    and how many statements hold each. For a text: which names count in it, and by which rule the others do not.
    """
    from policykb.kb import KnowledgeBase

    if source is not None and not in_text:
        raise UsageError("--source is for texts.", "Add: --in-text")
    text = " ".join(words)
    with KnowledgeBase.open(db) as kb:
        report = kb.resolve(text, in_text=True, source=source) if in_text else kb.resolve(text)
    if format_name == "json":
        write_json(report.to_dict())
        return
    from policykb.cli.display.names import show_report
    from policykb.cli.display.screen import stdout

    show_report(stdout(), report, long=long)
