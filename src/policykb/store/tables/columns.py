"""The metadata all tables share, and the columns that come from the one table of fields."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    MetaData,
)
from sqlalchemy.types import TypeEngine

from policykb.domain.fields import FIELDS, Kind
from policykb.store.tables.text import Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_TYPES: dict[Kind, TypeEngine[Any]] = {Kind.FLAG: Boolean(), Kind.NUMBER: Float()}
_OWN_COLUMNS = {"key", "type", "source", "name", "note", "url", "checked", "event"}
"""Fields whose columns the tables below spell out, because they are keys, links or shared by all entities."""


def field_columns(*subjects: str) -> list[Column[object]]:
    """The columns of the fields that every one of these types of record keeps in its own table."""
    columns: list[Column[object]] = []
    for field in FIELDS:
        if field.column is None or field.name in _OWN_COLUMNS or not set(subjects) & set(field.subjects):
            continue
        columns.append(Column(field.column, _TYPES.get(field.kind, Text)))
        if field.kind is Kind.DATE:
            columns += [Column(f"{field.column}_first", Text), Column(f"{field.column}_last", Text)]
    return columns


def entity_id(name: str = "entity_id", *, nullable: bool = False) -> Column[int]:
    """A column that points at an entity."""
    return Column(name, Integer, ForeignKey("entity.id"), nullable=nullable)
