"""What a passage is about: themes by their names, by the headings above, and by the words of their definitions.

The words come from the themes themselves, so that a theme that somebody adds is suggested without any rule.
"""

from collections import Counter
from functools import cached_property
from math import log

from policykb.ingest.candidate import Suggestion
from policykb.ingest.suggest import english as en
from policykb.ingest.suggest.english import listed
from policykb.ingest.suggest.gazetteer import Gazetteer
from policykb.lexicon.words import words
from policykb.store.catalogue import EntityRow

MOST = 3
_LEAST_BY_WORDS = 5.0


class Themes:
    """The themes of a base, made ready to be suggested."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.all = [entity for entity in gazetteer.entities.values() if entity.type == "theme"]

    def suggest(self, text: str, headings: tuple[str, ...]) -> tuple[Suggestion, ...]:
        """At most three themes for some words, the likeliest first, none beside a narrower one."""
        found = self._named(text, "'{}' stands in the passage")
        if not found:
            for heading in reversed(headings):
                found |= self._named(heading, "'{}' stands in the heading above")
            by_words = self._by_words(text)
            ranked = sorted(by_words, key=lambda id_: (-by_words[id_][0], id_))
            found = {id_: found.get(id_, by_words[id_][1]) for id_ in ranked[:1]} | found
        chosen = [id_ for id_ in found if not any(id_ in self._above[other] for other in found)]
        return tuple(
            Suggestion(self.gazetteer.entities[id_].name, found[id_], self.gazetteer.entities[id_].key)
            for id_ in chosen[:MOST]
        )

    def _named(self, text: str, reason: str) -> dict[int, str]:
        """The themes named in a text, those named most often first, with the reason."""
        names = self.gazetteer.themes(text)
        counts = Counter(name.entity.id for name in names)
        reasons = {name.entity.id: reason.format(text[name.start : name.end]) for name in reversed(names)}
        order = list(dict.fromkeys(name.entity.id for name in names))
        return {id_: reasons[id_] for id_ in sorted(order, key=lambda id_: -counts[id_])}

    def _by_words(self, text: str) -> dict[int, tuple[float, str]]:
        """The themes whose names and definitions share several rare words with a text, how much, and which."""
        found: dict[int, tuple[float, str]] = {}
        terms = {term: text[start:end] for term, start, end in words(text)}
        for theme in self.all:
            stems = self._stems[theme.id]
            shared = sorted((term for term in stems if term in terms), key=lambda term: -self._rarity[term])
            score = sum(stems[term] * self._rarity[term] for term in shared)
            if len(shared) >= 2 and score >= _LEAST_BY_WORDS:
                listed = ", ".join(f"'{terms[term]}'" for term in shared[:3])
                found[theme.id] = (score, f"shares {listed} with its names and definition")
        return found

    @cached_property
    def _above(self) -> dict[int, set[int]]:
        return {theme.id: {above.id for above in self.gazetteer.above(theme)} for theme in self.all}

    @cached_property
    def _stems(self) -> dict[int, dict[str, float]]:
        return {theme.id: self._of(theme) for theme in self.all}

    @cached_property
    def _rarity(self) -> dict[str, float]:
        counts = Counter(term for stems in self._stems.values() for term in stems)
        return {term: log(1 + len(self.all) / count) for term, count in counts.items()}

    def _of(self, theme: EntityRow) -> dict[str, float]:
        """The stems of its names and its definition; a name counts twice."""
        stems = dict.fromkeys(_content(theme.definition or ""), 1.0)
        return stems | dict.fromkeys(_content(" ".join(self.gazetteer.called(theme))), 2.0)


def _content(text: str) -> list[str]:
    return [term for term, start, end in words(text) if text[start:end].lower() not in _EMPTY and len(term) > 2]


_EMPTY = (
    en.GRAMMATICAL
    | en.VERBS
    | listed("how what who why more less far above all them themselves such so it its do does made make makes")
    | listed("states state country countries others another policies policy help helps")
)
