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
    word_set,
)

_ORDINALS = word_set(
    """first second third fourth fifth sixth seventh finally lastly last next also then therefore additionally"""
)
_MANNER = word_set(
    """better fully actively immediately urgently significantly substantially not never always carefully clearly
    jointly quickly rapidly publicly formally swiftly"""
)
_RHETORICAL = word_set("imagine recall note see suppose remember compare meet click subscribe download read")
_CASES = word_set("case cases example examples instance following")
_PARTICLES = {
    verb: word_set(particles)
    for verb, _, particles in (
        each.strip().partition(" ")
        for each in [
            "\n    focus on",
            " work with to towards toward together closely alongside through",
            " call on upon for",
            " look to beyond\n    into",
            " move to beyond toward towards away from forward",
            " press for ahead",
            " push for back ahead",
            " lead by",
            " plan for\n    ahead",
            " reach out",
            " draw on up",
            " start with by",
            " set up out aside clear",
            " step up",
            " scale up back down",
            " speed up",
            "\n    ramp up",
            " open up",
            " phase out in",
            " double down",
            " turn to",
            " stand up by with firm ready",
            " link up",
            " partner with",
            "\n    report to on",
            " cut back",
            " keep up",
            " go beyond further",
            " invest in",
            " hold on",
            " stay the",
            " stick to with",
            " shift from to\n    away",
            " join forces",
            " switch to from\n    ",
        ]
    )
}
_AFTER_A_NOUN = word_set(
    """of for in to and or : , ; by from at is are was were has have will would can between on against that — as with
    over among"""
)


def _can_only_be_a_verb(word: str, following: str) -> bool:
    """Whether a word that no list has must be a verb, since an article follows it (`Dredge the channel`)."""
    small = word in _SMALL_WORDS or word in FINITE_AUXILIARIES or word in ADVERBS or not word.isalpha()
    return following in {"the", "a", "an", "its", "their"} and not small and not word.endswith(("ing", "ed", "ly", "s"))


_SMALL_WORDS = word_set(
    """about above across after against all along although amid among and another any around as at because before
    behind below beneath beside between beyond both but by despite down during each either even every except few for
    from given how i if in inside into it like many more most near neither no nor of off on once one only onto
    opposite or our out outside over part past per quite rather since so some such than that the their then there
    these this those though through throughout till to toward towards under underneath unlike until up upon via we
    what whatever when where whereas whether which while who why with within without yet you"""
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
    if at >= len(low) - 1 or low[at] in _RHETORICAL:
        return None
    if low[at] not in ACTION_VERBS:
        return at if expected and _can_only_be_a_verb(low[at], low[at + 1]) else None
    verb, following = low[at], low[at + 1]
    if following in FINITE_AUXILIARIES or following == "of" or (following in {":", ","} and not expected):
        return None
    if verb in {"consider", "take", "look"} and _CASES & set(low[at + 1 : at + 5]) and not expected:
        return None
    if verb not in NOUNS_TOO:
        return at
    if verb == "let" and following == "us":
        return None
    if following in _PARTICLES.get(verb, ()):
        return at
    if following in OBJECT_OPENERS or following in ACTION_NOUNS or following.endswith("ing"):
        return at
    if following in {"and", "or"} and any(t in ACTION_VERBS for t in low[at + 2 : at + 4]):
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
