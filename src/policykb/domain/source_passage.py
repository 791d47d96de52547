"""A passage as an answer gives it; separate from `policykb.domain.passage`, which readers make of a document."""

from typing import Literal

from policykb.domain.passage import Look
from policykb.domain.record import Record


class SourcePassage(Record):
    """A paragraph, item of a list or cell of a table of an attached text; nothing that seed files state."""

    type: Literal["passage"]
    key: str
    """That of its source and its number: ``lee-2024#17``."""
    source: str
    section: str | None = None
    """The heading it stands under, as printed."""
    paragraph: int
    """Its number in its section, from 1."""
    page: int | None = None
    look: Look = Look.PARAGRAPH
    label: str | None = None
    """The number or letter it bears, as printed."""
    level: int = 0
    """How deep it stands in lists; 0: in none."""
    column_head: str | None = None
    """Of a cell, what heads its column."""
    text: str
