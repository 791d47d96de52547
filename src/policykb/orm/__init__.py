"""Read-only mapped classes over the views of a base, for scripts that think in SQLAlchemy's ORM.

Separate from the rest, and imported by nothing in it: the package itself speaks SQLAlchemy Core to its tables, which
may change, while these classes speak to the views, which stay. `docs/python.md` has examples::

    from sqlalchemy import select
    from policykb.orm import Recommendation, session

    with session() as s:
        for r in s.scalars(select(Recommendation).where(Recommendation.strength == "must")):
            print(r.citation, [a.name for a in r.addressees])

Dates are texts as the base has them (``2024``, ``2024-06``, ``2024-06-12``), which sort by their first day.
Columns that join names (``theme_names``) and ``citation`` are read when they are asked for, all of a record at once.
"""

from policykb.orm.attached import Attachment, Passage
from policykb.orm.entities import Actor, Entity, Event, Framework, Source, Theme
from policykb.orm.facts import Alias, Coverage, ExternalId, Membership, Participation
from policykb.orm.links import ActorLink, Claim, Evidence, FrameworkLink, Mention, Relation
from policykb.orm.session import ReadOnlySession, session
from policykb.orm.statements import Commitment, Finding, Recommendation, Statement

__all__ = [
    "Actor",
    "ActorLink",
    "Alias",
    "Attachment",
    "Claim",
    "Commitment",
    "Coverage",
    "Entity",
    "Event",
    "Evidence",
    "ExternalId",
    "Finding",
    "Framework",
    "FrameworkLink",
    "Membership",
    "Mention",
    "Participation",
    "Passage",
    "ReadOnlySession",
    "Recommendation",
    "Relation",
    "Source",
    "Statement",
    "Theme",
    "session",
]
