"""The evidence of statements as rows, without the records around it: what checking it needs of many."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from policykb.store import tables as t


class Stated(NamedTuple):
    """The n-th piece of evidence (``number``, from 1) of a statement, as its record has it."""

    source_id: int
    statement: str
    type: str
    number: int
    evidence: dict[str, Any]


def stated(connection: Connection, source_id: int | None = None, statement_id: int | None = None) -> Iterator[Stated]:
    """All evidence, of one source or one statement where it is given: by source, as its file lists the statements."""
    e, s, o = t.evidence.c, t.statement.c, t.entity.c
    query = (
        select(s.source_id, s.key, s.type, t.evidence)
        .join(t.statement, s.id == e.statement_id)
        .join(t.entity, o.id == s.source_id)
        .order_by(o.key, s.position, s.key, e.position)
    )
    if source_id is not None:
        query = query.where(s.source_id == source_id)
    if statement_id is not None:
        query = query.where(s.id == statement_id)
    for row in connection.execute(query, execution_options={"stream_results": True}):
        yield Stated(row.source_id, row.key, row.type, row.position, _record(row._mapping))


def _record(row: Any) -> dict[str, Any]:
    names = {"quote_from": "from", "quote_to": "to", "exact": "exact", "prefix": "prefix", "suffix": "suffix"}
    quote = {name: row[column] for column, name in names.items() if row[column] is not None}
    plain = {name: row[name] for name in ("section", "paragraph", "page") if row[name] is not None}
    rest = {name: row[name] for name in ("file", "row") if row[name] is not None}
    return plain | ({"quote": quote} if quote else {}) | rest
