"""The texts that users attached to sources, and their passages."""

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from policykb.orm.mapping import Base

if TYPE_CHECKING:
    from policykb.orm.entities import Source


class Attachment(Base):
    """The text attached to a source: ``file`` is the name it had, ``attached`` when that was, in UTC."""

    __tablename__ = "attachments"

    source_key: Mapped[str] = mapped_column("source", ForeignKey("entities.key"), primary_key=True)
    file: Mapped[str]
    format: Mapped[str]
    attached: Mapped[str]
    by: Mapped[str]
    passage_count: Mapped[int] = mapped_column("passages")
    pages: Mapped[int | None]
    footnotes: Mapped[int]
    fingerprint: Mapped[str]
    sha256: Mapped[str]

    source: Mapped["Source"] = relationship(viewonly=True)
    passages: Mapped[list["Passage"]] = relationship(
        primaryjoin="Attachment.source_key == foreign(Passage.source_key)", order_by="Passage.ordinal", viewonly=True
    )


class Passage(Base):
    """A paragraph, item of a list or cell of a table of an attached text."""

    __tablename__ = "passages"

    key: Mapped[str] = mapped_column(primary_key=True)
    source_key: Mapped[str] = mapped_column("source", ForeignKey("entities.key"))
    ordinal: Mapped[int]
    section: Mapped[str | None]
    paragraph: Mapped[int]
    page: Mapped[int | None]
    look: Mapped[str]
    label: Mapped[str | None]
    level: Mapped[int]
    column_head: Mapped[str | None]
    text: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]

    source: Mapped["Source"] = relationship(viewonly=True)
