"""The flat rows of statements a column at a time, straight from the rows of the store; what long exports are made of.

Says of every cell what `policykb.export.flat` says of it (a test compares them), without making a record first: that,
and going column by column, is what lets an export of a large base keep pace with the database's own shell.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from policykb.domain.citation import place
from policykb.domain.fields import FIELDS, STATEMENTS
from policykb.export.table import Chunk, Value
from policykb.store import statement_rows
from policykb.store.engine import Connection
from policykb.store.labels import Labels, SourceLabel
from policykb.store.statement_rows import LINK, OWN, PLACE, Rows

_ROLES = {f.name: f.role for f in FIELDS if f.role and f.flat and set(f.subjects) & set(STATEMENTS)}
_PASSAGES = frozenset({"evidence", "citation"})
Column = list[Value]


def chunks(
    connection: Connection, ids: Iterable[int], labels: Labels, names: Sequence[str], *, keys: bool = False
) -> Iterator[Chunk]:
    """The columns of these names for the statements of these ids, in this order, a few hundred at a time.

    ``keys``: entities by their keys, not their names.
    """
    rows = statement_rows.in_chunks(
        connection,
        ids,
        labels,
        link=LINK[:3] if _ROLES.keys() & set(names) else (),
        evidence=PLACE if _PASSAGES & set(names) else (),
    )
    for some in rows:
        yield _Columns(some, labels, keys).of(names)


class _Columns:
    """The columns of one chunk; what several of them need is found once."""

    def __init__(self, rows: Rows, labels: Labels, keys: bool) -> None:
        self._keys = keys
        self._own = dict(zip(OWN, map(list, zip(*rows.own, strict=True)), strict=True))
        self._ids: list[int] = self._own["id"]
        sources = [rows.entities[id_].key for id_ in self._own["source_id"]]
        known = labels.sources(sources)
        self._own["source"] = sources
        self._sources: list[SourceLabel] = [known[key] for key in sources]
        self._linked = _linked(rows, keys)
        self._places = _places(rows)

    def of(self, names: Sequence[str]) -> Chunk:
        return [self._column(name) for name in names]

    def _column(self, name: str) -> Column:
        if name in _MADE:
            return _MADE[name](self)
        if name in _ROLES:
            return self._links(name)
        return self._own[name]

    def _links(self, name: str) -> Column:
        found = self._linked.get(_ROLES[name])
        return [found.get(id_) for id_ in self._ids] if found else [None] * len(self._ids)

    def _proponents(self) -> Column:
        authors = (source.author_keys if self._keys else source.authors for source in self._sources)
        stated = self._links("proponents")
        return [
            (theirs or None) if voiced == "authors" else said
            for voiced, said, theirs in zip(self._own["voiced"], stated, authors, strict=True)
        ]

    def _publisher(self) -> Column:
        return [s.publisher_key if self._keys else s.publisher for s in self._sources]

    def _issued(self) -> Column:
        return [own or source.issued for own, source in zip(self._own["issued"], self._sources, strict=True)]

    def _priority(self) -> Column:
        return [bool(said) for said in self._own["priority"]]

    def _endorsed(self) -> Column:
        return [
            (said is None or bool(said)) if type_ == "recommendation" else None
            for said, type_ in zip(self._own["endorsed"], self._own["type"], strict=True)
        ]

    def _codes(self) -> Column:
        return [_codes(said) if said else None for said in self._own["codes"]]

    def _evidence(self) -> Column:
        return [self._places.get(id_) for id_ in self._ids]

    def _citation(self) -> Column:
        places = self._places
        return [
            f"{source.short_citation}, {'; '.join(places[id_])}" if id_ in places else source.short_citation
            for id_, source in zip(self._ids, self._sources, strict=True)
        ]


_MADE: dict[str, Callable[[_Columns], Column]] = {
    "publisher": _Columns._publisher,
    "proponents": _Columns._proponents,
    "issued": _Columns._issued,
    "priority": _Columns._priority,
    "endorsed": _Columns._endorsed,
    "codes": _Columns._codes,
    "evidence": _Columns._evidence,
    "citation": _Columns._citation,
}


def _linked(rows: Rows, keys: bool) -> dict[str, dict[int, tuple[str, ...]]]:
    """The names of what is linked, by role and statement."""
    label = 0 if keys else 1
    name_of = {id_: (rows.entities[id_][label],) for id_ in {row[2] for row in rows.links}}
    roles: dict[str, dict[int, tuple[str, ...]]] = {role: {} for role in _ROLES.values()}
    for id_, role, entity_id in rows.links:
        found = roles[role]
        if id_ in found:
            found[id_] += name_of[entity_id]
        else:
            found[id_] = name_of[entity_id]
    return roles


def _places(rows: Rows) -> dict[int, tuple[str, ...]]:
    """The places a statement stands on, where they can be told in words."""
    found: dict[int, tuple[str, ...]] = {}
    for id_, *values in rows.evidence:
        if words := _place(*values):
            found[id_] = (*found[id_], words) if id_ in found else (words,)
    return found


@lru_cache(maxsize=10_000)
def _place(*values: Any) -> str:
    return place(dict(zip(PLACE, values, strict=True)))


def _codes(text: str) -> tuple[str, ...] | None:
    return tuple(f"{scheme}={code}" for scheme, code in json.loads(text).items()) or None
