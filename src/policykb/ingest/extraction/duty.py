"""Verbs of duty: should, must, ought to, need to, have to; separate because most recommendations in prose have one.

What is sorted out: clauses that are not the main one, expectation (`should come as no surprise`), the past (`should
have`), what is asked of the reader (`it should be noted`), duties that a law lays down.
"""

from collections.abc import Iterator

from policykb.ingest.extraction.claims import Claim, claim
from policykb.ingest.extraction.clauses import Standing, standing, subject
from policykb.ingest.extraction.tokens import Words
from policykb.ingest.extraction.wordlists import (
    ADVERBS,
    CHANGE_VERBS,
    DETERMINERS,
    DOCUMENT_NOUNS,
    OUTCOME_VERBS,
    PARTICIPLES,
    PEOPLE_NOUNS,
    READER_VERBS,
    word_set,
)

_EXPECTED = word_set(
    """surprise surprising surprised unsurprising obvious evident clear apparent familiar easy easier possible able
    noted remembered recalled"""
)
_OBSCURING = word_set("belie blind detract distract hide imply mask mislead obscure overshadow suggest mean")
_GENERIC = word_set("we one it you i readers reader analysts observers commentators students historians")
_SOURCES_OF_LAW = word_set(
    """act law laws statute constitution regulation regulations treaty legislation bill ordinance directive rules terms
    agreement accord ceasefire contract charter code article section clause"""
)
_UNCERTAIN = word_set("may might could would can")
_PAST = word_set("did had was were used")


def duties(words: Words) -> Iterator[Claim]:
    """The claims of duty of a sentence, in order."""
    for at, token in enumerate(words.low):
        if token in {"should", "must", "shall"}:
            found = _modal(words, at, at + 1)
        elif token == "ought":
            found = _modal(words, at, at + 1 + words.low[at + 1 : at + 2].count("to"))
        elif token in {"need", "needs", "has", "have"} and _followed_by_to(words, at):
            found = _necessity(words, at)
        elif token == "need" and words.low[at + 1 : at + 2] == ["not"]:
            continue
        elif token == "better" and at and words.low[at - 1] in {"had", "would"}:
            found = claim("need", words.starts[at], 0.1) if standing(words, at - 1) in _COUNTS else None
        elif token == "supposed":
            continue
        else:
            continue
        if found is not None:
            yield found


_COUNTS = (Standing.MAIN, Standing.ENDORSED)


def _modal(words: Words, at: int, verb: int) -> Claim | None:
    low = words.low
    if low[at] == "must" and at and low[at - 1] in {"a", "an", "the", "as"}:
        return None
    if low[at] in {"should", "must"} and at == 0 and "if" not in low[:1]:
        # "Should prices rise, ..." is a condition.
        return None
    negated, verb = _past_adverbs(low, verb)
    if verb >= len(low):
        return None if low[at] == "shall" else _bare(words, at)
    if (
        low[0] == "the"
        and low[1:2]
        and (low[1] in {"more", "less", "fewer"} or low[1].endswith("er"))
        and _is_correlative(low)
    ):
        return None
    if _is_perfect(low, verb) or standing(words, at) not in _COUNTS:
        return None
    if _is_expectation(words, at, verb, negated) or _addresses_reader(words, at, verb) or _is_law(words, at):
        return None
    if low[at] == "shall":
        return claim("duty", words.starts[at], 0.45)
    return claim("duty", words.starts[at])


def _is_correlative(low: list[str]) -> bool:
    """`The more a state must import, the more it fears`."""
    return any(
        low[p : p + 2] == [",", "the"] and (low[p + 2] in {"more", "less", "fewer"} or low[p + 2].endswith("er"))
        for p in range(len(low) - 2)
    )


def _bare(words: Words, at: int) -> Claim | None:
    """A verb of duty at the end: `..., as it should` is no claim, `The EU should:` opens a list."""
    return None


