"""Cross tables: cells and totals against counting what the seed's files say, the order of values, what is left out."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.analysis.conftest import STATES, STRENGTHS, THEMES, YEARS, records

from policykb import KnowledgeBase
from policykb.analysis.cross import Cross, Field, Tally, crossed
from policykb.errors import UnknownField, UsageError
from policykb.kb.counts import Count, Counts
from policykb.resources import seed_folder


def cross(kb: KnowledgeBase, text: str, **options: Any) -> Cross:
    answer = kb.query(text, **options)
    assert isinstance(answer, Counts)
    return answer.cross()


def keys(values: Iterable[Any]) -> set[str]:
    return {value if isinstance(value, str) else value["key"] for value in values} or {"(none)"}


@cache
def seed() -> tuple[list[dict[str, Any]], dict[str, str]]:
    """The recommendations of the shipped files, and the names of all records, as a YAML reader has them."""
    found, names = [], {"(none)": "(none)"}
    for path in Path(seed_folder()).rglob("*.yaml"):
        for section, content in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader).items():
            if section == "recommendations":
                found += content
            if section in {"themes", "actors", "frameworks", "groups"}:
                names |= {record["key"]: record["name"] for record in content}
    return found, names


@pytest.mark.parametrize(
    ("group", "fields"), [("theme, to", ("themes", "addressees")), ("framework, strength", ("frameworks", "strength"))]
)
def test_totals_count_a_record_once_and_are_no_sums(
    shipped: KnowledgeBase, group: str, fields: tuple[str, str]
) -> None:
    stated, names = seed()

    def values(record: dict[str, Any], field: str) -> set[str]:
        value = record.get(field, [])
        return {names.get(key, key) for key in keys([value] if isinstance(value, str) else value)}

    def counted(row: str | None, column: str | None) -> int:
        return sum(
            (row is None or row in values(record, fields[0]))
            and (column is None or column in values(record, fields[1]))
            for record in stated
        )

    table = cross(shipped, f"count of recommendations by {group}")
    assert table.total == Tally(len(stated), 1, 1)
    assert {row: table.row_totals[row].records for row in table.rows} == {row: counted(row, None) for row in table.rows}
    for column in table.columns:
        assert table.column_totals[column].records == counted(None, column)
        assert [table.cell(row, column).records for row in table.rows] == [counted(row, column) for row in table.rows]
    assert set(table.rows) == {row for record in stated for row in values(record, fields[0])}
    assert sum(table.row_totals[row].records for row in table.rows) > len(stated)


def test_values_stand_in_their_order(odd: KnowledgeBase) -> None:
    assert cross(odd, "count of recommendations by year and strength").rows == ("2015", "2017", "2021", "(none)")
    assert cross(odd, "count of recommendations by theme and strength").columns == STRENGTHS
    by_addressee = cross(odd, "count of recommendations by addressee")
    counts = [by_addressee.row_totals[row].records for row in by_addressee.rows[:-1]]
    assert counts == sorted(counts, reverse=True)
    assert by_addressee.rows[-1] == "(none)"
    assert set(by_addressee.rows) == {*STATES, "(none)"}
    assert by_addressee.columns == ()
    publishers = odd.query("count of recommendations by theme")
    assert isinstance(publishers, Counts)
    table = publishers.cross("publishers")
    counts = [table.row_totals[row].publishers for row in table.rows]
    assert counts == sorted(counts, reverse=True)


def test_a_limit_keeps_the_first_rows_and_of_years_the_latest(odd: KnowledgeBase) -> None:
    whole = cross(odd, "count of recommendations by theme and to")
    part = cross(odd, "count of recommendations by theme and addressee first 3")
    assert part.rows == whole.rows[:3]
    assert part.columns == whole.columns
    assert part.hidden == (len(THEMES) - 3, 0)
    assert part.total == whole.total
    assert cross(odd, "count of recommendations by theme", limit=5).rows == whole.rows[:5]
    years = cross(odd, "count of recommendations by issued", limit=2)
    assert (years.rows, years.hidden) == (("2017", "2021", "(none)"), (1, 0))
    assert whole.largest(None, 2).columns == (*whole.columns[:2], "(none)")


def test_years_in_between_are_there_with_nothing_counted() -> None:
    rows = [(("2019",), 2, 1, 1), (("2022",), 1, 1, 1), (("(none)",), 4, 1, 1)]
    table = crossed([Field("issued", "year issued", years=True)], Tally(7, 1, 1), rows).with_every_year()
    assert table.rows == ("2019", "2020", "2021", "2022", "(none)")
    assert table.row_totals["2020"] == Tally(0, 0, 0)
    assert table.with_every_year(3).rows == table.rows


def test_rows_for_a_data_frame(odd: KnowledgeBase) -> None:
    table = cross(odd, "count of recommendations by year and strength")
    *rows, totals = table.to_rows("sources")
    assert list(rows[0]) == ["issued", *STRENGTHS, "total"]
    assert [row["total"] for row in rows] == [1, 2, 1, 1]
    assert totals["issued"] == "total"
    assert totals["total"] == len(YEARS)
    (first, *_) = cross(odd, "count of recommendations by year").to_rows()
    assert set(first) == {"issued", "records"}


@pytest.mark.parametrize("group", ["", " by theme, to and strength"])
def test_one_field_or_two(odd: KnowledgeBase, group: str) -> None:
    with pytest.raises(UsageError, match="one field or two"):
        cross(odd, f"count of recommendations{group}")


def test_facets_are_the_counts_of_each_field(odd: KnowledgeBase) -> None:
    asked = "recommendations to (Norway or 日本国)"
    facets = odd.query(asked).facets("theme", "addressee", "strength", "source", "year")
    for name, rows in facets.items():
        counts = odd.query(f"count of {asked} by {name}")
        assert isinstance(counts, Counts)
        assert rows == counts.counts() != []
    assert odd.query("first 1 recommendations").facets("strength") == odd.query("recommendations").facets("strength")
    assert sum(row.records for row in odd.query("recommendations").facets("year")["year"]) == len(
        [record for record in records() if record["type"] == "recommendation"]
    )
    assert odd.query("actors").facets("kind") == {"kind": [Count(("state",), len(STATES), 0, 0)]}
    assert odd.query("recommendations").facets() == {}
    for name in ("text", "member", "nonsense", "to.top"):
        with pytest.raises(UnknownField):
            odd.query("recommendations").facets(name)
