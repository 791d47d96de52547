"""Fixed forms of advice without a verb of duty: it is time to, X is essential, we recommend, would do well to.

Separate from the verbs of duty because each form has its own signs of being meant or not.
"""

from collections.abc import Iterator

from policykb.ingest.extraction.claims import Claim, claim
from policykb.ingest.extraction.clauses import Standing, standing, subject
from policykb.ingest.extraction.tokens import Words
from policykb.ingest.extraction.wordlists import (
    ACTION_NOUNS,
    ADVERBS,
    CONVENED,
    READER_VERBS,
    word_set,
)

_NECESSARY = word_set(
    """critical crucial essential fundamental imperative important incumbent indispensable necessary paramount urgent
    vital advisable"""
)
_ESSENTIAL = _NECESSARY - {"important", "urgent", "incumbent", "advisable"}
_PRESENT = word_set("is are remains remain becomes")
_REQUESTS = word_set(
    """recommend recommends urge urges advise advises propose proposes suggest suggests encourage encourages call calls
    invite invites exhort exhorts request requests appeal appeals ask asks implore implores"""
)
_PASSIVE_REQUESTS = word_set("urged advised encouraged recommended requested invited called asked")
_PAST_REQUESTS = word_set("recommended urged advocated called advised proposed encouraged suggested")
_PLURAL = word_set("authors members co-chairs rapporteurs")
_COUNTS = (Standing.MAIN, Standing.ENDORSED)
_COMMITTEES = word_set(
    """we i committee commission panel inquiry taskforce board rapporteur council assembly conference report paper
    brief briefing authors author"""
)


def formulas(words: Words) -> Iterator[Claim]:
    """The fixed forms of advice in a sentence."""
    low = words.low
    for at, token in enumerate(low):
        found: Claim | None = None
        if token in _PRESENT or (token in {"be", "become", "remain"} and at and low[at - 1] in {"will", "also"}):
            found = _predicate(words, at)
            if found is None and at + 1 < len(low):
                found = _passive_request(words, at)
        elif token in _REQUESTS:
            found = _request(words, at)
        elif token in _PAST_REQUESTS and at and low[at - 1] not in {"is", "are", "be", "was", "were", "been", "being"}:
            found = _convened(words, at)
        elif token == "would":
            found = _advice(words, at)
        elif token == "time":
            found = _time(words, at)
        elif token == "need" and at >= 2:
            found = _there_is_need(words, at)
        if found is not None:
            yield found


def _skip(low: list[str], at: int) -> int:
    while at < len(low) and (
        low[at] in ADVERBS
        or (low[at].endswith("ly") and low[at] != "only")
        or low[at] in {"more", "all", "both", "just", "equally", "as"}
    ):
        at += 1
    return at


def _predicate(words: Words, at: int) -> Claim | None:
    """`It is essential to act`, `Acting now will be critical`."""
    low = words.low
    position = _skip(low, at + 1)
    if "not" in low[at + 1 : position + 1] or position >= len(low):
        return None
    noun = low[position] in {"a", "an"} and low[position + 1 : position + 2] in (
        ["necessity"],
        ["must"],
        ["imperative"],
        ["priority"],
    )
    if low[position] not in _NECESSARY and not noun:
        return None
    auxiliary = at - 1 if at and low[at - 1] in {"will", "also"} else at
    while auxiliary > 0 and low[auxiliary - 1] in ADVERBS:
        auxiliary -= 1
    auxiliary = auxiliary - 1 if auxiliary > 0 and low[auxiliary - 1] == "will" else auxiliary
    if standing(words, auxiliary) not in _COUNTS:
        return None
    start, end = subject(words, auxiliary)
    said = low[start:end]
    if said == ["it"]:
        return _it_is(words, position, at)
    if low[position] not in _ESSENTIAL and not noun:
        return None
    future = "will" in low[max(0, at - 3) : at]
    if _names_doing(said) or (future and _names_making(said)):
        gerund = said[0].endswith("ing") and len(said[0]) > 5
        return claim("critical", words.starts[position], 0.0 if gerund or future else 0.15)
    return None


