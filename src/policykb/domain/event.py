"""Events: summits, conferences, speeches, hearings, and who took part in them."""

from typing import Literal

from policykb.domain.entity import Entity
from policykb.domain.record import EdtfDate, Model, Reference, ShortText, Term


class Participation(Model):
    """A person at an event, with the affiliation as of then, stated once and here."""

    person: Reference
    role: Term = "participant"
    """participant, observer or speaker."""
    honorific: ShortText | None = None
    affiliation: ShortText | None = None
    """As printed, lines joined by commas."""
    organisations: tuple[Reference, ...] = ()


class Event(Entity):
    """Something that took place."""

    type: Literal["event"]
    kind: Term
    date: EdtfDate | None = None
    date_text: ShortText | None = None
    """The date as printed ("late April 2024")."""
    place: ShortText | None = None
    participations: tuple[Participation, ...] = ()
