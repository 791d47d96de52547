"""What became of a selector; separate from finding it because whoever compares or shows it needs no more."""

from dataclasses import dataclass
from enum import StrEnum

from policykb.domain.passage import Passage


class Status(StrEnum):
    """How looking for a passage ended."""

    VERIFIED = "verified"
    """The words stand where the selector says, as it writes them, and there only once."""
    REPAIRED = "repaired"
    """The words stand at one place, but written differently or elsewhere; or almost so, and at no other place."""
    AMBIGUOUS = "ambiguous"
    """The words stand at several places, or it cannot be told which of several is meant."""
    NOT_FOUND = "not-found"
    """The words stand nowhere."""
    NO_TEXT = "no-text"
    """No text to look into: the source is not attached."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """What became of a selector.

    ``start`` and ``end`` are offsets into the text of the source and ``passage`` the paragraph they lie in (None unless
    verified or repaired); ``difference`` how the words of the text differ from the selector's (None if they do not);
    ``message`` is one line for people.
    """

    status: Status
    start: int | None = None
    end: int | None = None
    passage: Passage | None = None
    difference: str | None = None
    message: str = ""
