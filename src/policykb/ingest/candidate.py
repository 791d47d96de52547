"""What extraction proposes and a person decides: one statement a document may make, with the passages it stands on.

Separate from finding them (`policykb.ingest.extraction`), from writing them down as a draft and from reviewing them.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Place:
    """Some words of a document: offsets into `Document.text`, inside the passage with that ``ordinal``."""

    ordinal: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody or something a candidate may be linked to, and why.

    ``key`` is None for a name that the knowledge base does not know; ``name`` is the canonical name, else the words of
    the document; ``role`` is that of the link (``example`` of an addressee, ``topic`` of a framework, ...).
    """

    name: str
    reason: str
    key: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement that a document may make.

    ``places`` are the passages it stands on: first those in the body of the document, so many as ``parts`` says (an
    item with its sub-items has several), then those that repeat it. ``heading`` is the ordinal of a heading whose words
    belong to it, right above the first place. ``confidence`` is between 0 and 1; ``rules`` names what found it.
    ``label`` is its number as printed, ``strength`` and ``action`` are words of the vocabularies, ``deadline`` and
    ``condition`` words of the document.
    """

    type: Literal["recommendation", "finding"]
    places: tuple[Place, ...]
    confidence: float
    rules: tuple[str, ...]
    label: str | None = None
    strength: str | None = None
    action: str | None = None
    deadline: str | None = None
    """By when, in the words of the document."""
    condition: str | None = None
    """On what it depends, in the words of the document."""
    reasons: tuple[str, ...] = ()
    """Why this action and this strength, a few words each."""
    priority: bool = False
    addressees: tuple[Suggestion, ...] = ()
    proponents: tuple[Suggestion, ...] = ()
    frameworks: tuple[Suggestion, ...] = ()
    themes: tuple[Suggestion, ...] = ()
    actors: tuple[Suggestion, ...] = ()
    parts: int = 1
    heading: int | None = None
