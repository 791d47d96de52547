"""What a passage is about: themes by their names, by the headings above, and by the words of their definitions.

The words come from the themes themselves, so that a theme that somebody adds is suggested without any rule.
"""

from collections import Counter
from functools import cached_property
from math import log

from policykb.ingest.candidate import Suggestion
from policykb.ingest.suggest import english as en
from policykb.ingest.suggest.gazetteer import Gazetteer
from policykb.lexicon.words import words
from policykb.store.catalogue import EntityRow

MOST = 3
_IN_PASSAGE, _IN_SENTENCE_BESIDE, _IN_HEADING = 3.0, 1.0, 1.5
_LEAST = 2.5
_LEAST_BY_WORDS = 5.0
_BY_WORDS = 0.4


class Themes:
    """The themes of a base, made ready to be suggested."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.all = [entity for entity in gazetteer.entities.values() if entity.type == "theme"]

    def suggest(self, text: str, passage: str, headings: tuple[str, ...]) -> tuple[Suggestion, ...]:
        """At most three themes for some words of a passage, the likeliest first, none beside a narrower one."""
        scores: Counter[int] = Counter()
        reasons: dict[int, str] = {}
        for where, weight, why in (
            (text, _IN_PASSAGE, "'{}' stands in the passage"),
            *((heading, _IN_HEADING, "'{}' stands in the heading above") for heading in headings),
            (passage, _IN_SENTENCE_BESIDE, "'{}' stands beside the passage"),
        ):
            for name in self.gazetteer.themes(where):
                printed = where[name.start : name.end]
                scores[name.entity.id] += weight
                reasons.setdefault(name.entity.id, why.format(printed))
        for theme, (score, shared) in self._by_words(text).items():
            scores[theme] += score
            reasons.setdefault(theme, f"shares {', '.join(repr(word) for word in shared)} with its definition")
        chosen = [id_ for id_, score in scores.most_common() if score >= _LEAST]
        chosen = [id_ for id_ in chosen if not any(id_ in self._above[other] for other in chosen)]
        return tuple(
            Suggestion(self.gazetteer.entities[id_].name, reasons[id_], self.gazetteer.entities[id_].key)
            for id_ in chosen[:MOST]
        )

    def _by_words(self, text: str) -> dict[int, tuple[float, list[str]]]:
        found: dict[int, tuple[float, list[str]]] = {}
        terms = {term: text[start:end] for term, start, end in words(text)}
        for theme in self.all:
            shared = [term for term in self._stems[theme.id] if term in terms]
            score = sum(self._stems[theme.id][term] * self._rarity[term] for term in shared)
            if len(shared) >= 2 and score >= _LEAST_BY_WORDS:
                shared.sort(key=lambda term: -self._rarity[term])
                found[theme.id] = (score * _BY_WORDS, [terms[term] for term in shared[:3]])
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
    en.DETERMINERS | en.PREPOSITIONS | en.PRONOUNS | en.CLAUSES | en.RELATIVES | en.AUXILIARIES | en.VERBS
    | frozenset("how what who why more less far above all them themselves such so it its do does made make makes".split())
    | frozenset("states state country countries others another policies policy help helps".split())
)
