"""`policykb db`: the database under the knowledge base."""

from typer import Typer, echo

from policykb.cli import options

app = Typer(name="db", help="Look after the database: its version, and bringing it to that of this policykb.")


@app.command(epilog=options.examples("policykb db current"))
def current(db: options.Db = None) -> None:
    """Show the version of the database's schema, and the one this policykb needs."""
    from policykb.kb import KnowledgeBase

    found, needed = KnowledgeBase.db_current(db)
    if found == needed:
        echo(f"{found} (this policykb's)")
    else:
        echo(f"{found or 'none'} (this policykb needs {needed}: policykb db upgrade)")


@app.command(epilog=options.examples("policykb db upgrade"))
def upgrade(db: options.Db = None) -> None:
    """Bring the database of an older policykb to this one's schema, after making a copy beside it."""
    from policykb.kb import KnowledgeBase

    before, now, copy = KnowledgeBase.db_upgrade(db)
    if copy is None:
        echo(f"Nothing to do: the schema is {now}.")
        return
    echo(f"Upgraded from {before} to {now}.")
    echo(f"The copy made before: {copy}")
