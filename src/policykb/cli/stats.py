"""`policykb stats`: how much of what the knowledge base holds."""

from dataclasses import asdict

from typer import Typer

from policykb.cli import options
from policykb.cli.output import write_json

app = Typer()


@app.command(epilog=options.examples("policykb stats", "policykb stats --format json"))
def stats(db: options.Db = None, format_name: options.TableOrJson = options.TABLE) -> None:
    """Count what the knowledge base holds.

    Records by type, sources that were read, names found in texts, when something was loaded last, and the
    data version: two bases that say the same have the same.
    """
    from policykb.kb import KnowledgeBase

    with KnowledgeBase.open(db) as kb:
        counts = kb.stats()
    if format_name == "json":
        write_json(asdict(counts) | {"data_version": counts.data_version})
        return
    from policykb.cli.display.reports import show_stats
    from policykb.cli.display.screen import stdout

    show_stats(stdout(), counts)
