"""Counts by year as a time line, and by year and another field as one below the other; separate as every picture.

Bands of their own and not lines in one picture: small counts lie on one another, and colours have to be looked up.
"""

from typing import Any

from policykb.analysis.cross import Cross, Measure
from policykb.analysis.labels import SPLIT, label
from policykb.query.grouping import NOBODY

MOST = 12
"""More bands than this are a heat map."""
INK = "#2b6ca3"
WIDTH, HEIGHT, BAND, LABEL = 900, 220, 60, 32
LABELS = 26
"""So many years have their labels side by side."""


def fitting(cross: Cross) -> Cross:
    """What of a table fits: every year, so many bands."""
    everything = len(cross.rows) + len(cross.columns)
    return cross.largest(everything if cross.fields[0].years else MOST, everything if len(cross.fields) == 1 else
                         MOST if cross.fields[0].years else everything)  # fmt: skip


def view(cross: Cross, measure: Measure) -> dict[str, Any]:
    """The picture without what stands above it."""
    years = _every(set(cross.rows if cross.fields[0].years else cross.columns))
    if len(cross.fields) == 1:
        counts = {year: getattr(cross.row_totals[year], measure) for year in cross.rows}
        values = [_bar(year, counts.get(year, 0)) for year in years]
        return {"data": {"values": values}, **_layers(years, values, HEIGHT)}
    by_row = cross.fields[0].years
    bands = cross.columns if by_row else cross.rows
    names = {band: label(band, LABEL) for band in bands}
    values = [
        _bar(year, getattr(cross.cell(*((year, band) if by_row else (band, year))), measure)) | {"band": names[band]}
        for band in bands
        for year in years
    ]
    header = {"title": None, "labelAngle": 0, "labelAlign": "left", "labelAnchor": "middle", "labelBaseline": "middle",
              "labelLimit": 0, "labelExpr": SPLIT, "labelPadding": 12}  # fmt: skip
    return {
        "data": {"values": values},
        "facet": {"row": {"field": "band", "type": "ordinal", "sort": list(names.values()), "header": header}},
        "spec": _layers(years, values, BAND),
        "spacing": 14,
    }


def _every(counted: set[str]) -> list[str]:
    """The years from the first to the last, those without a record too; what has no date is the last."""
    dated = sorted(map(int, counted - {NOBODY}))
    years = [f"{year:04}" for year in range(dated[0], dated[-1] + 1)] if dated else []
    return [*years, *([NOBODY] if NOBODY in counted else [])]


def _bar(year: str, count: int) -> dict[str, Any]:
    return {"year": year, "count": count, "said": f"{count:,}" if count else ""}


def _layers(years: list[str], values: list[dict[str, Any]], height: int) -> dict[str, Any]:
    widest = max(len(value["said"]) for value in values)
    step = min(44, max(3, WIDTH // len(years)))
    every = -(-len(years) // LABELS)
    named = [year for year in years if year == NOBODY or int(year) % every == 0]
    top = max(value["count"] for value in values)
    counted = step >= 7 * widest + 4
    scale = {"domain": [0, max(top, 1) * (1.15 if height == HEIGHT else 1.4)], "nice": False}
    y_axis = None if counted else {"title": None, "tickCount": 4 if height == HEIGHT else 2, "format": ",d",
                                   "domain": False, "ticks": False, "gridColor": "#ddd"}  # fmt: skip
    layer: list[dict[str, Any]] = [{"mark": {"type": "bar", "color": INK}}]
    if counted:
        mark = {"type": "text", "baseline": "bottom", "dy": -3, "fontSize": 11, "color": "#222"}
        layer.append({"mark": mark, "encoding": {"text": {"field": "said"}}})
    x_axis = {"title": None, "values": named, "labelAngle": 0, "ticks": False, "labelPadding": 5, "labelLimit": 0,
              "labelOverlap": False}  # fmt: skip
    return {
        "width": {"step": step},
        "height": height,
        "encoding": {
            "x": {"field": "year", "type": "ordinal", "sort": years, "axis": x_axis},
            "y": {"field": "count", "type": "quantitative", "scale": scale, "axis": y_axis},
        },
        "layer": layer,
    }
