"""Runs the migrations on the connection policykb hands over; alone it only serves `alembic revision --autogenerate`."""

from alembic import context
from sqlalchemy import create_engine

from policykb.store.tables import metadata


def include_name(name: str | None, type_: str, parent_names: object) -> bool:
    """Hides the tables behind full text, which no metadata describes."""
    return not (type_ == "table" and name is not None and name.startswith(("statement_fts", "passage_fts")))


def run(connection: object) -> None:
    context.configure(
        connection=connection,  # type: ignore[arg-type]
        target_metadata=metadata,
        render_as_batch=True,
        include_name=include_name,
        transaction_per_migration=False,
    )
    context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with create_engine("sqlite:///scratch.db").begin() as scratch:
        run(scratch)
