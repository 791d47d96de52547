"""Where each part of a YAML file stood, found by parsing it again when the first fault is to be shown.

Separate because reading must not pay for it: a file without faults never asks for a place.
"""

from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from typing import NamedTuple, TypeAlias

from yaml.events import CollectionEndEvent, CollectionStartEvent, Event, MappingStartEvent, NodeEvent, ScalarEvent

from policykb.seed.places import DEEPEST, Path
from policykb.seed.yaml_events import NO_YAML, events, start_of
from policykb.seed.yaml_text import YamlText


class _Mapping(NamedTuple):
    at: int
    fields: "dict[str, tuple[int, _Node]]"
    """By key: the index of the key, and the value."""


class _List(NamedTuple):
    at: int
    items: "list[_Node]"


_Node: TypeAlias = int | _Mapping | _List
"""A value: the index where it starts, with what it consists of."""


class DuplicateKey(NamedTuple):
    """A key that stands twice in one mapping: its name and the two indexes."""

    name: str
    first: int
    again: int


class YamlPlaces:
    """The places of one file's parts, up to where it stops being YAML."""

    def __init__(self, text: YamlText) -> None:
        self._text = text

    def find(self, path: Path, key: bool = False) -> tuple[int, int]:
        """Line and column of the value (or its key) at ``path``, else of its nearest parent."""
        node = self._index[0]
        at = self.start
        for part in path:
            if isinstance(node, _Mapping) and isinstance(part, str) and part in node.fields:
                key_at, node = node.fields[part]
                at = key_at if key else _start(node)
            elif isinstance(node, _List) and isinstance(part, int) and part < len(node.items):
                node = node.items[part]
                at = _start(node)
            else:
                return self._text.place(_start(node))
        return self._text.place(at)

    @property
    def start(self) -> int:
        """The index where the file's value begins."""
        return _start(self._index[0])

    def duplicate_keys(self) -> list[DuplicateKey]:
        """Every key that stands twice in one mapping."""
        return self._index[1]

    @cached_property
    def _index(self) -> tuple[_Node, list[DuplicateKey]]:
        roots: list[_Node] = []
        duplicates: list[DuplicateKey] = []
        with suppress(*NO_YAML):
            _walk(events(self._text.text), roots, duplicates)
        return (roots[0] if roots else 0), duplicates


def _walk(source: Iterator[Event], roots: list[_Node], duplicates: list[DuplicateKey]) -> None:
    """Fills ``roots`` and ``duplicates`` as far as the reader goes: the parsers take ages over very deep nesting."""
    parents: list[tuple[_Mapping | _List, str, int]] = []
    parent: _Mapping | _List = _List(0, roots)
    key, key_at = "", -1  # -1: a key comes next
    for event in source:
        if isinstance(event, NodeEvent):
            at = start_of(event)
            node: _Node = at
            if isinstance(event, CollectionStartEvent):
                if len(parents) >= DEEPEST:
                    return
                node = _Mapping(at, {}) if isinstance(event, MappingStartEvent) else _List(at, [])
            if isinstance(parent, _List):
                parent.items.append(node)
            elif key_at >= 0:
                parent.fields.setdefault(key, (key_at, node))
                key_at = -1
            elif isinstance(event, ScalarEvent):
                key, key_at = event.value, at
                if key in parent.fields:
                    duplicates.append(DuplicateKey(key, parent.fields[key][0], at))
            else:
                key, key_at = f"\0{at}", at  # a key that is no text is refused, but its value must be passed over
            if not isinstance(node, int):
                parents.append((parent, key, key_at))
                parent, key_at = node, -1
        elif isinstance(event, CollectionEndEvent):
            parent, key, key_at = parents.pop()


def _start(node: _Node) -> int:
    return node if isinstance(node, int) else node.at
