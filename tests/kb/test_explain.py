"""What an explanation costs, and what of it depends on the database."""

from pathlib import Path

import pytest
from sqlalchemy import event
from tests.builders import small, totals

from policykb import KnowledgeBase
from policykb.store.engine import Database


def selects(kb: KnowledgeBase, text: str, limit: int) -> int:
    """How many SELECTs explaining so many records takes."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    engine = kb._database.engine
    event.listen(engine, "before_cursor_execute", note)
    kb.explain(text, limit=limit)
    event.remove(engine, "before_cursor_execute", note)
    return len(seen)


@pytest.mark.parametrize(
    "text", ["statements mentioning Japan", "findings in-source:(mention:ipef theme:trade)", "actors"]
)
def test_more_records_take_no_more_selects(shipped: KnowledgeBase, text: str) -> None:
    assert len(shipped.explain(text, limit=40).rows) > 20
    # One more where only the larger page has other records to be named.
    assert selects(shipped, text, 40) <= selects(shipped, text, 1) + 1


def test_reasons_are_the_same_on_every_database_and_sql_is_its_own(shipped: KnowledgeBase, engine: str) -> None:
    explanation = shipped.explain('recommendations mentioning IPEF on economic text:"market access" -to:japan')
    (row,) = explanation.rows
    assert [(because.condition, [reason.text for reason in because.reasons]) for because in row.because] == [
        (
            "mention:ipef",
            [
                "framework Indo-Pacific Economic Framework for Prosperity: strengthen",
                '"IPEF" at 36-40, an acronym of Indo-Pacific Economic Framework for Prosperity',
                '"Indo-Pacific Economic Framework" at 46-77, a name of Indo-Pacific Economic Framework for Prosperity',
            ],
        ),
        ("theme:economic", ["theme Market access (narrower than Economic through Trade)"]),
        ('text:"market access"', ['"market access" at 91-104']),
        ("-to:japan", ["addressees: United States; not Japan"]),
    ]
    assert explanation.database.lower().startswith(engine)
    assert ("statement_fts MATCH" in explanation.sql[0]) == (engine == "sqlite")
    assert explanation.plan


def test_a_count_explains_what_is_counted(shipped: KnowledgeBase) -> None:
    explanation = shipped.explain("count of recommendations on trade by theme", limit=50)
    counted = shipped.query("count of recommendations on trade by theme")
    assert (len(explanation.rows), explanation.total) == (counted.total, counted.total)
    rows = [values[0] for row in explanation.rows for values in row.groups]
    assert sorted(set(rows)) == sorted(row["theme"] for row in counted.to_dicts())
    assert "GROUP BY" in explanation.sql[0]


@pytest.mark.parametrize(
    ("text", "key", "reasons"),
    [
        (
            'recommendations to:=united-states or text:"market access" or to Japan',
            "ipef-market-access",
            ["to United States", '"market access" at 91-104'],
        ),
        (
            "findings text:alliances",
            "biden-largest-upgrade",
            ['"alliance" at 64-72, a form of alliances', '"alliance" at 83-91, a form of alliances'],
        ),
        (
            "recommendations by Thornton",
            "ipef-market-access",
            ["by Susan A. Thornton, author of the source, as no proponent is stated"],
        ),
        (
            "recommendations from NCAFP with strength should without deadline in 2024",
            "ipef-market-access",
            [
                "published by National Committee on American Foreign Policy",
                "strength: should",
                "no deadline is stated",
                "issued 2024-06, as its source",
            ],
        ),
        (
            "statements not (mentioning China and on trade)",
            "ipef-market-access",
            ["China is neither linked to it nor named in it"],
        ),
    ],
)
def test_all_that_holds_is_stated(shipped: KnowledgeBase, text: str, key: str, reasons: list[str]) -> None:
    rows = {row.key.partition("/")[2]: row for row in shipped.explain(text, limit=100).rows}
    assert [reason.text for because in rows[key].because for reason in because.reasons] == reasons


MEMBERS = """\
frameworks:
  - key: league
    name: League
    kind: minilateral
    established: 2001
    memberships:
      - {actor: japan, role: partner, from: 2001, to: 2005, checked: 2024, url: "https://example.org"}
      - {actor: japan, from: 2010-04, checked: 2024, url: "https://example.org"}
      - {actor: united-states, checked: 2024, url: "https://example.org"}
"""


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("involving:japan", ["Japan: partner since 2001 until 2005", "Japan: member since 2010-04"]),
        ("involving:japan@2011", ["Japan: member since 2010-04"]),
        ("involving:japan@2003", ["Japan: partner since 2001 until 2005"]),
        ("member:japan", ["Japan: member since 2010-04"]),
        ("member:united-states@2001", ["United States: member (from its beginning, 2001)"]),
    ],
)
def test_memberships_of_other_times_are_no_reasons(base: Database, tmp_path: Path, asked: str, told: list[str]) -> None:
    totals(base, small(tmp_path / "seed", members=MEMBERS))
    (row,) = KnowledgeBase(base).explain(f"frameworks {asked}").rows
    assert [reason.text for because in row.because for reason in because.reasons] == told
