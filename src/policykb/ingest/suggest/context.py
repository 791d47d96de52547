"""A document as its candidates' surroundings: what a pronoun points back to, who a section or the whole is written for.

Read once for all candidates of a document.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from policykb.domain.document import Document, Heading
from policykb.domain.passage import Look, Passage
from policykb.ingest.suggest import english as en
from policykb.ingest.suggest.codebook import Codebook
from policykb.ingest.suggest.english import listed
from policykb.ingest.suggest.frameworks import explained
from policykb.ingest.suggest.gazetteer import Gazetteer
from policykb.ingest.suggest.phrases import Party, Reading, read, together
from policykb.ingest.suggest.subjects import Sort, Subject, asked, duties
from policykb.ingest.suggest.themes import Themes
from policykb.store.catalogue import EntityRow

_SENTENCES_BACK = 4
_LONGEST_QUOTED = 80
_LEAST_SAID, _LEAST_SHARE = 2, 0.5
_HAVING_MEMBERS = frozenset({"intergovernmental-organisation", "alliance"})
_SMALL = re.compile(r"\b[a-z][a-z-]+\b")
_INSIDE = re.compile(r"(?<=[a-z,] )([A-Z][\w-]*[a-z][\w-]*)")
_FOR = listed("for to by")
_OPENING = listed(
    "recommendations recommendation priorities advice options steps actions message implications next "
    "agenda tasks lessons considerations policy key proposals"
)


@dataclass(frozen=True, slots=True)
class Inherited:
    """Parties that a passage has from its surroundings, in whose reading they stand, and why."""

    reading: Reading
    parties: tuple[Party, ...]
    reason: str


class Definite(NamedTuple):
    """What a definite noun points back to; ``key`` is None where the base does not know it."""

    name: str
    key: str | None


class Context:
    """A document read for its candidates."""

    def __init__(self, document: Document, gazetteer: Gazetteer | None) -> None:
        self.document = document
        self.gazetteer = gazetteer
        self._readings: dict[int, Reading] = {}
        self._headings: dict[int, Reading] = {}

    def reading(self, ordinal: int) -> Reading:
        """A passage, read."""
        if ordinal not in self._readings:
            passage = self.document.passages[ordinal - 1]
            self._readings[ordinal] = read(passage.text, passage.start, self.gazetteer, self.proper)
        return self._readings[ordinal]

    def heading(self, heading: Heading) -> Reading:
        """A heading, read."""
        if heading.ordinal not in self._headings:
            self._headings[heading.ordinal] = read(heading.text, heading.start, self.gazetteer, self.proper)
        return self._headings[heading.ordinal]

    @cached_property
    def proper(self) -> frozenset[str]:
        """The words that stand with a capital after a small word and never without one: names."""
        small = set(_SMALL.findall(self.document.text))
        return frozenset(name for name in _INSIDE.findall(self.document.text) if name.lower() not in small)

    @cached_property
    def codebook(self) -> Codebook:
        """The words of the vocabularies."""
        return Codebook(self.gazetteer)

    @cached_property
    def themes(self) -> Themes | None:
        """The themes of the base."""
        return Themes(self.gazetteer) if self.gazetteer else None

    @cached_property
    def explained(self) -> dict[str, str]:
        """Short forms of frameworks the base does not know, as the document explains them."""
        return dict(explained(self.document.text))

    def before(self, passage: Passage) -> Passage | None:
        """The passage before in the same section."""
        if passage.ordinal < 2:
            return None
        found = self.document.passages[passage.ordinal - 2]
        return found if found.section_ordinal == passage.section_ordinal else None

    def antecedent(self, reading: Reading, at: int, *, plural: bool, passage: Passage | None) -> Inherited | None:
        """What a pronoun at a word points back to: the subject before it, in its sentence or those before."""
        first, _ = reading.sentence(at)
        found = subjects_of(reading, first, at)
        if found:
            return Inherited(reading, _of_number(found[-1], plural=plural), "")
        for back, (start, end) in enumerate(reversed([s for s in reading.sentences if s[1] <= first])):
            if back >= _SENTENCES_BACK:
                return None
            found = subjects_of(reading, start, end)
            if found:
                return Inherited(reading, _of_number(found[0], plural=plural), "")
        if passage and (previous := self.before(passage)):
            other = self.reading(previous.ordinal)
            if other.sentences:
                found = subjects_of(other, *other.sentences[-1])
                if found:
                    return Inherited(other, _of_number(found[0], plural=plural), "")
        return None

    def definite(self, reading: Reading, at: int, noun: str, passage: Passage | None) -> Definite | None:
        """What "the pact" or "the department" at a word is: the nearest name before it of a thing of that kind."""
        if noun not in en.ANAPHORS or not at or reading.words[at - 1].low not in en.POINTING:
            return None
        kinds = en.ANAPHORS[noun]
        while True:
            for first, _, name in reversed(reading.names):
                entity = name.entity
                fits = entity.kind in kinds or (entity.kind == "government-body" and noun in entity.name.lower())
                if first < at and fits:
                    return Definite(entity.name, entity.key)
            for party in reversed(reading.parties if not kinds else []):
                if party.last <= at and party.kind == "name" and noun in party.name.lower():
                    return Definite(party.name, None)
            passage = self.before(passage) if passage else None
            if passage is None:
                return None
            reading, at = self.reading(passage.ordinal), len(self.reading(passage.ordinal).words)

    def said_before(self, reading: Reading, at: int) -> Inherited | None:
        """Whom the sentences before a word in its passage tell to act."""
        first, _ = reading.sentence(at)
        for start, end in reversed([s for s in reading.sentences if s[1] <= first]):
            for duty in duties(reading, start, end):
                if duty.subject.sort is Sort.PARTY and not duty.weak:
                    return Inherited(
                        reading, duty.subject.parties, f"told to act before: {_said(reading, duty.subject.parties)}"
                    )
        return None

    def lead_in(self, passage: Passage) -> Inherited | None:
        """Whom a line that ends with a colon above a passage tells to act: "The EU should:"."""
        above = {heading.ordinal for heading in self.document.above(passage.section_ordinal)}
        for other in reversed(self.document.passages[: passage.ordinal - 1]):
            if other.section_ordinal != passage.section_ordinal and other.section_ordinal not in above | {0}:
                if self._level(other.section_ordinal) <= self._level(passage.section_ordinal):
                    continue
                return None
            if other.text.rstrip("*_ ").endswith(":"):
                reading = self.reading(other.ordinal)
                found = self._told(reading, *reading.sentences[-1])
                return found and Inherited(found.reading, found.parties, f"lead-in {found.reason}")
            if passage.ordinal - other.ordinal > 40:
                return None
        return None

    def strength_above(self, passage: Passage) -> tuple[str, str] | None:
        """How strongly the lead-in above an item asks, and by which words."""
        found = self.lead_in(passage) if passage.look is Look.ITEM else None
        return self.codebook.strength(found.reading, *found.reading.sentences[-1]) if found else None

    def headed(self, passage: Passage) -> Inherited | None:
        """Whom a heading over a passage is for: "Recommendations for the European Commission", "For donors"."""
        for heading in reversed(self.document.above(passage.section_ordinal)):
            if found := self._addressed(self.heading(heading)):
                return Inherited(found[0], found[1], f"heading '{heading.text}'")
        return None

    @cached_property
    def prevailing(self) -> tuple[EntityRow, str] | None:
        """Whom most of the document's advice tells to act, if it is one, and why one thinks so."""
        told: Counter[EntityRow | str] = Counter()
        for passage in self.document.passages:
            reading = self.reading(passage.ordinal)
            for duty in duties(reading, 0, len(reading.words)):
                if not duty.weak:
                    told.update(self._principals(duty.subject))
        entity, count = max(told.items(), key=lambda item: (item[1], str(item[0])), default=("", 0))
        total = sum(told.values())
        if isinstance(entity, str) or count < _LEAST_SAID or count / total < _LEAST_SHARE:
            return None
        return entity, f"most duties of the document are for {entity.name} ({count} of {total})"

    def _principals(self, subject: Subject) -> set[EntityRow | str]:
        """The states and bodies that a subject means, and groups by their names."""
        parties = subject.parties or ((subject.owner,) if subject.owner else ())
        found: set[EntityRow | str] = set()
        for party in parties:
            if party.open and self.most_named:
                found.add(self.most_named)
            elif party.entity and party.noun not in en.RELATED:
                found.add(self.principal(party.entity))
            elif party.name and party.kind != "name":  # whose body it is, the base does not know
                found.add(party.name)
        return found

    def principal(self, entity: EntityRow) -> EntityRow:
        """The state of a government's body; else itself."""
        if self.gazetteer and entity.kind == "government-body":
            states = [above for above in self.gazetteer.above(entity) if above.kind == "state"]
            return states[0] if states else entity
        return entity

    @cached_property
    def state(self) -> tuple[EntityRow, str] | None:
        """The state that "the government" means: the one told to act, else the one named most."""
        if self.prevailing and self.prevailing[0].kind == "state":
            return self.prevailing
        return (self.most_named, f"the state named most is {self.most_named.name}") if self.most_named else None

    @cached_property
    def most_named(self) -> EntityRow | None:
        """The state to which at least half of all names of states and their bodies belong."""
        named: Counter[EntityRow] = Counter()
        for passage in self.document.passages:
            for _, _, name in self.reading(passage.ordinal).names:
                principal = self.principal(name.entity)
                if principal.kind == "state":
                    named[principal] += 1
        entity, count = max(named.items(), key=lambda item: (item[1], item[0].key), default=(None, 0))
        return entity if count and count / sum(named.values()) >= _LEAST_SHARE else None

    @cached_property
    def body(self) -> EntityRow | None:
        """Whose "member states" are meant: the body with members that the document names most."""
        named: Counter[EntityRow] = Counter()
        for passage in self.document.passages:
            names = self.reading(passage.ordinal).names
            named.update(name.entity for _, _, name in names if name.entity.kind in _HAVING_MEMBERS)
        return max(named, key=lambda entity: (named[entity], entity.key), default=None)

    def _level(self, ordinal: int) -> int:
        return self.document.headings[ordinal - 1].level if ordinal else 0

    def _told(self, reading: Reading, first: int, last: int) -> Inherited | None:
        """Whom some words of a lead-in or a heading tell to act."""
        reason = f"'{_quoted(reading.printed(first, last))}'"
        for duty in duties(reading, first, last):
            if duty.subject.sort is Sort.PARTY and not duty.weak:
                return Inherited(reading, duty.subject.parties, reason)
        parties = next(asked(reading, first, last), None)
        return Inherited(reading, parties[0], reason) if parties else None

    def _addressed(self, reading: Reading) -> tuple[Reading, tuple[Party, ...]] | None:
        words = reading.words
        if told := self._told(reading, 0, len(words)):
            return told.reading, told.parties
        for at, word in enumerate(words):
            opens = at == 0 or words[at - 1].low in _OPENING or any(w.low in _OPENING for w in words[:at])
            if word.low in _FOR and opens:
                party = reading.beginning.get(at + 1) or reading.beginning.get(at + 2)
                if party:
                    return reading, tuple(one for one in together(reading, party) if one.first > at)
        body = [at for at, word in enumerate(words) if word.is_word and not word.text[0].isdigit()]
        if body and (party := reading.beginning.get(body[0])):
            group = together(reading, party)
            rest = words[group[-1].last :]
            if all(not word.is_word for word in rest) and (len(group) > 1 or party.noun or party.entity is not None):
                return reading, tuple(group)
        return None


