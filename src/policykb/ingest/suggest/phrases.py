"""The phrases of a passage that name somebody who can act: "the United States and its allies", "defence officials".

Separate from the question of who of them is asked to act, which takes the verbs (`policykb.ingest.suggest.subjects`).
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from policykb.ingest.suggest import english as en
from policykb.ingest.suggest.english import listed
from policykb.ingest.suggest.gazetteer import Gazetteer, Named
from policykb.ingest.suggest.words import Word, sentences, words_of
from policykb.store.catalogue import EntityRow

_MOST_MODIFIERS = 3
_LONGEST_ROW = 20
_STATES = listed("state countries country nations nation")
_JOINTS = (["and"], ["or"], ["&"], ["as", "well", "as"], ["together", "with"], ["along", "with"])
_NAME_INSIDE = listed("of on for and the in de la du des")
_NEVER_NAMES = en.DETERMINERS | en.PREPOSITIONS | en.PRONOUNS | en.CLAUSES | en.AUXILIARIES
_ACTING_KINDS = listed("state government-body organisation person group region")


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody named in a passage, by words ``first`` to before ``last``.

    ``entity`` is whom the base knows it as; ``noun`` the noun that says who of them or with them is meant ("allies",
    "leaders"). ``owner`` is what a possessive pronoun points with ("its allies"), and ``open`` says that the noun
    stands for a state that is not named ("the federal government").
    """

    first: int
    last: int
    name: str
    entity: EntityRow | None = None
    kind: str = ""
    """Of the name it was known by."""
    noun: str = ""
    owner: str = ""
    open: bool = False
    plural: bool = False


@dataclass(slots=True)
class Reading:
    """A passage with its words, sentences, names and parties; ``start`` is where it stands in the document."""

    text: str
    start: int
    words: list[Word]
    sentences: list[tuple[int, int]]
    names: list[tuple[int, int, Named]]
    """Each with the words it covers."""
    proper: frozenset[str] = frozenset()
    """Words that are names by how the document writes them."""
    parties: list[Party] = field(default_factory=list)
    beginning: dict[int, Party] = field(default_factory=dict)
    ending: dict[int, Party] = field(default_factory=dict)

    def sentence(self, at: int) -> tuple[int, int]:
        """The sentence a word stands in."""
        found = bisect_right(self.sentences, at, key=lambda sentence: sentence[1])
        return self.sentences[found] if found < len(self.sentences) else (0, len(self.words))

    def is_name(self, at: int) -> bool:
        """Whether a word is a name by its capital: not the first of a sentence, unless the document says so."""
        word = self.words[at]
        if not word.is_word or not word.is_capital or word.low in _NEVER_NAMES:
            return False
        first, _ = self.sentence(at)
        opens = not any(word.is_word for word in self.words[max(first, at - 3) : at])
        return word.text in self.proper if opens else not word.text.isupper() or word.text in self.proper

    def printed(self, first: int, last: int) -> str:
        """Words as they stand."""
        text = self.text[self.words[first].start : self.words[last - 1].end] if first < last else ""
        return " ".join(text.replace("\u2019", "'").split())


def read(text: str, start: int, gazetteer: Gazetteer | None, proper: frozenset[str] = frozenset()) -> Reading:
    """Reads a passage; ``proper`` are the words that are names by how the document writes them."""
    words = words_of(text)
    names = list(_aligned(words, gazetteer.names(text))) if gazetteer else []
    reading = Reading(text, start, words, sentences(words), names, proper)
    for party in _Finder(reading, gazetteer).find():
        reading.parties.append(party)
        reading.beginning[party.first] = party
        reading.ending[party.last] = party
    return reading


def name_ending(reading: Reading, end: int) -> Party | None:
    """A name that nobody knows, by its capitals, where it ends before a word and stands for who acts: "Ofcom must"."""
    first = end
    while first and reading.is_name(first - 1):
        first -= 1
    return _name(reading, first, end)


def name_beginning(reading: Reading, first: int) -> Party | None:
    """Likewise, where it begins at a word: "recommends that Network Rail"."""
    if first < len(reading.words) and reading.words[first].low == "the":
        first += 1
    last = first
    while last < len(reading.words) and reading.is_name(last):
        last += 1
    return _name(reading, first, last)


