"""What the conditions of one query are compiled against; separate because every kind of condition asks it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, Select, Table, select

from policykb.query.ast import Condition, Name, Word
from policykb.store import tables as t

Bool = ColumnElement[bool]


@dataclass
class Scope:
    """What conditions are compiled against: the open base, the ids of the keys in the query, the day that is today."""

    connection: Connection
    ids: Mapping[str, int]
    statements: Mapping[str, int]
    today: date
    languages: list[str] = field(default_factory=list)
    driver: Condition | None = None
    """The condition whose statements are listed; ``probing``: the others are asked of each."""
    probing: bool = False
    of_passages: bool = False
    """Whether the texts are those of attached sources, not of the base."""

    def probes(self, item: Condition, s: FromClause) -> bool:
        """Whether a condition is asked of each statement found otherwise, instead of listing all that fulfil it."""
        return self.probing and item is not self.driver and s is t.statement

    def __post_init__(self) -> None:
        found = self.connection.execute(select(t.source.c.language).distinct()).scalars()
        # Names and notes of entities are no source's text, so theirs is the default.
        self.languages = sorted({"en"}.union(filter(None, found)))

    @property
    def word(self) -> Table:
        """The words that the texts have used, with their terms."""
        return t.passage_word if self.of_passages else t.word

    def below(self, item: Condition) -> Select[Any]:
        """The ids of the entity a condition names and of all that is narrower or a part of it; itself alone for :=."""
        assert isinstance(item.value, Name)
        if item.operator == ":=":
            return select(t.entity.c.id).where(t.entity.c.id == self.ids[item.value.text])
        return self.parts(item.value)

    def parts(self, name: Name) -> Select[Any]:
        """The ids of an entity and of all that is narrower or a part of it."""
        return select(t.closure.c.descendant_id).where(t.closure.c.ancestor_id == self.ids[name.text])


def text_of(item: Condition) -> str:
    """The name or word a condition gives."""
    assert isinstance(item.value, Name | Word)
    return item.value.text


def like(text: str) -> str:
    """The text for a LIKE pattern whose escape is a backslash."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
