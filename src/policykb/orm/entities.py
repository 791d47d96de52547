"""Themes, actors, frameworks, events and sources as mapped classes over the view `entities`."""

from typing import TYPE_CHECKING

from sqlalchemy import Column, ForeignKey, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from policykb.orm.mapping import IN_READING_ORDER, Base, joined, through

if TYPE_CHECKING:
    from policykb.orm.facts import Alias, Coverage, ExternalId, Membership, Participation
    from policykb.orm.links import Mention
    from policykb.orm.statements import Commitment, Finding, Recommendation, Statement

Table(
    "parents",
    Base.metadata,
    Column("child", ForeignKey("entities.key"), primary_key=True),
    Column("parent", ForeignKey("entities.key"), primary_key=True),
    Column("position"),
)
Table(
    "closures",
    Base.metadata,
    Column("ancestor", ForeignKey("entities.key"), primary_key=True),
    Column("descendant", ForeignKey("entities.key"), primary_key=True),
)
Table(
    "authors",
    Base.metadata,
    Column("source", ForeignKey("entities.key"), primary_key=True),
    Column("person", ForeignKey("entities.key"), primary_key=True),
    Column("position"),
)
_UP = ("parents", "parents.c.position", "Entity.key == parents.c.child", "Entity.key == parents.c.parent")
_DOWN = ("parents", "Entity.name", "Entity.key == parents.c.parent", "Entity.key == parents.c.child")


class Entity(Base):
    """Anything a statement can be linked to: a theme, actor, framework, event or source, whichever ``type`` says.

    ``recommendations_to`` are those that ask it to act, ``statements_by`` those it voices (actors and frameworks),
    ``scope_key`` the only source in which a group exists.
    """

    __tablename__ = "entities"
    __mapper_args__ = {"polymorphic_on": "type"}  # noqa: RUF012

    key: Mapped[str] = mapped_column(primary_key=True)
    type: Mapped[str]
    name: Mapped[str]
    note: Mapped[str | None]
    url: Mapped[str | None]
    checked: Mapped[str | None]
    scope_key: Mapped[str | None] = mapped_column("scope")
    alias_names: Mapped[str | None] = joined("aliases")

    aliases: Mapped[list["Alias"]] = relationship(order_by="Alias.position", viewonly=True)
    ids: Mapped[list["ExternalId"]] = relationship(order_by="ExternalId.scheme", viewonly=True)
    mentions: Mapped[list["Mention"]] = relationship(order_by="Mention.statement_key", viewonly=True)
    recommendations_to: Mapped[list["Recommendation"]] = through(
        "statement_actor", IN_READING_ORDER, "and_(Entity.key == ActorLink.actor_key, ActorLink.role == 'addressee')"
    )
    statements_by: Mapped[list["Statement"]] = through(
        "statement_actor", IN_READING_ORDER, "and_(Entity.key == ActorLink.actor_key, ActorLink.role == 'proponent')"
    )


class Theme(Entity):
    """What statements are about. ``broader`` and ``narrower`` are one step away, ``all_narrower`` everything below."""

    __mapper_args__ = {"polymorphic_identity": "theme"}  # noqa: RUF012

    definition: Mapped[str | None]
    scope_note: Mapped[str | None]

    broader: Mapped[list["Theme"]] = through(*_UP)
    narrower: Mapped[list["Theme"]] = through(*_DOWN)
    all_narrower: Mapped[list["Theme"]] = through(
        "closures",
        "Entity.name",
        "and_(Entity.key == closures.c.ancestor, closures.c.ancestor != closures.c.descendant)",
        "Entity.key == closures.c.descendant",
    )
    statements: Mapped[list["Statement"]] = through("statement_theme", IN_READING_ORDER)
    recommendations: Mapped[list["Recommendation"]] = through("statement_theme", IN_READING_ORDER)
    findings: Mapped[list["Finding"]] = through("statement_theme", IN_READING_ORDER)
    commitments: Mapped[list["Commitment"]] = through("statement_theme", IN_READING_ORDER)
    coverage: Mapped[list["Coverage"]] = relationship(foreign_keys="Coverage.theme_key", viewonly=True)


