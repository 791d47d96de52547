"""Changes to a YAML file that leave every other byte as it was: a field is set, items are added, a record is replaced.

Separate from the canonical writer, which writes whole files: a file that a person keeps has comments and a form of its
own. What a change gives is read again by the strict reader and compared, so that no form of YAML can make it wrong.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

from yaml.events import CollectionEndEvent, CollectionStartEvent, MappingStartEvent, NodeEvent, ScalarEvent

from policykb.errors import Problem, SeedError
from policykb.seed.canonical import ORDER, flow, scalar
from policykb.seed.places import Path, Plain, show_path
from policykb.seed.strict_yaml import read_yaml
from policykb.seed.yaml_events import end_of, events, start_of

_BOM = "\ufeff"
Value: TypeAlias = "str | bool | float | list[Any]"
_RANK = {name: rank for rank, name in enumerate(ORDER)}


class _Scalar(NamedTuple):
    start: int
    end: int


class _Mapping(NamedTuple):
    start: int
    end: int
    is_flow: bool
    fields: "dict[str, tuple[int, _Node]]"
    """By name: the index after the key, and the value."""


class _List(NamedTuple):
    start: int
    end: int
    is_flow: bool
    items: "list[_Node]"


_Node: TypeAlias = _Scalar | _Mapping | _List


class YamlFile:
    """The text of a seed file and what is said in it; every change gives a new one.

    ``raw`` are its bytes, ``data`` what the strict reader reads in them. Raises SeedError where that reads none.
    """

    def __init__(self, raw: bytes, name: str) -> None:
        self.raw = raw
        self.name = name
        self.data: dict[str, Plain] = read_yaml(raw, name).data
        text = raw.decode()
        self._bom = _BOM if text.startswith(_BOM) else ""
        self._text = text.removeprefix(_BOM)
        self._newline = "\r\n" if "\r\n" in self._text else "\n"

    def at(self, path: Path) -> Any:
        """What is said at a path; KeyError or IndexError where there is nothing."""
        found: Any = self.data
        for step in path:
            found = found[step]
        return found

    def with_field(self, path: Path, name: str, value: Value) -> "YamlFile":
        """With a field of the mapping at ``path`` set, in its place among the others if it is new."""
        return self.with_fields([(path, name, value)])

    def with_fields(self, changes: Sequence[tuple[Path, str, Value]]) -> "YamlFile":
        """With several fields set at once, each in a mapping at a path."""
        text, data = self._text, self.data
        for start, end, written in sorted((self._setting(*change) for change in changes), reverse=True):
            text = text[:start] + written + text[end:]
        for path, name, value in changes:
            data = _replaced(data, path, {**_at(data, path), name: _as_read(value)})
        return self._checked(text, data, changes[0][0] if changes else ())

    def without_field(self, path: Path, name: str) -> "YamlFile":
        """With a field of the mapping at ``path`` taken away, and the line or lines it stood on."""
        record = self._mapping(path)
        if name not in record.fields:
            return self
        names = list(record.fields)
        after_key, node = record.fields[name]
        start, end, at = after_key - len(name), node.end, names.index(name)
        if record.is_flow and at:
            start = record.fields[names[at - 1]][1].end
        elif record.is_flow and len(names) > 1:
            following = names[1]
            end = record.fields[following][0] - len(following)
        elif at and not record.is_flow and not self._text[start - self._column(start) : start].strip():
            start -= self._column(start)
            end = self._text.find("\n", end) + 1 or len(self._text)
        else:
            raise self._refusal((*path, name))
        return self._changed(
            self._spliced(start, end, ""), path, lambda now: {other: now[other] for other in now if other != name}
        )

    def _setting(self, path: Path, name: str, value: Value) -> tuple[int, int, str]:
        """Which characters to replace by what so that a field is set."""
        record = self._mapping(path)
        written = flow(value) if isinstance(value, list) else scalar(value, in_flow=record.is_flow)
        if name in record.fields:
            after_key, node = record.fields[name]
            if isinstance(node, _Scalar) and not self._is_block(node):
                return node.start, node.end, written
            return self._text.index(":", after_key) + 1, node.end, f" {written}"
        if record.is_flow:
            return record.end - 1, record.end - 1, f", {name}: {written}"
        before = max(
            (node.end for other, (_, node) in record.fields.items() if _rank(other) < _rank(name)),
            default=next(iter(record.fields.values()))[1].end,
        )
        return before, before, f"{self._newline}{' ' * self._column(record.start)}{name}: {written}"

    def with_items(self, path: Path, name: str, items: Sequence[Any]) -> "YamlFile":
        """With items added at the end of a list of the mapping at ``path``, or the list made of them."""
        if not items:
            return self
        record = self._mapping(path)
        if name not in record.fields:
            return self.with_field(path, name, list(items))
        node = record.fields[name][1]
        if not isinstance(node, _List):
            raise self._refusal((*path, name))
        if node.is_flow:
            joint = ", " if node.items else ""
            at = node.items[-1].end if node.items else node.end - 1
            text = self._spliced(at, at, joint + ", ".join(map(flow, items)))
        else:
            line = f"{self._newline}{' ' * self._column(node.start)}- "
            text = self._spliced(node.end, node.end, "".join(line + _line(item) for item in items))
        return self._changed(text, path, lambda now: {**now, name: [*now[name], *map(_as_read, items)]})

    def item(self, path: Path) -> str:
        """The item of a list at ``path`` as it stands, its own indentation taken away, with the comments inside it."""
        start, end, indent = self._extent(path)
        lines = self._text[start:end].replace("\r\n", "\n").split("\n")
        return "\n".join(line[indent:] if not line[:indent].strip() else line for line in lines) + "\n"

    def with_item(self, path: Path, text: str) -> "YamlFile":
        """With the item of a list at ``path`` replaced by one that is written as `item` gives it.

        Raises SeedError where the text is no item, or more than one.
        """
        start, end, indent = self._extent(path)
        lines = text.replace("\r\n", "\n").rstrip("\n").split("\n")
        whole = self._newline.join(f"{' ' * indent}{line}" if line.strip() else "" for line in lines)
        return self._changed(self._spliced(start, end, whole), path, None)

    def with_section(self, text: str) -> "YamlFile":
        """With lines added at the end of the file; what was there before must be as it was."""
        joint = "" if not self._text or self._text.endswith("\n") else self._newline
        raw = f"{self._bom}{self._text}{joint}{text.replace(chr(10), self._newline)}".encode()
        return YamlFile(raw, self.name)

    def with_records(self, section: str, text: str) -> "YamlFile":
        """With items (lines that begin with ``- `` and those of each item indented below) at the end of a section.

        The section is made where there is none.
        """
        node = self._root.fields.get(section)
        if node is None:
            indented = "".join(f"  {line}\n" if line else "\n" for line in text.rstrip("\n").split("\n"))
            return self.with_section(f"{section}:\n{indented}")
        found = node[1]
        if not isinstance(found, _List) or found.is_flow:
            raise self._refusal((section,))
        pad = " " * self._column(found.start)
        lines = "".join(
            f"{self._newline}{pad}{line}" if line else self._newline for line in text.rstrip("\n").split("\n")
        )
        return YamlFile((self._bom + self._spliced(found.end, found.end, lines)).encode(), self.name)

    def with_comment(self, path: Path, name: str, remark: str) -> "YamlFile":
        """With a line of comment above a field of the mapping at ``path``; as it is where that is all on one line."""
        record = self._mapping(path)
        if record.is_flow or name not in record.fields or name == next(iter(record.fields)):
            return self
        line_start = self._text.rfind("\n", 0, record.fields[name][0]) + 1
        line = f"{' ' * self._column(record.start)}# {remark}{self._newline}"
        return self._changed(self._spliced(line_start, line_start, line), path, lambda now: now)

    def place(self, path: Path) -> tuple[int, int]:
        """Line and column (from 1) where the part at ``path``, or the nearest one around it, begins."""
        node: _Node = self._root
        for step in path:
            if isinstance(node, _Mapping) and step in node.fields:
                node = node.fields[str(step)][1]
            elif isinstance(node, _List) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
        return self._text.count("\n", 0, node.start) + 1, self._column(node.start) + 1

    def comments_inside(self, path: Path, before: str) -> list[str]:
        """The comment lines right above a field of the mapping at ``path``, without their ``#``."""
        record = self._mapping(path)
        if record.is_flow or before not in record.fields:
            return []
        found: list[str] = []
        end = self._text.rfind("\n", 0, record.fields[before][0])
        while end >= 0:
            start = self._text.rfind("\n", 0, end) + 1
            line = self._text[start:end].strip()
            if not line.startswith("#"):
                break
            found.append(line.removeprefix("#").removeprefix(" "))
            end = start - 1
        return found[::-1]

    def head_comments(self) -> list[str]:
        """The comment lines before anything is said, without their ``#``."""
        found: list[str] = []
        for line in self._text.splitlines():
            if line.strip() and not line.startswith("#"):
                break
            found.append(line.removeprefix("#").strip())
        return found

    # places

    @cached_property
    def _root(self) -> _Mapping:
        return _root(self._text)

    def _node(self, path: Path) -> _Node:
        node: _Node = self._root
        for step in path:
            if isinstance(node, _Mapping) and isinstance(step, str) and step in node.fields:
                node = node.fields[step][1]
            elif isinstance(node, _List) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
            else:
                raise self._refusal(path)
        return node

    def _mapping(self, path: Path) -> _Mapping:
        node = self._node(path)
        if not isinstance(node, _Mapping) or not node.fields:
            raise self._refusal(path)
        return node

    def _extent(self, path: Path) -> tuple[int, int, int]:
        """Where an item begins (in a block: its line) and ends, and how far it is indented."""
        above, number = self._node(path[:-1]), path[-1]
        if not isinstance(above, _List) or not isinstance(number, int):
            raise self._refusal(path)
        node = above.items[number]
        if above.is_flow:
            return node.start, node.end, 0
        indent = self._column(above.start)
        after = above.items[number - 1].end if number else above.start - indent
        dash = re.compile(rf"^[ ]{{{indent}}}-(?=\s)", re.MULTILINE)
        found = dash.search(self._text, after, node.start)
        if found is None:  # a list that begins behind another hyphen
            raise self._refusal(path)
        return found.start(), node.end, indent

    def _column(self, index: int) -> int:
        return index - self._text.rfind("\n", 0, index) - 1

    def _is_block(self, node: _Scalar) -> bool:
        return self._text[node.start] in "|>"

    # the change itself

    def _spliced(self, start: int, end: int, text: str) -> str:
        return self._text[:start] + text + self._text[end:]

    def _changed(self, text: str, path: Path, expected: "Callable[[Any], Any] | None") -> "YamlFile":
        """The file with this text, if all of it but what is at ``path`` says what it said."""
        changed = YamlFile((self._bom + text).encode(), self.name)
        wanted = expected(self.at(path)) if expected else _at(changed.data, path)
        if changed.data != _replaced(self.data, path, wanted):
            raise self._refusal(path)
        return changed

    def _checked(self, text: str, data: Any, path: Path) -> "YamlFile":
        """The file with this text, if it says ``data``."""
        changed = YamlFile((self._bom + text).encode(), self.name)
        if changed.data != data:
            raise self._refusal(path)
        return changed

    def _refusal(self, path: Path) -> SeedError:
        message = "is written in a way that cannot be changed from here"
        problem = Problem(self.name, *self.place(path), show_path(path), message)
        return SeedError([problem], "Edit the file itself; nothing was changed.")


