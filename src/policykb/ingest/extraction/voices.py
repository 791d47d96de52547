"""Whose claim a clause is: the author's, one he makes his own, or somebody else's.

Separate from how clauses are built because it turns on verbs of saying and on who says it.
"""

from enum import Enum, auto

from policykb.ingest.extraction.bounds import HARD, SUBORDINATORS, clause_start, mark_before
from policykb.ingest.extraction.tokens import Words
from policykb.ingest.extraction.wordlists import (
    ADVERBS,
    CONVENED,
    DETERMINERS,
    FINITE_AUXILIARIES,
    OWN_VOICE,
    REPORTED_WITHOUT_THAT,
    base_of,
    base_of_saying,
    word_set,
)


class Standing(Enum):
    """How a clause stands in its sentence."""

    MAIN = auto()
    ENDORSED = auto()
    """Under ``that``, behind words in which the author makes it his own (`it is clear that`, `we believe that`)."""
    EMBEDDED = auto()
    """A relative clause, a condition, a reason, an indirect question, a purpose."""
    REPORTED = auto()
    """What somebody else says."""


ENDORSING = word_set(
    """clear obvious evident apparent plain certain undeniable essential important vital crucial critical imperative
    necessary fundamental paramount urgent key right true lesson lessons conclusion implication implications
    takeaway point upshot moral reality bottom-line message answer mean means meant suggest suggests imply implies
    follows shows show indicate indicates demonstrates demonstrate underscores underscore underlines illustrates
    reveals dictates confirms view belief recommendation"""
)
_VIEWPOINTS = word_set(
    """theory view eyes opinion perspective mind minds thinking calculus calculation telling reading logic account
    words"""
)


def that_clause(words: Words, position: int) -> Standing:
    """Whose clause a ``that`` at ``position`` introduces."""
    low = words.low
    before = position - 1
    while before >= 0 and (low[before] in ADVERBS or low[before] == ","):
        before -= 1
    if before < 0:
        return Standing.EMBEDDED
    word = low[before]
    if word in {"and", "but", "or", "and/or"}:
        earlier = mark_before(low, position, "that")
        return that_clause(words, earlier) if earlier is not None else Standing.EMBEDDED
    if word in {"is", "remains", "are"}:
        nouns = [p for p in range(clause_start(low, before), before) if low[p] in ENDORSING]
        if not nouns:
            return Standing.EMBEDDED
        return Standing.REPORTED if _holder(words, nouns[-1]) else Standing.ENDORSED
    if word in ENDORSING:
        return Standing.REPORTED if _holder(words, before) else Standing.ENDORSED
    saying = base_of_saying(word)
    if saying is None and before and low[before - 1] in FINITE_AUXILIARIES:
        return Standing.EMBEDDED
    if saying is None:
        return Standing.EMBEDDED
    return Standing.ENDORSED if _is_own_voice(words, before) else Standing.REPORTED


def _holder(words: Words, at: int) -> bool:
    """Whether an endorsing word is somebody else's (`Beijing's view is that`, `they made clear that`)."""
    low = words.low
    start = clause_start(low, at)
    held = low[start:at]
    if (
        (low[at] in {"clear", "plain", "certain"} and held and base_of(held[-1], frozenset({"make"})))
        or "made" in held
        or "makes" in held
    ):
        return not _is_own_voice(words, at)
    if low[at] in {"view", "belief", "message"}:
        return not any(t in {"our", "my", "this"} for t in held)
    return False


def _is_own_voice(words: Words, verb: int) -> bool:
    """Whether the subject of a verb of saying speaks for the document."""
    low = words.low
    start = clause_start(low, verb)
    said_by = low[start:verb]
    if not said_by:
        return False
    if any(t in {"we", "i"} for t in said_by):
        return True
    if "to" in said_by:
        said_by = said_by[: said_by.index("to")]
    if said_by and said_by[0] in {"it", "this"} and low[start] == said_by[0]:
        return start == 0 or low[verb] not in {"said", "argued", "claimed"}
    heads = [t for t in said_by if t in OWN_VOICE or t in CONVENED]
    if not heads:
        return False
    others = {"most", "many", "some", "several", "other", "another", "recent", "previous", "earlier"}
    return not any(t in others for t in said_by) and any(
        t in {"the", "this", "our", "these"} or t in CONVENED for t in said_by
    )


