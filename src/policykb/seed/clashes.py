"""Faults that no record has alone: names two entities bear, circles of parents, former keys that lead astray.

Separate from `check` because all of them are found at the end, when everything is known.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from policykb.domain.entity import Alias, Entity
from policykb.errors import Problem
from policykb.lexicon.words import fold_name
from policykb.seed.read import Entry

Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Name:
    """A name of an entity that texts are searched for."""

    entity: str
    text: str
    ruled: bool
    scope: str | None


@dataclass
class Known:
    """What is known of others: (type, kind) by key, parents, names, vocabularies, keys by former key.

    Begins as what the base holds besides the files that are read, and grows as they are.
    """

    entities: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    parents: dict[str, list[str]] = field(default_factory=dict)
    names: dict[str, list[Name]] = field(default_factory=dict)
    terms: dict[str, list[str]] = field(default_factory=dict)
    former: dict[str, str] = field(default_factory=dict)


class Clashes:
    """Takes the records of a load (``add_...``), then says what is wrong between them and what is known."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._names: list[tuple[Name, Entry, Path]] = []
        self._kept: list[tuple[Name, Entry, Path]] = []
        """Names that files which are not read add to records."""
        self._stated: set[str] = set()
        """The entities whose own names the files state."""
        self._parents: dict[str, Entry] = {}
        self.former: dict[str, tuple[Entry, int]] = {}
        """The former keys the files state, with the record and the position in its list."""

    def add_names(
        self, record: Entity, entry: Entry, scope: str | None, *, addition: bool = False, is_new: bool = True
    ) -> Iterator[Problem]:
        """Remembers the names of an entity, or those that a file adds to it."""
        if not addition:
            self._stated.add(record.key)
        for path, alias in _names_of(record):
            name = Name(record.key, fold_name(alias.text), alias.has_rules, scope)
            if addition and path == ("name",):
                continue
            if name.text:
                (self._names if is_new else self._kept).append((name, entry, path))
            else:
                yield entry.complain(path, f"{alias.text!r} holds no letter or digit")

    def add_parents(self, key: str, above: Sequence[str], entry: Entry, *, addition: bool = False) -> None:
        """Remembers what an entity is directly below; of an addition, what it is below besides."""
        if addition:
            self._known.parents[key] = [*self._known.parents.get(key, ()), *above]
            self._parents.setdefault(key, entry)
        else:
            self._known.parents[key] = list(above)
            self._parents[key] = entry

    def restate(self, record: Entity, scope: str | None) -> None:
        """Takes the names and parents of an entity of the base without what files add to it."""
        names = [(alias.text, alias.has_rules) for _, alias in _names_of(record)]
        self._known.names[record.key] = [Name(record.key, fold_name(text), ruled, scope) for text, ruled in names]
        self._known.parents[record.key] = [*getattr(record, "broader", ()), *getattr(record, "part_of", ())]

    def add_former_keys(self, key: str, former_keys: Sequence[str], entry: Entry) -> Iterator[Problem]:
        """Remembers the former keys of a record; each leads to one record."""
        if key in self._known.former:
            yield entry.complain(("key",), f"{key} is a former key of {self._known.former[key]}")
        for n, former in enumerate(former_keys):
            other = self._known.former.get(former)
            if former in self.former:
                other = self.former[former][0].record.key  # type: ignore[attr-defined]  # it has former keys
            if former == key:
                yield entry.complain(("former_keys", n), f"{former} is the key it has now")
            elif other is not None:
                yield entry.complain(("former_keys", n), f"{former} is a former key of {other} already")
            else:
                self.former[former] = (entry, n)

    def in_use(self, former: str) -> Problem:
        """The complaint that a former key is the key of another record."""
        entry, n = self.former[former]
        return entry.complain(("former_keys", n), f"{former} is the key of another record")

    def of_names(self) -> Iterator[Problem]:
        """The names that two entities bear, unless a rule or a source tells them apart, or one is within the other.

        Within: narrower than it or a part of it. The name then means the narrower one, which the wider one includes.
        """
        bearers: dict[str, list[tuple[Name, Entry | None, Path]]] = {}
        for names in self._known.names.values():
            for name in names:
                if name.entity not in self._stated:
                    bearers.setdefault(name.text, []).append((name, None, ()))
        for name, entry, path in (*self._kept, *self._names):
            bearers.setdefault(name.text, []).append((name, entry, path))
        for text, some in bearers.items():
            if len(some) > 1:
                yield from self._of_bearers(text, some)

    def _of_bearers(self, text: str, some: list[tuple[Name, Entry | None, Path]]) -> Iterator[Problem]:
        for at, (name, entry, path) in enumerate(some):
            if entry is None:
                continue
            # Names of the base come first, so what stands before is older.
            for other, _, _ in some[:at]:
                same_place = name.scope == other.scope or None in (name.scope, other.scope)
                if not same_place or name.ruled or other.ruled or self._one_within(name.entity, other.entity):
                    continue
                if other.entity == name.entity:
                    twice = "is there twice" if entry.record.type != "extension" else f"is one of {name.entity} already"
                    yield entry.complain(path, f"the name {text!r} {twice}")
                else:
                    hint = "give one of them a rule (needs_any, not_in, case_sensitive) or another name"
                    yield entry.complain(path, f"{other.entity} bears the name {text!r} too", hint)
                break

    def _one_within(self, key: str, other: str) -> bool:
        parents = self._known.parents
        return key != other and (other in _above(key, parents) or key in _above(other, parents))

    def bearers(self, text: str) -> list[str]:
        """The keys of the entities that bear a name, with an article before it or not."""
        folded = fold_name(text)
        wanted = {folded, folded.removeprefix("the ")}
        known = [name for names in self._known.names.values() for name in names]
        return sorted({n.entity for n in (*known, *(name for name, _, _ in self._names)) if n.text in wanted})

    def of_circles(self) -> Iterator[Problem]:
        """Circles of parents, each once, and persons and groups below a state."""
        parents = self._known.parents
        for key, entry in self._parents.items():
            circle = _circle(key, parents)
            name = "broader" if self._known.entities[key][0] == "theme" else "part_of"
            if circle == [key, key]:
                what = "broader than" if name == "broader" else "a part of"
                yield entry.complain((name,), f"{key} cannot be {what} itself")
            # A circle may lead through the base; it is named at the first of its records that the files state.
            elif circle and key == min(self._parents.keys() & set(circle)):
                yield entry.complain((name,), f"goes in a circle: {' -> '.join(circle)}")
            kind = self._kind(key)
            if kind in {"person", "group"}:
                for n, above in enumerate(parents[key]):
                    if self._kind(above) == "state":
                        yield entry.complain((name, n), f"a {kind} is never a part of a state")

    def _kind(self, key: str) -> str | None:
        return self._known.entities.get(key, ("", None))[1]


def _names_of(record: Entity) -> Iterator[tuple[Path, Alias]]:
    yield ("name",), record.name_alias
    for n, alias in enumerate(record.aliases):
        yield ("aliases", n), alias


def _above(key: str, parents: Mapping[str, Sequence[str]]) -> set[str]:
    """Everything that an entity is within."""
    found: set[str] = set()
    todo = [*parents.get(key, ())]
    while todo:
        above = todo.pop()
        if above not in found:
            found.add(above)
            todo += parents.get(above, ())
    return found


def _circle(start: str, parents: Mapping[str, Sequence[str]]) -> list[str]:
    """A way from ``start`` back to itself, both ends named; empty if there is none."""
    todo: list[list[str]] = [[start]]
    seen: set[str] = set()
    while todo:
        way = todo.pop()
        for above in parents.get(way[-1], ()):
            if above == start:
                return [*way, above]
            if above not in seen:
                seen.add(above)
                todo.append([*way, above])
    return []
