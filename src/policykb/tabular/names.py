"""What the names in cells mean: by key, name or alias; and what of them nothing in the base bears, with how often.

Separate because a name that is unknown is told once for all its rows, with the nearest name there is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from policykb.domain.keys import is_key
from policykb.lexicon.words import fold_name
from policykb.seed.clashes import Known
from policykb.seed.suggest import closest

MOST_ROWS = 5
"""Rows that are named for one name."""


class Ambiguous(Exception):
    """A name that several records bear; the text lists their keys."""


@dataclass
class Missing:
    """A name that was not found: in which column, in how many rows, and the first of them."""

    text: str
    wanted: tuple[str, ...]
    column: str
    table: str
    policy: str
    count: int = 0
    rows: list[int] = field(default_factory=list)
    nearest: str = ""
    last: int = -1


class Names:
    """Names of a base, and of what an import adds to it."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self.missing: dict[tuple[str, str, tuple[str, ...]], Missing] = {}
        self._plain: dict[str, set[str]] = {}
        self._scoped: dict[tuple[str, str], set[str]] = {}
        """Groups of one source, by that source and name."""
        self._ruled: dict[str, set[str]] = {}
        for names in known.names.values():
            for name in names:
                if name.scope is not None:
                    self._scoped.setdefault((name.scope, name.text), set()).add(name.entity)
                else:
                    (self._ruled if name.ruled else self._plain).setdefault(name.text, set()).add(name.entity)
        self.made: dict[str, Missing] = {}
        """The records that were made for a name, by key."""
        self._found: dict[tuple[str, tuple[str, ...]], str | None] = {}

    def add(self, key: str, type_: str, kind: str | None, names: Iterable[str]) -> None:
        """Takes a record that the import makes."""
        self.known.entities[key] = (type_, kind)
        for name in names:
            self._plain.setdefault(fold_name(name), set()).add(key)
        self._found.clear()

    def find(self, text: str, types: Sequence[str], source: str | None = None) -> str | None:
        """The key of what bears a name or has it for its key; None where nothing does. Raises Ambiguous.

        ``source``: the source whose own groups may be meant too.
        """
        place = (text, tuple(types))
        groups = sorted(self._scoped.get((source, fold_name(text)), ())) if source else []
        if len(groups) == 1 and "actor" in types:
            return groups[0]
        if place not in self._found:
            self._found[place] = self._find(text, types)
        return self._found[place]

    def _find(self, text: str, types: Sequence[str]) -> str | None:
        entities = self.known.entities
        if is_key(text) and text in entities and entities[text][0] in types:
            return text
        former = self.known.former.get(text)
        if former in entities and entities[former][0] in types:
            return former
        whole = fold_name(text)
        for names in (self._plain, self._ruled):
            for form in dict.fromkeys((whole, whole.removeprefix("the "))):
                some = sorted(key for key in names.get(form, ()) if entities.get(key, ("",))[0] in types)
                narrow = self._narrowest(some)
                if len(narrow) > 1:
                    raise Ambiguous(f"{text!r} may be {' or '.join(narrow)}")
                if narrow:
                    return narrow[0]
        return None

    def _narrowest(self, keys: list[str]) -> list[str]:
        """Of things one of which lies within another, the one within, which is what the name means."""
        if len(keys) < 2:
            return keys
        above = {parent for key in keys for parent in self.known.parents.get(key, ()) if parent in keys}
        return [key for key in keys if key not in above]

    def note(self, text: str, types: Sequence[str], column: str, table: str, row: int, policy: str) -> Missing:
        """Counts a name that was not found."""
        place = (text, column, tuple(types))
        if place not in self.missing:
            self.missing[place] = Missing(text, tuple(types), column, table, policy)
        found = self.missing[place]
        self.count(found, row)
        return found

    def count(self, found: Missing, row: int) -> None:
        """Counts one more row with such a name; a row may have it in several columns."""
        if found.last == row:
            return
        found.count += 1
        found.last = row
        if len(found.rows) < MOST_ROWS:
            found.rows.append(row)

    def nearest(self, text: str, types: Sequence[str]) -> str:
        """``did you mean KEY (Name)?`` for the nearest name of these types, or an empty text."""
        bearers = {
            name: key
            for names in (self._ruled, self._plain)
            for name, keys in names.items()
            for key in keys
            if self.known.entities.get(key, ("",))[0] in types
        }
        said = closest(fold_name(text), bearers)
        if not said:
            return ""
        name = said.removeprefix("did you mean ").removesuffix("?")
        return f"did you mean {bearers[name]}?"
