"""Where in its sentence a claim of duty stands: the main clause, another kind of clause, somebody's mouth.

Separate because every rule about a verb asks it, and because it is all that stands for a parser: it walks left from the
verb over its subject, and from there over what may govern the clause.
"""

from policykb.ingest.extraction.bounds import COORDINATORS, SUBORDINATORS, clause_start, subject, without_insertion
from policykb.ingest.extraction.tokens import Words
from policykb.ingest.extraction.voices import (
    ENDORSING,
    Standing,
    attributed,
    governed,
    in_a_quote,
    reported_without_that,
    that_clause,
)
from policykb.ingest.extraction.wordlists import (
    ACTION_VERBS,
    ADVERBS,
    DETERMINERS,
    FINITE_AUXILIARIES,
    SAYING,
    base_of,
    base_of_saying,
    word_set,
)

_PREPOSITIONAL = word_set("as since once before after until than while when where though although if")
"""Those that may open a phrase without a verb."""
_PRONOUNS = word_set("this it they we he she that")
_CONTENT_NOUNS = word_set(
    """agreement argument assertion assessment assumption assurance awareness belief call case caution caveat claim
    concern conclusion condition confidence consensus contention conviction danger demand doubt evidence expectation
    fact fear feeling finding ground grounds guarantee hint hope idea impression indication insistence judgment
    judgement knowledge likelihood logic notion observation opinion perception point position possibility premise
    presumption principle probability promise proof proposal proposition provision realisation realization reality
    recognition requirement risk sense sign signal statement stipulation suggestion suspicion theory thesis thought
    threat understanding view warning"""
)


def standing(words: Words, at: int) -> Standing:
    """How the clause stands whose verb (or auxiliary) is the token at ``at``."""
    if words.quoted[at] and in_a_quote(words, at):
        return Standing.REPORTED
    words, at = without_insertion(words, at)
    low = words.low
    start = clause_start(low, at)
    kind = _own_introducer(words, start, at)
    if kind is not None:
        return kind
    if start > 0:
        kind = governed(words, start)
        if kind is not None:
            return kind
    if attributed(words, at):
        return Standing.REPORTED
    return Standing.MAIN


def _own_introducer(words: Words, start: int, at: int) -> Standing | None:
    """What introduces the clause between its start and its verb; None where nothing does."""
    low = words.low
    for position in range(at - 1, start - 1, -1):
        token = low[position]
        between = [t for t in low[position + 1 : at] if t not in ADVERBS]
        if token == "that":
            if position > start and _in_gerund_subject(low, start, position, at):
                continue
            if position > start and _is_relative_of_subject(low, position, at):
                continue
            if not between:
                # "that should" is a relative clause, or a pronoun at the start of a sentence or after "and".
                pronoun = position == start or low[position - 1] in COORDINATORS
                return None if pronoun or _exists(low, start, position) else Standing.EMBEDDED
            if position == start and position == 0 and low[position + 1] not in DETERMINERS:
                continue
            if position > 0 and low[position - 1] in {
                "so",
                "such",
                "ensure",
                "ensures",
                "ensuring",
                "provided",
                "now",
                "in",
                "except",
                "given",
            }:
                return Standing.EMBEDDED
            if _demonstrative(low, position, between):
                continue
            return that_clause(words, position)
        if token in {"which", "who", "whom", "whose"}:
            if position > start and _is_relative_of_subject(low, position, at):
                continue
            return Standing.EMBEDDED
        if token == "why" and low[max(0, position - 2) : position] in (["which", "is"], ["that", "is"], ["this", "is"]):
            # "..., which is why the parties should": the reason stands before it, and this is the claim.
            return None
        if token in SUBORDINATORS and between:
            if token in _PREPOSITIONAL and not _introduces_clause(low, position, at):
                continue
            if (
                token in {"how", "what", "why", "whatever"}
                and position == start
                and _is_subject_clause(low, position, at)
            ):
                continue
            return Standing.EMBEDDED
        if token in SUBORDINATORS and token in {"what", "whatever", "than", "as", "which"}:
            return Standing.EMBEDDED
    return reported_without_that(words, start, at)


