"""What the base holds beside the files of a load: a load may refer to it and must not take it.

Separate from loading because a check asks the same, and because only this part of the seed room reads the base.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from policykb.domain.fields import SUBJECTS
from policykb.domain.models import MODELS
from policykb.domain.record import digest
from policykb.seed.clashes import Known, Name
from policykb.store import state
from policykb.store.engine import Connection
from policykb.store.extensions import Stored, extensions, own_record
from policykb.store.incoming import Incoming

CHUNK = 5_000
_SHARED = ("entity", "statement")


class Others:
    """The records of files that a load leaves alone; ``replaced`` are the owners whose records it replaces."""

    def __init__(self, connection: Connection, replaced: set[str]) -> None:
        self._connection = connection
        self._owners = {id_: name for name, (id_, _) in state.owners(connection).items() if name not in replaced}
        self._entities: dict[str, state.Known] | None = None

    def known(self) -> Known:
        """Their entities, names, vocabularies and former keys."""
        connection, owners = self._connection, self._owners
        entities = state.entities(connection)
        theirs = {known.key for known in entities.values() if known.owner_id in owners}
        scopes = {known.id: known.key for known in entities.values()}
        names: dict[str, list[Name]] = {}
        for row in state.named(connection):
            if row.key in theirs:
                scope = scopes.get(row.scope_id) if row.scope_id else None
                names.setdefault(row.key, []).append(Name(row.key, row.folded, bool(row.ruled), scope))
        vocabularies = {known.key for known in state.vocabularies(connection).values() if known.owner_id in owners}
        former = state.former_keys(connection)
        kept = self._owned(_SHARED, sorted(set(former.values())))
        return Known(
            entities={key: kind for key, kind in state.entity_kinds(connection).items() if key in theirs},
            parents={key: above for key, above in state.parents(connection).items() if key in theirs},
            names=names,
            terms={key: words for key, words in state.terms_by_vocabulary(connection).items() if key in vocabularies},
            former={old: key for old, key in former.items() if key in kept},
        )

    def extensions(self) -> Iterator[tuple[Stored, bool]]:
        """Every extension, and whether it is of a file that the load leaves alone."""
        kept = set(self._owners.values())
        for stored in extensions(self._connection):
            yield stored, stored.owner in kept

    def has(self, key: str) -> bool:
        """Whether an entity is theirs."""
        return self._entity(key) is not None

    def _entity(self, key: str) -> state.Known | None:
        if self._entities is None:
            self._entities = state.entities(self._connection)
        known = self._entities.get(key)
        return known if known and known.owner_id in self._owners else None

    def incoming(self, key: str) -> Incoming | None:
        """An entity of theirs as its own file has it; None where they have none of that key."""
        known = self._entity(key)
        if known is None:
            return None
        canonical = MODELS[known.type].model_validate(own_record(self._connection, known)).canonical()
        return Incoming(known.type, key, self._owners[known.owner_id], known.position, digest(canonical), canonical)

    def statements(self, keys: Iterable[str]) -> set[str]:
        """Those of the keys that are statements of theirs."""
        return set(self._owned(("statement",), sorted(keys)))

    def taken(self, records: Iterable[Incoming]) -> dict[tuple[str, str], str]:
        """The records that are theirs already: by type and key, the file that owns what has the key."""
        found: dict[tuple[str, str], str] = {}
        iterator = iter(records if self._owners else ())
        while chunk := list(islice(iterator, CHUNK)):
            for type_ in dict.fromkeys(item.type for item in chunk):
                keys = [item.key for item in chunk if item.type == type_]
                tables = _SHARED if type_ in SUBJECTS else (type_,)
                found |= {(type_, key): owner for key, owner in self._owned(tables, keys).items()}
        return found

    def _owned(self, tables: Iterable[str], keys: list[str]) -> dict[str, str]:
        """Their file, by key."""
        owned = [pair for table in tables for pair in state.owner_ids(self._connection, table, keys).items()]
        return {key: self._owners[owner] for key, owner in owned if owner in self._owners}
