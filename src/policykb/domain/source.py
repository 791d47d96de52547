"""Sources: the reports, communiques and speeches that make statements; the shape follows CSL and Dublin Core."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from policykb.domain.record import (
    Codes,
    EdtfDate,
    Flag,
    Key,
    Model,
    Number,
    Record,
    Reference,
    ShortText,
    Term,
    Text,
    Url,
)


class FootnoteReference(Model):
    """A footnote of the source: a work it cites, or a remark (``text``, in our own words)."""

    number: Number
    author: ShortText | None = None
    title: ShortText | None = None
    issued: EdtfDate | None = None
    url: Url | None = None
    text: Text | None = None


class Source(Record):
    """A document that was read."""

    type: Literal["source"]
    key: Key
    title: ShortText
    kind: Term
    publisher: Reference | None = None
    authors: tuple[Reference, ...] = ()
    issued: EdtfDate | None = None
    language: Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")] = "en"
    url: Url | None = None
    doi: Annotated[str, StringConstraints(strict=True, pattern=r"^10\.\d{4,9}/\S+$")] | None = None
    licence: ShortText | None = None
    event: Reference | None = None
    """The conference it reports."""
    consensus: Flag | None = None
    """Whether it speaks for all its participants."""
    disclaimer: Text | None = None
    fingerprint: Annotated[str, StringConstraints(strict=True, pattern=r"^[0-9a-f]{64}$")] | None = None
    """SHA-256 of the normalised text (`policykb.evidence`)."""
    note: Text | None = None
    aliases: tuple[ShortText, ...] = ()
    """Short names it is asked by."""
    ids: Codes = Field(default_factory=dict)
    former_keys: tuple[Reference, ...] = ()
    references: tuple[FootnoteReference, ...] = ()