def _necessity(words: Words, at: int) -> Claim | None:
    low = words.low
    token = low[at]
    before = at - 1
    while before >= 0 and low[before] in ADVERBS:
        before -= 1
    auxiliary = low[before] if before >= 0 else ""
    if at and low[at - 1] in {
        "the",
        "a",
        "no",
        "any",
        "this",
        "urgent",
        "growing",
        "pressing",
        "their",
        "its",
        "our",
        "nor",
        "without",
    }:
        return None
    if (
        before < 0
        or auxiliary in DETERMINERS
        or auxiliary in _UNCERTAIN
        or auxiliary in _PAST
        or auxiliary in {"to", "not", "does", "do", "should", "must", "shall", "of"}
    ):
        return None
    if token == "need" and auxiliary not in {"will", "'ll"} and not _is_plural(words, before):
        return None
    if "not" in low[before + 1 : at] or "no" in low[max(0, at - 3) : at] or auxiliary == "longer":
        return None
    to = at + 1 + (low[at + 1] != "to")
    _, verb = _past_adverbs(low, to + 1)
    if verb >= len(low) or (
        token in {"has", "have"} and low[verb] in {"do", "say", "show"} and low[verb + 1 : verb + 2] == ["with"]
    ):
        return None
    if token in {"has", "have"} and (not _is_verb_phrase(low, at) or auxiliary in {"you", "i", "he", "she"}):
        return None
    head = before if auxiliary in {"will", "'ll"} else at
    if standing(words, head) not in _COUNTS:
        return None
    if (
        _addresses_reader(words, head, verb)
        or _is_law(words, head)
        or low[verb : verb + 2] in (["be", "seen"], ["be", "said"])
    ):
        return None
    if auxiliary in {"will", "'ll"}:
        if token == "need":
            return claim("will-need", words.starts[at])
        aimed = low[0] in {"if", "to", "for", "unless"} or any(low[i : i + 2] == [",", "then"] for i in range(head))
        return claim("will-need", words.starts[at], 0.0 if aimed else 0.25)
    return claim("need", words.starts[at])


def _is_plural(words: Words, before: int) -> bool:
    """Whether the word before ``need`` makes a verb of it: a plural, a pronoun, the second of two names."""
    word = words.low[before]
    if word.endswith(("'s", "s'")):
        return False
    if (word.endswith("s") and not word.endswith("ss")) or word in _PLURALS:
        return True
    start, end = subject(words, before + 1)
    return "and" in words.low[start:end] or "," in words.low[max(0, start - 1) : start]


_PLURALS = word_set(
    """they we you i who people police both all many most others women men children and , — military staff personnel"""
)


def _is_verb_phrase(low: list[str], at: int) -> bool:
    """Whether ``have to`` is a duty: `options Rome has to offer` is not, and neither is `has to date`."""
    following = low[at + 2 : at + 3]
    return (
        bool(following) and following[0] not in DETERMINERS and following[0] not in {"date", "offer", "which", "whom"}
    )


def _followed_by_to(words: Words, at: int) -> bool:
    low = words.low
    if low[at + 1 : at + 2] == ["to"]:
        return True
    return low[at + 2 : at + 3] == ["to"] and low[at + 1] in ADVERBS and low[at + 1] not in {"not", "never"}


def _past_adverbs(low: list[str], verb: int) -> tuple[bool, int]:
    """Whether the verb is negated, and where it is."""
    negated = False
    while verb < len(low) and (low[verb] in ADVERBS or (low[verb].endswith("ly") and len(low[verb]) > 5)):
        negated = negated or low[verb] in {"not", "never"}
        verb += 1
    if verb < len(low) and low[verb] in {",", "\u2014"}:
        # An insertion: "must, as before, be".
        for position in range(verb + 1, min(len(low), verb + 14)):
            if low[position] == low[verb]:
                again, verb = _past_adverbs(low, position + 1)
                return negated or again, verb
    return negated, verb


def _is_perfect(low: list[str], verb: int) -> bool:
    if low[verb] not in {"have", "'ve"}:
        return False
    _, following = _past_adverbs(low, verb + 1)
    return following < len(low) and (low[following] in PARTICIPLES or low[following].endswith("ed"))


def _is_expectation(words: Words, at: int, verb: int, negated: bool) -> bool:
    low = words.low
    rest = low[verb : verb + 7]
    start, end = subject(words, at)
    if low[verb] in {"be", "come", "seem", "sound", "feel", "look", "strike"}:
        told = [t for t in rest[1:] if t not in ADVERBS][:4]
        if any(t in {"surprise", "surprising", "surprised", "shock"} for t in told):
            return True
        if told and told[0] in _EXPECTED and told[0] != "able":
            return True
        if low[verb] in {"seem", "sound", "feel"} and low[at] == "must":
            return True
        if told[:1] == ["able"] and not _can_act(words, start, end):
            return True
        if (
            told[:1]
            and told[0]
            in {
                "sufficient",
                "enough",
                "adequate",
                "fine",
                "worrying",
                "troubling",
                "reassuring",
                "encouraging",
                "concerning",
                "alarming",
                "welcome",
                "good",
                "straightforward",
                "true",
                "the",
            }
            and not negated
        ):
            return told[0] != "the" or told[1:2] == ["case"]
    if low[at] == "should" and negated and low[verb] in _OBSCURING and not _can_act(words, start, end):
        return True
    if low[at] == "should" and not negated and not _can_act(words, start, end):
        expected = OUTCOME_VERBS if set(low[start:end]) <= {"this", "that", "these", "it", "which"} else CHANGE_VERBS
        if low[verb] in expected or (low[verb] == "be" and low[verb + 1 : verb + 2] and low[verb + 1].endswith("ing")):
            return True
    return (
        low[at] == "must"
        and low[verb] == "be"
        and low[verb + 1 : verb + 2]
        and low[verb + 1] in {"true", "wondering", "thinking", "hoping", "feeling"}
    ) or False


