"""Whether the evidence of a source's statements stands in its text: every selector resolved, one verdict each."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policykb.domain.citation import place
from policykb.domain.selector import Selector
from policykb.errors import UnknownKey, UsageError
from policykb.evidence.resolve import Resolution, Resolver, Status
from policykb.ingest.readers import read_document
from policykb.store import reading, surroundings
from policykb.store.engine import Database

BAD = frozenset({Status.AMBIGUOUS, Status.NOT_FOUND})
"""What `policykb verify` exits with 1 for."""


@dataclass(frozen=True)
class Verdict:
    """One piece of evidence and what became of it; ``place`` as a citation has it."""

    statement: str
    type: str
    place: str
    resolution: Resolution


@dataclass(frozen=True)
class Verification:
    """All verdicts on one source; ``fingerprint`` is the SHA-256 of the text's normal form."""

    source: str
    fingerprint: str
    verdicts: tuple[Verdict, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many ended how."""
        return dict(Counter(str(verdict.resolution.status) for verdict in self.verdicts))

    @property
    def bad(self) -> tuple[Verdict, ...]:
        """Those that are not found, or at several places."""
        return tuple(verdict for verdict in self.verdicts if verdict.resolution.status in BAD)

    @property
    def all_verified(self) -> bool:
        """Whether every one stands exactly where it says, as it says."""
        return bool(self.verdicts) and all(v.resolution.status is Status.VERIFIED for v in self.verdicts)


def verify(database: Database, source: str, path: Path) -> Verification:
    """Resolves all evidence of a source against the document at ``path``.

    Raises UnknownKey where there is no such source, UsageError and LimitReached where the document cannot be read.
    """
    text = read_document(path)
    resolver = Resolver(text)
    with database.reading() as connection:
        key = surroundings.current_key(connection, source.strip().lower())
        id_ = surroundings.entity_id(connection, key)
        if id_ is None:
            raise UnknownKey(f"There is no source {source!r}.", "policykb query sources lists them.")
        ids = surroundings.statement_ids_of(connection, id_)
        if not ids:
            raise UsageError(f"{key} makes no statements, so there is nothing to verify.")
        verdicts = tuple(
            Verdict(record["key"], record["type"], place(item), resolver.resolve(selector_of(item)))
            for record in reading.statements(connection, ids)
            for item in record["evidence"]
        )
    return Verification(key, text.fingerprint, verdicts)


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
