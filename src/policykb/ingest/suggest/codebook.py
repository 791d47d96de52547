"""Words of a passage to words of the vocabularies: what is asked for (action), and how strongly (strength).

Which word stands for which term is data of the base, the codebook (`words` of the vocabularies action and strength);
this file only says where in a sentence such a word counts.
"""

from collections.abc import Iterator
from functools import cached_property

from policykb.ingest.suggest import english as en
from policykb.ingest.suggest.english import listed
from policykb.ingest.suggest.gazetteer import Gazetteer
from policykb.ingest.suggest.phrases import Reading
from policykb.ingest.suggest.subjects import duties
from policykb.lexicon.words import words

_RANK = ("must", "should", "could", "implied")
_NEGATED = {
    "join": "oppose",
    "create": "oppose",
    "withdraw": "maintain",
    "avoid": "maintain",
    "oppose": "maintain",
}
_REACH = 12
_LIGHT = listed("pursue pursuing continue hold holding keep")
_LIGHT_REACH = 5


class Codebook:
    """The words of a base's vocabularies, by stem."""

    def __init__(self, gazetteer: Gazetteer | None) -> None:
        self.gazetteer = gazetteer

    @cached_property
    def actions(self) -> dict[str, str]:
        """The action for the stem of each single word."""
        return dict(reversed([(stem, key) for stem, key in self._action_phrases() if " " not in stem]))

    @cached_property
    def plain(self) -> frozenset[str]:
        """The first words of what the codebook has for actions, as they are written there."""
        terms = self.gazetteer.terms("action") if self.gazetteer else []
        return frozenset(word.split()[0].lower() for term in terms for word in (*term.words, term.key))

    @cached_property
    def phrases(self) -> list[tuple[str, str]]:
        """The stems of each phrase of several words, the longest first, with its action."""
        phrases = [(stems, key) for stems, key in self._action_phrases() if " " in stems]
        return sorted(phrases, key=lambda phrase: -len(phrase[0].split()))

    def _action_phrases(self) -> list[tuple[str, str]]:
        terms = self.gazetteer.terms("action") if self.gazetteer else []
        return [(_stems(word), term.key) for term in terms for word in (*term.words, term.key)]

    def action_of(self, word: str) -> str | None:
        """The action that a single word stands for, in any of its forms."""
        return self.actions.get(_stems(word))

    def action(self, reading: Reading, first: int, last: int) -> tuple[str, str] | None:
        """The action asked for and the word that says so: what the duty governs, else the first that can be meant."""
        governed = list(duties(reading, first, last))
        strong = [duty.after for duty in governed if not duty.weak]
        weak = [duty.after for duty in governed if duty.weak]
        for start in (*strong, *_asking(reading, first, last), *weak):
            if found := self._from(reading, start, min(last, start + _REACH), nouns=start not in strong):
                return found
        main = _behind_lead(reading, first, last)
        return self._from(reading, main, last, nouns=True) or self._from(reading, first, main, nouns=True)

    def _from(self, reading: Reading, start: int, end: int, *, nouns: bool) -> tuple[str, str] | None:
        """The first action of some words; of a light verb ("pursue", "continue to"), the action of what it takes."""
        negated, light = False, None
        words = reading.words
        stems = [_stems(word.low) for word in words[start:end]]
        for at in range(start, end):
            low = words[at].low
            if light and at > light[2] + _LIGHT_REACH:
                break
            if low in en.NEGATIONS:
                negated = True
            if words[at].text in ".;":
                break
            noun = nouns or light is not None
            found = self._phrase(stems, at - start) or self._word(reading, stems, at, start, noun=noun)
            if not found:
                continue
            printed = ("not " if negated else "") + words[at].text
            key = _NEGATED.get(found, "avoid") if negated else found
            if light is None and not negated and low in _LIGHT:
                light = (key, printed, at)
                continue
            return (key, printed) if light is None else (key, f"{light[1]} ... {words[at].text}")
        return light[:2] if light else None

    def _phrase(self, stems: list[str], at: int) -> str | None:
        for phrase, key in self.phrases:
            parts = phrase.split()
            if stems[at : at + len(parts)] == parts:
                return key
        return None

    def _word(self, reading: Reading, stems: list[str], at: int, start: int, *, noun: bool) -> str | None:
        """The action of a word that stands where a verb stands, or a noun if that may say it too."""
        word = reading.words[at]
        before = reading.words[at - 1].low if at > start else ""
        gerund = word.low.endswith("ing") and before not in en.DETERMINERS
        if not noun and not gerund and before in en.DETERMINERS | en.PREPOSITIONS - {"to", "by"}:
            return None
        return self.actions.get(stems[at - start])

    def strength(self, reading: Reading, first: int, last: int) -> tuple[str, str] | None:
        """How strongly the words ask, and by which of them: the first words of duty, else the first of the codebook."""
        text = " ".join(_stems(word.low) for word in reading.words[first:last] if word.is_word)
        padded = f" {text} "
        found = []
        for term in self.gazetteer.terms("strength") if self.gazetteer else []:
            for word in term.words:
                at = padded.find(f" {_stems(word)} ")
                if at >= 0:
                    found.append((at, -len(word), term.key, word))
        strong = [each for each in found if each[2] in _RANK[:2]]
        best = min(strong or found, default=None)
        return (best[2], best[3]) if best else None


def _asking(reading: Reading, first: int, last: int) -> Iterator[int]:
    """Where what is asked for begins: behind "urged", "call for", "need for", "important to"."""
    words = reading.words
    for at in range(first, last - 1):
        low, following = words[at].low, words[at + 1].low
        if low in en.ASKING | {"advocated", "advocate", "advocates", "recommend", "recommended", "recommends"}:
            yield at + 1
        elif (low in en.CALLING and following in en.UPON) or (low in en.URGENT and following in {"to", "for", "of"}):
            yield at + 2


def _behind_lead(reading: Reading, first: int, last: int) -> int:
    """Where the main clause begins: behind "To deter an attack,"."""
    words = reading.words
    if first < last and words[first].low in en.LEADS | {"to"}:
        comma = next((at for at in range(first, last) if words[at].text == ","), first - 1)
        return comma + 1
    return first


def _stems(text: str) -> str:
    return " ".join(term for term, _, _ in words(text))