def subjects_of(reading: Reading, first: int, last: int) -> list[list[Party]]:
    """The groups of parties among some words that stand where a subject stands, in order."""
    words = reading.words
    found: list[list[Party]] = []
    for party in reading.parties:
        if not first <= party.first or party.last > last or (found and party in found[-1]):
            continue
        group = [one for one in together(reading, party) if one.first >= first]
        start = group[0].first
        while start > first and (words[start - 1].low in en.DETERMINERS or words[start - 1].text in "\"'“‘*_"):
            start -= 1
        before = words[start - 1] if start > first else None
        if words[group[0].first].low == "no" or (start < group[0].first and words[start].low == "no"):
            continue
        free = before is None or before.text in ",;:—–(" or before.low in en.CLAUSES | en.RELATIVES | {"as"}
        if free and group[-1].last <= last and _does(reading, group):
            found.append(group)
    return found


def _does(reading: Reading, group: list[Party]) -> bool:
    """Whether a verb may follow a group of parties."""
    words, at = reading.words, group[-1].last
    while at < len(words) and words[at].low.endswith("ly"):
        at += 1
    if at >= len(words) or not words[at].is_word:
        return False
    low = words[at].low
    if low in en.AUXILIARIES | en.STRONG | en.NEEDS_TO | en.VERBS:
        return True
    if low in en.PREPOSITIONS | en.CLAUSES | en.RELATIVES | {"to"} or words[at].is_capital:
        return False
    return len(group) > 1 or group[0].plural or low.endswith(("s", "ed"))


def _of_number(group: list[Party], *, plural: bool) -> tuple[Party, ...]:
    """What a pronoun may point to: "it" is somebody with a name."""
    return tuple(group) if plural else tuple(one for one in group[-1:] if one.entity or one.kind == "name")


def _said(reading: Reading, parties: tuple[Party, ...]) -> str:
    return reading.printed(parties[0].first, parties[-1].last)


def _quoted(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTED else f"{text[: _LONGEST_QUOTED - 3]}..."
