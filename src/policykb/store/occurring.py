"""Which records the statements of an answer are linked to, and what is above those; reads only."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection, select

from policykb.store import tables as t
from policykb.store.labels import Label, Labels
from policykb.store.statement_rows import CHUNK


@dataclass(frozen=True)
class Occurring:
    """``columns``: key and name of all that occurs or is above it, by name; ``above``: what each key counts for."""

    columns: Sequence[Label]
    above: Mapping[str, frozenset[str]]


def occurring(connection: Connection, ids: Iterable[int], role: str, labels: Labels) -> Occurring:
    """What the statements of these ids are linked to in a role, and what that is part of or narrower than.

    A statement counts for all that is above what it names, as in a query.
    """
    link, closure = t.link.c, t.closure.c
    linked: set[int] = set()
    for some in _chunks(ids):
        query = select(link.entity_id).where(link.role == role, link.statement_id.in_(some)).distinct()
        linked.update(connection.execute(query).scalars())
    above: dict[int, set[int]] = {id_: {id_} for id_ in linked}
    for some in _chunks(linked):
        query = select(closure.descendant_id, closure.ancestor_id).where(closure.descendant_id.in_(some))
        for low, high in connection.execute(query):
            above[low].add(high)
    known = labels.entities({id_ for some_ids in above.values() for id_ in some_ids})
    named = {known[id_] for some_ids in above.values() for id_ in some_ids}
    return Occurring(
        sorted(named, key=lambda label: (label.name.casefold(), label.key)),
        {known[low].key: frozenset(known[id_].key for id_ in high) for low, high in above.items()},
    )


def _chunks(ids: Iterable[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while some := list(islice(rest, CHUNK)):
        yield some
