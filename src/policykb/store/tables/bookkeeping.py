"""Tables of the base itself: owners, loads, changes, vocabularies."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    Table,
)

from policykb.store.tables.columns import metadata
from policykb.store.tables.text import Text

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
    Column("undoes", Integer),
)
"""``undoes``: the load that this one took back."""

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
    Column("owner", Text),
)
"""``owner``: the file that states the record; of one that was removed, the file that did (None: not known)."""

replaced = Table(
    "replaced",
    metadata,
    Column("type", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("load_id", Integer, nullable=False),
    Column("owner", Text, nullable=False),
    Column("position", Integer, nullable=False),
    Column("digest", Text, nullable=False),
    Column("record", Text),
)
"""The records that the newest load changed, moved or removed, with the place each had before: what undo needs.

Of type ``extension``: an entity to which other files add something else than before, and in ``record`` what they did.
"""

saved_query = Table(
    "saved_query",
    metadata,
    Column("name", Text, primary_key=True),
    Column("text", Text, nullable=False),
    Column("canonical", Text, nullable=False),
    Column("created", Text, nullable=False),
)
"""A query under a name: ``text`` as it was written, ``canonical`` as it was understood when it was saved (``created``).

What people do with a base, not what it says: no owner, no history, no part of the digest.
"""

vocabulary = Table(
    "vocabulary",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("definition", Text),
    Column("owner_id", Integer, ForeignKey("owner.id"), nullable=False),
    Column("digest", Text, nullable=False),
    Column("position", Integer, nullable=False, server_default="0"),
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
