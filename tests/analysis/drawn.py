"""A picture as somebody who sees it reads it: texts at their places in the SVG, with nothing known of how it was made."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

SVG = "{http://www.w3.org/2000/svg}"
NEAR = 7
"""What is this near to a label's row or column stands in it."""
Place = tuple[float, float]


class Drawn:
    """The texts of an SVG with their places, in the order of the file."""

    def __init__(self, svg: bytes) -> None:
        self.root = ET.fromstring(svg)
        self.texts = list(_texts(self.root, (0, 0)))
        self.size = tuple(float(self.root.attrib[name]) for name in ("width", "height"))

    @property
    def everything(self) -> str:
        """All text without spaces: a label that was cut into lines is found in it."""
        return squeezed("".join(text for _, text in self.texts))

    def places(self, label: str) -> list[Place]:
        """Where a label stands whole: the middle of its lines."""
        wanted, found = squeezed(label), []
        for first in range(len(self.texts)):
            last = first + 1
            while wanted.startswith(said := squeezed("".join(text for _, text in self.texts[first:last]))):
                if said == wanted:
                    places = [place for place, _ in self.texts[first:last]]
                    found.append((sum(x for x, _ in places) / len(places), sum(y for _, y in places) / len(places)))
                    break
                last += 1
        assert found, f"{label} is nowhere whole"
        return found

    def place(self, label: str) -> Place:
        """Where a label stands; of several places the one furthest to the left."""
        return min(self.places(label))

    def numbers(self) -> list[tuple[Place, int]]:
        """The texts that are numbers."""
        return [(place, int(text.replace(",", ""))) for place, text in self.texts if re.fullmatch(r"[\d,]+", text)]

    def in_row(self, label: str) -> int:
        """The number beside a label."""
        x, y = self.place(label)
        (found,) = [n for place, n in self.numbers() if place[0] > x and abs(place[1] - y) < NEAR]
        return found

    def above(self, label: str) -> int | None:
        """The number of the bar that stands on a label: the one in its column."""
        x, y = self.place(label)
        found = [n for (at, height), n in self.numbers() if abs(at - x) < NEAR and height < y - NEAR]
        return found[0] if found else None

    def in_cell(self, row: str, column: str) -> int:
        """The number where a row and a column meet; an empty cell is 0."""
        x, y = min(self.places(column), key=lambda place: place[1])[0], self.place(row)[1]
        found = [n for place, n in self.numbers() if abs(place[0] - x) < NEAR and abs(place[1] - y) < NEAR]
        return found[0] if found else 0


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def _texts(element: ET.Element, origin: Place) -> Iterator[tuple[Place, str]]:
    moved = re.search(r"translate\(([-\d.e]+),\s*([-\d.e]+)\)", element.get("transform", ""))
    if moved:
        origin = origin[0] + float(moved[1]), origin[1] + float(moved[2])
    if element.tag == f"{SVG}text":
        yield origin, "".join(element.itertext())
        return
    for child in element:
        yield from _texts(child, origin)
