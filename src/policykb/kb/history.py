"""What became of one record, and what the loads did: history as people and scripts read it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic_core import from_json

from policykb.domain.dates import EXPECTED, interval
from policykb.domain.history import Load, RecordChange, plain
from policykb.errors import UnknownKey, UsageError
from policykb.kb.nearest import nearest
from policykb.query.meanings import Names
from policykb.store import past, surroundings
from policykb.store.engine import Connection, Database
from policykb.store.past import Changed


@dataclass(frozen=True)
class History:
    """All that happened to a record, oldest first: under its present ``key``, under the ``other_keys`` it had, and to
    the claims, relations and coverage that hang on it.

    ``present`` tells whether it is in the base still.
    """

    key: str
    type: str
    present: bool
    other_keys: tuple[str, ...]
    changes: tuple[RecordChange, ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return vars(self) | {
            "other_keys": list(self.other_keys),
            "changes": [change.to_dict() for change in self.changes],
        }


def history(database: Database, key: str) -> History:
    """What became of the record of that key, former key or name; UnknownKey where history knows none."""
    with database.reading() as connection:
        wanted = surroundings.current_key(connection, key.strip().lower())
        rows = past.changes_of(connection, [wanted])
        if not rows:
            named = Names(connection).find(key)
            if len(named) == 1:
                wanted = named[0].key
                rows = past.changes_of(connection, [wanted])
        if not rows:
            near = nearest(wanted, [*past.keys_like(connection, wanted), *surroundings.keys_like(connection, wanted)])
            hint = f"Did you mean {' or '.join(near)}?" if near else "policykb query lists records with their keys."
            raise UnknownKey(f"The history of {database.description} has no record {key!r}.", hint)
        keys, rows = _with_other_keys(connection, wanted, rows)
        loads = {load.number: load for load in past.loads(connection, first=min(row.load_id for row in rows))}
    own = [row for row in rows if row.key == wanted]
    return History(
        wanted,
        (own or rows)[-1].type,
        bool(own) and own[-1].after is not None,
        tuple(k for k in keys if k != wanted),
        tuple(_paired(rows, loads)),
    )


def _with_other_keys(connection: Connection, key: str, rows: list[Changed]) -> tuple[list[str], list[Changed]]:
    """The key and all others the record ever had, as the records themselves say, and what happened to any of them."""
    keys = [key]
    while True:
        others = [old for row in rows for old in _former_keys(row) if row.key in keys]
        # A new name that was undone: the record that took this one's place for a while.
        for row in rows:
            if row.op == "remove" and row.key in keys:
                told = past.renamed_in(connection, row.load_id)
                others += [new.key for new in told if new.op == "add" and row.key in _former_keys(new)]
        new = [old for old in dict.fromkeys(others) if old not in keys]
        if not new:
            return keys, rows
        keys += new
        rows = past.changes_of(connection, keys)


def _former_keys(row: Changed) -> list[str]:
    texts = [text for text in (row.before, row.after) if text is not None and '"former_keys":' in text]
    return [key for text in texts for key in from_json(text)["former_keys"]]


@dataclass(frozen=True)
class Changes:
    """What some ``loads`` did, oldest first. Iterating gives every `RecordChange`, read from the base as it goes."""

    loads: tuple[Load, ...]
    _database: Database = field(repr=False)

    def __iter__(self) -> Iterator[RecordChange]:
        for load in self.loads:
            yield from self.of(load)

    def __len__(self) -> int:
        """How many records were added, changed and removed in all; a rename counts as both."""
        return sum(load.added + load.changed + load.removed for load in self.loads)

    def of(self, load: Load) -> Iterator[RecordChange]:
        """What one of the loads did; a record that was given another key comes once, as a rename."""
        with self._database.reading() as connection:
            pairs = _renames(connection, load.number)
            gone = {old.id for old, _ in pairs.values()}
            for row in past.changes_in(connection, load.number):
                if row.id in pairs:
                    yield _change(load, *pairs[row.id])
                elif row.id not in gone:
                    yield _change(load, row, row)

    def to_dicts(self) -> list[dict[str, Any]]:
        """The loads as JSON has them, each with its ``records``."""
        return [plain(load) | {"records": [change.to_dict() for change in self.of(load)]} for load in self.loads]


def changes(database: Database, since: int | str | date | None) -> Changes:
    """What the loads since a number or a day did; UsageError where that makes no sense."""
    with database.reading() as connection:
        if since is None:
            return Changes(tuple(past.loads(connection)), database)
        number, day = _since(since)
        newest = past.newest(connection) or 0
        if number is not None and number > newest:
            there = f"The newest is load {newest}." if newest else "Nothing was loaded yet."
            raise UsageError(f"There is no load {number}.", there)
        return Changes(tuple(past.loads(connection, first=number or 1, since=day)), database)


def _since(since: int | str | date) -> tuple[int | None, str | None]:
    """(number of a load, first day); four digits are a year, unless # stands before them.

    >>> _since("3"), _since("2024-05"), _since("#2024"), _since(date(2024, 5, 1))
    ((3, None), (None, '2024-05-01'), (2024, None), (None, '2024-05-01'))
    """
    if isinstance(since, date):
        return None, since.isoformat()[:10]
    text = str(since).strip()
    number = text.removeprefix("#")
    is_number = number.isascii() and number.isdigit() and len(number) <= 9
    if is_number and int(number) and (isinstance(since, int) or text.startswith("#") or len(number) != 4):
        return int(number), None
    try:
        first = interval(text).first
    except ValueError as error:
        raise UsageError(
            f"--since cannot be '{text}': {error}.", f"Give a day ({EXPECTED}) or the number of a load."
        ) from error
    assert first is not None
    return None, first.isoformat()


def _renames(connection: Connection, load: int) -> dict[int, tuple[Changed, Changed]]:
    """(the removed row, the added row) of records that got another key, by the id of the added row."""
    told = past.renamed_in(connection, load)
    others = past.changes_to(connection, load, [key for row in told for key in _former_keys(row)])
    pairs: dict[int, tuple[Changed, Changed]] = {}
    for row in told:
        for former in reversed(_former_keys(row)):
            other = others.get(("remove" if row.op == "add" else "add", former))
            if other is not None:
                old, new = (other, row) if row.op == "add" else (row, other)
                pairs.setdefault(new.id, (old, new))
                break
    return pairs


def _paired(rows: list[Changed], loads: dict[int, Load]) -> Iterator[RecordChange]:
    """The rows of one record as changes, a removal and an addition by the same load under two keys as one."""
    paired: set[int] = set()
    for row in rows:
        if row.id in paired:
            continue
        other = next((o for o in rows if o.load_id == row.load_id and _is_rename(row, o)), None)
        if other is None:
            yield _change(loads[row.load_id], row, row)
        else:
            paired.add(other.id)
            old, new = (row, other) if row.op == "remove" else (other, row)
            yield _change(loads[row.load_id], old, new)


def _is_rename(one: Changed, other: Changed) -> bool:
    if {one.op, other.op} != {"add", "remove"} or one.key == other.key:
        return False
    return one.key in _former_keys(other) or other.key in _former_keys(one)


def _change(load: Load, old: Changed, new: Changed) -> RecordChange:
    op = new.op if old is new else "rename"
    return RecordChange(load, op, new.type, new.key, new.owner, _json(old.before), _json(new.after))


def _json(text: str | None) -> dict[str, Any] | None:
    return from_json(text) if text is not None else None
