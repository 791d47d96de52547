"""The tables behind the views, as SQLAlchemy Core has them; the migrations make the same ones (a test compares).

Columns that only hold a field of a record come from the one table of fields; what this file adds is keys, links and
bookkeeping. The short names (theme, actor, recommendation, ...) belong to the views. Dates are EDTF texts with the
first and last day they cover beside them (ISO texts, so that every engine compares them alike). Integer ids do not
leave the store.
"""

from policykb.store.tables.bookkeeping import about, change, load, load_file, owner, replaced, term, vocabulary
from policykb.store.tables.columns import metadata
from policykb.store.tables.entities import (
    OWN_TABLES,
    actor,
    alias,
    author,
    closure,
    entity,
    entity_text,
    event,
    extended,
    extension,
    external_id,
    former_key,
    framework,
    mapping,
    membership,
    parent,
    participation,
    participation_organisation,
    passage,
    reference,
    source,
    theme,
)
from policykb.store.tables.statements import (
    claim,
    coverage,
    evidence,
    link,
    mention,
    relation,
    statement,
    statement_text,
    word,
)

__all__ = [
    "OWN_TABLES",
    "about",
    "actor",
    "alias",
    "author",
    "change",
    "claim",
    "closure",
    "coverage",
    "entity",
    "entity_text",
    "event",
    "evidence",
    "extended",
    "extension",
    "external_id",
    "former_key",
    "framework",
    "link",
    "load",
    "load_file",
    "mapping",
    "membership",
    "mention",
    "metadata",
    "owner",
    "parent",
    "participation",
    "participation_organisation",
    "passage",
    "reference",
    "relation",
    "replaced",
    "source",
    "statement",
    "statement_text",
    "term",
    "theme",
    "vocabulary",
    "word",
]
