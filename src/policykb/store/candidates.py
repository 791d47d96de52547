"""What somebody who types may mean: keys and names that begin so, words of vocabularies.

Separate from all other reading since a shell waits for it at every press of a key: without SQLAlchemy, which costs more
than the looking up.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

from policykb.lexicon.words import fold_name
from policykb.store.dialect import console_of

MOST = 200
_LAST = "\U0010ffff"
_SECONDS = 2


@contextmanager
def candidates(url: str) -> Iterator["Candidates"]:
    """What is in the base at ``url``, open for looking up. Raises PolicykbError where there is none."""
    with closing(console_of(url).Console(url, _SECONDS)) as console:
        yield Candidates(console)


class Candidates:
    """Looks up what begins with what was typed; each answer in the order of keys, at most `MOST` of them."""

    def __init__(self, console: Any) -> None:
        self._ask = console.ask

    def entities(self, types: Sequence[str], start: str, role: str | None = None) -> list[tuple[str, str, str]]:
        """Key, name and type of the entities of whose key, or one of whose names, this is the start.

        Those that bear this very name come first, then keys that begin so. Where nothing was typed, those that
        statements link to in this ``role``, if there are any.
        """
        chosen = f"SELECT e.key, e.name, e.type FROM entity e WHERE e.type IN ({_listed(types)})"
        folded = fold_name(start)
        if not folded:
            linked = "EXISTS (SELECT 1 FROM link l WHERE l.entity_id = e.id AND l.role = $1)" if role else "1 = 1"
            rows = self._ask(f"{chosen} AND {linked} ORDER BY e.key LIMIT {MOST}", [role] if role else [])
            return self.entities(types, start) if role and not rows else [_texts(row) for row in rows]
        key = "(e.key >= $1 AND e.key < $2)"
        same = "EXISTS (SELECT 1 FROM alias a WHERE a.entity_id = e.id AND a.folded = $3)"
        named = "e.id IN (SELECT a.entity_id FROM alias a WHERE a.folded >= $3 AND a.folded < $4)"
        order = f"CASE WHEN {same} THEN 0 WHEN {key} THEN 1 ELSE 2 END"
        rows = self._ask(
            f"{chosen} AND ({key} OR {named}) ORDER BY {order}, e.key LIMIT {MOST}",
            [start.lower(), start.lower() + _LAST, folded, folded + _LAST],
        )
        return [_texts(row) for row in rows]

    def names(self, types: Sequence[str], start: str) -> list[tuple[str, str, str]]:
        """A name, the key and the type of the entities one of whose names, in several words, begins so."""
        folded = fold_name(start)
        rows = self._ask(
            "SELECT a.text, e.key, e.type FROM alias a JOIN entity e ON e.id = a.entity_id"
            f" WHERE e.type IN ({_listed(types)}) AND a.folded >= $1 AND a.folded < $2 ORDER BY a.text LIMIT {MOST}",
            [folded, folded + _LAST],
        )
        return [_texts(row) for row in rows]

    def statements(self, start: str) -> list[tuple[str, str]]:
        """Key and text of the statements whose key begins so."""
        low = start.lower()
        rows = self._ask(
            f"SELECT s.key, s.text FROM statement s WHERE s.key >= $1 AND s.key < $2 ORDER BY s.key LIMIT {MOST}",
            [low, low + _LAST],
        )
        return [(str(key), str(text)) for key, text in rows]

    def terms(self, vocabularies: Sequence[str], start: str) -> list[tuple[str, str]]:
        """The words of these vocabularies that begin so, each with its definition."""
        low = start.lower()
        rows = self._ask(
            "SELECT t.key, t.definition FROM term t JOIN vocabulary v ON v.id = t.vocabulary_id"
            f" WHERE v.key IN ({_listed(vocabularies)}) AND t.key >= $1 AND t.key < $2 ORDER BY v.key, t.position",
            [low, low + _LAST],
        )
        return list({str(key): str(definition) for key, definition in rows}.items())


def _texts(row: Sequence[object]) -> tuple[str, str, str]:
    one, two, three = map(str, row)
    return one, two, three


def _listed(words: Sequence[str]) -> str:
    """Words of policykb's own in a list of SQL."""
    assert all(word.replace("-", "").isalpha() for word in words)
    return ", ".join(f"'{word}'" for word in words) or "NULL"
