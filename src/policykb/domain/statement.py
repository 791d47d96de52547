"""Statements: recommendations ask somebody to act, commitments promise, findings do neither; they share nearly all."""

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from policykb.domain.evidence import Evidence
from policykb.domain.record import (
    Codes,
    EdtfDate,
    Flag,
    Key,
    Model,
    Record,
    Reference,
    Share,
    ShortText,
    Term,
    Text,
    key_to_object,
)


class Addressee(Model):
    """Somebody asked to act; role ``example`` for "allies like Japan" beside the group addressed."""

    key: Reference
    role: Term | None = None


class Proponent(Model):
    """Somebody who voices it, with how many of them where that is said (all, most, some, one)."""

    key: Reference
    support: Term | None = None


class ActorLink(Model):
    """An actor with another part in it: beneficiary, partner, target, topic, obstacle."""

    key: Reference
    role: Term
    """``topic`` where a file states none."""


class FrameworkLink(Model):
    """A framework and what is to be done with it: any action word, or use, topic."""

    key: Reference
    relation: Term
    """``topic`` where a file states none."""


def _with_role(value: object) -> object:
    """The default is written out, so that JSON says it; a default of the model would be left out."""
    found = key_to_object(value)
    return {"role": "topic", **found} if isinstance(found, dict) else found


def _with_relation(value: object) -> object:
    found = key_to_object(value)
    return {"relation": "topic", **found} if isinstance(found, dict) else found


AddresseeEntry = Annotated[Addressee, BeforeValidator(key_to_object, json_schema_input_type=str | Addressee)]
ProponentEntry = Annotated[Proponent, BeforeValidator(key_to_object, json_schema_input_type=str | Proponent)]
ActorLinkEntry = Annotated[ActorLink, BeforeValidator(_with_role, json_schema_input_type=str | ActorLink)]
FrameworkLinkEntry = Annotated[
    FrameworkLink, BeforeValidator(_with_relation, json_schema_input_type=str | FrameworkLink)
]
# As written: a bare key stands for an object with defaults.


Review = Annotated[
    Literal["pending", "accepted"],
    WithJsonSchema({"enum": ["pending", "accepted", "rejected"], "type": "string"}),
]
"""Whether a person has decided about a draft. A file may say ``rejected`` too; such a record is never read."""


class Statement(Record):
    """What recommendations, findings and commitments share."""

    key: Reference
    """``<source>/<key>``."""
    source: Key
    text: Text
    """The point in our own words; adds nothing to what the passage says."""
    issued: EdtfDate | None = None
    """Only where it differs from the source's."""
    priority: Flag = False
    """The source itself lifts it out."""
    proponents: tuple[ProponentEntry, ...] | Literal["unknown"] | None = None
    """Who voices it; the source's authors if absent, ``unknown`` where the source hides it."""
    themes: tuple[Reference, ...] = ()
    frameworks: tuple[FrameworkLinkEntry, ...] = ()
    actors: tuple[ActorLinkEntry, ...] = ()
    events: tuple[Reference, ...] = ()
    source_number: ShortText | None = None
    codes: Codes = Field(default_factory=dict)
    review: Review | None = None
    confidence: Share | None = None
    former_keys: tuple[Reference, ...] = ()
    evidence: tuple[Evidence, ...]

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not self.evidence:
            raise ValueError("evidence: a statement without evidence does not load")
        source, _, local = self.key.partition("/")
        if not local or source != self.source:
            raise ValueError(f"key: {self.key} is not {self.source}/<key>")
        return self


class Recommendation(Statement):
    """A statement that asks somebody to act."""

    type: Literal["recommendation"]
    strength: Term | None = None
    action: Term | None = None
    condition: Text | None = None
    purpose: Text | None = None
    deadline: Text | None = None
    measure: Text | None = None
    endorsed: Flag = True
    addressees: tuple[AddresseeEntry, ...] = ()


class Finding(Statement):
    """A statement that neither asks nor promises."""

    type: Literal["finding"]
    kind: Term | None = None


class Commitment(Statement):
    """A statement in which somebody says they will act."""

    type: Literal["commitment"]
    action: Term | None = None
    condition: Text | None = None
    purpose: Text | None = None
    deadline: Text | None = None
    measure: Text | None = None
