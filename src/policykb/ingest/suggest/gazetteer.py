"""Who and what the base knows by name, read once for a whole document; separate because it comes from two places.

`Gazetteer.of` reads a base, `Gazetteer.shipped` the seed files that come with the package, for use without any base.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

from policykb.lexicon.linker import Alias, Linker
from policykb.lexicon.words import Token
from policykb.store.catalogue import AliasRow, EntityRow, TermRow
from policykb.store.engine import Connection

ACTING = ("actor", "framework", "event")
"""Types whose names are looked for together: where two overlap, the longer one counts."""
_BEFORE_NAMES = ("acronym", "demonym", "preferred")


class Named(NamedTuple):
    """A name that stands in a text, ``text[start:end]``, and whose it is."""

    entity: EntityRow
    start: int
    end: int
    kind: str
    """Of the name: preferred, acronym, short, metonym, demonym, ..."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The rows a gazetteer is made of."""

    entities: Sequence[EntityRow]
    aliases: Sequence[AliasRow]
    parents: Sequence[tuple[int, int]]
    terms: Sequence[TermRow]


class Gazetteer:
    """Names of actors, frameworks and themes under their rules, and the codebook of actions and strengths."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.entities = {entity.id: entity for entity in catalogue.entities}
        self._by_key = {entity.key: entity for entity in catalogue.entities}
        self._aliases = {alias.id: alias for alias in catalogue.aliases}
        self._of: dict[int, list[AliasRow]] = {}
        for alias in catalogue.aliases:
            self._of.setdefault(alias.entity, []).append(alias)
        self._above: dict[int, list[int]] = {}
        for child, parent in catalogue.parents:
            self._above.setdefault(child, []).append(parent)
        self._terms = catalogue.terms

    @classmethod
    def of(cls, connection: Connection) -> "Gazetteer":
        """What a base knows, read through an open connection (`Database.reading`)."""
        from policykb.store import catalogue

        return cls(
            Catalogue(
                catalogue.entities(connection),
                catalogue.aliases(connection),
                catalogue.parents(connection),
                catalogue.terms(connection),
            )
        )

    @classmethod
    def shipped(cls) -> "Gazetteer":
        """What the shipped seed knows, its sources aside; read once."""
        return _shipped()

    def get(self, key: str) -> EntityRow | None:
        """The entity of a key."""
        return self._by_key.get(key)

    def names(self, text: str, tokens: list[Token] | None = None) -> list[Named]:
        """The actors, frameworks and events named in a text, in order of place; one for a place."""
        return list(self._named(self._acting, text, tokens))

    def themes(self, text: str, tokens: list[Token] | None = None) -> list[Named]:
        """The themes named in a text, in order of place."""
        return list(self._named(self._themes, text, tokens))

    def above(self, entity: EntityRow) -> Iterator[EntityRow]:
        """What an entity is part of or narrower than, the nearest first, each once."""
        seen, todo = {entity.id}, list(self._above.get(entity.id, ()))
        while todo:
            id_ = todo.pop(0)
            if id_ not in seen and id_ in self.entities:
                seen.add(id_)
                yield self.entities[id_]
                todo += self._above.get(id_, ())

    def short(self, entity: EntityRow) -> str:
        """How people mostly write it: the acronym of a body, the short name of a government body, a state's name.

        >>> seed = Gazetteer.shipped()
        >>> [seed.short(seed.get(key)) for key in ("nato", "japan", "us-congress", "quad", "pacific-islands-forum")]
        ['NATO', 'Japan', 'Congress', 'Quad', 'Pacific Islands Forum']
        """
        names = self._of.get(entity.id, ())
        if entity.type == "framework" and " " in entity.name:
            acronyms = [
                a.text for a in names if a.kind == "acronym" and not a.needs_any and a.text[0] == entity.name[0]
            ]
            shorts = [_unarticled(alias.text) for alias in names if alias.kind == "short"]
            if acronyms:
                same = (short for short in shorts if short.casefold() == acronyms[0].casefold())
                return next(same, acronyms[0])
            return next((short for short in shorts if len(short) < len(entity.name)), entity.name)
        if entity.kind == "government-body":
            for state in self.above(entity):
                for alias in self._of.get(state.id, ()):
                    first, _, rest = entity.name.partition(" ")
                    if alias.kind in _BEFORE_NAMES and first.replace(".", "") == alias.text.replace(".", ""):
                        return rest
        return entity.name

    def adjective(self, entity: EntityRow) -> str:
        """How its name stands before a noun: ``U.S.`` allies, ``Japanese`` allies, ``NATO`` allies."""
        names = self._of.get(entity.id, ())
        if entity.type == "framework":
            return self.short(entity)
        two = (alias.text for alias in names if alias.kind == "acronym" and len(alias.text.replace(".", "")) == 2)
        return next(two, None) or next((alias.text for alias in names if alias.kind == "demonym"), entity.name)

    def called(self, entity: EntityRow) -> list[str]:
        """All its names."""
        return [alias.text for alias in self._of.get(entity.id, ())]

    def terms(self, vocabulary: str) -> list[TermRow]:
        """The terms of a vocabulary with the words that stand for them."""
        return [term for term in self._terms if term.vocabulary == vocabulary]

    def _named(self, linker: Linker, text: str, tokens: list[Token] | None) -> Iterator[Named]:
        before = -1
        for mention in linker.find(text, tokens=tokens):
            if mention.start != before:
                before = mention.start
                kind = self._aliases[mention.alias].kind
                yield Named(self.entities[mention.entity], mention.start, mention.end, kind)

    @cached_property
    def _acting(self) -> Linker:
        return Linker(self._linked(ACTING))

    @cached_property
    def _themes(self) -> Linker:
        return Linker(self._linked(("theme",)))

    def _linked(self, types: Iterable[str]) -> Iterator[Alias]:
        for alias in self._aliases.values():
            if self.entities[alias.entity].type in types:
                yield Alias(
                    alias.id,
                    alias.entity,
                    alias.text,
                    case_sensitive=alias.case_sensitive,
                    not_in=alias.not_in,
                    needs_any=alias.needs_any,
                    place=alias.kind == "metonym",
                )


def _unarticled(text: str) -> str:
    return text[4:] if text[:4].lower() == "the " else text


@cache
def _shipped() -> Gazetteer:
    from policykb.domain.entity import Entity
    from policykb.domain.vocabulary import Vocabulary
    from policykb.resources import seed_folder
    from policykb.seed.files import find_files
    from policykb.seed.read import read

    records: list[Any] = []
    for file in find_files([seed_folder()]):
        if not file.relative.startswith("sources/"):
            records += [entry.record for entry in read(file, [])]
    entities = sorted((r for r in records if isinstance(r, Entity)), key=lambda record: record.key)
    ids = {record.key: number for number, record in enumerate(entities, 1)}
    aliases: list[AliasRow] = []
    for record in entities:
        name = record.name_alias
        for alias, kind in [(name, "preferred"), *((a, a.kind) for a in record.aliases if a is not name)]:
            rules = (alias.case_sensitive, alias.not_in, alias.needs_any)
            aliases.append(AliasRow(len(aliases) + 1, ids[record.key], alias.text, kind, *rules))
    return Gazetteer(
        Catalogue(
            [
                EntityRow(ids[r.key], r.type, r.key, r.name, getattr(r, "kind", None), getattr(r, "definition", None))
                for r in entities
            ],
            aliases,
            [
                (ids[r.key], ids[above])
                for r in entities
                for above in (*getattr(r, "part_of", ()), *getattr(r, "broader", ()))
                if above in ids
            ],
            [
                TermRow(record.key, term.key, term.words)
                for record in sorted((r for r in records if isinstance(r, Vocabulary)), key=lambda r: r.key)
                for term in record.terms
            ],
        )
    )
