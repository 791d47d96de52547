"""Who voices a piece of advice, where it is somebody else than the source's authors."""

from policykb.ingest.candidate import Suggestion
from policykb.ingest.suggest import english as en
from policykb.ingest.suggest.context import subjects_of
from policykb.ingest.suggest.english import listed
from policykb.ingest.suggest.gazetteer import Gazetteer
from policykb.ingest.suggest.phrases import Party, Reading

_OWN = listed("we i authors author report paper brief study essay article analysis commentary commission")


def proponents(reading: Reading, first: int, last: int, gazetteer: Gazetteer | None) -> tuple[Suggestion, ...]:
    """The subjects of "urge", "argue that", "agreed that" and the like, with how many of them where that is said."""
    words = reading.words
    start, _ = reading.sentence(first)
    for group in subjects_of(reading, min(start, first), last):
        at = says(reading, group[-1].last, last)
        if not at:
            continue
        if any(party.noun in _OWN for party in group):
            return ()
        spoken = " ".join(word.low for word in words[group[0].first : at])
        support, how = _support(spoken, gazetteer)
        reason = f"subject of '{words[at].text}'" + (f"; '{how}'" if how else "")
        return tuple(_one(party, reason, support) for party in group)
    return ()


def says(reading: Reading, at: int, last: int) -> int:
    """The verb of saying that follows a subject that ends before a word; 0 where none does."""
    words = reading.words
    while at < last and (words[at].low.endswith("ly") or words[at].low in en.AUXILIARIES | {"have", "has"}):
        at += 1
    return at if at < last and words[at].low in en.SAYING else 0


def _one(party: Party, reason: str, support: str | None) -> Suggestion:
    key = party.entity.key if party.entity and not party.noun else None
    name = party.name if not party.noun or not party.entity else f"{party.entity.name}: {party.noun}"
    return Suggestion(name or party.noun, reason, key, support)


def _support(spoken: str, gazetteer: Gazetteer | None) -> tuple[str | None, str]:
    for term in gazetteer.terms("support") if gazetteer else ():
        for word in sorted(term.words, key=len, reverse=True):
            if f" {word} " in f" {spoken} ":
                return term.key, word
    return ("one", spoken.split(maxsplit=1)[0]) if spoken.split()[:1] in (["one"], ["a"]) else (None, "")
