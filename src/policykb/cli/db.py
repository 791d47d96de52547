"""`policykb db`: the database under the knowledge base."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from typer import Argument, Typer, echo

from policykb.cli import options
from policykb.cli.display.problems import note
from policykb.cli.output import write_json
from policykb.errors import CheckFailed

app = Typer(name="db", help="Check the database, back it up, restore it, upgrade it.")


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


@app.command(epilog=options.examples("policykb db check", "policykb db check --format json"))
def check(db: options.Db = None, format_name: options.TableOrJson = options.TABLE) -> None:
    """Look whether the database is sound.

    The file, the schema, records against what was loaded, history, and everything that follows from the records: parts,
    dates, names in texts, words, full text. Exits with 1 if something is wrong, and says what to do about it.
    """
    from policykb.kb import KnowledgeBase

    found = KnowledgeBase.db_check(db)
    if format_name == "json":
        write_json([asdict(one) | {"ok": one.ok} for one in found])
    else:
        from policykb.cli.display.reports import show_checks
        from policykb.cli.display.screen import stdout

        show_checks(stdout(), found)
    wrong = [one.name for one in found if one.faults]
    if wrong:
        raise CheckFailed(f"The database is not sound: {', '.join(wrong)}.")


@app.command(
    epilog=options.examples("policykb db backup", "policykb db backup monday.db", "policykb db backup /mnt/backups/")
)
def backup(
    file: Annotated[Path | None, Argument(metavar="FILE", hidden=True)] = None,
    db: options.Db = None,
    force: options.Force = False,
) -> None:
    """Copy the database, while it may be in use, and verify the copy.

    FILE is the copy, or a folder for it; without it, it is made beside the database with the date in its name.
    """
    from policykb.kb import KnowledgeBase

    copy = KnowledgeBase.db_backup(file, db, force=force)
    echo(f"The backup is {copy}, verified.")


@app.command(epilog=options.examples("policykb db restore policykb-2026-11-24.db"))
def restore(file: Annotated[Path, Argument(metavar="FILE", hidden=True)], db: options.Db = None) -> None:
    """Put a backup in the database's place.

    FILE is verified first; if it is damaged, or of a newer policykb, nothing is touched. What was there before is kept
    beside it.
    """
    from policykb.kb import KnowledgeBase
    from policykb.store.engine import revisions

    done = KnowledgeBase.db_restore(file, db)
    echo(f"Restored {done.place} from {file}.")
    if done.safety_copy:
        echo(f"What was there before: {done.safety_copy}")
    if done.revision != revisions()[-1]:
        note(f"Its schema is {done.revision}; bring it up to date with: policykb db upgrade")