class Actor(Entity):
    """A state, government body, organisation, person, group or region."""

    __mapper_args__ = {"polymorphic_identity": "actor"}  # noqa: RUF012

    kind: Mapped[str | None]
    honorific: Mapped[str | None]
    family_name: Mapped[str | None]

    part_of: Mapped[list["Entity"]] = through(*_UP)
    parts: Mapped[list["Entity"]] = through(*_DOWN)
    memberships: Mapped[list["Membership"]] = relationship(
        foreign_keys="Membership.actor_key", order_by="Membership.framework_key, Membership.from_", viewonly=True
    )
    participations: Mapped[list["Participation"]] = relationship(
        foreign_keys="Participation.person_key", order_by="Participation.event_key", viewonly=True
    )
    sources: Mapped[list["Source"]] = through(
        "authors", "Entity.key", "Entity.key == authors.c.person", "Entity.key == authors.c.source"
    )


class Framework(Entity):
    """An agreement, body, alliance or strategy.

    ``memberships`` are all that are known, in whatever role and with their dates; ``members`` those in the role of a
    member who have not left.
    """

    __mapper_args__ = {"polymorphic_identity": "framework"}  # noqa: RUF012

    kind: Mapped[str | None] = mapped_column(use_existing_column=True)
    established: Mapped[str | None]

    part_of: Mapped[list["Entity"]] = through(*_UP)
    parts: Mapped[list["Entity"]] = through(*_DOWN)
    memberships: Mapped[list["Membership"]] = relationship(
        foreign_keys="Membership.framework_key", order_by="Membership.actor_key, Membership.from_", viewonly=True
    )
    members: Mapped[list["Entity"]] = through(
        "membership",
        "Entity.name",
        "and_(Entity.key == Membership.framework_key, Membership.role == 'member', Membership.to == None)",
        "Entity.key == Membership.actor_key",
    )
    statements: Mapped[list["Statement"]] = through("statement_framework", IN_READING_ORDER)
    recommendations: Mapped[list["Recommendation"]] = through("statement_framework", IN_READING_ORDER)
    findings: Mapped[list["Finding"]] = through("statement_framework", IN_READING_ORDER)
    commitments: Mapped[list["Commitment"]] = through("statement_framework", IN_READING_ORDER)


class Event(Entity):
    """A summit, conference, speech or hearing, with who took part and the sources that report it."""

    __mapper_args__ = {"polymorphic_identity": "event"}  # noqa: RUF012

    kind: Mapped[str | None] = mapped_column(use_existing_column=True)
    date: Mapped[str | None]
    date_text: Mapped[str | None]
    place: Mapped[str | None]

    participations: Mapped[list["Participation"]] = relationship(
        foreign_keys="Participation.event_key", order_by="Participation.position", viewonly=True
    )
    sources: Mapped[list["Source"]] = relationship(
        primaryjoin="Entity.key == foreign(Source.event_key)", order_by="Entity.key", viewonly=True
    )
    statements: Mapped[list["Statement"]] = through("statement_event", IN_READING_ORDER)


class Source(Entity):
    """A document that makes statements; its ``name`` is its title."""

    __mapper_args__ = {"polymorphic_identity": "source"}  # noqa: RUF012

    kind: Mapped[str | None] = mapped_column(use_existing_column=True)
    publisher_key: Mapped[str | None] = mapped_column(ForeignKey("entities.key"))
    publisher_name: Mapped[str | None] = mapped_column("publisher")
    author_names: Mapped[str | None] = joined("authors")
    issued: Mapped[str | None]
    language: Mapped[str | None]
    doi: Mapped[str | None]
    licence: Mapped[str | None]
    event_key: Mapped[str | None] = mapped_column("event", ForeignKey("entities.key"))
    consensus: Mapped[bool | None]
    disclaimer: Mapped[str | None]
    fingerprint: Mapped[str | None]

    publisher: Mapped["Entity | None"] = relationship(
        foreign_keys="Source.publisher_key", remote_side="Entity.key", viewonly=True
    )
    authors: Mapped[list["Actor"]] = through(
        "authors", "authors.c.position", "Entity.key == authors.c.source", "Entity.key == authors.c.person"
    )
    event: Mapped["Event | None"] = relationship(
        foreign_keys="Source.event_key", remote_side="Entity.key", viewonly=True
    )
    statements: Mapped[list["Statement"]] = relationship(order_by="Statement.position", viewonly=True)
    recommendations: Mapped[list["Recommendation"]] = relationship(order_by="Statement.position", viewonly=True)
    findings: Mapped[list["Finding"]] = relationship(order_by="Statement.position", viewonly=True)
    commitments: Mapped[list["Commitment"]] = relationship(order_by="Statement.position", viewonly=True)
    coverage: Mapped[list["Coverage"]] = relationship(foreign_keys="Coverage.source_key", viewonly=True)
