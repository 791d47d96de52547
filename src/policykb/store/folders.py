"""Where on this machine the folder of a collection was when it was loaded last; only editing a record needs to know.

It is no part of what the base says: no dump and no digest has it.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select

from policykb.store import tables as t

_NAME = "folder of "


def remember(connection: Connection, folders: Mapping[str, str]) -> None:
    """Notes the folder of each of the collections."""
    for collection, folder in folders.items():
        name = _NAME + collection
        connection.execute(delete(t.about).where(t.about.c.name == name))
        connection.execute(insert(t.about).values(name=name, value=folder))


def folder_of(connection: Connection, collection: str) -> str | None:
    """The folder of a collection, which may be there no more."""
    query = select(t.about.c.value).where(t.about.c.name == _NAME + collection)
    return connection.execute(query).scalar_one_or_none()


def owner_of(connection: Connection, id_: int, *, is_statement: bool) -> tuple[str, str]:
    """The key of a statement or entity and the owner that states it."""
    table = t.statement if is_statement else t.entity
    query = select(table.c.key, t.owner.c.name).join(t.owner, t.owner.c.id == table.c.owner_id)
    key, owner = connection.execute(query.where(table.c.id == id_)).one()
    return key, owner
