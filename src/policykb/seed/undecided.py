"""Drafts in seed files: what is pending is read and checked but left out of a load, what is rejected is passed over.

Separate because it is the one rule by which nothing comes into a base that nobody has decided about.
"""

from collections.abc import Mapping
from typing import Any

from policykb.domain.fields import STATEMENTS

PENDING, ACCEPTED, REJECTED = "pending", "accepted", "rejected"
NO_TEXT = ("no text yet", "say the point in your own words")
"""Message and hint for a draft without a text that is to be loaded."""
_DRAFTED = {*STATEMENTS, "coverage"}


def state_of(raw: Mapping[str, Any]) -> str | None:
    """What a record as read says of itself: pending, rejected, or None for all others.

    >>> state_of({"type": "finding", "review": "pending"}), state_of({"type": "finding", "review": "accepted"})
    ('pending', None)
    """
    review = raw.get("review")
    return review if raw.get("type") in _DRAFTED and review in (PENDING, REJECTED) else None


def with_words(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A draft without a text as one that can be checked for everything else."""
    return {**raw, "text": "(no text yet)"}
