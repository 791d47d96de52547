"""What hangs on statements: links with their roles, evidence, mentions, claims and relations."""

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from policykb.orm.mapping import Base

if TYPE_CHECKING:
    from policykb.orm.entities import Entity, Framework, Source
    from policykb.orm.statements import Statement


class ActorLink(Base):
    """That an actor (or a framework that acts) is an addressee, a proponent, or has another part in a statement.

    ``role``: addressee, proponent or actor; ``relation``: the part of an actor (beneficiary, partner, target, topic,
    obstacle) or ``example`` of an addressee; ``support``: how many of a proponent (all, most, some, one).
    """

    __tablename__ = "statement_actor"

    statement_key: Mapped[str] = mapped_column("statement", ForeignKey("statements.key"), primary_key=True)
    type: Mapped[str]
    actor_key: Mapped[str] = mapped_column("actor", ForeignKey("entities.key"), primary_key=True)
    name: Mapped[str]
    role: Mapped[str] = mapped_column(primary_key=True)
    relation: Mapped[str | None]
    support: Mapped[str | None]
    position: Mapped[int]

    statement: Mapped["Statement"] = relationship(viewonly=True)
    actor: Mapped["Entity"] = relationship(viewonly=True)


class FrameworkLink(Base):
    """What is said of a framework in a statement: ``relation`` is an action word, use or topic."""

    __tablename__ = "statement_framework"

    statement_key: Mapped[str] = mapped_column("statement", ForeignKey("statements.key"), primary_key=True)
    type: Mapped[str]
    framework_key: Mapped[str] = mapped_column("framework", ForeignKey("entities.key"), primary_key=True)
    name: Mapped[str]
    relation: Mapped[str | None]
    position: Mapped[int]

    statement: Mapped["Statement"] = relationship(viewonly=True)
    framework: Mapped["Framework"] = relationship(viewonly=True)


class Evidence(Base):
    """A passage a statement stands on; ``place`` as a citation has it ("Executive Summary, para. 3")."""

    __tablename__ = "evidence_view"

    statement_key: Mapped[str] = mapped_column("statement", ForeignKey("statements.key"), primary_key=True)
    type: Mapped[str]
    source_key: Mapped[str] = mapped_column("source", ForeignKey("entities.key"))
    position: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[str]
    section: Mapped[str | None]
    paragraph: Mapped[int | None]
    page: Mapped[int | None]
    quote_from: Mapped[str | None]
    quote_to: Mapped[str | None]
    exact: Mapped[str | None]
    prefix: Mapped[str | None]
    suffix: Mapped[str | None]
    file: Mapped[str | None]
    row: Mapped[int | None]

    statement: Mapped["Statement"] = relationship(viewonly=True)
    source: Mapped["Source"] = relationship(viewonly=True)


class Mention(Base):
    """A name of an entity in a statement: characters ``start`` to ``end`` of its text (``place`` 0) or n-th quote."""

    __tablename__ = "mentions"

    statement_key: Mapped[str] = mapped_column("statement", ForeignKey("statements.key"), primary_key=True)
    type: Mapped[str]
    entity_key: Mapped[str] = mapped_column("entity", ForeignKey("entities.key"), primary_key=True)
    entity_type: Mapped[str]
    name: Mapped[str]
    place: Mapped[int] = mapped_column(primary_key=True)
    start: Mapped[int] = mapped_column(primary_key=True)
    end: Mapped[int]

    statement: Mapped["Statement"] = relationship(viewonly=True)
    entity: Mapped["Entity"] = relationship(viewonly=True)


class Claim(Base):
    """What somebody says of the response to a statement or of its progress; several may disagree."""

    __tablename__ = "claims"

    statement_key: Mapped[str] = mapped_column("statement", ForeignKey("statements.key"), primary_key=True)
    aspect: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    asserter_key: Mapped[str] = mapped_column("asserter", ForeignKey("entities.key"), primary_key=True)
    asserter_name: Mapped[str]
    on: Mapped[str | None] = mapped_column(primary_key=True)
    url: Mapped[str | None]
    quote: Mapped[str | None]
    retracted: Mapped[bool]
    reason: Mapped[str | None]

    statement: Mapped["Statement"] = relationship(viewonly=True)
    asserter: Mapped["Entity"] = relationship(viewonly=True)


class Relation(Base):
    """That one statement supports, contradicts, refines, restates, supersedes or responds to another."""

    __tablename__ = "relations"

    subject_key: Mapped[str] = mapped_column("subject", ForeignKey("statements.key"), primary_key=True)
    relation: Mapped[str] = mapped_column(primary_key=True)
    object_key: Mapped[str] = mapped_column("object", ForeignKey("statements.key"), primary_key=True)

    subject: Mapped["Statement"] = relationship(foreign_keys=[subject_key], viewonly=True)
    object: Mapped["Statement"] = relationship(foreign_keys=[object_key], viewonly=True)
