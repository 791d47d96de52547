"""Actors that a passage names beside those who are addressed, with the part they play by the words before them."""

from policykb.ingest.candidate import Suggestion
from policykb.ingest.suggest.english import listed
from policykb.ingest.suggest.phrases import Party, Reading, together

_WITH = listed("with alongside")
_AGAINST = listed(
    "against deter deterring counter countering contain containing confront confronting sanction sanctioning "
    "pressure pressuring punish oppose opposing constrain dissuade dissuading balancing condemn"
)
_HELPED = listed(
    "support supporting help helping assist assisting aid aiding protect protecting defend defending arm arming "
    "train training equip equipping reassure reassuring benefit"
)
_GIVING = listed(
    "support assistance aid help funding funds weapons arms relief capacity guarantees protection financing "
    "training benefits investment membership"
)
_OBSTACLE = listed("despite notwithstanding opposition obstruction veto resistance objections")
_ROLES = ("partner", "target", "beneficiary", "obstacle", "topic")


def actors(reading: Reading, first: int, last: int, addressed: set[str]) -> tuple[Suggestion, ...]:
    """The actors named in the words ``first`` to before ``last`` that are not addressed, each once."""
    found: dict[str, Suggestion] = {}
    parties = {party.first: party for party in reading.parties}
    for at, end, name in reading.names:
        entity = name.entity
        if not (first <= at and end <= last) or entity.type != "actor" or entity.key in addressed:
            continue
        party = parties.get(at) or parties.get(at - 1)
        role, why = _role(reading, party, at, first)
        printed = reading.printed(at, end)
        reason = f"'{why} {printed}'" if why else f"'{printed}' is named"
        before = found.get(entity.key)
        if before is None or _ROLES.index(role) < _ROLES.index(before.role or "topic"):
            found[entity.key] = Suggestion(entity.name, reason, entity.key, role)
    return tuple(found.values())


def _role(reading: Reading, party: Party | None, at: int, first: int) -> tuple[str, str]:
    """The part an actor plays, and the words that say so."""
    words = reading.words
    start = together(reading, party)[0].first if party else at
    while start > first and words[start - 1].low in {"the", "both", "a"}:
        start -= 1
    before = words[start - 1].low if start > first else ""
    second = words[start - 2].low if start - 1 > first else ""
    if before in _WITH:
        return "partner", before
    if before in _AGAINST or (before == "on" and second in {"sanctions", "pressure", "tariffs", "controls"}):
        return "target", before if before != "on" else f"{second} on"
    if before in _HELPED:
        return "beneficiary", before
    if before in {"for", "to"} and second in _GIVING:
        return "beneficiary", f"{second} {before}"
    if before in _OBSTACLE or (before in {"from", "by", "of"} and second in _OBSTACLE):
        return "obstacle", before if before in _OBSTACLE else f"{second} {before}"
    return "topic", ""
