"""Tables of themes, actors, frameworks, events and sources, and of what hangs on them."""

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

from policykb.domain.fields import ENTITIES
from policykb.store.tables.columns import entity_id, field_columns, metadata
from policykb.store.tables.text import Text


def _own_table(subject: str, *extra: Column[int]) -> Table:
    return Table(
        f"entity_{subject}",
        metadata,
        Column("entity_id", Integer, ForeignKey("entity.id", ondelete="CASCADE"), primary_key=True),
        *extra,
        *field_columns(subject),
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
    entity_id("fact_source_id", nullable=True),
    entity_id("scope_id", nullable=True),
    Column("owner_id", Integer, ForeignKey("owner.id"), nullable=False, index=True),
    Column("digest", Text, nullable=False),
    Column("position", Integer, nullable=False, server_default="0"),
    CheckConstraint("type IN ('theme', 'actor', 'framework', 'event', 'source')", name="type"),
)
"""Everything statements link to. ``scope_id``: the only source in which a group exists. ``position``: its place among
the records of its file, as in all tables of records."""

extension = Table(
    "extension",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, index=True),
    Column("owner_id", Integer, ForeignKey("owner.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("record", Text, nullable=False),
    UniqueConstraint("owner_id", "key"),
)
"""What a file adds to the entity ``key`` of another file, as JSON. The entity's own rows hold it merged in."""

extended = Table(
    "extended",
    metadata,
    Column("entity_id", Integer, ForeignKey("entity.id", ondelete="CASCADE"), primary_key=True),
    Column("record", Text, nullable=False),
)
"""What an entity that is extended is in its own file, as JSON: what it becomes again without its extensions."""

theme = _own_table("theme")
actor = _own_table("actor")
framework = _own_table("framework")
event = _own_table("event")
source = _own_table("source", entity_id("publisher_id", nullable=True), entity_id("event_id", nullable=True))
OWN_TABLES = {"theme": theme, "actor": actor, "framework": framework, "event": event, "source": source}
assert set(OWN_TABLES) == set(ENTITIES)

author = Table(
    "author",
    metadata,
    Column("source_id", Integer, ForeignKey("entity.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    entity_id("person_id"),
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
    entity_id("source_id", nullable=True),
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
    entity_id("organisation_id"),
)
entity_text = Table(
    "entity_text",
    metadata,
    Column("entity_id", Integer, ForeignKey("entity.id", ondelete="CASCADE"), primary_key=True),
    Column("field", Text, primary_key=True),
    Column("terms", Text, nullable=False),
)
"""The terms of an entity's texts, with a space at both ends, for conditions on running text."""