def _it_is(words: Words, position: int, at: int) -> Claim | None:
    low = words.low
    rest = low[position + 1 :]
    if not rest:
        return None
    limit = 12
    if rest[0] in {"on", "upon"} and low[position] == "incumbent":
        return claim("formula", words.starts[position])
    if rest[0] == "to":
        verb = position + 1 + 1
    elif rest[0] == "for" and "to" in rest[:limit]:
        verb = position + 1 + rest.index("to") + 1
    elif rest[0] in {"that", "we"} or (low[at - 1 : at] == ["it"] and rest[0] == "not"):
        return claim("formula", words.starts[position], 0.05)
    else:
        return None
    verb = _skip(low, verb)
    if (
        verb >= len(low)
        or low[verb] in READER_VERBS - {"ask", "doubt", "expect", "question"}
        or low[verb : verb + 2] in (["be", "clear"], ["bear", "in"], ["keep", "in"], ["be", "aware"], ["look", "at"])
    ):
        return None
    return claim("formula", words.starts[position])


def _names_making(said: list[str]) -> bool:
    """Whether a subject names the making of something (`the development of standards`): advice if it is to come."""
    return any(
        t.endswith(("ment", "tion", "sion", "ance")) and said[p + 1 : p + 2] == ["of"] for p, t in enumerate(said[:4])
    )


def _names_doing(said: list[str]) -> bool:
    """Whether a subject is an action: a gerund at its head, or a noun of doing."""
    said = [t for t in said if t not in ADVERBS]
    if not said or "," in said[:1]:
        return False
    if (
        said[0].endswith("ing")
        and len(said[0]) > 5
        and len(said) > 1
        and said[0] not in {"during", "nothing", "something", "everything", "anything"}
    ):
        return True
    if said[0] in {"not"}:
        return False
    head = _head(said)
    if head in ACTION_NOUNS:
        return True
    return said[:1] == ["the"] and len(said) > 2 and said[1].endswith("ing") and "of" in said[2:5]


def _head(said: list[str]) -> str:
    """The head of a noun phrase: the last word before its first preposition."""
    for position, token in enumerate(said):
        if (
            token in {"of", "in", "on", "with", "between", "to", "for", "among", "by", "from", "at", "across"}
            and position
        ):
            return said[position - 1]
    return said[-1]


def _passive_request(words: Words, at: int) -> Claim | None:
    """`States are urged to ratify`."""
    low = words.low
    position = _skip(low, at + 1)
    if (
        low[at] not in {"is", "are"}
        or position + 1 >= len(low)
        or low[position] not in _PASSIVE_REQUESTS
        or "not" in low[at:position]
    ):
        return None
    rest = low[position + 1 : position + 3]
    start, end = subject(words, at)
    if low[start:end] == ["it"]:
        follows = rest[:1] == ["that"] and low[position] in {"recommended", "advised", "proposed", "suggested"}
    else:
        follows = rest[:1] == ["to"] or rest[:2] in (["on", "to"], ["upon", "to"])
        follows = (follows and low[position] not in {"recommended", "asked", "called"}) or rest[:2] in (
            ["upon", "to"],
            ["on", "to"],
        )
    if follows and standing(words, at) in _COUNTS:
        return claim("request", words.starts[position], 0.15)
    return None


def _request(words: Words, at: int) -> Claim | None:
    """`We recommend that`, `The Committee calls upon`."""
    low = words.low
    if at + 1 >= len(low):
        return None
    token = low[at]
    if token in {"call", "calls"} and low[at + 1] not in {"on", "upon", "for"}:
        return None
    if token in {"appeal", "appeals"} and low[at + 1] != "to":
        return None
    before = at - 1
    while before >= 0 and (
        low[before] in ADVERBS or low[before] in {"therefore", "also", "strongly", "respectfully", "further"}
    ):
        before -= 1
    if before < 0:
        return None
    opening = _clause_words(low, before)
    who = opening[-1]
    if (
        who in {"we", "i"}
        or (
            who in _COMMITTEES
            and ("the" in opening or "this" in opening or "our" in opening)
            and (who in _PLURAL or token.endswith("s"))
        )
        or (who in {"and", ",", "&"} and any(t in {"we", "i", "committee", "commission"} for t in opening[:4]))
    ):
        own = True
    else:
        return None
    if not own or standing(words, at) not in _COUNTS or words.quoted[at]:
        return None
    if token in {
        "ask",
        "asks",
        "suggest",
        "suggests",
        "invite",
        "invites",
        "propose",
        "proposes",
        "encourage",
        "encourages",
        "request",
        "requests",
    }:
        following = low[at + 1 : at + 12]
        asks_for_act = "to" in following[1:] or following[0] == "that" or following[0].endswith("ing")
        if token.startswith(("suggest", "propos")):
            asks_for_act = following[0] == "that" or following[0].endswith("ing")
        if not asks_for_act or (who in {"paper", "report", "article"} and token in {"asks", "suggests"}):
            return None
        if token.startswith("ask") and following[0] in {"that", "why", "how", "whether", "what"}:
            return None
        return claim("request", words.starts[at], 0.25)
    return claim("request", words.starts[at])


