"""Rows of statements as the database's driver gives them, a few hundred at a time, in the order of their ids.

Separate from `reading`, which makes records of them, because an export makes columns of them. Rows are most of what
reading a large base costs, so these SELECTs are plain text and their rows plain tuples.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection

from policykb.domain.fields import FIELDS, STATEMENTS
from policykb.store.labels import Label, Labels

CHUNK = 500
SCALARS = tuple(
    f.name
    for f in FIELDS
    if f.column and set(f.subjects) & set(STATEMENTS) and f.name not in {"key", "type", "source", "codes"}
)
"""The columns that hold one value, apart from what tells one statement from another."""
OWN = ("id", "key", "type", "source_id", "voiced", "codes", *SCALARS)
EVIDENCE = ("section", "paragraph", "page", "file", "row", "quote_from", "quote_to", "exact", "prefix", "suffix")
PLACE = EVIDENCE[:5]
"""What tells the place of a passage, without its words."""


LINK = ("statement_id", "role", "entity_id", "relation", "support")


class Rows(NamedTuple):
    """The rows of some statements.

    ``own`` has the columns `OWN`, in the order asked for; ``links`` those of `LINK` and ``evidence`` the statement's id
    and those of `EVIDENCE`, as many of them as were asked for; both are by statement and in the order of each.
    ``entities`` are the sources and all that is linked.
    """

    own: list[tuple[Any, ...]]
    links: list[tuple[Any, ...]]
    evidence: list[tuple[Any, ...]]
    entities: Mapping[int, Label]


def in_chunks(
    connection: Connection,
    ids: Iterable[int],
    labels: Labels,
    *,
    link: Sequence[str] = LINK,
    evidence: Sequence[str] = EVIDENCE,
) -> Iterator[Rows]:
    """The rows of the statements of these ids.

    ``link`` and ``evidence`` say how many of `LINK` and `EVIDENCE` are wanted, of the first of them; none: no rows.
    """
    rest = iter(ids)
    while some := list(islice(rest, CHUNK)):
        listed = ",".join(map(str, map(int, some)))
        of_these = f"WHERE statement_id IN ({listed}) ORDER BY statement_id"
        own = {row[0]: row for row in _rows(connection, f"SELECT {_named(OWN)} FROM statement WHERE id IN ({listed})")}
        linked, passages = [], []
        if link:
            linked = _rows(connection, f"SELECT {_named(link)} FROM link {of_these}, role, position")
        if evidence:
            columns = _named(("statement_id", *evidence))
            passages = _rows(connection, f"SELECT {columns} FROM evidence {of_these}, position")
        wanted = {row[2] for row in linked} | {row[3] for row in own.values()}
        known = labels.entities(wanted)
        if any(id_ not in known for id_ in wanted):  # a damaged base: what points nowhere is left out, as a join would
            linked = [row for row in linked if row[2] in known]
            own = {id_: row for id_, row in own.items() if row[3] in known}
        yield Rows([own[id_] for id_ in some if id_ in own], linked, passages, known)


def former_keys(connection: Connection, ids: Iterable[int]) -> list[tuple[str, str]]:
    """(key, former key) of these statements, those of each in order."""
    # Plain text too: what SQLAlchemy makes of 500 keys is let go of too seldom, 40 kB a chunk of a large export.
    listed = ",".join(map(str, map(int, ids)))
    if not listed:
        return []
    return _rows(
        connection,
        "SELECT f.key, f.former FROM statement s JOIN former_key f ON f.key = s.key"
        f" WHERE s.id IN ({listed}) ORDER BY f.key, f.position",
    )


def _named(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _rows(connection: Connection, sql: str) -> list[tuple[Any, ...]]:
    """The rows of a SELECT that needs no conversion of values, as the driver's own tuples."""
    result = connection.exec_driver_sql(sql)
    found = list(result.cursor.fetchall())
    result.close()
    return found