def _exists(low: list[str], start: int, position: int) -> bool:
    """Whether the main clause only says that something is there (`there are areas that should ...`)."""
    there = [at for at in range(start, position) if low[at] == "there"]
    return bool(there) and low[there[0] + 1 : there[0] + 2] in (["are"], ["is"])


def _in_gerund_subject(low: list[str], start: int, position: int, at: int) -> bool:
    """Whether the clause of a ``that`` ends inside the subject (`Ensuring that islands can vote will be`)."""
    first = next((t for t in low[start:position] if t not in ADVERBS and t not in COORDINATORS), "")
    return first.endswith("ing") and len(first) > 5 and any(t in FINITE_AUXILIARIES for t in low[position + 1 : at])


def _demonstrative(low: list[str], position: int, between: list[str]) -> bool:
    """Whether ``that`` points (`on that basis`, `that effort should`) and introduces nothing."""
    before = low[position - 1] if position else ""
    prepositions = {
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "with",
        "from",
        "by",
        "about",
        "against",
        "after",
        "before",
        "under",
        "beyond",
    }
    return before in prepositions and len(between) > 1


def _is_relative_of_subject(low: list[str], position: int, at: int) -> bool:
    """Whether a relative clause opened at ``position`` has a verb of its own before the verb at ``at``."""
    following = low[position + 1 : at]
    while following and following[0] in ADVERBS:
        following = following[1:]
    if not following:
        return False
    first = following[0]
    if low[position] in {"whom", "whose"}:
        return any(t in FINITE_AUXILIARIES for t in following)
    if first in FINITE_AUXILIARIES:
        return True
    if len(following) == 1 and not first.endswith(("ed", "s")):
        return False
    if low[position] == "that" and (low[position - 1] in _CONTENT_NOUNS or low[position - 1] in FINITE_AUXILIARIES):
        return False
    if first in DETERMINERS or first in {"they", "we", "he", "she", "it", "i", "you"}:
        # "the steps that it has taken should ...": a verb of its own inside.
        return any(t in FINITE_AUXILIARIES for t in following[1:])
    if base_of(first, ACTION_VERBS) is not None or base_of(first, SAYING) is not None:
        return len(following) > 1 or first.endswith("ed")
    if low[position] == "who" or first.endswith("ed") or any(t in FINITE_AUXILIARIES for t in following[1:]):
        return True
    # An unknown word behind a noun and "that" is the verb of a relative clause, unless it looks like a subject.
    noun_before = base_of_saying(low[position - 1]) is None and low[position - 1] not in ENDORSING
    return noun_before and len(following) > 2 and first.islower()


def _introduces_clause(low: list[str], position: int, at: int) -> bool:
    """Whether a word such as ``as`` or ``before`` opens the clause with this verb, rather than a phrase before it."""
    token, following = low[position], low[position + 1 : at]
    if token == "as":
        if following and following[0] in {"a", "an", "part", "well", "such", "of", "to", "for", "long", "in", "with"}:
            return False
        return not (position and low[position - 1] in {"such", "well", "known", "same"})
    if token in {"since", "once", "before", "after", "until"}:
        return False
    if position == 0 and following[-1] in _PRONOUNS and len(following) > 4 and following[-2] not in {"that", "and"}:
        # "Although the talks failed this should not ...": a new clause begins without a comma.
        return False
    if token in {"while", "when", "if", "though", "although", "where"}:
        # "When designing rules, ..." and "if necessary" have no subject of their own.
        return not (
            following
            and (
                following[0].endswith("ing")
                or following[0] in {"necessary", "possible", "needed", "appropriate", "relevant"}
            )
        )
    return True


def _is_subject_clause(low: list[str], position: int, at: int) -> bool:
    """Whether an indirect question has its own verb and is itself the subject (`What happens next must ...`)."""
    inside = low[position + 1 : at]
    return any(t in FINITE_AUXILIARIES for t in inside) or (
        position == 0 and inside[:1] != [] and inside[0].endswith("s")
    )


__all__ = ["Standing", "standing", "subject"]
