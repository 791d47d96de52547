"""Counts by year as a time line, and by year and another field as one below the other; separate as every picture.

Bands of their own and not lines in one picture: small counts lie on one another, and colours have to be looked up.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from policykb.analysis.cross import Cross
from policykb.analysis.labels import LINE, wrapped
from policykb.analysis.marks import BLUE, GREY, Layer, box, boxes, rules, text, texts, view
from policykb.domain.counting import Measure
from policykb.query.grouping import NOBODY

MOST = 12
"""More bands than this are a heat map."""
WIDTH, HIGHEST, BAND, LABEL = 960, 220, 64, 32
"""About how wide a picture is, how high the highest bar of one band and of several, the letters in a label's line."""
HEAD, APART, UNDATED = 20, 14, 40
"""Room for the numbers above the bars, between two bands, and before what has no date."""
LABELS, EVERY = 26, (1, 2, 5, 10, 20, 50, 100)
"""So many years have their labels side by side; where there are more, every second one has, every fifth, ..."""


def fitting(cross: Cross) -> Cross:
    """What of a table fits: every year, so many bands."""
    rows, *columns = (None if field.years else MOST for field in cross.fields)
    return cross.with_every_year().largest(rows, *columns)


def picture(cross: Cross, measure: Measure) -> dict[str, Any]:
    """The picture without what stands above it."""
    if len(cross.fields) == 1:
        counts = {year: getattr(cross.row_totals[year], measure) for year in cross.rows}
        return _drawn([("", counts)], cross.rows, HIGHEST)
    by_row = cross.fields[0].years
    years, values = (cross.rows, cross.columns) if by_row else (cross.columns, cross.rows)
    pairs = {value: [(year, value) if by_row else (value, year) for year in years] for value in values}
    several = [
        (value, dict(zip(years, (getattr(cross.cell(*pair), measure) for pair in pairs[value]), strict=True)))
        for value in values
    ]
    return _drawn(several, years, BAND)


def _drawn(several: Sequence[tuple[str, Mapping[str, int]]], years: Sequence[str], highest: int) -> dict[str, Any]:
    """The bands below one another, all to one scale, and the years below the last."""
    top = max(1, *(count for _, counts in several for count in counts.values()))
    dated = [year for year in years if year != NOBODY]
    step = min(44, max(3, WIDTH // len(years)))
    places: dict[str, float] = {year: n * step for n, year in enumerate(dated)}
    if NOBODY in years:
        places[NOBODY] = len(dated) * step + (max(UNDATED - step, step / 2) if dated else 0)
    width = max(places.values()) + step
    numbered = step >= 7 * len(f"{top:,}") + 4
    bars, numbers, labels, bases, ticks = [], [], [], [], []
    base = 0.0
    for label, counts in several:
        lines = wrapped(label, LABEL)
        base += HEAD + max(highest, LINE * len(lines))
        for year, x in places.items():
            height = highest * counts[year] / top
            bars.append(
                box(x + step * 0.06, base - height, step * 0.88, height, year=year, value=label, count=counts[year])
            )
            if numbered and (counts[year] or len(several) == 1):
                numbers.append(text(x + step / 2, base - height - 9, f"{counts[year]:,}"))
        middle = base - highest / 2
        labels += [
            text(-12 if numbered else -44, middle + (n - (len(lines) - 1) / 2) * LINE, line)
            for n, line in enumerate(lines)
        ]
        bases.append(base)
        ticks += [(base - highest * tick / top, f"{tick:,}") for tick in _ticks(top, 4 if len(several) == 1 else 2)]
        base += APART
    layers: list[Layer] = [
        rules([y for y, _ in ticks] if not numbered else [], width, "#dddddd"),
        boxes(bars, BLUE),
        rules(bases, width),
        texts(numbers, fontSize=11),
        texts([item for item in labels if item["text"]], "right"),
        texts([text(-6, y, said) for y, said in ticks] if not numbered else [], "right", fontSize=11, color=GREY),
        texts([text(places[year] + step / 2, bases[-1] + 14, year) for year in _named(dated, years)]),
    ]
    return view(width, bases[-1], layers)


def _named(dated: Sequence[str], years: Sequence[str]) -> list[str]:
    """The years that have their label."""
    every = next(every for every in EVERY if len(dated) <= every * LABELS)
    return [year for year in years if year == NOBODY or int(year) % every == 0 or len(dated) == 1]


def _ticks(top: int, most: int) -> list[int]:
    """Round numbers up to the highest count, for people to measure bars by.

    >>> _ticks(16, 4), _ticks(4298, 4), _ticks(1, 2)
    ([5, 10, 15], [1000, 2000, 3000, 4000], [1])
    """
    size = 1
    while size * 10 <= top:
        size *= 10
    # From the finest steps to the coarsest; the first that gives few enough.
    steps = [size * part // 10 for part in (1, 2, 5, 10, 20, 50) if size * part >= 10]
    step = next(step for step in steps if top // step <= most)
    return list(range(step, top + 1, step))
