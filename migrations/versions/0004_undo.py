"""What undoing a load needs: where the records it replaced stood; and in history the file each change came from."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    # Adding a column is all SQLite can do to a table without making it anew, which would lose its triggers.
    op.add_column("load", sa.Column("undoes", sa.Integer(), nullable=True))
    op.add_column("change", sa.Column("owner", TEXT, nullable=True))
    op.create_table(
        "replaced",
        sa.Column("type", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("owner", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("record", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("type", "key", name=op.f("pk_replaced")),
    )
    if op.get_bind().dialect.name == "sqlite":
        # REPLACE INTO deletes without asking the triggers against deletion.
        for table, key in (("load", "id"), ("load_file", "load_id, owner"), ("change", "id")):
            same = " AND ".join(f"{column} = NEW.{column}" for column in key.split(", "))
            op.execute(
                f'CREATE TRIGGER {table}_no_replace BEFORE INSERT ON "{table}"'
                f' WHEN EXISTS (SELECT 1 FROM "{table}" WHERE {same})'
                " BEGIN SELECT RAISE(ABORT, 'history cannot be edited'); END"
            )


def downgrade() -> None:
    raise NotImplementedError("there is no way back: restore the copy that was made before the upgrade")
