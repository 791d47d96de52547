"""The tables behind the views, as SQLAlchemy Core has them; the migrations make the same ones (a test compares).

Columns that only hold a field of a record come from the one table of fields; what this file adds is keys, links and
bookkeeping. The short names (theme, actor, recommendation, ...) belong to the views. Dates are EDTF texts with the
first and last day they cover beside them (ISO texts, so that every engine compares them alike). Integer ids do not
leave the store.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

from policykb.domain.fields import ENTITIES, FIELDS, STATEMENTS, Kind

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_TYPES = {Kind.FLAG: Boolean, Kind.NUMBER: Float}
_OWN_COLUMNS = {"key", "type", "source", "name", "note", "url", "checked", "event"}
"""Fields whose columns the tables below spell out, because they are keys, links or shared by all entities."""


def field_columns(*subjects: str) -> list[Column[object]]:
    """The columns of the fields that every one of these types of record keeps in its own table."""
    columns: list[Column[object]] = []
    for field in FIELDS:
        if field.column is None or field.name in _OWN_COLUMNS or not set(subjects) & set(field.subjects):
            continue
        columns.append(Column(field.column, _TYPES.get(field.kind, Text)()))
        if field.kind is Kind.DATE:
            columns += [Column(f"{field.column}_first", Text), Column(f"{field.column}_last", Text)]
    return columns


def _entity_id(name: str = "entity_id", *, nullable: bool = False) -> Column[int]:
    return Column(name, Integer, ForeignKey("entity.id"), nullable=nullable)


def _child_of(table: str, name: str) -> Column[int]:
    return Column(name, Integer, ForeignKey(f"{table}.id", ondelete="CASCADE"), nullable=False)


def _own_table(subject: str, *extra: Column[int]) -> Table:
    return Table(
        f"entity_{subject}",
        metadata,
        Column("entity_id", Integer, ForeignKey("entity.id", ondelete="CASCADE"), primary_key=True),
        *extra,
        *field_columns(subject),
    )


about = Table("about", metadata, Column("name", Text, primary_key=True), Column("value", Text, nullable=False))
"""Facts of the base itself: the policykb that made it, the state of its aliases."""

owner = Table(
    "owner",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("sha256", Text),
)
"""A file (``<collection>:<path>``) that owns records; sha256 of the bytes loaded last."""

load = Table(
    "load",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("added", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("removed", Integer, nullable=False),
)
load_file = Table(
    "load_file",
    metadata,
    Column("load_id", Integer, ForeignKey("load.id"), primary_key=True),
    Column("owner", Text, primary_key=True),
    Column("sha256", Text, nullable=False),
)
change = Table(
    "change",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("load_id", Integer, ForeignKey("load.id"), nullable=False, index=True),
    Column("type", Text, nullable=False),
    Column("key", Text, nullable=False, index=True),
    Column("op", Text, CheckConstraint("op IN ('add', 'change', 'remove')", name="op"), nullable=False),
    Column("before", Text),
    Column("after", Text),
)

vocabulary = Table(
    "vocabulary",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("definition", Text),
    Column("owner_id", Integer, ForeignKey("owner.id"), nullable=False),
    Column("digest", Text, nullable=False),
)
term = Table(
    "term",
    metadata,
    Column("vocabulary_id", Integer, ForeignKey("vocabulary.id", ondelete="CASCADE"), primary_key=True),
    Column("key", Text, primary_key=True),
    Column("name", Text),
    Column("definition", Text, nullable=False),
    Column("words", Text),
    Column("position", Integer, nullable=False),
)

entity = Table(
    "entity",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("type", Text, nullable=False),
    Column("key", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("note", Text),
    Column("url", Text),
    Column("checked", Text),
    Column("checked_first", Text),
    Column("checked_last", Text),
    _entity_id("fact_source_id", nullable=True),
    _entity_id("scope_id", nullable=True),
    Column("owner_id", Integer, ForeignKey("owner.id"), nullable=False, index=True),
    Column("digest", Text, nullable=False),
    CheckConstraint("type IN ('theme', 'actor', 'framework', 'event', 'source')", name="type"),
)
"""Everything statements link to. ``scope_id``: the only source in which a group exists."""

theme = _own_table("theme")
actor = _own_table("actor")
framework = _own_table("framework")
event = _own_table("event")
source = _own_table("source", _entity_id("publisher_id", nullable=True), _entity_id("event_id", nullable=True))
OWN_TABLES = {"theme": theme, "actor": actor, "framework": framework, "event": event, "source": source}
assert set(OWN_TABLES) == set(ENTITIES)

author = Table(
    "author",
    metadata,
    Column("source_id", Integer, ForeignKey("entity.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    _entity_id("person_id"),
)
reference = Table(
    "reference",
    metadata,
    Column("source_id", Integer, ForeignKey("entity.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("author", Text),
    Column("title", Text),
    Column("issued", Text),
    Column("url", Text),
    Column("text", Text),
)
alias = Table(
    "alias",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("entity_id", Integer, ForeignKey("entity.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("folded", Text, nullable=False, index=True),
    Column("language", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("case_sensitive", Boolean, nullable=False),
    Column("not_in", Text),
    Column("needs_any", Text),
)
"""Every name of an entity; position 0 is its ``name`` (kind ``preferred``). Rules are JSON lists."""

external_id = Table(
    "external_id",
    metadata,
    Column("entity_id", Integer, ForeignKey("entity.id", ondelete="CASCADE"), primary_key=True),
    Column("scheme", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Index("ix_external_id_value", "value"),
)
mapping = Table(
    "mapping",
    metadata,
    Column("entity_id", Integer, ForeignKey("entity.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("relation", Text, nullable=False),
    Column("scheme", Text, nullable=False),
    Column("code", Text, nullable=False),
)
former_key = Table(
    "former_key",
    metadata,
    Column("former", Text, primary_key=True),
    Column("key", Text, nullable=False, index=True),
    Column("position", Integer, nullable=False),
)
parent = Table(
    "parent",
    metadata,
    Column("child_id", Integer, ForeignKey("entity.id", ondelete="CASCADE"), primary_key=True),
    Column("parent_id", Integer, ForeignKey("entity.id"), primary_key=True),
    Column("position", Integer, nullable=False),
)
"""``broader`` of themes and ``part_of`` of actors and frameworks."""

closure = Table(
    "closure",
    metadata,
    Column("ancestor_id", Integer, ForeignKey("entity.id", ondelete="CASCADE"), primary_key=True),
    Column("descendant_id", Integer, ForeignKey("entity.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_closure_descendant_id", "descendant_id"),
)
"""Everything below an entity by `parent`, itself included: "and everything narrower" is a join."""

membership = Table(
    "framework_member",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("framework_id", Integer, ForeignKey("entity.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("actor_id", Integer, ForeignKey("entity.id"), nullable=False, index=True),
    Column("role", Text, nullable=False),
    Column("from", Text),
    Column("from_first", Text),
    Column("to", Text),
    Column("to_last", Text),
    Column("url", Text),
    _entity_id("source_id", nullable=True),
    Column("checked", Text, nullable=False),
    Column("note", Text),
)
participation = Table(
    "participation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("event_id", Integer, ForeignKey("entity.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("person_id", Integer, ForeignKey("entity.id"), nullable=False, index=True),
    Column("role", Text, nullable=False),
    Column("honorific", Text),
    Column("affiliation", Text),
)
participation_organisation = Table(
    "participation_organisation",
    metadata,
    Column("participation_id", Integer, ForeignKey("participation.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    _entity_id("organisation_id"),
)
entity_text = Table(
    "entity_text",
    metadata,
    Column("entity_id", Integer, ForeignKey("entity.id", ondelete="CASCADE"), primary_key=True),
    Column("field", Text, primary_key=True),
    Column("terms", Text, nullable=False),
)
"""The terms of an entity's texts, with a space at both ends, for conditions on running text."""

statement = Table(
    "statement",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("type", Text, nullable=False),
    Column("key", Text, nullable=False, unique=True),
    _entity_id("source_id"),
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
passage = Table(
    "passage",
    metadata,
    Column("source_id", Integer, ForeignKey("entity.id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("section", Text),
    Column("section_ordinal", Integer, nullable=False),
    Column("paragraph", Integer),
    Column("page", Integer),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
)
"""The text of a source that a user attached."""

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
)
