"""Where in its sentence a claim of duty stands: in the main clause, in a clause of another kind, or in somebody's mouth.

Separate because every rule about a verb asks it, and because it is all that stands for a parser: it walks left from the
verb over its subject, and from there over what may govern the clause.
"""

from enum import Enum, auto

from policykb.ingest.extraction.tokens import Words
from policykb.ingest.extraction.wordlists import (
    ACTION_VERBS,
    ADVERBS,
    CONVENED,
    DETERMINERS,
    FINITE_AUXILIARIES,
    OWN_VOICE,
    REPORTED_WITHOUT_THAT,
    SAYING,
    base_of,
    base_of_saying,
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


_HARD = frozenset({";", ":"})
_SUBORDINATORS = frozenset(
    "if whether when whenever where wherever whereby because although though while whilst unless until till how why what "
    "which who whom whose lest than whereas whatever whichever whoever however-much provided assuming as since once before after".split()
)
_QUANTITY = frozenset("much many long often far fast quickly closely seriously".split())
_PREPOSITIONAL = frozenset("as since once before after until than while when where though although if".split())
"""Those that may open a phrase without a verb."""
_COORDINATORS = frozenset("and but or so yet nor then instead thus therefore rather also".split())
_PRONOUNS = frozenset("this it they we he she that".split())
_ENDORSING = frozenset(
    """clear obvious evident apparent plain certain undeniable essential important vital crucial critical imperative
    necessary fundamental paramount urgent key right true lesson lessons conclusion implication implications takeaway point upshot
    moral reality bottom-line message answer mean means meant suggest suggests imply implies follows shows show indicate
    indicates demonstrates demonstrate underscores underscore underlines illustrates reveals dictates confirms
    view belief recommendation""".split()
)
_CONTENT_NOUNS = frozenset(
    """agreement argument assertion assessment assumption assurance awareness belief call case caution caveat claim concern
    conclusion condition confidence consensus contention conviction danger demand doubt evidence expectation fact
    fear feeling finding ground grounds guarantee hint hope idea impression indication insistence judgment judgement
    knowledge likelihood logic notion observation opinion perception point position possibility premise presumption
    principle probability promise proof proposal proposition provision realisation realization reality recognition
    requirement risk sense sign signal statement stipulation suggestion suspicion theory thesis thought threat
    understanding view warning""".split()
)
_VIEWPOINTS = frozenset(
    "view eyes opinion perspective mind minds thinking calculus calculation telling reading logic account words".split()
)


def standing(words: Words, at: int) -> Standing:
    """How the clause stands whose verb (or auxiliary) is the token at ``at``."""
    if words.quoted[at] and _quote_is_a_clause(words, at):
        return Standing.REPORTED
    words, at = _without_insertion(words, at)
    low = words.low
    start = _clause_start(low, at)
    kind = _own_introducer(words, start, at)
    if kind is not None:
        return kind
    if start > 0:
        kind = _governed(words, start)
        if kind is not None:
            return kind
    if _attributed(words, at):
        return Standing.REPORTED
    return Standing.MAIN


def _without_insertion(words: Words, at: int) -> tuple[Words, int]:
    """The words without what commas or dashes set in right before the verb (`The bank, which is small, must`)."""
    low = words.low
    close = at - 1
    while close > 0 and low[close] in ADVERBS:
        close -= 1
    if close <= 0 or low[close] not in {",", "\u2014"}:
        return words, at
    opening = _before(low, close, low[close])
    if opening is None or opening == 0 or low[opening + 1 : opening + 2] in (["and"], ["but"], ["or"], ["so"]):
        return words, at
    cut = slice(opening, close + 1)
    kept = Words(words.text, list(low), list(words.raw), list(words.starts), list(words.quoted))
    for column in (kept.low, kept.raw, kept.starts, kept.quoted):
        del column[cut]
    return kept, at - (close + 1 - opening)


def subject(words: Words, at: int) -> tuple[int, int]:
    """The tokens between the start of the clause and the verb at ``at``, without coordinators and adverbs around."""
    start = _clause_start(words.low, at)
    end = at
    while start < end and (words.low[start] in _COORDINATORS or words.low[start] in ADVERBS or words.low[start] == ","):
        start += 1
    while end > start and (words.low[end - 1] in ADVERBS or words.low[end - 1] == ","):
        end -= 1
    for position in range(end - 1, start, -1):
        if words.low[position] == "that" and position > start:
            start = position + 1
            break
    return start, end


def _clause_start(low: list[str], at: int) -> int:
    """Where the clause begins: behind the comma, colon or dash before its subject; what is set in is passed over."""
    position = at - 1
    skipped_dash = False
    while position >= 0:
        token = low[position]
        if token in _HARD:
            return position + 1
        if token == "\u2014":
            opening = _before(low, position, "\u2014")
            if not skipped_dash and opening is not None and not _is_clause(low, opening + 1, position):
                pass
            if not skipped_dash and opening is not None and _empty(low, position + 1, at):
                position = opening - 1
                skipped_dash = True
                continue
            return position + 1
        if token == "," and not _empty(low, position + 1, at):
            if _continues_list(low, position, at):
                position -= 1
                continue
            return position + 1
        if token == ",":
            opening = _before(low, position, ",")
            if opening is None:
                # "In short, should ..." has no subject before the comma; "The EU, should" is no English.
                position -= 1
                continue
            inside = [t for t in low[opening + 1 : position]]
            if inside and inside[0] in {"and", "but", "or"}:
                position -= 1
                continue
            position = opening - 1
            at = position + 1
            continue
        position -= 1
    return 0


def _continues_list(low: list[str], comma: int, at: int) -> bool:
    """Whether what follows a comma is the end of a list that is the subject (`France, Spain and Italy should`)."""
    between = low[comma + 1 : at]
    return between[:1] in (["and"], ["or"]) and len(between) <= 6 and _before(low, comma, ",") is not None


def _before(low: list[str], position: int, mark: str) -> int | None:
    for earlier in range(position - 1, -1, -1):
        if low[earlier] == mark:
            return earlier
        if low[earlier] in _HARD:
            return None
    return None


def _empty(low: list[str], start: int, end: int) -> bool:
    return all(token in ADVERBS for token in low[start:end])


def _is_clause(low: list[str], start: int, end: int) -> bool:
    return any(token in FINITE_AUXILIARIES for token in low[start:end])


def _own_introducer(words: Words, start: int, at: int) -> Standing | None:
    """What introduces the clause between its start and its verb; None where nothing does."""
    low = words.low
    for position in range(at - 1, start - 1, -1):
        token = low[position]
        between = [t for t in low[position + 1 : at] if t not in ADVERBS]
        if token == "that":
            if position > start and _is_relative_of_subject(low, position, at):
                continue
            if not between:
                # "that should" is a relative clause, or a pronoun at the start of a sentence or after "and".
                pronoun = position == start or low[position - 1] in _COORDINATORS
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
                return Standing.EMBEDDED if low[position - 1] != "given" else Standing.EMBEDDED
            if _demonstrative(low, position, between):
                continue
            return _that_clause(words, position)
        if token in {"which", "who", "whom", "whose"}:
            if position > start and _is_relative_of_subject(low, position, at):
                continue
            return Standing.EMBEDDED
        if token in _SUBORDINATORS and between:
            if token in _PREPOSITIONAL and not _introduces_clause(low, position, at):
                continue
            if (
                token in {"how", "what", "why", "whatever"}
                and position == start
                and _is_subject_clause(low, position, at)
            ):
                continue
            return Standing.EMBEDDED
        if token in _SUBORDINATORS and token in {"what", "whatever", "than", "as", "which"}:
            return Standing.EMBEDDED
    return _reported_without_that(words, start, at)


def _exists(low: list[str], start: int, position: int) -> bool:
    """Whether the main clause only says that something is there (`there are areas that should ...`)."""
    there = [at for at in range(start, position) if low[at] == "there"]
    return bool(there) and low[there[0] + 1 : there[0] + 2] in (["are"], ["is"])


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
    following = [t for t in low[position + 1 : at]]
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
    noun_before = base_of_saying(low[position - 1]) is None and low[position - 1] not in _ENDORSING
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
    return any(t in FINITE_AUXILIARIES for t in inside) or (position == 0 and inside[:1] != [] and inside[0].endswith("s"))


def _that_clause(words: Words, position: int) -> Standing:
    """Whose clause a ``that`` at ``position`` introduces."""
    low = words.low
    before = position - 1
    while before >= 0 and (low[before] in ADVERBS or low[before] == ","):
        before -= 1
    if before < 0:
        return Standing.EMBEDDED
    word = low[before]
    if word in {"and", "but", "or", "and/or"}:
        earlier = _before(low, position, "that")
        return _that_clause(words, earlier) if earlier is not None else Standing.EMBEDDED
    if word in {"is", "remains", "are"}:
        nouns = [p for p in range(_clause_start(low, before), before) if low[p] in _ENDORSING]
        if not nouns:
            return Standing.EMBEDDED
        return Standing.REPORTED if _holder(words, nouns[-1]) else Standing.ENDORSED
    if word in _ENDORSING:
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
    start = _clause_start(low, at)
    held = low[start:at]
    if (
        low[at] in {"clear", "plain", "certain"}
        and held
        and base_of(held[-1], frozenset({"make"}))
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
    start = _clause_start(low, verb)
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


def _governed(words: Words, start: int) -> Standing | None:
    """What an open ``that`` or a condition left of the clause makes of it: `He said that, in time, Rome must pay`."""
    low = words.low
    mark = start - 1
    if low[mark] in _HARD or low[mark] == "\u2014":
        return None
    for position in range(mark - 1, -1, -1):
        token = low[position]
        if token in _HARD:
            return None
        if token == "that" and position and base_of_saying(_word_before(low, position)) is not None:
            inner = low[position + 1 : mark]
            opens = (
                not inner
                or inner[0] == ","
                or inner[0] in _SUBORDINATORS
                or inner[0] in _FRONTED
                or inner[0].endswith("ing")
            )
            if opens or (low[start] in {"and", "but", "or"} and "that" in low[start : start + 2]):
                kind = _that_clause(words, position)
                return None if kind is Standing.ENDORSED else kind
            return None
    return None


_FRONTED = frozenset("in to for with by given despite under on at without beyond from through following".split())


def _word_before(low: list[str], position: int) -> str:
    before = position - 1
    while before > 0 and (low[before] in ADVERBS or low[before] == ","):
        before -= 1
    return low[before]


def _reported_without_that(words: Words, start: int, at: int) -> Standing | None:
    """A verb of saying in the subject of the duty: `She said the bloc must act`."""
    low = words.low
    for position in range(start + 1, at - 1):
        saying = base_of_saying(low[position])
        if (
            saying not in REPORTED_WITHOUT_THAT
            or low[position] == saying
            and low[position - 1] not in {"we", "i", "they", "you"}
            and not low[position - 1].endswith("s")
        ):
            continue
        if (
            low[position - 1]
            in {"to", "the", "a", "of", "is", "are", "was", "were", "be", "been", "has-been", "and", "or"}
            or low[position - 1] in DETERMINERS
        ):
            continue
        following = low[position + 1]
        if saying == "tell" and low[position] == "told":
            return Standing.REPORTED
        if (
            following in DETERMINERS
            or words.raw[position + 1][0].isupper()
            or following in {"they", "he", "she", "we", "it"}
        ):
            return Standing.ENDORSED if _is_own_voice(words, position) else Standing.REPORTED
    return None


def _attributed(words: Words, at: int) -> bool:
    """Whether the sentence gives its words to somebody: `According to Oslo`, `, he argued`, `in her view`."""
    low = words.low
    start = _clause_start(low, at)
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
        closing = [t for t in low[last + 1 :]]
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


def _quote_is_a_clause(words: Words, at: int) -> bool:
    """Whether the quotation around a verb is a claim of its own, and not a catchword; a whole sentence is one."""
    first = at
    while first > 0 and words.quoted[first - 1]:
        first -= 1
    last = at
    while last + 1 < len(words) and words.quoted[last + 1]:
        last += 1
    return last - first >= 4
