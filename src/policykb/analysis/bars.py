"""Counts by one field as horizontal bars, their numbers at the end; separate as every picture is."""

from typing import Any

from policykb.analysis.cross import Cross
from policykb.analysis.labels import bands, wrapped
from policykb.analysis.marks import BLUE, box, boxes, text, texts, view
from policykb.domain.counting import Measure

MOST = 60
"""More bars than this nobody reads."""
LONGEST, THICK, LEAST, LABEL = 480, 18, 24, 44
"""The longest bar, its thickness, the least height of a row, the letters in a line of its label."""


def fitting(cross: Cross) -> Cross:
    """What of a table fits."""
    return cross.largest(MOST)


def picture(cross: Cross, measure: Measure) -> dict[str, Any]:
    """The picture without what stands above it."""
    rows = bands([wrapped(row, LABEL) for row in cross.rows], LEAST)
    counts = [getattr(cross.row_totals[row], measure) for row in cross.rows]
    lengths = [LONGEST * count / max(*counts, 1) for count in counts]
    bars = [
        box(0, row.middle - THICK / 2, length, THICK, value=value, count=count)
        for row, length, value, count in zip(rows, lengths, cross.rows, counts, strict=True)
    ]
    labels = [text(-8, y, line) for row in rows for y, line in zip(row.places, row.lines, strict=True)]
    numbers = [text(length + 6, row.middle, f"{n:,}") for row, length, n in zip(rows, lengths, counts, strict=True)]
    height = rows[-1].start + rows[-1].size
    return view(LONGEST, height, [boxes(bars, BLUE), texts(labels, "right"), texts(numbers, "left")])
