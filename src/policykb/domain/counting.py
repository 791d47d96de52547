"""What may be counted and how counts may be drawn; separate as the command line lists both and loads no analysis."""

from typing import Literal, get_args

Measure = Literal["records", "sources", "publishers"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
"""Records, the sources that make them, and the independent publishers of those."""
Chart = Literal["bar", "heatmap", "timeline"]
CHARTS: tuple[Chart, ...] = get_args(Chart)
