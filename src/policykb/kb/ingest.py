"""A document to a draft: read, searched for what it asks and says, and written down to be decided about."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from policykb.domain.document import Document
from policykb.domain.keys import check_key
from policykb.errors import OutputError, UsageError
from policykb.evidence.resolve import Resolver
from policykb.ingest.candidate import Candidate
from policykb.ingest.drafts.decisions import DraftFile
from policykb.ingest.drafts.head import head_of
from policykb.ingest.drafts.writing import Options, Writer
from policykb.ingest.extraction import extractor as named_extractor
from policykb.ingest.readers import read_document
from policykb.ingest.suggest import Gazetteer, suggest
from policykb.kb.files import written_whole
from policykb.store import folders, surroundings
from policykb.store.engine import Database


@dataclass(frozen=True)
class IngestReport:
    """A draft that was written: of which document, where, under which source key, with how many records of each type.

    ``updated``: whether they were added to an earlier draft, of which so many records were ``kept``; ``left_out``:
    candidates below the confidence asked for, or of a type that was not; ``notices``: what else is to be known.
    """

    document: Path
    draft: Path
    source: str
    recommendations: int
    findings: int
    updated: bool = False
    kept: int = 0
    left_out: int = 0
    notices: tuple[str, ...] = field(default_factory=tuple)


def options(verbatim: bool, findings: bool, min_confidence: float) -> Options:
    """What is asked for, if it can be. Raises UsageError."""
    if not 0 <= min_confidence <= 1:
        raise UsageError(f"The confidence cannot be {min_confidence:g}.", "It is a number from 0 to 1.")
    return Options(verbatim, findings, min_confidence)


def ingest(
    database: Database | None,
    document_path: str | Path,
    output_path: str | Path | None,
    *,
    key: str | None = None,
    options: Options,
    force: bool = False,
    update: bool = False,
    extractor: str = "rules",
) -> IngestReport:
    """Writes the draft of a document; ``output_path`` is its file or the folder to put it in (None: the current one).

    An earlier draft stays unless ``force`` (then it must have no decision yet) or ``update`` (then what is new is added
    at the end of it). ``extractor`` finds the candidates: our own rules or one of another package. Raises
    UsageError, LimitReached and MissingExtra for the document, OutputError.
    """
    path, output = Path(document_path), None if output_path is None else Path(output_path)
    # Path takes the mark of a folder away.
    is_folder = isinstance(output_path, str) and output_path.endswith(os.sep)
    if key is not None:
        _check(key)
    find = named_extractor(extractor)
    document = read_document(path)
    gazetteer = _gazetteer(database)
    found = [suggest(document, candidate, gazetteer) for candidate in find(document)]
    head = head_of(document, path.stem, gazetteer, key)
    target = _target(output, head.key, is_folder=is_folder)
    existing = _existing(target, force=force, update=update)
    notices = _about_source(database, head.key)
    if existing is not None:
        return _add(existing, target, path, document, gazetteer, found, options)
    writer = Writer(document, gazetteer, options)
    wanted = writer.wanted(found)
    where = os.path.relpath(path.absolute(), target.absolute().parent)
    text = writer.draft(head, wanted, path.name, where)
    with written_whole(target, force=force) as file:
        file.write(text.encode())
    return IngestReport(path, target, head.key, *_counts(wanted), left_out=len(found) - len(wanted), notices=notices)


def _check(key: str) -> None:
    try:
        check_key(key)
    except ValueError as error:
        raise UsageError(f"{error}.", "For example: my-institute-2025-trade") from None


def _gazetteer(database: Database | None) -> Gazetteer:
    if database is None:
        return Gazetteer.shipped()
    with database.reading() as connection:
        return Gazetteer.of(connection)


def _target(output: Path | None, key: str, *, is_folder: bool) -> Path:
    if output is None:
        return Path(f"{key}.yaml")
    if is_folder or output.is_dir():
        return output / f"{key}.yaml"
    if output.suffix not in (".yaml", ".yml") and not (output.exists() and not output.is_file()):
        raise UsageError(f"{output} is no name of a seed file.", "Those end in .yaml; or give a folder that exists.")
    return output


def _existing(target: Path, *, force: bool, update: bool) -> DraftFile | None:
    """The draft to be added to; None where there is none, or it may be replaced."""
    if not target.is_file():
        return None
    if update:
        return DraftFile.read(target)
    if not force:
        hint = "Use --update to add what is new to it, --force to replace it, or another name: -o FILE"
        raise OutputError(f"{target} exists already.", hint)
    decided = sum(record.state != "pending" for record in DraftFile.read(target).records)
    if decided:
        count = f"{decided:,} record{'' if decided == 1 else 's'} that somebody has decided about"
        raise OutputError(f"{target} has {count}.", "Use --update, which keeps them, or another name: -o FILE")
    return None


def _about_source(database: Database | None, key: str) -> tuple[str, ...]:
    """What the base knows of a source of that key."""
    if database is None:
        return ()
    with database.reading() as connection:
        current = surroundings.current_key(connection, key)
        id_ = surroundings.entity_id(connection, current)
        if id_ is None:
            return ()
        _, owner = folders.owner_of(connection, id_, is_statement=False)
    return (f"{key} is in the base already, from {owner}; a draft of another document needs another key: --key KEY",)


def _add(
    existing: DraftFile,
    target: Path,
    path: Path,
    document: Document,
    gazetteer: Gazetteer,
    found: Sequence[Candidate],
    options: Options,
) -> IngestReport:
    """Adds what no record of the draft stands on yet; what is there stays as it is, to the byte."""
    known = _places_of(existing, document)
    writer = Writer(document, gazetteer, options, {record.local_key for record in existing.records})
    wanted = writer.wanted(found)
    new = [c for c in wanted if not any(_overlap((p.start, p.end), other) for p in c.places for other in known)]
    file = existing.file
    for section, type_ in (("recommendations", "recommendation"), ("findings", "finding")):
        lines = [line for candidate in new if candidate.type == type_ for line in writer.record(candidate)]
        if lines:
            file = file.with_records(section, "\n".join(lines))
    notices: tuple[str, ...] = ()
    source = existing.source
    if source.get("fingerprint") != document.fingerprint:
        if "fingerprint" in source:
            notices = (
                "The text of the document is another than the draft was made of: policykb verify tells what moved.",
            )
        file = file.with_field(("source",), "fingerprint", document.fingerprint)
    if file.raw != existing.file.raw:
        with written_whole(target, force=True) as out:
            out.write(file.raw)
    counts, kept = _counts(new), len(existing.records)
    left_out = len(found) - len(wanted)
    return IngestReport(path, target, str(source.get("key")), *counts, True, kept, left_out, notices)


def _places_of(existing: DraftFile, document: Document) -> list[tuple[int, int]]:
    """Where the evidence of a draft's records stands in the document."""
    from policykb.kb.verify import selector_of

    resolver = Resolver(document)
    found = []
    for record in existing.records:
        for evidence in record.data.get("evidence", ()):
            with_numbers: dict[str, Any] = dict(evidence) if isinstance(evidence, dict) else {}
            for name in ("paragraph", "page"):
                if name in with_numbers:
                    with_numbers[name] = int(with_numbers[name])
            try:
                resolution = resolver.resolve(selector_of(with_numbers))
            except ValueError:
                continue
            if resolution.start is not None and resolution.end is not None:
                found.append((resolution.start, resolution.end))
    return found


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two places share more than half of the shorter one."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return 2 * shared > min(one[1] - one[0], other[1] - other[0])


def _counts(candidates: Sequence[Candidate]) -> tuple[int, int]:
    asking = sum(candidate.type == "recommendation" for candidate in candidates)
    return asking, len(candidates) - asking
