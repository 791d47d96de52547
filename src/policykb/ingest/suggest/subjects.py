"""Who stands before a verb of duty, and who is named by other ways of asking: the grammar of addressees.

There is no parser of English in the core, so the subject is found from the verb backwards: over adverbs, insertions
between commas, relative clauses and phrases with a preposition to the noun that they hang on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from policykb.ingest.suggest import english as en
from policykb.ingest.suggest.english import listed
from policykb.ingest.suggest.phrases import Party, Reading, is_possessive, name_beginning, name_ending, together

_BREAKS = frozenset(',;:()[]{}–—"“”…!?')
_BEFORE_NEEDS = listed("a an the no any such these those in of 's ' urgent real pressing growing clear")


class Sort(Enum):
    """What stands before a verb."""

    PARTY = auto()
    PRONOUN = auto()
    THING = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Subject:
    """The subject of a verb.

    ``at`` is the word of a pronoun or the noun that heads a thing; ``owner`` is the party whose thing it is, and
    ``owner_at`` the pronoun that says so ("its aspirations").
    """

    sort: Sort
    parties: tuple[Party, ...] = ()
    at: int = -1
    owner: Party | None = None
    owner_at: int = -1


NOBODY = Subject(Sort.NOTHING)


@dataclass(frozen=True, slots=True)
class Duty:
    """A verb of duty (or, if ``weak``, of possibility) at the words ``at`` to before ``after``, with its subject."""

    at: int
    after: int
    subject: Subject
    weak: bool = False


def duties(reading: Reading, first: int, last: int) -> Iterator[Duty]:
    """The verbs of duty and possibility among some words, in order."""
    at = first
    while at < last:
        after = _verb_of_duty(reading, at)
        if after:
            start = at
            while start > first and reading.words[start - 1].low in {"will", "would", "may", "might", "also", "then"}:
                start -= 1
            yield Duty(start, after, subject(reading, start), weak=reading.words[at].low in en.WEAK)
            at = after
        else:
            at += 1


def _verb_of_duty(reading: Reading, at: int) -> int:
    """Where a verb of duty that begins at a word ends; 0 where none does."""
    words = reading.words
    low = words[at].low
    before = words[at - 1].low if at else ""
    after = words[at + 1].low if at + 1 < len(words) else ""
    if low in {"should", "must", "shall"}:
        return 0 if before in {"a", "an", "the"} else at + 1
    if low in {"ought", "have", "has"} and after == "to":
        return at + 2
    if low in {"need", "needs"}:
        noun = before in en.POSSESSIVES | _BEFORE_NEEDS
        if not noun and after == "to":
            return at + 2
        if not noun and after and (after.endswith("ing") or after in {"more", "greater", "better"}) and low == "needs":
            return at + 1
        return 0
    if low in en.WEAK:
        return at + 1
    return 0


def subject(reading: Reading, verb: int) -> Subject:
    """The subject of the verb at a word."""
    words = reading.words
    low_end, _ = reading.sentence(verb)
    if inverted := _inverted(reading, verb, low_end):
        return inverted
    end = verb
    of: Party | None = None
    relative = False
    while end > low_end:
        before = words[end - 1]
        if before.low in en.AUXILIARIES or (before.low.endswith("ly") and before.is_word and end not in reading.ending):
            end -= 1
            continue
        if before.text in ",)":
            inserted = _insertion(reading, end - 1, low_end)
            if inserted is not None:
                end = inserted
                continue
            if before.text == ",":
                end -= 1
                continue
        party = reading.ending.get(end) or name_ending(reading, end)
        if party:
            group = together(reading, party)
            group = [one for one in group if one.last <= end]
            start = group[0].first
            outer = words[start - 1].low if start > low_end else ""
            if outer in en.PREPOSITIONS and not relative:
                of = party if outer in {"of", "by"} else None
                end = start - 1
                continue
            return Subject(Sort.PARTY, tuple(group))
        if before.low in en.PERSONAL:
            return Subject(Sort.PRONOUN, at=end - 1)
        if before.low in en.PRONOUNS and before.low not in en.RELATIVES:
            return Subject(Sort.THING, at=end - 1)
        if before.low in en.RELATIVES:
            relative = True
            end -= 1
            if end > low_end and words[end - 1].text == ",":
                end -= 1
            continue
        found = _thing(reading, end, low_end)
        if isinstance(found, Subject):
            return Subject(found.sort, found.parties, found.at, found.owner or of, found.owner_at)
        of = None
        end = found
    return NOBODY


def _inverted(reading: Reading, verb: int, low_end: int) -> Subject | None:
    """A subject behind its verb: "nor should Washington wait"."""
    before = reading.words[verb - 1].low if verb > low_end else ""
    if before in {"nor", "neither"} or (
        before in {"then", "so"} and verb - 2 >= low_end and reading.words[verb - 2].low == "only"
    ):
        following = verb + 1
        if following in reading.beginning:
            return Subject(Sort.PARTY, tuple(together(reading, reading.beginning[following])))
        return Subject(Sort.THING, at=following)
    return None


def _insertion(reading: Reading, close: int, low_end: int) -> int | None:
    """Where the words before an insertion end that a comma or a bracket closes; None where it is no insertion."""
    words = reading.words
    if words[close].text == ")":
        at = close
        while at > low_end and words[at].text != "(":
            at -= 1
        return at if words[at].text == "(" else None
    at = close
    while at > low_end and words[at - 1].text not in _BREAKS:
        at -= 1
    if at <= low_end or words[at - 1].text != ",":
        return None
    if at - 1 not in {party.last for party in reading.parties} and words[at - 2].low not in en.CLAUSES:
        return None if words[at].low not in {"which", "who", "whose"} else at - 1
    if words[at].low in en.LEADS | en.PREPOSITIONS or words[at].low.endswith(("ing", "ly", "ed")):
        return at - 1
    return None


def _thing(reading: Reading, end: int, low_end: int) -> Subject | int:
    """The thing that ends before a word; or, where a phrase or a clause hangs on something before, where that ends."""
    words = reading.words
    at = end - 1
    while at > low_end:
        before = words[at - 1]
        here = words[at]
        if at in reading.ending and (here.low.endswith(("ing", "ed")) or here.low in en.RELATIVES):
            return at
        if here.low in en.PREPOSITIONS:
            break
        if (
            before.text in _BREAKS
            or before.low in en.CLAUSES
            or (not before.is_word and not is_possessive(words, at - 1))
        ):
            break
        if before.low in en.RELATIVES:
            # "States that hold such arms must": the clause hangs on the states; "it says that arms must" opens anew.
            opens = here.low in en.DETERMINERS | en.PRONOUNS or at in reading.beginning
            hangs = at - 1 in reading.ending or before.low in {"who", "which", "whose"}
            if not opens and hangs:
                return at - 1
            break
        if at in reading.beginning and at - 1 in reading.ending:
            break
        at -= 1
    if words[at].low in en.PREPOSITIONS and at > low_end:
        return at
    return _headed(reading, at, end)


def _headed(reading: Reading, first: int, end: int) -> Subject:
    """A thing by its first and last words, with whose it is."""
    words = reading.words
    head = end - 1
    owner, owner_at = None, -1
    for at in range(first, end):
        if words[at].low in en.POSSESSIVES:
            owner_at = at
        party = reading.beginning.get(at)
        if party and party.last < end:
            owner = party
    return Subject(Sort.THING, at=head, owner=owner, owner_at=owner_at)


def is_undergone(reading: Reading, duty: Duty) -> bool:
    """Whether the subject only undergoes what somebody else should do: "should be invited"."""
    words = reading.words
    at = duty.after
    while at < len(words) and (words[at].low.endswith("ly") or words[at].low in {"be", "not", "also"}):
        at += 1
    if at >= len(words) or "be" not in [word.low for word in words[duty.after : at]]:
        return False
    low = words[at].low
    return low in en.UNDERGONE or (low.endswith("ed") and low not in en.STILL_ACTING)


def asked(reading: Reading, first: int, last: int) -> Iterator[tuple[tuple[Party, ...], str]]:
    """Parties that are asked by other words than a verb of duty of their own, with those words, in order."""
    words = reading.words
    for at in range(first, last):
        low = words[at].low
        following = words[at + 1].low if at + 1 < last else ""
        if low in en.ASKING and following == "that":
            yield from _named_after(reading, at + 2, last, f"{low} that", before=None)
        elif low in en.ASKING:
            yield from _named_after(reading, at + 1, last, low, before={"to"})
        elif (low in en.CALLING and following in en.UPON) or (
            low in {"incumbent", "up"} and following in {"on", "upon", "to"}
        ):
            yield from _named_after(reading, at + 2, last, f"{low} {following}", before={"to"})
        elif low in en.PROPOSING:
            skip, before = (2, None) if following == "that" else (2, {"that", "to"}) if following == "to" else (1, None)
            yield from _named_after(reading, at + skip, last, f"{low} {following}" if skip == 2 else low, before=before)
        elif low in en.URGENT:
            yield from _urgent(reading, at, last)
        elif low in en.MOVING and at and words[at - 1].low in en.AUXILIARIES | en.STRONG | en.WEAK | {"to"}:
            yield from _named_after(reading, at + 1, last, low, before={"from", "to"})


def _urgent(reading: Reading, at: int, last: int) -> Iterator[tuple[tuple[Party, ...], str]]:
    words = reading.words
    for link in range(at + 1, min(at + 3, last)):
        low = words[link].low
        if low == "for":
            before = None if words[at].low in en.BURDENS else {"to"}
            yield from _named_after(reading, link + 1, last, f"{words[at].low} for", before=before)
            return
        if low == "that":
            yield from _named_after(reading, link + 1, last, f"{words[at].low} that", before=None)
            return
        if low in {"of", "on", "upon"} and words[at].low in en.BURDENS:
            yield from _named_after(reading, link + 1, last, f"{words[at].low} {low}", before=None)
            return


def _named_after(
    reading: Reading, at: int, last: int, how: str, before: set[str] | None
) -> Iterator[tuple[tuple[Party, ...], str]]:
    """The parties that begin at a word, if what follows them is one of the words ``before`` (None: anything)."""
    words = reading.words
    party = _beginning(reading, at) or name_beginning(reading, at)
    if party is None:
        return
    group = [one for one in together(reading, party) if one.first >= at]
    after = group[-1].last
    while after < last and words[after].low in en.AUXILIARIES | {",", "both"}:
        after += 1
    following = words[after].low if after < last else ""
    if is_possessive(words, after):
        return
    if before is None or following in before:
        yield tuple(group), how


def _beginning(reading: Reading, at: int) -> Party | None:
    """The party that begins at a word, an article aside."""
    party = reading.beginning.get(at)
    if party is None and at < len(reading.words) and reading.words[at].low in en.DETERMINERS:
        party = reading.beginning.get(at + 1)
    return party


def agents(reading: Reading, first: int, last: int) -> Iterator[tuple[Party, ...]]:
    """Parties by whom something should be done: "should be led by Japan"."""
    words = reading.words
    passive = False
    for at in range(first, last):
        low = words[at].low
        passive = passive or low in {"be", "been", "being"}
        if passive and low == "by":
            party = _beginning(reading, at + 1)
            if party and not is_possessive(words, party.last):
                yield tuple(one for one in together(reading, party) if one.first > at)
                return
