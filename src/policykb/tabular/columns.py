"""Whether a mapping fits a table: every column it names must be there, once, and every field must be one."""

from collections.abc import Iterator

from policykb.errors import Problem, letters
from policykb.seed.suggest import closest
from policykb.tabular.fields import fillable
from policykb.tabular.mapping import Mapping, MappingFile, Value
from policykb.tabular.table import Table
from policykb.tabular.values import columns_of, holes

Path = tuple[str | int, ...]


def named(mapping: Mapping) -> Iterator[tuple[Path, str]]:
    """Every column that a mapping names, with the place where it does."""
    for path, value in values(mapping):
        for column in columns_of(value):
            yield path, column
    for column in holes(mapping.key.template or ""):
        yield ("key",), column
    for n, column in enumerate(mapping.key.hash):
        yield ("key", "hash", n), column
    for n, skip in enumerate(mapping.skip):
        yield ("skip", n, "column"), skip.column


def values(mapping: Mapping) -> Iterator[tuple[Path, Value]]:
    """Every value of a mapping, with its place."""
    for name, value in mapping.source.items():
        yield ("source", name), value
    for name, several in mapping.fields.items():
        for n, value in enumerate(several):
            yield ("fields", name, n) if len(several) > 1 else ("fields", name), value
    for scheme, value in mapping.codes.items():
        yield ("codes", scheme), value
    if mapping.coded is not None:
        yield ("coded",), mapping.coded
    for section, parts, path in (
        ("evidence", mapping.evidence, ("evidence",)),
        *(("claims", claim, ("claims", n)) for n, claim in enumerate(mapping.claims)),
    ):
        for name in type(parts).model_fields:
            value = getattr(parts, name)
            if isinstance(value, Value):
                yield (*path, name), value
        assert section


def check_columns(file: MappingFile, table: Table) -> Iterator[Problem]:
    """What of a mapping does not fit a table, at its place in the mapping's file."""
    mapping = file.mapping
    for section, known in (("fields", fillable(mapping.type)), ("source", fillable("source"))):
        for name in getattr(mapping, section):
            if name not in known:
                hint = closest(name, known) or f"fields: {', '.join(known)}"
                yield file.problem((section, name), f"{_what(section, mapping)} has no field {name}", hint, key=True)
    for path, value in values(mapping):
        given = [name for name in ("column", "value", "template") if getattr(value, name) is not None]
        if len(given) != 1:
            yield file.problem(path, "say one of column:, value: and template:")
        if value.unresolved == "create" and not value.kind and value.broader is None and path[1] != "themes":
            yield file.problem(path, "unresolved: create needs the kind of what is created", "kind: state, ...")
    doubled = table.doubled()
    seen: set[tuple[Path, str]] = set()
    for path, column in named(mapping):
        if (path, column) in seen:
            continue
        seen.add((path, column))
        if column in doubled:
            which = " and ".join(letters(n) for n in doubled[column])
            yield file.problem(path, f"{table.display} has several columns called {column}: {which}", "rename one")
        elif column not in table.places:
            known_names = [name for name in table.header if name]
            hint = nearest(column, known_names) or f"columns: {', '.join(known_names[:20])}"
            yield file.problem(path, f"{table.display} has no column {column}", hint)


def nearest(name: str, known: list[str]) -> str:
    """``did you mean X?`` for the nearest name of a column in any case, or an empty text."""
    lower = {one.lower(): one for one in known}
    said = closest(name, lower)
    return f"did you mean {lower[said.removeprefix('did you mean ').removesuffix('?')]}?" if said else ""


def unused(mapping: Mapping, table: Table) -> list[str]:
    """The columns that a mapping does not use."""
    used = {column for _, column in named(mapping)}
    return [name for name in table.header if name and name not in used]


def _what(section: str, mapping: Mapping) -> str:
    return "a source" if section == "source" else f"a {mapping.type}"