def _name(reading: Reading, first: int, last: int) -> Party | None:
    covered = any(a < last and first < b for a, b, _ in reading.names)
    if first >= last or covered:
        return None
    return Party(first, last, reading.printed(first, last), kind="name")


def together(reading: Reading, party: Party) -> list[Party]:
    """A party with those it is joined to by commas and "and", in order: "Japan, Australia and the EU"."""
    chain: list[tuple[Party, bool]] = [(party, False)]
    while joint := _before_joint(reading, chain[0][0].first):
        if joint[0] not in reading.ending or len(chain) > _LONGEST_ROW:
            break
        chain.insert(0, (reading.ending[joint[0]], joint[1]))
    while joint := _after_joint(reading, chain[-1][0].last):
        if joint[0] not in reading.beginning or len(chain) > 2 * _LONGEST_ROW:
            break
        chain[-1] = (chain[-1][0], joint[1])
        chain.append((reading.beginning[joint[0]], False))
    # A comma joins only where "and" or "or" follows in the same row: "unlike Japan, Korea should" is no row.
    rows: list[list[Party]] = [[]]
    for at, (one, _) in enumerate(chain):
        rows[-1].append(one)
        if at + 1 < len(chain) and not any(joined for _, joined in chain[at:]):
            rows.append([])
    return next(row for row in rows if party in row)


def _before_joint(reading: Reading, at: int) -> tuple[int, bool] | None:
    """Where a phrase would end that is joined to one that begins at a word, and whether by more than a comma."""
    words = reading.words
    for joint in _JOINTS:
        if at > len(joint) and [w.low for w in words[at - len(joint) : at]] == joint:
            before = at - len(joint)
            return (before - 1 if words[before - 1].text == "," else before), True
    return (at - 1, False) if at and words[at - 1].text == "," else None


def _after_joint(reading: Reading, at: int) -> tuple[int, bool] | None:
    words = reading.words
    comma = at < len(words) and words[at].text == ","
    start = at + 1 if comma else at
    for joint in _JOINTS:
        if [w.low for w in words[start : start + len(joint)]] == joint:
            return start + len(joint), True
    return (start, False) if comma else None


def is_possessive(words: Sequence[Word], at: int) -> bool:
    """Whether the word is the mark of a possessive."""
    if not 0 < at < len(words):
        return False
    word, before = words[at], words[at - 1]
    return word.low == "'s" or (word.low == "'" and before.end == word.start and before.low.endswith("s"))


def _aligned(words: list[Word], names: list[Named]) -> Iterator[tuple[int, int, Named]]:
    at = 0
    for name in names:
        while at < len(words) and words[at].end <= name.start:
            at += 1
        last = at
        while last < len(words) and words[last].start < name.end:
            last += 1
        if last > at:
            yield at, last, name


