"""The texts that users attach to sources: their passages as they are laid out, headings, footnotes, and full text.

The table of passages was there and had no rows, since nothing wrote any; so it is made anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

VIEWS = {
    "attachments": (
        "SELECT s.key AS source, a.name AS file, a.format, a.at AS attached, a.by, a.passages, a.pages, a.footnotes,"
        " a.fingerprint, a.sha256 FROM attachment a JOIN entity s ON s.id = a.source_id"
    ),
    "passages": (
        "SELECT s.key || '#' || p.ordinal AS key, s.key AS source, p.ordinal, p.section, p.paragraph, p.page,"
        ' p.look, p.label, p.level, p.cell_head AS column_head, p.text, p.start, p."end"'
        " FROM passage p JOIN entity s ON s.id = p.source_id"
    ),
}


def _source_id() -> sa.Column[int]:
    return sa.Column("source_id", sa.Integer(), nullable=False)


def _of_a_source(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["source_id"], ["entity.id"], name=op.f(f"fk_{table}_source_id"), ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "attachment",
        _source_id(),
        sa.Column("fingerprint", TEXT, nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("format", TEXT, nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.Column("footnotes", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        _of_a_source("attachment"),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_attachment")),
    )
    op.drop_table("passage")
    op.create_table(
        "passage",
        sa.Column("id", sa.Integer(), nullable=False),
        _source_id(),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("section", TEXT, nullable=True),
        sa.Column("section_ordinal", sa.Integer(), nullable=False),
        sa.Column("paragraph", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("terms", TEXT, nullable=False),
        sa.Column("look", TEXT, nullable=False),
        sa.Column("label", TEXT, nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("lead", sa.Integer(), nullable=False),
        sa.Column("cell_table", sa.Integer(), nullable=True),
        sa.Column("cell_row", sa.Integer(), nullable=True),
        sa.Column("cell_column", sa.Integer(), nullable=True),
        sa.Column("cell_head", TEXT, nullable=True),
        _of_a_source("passage"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passage")),
        sa.UniqueConstraint("source_id", "ordinal", name=op.f("uq_passage_source_id_ordinal")),
    )
    op.create_table(
        "heading",
        _source_id(),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("printed", TEXT, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        _of_a_source("heading"),
        sa.PrimaryKeyConstraint("source_id", "ordinal", name=op.f("pk_heading")),
    )
    op.create_table(
        "footnote",
        _source_id(),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        _of_a_source("footnote"),
        sa.PrimaryKeyConstraint("source_id", "position", name=op.f("pk_footnote")),
    )
    op.create_table(
        "passage_word",
        sa.Column("language", TEXT, nullable=False),
        sa.Column("folded", TEXT, nullable=False),
        sa.Column("term", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("language", "folded", name=op.f("pk_passage_word")),
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "sqlite":
        # As for statements, the index keeps no copy of the terms, and no trigger tells it of the rows: SQLite refuses
        # full text in a trigger where the schema is not trusted.
        op.execute(
            "CREATE VIRTUAL TABLE passage_fts USING fts5("
            'terms, content="passage", content_rowid="id", tokenize="ascii")'
        )
    else:
        op.execute("CREATE INDEX ix_passage_terms ON passage USING gin (policykb_terms(terms))")
    for name, select in VIEWS.items():
        op.execute(f'CREATE VIEW "{name}" AS {select}')


def downgrade() -> None:
    raise NotImplementedError("there is no way back: restore the copy that was made before the upgrade")
