"""Records that other files add to: what belongs together is put together before it is checked and written.

Separate from loading because an extension is no record of its own: its effects stand in the rows of the entity it is
added to, and whichever of the two files is loaded or removed, the entity is made anew from its own record and all that
is left to be added, in the order of their files' names.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pydantic import ValidationError

from policykb.domain.extension import Conflict, additions, merged
from policykb.domain.fields import ENTITIES
from policykb.domain.models import MODELS
from policykb.domain.record import digest
from policykb.errors import Problem
from policykb.seed.check import Checker
from policykb.seed.explain import problems_of
from policykb.seed.others import Others
from policykb.seed.read import Entry
from policykb.seed.suggest import closest
from policykb.store.extensions import Stored
from policykb.store.incoming import Incoming

Plain = dict[str, Any]


class _Part(NamedTuple):
    """A record, or something added to it: ``place`` names its file, ``entry`` is there where this load reads it."""

    owner: str
    position: int
    place: str
    record: Plain
    entry: Entry | None


@dataclass
class Result:
    """What a load has to write beside the records it read.

    ``merged``: entities with all that is added to them; ``own``: what they are without (None: nothing is added any
    more); ``added``: the extensions of the files read.
    """

    merged: dict[str, Incoming] = field(default_factory=dict)
    own: dict[str, str | None] = field(default_factory=dict)
    added: list[Incoming] = field(default_factory=list)


class Extending:
    """Takes the extensions and records of a load one by one, then puts them together (`merge`)."""

    def __init__(self, checker: Checker, problems: list[Problem], others: Others | None) -> None:
        self._checker = checker
        self._problems = problems
        self._others = others
        self._parts: dict[str, list[_Part]] = {}
        self._written: set[str] = set()
        """Keys of the entities that have to be made anew."""
        self._seen: dict[str, Entry] = {}
        self.result = Result()
        for stored, is_kept in others.extensions() if others else ():
            if is_kept:
                self._parts.setdefault(stored.key, []).append(_kept(stored))
            else:
                self._written.add(stored.key)

    def add(self, entry: Entry) -> None:
        """Takes an extension that was read."""
        record = entry.record.to_dict()
        key = record["key"]
        mine = [part for part in self._parts.get(key, ()) if part.owner == entry.file.owner]
        if mine:
            self._complain(entry, ("key",), f"{key} is extended twice in this file", "put them together")
        elif not additions(record):
            self._complain(entry, (), f"adds nothing to {key}")
        else:
            part = _Part(entry.file.owner, entry.position, entry.file.display, record, entry)
            self._parts.setdefault(key, []).append(part)
            self._written.add(key)
            canonical = entry.record.canonical()
            added = Incoming("extension", key, entry.file.owner, entry.position, digest(canonical), canonical)
            self.result.added.append(added)

    def saw(self, entry: Entry) -> None:
        """Takes note of an entity that was read, where something is added to it."""
        key: str = entry.record.key  # type: ignore[attr-defined]  # entities have one
        if key in self._parts:
            self._seen[key] = entry
            self._written.add(key)

    def merge(self, entities: Iterable[Incoming]) -> None:
        """Puts every entity that has to be made anew together, and tells what cannot be added."""
        read = {item.key: item for item in entities if item.key in self._written} if self._written else {}
        # What is added to by files that are not read must still be there.
        lost = {key for key in self._parts.keys() - self._written if not (self._others and self._others.has(key))}
        for key in sorted(self._written | lost):
            parts = sorted(self._parts.get(key, ()), key=lambda part: part[:2])
            own = read.get(key) or (self._others.incoming(key) if self._others else None)
            if own is None:
                self._refuse_unknown(key, parts)
            else:
                self._merge(own, parts, is_read=key in read)

    def _merge(self, own: Incoming, parts: list[_Part], *, is_read: bool) -> None:
        record = json.loads(own.canonical)
        model = MODELS[own.type]
        if not is_read:
            self._checker.restate(model.model_validate(record))
        entry = self._seen.get(own.key)
        holders = [_Part(own.owner, 0, entry.file.display if entry else own.owner, record, entry)]
        for part in parts:
            if part.owner == own.owner and part.entry:
                self._complain(part.entry, ("key",), f"{own.key} stands in this file itself", "write it there")
                continue
            if not self._check(record, part):
                continue
            record, conflicts = merged(record, part.record)
            for conflict in conflicts:
                self._refuse(own, conflict, part, holders)
            holders.append(part)
        try:
            canonical = model.model_validate(record).canonical()
        except ValidationError:
            return  # what is wrong was said where it stands
        whole = Incoming(own.type, own.key, own.owner, own.position, digest(canonical), canonical)
        self.result.merged[own.key] = whole
        self.result.own[own.key] = own.canonical if parts else None

    def _check(self, record: Plain, part: _Part) -> bool:
        """Whether what is added fits the type of its record; what it names is looked up like that of any record."""
        model = MODELS[record["type"]]
        said = {name: record[name] for name in ("type", "key", "name", "title", "kind") if name in record}
        entry = part.entry or Entry(model.model_construct(**said), None, part.position, _teller(part))  # type: ignore[arg-type]
        try:
            addition = model.model_validate(said | additions(part.record))
        except ValidationError as error:
            self._problems += [problem for problem, _ in problems_of(error, model, entry.complain)]
            return False
        self._checker.extend(addition, entry, is_new=part.entry is not None)
        return True

    def _refuse(self, own: Incoming, conflict: Conflict, part: _Part, holders: list[_Part]) -> None:
        name = str(conflict.path[0])
        value = part.record[name]
        if name == "aliases" and own.type != "source" and not _is_ruled(value[conflict.path[1]]):
            return  # told as a clash of names
        # A file may also say the same twice itself.
        holder, path = next(found for holder in (*holders, part) for found in _places(holder, conflict, value))
        if part.entry:
            where = "in this file" if holder is part else holder.place
            self._complain(part.entry, conflict.path, f"{own.key} {conflict} ({where})")
        elif holder.entry:
            hint = f"take it out of {part.place} first"
            self._complain(holder.entry, path, f"{part.place} adds it to {own.key} already", hint)

    def _refuse_unknown(self, key: str, parts: list[_Part]) -> None:
        known = self._checker.known.entities
        for part in parts:
            if part.entry is None:
                said = f"{key} cannot be removed: this file adds to it"
                self._problems.append(Problem(part.place, 0, 0, "extend", said))
            elif key in self._checker.statements or (self._others and self._others.statements([key])):
                said = f"{key} is a statement, to which no other file can add"
                self._complain(part.entry, ("key",), said, f"what can be extended: {_EXTENDABLE}")
            elif key not in self._checker.broken.keys:
                now = self._checker.known.former.get(key)
                hint = f"it is {now} now" if now else closest(key, known) or f"what can be extended: {_EXTENDABLE}"
                self._complain(part.entry, ("key",), f"no record {key} to add to", hint)

    def _complain(self, entry: Entry, path: tuple[str | int, ...], message: str, hint: str = "") -> None:
        self._problems.append(entry.complain(path, message, hint))


_EXTENDABLE = ", ".join(f"{type_}s" for type_ in ENTITIES)


def _kept(stored: Stored) -> _Part:
    return _Part(stored.owner, stored.position, stored.owner, json.loads(stored.record), None)


def _teller(part: _Part) -> Any:
    def complain(path: tuple[str | int, ...], message: str, hint: str = "", *, key: bool = False) -> Problem:
        del key  # it was loaded from there; where exactly is not known any more
        return Problem(part.place, 0, 0, ".".join(["extend", *map(str, path[:1])]), message, hint)

    return complain


def _is_ruled(alias: Any) -> bool:
    return isinstance(alias, dict) and bool({"case_sensitive", "not_in", "needs_any"} & alias.keys())


def _places(holder: _Part, conflict: Conflict, value: Any) -> Iterator[tuple[_Part, tuple[str | int, ...]]]:
    """The part and where in it there is what cannot be added again; nothing where this part has it not."""
    name = str(conflict.path[0])
    there = holder.record.get(name)
    if isinstance(value, list):
        item = value[int(conflict.path[1])]
        if item in (there or ()):
            yield holder, (name, list(there or ()).index(item))
    elif isinstance(value, dict):
        if conflict.path[1] in (there or {}):
            yield holder, conflict.path
    elif there is not None:
        yield holder, (name,)
