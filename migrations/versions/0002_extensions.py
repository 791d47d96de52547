"""What files add to the records of other files, and the place of every record in its file.

Columns are added, never a table rebuilt: SQLite and PostgreSQL both do that without touching a row.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    for table in ("entity", "vocabulary", "relation", "coverage"):
        op.add_column(table, sa.Column("position", sa.Integer(), server_default="0", nullable=False))
    # Until a file is loaded again its records stand in the order in which they came; what comes last in a file, last.
    for table, offset in (("entity", 0), ("vocabulary", 0), ("relation", 1_000_000), ("coverage", 2_000_000)):
        op.execute(
            f'UPDATE "{table}" SET position = {offset} + id - '
            f'(SELECT min(o.id) FROM "{table}" o WHERE o.owner_id = "{table}".owner_id)'
        )
    op.create_table(
        "extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name="fk_extension_owner_id"),
        sa.PrimaryKeyConstraint("id", name="pk_extension"),
        sa.UniqueConstraint("owner_id", "key", name="uq_extension_owner_id_key"),
    )
    op.create_index("ix_extension_key", "extension", ["key"])
    op.create_table(
        "extended",
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], name="fk_extended_entity_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entity_id", name="pk_extended"),
    )


def downgrade() -> None:
    raise NotImplementedError("there is no way back: restore the copy that was made before the upgrade")
