"""Names of elements in WordprocessingML, and attributes and switches of them (ECMA-376, part 1, clause 17)."""

from collections.abc import Iterator
from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PREFIXES = {_W: "w:", _MATH: "m:", _COMPATIBLE: "mc:"}
_OFF = frozenset(("0", "false", "off", "none"))

Node = Any
"""An element of lxml, which has no types of its own."""


def name(node: Node) -> str:
    """The name of an element with its usual prefix (``w:p``); without one where it is of another vocabulary."""
    tag = node.tag
    if not isinstance(tag, str):
        return ""
    space, _, local = tag.rpartition("}")
    return f"{_PREFIXES.get(f'{space}}}', '')}{local}"


def child(node: Node | None, *names: str) -> Node | None:
    """The element that a path of ``w:`` names leads to, from child to child."""
    for one in names:
        node = None if node is None else node.find(f"{_W}{one}")
    return node


def children(node: Node | None, wanted: str) -> Iterator[Node]:
    """The direct children of this ``w:`` name."""
    return iter(()) if node is None else node.iterchildren(f"{_W}{wanted}")


def value(node: Node | None, attribute: str = "val") -> str | None:
    """A ``w:`` attribute; None where the element or it is missing."""
    return None if node is None else node.get(f"{_W}{attribute}")


def whole(node: Node | None, attribute: str = "val") -> int | None:
    """A ``w:`` attribute as a number; None where it is missing or no number of reason."""
    text = (value(node, attribute) or "").strip()
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 9 else None


def is_on(node: Node | None) -> bool | None:
    """Whether a switch such as ``w:b`` is on; None where it is not stated."""
    return None if node is None else (value(node) or "1").lower() not in _OFF
