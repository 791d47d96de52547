"""Texts of sources in the base: attaching a document, taking it away, listing what is attached."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from policykb import settings
from policykb.domain.attachment import Attachment
from policykb.domain.document import Document
from policykb.errors import CheckFailed, UnknownKey, UsageError
from policykb.evidence.moved import moved
from policykb.evidence.resolve import Status
from policykb.ingest.readers import read_document
from policykb.kb.verify import Verdict, Verification, source_id, verification
from policykb.store import attached, reading
from policykb.store.engine import Database

_FOUND = frozenset({Status.VERIFIED, Status.REPAIRED, Status.AMBIGUOUS})


class Outcome(StrEnum):
    """What attaching a text did."""

    ATTACHED = "attached"
    """The source had no text."""
    REPLACED = "replaced"
    """It had another text, or the same one cut into other passages."""
    UNCHANGED = "unchanged"
    """It has this text already; nothing was written."""


@dataclass(frozen=True)
class Moved:
    """What became of a piece of evidence when the text of its source was replaced: ``how`` is a line for people."""

    verdict: Verdict
    how: str


@dataclass(frozen=True)
class AttachReport:
    """A text that was attached, where the evidence of the source stands in it, and what moved.

    ``moved`` is empty where the source had no text before. ``notices``: what to know besides, in sentences.
    """

    attachment: Attachment
    outcome: Outcome
    verification: Verification
    moved: tuple[Moved, ...] = ()
    notices: tuple[str, ...] = ()


def source_attach(database: Database, key: str, path: Path, *, force: bool) -> AttachReport:
    """Reads a document and keeps its passages as the text of a source, in one transaction.

    The same text again changes nothing. Raises UnknownKey where there is no such source, UsageError and LimitReached
    where the document cannot be read, CheckFailed where none of the source's evidence is in it (unless ``force``).
    """
    with database.reading() as connection:
        source_id(connection, key)
    sha256 = _sha256(path)
    document = read_document(path)
    if _sha256(path) != sha256:
        raise UsageError(f"{path}: changed while it was being read", "Attach it again.")
    with database.writing() as connection:
        id_ = source_id(connection, key)
        (record,) = reading.entities(connection, [id_])
        before = attached.text_of(connection, id_)
        now = verification(connection, id_, document)
        if before is not None and _same(before, document):
            (known,) = attached.attachments(connection, id_)
            return AttachReport(known, Outcome.UNCHANGED, now, notices=_notices(record.get("fingerprint"), document))
        if not force:
            _refuse_another(record["key"], path, now)
        attachment = _attachment(record["key"], path, sha256, document)
        earlier = verification(connection, id_, before) if before else None
        attached.attach(connection, database.dialect, id_, attachment, document)
    return AttachReport(
        attachment,
        Outcome.REPLACED if before else Outcome.ATTACHED,
        now,
        _moved(earlier, now) if earlier else (),
        _notices(record.get("fingerprint"), document),
    )


def source_detach(database: Database, key: str) -> Attachment:
    """Takes the text of a source away; what was attached. Raises UnknownKey."""
    with database.writing() as connection:
        id_ = source_id(connection, key)
        known = attached.attachments(connection, id_)
        if not known:
            raise UnknownKey(f"No text is attached to {key.strip().lower()}.", "policykb source list shows which are.")
        attached.detach(connection, database.dialect, id_)
    return known[0]


def source_list(database: Database) -> list[Attachment]:
    """What is attached, by source."""
    with database.reading() as connection:
        return attached.attachments(connection)


def _same(before: Document, document: Document) -> bool:
    """Whether it is the same text in the same passages: a newer reader may cut it better."""
    return (before.fingerprint, before.passages, before.footnotes) == (
        document.fingerprint,
        document.passages,
        document.footnotes,
    )


def _refuse_another(key: str, path: Path, now: Verification) -> None:
    """A document in which no words of the source are found is another one: a paragraph of that number any may have."""
    looked_for = [v for v in now.verdicts if v.resolution.status is not Status.NO_TEXT]
    tried = [v for v in looked_for if v.has_words] or looked_for
    if tried and not any(verdict.resolution.status in _FOUND for verdict in tried):
        count = f"none of its {len(tried):,} pieces of evidence is" if len(tried) > 1 else "its evidence is not"
        raise CheckFailed(
            f"{path} is not the text of {key}: {count} in it. Nothing was attached.",
            "If it is, attach it with --force, and see what does not fit: policykb verify " + key,
        )


def _attachment(key: str, path: Path, sha256: str, document: Document) -> Attachment:
    pages = [page for page in (*(p.page for p in document.passages), *(h.page for h in document.headings)) if page]
    return Attachment(
        source=key,
        file=path.name,
        format=path.suffix.lower().lstrip("."),
        attached=datetime.now(UTC).isoformat(timespec="seconds"),
        by=settings.user(),
        passages=len(document.passages),
        footnotes=len(document.footnotes),
        pages=max(pages, default=None),
        fingerprint=document.fingerprint,
        sha256=sha256,
    )


def _moved(before: Verification, now: Verification) -> tuple[Moved, ...]:
    told = []
    for old, new in zip(before.verdicts, now.verdicts, strict=True):
        how = moved(old.resolution, new.resolution)
        if how is not None:
            told.append(Moved(new, how))
    return tuple(told)


def _notices(stated: str | None, document: Document) -> tuple[str, ...]:
    if stated is None or stated == document.fingerprint:
        return ()
    return ("Its record was made from another print of the text: the fingerprint it states is another one.",)


def _sha256(path: Path) -> str:
    """Of the file; "" where it cannot be read, which the reader tells better."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
