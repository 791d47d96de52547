"""Recommendations, findings and commitments as mapped classes over the view `statements`."""

from typing import TYPE_CHECKING

from sqlalchemy import Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from policykb.orm.mapping import Base, joined, through

if TYPE_CHECKING:
    from policykb.orm.entities import Entity, Event, Framework, Source, Theme
    from policykb.orm.links import ActorLink, Claim, Evidence, FrameworkLink, Mention, Relation

for _view, _leads_to in (("statement_theme", "theme"), ("statement_event", "event")):
    Table(
        _view,
        Base.metadata,
        Column("statement", ForeignKey("statements.key"), primary_key=True),
        Column(_leads_to, ForeignKey("entities.key"), primary_key=True),
        Column("position"),
    )


class Statement(Base):
    """A recommendation, finding or commitment, whichever ``type`` says.

    ``proponents`` are those the source names; where it names none its authors speak (``source.authors``), and
    ``proponent_names`` has whichever it is. ``actors`` have another part in it (``actor_links`` says which).
    """

    __tablename__ = "statements"
    __mapper_args__ = {"polymorphic_on": "type"}  # noqa: RUF012

    key: Mapped[str] = mapped_column(primary_key=True)
    type: Mapped[str]
    source_key: Mapped[str] = mapped_column("source", ForeignKey("entities.key"))
    publisher: Mapped[str | None]
    issued: Mapped[str | None]
    text: Mapped[str]
    priority: Mapped[bool]
    source_number: Mapped[str | None]
    codes: Mapped[str | None]
    review: Mapped[str | None]
    confidence: Mapped[float | None]
    position: Mapped[int]
    citation: Mapped[str | None] = joined("citation")
    places: Mapped[str | None] = joined("evidence")
    proponent_names: Mapped[str | None] = joined("proponents")
    theme_names: Mapped[str | None] = joined("themes")
    framework_names: Mapped[str | None] = joined("frameworks")
    actor_names: Mapped[str | None] = joined("actors")
    event_names: Mapped[str | None] = joined("events")

    source: Mapped["Source"] = relationship(viewonly=True)
    themes: Mapped[list["Theme"]] = through("statement_theme", "statement_theme.c.position")
    frameworks: Mapped[list["Framework"]] = through("statement_framework", "FrameworkLink.position")
    events: Mapped[list["Event"]] = through("statement_event", "statement_event.c.position")
    proponents: Mapped[list["Entity"]] = through(
        "statement_actor",
        "ActorLink.position",
        "and_(Statement.key == ActorLink.statement_key, ActorLink.role == 'proponent')",
    )
    actors: Mapped[list["Entity"]] = through(
        "statement_actor",
        "ActorLink.position",
        "and_(Statement.key == ActorLink.statement_key, ActorLink.role == 'actor')",
    )
    actor_links: Mapped[list["ActorLink"]] = relationship(order_by="ActorLink.role, ActorLink.position", viewonly=True)
    framework_links: Mapped[list["FrameworkLink"]] = relationship(order_by="FrameworkLink.position", viewonly=True)
    evidence: Mapped[list["Evidence"]] = relationship(order_by="Evidence.position", viewonly=True)
    mentions: Mapped[list["Mention"]] = relationship(order_by="Mention.place, Mention.start", viewonly=True)
    claims: Mapped[list["Claim"]] = relationship(order_by="Claim.on", viewonly=True)
    relations: Mapped[list["Relation"]] = relationship(foreign_keys="Relation.subject_key", viewonly=True)
    related_by: Mapped[list["Relation"]] = relationship(foreign_keys="Relation.object_key", viewonly=True)


class Recommendation(Statement):
    """A statement that asks somebody to act: ``addressees`` are the actors and frameworks asked."""

    __mapper_args__ = {"polymorphic_identity": "recommendation"}  # noqa: RUF012

    strength: Mapped[str | None]
    action: Mapped[str | None]
    condition: Mapped[str | None]
    purpose: Mapped[str | None]
    deadline: Mapped[str | None]
    measure: Mapped[str | None]
    endorsed: Mapped[bool]
    addressee_names: Mapped[str | None] = joined("addressees")

    addressees: Mapped[list["Entity"]] = through(
        "statement_actor",
        "ActorLink.position",
        "and_(Statement.key == ActorLink.statement_key, ActorLink.role == 'addressee')",
    )


class Finding(Statement):
    """A statement that neither asks nor promises; ``kind`` says whether it is a concern, a fact, praise, ..."""

    __mapper_args__ = {"polymorphic_identity": "finding"}  # noqa: RUF012

    kind: Mapped[str | None]


class Commitment(Statement):
    """A statement in which its proponents say that they will act."""

    __mapper_args__ = {"polymorphic_identity": "commitment"}  # noqa: RUF012

    action: Mapped[str | None] = mapped_column(use_existing_column=True)
    condition: Mapped[str | None] = mapped_column(use_existing_column=True)
    purpose: Mapped[str | None] = mapped_column(use_existing_column=True)
    deadline: Mapped[str | None] = mapped_column(use_existing_column=True)
    measure: Mapped[str | None] = mapped_column(use_existing_column=True)
