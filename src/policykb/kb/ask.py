"""From the text of a query to its answer, and an answer to a file."""

from datetime import date
from pathlib import Path

from policykb.kb.answer import Answer
from policykb.query.grammar.parse import parse
from policykb.query.grammar.render import render
from policykb.query.meanings import ReservedNames
from policykb.query.names import resolve
from policykb.store.engine import Database


def ask(database: Database, text: str, *, limit: int | None, today: date) -> Answer:
    """Parses and resolves a query against the base; the records are read when the answer is iterated over."""
    with database.reading() as connection:
        query = parse(text, ReservedNames(connection))
        resolution = resolve(query, connection, text)
    canonical = render(resolution.query)
    if query.count:
        from policykb.kb.counts import Counts

        return Counts(database, resolution, canonical, today, limit)
    return Answer(database, resolution, canonical, today, limit)


def export(answer: Answer, path: Path, format_name: str | None, *, force: bool, flat_rows: bool = False) -> int:
    """Writes an answer to a file, whole or not at all."""
    from policykb import export as formats
    from policykb.kb.files import written_whole

    chosen = formats.format_named(format_name) if format_name else formats.format_for(path.name)
    with written_whole(path, force=force) as file:
        return answer.write(chosen.NAME, file, to_file=True, flat_rows=flat_rows)
