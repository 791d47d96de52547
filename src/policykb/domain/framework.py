"""Frameworks: agreements, alliances, minilaterals, strategies, bodies with members; first-class, members at a date."""

from typing import Literal, Self

from pydantic import model_validator

from policykb.domain.dates import interval
from policykb.domain.entity import Entity
from policykb.domain.record import EdtfDate, Model, Reference, Term, Text, Url


class Membership(Model):
    """An actor's place in a framework over some time (Popolo); where it was checked must be said."""

    actor: Reference
    role: Term = "member"
    """member, partner, observer, applicant, signatory or consulting."""
    from_: EdtfDate | None = None
    to: EdtfDate | None = None
    url: Url | None = None
    source: Reference | None = None
    checked: EdtfDate
    note: Text | None = None

    model_config = Model.model_config | {"alias_generator": lambda name: name.rstrip("_")}

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.url is None and self.source is None:
            raise ValueError("where was it checked? give url or source")
        if self.from_ is not None and self.to is not None:
            first, last = interval(self.from_).first, interval(self.to).last
            assert first is not None
            assert last is not None
            if first > last:
                raise ValueError(f"to ({self.to}) is before from ({self.from_})")
        return self


class Framework(Entity):
    """Something actors join, use, build or leave."""

    type: Literal["framework"]
    kind: Term
    part_of: tuple[Reference, ...] = ()
    """AUKUS Pillar Two is part of AUKUS."""
    established: EdtfDate | None = None
    memberships: tuple[Membership, ...] = ()
