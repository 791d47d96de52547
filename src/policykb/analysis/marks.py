"""What pictures are made of, as layers of a Vega-Lite specification: boxes, texts and lines at places in points.

Places are reckoned here and not left to Vega's axes, which cut labels or let them overlap, centre only their first
line, and make every row as thick as the one whose label is longest.
"""

from collections.abc import Sequence
from typing import Any

INK, GREY, RULE = "#222222", "#444444", "#bbbbbb"
BLUE = "#2b6ca3"
SIZE = 12
Layer = dict[str, Any]


def text(x: float, y: float, said: str, **rest: Any) -> dict[str, Any]:
    """A text at a place."""
    return {"x": x, "y": y, "text": said, **rest}


def texts(items: Sequence[dict[str, Any]], align: str = "center", **mark: Any) -> Layer:
    """Texts, each on one line; ``light`` ones are written on a dark ground."""
    encoding: dict[str, Any] = {"x": _place("x"), "y": _place("y"), "text": {"field": "text"}}
    if any("light" in item for item in items):
        encoding["color"] = {"condition": {"test": "datum.light", "value": "white"}, "value": INK}
    looks = {"type": "text", "align": align, "baseline": "middle", "fontSize": SIZE, "color": INK, "limit": 0}
    return {"data": {"values": list(items)}, "mark": looks | mark, "encoding": encoding}


def box(x: float, y: float, width: float, height: float, **rest: Any) -> dict[str, Any]:
    """A box by its left upper corner."""
    return {"x": x, "y": y, "x2": x + width, "y2": y + height, **rest}


def boxes(items: Sequence[dict[str, Any]], colour: Any, **mark: Any) -> Layer:
    """Boxes, of one ``colour`` or of the colours that an encoding gives them."""
    places = {"x": _place("x"), "y": _place("y"), "x2": {"field": "x2"}, "y2": {"field": "y2"}}
    plain = isinstance(colour, str)
    looks = {"type": "rect", **({"color": colour} if plain else {}), **mark}
    return {"data": {"values": list(items)}, "mark": looks, "encoding": places if plain else places | {"color": colour}}


def rules(heights: Sequence[float], width: float, colour: str = RULE) -> Layer:
    """Level lines from the left to the right."""
    values = [{"x": 0, "x2": width, "y": height} for height in heights]
    places = {"x": _place("x"), "x2": {"field": "x2"}, "y": _place("y")}
    return {"data": {"values": values}, "mark": {"type": "rule", "color": colour}, "encoding": places}


def view(width: float, height: float, layers: Sequence[Layer]) -> dict[str, Any]:
    """The layers as one picture; what stands outside makes it wider."""
    return {"width": width, "height": height, "layer": [layer for layer in layers if layer["data"]["values"]]}


def _place(field: str) -> dict[str, Any]:
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}
