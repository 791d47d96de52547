"""A draft under review: each decision is in its file before the next one is asked for.

Separate from the screen that asks (`policykb.cli.review`), so that a script decides in the same way.
"""

import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from policykb import settings
from policykb.domain.document import Document
from policykb.domain.passage import Passage
from policykb.errors import PolicykbError, UsageError
from policykb.evidence.resolve import Resolver
from policykb.ingest.drafts.copying import copied
from policykb.ingest.drafts.decisions import Drafted, DraftFile
from policykb.ingest.drafts.writing import DOCUMENT, joined_remarks
from policykb.ingest.readers import read_document
from policykb.kb.files import written_whole
from policykb.kb.verify import selector_of
from policykb.seed.undecided import PENDING


@dataclass(frozen=True)
class Context:
    """A passage that a record stands on: ``text[start:end]`` are the words, ``before`` and ``after`` its neighbours.

    ``place`` is where it is, in words. Without the document ``text`` is what the draft remembers of it.
    """

    place: str
    text: str
    start: int
    end: int
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Decided:
    """What was decided about how many records of a draft, and how many are still pending."""

    path: Path
    keys: tuple[str, ...]
    pending: int


class Review:
    """The records of a draft and what is decided about them.

    Every decision is written to the file, whole or not at all, before its method returns; every record it is not about
    stays as it is to the byte. A change that somebody else made to the file meanwhile is kept. The methods raise
    UnknownKey for a record that is not there, SeedError for one that is not sound, OutputError and LimitReached.
    """

    def __init__(self, path: Path, document: Path | None = None) -> None:
        self.path = path
        self._draft = DraftFile.read(path)
        self._given = document
        self._past: list[tuple[str, bytes, bytes]] = []

    @property
    def records(self) -> tuple[Drafted, ...]:
        """All records of the draft, decided or not, in the order of the file."""
        return self._draft.records

    @property
    def pending(self) -> tuple[Drafted, ...]:
        """Those that nobody has decided about."""
        return self._draft.pending

    @property
    def source(self) -> dict[str, Any]:
        """The draft's source, as the file has it."""
        return self._draft.source

    @property
    def uncovered(self) -> tuple[str, ...]:
        """The themes for which nobody has said yet that the source was read."""
        return self._draft.uncovered

    def next(self, after: str | None = None) -> Drafted | None:
        """The first pending record, or the first one behind the record ``after``; from the top again at the end."""
        keys = [record.local_key for record in self.records]
        start = keys.index(self.record(after).local_key) + 1 if after is not None else 0
        return next((r for r in (*self.records[start:], *self.records[:start]) if r.state == PENDING), None)

    def record(self, key: str) -> Drafted:
        """The record of a key (local, or whole)."""
        return self._draft.record(key)

    def yaml(self, key: str) -> str:
        """A record as its file has it, as `edit` takes it."""
        return self._draft.file.item(self.record(key).at)

    def reasons(self, key: str, field: str) -> list[str]:
        """The remarks above a field of a record: why it was suggested."""
        return joined_remarks(self._draft.file.comments_inside(self.record(key).at, field))

    def context(self, key: str) -> list[Context]:
        """The passages a record stands on, in their surroundings where the document is at hand."""
        record = self.record(key)
        found = [self._in_document(item) for item in record.data.get("evidence", ()) if isinstance(item, dict)]
        shown = [context for context in found if context is not None]
        if shown or not record.remarks:
            return shown
        text = " ".join(record.remarks)
        return [Context("", text, 0, len(text))]

    def copied(self, key: str, text: str) -> str | None:
        """The words of a text that are its passage's own, eight or more in a row; None where there are none."""
        return copied(text, [context.text for context in self.context(key)])

    # decisions

    def accept(self, key: str, text: str | None = None) -> None:
        """Accepts a record, with ``text`` as its text if given; without any it needs one already."""
        words = None if text is None else text.strip()
        self._decide(key, lambda draft: draft.accepted(key, words))

    def edit(self, key: str, yaml: str) -> None:
        """Replaces a record by what somebody made of it in an editor."""
        self._decide(key, lambda draft: draft.edited(key, yaml))

    def merge(self, key: str, into: str) -> None:
        """Adds a record's passages and links to another record of its type, and rejects it as merged into that."""
        self._decide(key, lambda draft: draft.merged(key, into))

    def reject(self, key: str, reason: str = "") -> None:
        """Rejects a record: it stays in the file, with the reason as a comment, and is never loaded."""
        self._decide(key, lambda draft: draft.rejected(key, reason))

    def reopen(self, key: str) -> None:
        """Makes a record pending again."""
        self._decide(key, lambda draft: draft.reopened(key))

    def set_source(self, **fields: str) -> None:
        """Sets fields of the source."""
        self._decide("", lambda draft: draft.with_source(fields))

    def cover(self, by: str | None = None, on: date | None = None) -> None:
        """Says that the source was read for the themes of its pending coverage: by whom (you), on which day (today)."""
        day = (on or date.today()).isoformat()
        self._decide("", lambda draft: draft.covered(by or settings.user(), day))

    def undo(self) -> str:
        """Takes back the last decision of this review that is not taken back yet; the key of its record.

        Raises UsageError where there is none, or the file was changed by somebody else since.
        """
        if not self._past:
            raise UsageError("There is nothing to undo.", "What was decided earlier is made pending at its record.")
        key, before, after = self._past[-1]
        with _alone(self.path):
            if DraftFile.read(self.path).file.raw != after:
                raise UsageError(f"{self.path} was changed by somebody else since.", "Change the record itself.")
            self._write(before)
        self._past.pop()
        return key

    def _decide(self, key: str, decision: Callable[[DraftFile], DraftFile]) -> None:
        with _alone(self.path):
            current = DraftFile.read(self.path)
            decided = decision(current)
            if decided.file.raw != current.file.raw:
                self._write(decided.file.raw)
                self._past.append((key, current.file.raw, decided.file.raw))
            self._draft = decided

    def _write(self, raw: bytes) -> None:
        with written_whole(Path(os.path.realpath(self.path)), force=True) as file:
            file.write(raw)
        self._draft = DraftFile.read(self.path)

    # the document

    @cached_property
    def document(self) -> Document | None:
        """The document the draft was made of: the one given, else the one the draft names, if it is there and the same.

        Raises what reading raises for one that was given.
        """
        if self._given is not None:
            return read_document(self._given)
        named = next((r for r in self._draft.file.head_comments() if r.startswith(DOCUMENT)), None)
        if named is None:
            return None
        with suppress(PolicykbError):
            document = read_document(Path(self.path.absolute().parent, named.removeprefix(DOCUMENT)))
            if document.fingerprint == self.source.get("fingerprint"):
                return document
        return None

    @cached_property
    def _resolver(self) -> Resolver | None:
        return None if self.document is None else Resolver(self.document)

    def _in_document(self, evidence: dict[str, Any]) -> Context | None:
        if self._resolver is None or self.document is None:
            return None
        numbers = {n: int(evidence[n]) for n in ("paragraph", "page") if str(evidence.get(n, "")).isdecimal()}
        try:
            found = self._resolver.resolve(selector_of({**evidence, **numbers}))
        except (TypeError, ValueError, AttributeError):
            return None
        passage = found.passage
        if passage is None or found.start is None or found.end is None:
            return None
        before, after = (self._beside(passage, step) for step in (-1, 1))
        page = f", page {passage.page}" if passage.page is not None else ""
        start, end = found.start - passage.start, found.end - passage.start
        return Context(f"{passage.place}{page}", passage.text, start, end, before, after)

    def _beside(self, passage: Passage, step: int) -> str:
        """The neighbour of a passage in the same section."""
        assert self.document is not None
        at = passage.ordinal - 1 + step
        if not 0 <= at < len(self.document.passages):
            return ""
        other = self.document.passages[at]
        return other.text if other.section_ordinal == passage.section_ordinal else ""


