"""What lies below the entities a query names, and by which way; separate as reasons of every kind tell it."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, select

from policykb.store import tables as t


class Below(NamedTuple):
    """An entity that is the one asked for, narrower than it or a part of it."""

    key: str
    type: str
    name: str


class Lineage:
    """The named entities with everything below them, read once for a query."""

    def __init__(self, connection: Connection, ids: Mapping[str, int]) -> None:
        self._below: dict[str, dict[str, Below]] = {key: {} for key in ids}
        self._parents: dict[str, list[str]] = {}
        if not ids:
            return
        keys = {id_: key for key, id_ in ids.items()}
        c, e = t.closure.c, t.entity.c
        rows = connection.execute(
            select(c.ancestor_id, e.key, e.type, e.name)
            .join(t.entity, e.id == c.descendant_id)
            .where(c.ancestor_id.in_(keys))
            .order_by(e.key)
        )
        for ancestor, key, type_, name in rows:
            self._below[keys[ancestor]][key] = Below(key, type_, name)
        child, above = t.entity.alias(), t.entity.alias()
        beneath = select(c.descendant_id).where(c.ancestor_id.in_(keys))
        chains = connection.execute(
            select(child.c.key, above.c.key)
            .join(t.parent, t.parent.c.child_id == child.c.id)
            .join(above, above.c.id == t.parent.c.parent_id)
            .where(child.c.id.in_(beneath))
            .order_by(child.c.key, t.parent.c.position)
        )
        for low, high in chains:
            self._parents.setdefault(low, []).append(high)

    def below(self, key: str, *, exact: bool = False) -> Mapping[str, Below]:
        """The entity and all that is narrower or a part of it, by key; ``exact``: itself alone."""
        found = self._below[key]
        return {key: found[key]} if exact else found

    def parents(self, key: str) -> list[str]:
        """What an entity that is below one asked for is directly below."""
        return self._parents.get(key, [])

    def how(self, asked: str, found: str) -> str:
        """How what was found belongs to what was asked for, in brackets; nothing where they are the same.

        The shortest way is told: ``(narrower than Economic through Trade)``.
        """
        below = self._below[asked]
        chain = self._chain(asked, found, below)
        if len(chain) < 2:
            return ""
        relation = "narrower than" if below[asked].type == "theme" else "part of"
        between = [below[key].name for key in chain[1:-1]]
        return f" ({relation} {below[asked].name}{f' through {_joined(between)}' if between else ''})"

    def _chain(self, asked: str, found: str, below: Mapping[str, Below]) -> list[str]:
        chains, seen = [[found]], {found}
        for chain in chains:
            if chain[-1] == asked:
                return chain
            for parent in self._parents.get(chain[-1], ()):
                if parent in below and parent not in seen:
                    seen.add(parent)
                    chains.append([*chain, parent])
        return []


def _joined(names: Iterable[str]) -> str:
    return ", ".join(names)
