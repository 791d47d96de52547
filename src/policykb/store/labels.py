"""Names for keys: how entities are called and sources cited, looked up as they are needed and kept for one answer."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from policykb.domain.citation import short_citation
from policykb.store import tables as t


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
    """Names by key; `learn` looks up many at once, `name` whatever is still unknown."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._names: dict[str, str] = {}
        self._sources: dict[str, SourceLabel] = {}

    def learn(self, keys: Iterable[str]) -> None:
        """Looks up the names of these entities."""
        unknown = sorted(set(keys) - self._names.keys())
        for start in range(0, len(unknown), 1_000):
            some = unknown[start : start + 1_000]
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

    def source(self, key: str) -> SourceLabel:
        """How a source is called and cited."""
        if key not in self._sources:
            self._sources[key] = self._find_source(key)
        return self._sources[key]

    def _find_source(self, key: str) -> SourceLabel:
        e, own, publisher = t.entity.c, t.source.c, t.entity.alias()
        row = self._connection.execute(
            select(e.id, e.name, e.url, own.issued, own.doi, publisher.c.name.label("publisher"), publisher.c.key)
            .join(t.source, own.entity_id == e.id)
            .outerjoin(publisher, publisher.c.id == own.publisher_id)
            .where(e.key == key)
        ).one()
        people = self._connection.execute(
            select(e.name, e.key, t.actor.c.family_name)
            .join(t.author, t.author.c.person_id == e.id)
            .outerjoin(t.actor, t.actor.c.entity_id == e.id)
            .where(t.author.c.source_id == row.id)
            .order_by(t.author.c.position)
        ).all()
        family = [person.family_name or person.name for person in people]
        cited = short_citation(family, row.publisher, row.issued, row.name)
        authors = tuple(p.name for p in people)
        keys = tuple(p.key for p in people)
        return SourceLabel(row.name, row.publisher, authors, cited, row.issued, row.url or row.doi, row.key, keys)
