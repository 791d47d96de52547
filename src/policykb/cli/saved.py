"""`policykb saved`: the saved queries."""

from typer import Typer

from policykb.cli import options
from policykb.cli.display.problems import note
from policykb.cli.output import write_json

app = Typer()


@app.command(epilog=options.examples("policykb saved", "policykb saved --format json"))
def saved(db: options.Db = None, format_name: options.TableOrJson = options.TABLE, today: options.Today = None) -> None:
    """List the saved queries.

    Each with its query as it was written, when it was saved and how many records it finds now.
    """
    from policykb.kb import KnowledgeBase

    with KnowledgeBase.open(db) as kb:
        queries = kb.saved(today=today.date() if today else None)
    if format_name == "json":
        write_json([query.to_dict() for query in queries])
        return
    from policykb.cli.display.packs import show_saved
    from policykb.cli.display.screen import stdout

    show_saved(stdout(), queries)
    if not queries:
        note('No saved queries yet: policykb save NAME "QUERY"')
    for query in queries:
        if query.fault:
            note(f"{query.name} cannot be answered any more: {query.fault}")