def accept(path: Path, keys: Sequence[str], *, every: bool, min_confidence: float | None) -> Decided:
    """Accepts records of a draft in one step: those named, else every pending one that is sure enough.

    Raises UsageError where none is asked for, SeedError with all that cannot be accepted; then nothing is changed.
    """
    if bool(keys) == (every or min_confidence is not None):
        raise UsageError("Say which to accept.", "KEY..., or --all, perhaps with --min-confidence 0.8")
    with _alone(path):
        draft = DraftFile.read(path)
        least = min_confidence or 0.0
        wanted = [draft.record(key) for key in keys] or [
            r for r in draft.pending if r.confidence is None or r.confidence >= least
        ]
        decided = draft.all_accepted(wanted)
        if every and not decided.pending and decided.uncovered:
            decided = decided.covered(draft.reader, date.today().isoformat())
        _save(path, draft, decided)
    return Decided(path, tuple(record.local_key for record in wanted), len(decided.pending))


def reject(path: Path, keys: Sequence[str], reason: str) -> Decided:
    """Rejects the records of these keys in one step."""
    with _alone(path):
        draft = decided = DraftFile.read(path)
        for key in keys:
            decided = decided.rejected(key, reason)
        _save(path, draft, decided)
    return Decided(path, tuple(draft.record(key).local_key for key in keys), len(decided.pending))


def _save(path: Path, before: DraftFile, after: DraftFile) -> None:
    if after.file.raw != before.file.raw:
        with written_whole(Path(os.path.realpath(path)), force=True) as file:
            file.write(after.file.raw)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Nobody else decides about a draft of that folder meanwhile; a file system without locks is taken as it is."""
    folder = os.path.dirname(os.path.realpath(path))
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        yield
        return
    try:
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
