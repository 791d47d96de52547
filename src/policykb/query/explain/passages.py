"""Why a passage of an attached text fulfils a condition."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from policykb.domain.fields import Field, Kind
from policykb.query.ast import Condition, Word
from policykb.query.explain.explanation import Reason
from policykb.query.explain.facts import Plain
from policykb.query.explain.occurrences import Sought
from policykb.query.explain.statements import value_of
from policykb.query.scope import Scope
from policykb.store import reading
from policykb.store.labels import Labels
from policykb.store.state import languages_by_key


def with_sources(connection: Connection, ids: Sequence[int], labels: Labels) -> Iterator[Plain]:
    """The passages of these ids with what conditions ask of their sources."""
    for record in reading.passages(connection, ids):
        source = labels.source(record["source"])
        own = {"look": "paragraph", "issued": source.issued, "publisher": source.publisher_key}
        yield {name: value for name, value in (own | record).items() if value is not None}


class PassageReasons:
    """The reasons of one query, for any passage; records are those of `with_sources`."""

    def __init__(self, scope: Scope, labels: Labels) -> None:
        self._scope = scope
        self._labels = labels
        self._sought: dict[Condition, Sought] = {}
        self._languages: dict[str, str] | None = None

    def of(self, item: Condition, row: Field, record: Plain) -> list[Reason]:
        """Every fact by which the passage fulfils the condition, which it does."""
        if row.kind is Kind.TEXT and isinstance(item.value, Word):
            if item not in self._sought:
                self._sought[item] = Sought(item, row, self._scope)
            if self._languages is None:
                self._languages = languages_by_key(self._scope.connection)
            return self._sought[item].reasons(record, self._languages.get(record["source"], "en"))
        if row.name == "publisher" or (row.name == "source" and item.value != record["source"]):
            return list(self._origin(row, record))
        if row.kind is Kind.DATE:
            return [Reason("date", f"issued {record['issued']}, as its source", "issued", record["issued"])]
        return [value_of(row, record)]

    def _origin(self, row: Field, record: Plain) -> Iterator[Reason]:
        """The source it is of, or who published that."""
        source = record["source"]
        if row.name == "source":
            yield Reason("link", f"of {self._labels.source(source).title}", "source", source)
        else:
            publisher = record["publisher"]
            yield Reason("link", f"published by {self._labels.name(publisher)}", "publisher", publisher, record=source)
