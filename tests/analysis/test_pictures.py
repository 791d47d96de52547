"""Pictures, read from the SVG as somebody who sees it reads them, and the PNG by a library of pictures."""

import io
import re
import sys
from collections.abc import Mapping

import pytest
from PIL import Image
from tests.analysis.conftest import LONG, STATES, STRENGTHS, THEMES
from tests.analysis.drawn import SVG, Drawn, squeezed

from policykb import KnowledgeBase
from policykb.analysis.heat_map import MOST
from policykb.domain.counting import Chart, Measure
from policykb.errors import MissingExtra, UsageError
from policykb.export import rendering
from policykb.kb.counts import Counts

pytestmark = pytest.mark.files  # counts are the same on any database, and so are pictures of them


def counts(kb: KnowledgeBase, text: str, chart: Chart | None = None, measure: Measure = "records") -> Counts:
    answer = kb.query(text)
    assert isinstance(answer, Counts)
    return answer.drawn(chart, measure)


def written(answer: Counts, format_name: str = "svg") -> bytes:
    out = io.BytesIO()
    answer.write(format_name, out)
    return out.getvalue()


def said(answer: Counts) -> Mapping[tuple[str, ...], int]:
    """The rows of the query, which `tests/query` holds against counting one by one."""
    return {row.values: getattr(row, answer._measure) for row in answer.counts()}


@pytest.mark.parametrize("measure", ["records", "sources", "publishers"])
def test_bars_have_every_label_whole_with_its_number_the_longest_first(odd: KnowledgeBase, measure: Measure) -> None:
    answer = counts(odd, "count of recommendations by to", None, measure)
    drawn = Drawn(written(answer))
    rows = {values[0]: count for values, count in said(answer).items()}
    assert {*rows} == {*STATES, "(none)"}
    assert {label: drawn.in_row(label) for label in rows} == rows
    heights = sorted(rows, key=lambda label: drawn.place(label)[1])
    assert heights == [
        *sorted(rows.keys() - {"(none)"}, key=lambda label: (-rows[label], heights.index(label))),
        "(none)",
    ]


def test_a_heat_map_is_the_table(shipped: KnowledgeBase, odd: KnowledgeBase) -> None:
    for kb, text in (
        (shipped, "count of recommendations by theme and addressee"),
        (shipped, "count of recommendations by framework and strength"),
        (odd, "count of recommendations theme:(t0|t1|t2|t3|t4|t5) by theme and to"),
    ):
        answer = counts(kb, text)
        drawn, cross, rows = Drawn(written(answer)), answer.cross().largest(MOST, MOST), said(answer)
        for row in cross.rows:
            assert {c: drawn.in_cell(row, c) for c in cross.columns} == {
                c: rows.get((row, c), 0) for c in cross.columns
            }
            assert drawn.in_cell(row, "All") == cross.row_totals[row].records
        assert [drawn.in_cell("All", c) for c in cross.columns] == [
            cross.column_totals[c].records for c in cross.columns
        ]
        assert drawn.in_cell("All", "All") == answer.total


def test_a_time_line_has_the_years_in_between(odd: KnowledgeBase) -> None:
    answer = counts(odd, "count of recommendations by year")
    drawn = Drawn(written(answer))
    rows = {values[0]: count for values, count in said(answer).items()}
    years = [*map(str, range(2015, 2022)), "(none)"]
    assert {year: drawn.above(year) for year in years} == {year: rows.get(year, 0) for year in years}
    across = [drawn.place(year)[0] for year in years]
    assert across == sorted(across)
    bars = Drawn(written(counts(odd, "count of recommendations by year", "bar")))
    assert {year: bars.in_row(year) for year in rows} == rows


def test_time_lines_below_one_another(odd: KnowledgeBase) -> None:
    answer = counts(odd, "count of recommendations by strength and year")
    drawn, rows = Drawn(written(answer)), said(answer)
    heights = [drawn.place(strength)[1] for strength in STRENGTHS]
    assert heights == sorted(heights)
    for strength, height in zip(STRENGTHS, heights, strict=True):
        for year in ("2015", "2017", "2021", "(none)"):
            x = drawn.place(year)[0]
            found = [n for place, n in drawn.numbers() if abs(place[0] - x) < 7 and -44 <= place[1] - height < 33]
            assert found == [rows[strength, year]] * ((strength, year) in rows)
    # With years first it is the same picture; with too many values for bands it is a heat map.
    turned = Drawn(written(counts(odd, "count of recommendations by year and strength")))
    assert sorted(turned.numbers()) == sorted(drawn.numbers())
    assert "All" in Drawn(written(counts(odd, "count of recommendations by year and theme"))).everything