def governed(words: Words, start: int) -> Standing | None:
    """What an open ``that`` or a condition left of the clause makes of it: `He said that, in time, Rome must pay`."""
    low = words.low
    mark = start - 1
    if low[mark] in HARD or low[mark] == "\u2014":
        return None
    for position in range(mark - 1, -1, -1):
        token = low[position]
        if token in HARD:
            return None
        if token == "that" and position and base_of_saying(_word_before(low, position)) is not None:
            inner = low[position + 1 : mark]
            opens = (
                not inner
                or inner[0] == ","
                or inner[0] in SUBORDINATORS
                or inner[0] in _FRONTED
                or inner[0].endswith("ing")
            )
            if opens or (low[start] in {"and", "but", "or"} and "that" in low[start : start + 2]):
                kind = that_clause(words, position)
                return None if kind is Standing.ENDORSED else kind
            return None
    return None


_FRONTED = word_set("in to for with by given despite under on at without beyond from through following")


def _word_before(low: list[str], position: int) -> str:
    before = position - 1
    while before > 0 and (low[before] in ADVERBS or low[before] == ","):
        before -= 1
    return low[before]


def reported_without_that(words: Words, start: int, at: int) -> Standing | None:
    """A verb of saying in the subject of the duty: `She said the bloc must act`."""
    low = words.low
    for position in range(start + 1, at - 1):
        saying = base_of_saying(low[position])
        infinitive = low[position - 1] == "to" and saying in {"say", "argue", "claim", "insist"}
        if not infinitive and (
            saying not in REPORTED_WITHOUT_THAT
            or (
                low[position] == saying
                and low[position - 1] not in {"we", "i", "they", "you"}
                and not low[position - 1].endswith("s")
            )
        ):
            continue
        if (
            low[position - 1] in {"the", "a", "of", "is", "are", "was", "were", "be", "been", "has-been", "and", "or"}
            or low[position - 1] in DETERMINERS
        ):
            continue
        following = low[position + 1]
        if low[position - 1] == "to" and (position < 3 or not infinitive):
            continue
        if saying == "tell" and low[position] == "told":
            return Standing.REPORTED
        if (
            following in DETERMINERS
            or words.raw[position + 1][0].isupper()
            or following in {"they", "he", "she", "we", "it"}
        ):
            return Standing.ENDORSED if _is_own_voice(words, position) else Standing.REPORTED
    return None


def attributed(words: Words, at: int) -> bool:
    """Whether the sentence gives its words to somebody: `According to Oslo`, `, he argued`, `in her view`."""
    low = words.low
    start = clause_start(low, at)
    head = low[: max(start, 0)]
    if head[:2] == ["according", "to"]:
        return not any(t in {"our", "this"} for t in head)
    if head and head[0] in {"in", "from", "for", "to"} and len(head) <= 8:
        if any(t in _VIEWPOINTS for t in head) and not any(
            t in {"our", "my", "this", "policy", "strategic"} for t in head[:3]
        ):
            return True
        if head[0] == "for" and head[-1:] == [","] and len(head) <= 4 and words.raw[1][:1].isupper():
            return True
    tail = low[at + 1 :]
    if "," in tail:
        last = len(low) - 1 - low[::-1].index(",")
        closing = low[last + 1 :]
        if 2 <= len(closing) <= 12:
            if closing[:2] == ["according", "to"]:
                return True
            for offset, token in enumerate(closing):
                saying = base_of_saying(token)
                if saying in REPORTED_WITHOUT_THAT and token != saying and offset <= 4:
                    rest = closing[offset + 1 :]
                    subject_first = offset > 0 and not rest and closing[0] not in ADVERBS
                    verb_first = offset == 0 and rest and words.raw[last + 2][:1].isupper()
                    if subject_first or verb_first:
                        return not any(t in OWN_VOICE for t in closing)
    return False


def in_a_quote(words: Words, at: int) -> bool:
    """Whether the quotation around a verb is a claim of its own, and not a catchword; a whole sentence is one."""
    first = at
    while first > 0 and words.quoted[first - 1]:
        first -= 1
    last = at
    while last + 1 < len(words) and words.quoted[last + 1]:
        last += 1
    return first < at < last