def _root(text: str) -> _Mapping:
    """The file's mapping with the places of all its parts; the strict reader has read it before."""
    source = events(text)
    root = _built(next(event for event in source if isinstance(event, NodeEvent)), source, text)
    assert isinstance(root, _Mapping)
    return root


def _built(event: NodeEvent, source: Any, text: str) -> _Node:
    start = start_of(event)
    if not isinstance(event, CollectionStartEvent):
        end = end_of(event)
        if isinstance(event, ScalarEvent) and event.style in ("|", ">"):
            end = start + len(text[start:end].rstrip())
        return _Scalar(start, end)
    is_flow = bool(event.flow_style)
    items: list[_Node] = []
    fields: dict[str, tuple[int, _Node]] = {}
    end = end_of(event)
    for inner in source:
        if isinstance(inner, CollectionEndEvent):
            end = end_of(inner) if is_flow else end
            break
        if isinstance(event, MappingStartEvent):
            value = _built(next(source), source, text)
            fields[inner.value] = (end_of(inner), value)
        else:
            value = _built(inner, source, text)
            items.append(value)
        end = value.end
    if isinstance(event, MappingStartEvent):
        return _Mapping(start, end, is_flow, fields)
    return _List(start, end, is_flow, items)


def _rank(name: str) -> int:
    return _RANK.get(name, len(_RANK))


def _line(item: Any) -> str:
    return scalar(item) if isinstance(item, str) else flow(item)


def _as_read(value: Any) -> Any:
    """A value as the strict reader gives it: all scalars are text."""
    if isinstance(value, Mapping):
        return {name: _as_read(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_as_read(item) for item in value]
    return value if isinstance(value, str) else scalar(value)


def _at(data: Any, path: Path) -> Any:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _replaced(data: Any, path: Path, value: Any) -> Any:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(data, dict):
        return {**data, step: _replaced(data[step], rest, value)}
    return [_replaced(item, rest, value) if at == step else item for at, item in enumerate(data)]