def _clause_words(low: list[str], last: int) -> list[str]:
    first = last
    while first > 0 and last - first < 6 and low[first - 1] not in {",", ";", ":", "\u2014"}:
        first -= 1
    return low[first : last + 1]


def _convened(words: Words, at: int) -> Claim | None:
    """`Participants urged`: those whose meeting the document reports."""
    low = words.low
    start, end = subject(words, at)
    said = low[start:end]
    if (
        not said
        or len(said) > 5
        or not (said[-1] in CONVENED or said[-1] in {"committee", "commission", "panel", "inquiry", "group"})
    ):
        return None
    if said[-1] in {"experts", "members"} and "the" not in said:
        return None
    following = low[at + 1 : at + 2]
    if low[at] in {"called", "advocated"} and following not in (["for"], ["on"], ["upon"], ["more"], ["a"], ["the"]):
        return None
    if following and following[0] in {"by", "in", ","}:
        return None
    return claim("convened", words.starts[at]) if standing(words, at) in _COUNTS else None


def _advice(words: Words, at: int) -> Claim | None:
    """`Brussels would do well to`, `it would be wise to`."""
    low = words.low
    rest = low[_skip(low, at + 1) :][:6]
    wise = (
        rest[:1] == ["be"]
        and any(
            t in {"wise", "wiser", "prudent", "advisable", "helpful", "desirable", "sensible", "well-advised"}
            for t in rest[1:3]
        )
        and "to" in rest
    )
    if (rest[:3] == ["do", "well", "to"] or wise) and standing(words, at) in _COUNTS:
        return claim("advice", words.starts[at])
    return None


def _time(words: Words, at: int) -> Claim | None:
    """`It is time to`, `now is the time for`, `the time has come to`."""
    low = words.low
    before, after = low[max(0, at - 5) : at], low[at + 1 : at + 8]
    if "not" in before or "was" in before or "by" in before[-2:]:
        return None
    it_is = before[-2:] in (
        ["it", "is"],
        ["is", "high"],
        ["is", "past"],
        ["is", "also"],
        ["is", "now"],
        ["is", "the"],
        ["is", "about"],
    ) and ("it" in before or "now" in before)
    has_come = before[-1:] == ["the"] and (
        after[:2] in (["has", "come"], ["is", "ripe"], ["is", "now"], ["is", "right"])
        or after[:3] == ["is", "now", "ripe"]
    )
    purpose = after[2:] if has_come else after
    if not (it_is or has_come) or not purpose or purpose[0] not in {"to", "for", "that", "now", "we"}:
        return None
    verb = at if it_is else at + 1
    if before[-3:-1] == ["now", "is"] or before[-2:] == ["now", "is"]:
        opening = low[max(0, at - 4)]
        return claim("formula", words.starts[at]) if opening in {",", ";", "and", "now"} else None
    if purpose[0] == "for" and "to" not in low[at : at + 18] and not has_come and len(low) > at + 14:
        return None
    return claim("formula", words.starts[at]) if standing(words, _verb_before(low, verb)) in _COUNTS else None


def _verb_before(low: list[str], at: int) -> int:
    for position in range(at, max(-1, at - 6), -1):
        if low[position] in {"is", "has"}:
            return position
    return at


def _there_is_need(words: Words, at: int) -> Claim | None:
    """`There is an urgent need for`."""
    low = words.low
    before = low[max(0, at - 6) : at]
    if "there" not in before or not {"is", "remains"} & set(before) or {"no", "little", "not"} & set(before):
        return None
    if low[at + 1 : at + 2] not in (["to"], ["for"]):
        return None
    pressing = {"urgent", "pressing", "critical", "clear", "immediate", "dire", "real"} & set(before)
    doubt = 0.0 if pressing else 0.1 if low[at + 1] == "to" else 0.2
    verb = at - 1 - before[::-1].index("is") if "is" in before else at - 1
    return claim("advice", words.starts[at], doubt) if standing(words, verb) in _COUNTS else None
