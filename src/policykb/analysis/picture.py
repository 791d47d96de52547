"""Which picture shows some counts and what is written above it; how each is drawn stands in files of their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policykb.analysis import bars, heat_map, time_line
from policykb.analysis.cross import Cross, Tally
from policykb.analysis.labels import clean, wrapped
from policykb.analysis.marks import GREY
from policykb.domain.counting import Chart, Measure
from policykb.errors import UsageError

LINE = 96
"""The longest line above a picture."""
FONT = "Liberation Sans, Arial, Helvetica, DejaVu Sans, sans-serif"
"""The first is the one that `vl-convert` brings along, as wide as the second; the reader's own come after it."""
_SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
_CONFIG = {
    "font": FONT,
    "view": {"stroke": None},
    "title": {"anchor": "start", "frame": "bounds", "fontSize": 16, "subtitleFontSize": 12, "subtitleColor": GREY,
              "limit": 0, "offset": 16, "lineHeight": 19, "subtitleLineHeight": 16, "subtitlePadding": 6},
}  # fmt: skip


@dataclass(frozen=True)
class Caption:
    """What stands above a picture: the canonical query, the data version, what the records are together (plural)."""

    query: str
    data_version: str
    noun: str


@dataclass(frozen=True)
class Picture:
    """A picture as a Vega-Lite specification, with a ``title`` and ``description`` for those who cannot see it.

    ``shown`` is how many counts it shows; ``left_out`` says in a sentence what did not fit, None where everything did.
    """

    spec: Mapping[str, Any]
    title: str
    description: str
    shown: int
    left_out: str | None


def draw(cross: Cross, caption: Caption, measure: Measure = "records", chart: Chart | None = None) -> Picture:
    """A picture of counts by one field or two: bars, a heat map, or by years a time line; ``chart`` chooses another.

    Raises UsageError for a chart that cannot show these fields.
    """
    chosen = _chosen(cross, chart)
    shown = {"bar": bars.fitting, "heatmap": heat_map.fitting, "timeline": time_line.fitting}[chosen](cross)
    left_out = _left_out(shown, caption.noun if measure == "records" else measure)
    title = _title(cross, caption.noun, measure)
    facts = [
        clean(caption.query),
        _counted(cross.total, caption),
        f"Data version {caption.data_version}",
        _repeated(cross, caption.noun),
        left_out,
    ]
    lines = [line for fact in facts if fact for line in wrapped(fact, LINE)]
    if not shown.rows:
        view: dict[str, Any] = {"data": {"values": [{}]}, "mark": {"type": "text", "text": f"No {caption.noun} found"}}
    else:
        drawn = {"bar": bars.picture, "heatmap": heat_map.picture, "timeline": time_line.picture}[chosen]
        view = drawn(shown, measure)
    said = ". ".join(fact.rstrip(".") for fact in facts if fact) + "."
    head = {"text": wrapped(title, LINE * 3 // 4), "subtitle": lines}
    spec = {"$schema": _SCHEMA, "background": "white", "padding": 16, "config": _CONFIG, "title": head, **view}
    return Picture(spec, title, said, _counts_in(shown), left_out)


def _chosen(cross: Cross, chart: Chart | None) -> Chart:
    dated = sum(field.years for field in cross.fields) == 1
    two = len(cross.fields) == 2
    if chart == "bar" and two:
        raise UsageError("A bar chart shows one field.", "Count by one, or choose: --chart heatmap")
    if chart == "heatmap" and not two:
        raise UsageError("A heat map shows two fields.", "Count by two, or choose: --chart bar")
    if chart == "timeline" and not dated:
        raise UsageError("A time line shows years.", "Count by a date, as in: count of recommendations by issued")
    if chart is not None:
        return chart
    if dated and not (two and time_line.fitting(cross).hidden != (0, 0)):
        return "timeline"
    return "heatmap" if two else "bar"


def _title(cross: Cross, noun: str, measure: Measure) -> str:
    """What was counted by what, as people say it."""
    counted = {"records": noun, "sources": f"sources of {noun}", "publishers": f"independent publishers of {noun}"}
    said = counted[measure]
    return f"{said[0].upper()}{said[1:]} by {' and '.join(field.word for field in cross.fields)}"


def _counted(total: Tally, caption: Caption) -> str:
    said = _number(total.records, caption.noun)
    if total.sources:
        said += f" of {_number(total.sources, 'sources')} by {_number(total.publishers, 'independent publishers')}"
    return said


def _repeated(cross: Cross, noun: str) -> str:
    if not cross.repeats:
        return ""
    place = "cells" if len(cross.fields) == 2 else "rows"
    return f"A {noun.removesuffix('s')} may stand in several {place}; totals count it once."


def _left_out(shown: Cross, noun: str) -> str | None:
    said = [
        f"{hidden:,} of {hidden + len(kept):,} "
        + ("years, the earliest" if field.years else f"values of {field.word}, those with the fewest {noun}")
        for field, kept, hidden in zip(shown.fields, (shown.rows, shown.columns), shown.hidden, strict=False)
        if hidden
    ]
    return f"Left out: {'; '.join(said)}" if said else None


def _counts_in(shown: Cross) -> int:
    if not shown.columns:
        return len(shown.rows)
    return sum(row in shown.rows and column in shown.columns for row, column in shown.cells)


def _number(count: int, plural: str) -> str:
    return f"{count:,} {plural.removesuffix('s') if count == 1 else plural}"
