"""Facts of the world that hang on entities: names, numbers elsewhere, memberships, participations, what was read."""

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from policykb.orm.mapping import Base

if TYPE_CHECKING:
    from policykb.orm.entities import Actor, Entity, Event, Framework, Source, Theme


class Alias(Base):
    """Another name of an entity; ``not_in`` and ``needs_any`` are its rules as JSON lists."""

    __tablename__ = "aliases"

    entity_key: Mapped[str] = mapped_column("entity", ForeignKey("entities.key"), primary_key=True)
    type: Mapped[str]
    text: Mapped[str]
    language: Mapped[str]
    kind: Mapped[str]
    case_sensitive: Mapped[bool]
    not_in: Mapped[str | None]
    needs_any: Mapped[str | None]
    position: Mapped[int] = mapped_column(primary_key=True)

    entity: Mapped["Entity"] = relationship(viewonly=True)


class ExternalId(Base):
    """The number of an entity elsewhere: ``scheme`` iso3166, wikidata, ror, lei."""

    __tablename__ = "external_ids"

    entity_key: Mapped[str] = mapped_column("entity", ForeignKey("entities.key"), primary_key=True)
    type: Mapped[str]
    scheme: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]

    entity: Mapped["Entity"] = relationship(viewonly=True)


class Membership(Base):
    """Who belongs to a framework, in which role, ``from_`` when ``to`` when (None: from its founding; until now).

    ``url`` or ``source_key`` say where that was checked, ``checked`` when.
    """

    __tablename__ = "membership"

    framework_key: Mapped[str] = mapped_column("framework", ForeignKey("entities.key"), primary_key=True)
    framework_name: Mapped[str]
    actor_key: Mapped[str] = mapped_column("actor", ForeignKey("entities.key"), primary_key=True)
    actor_name: Mapped[str]
    role: Mapped[str] = mapped_column(primary_key=True)
    from_: Mapped[str | None] = mapped_column("from", primary_key=True)
    to: Mapped[str | None] = mapped_column(primary_key=True)
    url: Mapped[str | None]
    source_key: Mapped[str | None] = mapped_column("source")
    checked: Mapped[str | None]
    note: Mapped[str | None]

    framework: Mapped["Framework"] = relationship(foreign_keys=[framework_key], viewonly=True)
    actor: Mapped["Entity"] = relationship(foreign_keys=[actor_key], viewonly=True)


class Participation(Base):
    """Who took part in an event, in which role, with the affiliation as printed."""

    __tablename__ = "participations"

    event_key: Mapped[str] = mapped_column("event", ForeignKey("entities.key"), primary_key=True)
    event_name: Mapped[str]
    person_key: Mapped[str] = mapped_column("person", ForeignKey("entities.key"))
    person_name: Mapped[str]
    role: Mapped[str]
    honorific: Mapped[str | None]
    affiliation: Mapped[str | None]
    organisation_keys: Mapped[str | None] = mapped_column("organisations")
    position: Mapped[int] = mapped_column(primary_key=True)

    event: Mapped["Event"] = relationship(foreign_keys=[event_key], viewonly=True)
    person: Mapped["Actor"] = relationship(foreign_keys=[person_key], viewonly=True)


class Coverage(Base):
    """That a source was read for a theme, by whom and when."""

    __tablename__ = "coverage_view"

    source_key: Mapped[str] = mapped_column("source", ForeignKey("entities.key"), primary_key=True)
    theme_key: Mapped[str] = mapped_column("theme", ForeignKey("entities.key"), primary_key=True)
    by: Mapped[str] = mapped_column(primary_key=True)
    on: Mapped[str] = mapped_column(primary_key=True)
    vocabulary: Mapped[str | None]

    source: Mapped["Source"] = relationship(foreign_keys=[source_key], viewonly=True)
    theme: Mapped["Theme"] = relationship(foreign_keys=[theme_key], viewonly=True)
