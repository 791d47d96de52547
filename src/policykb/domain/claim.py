"""Claims about statements, relations between them, coverage of sources: three small types that only point at others."""

from typing import Literal

from pydantic import Field

from policykb.domain.record import EdtfDate, Flag, Record, Reference, ShortText, Term, Text, Url
from policykb.domain.statement import Review


class Claim(Record):
    """What somebody says of the response to a statement or of its progress; never overwritten, the latest counts."""

    type: Literal["claim"]
    statement: Reference
    aspect: Literal["response", "progress"]
    value: Term
    asserter: Reference
    on: EdtfDate | None = None
    url: Url | None = None
    quote: Text | None = None
    retracted: Flag = False
    reason: Text | None = None


class Relation(Record):
    """One statement's relation to another, stored in one direction."""

    type: Literal["relation"]
    subject: Reference
    relation: Literal["supports", "contradicts", "refines", "restates", "supersedes", "responds-to"]
    object: Reference


class Coverage(Record):
    """That a source was read for a theme, so that "none found" is not "not read"."""

    type: Literal["coverage"]
    source: Reference
    theme: Reference
    by: ShortText
    on: EdtfDate
    vocabulary: ShortText | None = None
    """The version of the vocabulary it was read under."""
    review: Review | None = Field(default=None, exclude=True)
    """``pending`` in a draft, until somebody has read the source; no part of what the base holds."""