class _Finder:
    """Finds the parties of a reading from its first word to its last."""

    def __init__(self, reading: Reading, gazetteer: Gazetteer | None) -> None:
        self.reading = reading
        self.words = reading.words
        self.gazetteer = gazetteer
        self.named = {first: (last, name) for first, last, name in reading.names}
        self.within = {at for first, last, _ in reading.names for at in range(first, last)}

    def find(self) -> Iterator[Party]:
        at = 0
        while at < len(self.words):
            party = self._at(at)
            if party:
                yield party
            at = max(at + 1, party.last if party else 0)

    def _at(self, at: int) -> Party | None:
        word = self.words[at]
        if at in self.named:
            return self._known(at, *self.named[at])
        if not word.is_word:
            return None
        if word.low in en.POSSESSIVES:
            return self._owned(at)
        if word.low == "the" and at + 1 in self.named:
            party = self._known(at + 1, *self.named[at + 1])
            return party and replace(party, first=at)
        return self._organ(at) or self._group(at)

    def _known(self, first: int, last: int, name: Named) -> Party | None:
        """A name of the base, with the noun after it: "Japan", "Japanese leaders", "Japan's allies"."""
        entity = name.entity
        if entity.type == "event" or (entity.type == "actor" and entity.kind not in _ACTING_KINDS):
            return None
        noun_at = last + 1 if is_possessive(self.words, last) else last
        noun_at = self._skip(noun_at, en.BEFORE_GOVERNING)
        if noun_at < len(self.words):
            noun = self.words[noun_at].low
            if noun in en.GOVERNING:
                last = self._governing_list(noun_at)
                return Party(first, last, entity.name, entity, name.kind, noun=noun, plural=noun.endswith("s"))
            if noun in en.RELATED:
                return Party(first, noun_at + 1, "", entity, name.kind, noun=noun, plural=True)
        owns = is_possessive(self.words, last)
        group = self._group(last + 1 if owns else last, above=first)
        if group and (owns or self._is_adjective(name, last, group)):
            printed = self.reading.printed(first, group.last)
            return Party(first, group.last, printed, None, noun=group.noun, plural=group.plural)
        return Party(first, last, entity.name, entity, name.kind)

    def _is_adjective(self, name: Named, last: int, group: Party) -> bool:
        """Whether a name stands before a group as an adjective: "U.S. tech companies", not "Oman fund companies"."""
        if name.kind == "demonym":
            return True
        short = name.kind == "acronym" and sum(c.isalpha() for c in self.words[last - 1].text) == 2
        return (
            (short and name.entity.kind == "state")
            or (group.last == last + 1 and name.kind != "preferred")
            or (name.entity.kind == "region")
            or (name.entity.type == "framework" and group.last <= last + 2 and self.words[last].low == "member")
        )

    def _governing_list(self, at: int) -> int:
        """Behind "leaders" in "Japanese leaders and officials"."""
        last = at + 1
        while last + 1 < len(self.words) and self.words[last].low in {"and", "or", ","}:
            noun_at = self._skip(last + 1, en.BEFORE_GOVERNING)
            if noun_at >= len(self.words) or self.words[noun_at].low not in en.GOVERNING:
                break
            last = noun_at + 1
        return last

    def _owned(self, at: int) -> Party | None:
        """A group that a possessive opens: "its allies", "their governments"."""
        noun_at = at + 1
        while noun_at < min(at + 1 + _MOST_MODIFIERS, len(self.words)) and self._is_modifier(noun_at):
            if self.words[noun_at].low in en.RELATED | en.GOVERNING:
                break
            noun_at += 1
        if noun_at < len(self.words):
            noun = self.words[noun_at].low
            if noun in en.RELATED:
                return Party(at, noun_at + 1, "", noun=noun, owner=self.words[at].low, plural=True)
            if noun in en.GOVERNING:
                return Party(at, noun_at + 1, "", noun=noun, owner=self.words[at].low, plural=noun.endswith("s"))
        return None

    def _organ(self, at: int) -> Party | None:
        """A body that the base does not know, by its capitals: "the National Science Foundation"."""
        first = at + 1 if self.words[at].low in {"the", "a", "an"} else at
        last, organ, count = first, False, 0
        while last < len(self.words):
            word = self.words[last]
            if word.is_word and word.is_capital and last not in self.within:
                organ = organ or (word.low in en.ORGANS)
                count += 1
                last += 1
            elif (count and is_possessive(self.words, last)) or (
                count and word.low in _NAME_INSIDE and self._goes_on(last)
            ):
                last += 1
            elif count and last in self.named and last - 1 not in self.within:
                last = self.named[last][0]
            else:
                break
        while last > first and (self.words[last - 1].low in _NAME_INSIDE or is_possessive(self.words, last - 1)):
            last -= 1
        if not (organ and count > 1) and not self._is_acronym(at, first, last):
            return None
        if last == first + 1 and self.words[first].low in en.GOVERNING:
            return None
        return Party(at, last, self.reading.printed(first, last), kind="name")

    def _goes_on(self, at: int) -> bool:
        """Whether a name goes on behind a small word: "Academy of Sciences", not "Treasury and the bank"."""
        small = self.words[at].low
        following = at + 1
        if small == "of" and following < len(self.words) and self.words[following].low == "the":
            following += 1
        if following >= len(self.words) or not self.words[following].is_capital:
            return False
        # "and" joins words of one name only where the name has begun with "of" or "for".
        return small != "and" or any(word.low in {"of", "for", "on"} for word in self.words[max(0, at - 4) : at])

    def _is_acronym(self, at: int, first: int, last: int) -> bool:
        """Whether there is an article before capitals and a verb or a row behind them: "the FCDO should"."""
        if last != first + 1 or first == at:
            return False
        word = self.words[first]
        following = self.words[last].low if last < len(self.words) else ""
        upright = 2 <= len(word.text) <= 8 and word.text.isupper() and word.text.isalpha()
        return upright and (following in en.STRONG | en.WEAK | {"to", ",", "and", "will"})

    def _group(self, at: int, above: int | None = None) -> Party | None:
        """A group by its noun, with the words before it: "like-minded states", "tech companies"."""
        first = at
        if at >= len(self.words) or self.words[at].low == "that":
            return None  # far more often it opens a clause: "important that states act"
        while first < len(self.words) and self.words[first].low in en.DETERMINERS - en.POSSESSIVES:
            first += 1
        head = first
        while head < min(first + _MOST_MODIFIERS, len(self.words)) and not self._is_head(head):
            if not self._is_modifier(head):
                return None
            head += 1
        if head >= len(self.words) or not self._is_head(head):
            return None
        noun = self.words[head].low
        last = head + 1
        modifiers = self.words[first:head]
        if noun in en.GOVERNING and all(word.low in en.BEFORE_GOVERNING or word.is_capital for word in modifiers):
            owner = self._of_whom(last)
            if owner:
                return Party(at, owner[0], owner[1].name, owner[1], "", noun=noun, plural=noun.endswith("s"))
            if noun in en.RULED and above is None:
                return Party(at, last, self._lowered(first, last), noun=noun, open=True, plural=noun.endswith("s"))
        if noun in en.RELATED and not modifiers and (owner := self._of_whom(last)):
            return Party(at, owner[0], "", owner[1], "", noun=noun, plural=True)
        name = self._lowered(first, last)
        if not modifiers and noun in _STATES:
            name = "states"
        return Party(at, last, name, noun=noun, plural=noun.endswith("s"))

    def _of_whom(self, at: int) -> tuple[int, EntityRow] | None:
        """The state in "policymakers in Tokyo", "the government of Japan"."""
        if at + 1 < len(self.words) and self.words[at].low in {"of", "in"}:
            first = at + 2 if self.words[at + 1].low == "the" else at + 1
            for start in (at + 1, first):
                if start in self.named and self.named[start][1].entity.type in {"actor", "framework"}:
                    last, name = self.named[start]
                    return last, name.entity
        return None

    def _is_head(self, at: int) -> bool:
        word = self.words[at]
        following = self.words[at + 1] if at + 1 < len(self.words) else None
        pointed = word.low in en.POINTED and at and self.words[at - 1].low in en.POINTING
        if not (pointed or word.low in en.GROUPS | en.GOVERNING) or is_possessive(self.words, at + 1):
            return False
        # "Industry standards": a noun that stands before another one is no head, "states should" is.
        return not (following and following.low in en.GROUPS | en.ACTS)

    def _is_modifier(self, at: int) -> bool:
        word = self.words[at]
        low = word.low
        if not word.is_word or low.endswith("ly") or low in self._stops:
            return False
        return at not in self.within or self.named.get(at, (0, None))[0] == at + 1

    def _skip(self, at: int, among: frozenset[str]) -> int:
        while at < len(self.words) and self.words[at].low in among:
            at += 1
        return at

    def _lowered(self, first: int, last: int) -> str:
        printed = self.reading.printed(first, last)
        word = self.words[first]
        sentence_start = any(first - 1 <= s <= first for s, _ in self.reading.sentences)
        keeps = word.text.isupper() or any(c.isupper() for c in word.text[1:]) or first in self.within
        return printed[0].lower() + printed[1:] if sentence_start and not keeps else printed

    _stops = (
        en.GRAMMATICAL
        | en.STRONG
        | en.NEEDS_TO
        | en.ASKING
        | en.CALLING
        | en.MOVING
        | en.PERSONAL
        | listed("be been being is are was were do does did has have had not it as well than such more")
    )
