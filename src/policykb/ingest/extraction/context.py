"""Where a passage stands: under which kind of heading, below which lead-in, in which list.

Separate because the same words mean different things in different places: `Establish a fund` below "Next steps" is
advice, below "The treaty obliges its members to:" it is not.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

from policykb.domain.document import Document
from policykb.domain.passage import Look, Passage

_RECOMMENDING = re.compile(
    r"\b(?:recommend(?:ed|ations?|s)?|calls? to action|next steps|policy (?:options?|proposals?|responses?|"
    r"prescriptions?|"
    r"asks|actions?|agenda|priorities)|proposals?|(?:ways?|paths?|roads?) (?:forward|ahead)|action (?:plan|"
    r"points|items|agenda)|agenda for"
    r"|priorities for|steps (?:for|to)|what (?:\w+ ){0,6}(?:should|must|can|could|needs? to|ought to)|"
    r"what (?:is|needs) to be done"
    r"|what to do|what next|how to (?:respond|fix)|to-do list|a plan (?:for|to)|(?:our|key|policy) asks|suggestions)\b",
    re.IGNORECASE,
)
_NOT_RECOMMENDING = re.compile(
    r"\b(?:previous|past|earlier|status|implementation of|follow-?up|progress|response to|government response|"
    r"methodolog\w+|background|about|references|notes|annex|appendix|participants|acknowledge?ments?|bibliography)\b",
    re.IGNORECASE,
)
_SUMMARY = re.compile(
    r"^\W*(?:\d[\d.]*\s*)?(?:executive summary|summary|key (?:points|takeaways|recommendations|findings|"
    r"messages)|at a glance|"
    r"in brief|overview|highlights|abstract|synopsis|summary of (?:\w+ ){0,3}recommendations)\b",
    re.IGNORECASE,
)
_FINDING = re.compile(
    r"\b(?:findings|takeaways|conclusions?|key (?:points|messages|judge?ments)|assessments?|lessons)\b", re.IGNORECASE
)
_BACK_MATTER = re.compile(
    r"^\W*(?:references|notes|endnotes|footnotes|bibliography|works cited|about (?:the|us)\b.*|"
    r"acknowledge?ments?|list of participants"
    r"|table of contents|contents|glossary|abbreviations|further reading|related (?:content|reading|articles?)|"
    r"sources|disclaimer|contact)\W*$",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """What the headings above a passage say of it."""

    recommending: bool = False
    summary: bool = False
    finding: bool = False
    back_matter: bool = False


NOWHERE = Section()


class Lead(Enum):
    """What the words before a list make of its items."""

    NONE = auto()
    DUTY = auto()
    """`The council should:`: every item is advice."""
    ACTIONS = auto()
    """`... through the following actions:`: items that are imperatives or titled."""
    OTHER = auto()
    """`The treaty obliges its members to:`: no item is."""


def sections(document: Document) -> list[Section]:
    """The section for each ``section_ordinal``, 0 (before the first heading) included."""
    found = [Section()]
    for heading in document.headings:
        above = document.above(heading.ordinal)
        texts = [h.text for h in above if not (h.ordinal == 1 and h.level == 1)] or [heading.text]
        own = texts[-1]
        recommending = any(_RECOMMENDING.search(t) for t in texts) and not _NOT_RECOMMENDING.search(own)
        found.append(
            Section(
                recommending=recommending,
                summary=any(_SUMMARY.search(t) for t in texts),
                finding=any(_FINDING.search(t) for t in texts),
                back_matter=bool(_BACK_MATTER.match(own)),
            )
        )
    return found


_FOLLOWING = re.compile(
    r"\b(?:following|these|several|\w+ (?:key |policy |main )?(?:recommendations|steps|actions|measures|"
    r"priorities|proposals|policies|options))\b[^:]{0,200}:\W*$",
    re.IGNORECASE,
)
_ADVISING = re.compile(
    r"\b(?:recommend(?:s|ations?|ed)?|urges?|proposals?|steps|actions|measures|priorities|calls? (?:up)?on|"
    r"propose[sd]?|advise[sd]?)\b",
    re.IGNORECASE,
)
_OBLIGING = re.compile(
    r"\b(?:agreed|aims?|sought|seeks?|plans?|committed|commits|pledged|promised|decided|oblige[sd]?|requires?|"
    r"included?|includes|"
    r"has (?:taken|adopted)|have (?:taken|adopted)|took|adopted|announced|was|were|did)\b",
    re.IGNORECASE,
)


def lead_of(text: str, *, duty: bool) -> Lead:
    """What a sentence that ends in a colon makes of the list below it; ``duty`` says that it holds a claim of duty.

    >>> lead_of("Member states should:", duty=True).name, lead_of("The pact has three aims:", duty=False).name
    ('DUTY', 'OTHER')
    """
    if duty:
        return Lead.ACTIONS if _FOLLOWING.search(text) else Lead.DUTY
    if _ADVISING.search(text) and not _OBLIGING.search(text):
        return Lead.ACTIONS
    return Lead.OTHER


def is_item(passage: Passage) -> bool:
    """Whether a passage is an item of a list, or bears a number as one does."""
    return passage.look is Look.ITEM or passage.label is not None
