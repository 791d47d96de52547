"""Packing an answer: everything of one state of the base, and the folder whole or not at all."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from policykb import __version__
from policykb.domain.fields import PASSAGE
from policykb.domain.keys import is_key
from policykb.errors import QueryError, UsageError
from policykb.kb import saved
from policykb.kb.answer import Answer
from policykb.kb.ask import ask
from policykb.kb.counts import Counts
from policykb.kb.packs import texts
from policykb.kb.packs.contents import Contents
from policykb.kb.packs.folder import folder_written_whole
from policykb.kb.packs.manifest import CITATIONS, DICTIONARY, NAME, README, SOURCES, Manifest
from policykb.query.grammar.lookup import SUBJECT_WORDS
from policykb.store.engine import Database, revisions


@dataclass(frozen=True)
class PackReport:
    """Where a pack is and what it says of itself."""

    folder: Path
    manifest: Manifest

    def __str__(self) -> str:
        return f"{texts.found(self.manifest.counts)} packed in {self.folder}"


def pack(database: Database, asked: str, folder: Path, *, force: bool, today: date) -> PackReport:
    """Writes the pack of a saved query (by its name) or of a query.

    Raises UnknownKey where one word is no saved query's name, the errors of a query, OutputError where the place is
    taken, LimitReached where the disk is full.
    """
    with database.unchanging() as same:
        name, query = _which(same, asked)
        try:
            answer = ask(same, query, limit=None, today=today)
            if answer.subjects[0] == PASSAGE:
                raise UsageError(
                    "A pack is of records; passages are the words of texts that others may not have.",
                    "Pack the statements made of them, or export the passages for yourself: -o FILE",
                )
            with folder_written_whole(folder, force=force) as made:
                manifest = _fill(made, answer, name, query, today)
        except QueryError as error:
            raise (saved.named(error, name) if name else error) from error
    return PackReport(folder, manifest)


def _which(database: Database, asked: str) -> tuple[str | None, str]:
    """The name and the query meant; a single word is a name, unless it is a query that asks for all of a type."""
    text = " ".join(asked.split())
    known = saved.find(database, text)
    if known is not None:
        return known.name, known.text
    if is_key(text.lower()) and text.lower() not in SUBJECT_WORDS:
        raise saved.unknown(database, text, f'To pack a query write it out: "recommendations mentioning {text}"')
    return None, text


def _fill(folder: Path, answer: Answer, name: str | None, query: str, today: date) -> Manifest:
    """Writes every file; the manifest is the last."""
    contents = Contents(folder, answer)
    contents.write_rows()
    keys = contents.write_records()
    with contents.records_of.table() as table:
        assert table.around is not None
        about = table.around.about()
        sources = table.around.records(sorted(keys))
        if contents.cited:
            contents.write_sources(SOURCES, sources)
        named = [key for source in sources for key in (*source.get("authors", ()), source.get("publisher")) if key]
        contents.write_text(CITATIONS, texts.citations(table, sources, table.around.names(named)))
    contents.write_dictionary(DICTIONARY)
    manifest = Manifest(
        name=name,
        query=query,
        canonical=answer.canonical,
        absolute=answer.absolute,
        subjects=list(answer.subjects),
        counted_by=list(answer.query.group) if isinstance(answer, Counts) else None,
        day=today.isoformat(),
        made=datetime.now(UTC).isoformat(timespec="seconds"),
        digest=about.digest,
        data_version=about.data_version,
        policykb=__version__,
        schema_revision=revisions()[-1],
        counts=contents.counts,
        files=contents.files,
    )
    contents.write_text(README, texts.readme(manifest))
    manifest = manifest.model_copy(update={"files": dict(sorted(contents.files.items()))})
    text = json.dumps(manifest.to_dict(), ensure_ascii=False, indent=2) + "\n"
    (folder / NAME).write_bytes(text.encode())
    return manifest
