"""Tables of texts that users attach to sources: what they brought, not what the base says, so no digest has it."""

from sqlalchemy import Column, ForeignKey, Integer, Table, UniqueConstraint

from policykb.store.tables.columns import metadata
from policykb.store.tables.text import Text


def _source_id(*, primary_key: bool = False) -> Column[int]:
    source = ForeignKey("entity.id", ondelete="CASCADE")
    return Column("source_id", Integer, source, primary_key=primary_key, nullable=False)


attachment = Table(
    "attachment",
    metadata,
    _source_id(primary_key=True),
    Column("fingerprint", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("footnotes", Integer, nullable=False),
    Column("pages", Integer),
)
"""The text attached to a source: ``fingerprint`` of its normal form, ``sha256`` of the bytes of the file, its ``name``
without its folder and its ``format`` (the suffix), ``pages`` None where they are unknown."""

passage = Table(
    "passage",
    metadata,
    Column("id", Integer, primary_key=True),
    _source_id(),
    Column("ordinal", Integer, nullable=False),
    Column("section", Text),
    Column("section_ordinal", Integer, nullable=False),
    Column("paragraph", Integer, nullable=False),
    Column("page", Integer),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("terms", Text, nullable=False),
    Column("look", Text, nullable=False),
    Column("label", Text),
    Column("level", Integer, nullable=False),
    Column("lead", Integer, nullable=False),
    Column("cell_table", Integer),
    Column("cell_row", Integer),
    Column("cell_column", Integer),
    Column("cell_head", Text),
    UniqueConstraint("source_id", "ordinal"),
)
"""The passages of an attached text as `policykb.domain.passage.Passage` has them; ``terms`` as of a statement."""

heading = Table(
    "heading",
    metadata,
    _source_id(primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("printed", Text, nullable=False),
    Column("level", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("page", Integer),
)
"""The headings of an attached text; ``printed``: with the marks that stand around it in the running text."""

footnote = Table(
    "footnote",
    metadata,
    _source_id(primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("page", Integer),
)
"""The notes of an attached text."""

passage_word = Table(
    "passage_word",
    metadata,
    Column("language", Text, primary_key=True),
    Column("folded", Text, primary_key=True),
    Column("term", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Every word that attached texts have used, with its term; apart from those of statements, whose answers stay."""
