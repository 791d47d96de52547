"""What reading one document may take; separate because the process that reads and the one that waits both need it."""

from dataclasses import dataclass

LARGEST_TEXT = 5_000_000
"""Bytes in UTF-8 of the text that is found, notes included."""
LARGEST_PAGE = 20_000_000
"""Bytes of HTML."""
MOST_PAGES = 2_000
MOST_BLOCKS = 200_000
"""Paragraphs, items and cells."""
LARGEST_RESULT = 60_000_000
"""Bytes that a child process may send back: a text of `LARGEST_TEXT` and where its blocks stand."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Of the child process: ``memory`` and ``file`` (what it may write to one) in bytes, times in seconds."""

    memory: int = 1 << 30
    cpu: int = 20
    wall: int = 30
    file: int = 1_000_000
    open_files: int = 32


LIMITS = Limits()
