"""Counts by one field as horizontal bars, their numbers at the end; separate as every picture is."""

from typing import Any

from policykb.analysis.cross import Cross, Measure
from policykb.analysis.labels import BREAK, axis, label

MOST = 60
"""More bars than this nobody reads."""
INK = "#2b6ca3"
WIDTH, LABEL, LINE = 480, 44, 15


def fitting(cross: Cross) -> Cross:
    """What of a table fits."""
    return cross.largest(MOST, 0)


def view(cross: Cross, measure: Measure) -> dict[str, Any]:
    """The picture without what stands above it."""
    labels = [label(row, LABEL) for row in cross.rows]
    counts = [getattr(cross.row_totals[row], measure) for row in cross.rows]
    values = [{"value": name, "count": n, "said": f"{n:,}"} for name, n in zip(labels, counts, strict=True)]
    lines = max(name.count(BREAK) + 1 for name in labels)
    y = {"field": "value", "type": "ordinal", "sort": labels, "axis": axis(labelPadding=8),
         "scale": {"paddingInner": 0.25, "paddingOuter": 0.1}}  # fmt: skip
    # Room for the longest number beside the longest bar.
    x = {"field": "count", "type": "quantitative", "axis": None, "scale": {"domain": [0, max(*counts, 1) * 1.12]}}
    return {
        "data": {"values": values},
        "width": WIDTH,
        "height": {"step": max(24, LINE * lines + 8)},
        "encoding": {"y": y, "x": x},
        "layer": [
            {"mark": {"type": "bar", "color": INK}},
            {"mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 12, "color": "#222"},
             "encoding": {"text": {"field": "said"}}},
        ],
    }  # fmt: skip
