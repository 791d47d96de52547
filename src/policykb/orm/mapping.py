"""What all mapped classes share; separate so that they can name one another without importing one another."""

from typing import Any

from sqlalchemy.orm import DeclarativeBase, MappedColumn, mapped_column, relationship


class Base(DeclarativeBase):
    """The views as tables of SQLAlchemy; the foreign keys only say what leads where. Nothing is ever created of it."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {getattr(self, 'key', None) or ''}".rstrip() + ">"


def joined(view_column: str) -> MappedColumn[str | None]:
    """A column of names joined by ``; ``, which costs a look-up a record and so is read only when asked for."""
    return mapped_column(view_column, deferred=True, deferred_group="joined")


def through(view: str, order_by: str, here: str | None = None, there: str | None = None) -> Any:
    """What a view of links leads to, in order.

    ``here`` joins the class to the view and ``there`` the view to what is found, where foreign keys do not say it.
    """
    return relationship(secondary=view, primaryjoin=here, secondaryjoin=there, order_by=order_by, viewonly=True)


IN_READING_ORDER = "Statement.source_key, Statement.position"
