"""Drafts in seed files: what is pending is read and checked but left out of a load, what is rejected is passed over.

Separate because it is the one rule by which nothing comes into a base that nobody has decided about.
"""

from collections.abc import Mapping
from typing import Any

from policykb.domain.fields import STATEMENTS

PENDING, ACCEPTED, REJECTED = "pending", "accepted", "rejected"
_STAND_INS = {"text": "(no text yet)", "on": "1000"}
_MISSING = {"text": ("no text yet", "say the point in your own words"), "on": ("no day yet", "say when it was read")}
_DRAFTED = {*STATEMENTS, "coverage"}


def state_of(raw: Mapping[str, Any]) -> str | None:
    """What a record as read says of itself: pending, rejected, or None for all others.

    >>> state_of({"type": "finding", "review": "pending"}), state_of({"type": "finding", "review": "accepted"})
    ('pending', None)
    """
    review = raw.get("review")
    return review if raw.get("type") in _DRAFTED and review in (PENDING, REJECTED) else None


def missing_of(raw: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """What a pending draft may be without until somebody decides, and lacks: message and hint by field."""
    if state_of(raw) != PENDING:
        return {}
    lacks = "on" if raw["type"] == "coverage" and "on" not in raw else "text" if raw.get("text") == "" else None
    return {lacks: _MISSING[lacks]} if lacks else {}


def completed(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A pending draft with something in place of what it lacks, so that all else of it can be checked."""
    return {**raw, **{name: _STAND_INS[name] for name in missing_of(raw)}}
