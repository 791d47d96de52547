"""PNG: a picture of counts as dots, for slides and word processors."""

from typing import BinaryIO

from policykb.export.rendering import as_png, drawing_of
from policykb.export.table import Table

NAME = "png"
SUFFIXES = (".png",)


def write(table: Table, out: BinaryIO) -> int:
    """Writes the picture of a table of counts; returns how many counts it shows."""
    drawing = drawing_of(table)
    out.write(as_png(drawing))
    return drawing.shown
