"""What a row of the table of fields says; separate from the rows so that the table is only a table."""

from dataclasses import dataclass
from enum import StrEnum

STATEMENTS = ("recommendation", "finding", "commitment")
ENTITIES = ("theme", "actor", "framework", "event", "source")
SUBJECTS = (*STATEMENTS, *ENTITIES)
"""The types of records."""
PASSAGE = "passage"
"""A piece of an attached text: no record, but asked for like one."""
ASKED = (*SUBJECTS, PASSAGE)
"""All that a query can ask for."""


class Kind(StrEnum):
    """What the values of a field are, and so how a query compares them."""

    KEY = "key"
    """The record's own key."""
    TYPE = "type"
    """What the record is."""
    WORD = "word"
    """A term of a vocabulary."""
    TEXT = "text"
    """Running text, compared word by word (folded and stemmed)."""
    STRING = "string"
    """A short text or code, compared whole (any case)."""
    DATE = "date"
    """A date, perhaps imprecise; compared by overlap."""
    FLAG = "flag"
    """true or false."""
    NUMBER = "number"
    """A number."""
    NAME = "name"
    """One or more entities, given by key or by any of their names."""
    MENTION = "mention"
    """Entities linked in any role or named in the text."""
    CLAIM = "claim"
    """What somebody says of the response or progress; VALUE or ASSERTER=VALUE."""
    RELATION = "relation"
    """Another statement, by key."""


@dataclass(frozen=True)
class Field:
    """One row of the table.

    ``name`` is the name in seed files and JSON (and, for statements, of the CSV and view column); ``query`` the name in
    a query (None: cannot be asked), ``also`` further names a query may use; ``subjects`` the types of records (and
    passages) that have it; ``types`` the types of entities a NAME may be; ``many`` whether a record may hold several
    values; ``vocabulary`` where a WORD's terms are listed; ``column`` the column of the record's own table that stores
    it (None: stored elsewhere or derived); ``role`` the role of the links that store it; ``seed`` whether seed files
    may state it; ``flat`` whether it is a column of CSV and of the views; ``ordered`` whether the order of its
    vocabulary's terms means something.
    """

    name: str
    kind: Kind
    subjects: tuple[str, ...]
    meaning: str
    query: str | None = None
    also: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    many: bool = False
    vocabulary: str | None = None
    column: str | None = None
    role: str | None = None
    seed: bool = True
    flat: bool = False
    ordered: bool = False

    @property
    def query_names(self) -> tuple[str, ...]:
        """All names a query may use, the canonical one first; the JSON name is always among them."""
        if self.query is None:
            return ()
        return tuple(dict.fromkeys((self.query, *self.also, self.name)))
