"""Themes: what statements are about, after SKOS (W3C 2009)."""

from typing import Literal

from policykb.domain.entity import Entity
from policykb.domain.record import Model, Reference, ShortText, Term, Text


class Mapping(Model):
    """The same or a near concept in another scheme (skos:exactMatch and its siblings)."""

    relation: Literal["exact", "close", "broad"]
    scheme: Term
    code: ShortText


class Theme(Entity):
    """A concept; its aliases are SKOS alternative labels."""

    type: Literal["theme"]
    definition: Text | None = None
    scope_note: Text | None = None
    broader: tuple[Reference, ...] = ()
    """Wider themes, several where right; never in a circle."""
    mappings: tuple[Mapping, ...] = ()
