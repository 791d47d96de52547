"""Names for keys: how entities are called and sources cited, looked up as they are needed and kept for one answer."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, select

from policykb.domain.citation import short_citation
from policykb.store import tables as t

T = TypeVar("T", int, str)


class Label(NamedTuple):
    """An entity's key and its usual name."""

    key: str
    name: str


@dataclass(frozen=True)
class SourceLabel:
    """How a source is called and cited."""

    title: str
    publisher: str | None
    authors: tuple[str, ...]
    short_citation: str
    issued: str | None
    link: str | None = None
    """Its address, else its DOI."""
    publisher_key: str | None = None
    author_keys: tuple[str, ...] = ()


class Labels:
    """Names by key or id; whatever is asked for is looked up, many at once where many are asked for, and kept."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._names: dict[str, str] = {}
        self._entities: dict[int, Label] = {}
        self._sources: dict[str, SourceLabel] = {}

    def learn(self, keys: Iterable[str]) -> None:
        """Looks up the names of these entities."""
        for some in _unknown(keys, self._names):
            query = select(t.entity.c.key, t.entity.c.name).where(t.entity.c.key.in_(some))
            self._names |= dict(self._connection.execute(query).all())

    def name(self, key: str) -> str:
        """The usual name of an entity."""
        if key not in self._names:
            self.learn([key])
        return self._names.get(key, key)

    def of(self, keys: Iterable[str]) -> dict[str, str]:
        """The usual names of these entities, by key."""
        wanted = list(dict.fromkeys(keys))
        self.learn(wanted)
        return {key: self.name(key) for key in wanted}

    def entities(self, ids: Iterable[int]) -> Mapping[int, Label]:
        """Key and name of these entities by id, among all that were asked for before."""
        e = t.entity.c
        for some in _unknown(ids, self._entities):
            for row in self._connection.execute(select(e.id, e.key, e.name).where(e.id.in_(some))):
                self._entities[row.id] = Label(row.key, row.name)
        return self._entities

    def source(self, key: str) -> SourceLabel:
        """How a source is called and cited."""
        if key not in self._sources:
            self.sources([key])
        return self._sources[key]

    def sources(self, keys: Iterable[str]) -> Mapping[str, SourceLabel]:
        """How these sources are called and cited by key, among all that were asked for before."""
        for some in _unknown(keys, self._sources):
            self._sources |= self._find_sources(some)
        return self._sources

    def _find_sources(self, keys: list[str]) -> dict[str, SourceLabel]:
        e, own, publisher = t.entity.c, t.source.c, t.entity.alias()
        rows = self._connection.execute(
            select(
                *(e.id, e.key, e.name, e.url, own.issued, own.doi),
                publisher.c.name.label("publisher"),
                publisher.c.key.label("publisher_key"),
            )
            .join(t.source, own.entity_id == e.id)
            .outerjoin(publisher, publisher.c.id == own.publisher_id)
            .where(e.key.in_(keys))
        ).all()
        people = self._authors([row.id for row in rows])
        return {row.key: _source_label(row, people.get(row.id, [])) for row in rows}

    def _authors(self, source_ids: list[int]) -> dict[int, list[Any]]:
        e, a = t.entity.c, t.author.c
        found: dict[int, list[Any]] = {}
        for row in self._connection.execute(
            select(a.source_id, e.name, e.key, t.actor.c.family_name)
            .join(t.entity, e.id == a.person_id)
            .outerjoin(t.actor, t.actor.c.entity_id == e.id)
            .where(a.source_id.in_(source_ids))
            .order_by(a.source_id, a.position)
        ):
            found.setdefault(row.source_id, []).append(row)
        return found


def _source_label(row: Any, people: Sequence[Any]) -> SourceLabel:
    family = [person.family_name or person.name for person in people]
    return SourceLabel(
        row.name,
        row.publisher,
        tuple(person.name for person in people),
        short_citation(family, row.publisher, row.issued, row.name),
        row.issued,
        row.url or row.doi,
        row.publisher_key,
        tuple(person.key for person in people),
    )


def _unknown(wanted: Iterable[T], known: Mapping[T, object]) -> Iterator[list[T]]:
    """What is still to be looked up, in pieces for one statement each: databases bound the values of one."""
    rest = iter({item for item in wanted if item not in known})
    while some := list(islice(rest, 1_000)):
        yield some
