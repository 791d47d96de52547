"""Saved queries in the base; they are what people do with it, so no load, undo or digest knows of them."""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, insert, select

from policykb.domain.saved import SavedQuery
from policykb.store import tables as t

_C = t.saved_query.c
_COLUMNS = (_C.name, _C.text, _C.canonical, _C.created)


def saved_queries(connection: Connection) -> list[SavedQuery]:
    """All of them, by name."""
    return [SavedQuery(*row) for row in connection.execute(select(*_COLUMNS).order_by(_C.name))]


def saved_query(connection: Connection, name: str) -> SavedQuery | None:
    """The one of that name."""
    row = connection.execute(select(*_COLUMNS).where(_C.name == name)).first()
    return SavedQuery(*row) if row else None


def put(connection: Connection, query: SavedQuery) -> None:
    """Writes it, in the place of another of its name if there is one."""
    remove(connection, query.name)
    values = {"name": query.name, "text": query.text, "canonical": query.canonical, "created": query.created}
    connection.execute(insert(t.saved_query).values(values))


def remove(connection: Connection, name: str) -> bool:
    """Takes it away; whether there was one."""
    return connection.execute(delete(t.saved_query).where(_C.name == name)).rowcount > 0


def new_among(connection: Connection, queries: Iterable[SavedQuery]) -> tuple[list[SavedQuery], list[SavedQuery]]:
    """Those whose name is free, and those whose name another query bears."""
    known = {query.name: query for query in saved_queries(connection)}
    some = list(queries)
    free = [query for query in some if query.name not in known]
    return free, [query for query in some if query.name in known and known[query.name].text != query.text]
