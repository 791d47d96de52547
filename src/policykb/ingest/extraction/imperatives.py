"""Whether words open an imperative (`Establish a fund`), which in English only a list of verbs can tell.

Separate because lists, headings and titles ask it, each with its own doubt.
"""

from policykb.ingest.extraction.tokens import Words
from policykb.ingest.extraction.wordlists import (
    ACTION_NOUNS,
    ACTION_VERBS,
    ADVERBS,
    FINITE_AUXILIARIES,
    NOUNS_TOO,
    OBJECT_OPENERS,
)

_ORDINALS = frozenset(
    "first second third fourth fifth sixth seventh finally lastly last next also then therefore additionally".split()
)
_MANNER = frozenset(
    "better fully actively immediately urgently significantly substantially not never always carefully clearly jointly quickly rapidly publicly formally swiftly".split()
)
_RHETORICAL = frozenset("imagine recall note see suppose remember compare meet click subscribe download read".split())
_CASES = frozenset("case cases example examples instance following".split())
_PARTICLES = {
    "focus": "on", "work": "with to towards toward together closely alongside through", "call": "on upon for", "look": "to beyond into", "move": "to beyond toward towards away from forward",
    "press": "for ahead", "push": "for back ahead", "lead": "by", "plan": "for ahead", "reach": "out", "draw": "on up", "start": "with by",
    "set": "up out aside clear", "step": "up", "scale": "up back down", "speed": "up", "ramp": "up", "open": "up", "phase": "out in",
    "double": "down", "turn": "to", "stand": "up by with firm ready", "link": "up", "partner": "with", "place": "", "report": "to on", "cut": "back", "keep": "up",
    "interest": "", "go": "beyond further", "give": "", "test": "", "invest": "in", "respect": "", "hold": "on", "stay": "the", "trade": "",
    "stick": "to with", "shift": "from to away", "join": "forces", "make": "", "act": "", "switch": "to from",
}  # fmt: skip
_AFTER_A_NOUN = frozenset(
    "of for in to and or : , ; by from at is are was were has have will would can between on against that \u2014 as with over among".split()
)


def opens_imperative(words: Words, *, expected: bool, title: bool = False) -> int | None:
    """The token of the verb, where the words open with an imperative.

    ``expected`` says that the layout calls for one (an item under a lead-in, a list of recommendations): words that are
    nouns as often are then taken for verbs, unless what follows them speaks against it. ``title`` says that capitals
    mean nothing.
    """
    low = words.low
    at = 0
    while at < len(low) and (low[at] in _ORDINALS or low[at] in {",", ":"} or low[at] == "please"):
        at += 1
    if low[at : at + 2] == ["do", "not"]:
        return at if at + 2 < len(low) else None
    if at < len(low) and low[at] == "to" and "," in low[at:-2]:
        at = low.index(",", at) + 1
    while at < len(low) - 1 and (
        low[at] in _MANNER
        or (low[at].endswith("ly") and low[at] in ADVERBS | _MANNER)
        or (low[at].endswith("ly") and low[at] not in ACTION_VERBS)
    ):
        at += 1
    if at >= len(low) - 1 or low[at] not in ACTION_VERBS or low[at] in _RHETORICAL:
        return None
    verb, following = low[at], low[at + 1]
    if following in FINITE_AUXILIARIES or following == "of" or (following in {":", ","} and not expected):
        return None
    if verb in {"consider", "take", "look"} and _CASES & set(low[at + 1 : at + 5]) and not expected:
        return None
    if verb not in NOUNS_TOO:
        return at
    if verb == "let" and following == "us":
        return None
    if following in _PARTICLES.get(verb, "").split():
        return at
    if following in OBJECT_OPENERS or following in ACTION_NOUNS or following.endswith("ing"):
        return at
    if following in _AFTER_A_NOUN:
        return None
    if expected:
        return at
    named = words.raw[at + 1][:1].isupper() and not title
    return (
        at
        if named
        or (
            following.endswith("s")
            and not following.endswith("ss")
            and low[at + 2 : at + 3]
            and low[at + 2] not in FINITE_AUXILIARIES
        )
        else None
    )
