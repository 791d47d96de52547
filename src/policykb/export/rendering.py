"""Vega-Lite specifications drawn by vl-convert: the one file that knows the library, for the formats that are pictures.

Nothing is fetched: data stand in the specification, and any address in it is refused.
"""

import re
from html import escape
from typing import TYPE_CHECKING, Any

from policykb.errors import MissingExtra, UsageError

if TYPE_CHECKING:
    from policykb.export.table import Drawing, Table

VERSION = "5.21"
"""The Vega-Lite that specifications are written for, so that a picture is the same with a newer vl-convert."""


def drawing_of(table: "Table") -> "Drawing":
    """The picture of a table; UsageError where it has none, as records have."""
    if table.around is None or table.around.drawing is None:
        raise UsageError(
            "A picture shows counts, not records.",
            'Ask for counts, as in: policykb query "count of recommendations by theme" -o themes.svg',
        )
    return table.around.drawing()


def as_svg(drawing: "Drawing") -> bytes:
    """The picture as SVG, with a title and a description for those who hear it."""
    text = str(_library().vegalite_to_svg(dict(drawing.spec), vl_version=VERSION, allowed_base_urls=[]))
    said = f"<title>{escape(drawing.title)}</title><desc>{escape(drawing.description)}</desc>"
    return re.sub(r"<svg\b([^>]*)>", lambda found: f'<svg role="img"{found[1]}>{said}', text, count=1).encode()


def as_png(drawing: "Drawing") -> bytes:
    """The picture as PNG, two dots to the point, so that it stays sharp in print."""
    picture = _library().vegalite_to_png(dict(drawing.spec), vl_version=VERSION, scale=2, allowed_base_urls=[])
    return bytes(picture)


def _library() -> Any:
    try:
        import vl_convert
    except ImportError:
        raise MissingExtra("vl-convert", "charts") from None
    return vl_convert
