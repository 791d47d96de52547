"""What a load does to attached texts: they stay with a source of another key or language, and go with one that goes.

Separate from `writing`, which tells it what became of the sources, and from `attached`, which knows of no load.
"""

from collections.abc import Iterable, Mapping
from types import ModuleType

from sqlalchemy import Connection, select

from policykb.store import attached
from policykb.store import tables as t


class Texts:
    """The attached texts during one load; ``lost`` names the sources that went, and their text with them."""

    def __init__(self, connection: Connection, dialect: ModuleType) -> None:
        self._connection = connection
        self._dialect = dialect
        self._names: dict[int, set[str]] = {}
        self.lost: list[str] = []

    def leaves(self, id_: int, key: str) -> None:
        """Notes that a source leaves; to be told before its former keys go."""
        f = t.former_key.c
        # The keys it had count as well as those it has got, for the renaming may be undone.
        self._names[id_] = {
            *self._connection.execute(select(f.former).where(f.key == key)).scalars(),
            *self._connection.execute(select(f.key).where(f.former == key)).scalars(),
        }

    def settle(self, ids: Mapping[str, int], retyped: Iterable[int], languages: Iterable[int]) -> None:
        """Gives texts on or takes them away; ``ids``: of every record by key.

        ``retyped``: records that are of another type now; ``languages``: sources whose language is another one.
        """
        stale = set(languages)
        for id_, names in self._names.items():
            heir = next((ids[name] for name in sorted(names) if name in ids), None)
            if heir is not None and attached.give_on(self._connection, id_, heir):
                stale.add(heir)
            else:
                self._lose(id_)
        for id_ in retyped:
            self._lose(id_)
        for id_ in sorted(stale):
            attached.stem_again(self._connection, self._dialect, id_)

    def _lose(self, id_: int) -> None:
        known = attached.attachments(self._connection, id_)
        if attached.detach(self._connection, self._dialect, id_):
            self.lost += [each.source for each in known]
