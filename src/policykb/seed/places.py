"""What the readers of seed files hand to everything after them: plain data and where each part of it stood.

Separate because YAML and JSON Lines remember places in different ways, and no check should care which it was.
"""

from dataclasses import dataclass
from typing import Protocol, TypeAlias

from policykb.errors import Problem

Plain: TypeAlias = "str | bool | int | float | list[Plain] | dict[str, Plain] | None"
"""A value as read. YAML gives texts, lists and mappings only; JSON may also give true, false, null and numbers."""

Path: TypeAlias = tuple[str | int, ...]
"""Where in a document: ``("recommendations", 2, "addressees", 0)``; positions in lists count from 0."""

DEEPEST = 32
"""How many lists and mappings may stand inside one another, in YAML and in JSON alike."""


class Places(Protocol):
    """Where the parts of one document stood in its file."""

    def find(self, path: Path, key: bool = False) -> tuple[int, int]:
        """Line and column (from 1) of the value at ``path``, or of its key where ``key`` is true.

        Where the path leads to nothing (a field that is missing), the place of the nearest parent that is there.
        """


@dataclass(frozen=True, eq=False, slots=True)
class Document:
    """One mapping of a seed file: a whole YAML file, or one line of JSON Lines.

    ``file`` is the name to show, ``data`` the mapping as written (nothing typed, nothing checked).
    """

    file: str
    data: dict[str, Plain]
    places: Places

    def problem(self, path: Path, message: str, hint: str = "", key: bool = False) -> Problem:
        """A fault at ``path``; with ``key`` it points at the name of the field instead of its value."""
        line, column = self.places.find(path, key)
        return Problem(self.file, line, column, show_path(path), message, hint)


def show_path(path: Path) -> str:
    """The path as people write it.

    >>> show_path(("recommendations", 2, "addressees", 0, "key"))
    'recommendations[2].addressees[0].key'
    """
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")
