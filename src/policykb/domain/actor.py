"""Actors: states, their bodies, organisations, persons, groups, regions."""

from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints

from policykb.domain.entity import Entity
from policykb.domain.keys import check_reference
from policykb.domain.record import Reference, ShortText, Term


class Actor(Entity):
    """Somebody who can be asked, ask, gain, stand in the way."""

    type: Literal["actor"]
    key: Annotated[str, StringConstraints(strict=True), AfterValidator(check_reference)]
    """A group that exists only in one source has the key ``<source>/<key>``."""
    kind: Term
    """state, government-body, organisation, person, group or region."""
    part_of: tuple[Reference, ...] = ()
    """A ministry of its state; persons and groups are never parts of a state."""
    honorific: ShortText | None = None
    family_name: ShortText | None = None
    """Of a person, for citations; the last word of the name where it is absent."""
