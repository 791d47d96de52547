"""One file per format over one flat row definition; formats are found by scanning this package.

A format is a module with ``NAME``, ``SUFFIXES`` and ``write(table, out)``; see `policykb.export.csv`.
"""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from policykb.errors import UsageError

PICTURES = ("svg", "png")
"""The formats that draw counts; the others write rows."""
_NOT_FORMATS = {"bibliography", "brief", "flat", "flat_columns", "options", "rendering", "shapes", "skos", "table"}


@cache
def names() -> tuple[str, ...]:
    """The formats there are."""
    return tuple(sorted(module.name for module in iter_modules(__path__) if module.name not in _NOT_FORMATS))


def format_named(name: str) -> ModuleType:
    """The format of that name; UsageError lists the names."""
    if name not in names():
        raise UsageError(f"Unknown format {name!r}.", f"Formats: {', '.join(names())}")
    return import_module(f"policykb.export.{name}")


def format_for(path: str) -> ModuleType:
    """The format for a file by its suffix; UsageError lists the suffixes."""
    known = {suffix: module for module in map(format_named, names()) for suffix in module.SUFFIXES}
    # The longest first: .csl.json is not .json.
    for suffix, module in sorted(known.items(), key=lambda pair: -len(pair[0])):
        if path.lower().endswith(suffix):
            return module
    raise UsageError(f"{path}: no format has that ending.", f"Endings: {', '.join(sorted(known))}")
