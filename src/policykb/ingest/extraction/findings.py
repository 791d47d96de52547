"""What is no recommendation of the document but worth a look: advice of others, weak advice, what participants said.

Separate because it is held to less: a finding has a confidence below that of any recommendation, and a person decides.
"""

import re

from policykb.ingest.extraction.claims import Claim
from policykb.ingest.extraction.clauses import Standing, standing
from policykb.ingest.extraction.context import Section
from policykb.ingest.extraction.tokens import words_of

FINDINGS: dict[str, tuple[float, str]] = {
    "reported": (0.45, "advice in somebody else's mouth"),
    "weak": (0.4, "would benefit from, deserves, an opportunity to, is needed"),
    "participants": (0.45, "what participants noted, agreed or feared"),
    "assessment": (0.4, "the first sentence of a point under findings, takeaways or conclusions"),
}
"""The rules that find findings, with their confidence and what they look for."""

_DUTY = re.compile(r"\b(?:should|must|ought to|needs? to)\b")
_SAID = re.compile(
    r"[\u201c\"]|\b(?:that|said|told|according|sa(?:y|id)s?|argu|believ|insist|claim|view|want|think|hope|warn)"
)
_WEAK = re.compile(
    r"\b(?:would (?:\w+ )?(?:benefit from|help to|go a long way)|deserves?|(?:an?|the) (?:\w+ )?opportunit(?:y|"
    r"ies) (?:to|for)|"
    r"(?:is|are) (?:\w+ )?needed|would be (?:\w+ ){0,2}(?:useful|helpful|valuable|excellent|way)|"
    r"could (?:usefully|also) |"
    r"will (?:\w+ )?(?:require|demand)|the key to|in the interests? of|has a (?:shared )?interest in|"
    r"have a (?:shared )?interest in)\b"
)
_PARTICIPANTS = re.compile(
    r"\b(?:participants|attendees|witnesses|panell?ists|speakers|interviewees|respondents|"
    r"discussants)\s+(?:\w+ly |also |from \w+ \w+ )?"
    r"(?:noted|agreed|highlighted|cautioned|warned|praised|argued|stressed|emphasi[sz]ed|raised|expressed|"
    r"observed|felt|believed|feared|"
    r"lamented|welcomed|acknowledged|hoped|wondered|perceived|responded|saw|identified|pointed)\b",
)


def finding(sentence: str, section: Section, names: frozenset[str], *, first: bool) -> list[Claim]:
    """The finding that a sentence may be, as one claim; nothing for most."""
    if sentence.rstrip().endswith(("?", ":")):
        return []
    rule = None
    low = sentence.lower()
    if _PARTICIPANTS.search(low):
        rule = "participants"
    elif _DUTY.search(low) and _SAID.search(low) and _is_reported(sentence, names):
        rule = "reported"
    elif _WEAK.search(low):
        rule = "weak"
    elif first and section.finding and not section.summary and len(sentence.split()) >= 6:
        rule = "assessment"
    return [Claim(rule, FINDINGS[rule][0])] if rule else []


def _is_reported(sentence: str, names: frozenset[str]) -> bool:
    words = words_of(sentence, names)
    return any(
        token in {"should", "must", "ought", "need", "needs"} and standing(words, at) is Standing.REPORTED
        for at, token in enumerate(words.low)
    )
