"""From the text of a query to its answer or its explanation, and an answer to a file."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from policykb.export.options import ExportOptions
from policykb.kb.answer import Answer
from policykb.query.grammar.parse import parse
from policykb.query.grammar.render import render
from policykb.query.meanings import ReservedNames
from policykb.query.names import Resolution, resolve
from policykb.store.engine import Connection, Database

if TYPE_CHECKING:
    from policykb.query.explain.explanation import Explanation


def ask(database: Database, text: str, *, limit: int | None, today: date) -> Answer:
    """Parses and resolves a query against the base; the records are read when the answer is iterated over."""
    with database.reading() as connection:
        resolution = _understood(connection, text)
    canonical = render(resolution.query)
    if resolution.query.count:
        from policykb.kb.counts import Counts

        return Counts(database, resolution, canonical, today, limit)
    return Answer(database, resolution, canonical, today, limit)


def explain(database: Database, text: str, *, limit: int, today: date) -> "Explanation":
    """How a query is understood and answered, and why each of the first records is in the answer."""
    from policykb.query.explain.explain import explain

    with database.reading() as connection:
        return explain(_understood(connection, text), connection, today, limit)


def _understood(connection: Connection, text: str) -> Resolution:
    return resolve(parse(text, ReservedNames(connection)), connection, text)


def export(answer: Answer, path: Path, format_name: str | None, *, force: bool, options: ExportOptions) -> int:
    """Writes an answer to a file, whole or not at all."""
    from policykb import export as formats
    from policykb.kb.files import written_whole

    chosen = formats.format_named(format_name) if format_name else formats.format_for(path.name)
    with written_whole(path, force=force) as file:
        return answer.write(chosen.NAME, file, to_file=True, options=options)
