"""The first schema: tables, views, full text, and triggers that keep history as it was written."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""Compared byte by byte on every database, whatever the language of a server."""


def upgrade() -> None:
    op.create_table(
        "about",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_about")),
    )
    op.create_table(
        "former_key",
        sa.Column("former", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("former", name=op.f("pk_former_key")),
    )
    op.create_index(op.f("ix_former_key_key"), "former_key", ["key"], unique=False)

    op.create_table(
        "load",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("version", TEXT, nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_load")),
    )
    op.create_table(
        "owner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("sha256", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owner")),
        sa.UniqueConstraint("name", name=op.f("uq_owner_name")),
    )
    op.create_table(
        "word",
        sa.Column("language", TEXT, nullable=False),
        sa.Column("folded", TEXT, nullable=False),
        sa.Column("term", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("language", "folded", name=op.f("pk_word")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("op", TEXT, nullable=False),
        sa.Column("before", TEXT, nullable=True),
        sa.Column("after", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["load_id"], ["load.id"], name=op.f("fk_change_load_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.create_index(op.f("ix_change_key"), "change", ["key"], unique=False)
    op.create_index(op.f("ix_change_load_id"), "change", ["load_id"], unique=False)

    op.create_table(
        "entity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=True),
        sa.Column("url", TEXT, nullable=True),
        sa.Column("checked", TEXT, nullable=True),
        sa.Column("checked_first", TEXT, nullable=True),
        sa.Column("checked_last", TEXT, nullable=True),
        sa.Column("fact_source_id", sa.Integer(), nullable=True),
        sa.Column("scope_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.CheckConstraint("type IN ('theme', 'actor', 'framework', 'event', 'source')", name=op.f("ck_entity_type")),
        sa.ForeignKeyConstraint(["fact_source_id"], ["entity.id"], name=op.f("fk_entity_fact_source_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_entity_owner_id")),
        sa.ForeignKeyConstraint(["scope_id"], ["entity.id"], name=op.f("fk_entity_scope_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entity")),
        sa.UniqueConstraint("key", name=op.f("uq_entity_key")),
    )
    op.create_index(op.f("ix_entity_owner_id"), "entity", ["owner_id"], unique=False)

    op.create_table(
        "load_file",
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("owner", TEXT, nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["load_id"], ["load.id"], name=op.f("fk_load_file_load_id")),
        sa.PrimaryKeyConstraint("load_id", "owner", name=op.f("pk_load_file")),
    )
    op.create_table(
        "vocabulary",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("definition", TEXT, nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_vocabulary_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vocabulary")),
        sa.UniqueConstraint("key", name=op.f("uq_vocabulary_key")),
    )
    op.create_table(
        "alias",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("folded", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("case_sensitive", sa.Boolean(), nullable=False),
        sa.Column("not_in", TEXT, nullable=True),
        sa.Column("needs_any", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], name=op.f("fk_alias_entity_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alias")),
    )
    op.create_index(op.f("ix_alias_entity_id"), "alias", ["entity_id"], unique=False)
    op.create_index(op.f("ix_alias_folded"), "alias", ["folded"], unique=False)

    op.create_table(
        "author",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["entity.id"], name=op.f("fk_author_person_id")),
        sa.ForeignKeyConstraint(["source_id"], ["entity.id"], name=op.f("fk_author_source_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("source_id", "position", name=op.f("pk_author")),
    )
    op.create_table(
        "closure",
        sa.Column("ancestor_id", sa.Integer(), nullable=False),
        sa.Column("descendant_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ancestor_id"], ["entity.id"], name=op.f("fk_closure_ancestor_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["descendant_id"], ["entity.id"], name=op.f("fk_closure_descendant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("ancestor_id", "descendant_id", name=op.f("pk_closure")),
    )
    op.create_index("ix_closure_descendant_id", "closure", ["descendant_id"], unique=False)

    op.create_table(
        "coverage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("on", TEXT, nullable=False),
        sa.Column("vocabulary", TEXT, nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_coverage_owner_id")),
        sa.ForeignKeyConstraint(["source_id"], ["entity.id"], name=op.f("fk_coverage_source_id")),
        sa.ForeignKeyConstraint(["theme_id"], ["entity.id"], name=op.f("fk_coverage_theme_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage")),
        sa.UniqueConstraint("key", name=op.f("uq_coverage_key")),
    )
    op.create_index(op.f("ix_coverage_owner_id"), "coverage", ["owner_id"], unique=False)
    op.create_index(op.f("ix_coverage_source_id"), "coverage", ["source_id"], unique=False)
    op.create_index(op.f("ix_coverage_theme_id"), "coverage", ["theme_id"], unique=False)

    op.create_table(
        "entity_actor",
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, nullable=True),
        sa.Column("honorific", TEXT, nullable=True),
        sa.Column("family_name", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.id"], name=op.f("fk_entity_actor_entity_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entity_id", name=op.f("pk_entity_actor")),
    )
    op.create_table(
        "entity_event",
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, nullable=True),
        sa.Column("date", TEXT, nullable=True),
        sa.Column("date_first", TEXT, nullable=True),
        sa.Column("date_last", TEXT, nullable=True),
        sa.Column("date_text", TEXT, nullable=True),
        sa.Column("place", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.id"], name=op.f("fk_entity_event_entity_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entity_id", name=op.f("pk_entity_event")),
    )
    op.create_table(
        "entity_framework",
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, nullable=True),
        sa.Column("established", TEXT, nullable=True),
        sa.Column("established_first", TEXT, nullable=True),
        sa.Column("established_last", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.id"], name=op.f("fk_entity_framework_entity_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entity_id", name=op.f("pk_entity_framework")),
    )
    op.create_table(
        "entity_source",
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("publisher_id", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("kind", TEXT, nullable=True),
        sa.Column("issued", TEXT, nullable=True),
        sa.Column("issued_first", TEXT, nullable=True),
        sa.Column("issued_last", TEXT, nullable=True),
        sa.Column("language", TEXT, nullable=True),
        sa.Column("doi", TEXT, nullable=True),
        sa.Column("licence", TEXT, nullable=True),
        sa.Column("consensus", sa.Boolean(), nullable=True),
        sa.Column("disclaimer", TEXT, nullable=True),
        sa.Column("fingerprint", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.id"], name=op.f("fk_entity_source_entity_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["event_id"], ["entity.id"], name=op.f("fk_entity_source_event_id")),
        sa.ForeignKeyConstraint(["publisher_id"], ["entity.id"], name=op.f("fk_entity_source_publisher_id")),
        sa.PrimaryKeyConstraint("entity_id", name=op.f("pk_entity_source")),
    )
    op.create_table(
        "entity_text",
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("field", TEXT, nullable=False),
        sa.Column("terms", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.id"], name=op.f("fk_entity_text_entity_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entity_id", "field", name=op.f("pk_entity_text")),
    )
    op.create_table(
        "entity_theme",
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("definition", TEXT, nullable=True),
        sa.Column("scope_note", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.id"], name=op.f("fk_entity_theme_entity_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entity_id", name=op.f("pk_entity_theme")),
    )
    op.create_table(
        "external_id",
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("scheme", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["entity_id"], ["entity.id"], name=op.f("fk_external_id_entity_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("entity_id", "scheme", name=op.f("pk_external_id")),
    )
    op.create_index("ix_external_id_value", "external_id", ["value"], unique=False)

    op.create_table(
        "framework_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("framework_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("from", TEXT, nullable=True),
        sa.Column("from_first", TEXT, nullable=True),
        sa.Column("to", TEXT, nullable=True),
        sa.Column("to_last", TEXT, nullable=True),
        sa.Column("url", TEXT, nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("checked", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["entity.id"], name=op.f("fk_framework_member_actor_id")),
        sa.ForeignKeyConstraint(
            ["framework_id"], ["entity.id"], name=op.f("fk_framework_member_framework_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["source_id"], ["entity.id"], name=op.f("fk_framework_member_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_framework_member")),
    )
    op.create_index(op.f("ix_framework_member_actor_id"), "framework_member", ["actor_id"], unique=False)
    op.create_index(op.f("ix_framework_member_framework_id"), "framework_member", ["framework_id"], unique=False)

    op.create_table(
        "mapping",
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("relation", TEXT, nullable=False),
        sa.Column("scheme", TEXT, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], name=op.f("fk_mapping_entity_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("entity_id", "position", name=op.f("pk_mapping")),
    )
    op.create_table(
        "parent",
        sa.Column("child_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["entity.id"], name=op.f("fk_parent_child_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["parent_id"], ["entity.id"], name=op.f("fk_parent_parent_id")),
        sa.PrimaryKeyConstraint("child_id", "parent_id", name=op.f("pk_parent")),
    )
    op.create_table(
        "participation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("honorific", TEXT, nullable=True),
        sa.Column("affiliation", TEXT, nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["entity.id"], name=op.f("fk_participation_event_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["entity.id"], name=op.f("fk_participation_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participation")),
    )
    op.create_index(op.f("ix_participation_event_id"), "participation", ["event_id"], unique=False)
    op.create_index(op.f("ix_participation_person_id"), "participation", ["person_id"], unique=False)

    op.create_table(
        "passage",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("section", TEXT, nullable=True),
        sa.Column("section_ordinal", sa.Integer(), nullable=False),
        sa.Column("paragraph", sa.Integer(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["entity.id"], name=op.f("fk_passage_source_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("source_id", "ordinal", name=op.f("pk_passage")),
    )
    op.create_table(
        "reference",
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author", TEXT, nullable=True),
        sa.Column("title", TEXT, nullable=True),
        sa.Column("issued", TEXT, nullable=True),
        sa.Column("url", TEXT, nullable=True),
        sa.Column("text", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["source_id"], ["entity.id"], name=op.f("fk_reference_source_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("source_id", "position", name=op.f("pk_reference")),
    )
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("terms", TEXT, nullable=False),
        sa.Column("voiced", TEXT, nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=True),
        sa.Column("kind", TEXT, nullable=True),
        sa.Column("strength", TEXT, nullable=True),
        sa.Column("action", TEXT, nullable=True),
        sa.Column("condition", TEXT, nullable=True),
        sa.Column("purpose", TEXT, nullable=True),
        sa.Column("deadline", TEXT, nullable=True),
        sa.Column("measure", TEXT, nullable=True),
        sa.Column("priority", sa.Boolean(), nullable=True),
        sa.Column("endorsed", sa.Boolean(), nullable=True),
        sa.Column("issued", TEXT, nullable=True),
        sa.Column("issued_first", TEXT, nullable=True),
        sa.Column("issued_last", TEXT, nullable=True),
        sa.Column("source_number", TEXT, nullable=True),
        sa.Column("codes", TEXT, nullable=True),
        sa.Column("review", TEXT, nullable=True),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.CheckConstraint("action IS NULL OR type <> 'finding'", name=op.f("ck_statement_action")),
        sa.CheckConstraint("kind IS NULL OR type = 'finding'", name=op.f("ck_statement_kind")),
        sa.CheckConstraint("strength IS NULL OR type = 'recommendation'", name=op.f("ck_statement_strength")),
        sa.CheckConstraint("type IN ('recommendation', 'finding', 'commitment')", name=op.f("ck_statement_type")),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_statement_owner_id")),
        sa.ForeignKeyConstraint(["source_id"], ["entity.id"], name=op.f("fk_statement_source_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
        sa.UniqueConstraint("key", name=op.f("uq_statement_key")),
    )
    op.create_index("ix_statement_issued_first", "statement", ["issued_first"], unique=False)
    op.create_index("ix_statement_owner_id", "statement", ["owner_id"], unique=False)
    op.create_index("ix_statement_source_id", "statement", ["source_id", "position"], unique=False)

    op.create_table(
        "term",
        sa.Column("vocabulary_id", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("definition", TEXT, nullable=False),
        sa.Column("words", TEXT, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vocabulary_id"], ["vocabulary.id"], name=op.f("fk_term_vocabulary_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("vocabulary_id", "key", name=op.f("pk_term")),
    )
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("aspect", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.Column("asserter_id", sa.Integer(), nullable=False),
        sa.Column("on", TEXT, nullable=True),
        sa.Column("on_first", TEXT, nullable=True),
        sa.Column("on_last", TEXT, nullable=True),
        sa.Column("url", TEXT, nullable=True),
        sa.Column("quote", TEXT, nullable=True),
        sa.Column("retracted", sa.Boolean(), nullable=False),
        sa.Column("reason", TEXT, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["asserter_id"], ["entity.id"], name=op.f("fk_claim_asserter_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_claim_owner_id")),
        sa.ForeignKeyConstraint(["statement_id"], ["statement.id"], name=op.f("fk_claim_statement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
        sa.UniqueConstraint("key", name=op.f("uq_claim_key")),
    )
    op.create_index(op.f("ix_claim_owner_id"), "claim", ["owner_id"], unique=False)
    op.create_index("ix_claim_statement_id", "claim", ["statement_id", "aspect"], unique=False)
    op.create_index("ix_claim_value", "claim", ["aspect", "value"], unique=False)

    op.create_table(
        "evidence",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", TEXT, nullable=True),
        sa.Column("paragraph", sa.Integer(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("quote_from", TEXT, nullable=True),
        sa.Column("quote_to", TEXT, nullable=True),
        sa.Column("exact", TEXT, nullable=True),
        sa.Column("prefix", TEXT, nullable=True),
        sa.Column("suffix", TEXT, nullable=True),
        sa.Column("file", TEXT, nullable=True),
        sa.Column("row", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_evidence_statement_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("statement_id", "position", name=op.f("pk_evidence")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "link",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("relation", TEXT, nullable=True),
        sa.Column("support", TEXT, nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], name=op.f("fk_link_entity_id")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_link_statement_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("statement_id", "role", "entity_id", name=op.f("pk_link")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_link_entity_id", "link", ["entity_id", "role", "statement_id"], unique=False)

    op.create_table(
        "mention",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("alias_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["entity_id"], ["entity.id"], name=op.f("fk_mention_entity_id")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_mention_statement_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("statement_id", "place", "start", "entity_id", name=op.f("pk_mention")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_mention_entity_id", "mention", ["entity_id", "statement_id"], unique=False)

    op.create_table(
        "participation_organisation",
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["entity.id"], name=op.f("fk_participation_organisation_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_participation_organisation_participation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("participation_id", "position", name=op.f("pk_participation_organisation")),
    )
    op.create_table(
        "relation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("relation", TEXT, nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["object_id"], ["statement.id"], name=op.f("fk_relation_object_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["owner.id"], name=op.f("fk_relation_owner_id")),
        sa.ForeignKeyConstraint(["subject_id"], ["statement.id"], name=op.f("fk_relation_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relation")),
        sa.UniqueConstraint("key", name=op.f("uq_relation_key")),
        sa.UniqueConstraint(
            "subject_id", "relation", "object_id", name=op.f("uq_relation_subject_id_relation_object_id")
        ),
    )
    op.create_index(op.f("ix_relation_object_id"), "relation", ["object_id"], unique=False)
    op.create_index(op.f("ix_relation_owner_id"), "relation", ["owner_id"], unique=False)

    op.create_table(
        "statement_text",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("field", TEXT, nullable=False),
        sa.Column("terms", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_statement_text_statement_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("statement_id", "field", name=op.f("pk_statement_text")),
    )
    _make_views_and_full_text()


def _names(role: str, statement: str = "s.id") -> str:
    """Names of the entities linked in a role, in order, joined."""
    return (
        f"(SELECT {_join('x.name')} FROM (SELECT e.name FROM link l JOIN entity e ON e.id = l.entity_id"
        f" WHERE l.statement_id = {statement} AND l.role = '{role}' ORDER BY l.position) x)"
    )


def _join(column: str) -> str:
    if op.get_bind().dialect.name == "sqlite":
        return f"group_concat({column}, '; ')"
    return f"string_agg({column}, '; ')"


def _authors() -> str:
    return (
        f"(SELECT {_join('x.name')} FROM (SELECT e.name FROM author w JOIN entity e ON e.id = w.person_id"
        " WHERE w.source_id = s.source_id ORDER BY w.position) x)"
    )


PLACE = (
    "coalesce(v.section, '') || CASE WHEN v.paragraph IS NULL THEN '' ELSE CASE WHEN v.section IS NULL THEN '' ELSE ', ' END"
    " || 'para. ' || v.paragraph END || CASE WHEN v.page IS NULL THEN '' ELSE CASE WHEN v.section IS NULL AND v.paragraph"
    " IS NULL THEN '' ELSE ', ' END || 'p. ' || v.page END || CASE WHEN v.\"row\" IS NULL THEN '' ELSE CASE WHEN v.section"
    " IS NULL AND v.paragraph IS NULL AND v.page IS NULL THEN '' ELSE ', ' END || 'row ' || v.\"row\" END"
)
"""Where a piece of evidence stands: "Executive Summary, para. 3"."""

WORK = (
    "CASE (SELECT count(*) FROM author w WHERE w.source_id = s.source_id)"
    " WHEN 0 THEN coalesce(p.name, o.name) WHEN 1 THEN {first} WHEN 2 THEN {first} || ' and ' || {second}"
    " ELSE {first} || ' et al.' END || ' ' || coalesce(substr(os.issued, 1, 4), 'n.d.')"
)
"""Who and when, as a running text cites a source: "Thornton and Lee 2024"."""


def _family_name(position: int) -> str:
    return (
        "(SELECT coalesce(a.family_name, e.name) FROM author w JOIN entity e ON e.id = w.person_id"
        f" LEFT JOIN entity_actor a ON a.entity_id = e.id WHERE w.source_id = s.source_id AND w.position = {position})"
    )


RECOMMENDATION = ("strength", "action", "addressees", "condition", "purpose", "deadline", "measure", "endorsed")
COMMITMENT = ("action", "condition", "purpose", "deadline", "measure")


def _statement_view(type_: str, own: tuple[str, ...]) -> str:
    linked = {
        "addressees": "addressee",
        "themes": "theme",
        "frameworks": "framework",
        "actors": "actor",
        "events": "event",
    }
    proponents = (
        f"CASE s.voiced WHEN 'unknown' THEN NULL WHEN 'stated' THEN {_names('proponent')} ELSE {_authors()} END"
        " AS proponents"
    )
    places = (
        f"(SELECT {_join('x.place')} FROM (SELECT {PLACE} AS place FROM evidence v WHERE v.statement_id = s.id"
        " ORDER BY v.position) x)"
    )
    shared = [
        "s.key",
        "s.type",
        "o.key AS source",
        "p.name AS publisher",
        "coalesce(s.issued, os.issued) AS issued",
        "s.text",
        *(f"{_names(linked[name])} AS {name}" if name in linked else f"s.{name}" for name in own),
        proponents,
        *(f"{_names(linked[name])} AS {name}" for name in ("themes", "frameworks", "actors", "events")),
        "s.priority",
        "s.source_number",
        "s.codes",
        "s.review",
        "s.confidence",
        f"{places} AS evidence",
        f"{WORK.format(first=_family_name(0), second=_family_name(1))} || coalesce(', ' || nullif({places}, ''), '')"
        " AS citation",
    ]
    return (
        f"SELECT {', '.join(shared)} FROM statement s JOIN entity o ON o.id = s.source_id"
        " JOIN entity_source os ON os.entity_id = s.source_id LEFT JOIN entity p ON p.id = os.publisher_id"
        f" WHERE s.type = '{type_}'"
    )


def _entity_view(type_: str, columns: str, joins: str = "") -> str:
    parents = (
        f"(SELECT {_join('x.key')} FROM (SELECT q.key FROM parent r JOIN entity q ON q.id = r.parent_id"
        " WHERE r.child_id = e.id ORDER BY r.position) x)"
    )
    aliases = (
        f"(SELECT {_join('x.text')} FROM (SELECT a.text FROM alias a WHERE a.entity_id = e.id AND a.position > 0"
        " ORDER BY a.position) x) AS aliases"
    )
    return (
        f"SELECT e.key, e.name, {columns.replace('{parents}', parents)}, {aliases}, e.note, e.url, e.checked FROM entity e"
        f" JOIN entity_{type_} t ON t.entity_id = e.id {joins}"
    )


def _views() -> dict[str, str]:
    def linked(roles: str, extra: str) -> str:
        return (
            f"SELECT s.key AS statement, s.type, e.key AS entity, e.name, {extra} l.position FROM link l"
            " JOIN statement s ON s.id = l.statement_id JOIN entity e ON e.id = l.entity_id"
            f" WHERE l.role IN ({roles})"
        )

    return {
        "recommendation": _statement_view("recommendation", RECOMMENDATION),
        "finding": _statement_view("finding", ("kind",)),
        "commitment": _statement_view("commitment", COMMITMENT),
        "statement_theme": linked("'theme'", "").replace("AS entity", "AS theme"),
        "statement_actor": linked("'addressee', 'proponent', 'actor'", "l.role, l.relation, l.support,").replace(
            "AS entity", "AS actor"
        ),
        "statement_framework": linked("'framework'", "l.relation,").replace("AS entity", "AS framework"),
        "statement_event": linked("'event'", "").replace("AS entity", "AS event"),
        "mentions": (
            'SELECT s.key AS statement, s.type, e.key AS entity, e.type AS entity_type, e.name, m.place, m.start, m."end"'
            " FROM mention m JOIN statement s ON s.id = m.statement_id JOIN entity e ON e.id = m.entity_id"
        ),
        "evidence_view": (
            f"SELECT s.key AS statement, s.type, o.key AS source, v.position, {PLACE} AS place, v.section, v.paragraph,"
            ' v.page, v.quote_from, v.quote_to, v.exact, v.prefix, v.suffix, v.file, v."row" FROM evidence v'
            " JOIN statement s ON s.id = v.statement_id JOIN entity o ON o.id = s.source_id"
        ),
        "theme": _entity_view("theme", "{parents} AS broader, t.definition, t.scope_note"),
        "actor": _entity_view("actor", "t.kind, {parents} AS part_of, t.honorific, t.family_name"),
        "framework": _entity_view("framework", "t.kind, {parents} AS part_of, t.established"),
        "event": _entity_view("event", "t.kind, t.date, t.date_text, t.place"),
        "source": _entity_view(
            "source",
            "t.kind, p.name AS publisher, "
            f"(SELECT {_join('x.name')} FROM (SELECT n.name FROM author w JOIN entity n ON n.id = w.person_id"
            " WHERE w.source_id = e.id ORDER BY w.position) x) AS authors,"
            " t.issued, t.language, t.doi, t.licence, v.key AS event, t.consensus, t.disclaimer, t.fingerprint",
            "LEFT JOIN entity p ON p.id = t.publisher_id LEFT JOIN entity v ON v.id = t.event_id",
        ),
        "membership": (
            'SELECT f.key AS framework, f.name AS framework_name, a.key AS actor, a.name AS actor_name, m.role, m."from",'
            ' m."to", m.url, o.key AS source, m.checked, m.note FROM framework_member m'
            " JOIN entity f ON f.id = m.framework_id JOIN entity a ON a.id = m.actor_id"
            " LEFT JOIN entity o ON o.id = m.source_id"
        ),
        "participations": (
            "SELECT e.key AS event, e.name AS event_name, a.key AS person, a.name AS person_name, t.role, t.honorific,"
            f" t.affiliation, (SELECT {_join('x.key')} FROM (SELECT n.key FROM participation_organisation r"
            " JOIN entity n ON n.id = r.organisation_id WHERE r.participation_id = t.id ORDER BY r.position) x)"
            " AS organisations, t.position FROM participation t"
            " JOIN entity e ON e.id = t.event_id JOIN entity a ON a.id = t.person_id"
        ),
        "claims": (
            'SELECT s.key AS statement, c.aspect, c.value, a.key AS asserter, a.name AS asserter_name, c."on", c.url,'
            " c.quote, c.retracted, c.reason FROM claim c JOIN statement s ON s.id = c.statement_id"
            " JOIN entity a ON a.id = c.asserter_id"
        ),
        "relations": (
            "SELECT s.key AS subject, r.relation, o.key AS object FROM relation r"
            " JOIN statement s ON s.id = r.subject_id JOIN statement o ON o.id = r.object_id"
        ),
        "coverage_view": (
            'SELECT s.key AS source, t.key AS theme, c."by", c."on", c.vocabulary FROM coverage c'
            " JOIN entity s ON s.id = c.source_id JOIN entity t ON t.id = c.theme_id"
        ),
    }


HISTORY = ("load", "load_file", "change")


def _make_views_and_full_text() -> None:
    for name, select in _views().items():
        op.execute(f'CREATE VIEW "{name}" AS {select}')
    if op.get_bind().dialect.name == "sqlite":
        _finish_sqlite()
    else:
        _finish_postgresql()


def _finish_sqlite() -> None:
    op.execute(
        "CREATE VIRTUAL TABLE statement_fts USING fts5("
        'terms, content="statement", content_rowid="id", tokenize="ascii")'
    )
    for table in HISTORY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f'CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON "{table}" '
                "BEGIN SELECT RAISE(ABORT, 'history cannot be edited'); END"
            )


def _finish_postgresql() -> None:
    # The terms are cut and stemmed by policykb; the server only looks them up. Its own parser would cut them again.
    # A term of more than 500 characters is longer than the server takes: its start and a digest stand for it.
    op.execute(
        "CREATE FUNCTION policykb_terms(terms text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$"
        " SELECT coalesce(string_agg(chr(39) || CASE WHEN length(t) > 500 THEN left(t, 400) || md5(t) ELSE t END"
        " || chr(39) || chr(58) || least(n, 16383), ' '), '')::tsvector"
        " FROM unnest(string_to_array(nullif(terms, ''), ' ')) WITH ORDINALITY AS w(t, n) $$"
    )
    op.execute("CREATE INDEX ix_statement_terms ON statement USING gin (policykb_terms(terms))")
    op.execute(
        "CREATE FUNCTION policykb_no_edit() RETURNS trigger LANGUAGE plpgsql AS $$"
        " BEGIN RAISE EXCEPTION 'history cannot be edited'; END $$"
    )
    for table in HISTORY:
        op.execute(
            f'CREATE TRIGGER {table}_no_edit BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}"'
            " FOR EACH STATEMENT EXECUTE FUNCTION policykb_no_edit()"
        )
    # A load writes records that name one another in any order; SQLite defers without being asked here.
    op.execute(
        "DO $$ DECLARE c record; BEGIN FOR c IN SELECT conrelid AS t, conname FROM pg_constraint"
        " WHERE contype = 'f' AND connamespace = to_regnamespace(current_schema()) LOOP"
        " EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I DEFERRABLE INITIALLY IMMEDIATE',"
        " CAST(c.t AS regclass), c.conname); END LOOP; END $$"
    )


def downgrade() -> None:
    raise NotImplementedError("there is no way back: restore the copy that was made before the upgrade")
