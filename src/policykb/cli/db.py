"""`policykb db`: the database under the knowledge base."""

from typer import Typer, echo

from policykb.cli import options

app = Typer(name="db", help="Look at the database's version, and upgrade it.")


@app.command(epilog=options.examples("policykb db current"))
def current(db: options.Db = None) -> None:
    """Show the database's schema, and the one policykb needs."""
    from policykb.kb import KnowledgeBase

    found, needed = KnowledgeBase.db_current(db)
    if found == needed:
        echo(f"The schema is {found}, the one this policykb needs.")
    elif found is not None and found > needed:
        echo(f"The schema is {found}, newer than the {needed} of this policykb: upgrade policykb.")
    else:
        echo(f"The schema is {found or 'missing'}; this policykb needs {needed}: policykb db upgrade")


@app.command(epilog=options.examples("policykb db upgrade"))
def upgrade(db: options.Db = None) -> None:
    """Bring an older database to this policykb's schema.

    A copy of a file is made first, beside it. A server's database is changed in one transaction; pg_dump copies it.
    """
    from policykb.kb import KnowledgeBase

    before, now, copy = KnowledgeBase.db_upgrade(db)
    if before == now:
        echo(f"Nothing to do: the schema is {now}.")
        return
    echo(f"Upgraded from {before} to {now}.")
    if copy is not None:
        echo(f"The copy made before: {copy}")
