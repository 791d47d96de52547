"""Vega-Lite specifications drawn by vl-convert: the one file that knows the library, for the formats that are pictures.

Nothing is fetched: data stand in the specification, and any address in it is refused.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from policykb.errors import MissingExtra, UsageError
from policykb.export.table import ASK_FOR_COUNTS

if TYPE_CHECKING:
    from policykb.export.table import Drawing, Table

VERSION = "5.21"
"""The Vega-Lite that specifications are written for, so that a picture is the same with a newer vl-convert."""
_LATIN, _NOWHERE = "\u024f", "\U000f1234"
"""The last letter that any font has, and one for private use that none has."""


def drawing_of(table: "Table") -> "Drawing":
    """The picture of a table; UsageError where it has none, as records have."""
    if table.around is None or table.around.drawing is None:
        raise UsageError("A picture shows counts, not records.", ASK_FOR_COUNTS)
    return table.around.drawing()


def as_svg(drawing: "Drawing") -> bytes:
    """The picture as SVG, with a title and a description for those who hear it."""
    text = str(_library().vegalite_to_svg(dict(drawing.spec), vl_version=VERSION, allowed_base_urls=[]))
    said = f"<title>{escape(drawing.title)}</title><desc>{escape(drawing.description)}</desc>"
    return re.sub(r"<svg\b([^>]*)>", lambda found: f'<svg role="img"{found[1]}>{said}', text, count=1).encode()


def as_png(drawing: "Drawing") -> bytes:
    """The picture as PNG, two dots to the point, so that it stays sharp in print.

    Raises UsageError where no font of this machine has a letter of it: boxes in its place would be no label.
    """
    _check_fonts(drawing.spec)
    picture = _library().vegalite_to_png(dict(drawing.spec), vl_version=VERSION, scale=2, allowed_base_urls=[])
    return bytes(picture)


def _check_fonts(spec: Mapping[str, Any]) -> None:
    """That each letter beyond the Latin ones looks different from one that no font has."""
    letters = sorted({letter for text in _texts(spec) for letter in text if letter > _LATIN and letter.isalnum()})
    font = spec["config"]["font"]
    nothing = _looks(_NOWHERE, font) if letters else b""
    missing = [letter for letter in letters if _looks(letter, font) == nothing]
    if missing:
        shown = f"{' '.join(missing[:5])}{' ...' if len(missing) > 5 else ''}"
        raise UsageError(
            f"No font of this machine has the letters {shown}",
            "Write .svg, which is drawn with the fonts of whoever opens it, or install one that has them (Noto Sans).",
        )


def _looks(letter: str, font: str) -> bytes:
    text = f'<text x="9" y="30" font-family="{font}" font-size="20">{letter}</text>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="50" height="50">{text}</svg>'
    return bytes(_library().svg_to_png(svg))


def _texts(value: Any) -> Iterator[str]:
    """Every text in a specification."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def _library() -> Any:
    try:
        import vl_convert
    except ImportError:
        raise MissingExtra("vl-convert", "charts") from None
    return vl_convert
