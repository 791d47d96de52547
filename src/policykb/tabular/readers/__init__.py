"""One file per format of table; this one finds them, so that a new format is one new file and nothing else.

A reader is a module of this package with ``SUFFIXES`` (lower case, with the dot), ``HEEDS``, the switches it heeds, and
``read(path, display, options)``, which gives a `policykb.tabular.table.Table`. It imports a library that is not part of
the core inside ``read``.
"""

import os
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Protocol, cast

from policykb.errors import UsageError
from policykb.seed.opening import Unreadable, open_regular
from policykb.seed.roots import display
from policykb.tabular.table import ReadOptions, Table, refuse


class Reader(Protocol):
    """What a module of this package offers."""

    SUFFIXES: tuple[str, ...]
    HEEDS: frozenset[str]

    def read(self, path: Path, display: str, options: ReadOptions) -> Table:
        """The table of a file; SeedError where it cannot be one."""


@cache
def readers() -> dict[str, Reader]:
    """The reader for each suffix, suffixes in alphabetical order."""
    modules = (cast(Reader, import_module(f"{__name__}.{module.name}")) for module in iter_modules(__path__))
    return dict(sorted((suffix, reader) for reader in modules for suffix in reader.SUFFIXES))


def read_table(path: Path, options: ReadOptions) -> Table:
    """The table of a file, by the reader for its suffix (any case).

    Raises UsageError for a format that has no reader and for a switch that means nothing there, SeedError where the
    file cannot be read as what its suffix says, MissingExtra.
    """
    shown = display(Path(os.path.abspath(path)))
    reader = readers().get(path.suffix.lower())
    try:
        os.close(open_regular(path))
    except Unreadable as error:
        raise refuse(shown, str(error)) from error
    if reader is None:
        what = f"tables that end in {path.suffix}" if path.suffix else "a table without an ending"
        old = " Save it as .xlsx." if path.suffix.lower() in {".xls", ".ods", ".xlsm", ".numbers"} else ""
        raise UsageError(f"{shown}: there is no reader for {what}.", f"It can be: {', '.join(readers())}.{old}")
    for name in ("encoding", "delimiter", "sheet"):
        if getattr(options, name) is not None and name not in reader.HEEDS:
            raise UsageError(f"--{name} means nothing for {shown}.", f"It is a {path.suffix.lower()[1:]} file.")
    return reader.read(path, shown, options)