def test_above_it_stands_what_was_asked_of_which_data(odd: KnowledgeBase) -> None:
    asked = "count of recommendations on (インド太平洋における経済枠組みと供給網の強靱化に関する協力 or t0 or t1) with strength should by theme and addressee"
    answer = counts(odd, asked, None, "sources")
    drawn = Drawn(written(answer))
    with answer.table() as table:
        assert table.around is not None
        about = table.around.about()
    for fact in (
        "Sources of recommendations by theme and addressee",
        answer.canonical,
        f"Data version {about.data_version}",
        f"{answer.total} recommendations of {answer.cross().total.sources} sources by 2 independent publishers",
        "A recommendation may stand in several cells; totals count it once.",
    ):
        assert squeezed(fact) in drawn.everything
    title, described = (drawn.root.find(f"{SVG}{name}") for name in ("title", "desc"))
    assert title is not None
    assert described is not None
    assert title.text == "Sources of recommendations by theme and addressee"
    assert answer.canonical in str(described.text)
    assert "several" not in Drawn(written(counts(odd, "count of recommendations by strength"))).everything


def test_what_does_not_fit_is_left_out_and_said(odd: KnowledgeBase) -> None:
    answer = counts(odd, "count of recommendations by theme and to")
    drawn = Drawn(written(answer))
    assert (
        answer.picture.left_out
        == f"Left out: {len(THEMES) - MOST} of {len(THEMES)} values of theme, those with the fewest recommendations"
    )
    assert squeezed(answer.picture.left_out) in drawn.everything
    rows = answer.cross().rows
    for theme in rows[:MOST]:
        drawn.place(theme)
    assert squeezed(rows[MOST]) not in drawn.everything.replace(squeezed(rows[0]), "")
    assert counts(odd, "count of recommendations by strength").picture.left_out is None
    few = odd.query("count of recommendations by theme", limit=2)
    assert isinstance(few, Counts)
    assert f"{len(THEMES) - 2} of {len(THEMES)} values" in str(few.picture.left_out)


def test_nothing_to_count_is_a_picture_too(odd: KnowledgeBase) -> None:
    for group in ("theme", "year", "theme and to", "year and strength"):
        drawn = Drawn(written(counts(odd, f"count of recommendations containing zebra by {group}")))
        assert "Norecommendationsfound" in drawn.everything
    only = counts(odd, "count of recommendations theme:t1 to:a0 by strength and to")
    assert len(Drawn(written(only)).numbers()) >= 3


def test_the_same_bytes_each_time_and_nothing_from_elsewhere(odd: KnowledgeBase) -> None:
    for text in ("count of recommendations by theme and to", "count of recommendations by year and strength"):
        svg = written(counts(odd, text))
        assert svg == written(counts(odd, text))
        assert set(re.findall(rb"https?://[^\s\"<]*", svg)) <= {
            b"http://www.w3.org/2000/svg",
            b"http://www.w3.org/1999/xlink",
        }
        assert not re.search(rb"<(script|image|foreignObject)\b|href=|@import", svg)


def test_png_is_the_same_picture_as_dots(odd: KnowledgeBase) -> None:
    answer = counts(odd, "count of recommendations theme:(t0|t1) by theme and strength")
    picture = Image.open(io.BytesIO(written(answer, "png")))
    picture.load()
    assert picture.format == "PNG"
    wide, high = Drawn(written(answer)).size
    assert (abs(picture.width - 2 * wide) <= 2, abs(picture.height - 2 * high) <= 2) == (True, True)
    colours = picture.convert("RGB").getcolors(1 << 20)
    assert colours is not None
    assert len(colours) > 20
    assert written(answer, "png") == written(answer, "png")


def test_png_is_refused_where_no_font_has_a_letter(odd: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = counts(odd, "count of recommendations theme:t5 by theme")
    written(answer, "png")
    # A letter that looks like one no font has.
    monkeypatch.setattr(rendering, "_LATIN", "b")
    monkeypatch.setattr(rendering, "_NOWHERE", "m")
    with pytest.raises(UsageError, match="No font of this machine has the letters m"):
        written(answer, "png")
    written(answer)


@pytest.mark.parametrize(
    ("text", "chart", "message"),
    [
        ("by theme", "heatmap", "A heat map shows two fields"),
        ("by theme", "timeline", "A time line shows years"),
        ("by theme and to", "bar", "A bar chart shows one field"),
        ("by theme and to", "timeline", "A time line shows years"),
        ("by theme, to, strength", None, "one field or two, not 3"),
        ("", None, "one field or two, not none"),
    ],
)
def test_a_chart_that_cannot_show_it_is_refused(
    odd: KnowledgeBase, text: str, chart: Chart | None, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        written(counts(odd, f"count of recommendations {text}", chart))


@pytest.mark.parametrize("format_name", ["svg", "png"])
def test_records_make_no_picture(odd: KnowledgeBase, format_name: str) -> None:
    with pytest.raises(UsageError, match="not records") as caught:
        odd.query("recommendations").write(format_name, io.BytesIO())
    assert "count of recommendations by theme" in str(caught.value.hint)


def test_without_the_library(odd: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    answer = counts(odd, "count of recommendations by theme")
    with pytest.raises(MissingExtra, match=r'pip install "policykb\[charts\]"'):
        written(answer)
    assert answer.picture.spec["$schema"].endswith("/v5.json")
    assert LONG[:20] in str(answer.picture.spec)
