"""From the short form of a source file to full records: type, source, full keys are added; reading knows no such rule.

In a source file a statement or group is named by its local key, by others of the same file too; in JSON, in the base
and everywhere else by ``<source>/<key>``.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from policykb.seed.sections import SECTIONS

Path = tuple[str | int, ...]
Raw = dict[str, Any]

_REFERENCES = ("addressees", "proponents", "actors", "part_of", "former_keys")
"""Fields whose keys may be local, as a bare key or an object's ``key``."""
_SINGLE = ("statement", "subject", "object", "asserter")


def expand(data: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    """(path, raw record) of every record of a file whose sections are mappings or lists as they should be.

    A record that is no mapping comes as it is, for the check to complain about. The path of a record is where it
    stands: ``("recommendations", 2)``, or ``("source",)``.
    """
    source = data.get("source")
    key = source.get("key") if isinstance(source, dict) else None
    local = _local_keys(data)
    for name, content in data.items():
        if name == "source":
            references = {"references": data["references"]} if "references" in data else {}
            yield (name,), {"type": "source", **content, **references} if isinstance(content, dict) else content
        elif name != "references" and name in SECTIONS and isinstance(content, list):
            for index, raw in enumerate(content):
                yield (name, index), _full(raw, name, key, local) if isinstance(raw, dict) else raw


def _local_keys(data: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(
        raw["key"]
        for name, section in SECTIONS.items()
        if section.in_source and isinstance(data.get(name), list)
        for raw in data[name]
        if isinstance(raw, dict) and isinstance(raw.get("key"), str)
    )


def _full(raw: Raw, section: str, source: object, local: frozenset[str]) -> Raw:
    """The record with its type, its source where it belongs to one, and full keys."""
    type_, in_source = SECTIONS[section].type, SECTIONS[section].in_source
    full: Raw = {"type": type_}
    for field, value in raw.items():
        if isinstance(source, str):
            if field == "key" and in_source:
                value = _qualified(value, source, frozenset({value}) if isinstance(value, str) else local)
            elif field in _SINGLE:
                value = _qualified(value, source, local)
            elif field in _REFERENCES and isinstance(value, list):
                value = [_qualified(item, source, local) for item in value]
        full[field] = value
    if isinstance(source, str):
        if in_source and type_ != "actor":
            full.setdefault("source", source)
        if type_ == "coverage":
            full.setdefault("source", source)
        if section == "groups":
            full.setdefault("kind", "group")
    return full


def _qualified(value: object, source: str, local: frozenset[str]) -> object:
    if isinstance(value, dict):
        return {**value, "key": _qualified(value.get("key"), source, local)} if "key" in value else value
    return f"{source}/{value}" if isinstance(value, str) and value in local and "/" not in value else value
