"""From the short form of a source file to full records: type, source, full keys are added; reading knows no such rule.

In a source file a statement or group is named by its local key, by others of the same file too; in JSON, in the base
and everywhere else by ``<source>/<key>``.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from policykb.seed.sections import SECTIONS

Path = tuple[str | int, ...]
Raw = dict[str, Any]

_GROUPS = ("addressees", "proponents", "actors", "part_of", "asserter")
"""Fields whose keys may be those of the file's own groups, as a bare key or an object's ``key``."""
_STATEMENTS = ("statement", "subject", "object")
"""Fields that name a statement, perhaps one of the file's own."""


def expand(data: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    """(path, raw record) of every record of a file whose sections are mappings or lists as they should be.

    A record that is no mapping comes as it is, for the check to complain about. The path of a record is where it
    stands: ``("recommendations", 2)``, or ``("source",)``.
    """
    source = data.get("source")
    key = source.get("key") if isinstance(source, dict) else None
    groups, statements = _local_keys(data, groups=True), _local_keys(data, groups=False)
    for name, content in data.items():
        if name == "source":
            references = {"references": data["references"]} if "references" in data else {}
            yield (name,), {"type": "source", **content, **references} if isinstance(content, dict) else content
        elif name != "references" and name in SECTIONS and isinstance(content, list):
            for index, raw in enumerate(content):
                yield (name, index), _full(raw, name, key, groups, statements) if isinstance(raw, dict) else raw


def _local_keys(data: Mapping[str, Any], *, groups: bool) -> frozenset[str]:
    """The keys of the file's own groups, or of its own statements."""
    return frozenset(
        raw["key"]
        for name, section in SECTIONS.items()
        if section.in_source and (name == "groups") == groups and isinstance(data.get(name), list)
        for raw in data[name]
        if isinstance(raw, dict) and isinstance(raw.get("key"), str)
    )


def _full(raw: Raw, section: str, source: object, groups: frozenset[str], statements: frozenset[str]) -> Raw:
    """The record with its type, its source where it belongs to one, and full keys."""
    type_, in_source = SECTIONS[section].type, SECTIONS[section].in_source
    full: Raw = {"type": type_}
    for field, value in raw.items():
        if isinstance(source, str):
            if field == "key" and in_source:
                value = _own(value, source)
            elif field == "former_keys" and in_source and isinstance(value, list):
                value = [_own(former, source) for former in value]
            elif field in _STATEMENTS:
                value = _qualified(value, source, statements)
            elif field in _GROUPS:
                several = isinstance(value, list)
                value = [_qualified(v, source, groups) for v in value] if several else _qualified(value, source, groups)
        full[field] = value
    if isinstance(source, str):
        if in_source and type_ != "actor":
            full.setdefault("source", source)
        if type_ == "coverage":
            full.setdefault("source", source)
        if section == "groups":
            full.setdefault("kind", "group")
    return full


def _own(value: object, source: str) -> object:
    """The full key of a local one, whether or not the file has a record of it."""
    return _qualified(value, source, frozenset({value}) if isinstance(value, str) else frozenset())


def _qualified(value: object, source: str, local: frozenset[str]) -> object:
    if isinstance(value, dict):
        return {**value, "key": _qualified(value.get("key"), source, local)} if "key" in value else value
    return f"{source}/{value}" if isinstance(value, str) and value in local and "/" not in value else value
