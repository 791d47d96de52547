"""One file per document format; this one finds them, so that a new format is one new file and nothing else.

A reader is a module of this package with ``SUFFIXES``, the file name endings it reads (lower case, with the dot), and
``read(data, name)``, which makes a `Document` of a document's bytes (``name`` is for messages). It imports a library
that is not part of the core inside ``read``.
"""

from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Protocol, cast

from policykb.domain.document import Document
from policykb.errors import LimitReached, UsageError

LARGEST_FILE = 50_000_000
"""Bytes; a larger file is refused before it is read."""


class Reader(Protocol):
    """What a module of this package offers."""

    SUFFIXES: tuple[str, ...]

    def read(self, data: bytes, name: str) -> Document:
        """The text of a document; UsageError where it is not of this format, LimitReached where it is too large."""


@cache
def readers() -> dict[str, Reader]:
    """The reader for each suffix, suffixes in alphabetical order."""
    modules = (cast(Reader, import_module(f"{__name__}.{module.name}")) for module in iter_modules(__path__))
    return dict(sorted((suffix, reader) for reader in modules for suffix in reader.SUFFIXES))


def read_document(path: str | Path) -> Document:
    """The text of a file, by the reader for its suffix (any case).

    Raises UsageError for a file that is missing, no regular file, unreadable, of an unknown format or not of the format
    its suffix says, and LimitReached for one that is too large; all name the file.
    """
    path = Path(path)
    reader = readers().get(path.suffix.lower())
    if reader is None:
        what = path.suffix or "a file without a suffix"
        raise UsageError(f"{path}: no reader for {what}", f"It can be one of {', '.join(readers())}.")
    return reader.read(_bytes(path), str(path))


def _bytes(path: Path) -> bytes:
    try:
        if not path.exists():
            raise UsageError(f"{path}: no such file")
        if not path.is_file():
            raise UsageError(f"{path}: not a regular file")
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from error
    if len(data) > LARGEST_FILE:
        raise LimitReached(f"{path}: larger than {LARGEST_FILE // 1_000_000} MB", "Attach a part of it.")
    return data