def _can_act(words: Words, start: int, end: int) -> bool:
    """Whether the subject names people, bodies or a proper name, as far as its words tell."""
    low = words.low
    for position in range(start, end):
        if low[position] in PEOPLE_NOUNS:
            return True
    named = [p for p in range(start, end) if _is_name(words, p)]
    head = end - 1
    return bool(named) and (head in named or (start in named and head - start < 2))


def _is_name(words: Words, at: int) -> bool:
    """Whether a capital makes a name of a word; the first word of a sentence has one anyway."""
    low = words.low[at]
    if not words.raw[at][:1].isupper() or low in DETERMINERS or low in {"i", "it"}:
        return False
    return at > 0 or low in words.names or low.removesuffix("'s") in words.names


def _addresses_reader(words: Words, at: int, verb: int) -> bool:
    """What is asked of the reader's mind: `we must remember`, `it should be noted`, `the figures should be read as`."""
    low = words.low
    start, end = subject(words, at)
    heads = set(low[start:end])
    verbs = [t for t in low[verb : verb + 4] if t not in ADVERBS]
    passive = verbs[:1] == ["be"]
    lead = verbs[1] if passive and len(verbs) > 1 else verbs[0] if verbs else ""
    stem = _stem(lead)
    if (
        heads & DOCUMENT_NOUNS
        and passive
        and stem in {"read", "interpret", "understand", "treat", "view", "see", "take", "regard", "consider", "note"}
        and end - start <= 5
    ):
        return True
    if (
        passive
        and lead in {"construed", "interpreted", "misread", "mistaken", "confused", "equated", "conflated", "read"}
        and not heads & (PEOPLE_NOUNS - {"they"})
    ):
        return True
    if passive and (heads <= {"it", "there", "this", "that"} or not heads) and stem in READER_VERBS:
        return True
    if (
        passive
        and lead
        in {
            "noted",
            "emphasised",
            "emphasized",
            "stressed",
            "remembered",
            "recalled",
            "mentioned",
            "added",
            "acknowledged",
            "said",
            "pointed",
            "highlighted",
            "underlined",
            "understood",
        }
        and end - start <= 3
    ):
        return True
    if heads & {"reader", "readers"}:
        return True
    if heads & _GENERIC and lead in {"fooled", "misled", "surprised", "deceived", "tempted", "lulled", "forgiven"}:
        return True
    if end - start == 1 and heads & _GENERIC and not passive:
        if stem in READER_VERBS or low[verb : verb + 2] in (
            ["bear", "in"],
            ["keep", "in"],
            ["be", "careful"],
            ["be", "clear"],
            ["be", "wary"],
            ["be", "cautious"],
        ):
            return True
        if low[verb] in {"look", "turn", "go", "start", "begin", "consider", "examine", "add"} and heads & {
            "one",
            "i",
            "you",
        }:
            return True
    return False


def _stem(word: str) -> str:
    for suffix, put in (("ied", "y"), ("ed", ""), ("ed", "e"), ("d", "")):
        if word.endswith(suffix) and (stem := word[: -len(suffix)] + put) in READER_VERBS:
            return stem
    return {
        "seen": "see",
        "read": "read",
        "borne": "bear",
        "kept": "keep",
        "said": "say",
        "forgotten": "forget",
        "interpreted": "interpret",
        "treated": "treat",
        "viewed": "view",
        "taken": "take",
        "regarded": "regard",
        "considered": "consider",
        "understood": "understand",
        "thought": "think",
    }.get(word, word)


def _is_law(words: Words, at: int) -> bool:
    """A duty that a law lays down: `Under the Act, firms must`."""
    low = words.low
    if low[at] in {"should", "ought"} or low[0] not in {"under", "pursuant", "by"}:
        return False
    head = low[: low.index(",")] if "," in low[:at] else low[:at]
    return len(head) <= 12 and bool(_SOURCES_OF_LAW & set(head))
