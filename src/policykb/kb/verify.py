"""Whether the evidence of statements stands in the texts of their sources: one verdict a piece of evidence."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from policykb.domain.attachment import passage_key
from policykb.domain.citation import place
from policykb.domain.passage import SourceText
from policykb.domain.selector import Selector
from policykb.errors import UnknownKey, UsageError
from policykb.evidence.resolve import Resolution, Resolver, Status
from policykb.ingest.readers import read_document
from policykb.kb.nearest import nearest
from policykb.store import attached, surroundings
from policykb.store.engine import Connection, Database
from policykb.store.evidence import Stated, stated

BAD = frozenset({Status.AMBIGUOUS, Status.NOT_FOUND})
"""What `policykb verify` exits with 1 for."""
_NO_TEXT = Resolution(Status.NO_TEXT, message="the source is not attached")
_OF_A_TABLE = Resolution(Status.NO_TEXT, message="a row of a table, which is no text")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The n-th piece of evidence of a statement (``number``, from 1) and what became of it.

    ``place`` is where the record says it stands, as a citation has it; ``has_words``: whether it quotes any, too.
    """

    source: str
    statement: str
    type: str
    number: int
    place: str
    resolution: Resolution
    has_words: bool = True

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it; ``passage`` is the key of the passage where it stands: its ``text[start:end]``.

        All of these are null where the words were not found at one place.
        """
        found = self.resolution
        start = end = passage = None
        if found.passage is not None and found.start is not None and found.end is not None:
            start, end = found.start - found.passage.start, found.end - found.passage.start
            passage = found.passage
        return {
            "key": self.statement,
            "type": self.type,
            "source": self.source,
            "number": self.number,
            "place": self.place,
            "status": str(found.status),
            "message": found.message,
            "difference": found.difference,
            "section": passage and passage.section,
            "paragraph": passage and passage.paragraph,
            "page": passage and passage.page,
            "passage": passage and passage_key(self.source, passage.ordinal),
            "start": start,
            "end": end,
        }


@dataclass(frozen=True)
class Verification:
    """All verdicts, source by source.

    ``fingerprints``: of every source that has statements, the SHA-256 of its text's normal form (None: no text).
    """

    verdicts: tuple[Verdict, ...]
    fingerprints: dict[str, str | None]

    @property
    def counts(self) -> dict[str, int]:
        """How many ended how, verified first and no text last."""
        found = Counter(str(verdict.resolution.status) for verdict in self.verdicts)
        return {str(status): found[status] for status in Status if found[status]}

    @property
    def bad(self) -> tuple[Verdict, ...]:
        """Those that are not found, or at several places."""
        return tuple(verdict for verdict in self.verdicts if verdict.resolution.status in BAD)

    @property
    def all_verified(self) -> bool:
        """Whether every one stands exactly where it says, as it says."""
        return bool(self.verdicts) and all(v.resolution.status is Status.VERIFIED for v in self.verdicts)


def verify(database: Database, source: str | None, path: Path | None) -> Verification:
    """Resolves the evidence of a source (None: of all) against its attached text, or the document at ``path``.

    Raises UnknownKey where there is no such source, UsageError where a document is to be looked into for several
    sources, and where it cannot be read, LimitReached where it is too large.
    """
    with database.reading() as connection:
        id_ = None if source is None else source_id(connection, source)
        if path is not None and id_ is None:
            id_ = _only_source(connection)
    text = None if path is None else read_document(path)
    with database.reading() as connection:
        found = verification(connection, id_, text)
    if source is not None and not found.verdicts:
        raise UsageError(f"{source} makes no statements, so there is nothing to verify.")
    return found


def verification(connection: Connection, source_id: int | None, text: SourceText | None = None) -> Verification:
    """The verdicts on the evidence of a source (None: of all) in its attached text, or in this one."""
    verdicts: list[Verdict] = []
    fingerprints: dict[str, str | None] = {}
    for id_, some in groupby(stated(connection, source_id), key=lambda item: item.source_id):
        evidence = list(some)
        found = text or attached.text_of(connection, id_)
        key = evidence[0].statement.partition("/")[0]
        fingerprints[key] = found.fingerprint if found else None
        verdicts += judged(key, evidence, Resolver(found) if found else None)
    return Verification(tuple(verdicts), fingerprints)


def judged(source: str, evidence: Iterable[Stated], resolver: Resolver | None) -> Iterator[Verdict]:
    """The verdict on each piece of evidence of a source."""
    for item in evidence:
        found = _resolved(item.evidence, resolver)
        yield Verdict(
            source, item.statement, item.type, item.number, place(item.evidence), found, "quote" in item.evidence
        )


def _resolved(evidence: dict[str, Any], resolver: Resolver | None) -> Resolution:
    if "row" in evidence and not evidence.keys() & {"section", "page", "quote"}:
        return _OF_A_TABLE
    return resolver.resolve(selector_of(evidence)) if resolver else _NO_TEXT


def source_id(connection: Connection, source: str) -> int:
    """The id of the source of that key (or former key); UnknownKey where there is none."""
    key = surroundings.current_key(connection, source.strip().lower())
    id_ = surroundings.source_id(connection, key)
    if id_ is None:
        near = nearest(key, surroundings.keys_of(connection, "source"))
        hint = f"Did you mean {' or '.join(near)}?" if near else "policykb query sources lists them."
        raise UnknownKey(f"There is no source {source!r}.", hint)
    return id_


def _only_source(connection: Connection) -> int:
    keys = surroundings.keys_of(connection, "source")
    if len(keys) == 1:
        return source_id(connection, keys[0])
    raise UsageError(f"There are {len(keys):,} sources.", "Name one: policykb verify SOURCE --text FILE")


def selector_of(evidence: dict[str, Any]) -> Selector:
    """The selector that a record's evidence is."""
    quote = evidence.get("quote") or {}
    return Selector(
        section=evidence.get("section"),
        paragraph=evidence.get("paragraph"),
        page=evidence.get("page"),
        from_=quote.get("from"),
        to=quote.get("to"),
        exact=quote.get("exact"),
        prefix=quote.get("prefix"),
        suffix=quote.get("suffix"),
    )
