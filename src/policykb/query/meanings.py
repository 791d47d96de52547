"""Which entities bear a name, and which nearly do; separate from the rules by which a query takes one of them."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select

from policykb.domain.keys import is_key
from policykb.lexicon.words import fold_name
from policykb.query.grammar.lexer import ARTICLES, RESERVED
from policykb.store import tables as t

MOST_WORDS = 16
"""Words that a name which holds a reserved word is looked for in."""


class Meaning(NamedTuple):
    """An entity a name may mean; ``through`` is the name of it that fitted.

    ``how`` is what that name is of it: key, former key, family name, its name, or the kind of the alias (acronym, ...).
    """

    id: int
    key: str
    type: str
    name: str
    through: str
    scope_id: int | None
    how: str = "key"


def without_article(text: str) -> str:
    """A name as it stands in a lexicon: the Quad in quotes is the Quad all the same.

    >>> without_article("The Quad"), without_article("Theory")
    ('Quad', 'Theory')
    """
    first, _, rest = text.partition(" ")
    return rest if rest and first.lower() in ARTICLES else text


class Names:
    """The names of a base."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, text: str) -> list[Meaning]:
        """Every entity that has this key or bears this name, with an article before it or not; each once.

        Of two of a type of which one is within the other (narrower than it, a part of it) the narrower is meant.
        """
        found = self._find(text) or self._find(without_article(text)) or self._find(f"the {text}")
        return self._narrowest(found, text) if len(found) > 1 else found

    def _narrowest(self, found: Sequence[Meaning], key: str) -> list[Meaning]:
        # A key means its record whatever else is called so, or no canonical form could name it.
        types, c = {meaning.id: meaning.type for meaning in found}, t.closure.c
        among = select(c.ancestor_id, c.descendant_id).where(c.ancestor_id.in_(types), c.descendant_id.in_(types))
        pairs = self._connection.execute(among.where(c.ancestor_id != c.descendant_id)).all()
        wider = {above for above, below in pairs if types[above] == types[below]}
        return [meaning for meaning in found if meaning.id not in wider or meaning.key == key]

    def _find(self, text: str) -> list[Meaning]:
        e, a = t.entity.c, t.alias.c
        columns = (e.id, e.key, e.type, e.name, e.scope_id)
        found: dict[str, Meaning] = {}
        if is_key(text.lower()):
            key = text.lower()
            former = select(t.former_key.c.key).where(t.former_key.c.former == key)
            for row in self._connection.execute(select(*columns).where((e.key == key) | e.key.in_(former))):
                how = "key" if row.key == key else "former key"
                found[row.key] = Meaning(row.id, row.key, row.type, row.name, key, row.scope_id, how)
        folded = fold_name(text)
        rows = self._connection.execute(
            select(*columns, a.text, a.case_sensitive, a.kind)
            .join(t.alias, a.entity_id == e.id)
            .where(a.folded == folded)
            .order_by(e.key, a.position)
        )
        for n in rows:
            if not n.case_sensitive or n.text.replace(".", "") == text.replace(".", ""):
                meaning = Meaning(n.id, n.key, n.type, n.name, n.text, n.scope_id, _how(n.kind))
                if n.key == text or n.key not in found:
                    found.setdefault(n.key, meaning)
                elif found[n.key].through == n.key:
                    # IPEF is a name before it is the key ipef in capitals.
                    found[n.key] = meaning
        if not found:
            # A person is asked for by family name, though no text is searched for it.
            family = t.actor.c.family_name
            people = self._connection.execute(
                select(*columns, family).join(t.actor, t.actor.c.entity_id == e.id).where(family.is_not(None))
            )
            same = [person for person in people if fold_name(person.family_name) == folded]
            found = {p.key: Meaning(p.id, p.key, p.type, p.name, p.name, p.scope_id, "family name") for p in same}
        return list(found.values())

    def near(self, text: str, types: Sequence[str]) -> list[Meaning]:
        """Up to three entities of these types with a name like it, the nearest first."""
        from rapidfuzz import process
        from rapidfuzz.distance import DamerauLevenshtein

        e, a = t.entity.c, t.alias.c
        columns = (e.id, e.key, e.type, e.name, a.text, a.folded, e.scope_id, a.kind)
        query = select(*columns).join(t.alias, a.entity_id == e.id)
        rows = self._connection.execute(query.where(e.type.in_(types)).order_by(e.key, a.position)).all()
        matches = process.extract(
            fold_name(text),
            [row.folded for row in rows],
            scorer=DamerauLevenshtein.normalized_similarity,
            score_cutoff=0.6,
            limit=8,
        )
        best: dict[str, Meaning] = {}
        for _, _, index in matches:
            row = rows[index]
            meaning = Meaning(row.id, row.key, row.type, row.name, row.text, row.scope_id, _how(row.kind))
            best.setdefault(row.key, meaning)
        return list(best.values())[:3]


class ReservedNames:
    """The names of the base that hold a reserved word (Trinidad and Tobago); a `Lexicon` for the parser."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def longest(self, words: Sequence[str]) -> int:
        """How many of these leading words are such a name, the longest there is; 0 for none."""
        candidates = {
            fold_name(" ".join(words[:count])): count
            for count in range(2, min(len(words), MOST_WORDS) + 1)
            if any(word.lower() in RESERVED for word in words[:count])
        }
        if not candidates:
            return 0
        found = self._connection.execute(select(t.alias.c.folded).where(t.alias.c.folded.in_(candidates)))
        return max((candidates[name] for name in found.scalars()), default=0)


def _how(kind: str) -> str:
    """What a name of that kind is of its entity."""
    return "name" if kind == "preferred" else kind
