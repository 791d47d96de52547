"""One file per document format; this one finds them, so that a new format is one new file and nothing else.

A reader is a module of this package with ``SUFFIXES``, the file name endings it reads (lower case, with the dot), and
``read(data, name)``, which makes a `Document` of a document's bytes (``name`` is for messages). It imports a library
that is not part of the core inside ``read``, which runs in a limited process of its own (`policykb.ingest.isolation`).
"""

import os
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import BinaryIO, Protocol, cast

from policykb.domain.document import Document
from policykb.errors import LimitReached, UsageError
from policykb.ingest.sniff import HEAD, TAIL, UNPACK, kind_of, refuse_other

LARGEST_FILE = 50_000_000
"""Bytes; a larger file is refused before it is read."""

_HARMLESS = {"text"}
"""Readers that may work in this process: no library, no nesting, time that grows as the text does."""


class Reader(Protocol):
    """What a module of this package offers."""

    __name__: str
    SUFFIXES: tuple[str, ...]

    def read(self, data: bytes, name: str) -> Document:
        """The text of a document; UsageError where it is not of this format, LimitReached where it is too large."""


@cache
def readers() -> dict[str, Reader]:
    """The reader for each suffix, suffixes in alphabetical order."""
    modules = (cast(Reader, import_module(f"{__name__}.{module.name}")) for module in iter_modules(__path__))
    return dict(sorted((suffix, reader) for reader in modules for suffix in reader.SUFFIXES))


def read_document(path: str | Path) -> Document:
    """The text of a file, by the reader for its suffix (any case), in a process of its own but for plain text.

    Raises UsageError for a file that is missing, no regular file, unreadable, of an unknown format, not of the format
    its suffix says, damaged, or without text, LimitReached for one that is too large or takes too much, MissingExtra
    where the library for its format is not installed; all but the last name the file.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    reader = readers().get(suffix)
    with _opened(path) as file:
        beginning = file.read(HEAD) + _ending(file)
        if reader is None:
            raise _unknown(path, beginning)
        refuse_other(beginning, str(path), suffix, readers())
        module = reader.__name__
        if module.rpartition(".")[2] not in _HARMLESS:
            # Imported late: the process that reads imports this package too, and starts none.
            from policykb.ingest.isolation import read_apart

            return read_apart(module, file, str(path))
        file.seek(0)
        return reader.read(file.read(LARGEST_FILE), str(path))


def _opened(path: Path) -> BinaryIO:
    try:
        if not path.exists():
            raise UsageError(f"{path}: no such file")
        if not path.is_file():
            raise UsageError(f"{path}: not a regular file")
        file = path.open("rb")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}") from error
    if os.fstat(file.fileno()).st_size > LARGEST_FILE:
        file.close()
        raise LimitReached(f"{path}: larger than {LARGEST_FILE // 1_000_000} MB", "Attach a part of it.")
    return file


def _ending(file: BinaryIO) -> bytes:
    """What follows the beginning that has been read, up to the end or only what stands before it."""
    here = file.tell()
    file.seek(max(here, file.seek(0, os.SEEK_END) - TAIL))
    return file.read()


def _unknown(path: Path, data: bytes) -> UsageError:
    """The complaint about a suffix that no reader has; ``data`` may say what the file is all the same."""
    what = path.suffix or "a file without a suffix"
    kind = kind_of(data)
    known = f"It can be one of {', '.join(readers())}."
    if kind and kind.is_archive:
        return UsageError(f"{path}: is {kind.words}", UNPACK)
    hint = f"It is {kind.words} by its content. {known}" if kind else known
    return UsageError(f"{path}: no reader for {what}", hint)
