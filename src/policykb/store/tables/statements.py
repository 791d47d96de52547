"""Tables of recommendations, findings and commitments, and of what hangs on them."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    UniqueConstraint,
)

from policykb.domain.fields import STATEMENTS
from policykb.store.tables.columns import entity_id, field_columns, metadata
from policykb.store.tables.text import Text

statement = Table(
    "statement",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("type", Text, nullable=False),
    Column("key", Text, nullable=False, unique=True),
    entity_id("source_id"),
    Column("position", Integer, nullable=False),
    Column("terms", Text, nullable=False),
    Column(
        "voiced", Text, CheckConstraint("voiced IN ('authors', 'stated', 'unknown')", name="voiced"), nullable=False
    ),
    Column("owner_id", Integer, ForeignKey("owner.id"), nullable=False),
    Column("digest", Text, nullable=False),
    *field_columns(*STATEMENTS),
    CheckConstraint("type IN ('recommendation', 'finding', 'commitment')", name="type"),
    CheckConstraint("strength IS NULL OR type = 'recommendation'", name="strength"),
    CheckConstraint("kind IS NULL OR type = 'finding'", name="kind"),
    CheckConstraint("action IS NULL OR type <> 'finding'", name="action"),
    Index("ix_statement_issued_first", "issued_first"),
    Index("ix_statement_source_id", "source_id", "position"),
    Index("ix_statement_owner_id", "owner_id"),
)
"""``issued`` is the statement's own; ``issued_first`` and ``_last`` are its own or its source's. ``terms``: the words
of ``text`` as `policykb.lexicon` has them, which full text indexes. ``voiced``: whether proponents are stated, hidden
by the source, or its authors."""

word = Table(
    "word",
    metadata,
    Column("language", Text, primary_key=True),
    Column("folded", Text, primary_key=True),
    Column("term", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Every word the statements have used, with its term: what ``word*`` in a query stands for."""

statement_text = Table(
    "statement_text",
    metadata,
    Column("statement_id", Integer, ForeignKey("statement.id", ondelete="CASCADE"), primary_key=True),
    Column("field", Text, primary_key=True),
    Column("terms", Text, nullable=False),
)
link = Table(
    "link",
    metadata,
    Column("statement_id", Integer, ForeignKey("statement.id", ondelete="CASCADE"), primary_key=True),
    Column("role", Text, primary_key=True),
    Column("entity_id", Integer, ForeignKey("entity.id"), primary_key=True),
    Column("relation", Text),
    Column("support", Text),
    Column("position", Integer, nullable=False),
    Index("ix_link_entity_id", "entity_id", "role", "statement_id"),
    sqlite_with_rowid=False,
)
"""What a statement is linked to. ``role``: addressee, proponent, theme, framework, actor or event."""

mention = Table(
    "mention",
    metadata,
    Column("statement_id", Integer, ForeignKey("statement.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("start", Integer, primary_key=True),
    Column("entity_id", Integer, ForeignKey("entity.id"), primary_key=True),
    Column("end", Integer, nullable=False),
    Column("alias_id", Integer, nullable=False),
    Index("ix_mention_entity_id", "entity_id", "statement_id"),
    sqlite_with_rowid=False,
)
"""Where a name stands in a statement. ``place``: 0 its text, n the exact quote of its n-th piece of evidence."""

evidence = Table(
    "evidence",
    metadata,
    Column("statement_id", Integer, ForeignKey("statement.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("section", Text),
    Column("paragraph", Integer),
    Column("page", Integer),
    Column("quote_from", Text),
    Column("quote_to", Text),
    Column("exact", Text),
    Column("prefix", Text),
    Column("suffix", Text),
    Column("file", Text),
    Column("row", Integer),
    sqlite_with_rowid=False,
)
claim = Table(
    "claim",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("statement_id", Integer, ForeignKey("statement.id"), nullable=False),
    Column("aspect", Text, CheckConstraint("aspect IN ('response', 'progress')", name="aspect"), nullable=False),
    Column("value", Text, nullable=False),
    Column("asserter_id", Integer, ForeignKey("entity.id"), nullable=False),
    Column("on", Text),
    Column("on_first", Text),
    Column("on_last", Text),
    Column("url", Text),
    Column("quote", Text),
    Column("retracted", Boolean, nullable=False),
    Column("reason", Text),
    Column("position", Integer, nullable=False),
    Column("owner_id", Integer, ForeignKey("owner.id"), nullable=False, index=True),
    Column("digest", Text, nullable=False),
    Index("ix_claim_statement_id", "statement_id", "aspect"),
    Index("ix_claim_value", "aspect", "value"),
)
relation = Table(
    "relation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("subject_id", Integer, ForeignKey("statement.id"), nullable=False),
    Column("relation", Text, nullable=False),
    Column("object_id", Integer, ForeignKey("statement.id"), nullable=False, index=True),
    Column("owner_id", Integer, ForeignKey("owner.id"), nullable=False, index=True),
    Column("digest", Text, nullable=False),
    Column("position", Integer, nullable=False, server_default="0"),
    UniqueConstraint("subject_id", "relation", "object_id"),
)
coverage = Table(
    "coverage",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("source_id", Integer, ForeignKey("entity.id"), nullable=False, index=True),
    Column("theme_id", Integer, ForeignKey("entity.id"), nullable=False, index=True),
    Column("by", Text, nullable=False),
    Column("on", Text, nullable=False),
    Column("vocabulary", Text),
    Column("owner_id", Integer, ForeignKey("owner.id"), nullable=False, index=True),
    Column("digest", Text, nullable=False),
    Column("position", Integer, nullable=False, server_default="0"),
)
