"""An element of a page, as plain objects: what chooses and walks through them needs no library, and no recursion."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Element:
    """A tag with its attributes and what stands in it: elements and texts.

    ``dropped`` says that it is no part of the document. ``length`` is how many characters other than spaces stand in
    it, ``linked`` how many of them in links; `measure` counts them.
    """

    tag: str
    attributes: dict[str, str]
    parent: "Element | None" = None
    children: "list[Element | str]" = field(default_factory=list)
    dropped: bool = False
    length: int = 0
    linked: int = 0

    def get(self, name: str) -> str:
        """An attribute; empty where it has none of this name."""
        return self.attributes.get(name, "")

    @property
    def elements(self) -> "list[Element]":
        """The elements directly in it that are part of the document."""
        return [child for child in self.children if isinstance(child, Element) and not child.dropped]

    def descendants(self) -> "Iterator[Element]":
        """All elements in it, in the order of the page, without what is dropped (also while this goes on)."""
        waiting = list(reversed(self.elements))
        while waiting:
            element = waiting.pop()
            if not element.dropped:
                yield element
                if not element.dropped:
                    waiting.extend(reversed(element.elements))

    def above(self) -> "Iterator[Element]":
        """The elements it stands in, the innermost first."""
        element = self.parent
        while element is not None:
            yield element
            element = element.parent

    def texts(self) -> Iterator[str]:
        """All text in it, in order."""
        waiting: list[Element | str] = [self]
        while waiting:
            item = waiting.pop()
            if isinstance(item, str):
                yield item
            elif not item.dropped:
                waiting.extend(reversed(item.children))

    @property
    def text(self) -> str:
        """All text in it on one line."""
        return " ".join("".join(self.texts()).split())


def measure(root: Element) -> None:
    """Counts the characters of every element in this one, anew."""
    order = [root, *root.descendants()]
    for element in reversed(order):
        own = sum(len("".join(child.split())) for child in element.children if isinstance(child, str))
        inside = element.elements
        element.length = own + sum(child.length for child in inside)
        element.linked = element.length if element.tag == "a" else sum(child.linked for child in inside)
