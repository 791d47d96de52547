"""Drafts that nobody has decided about: no load takes them unless told to, whatever was loaded before."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import VERSION, WORLD, Fresh, query, small, write

from policykb.domain.report import LoadReport
from policykb.errors import SeedError
from policykb.seed.load import check, diff, load
from policykb.store.engine import Database

SOURCE = "source: {key: report, title: A report, kind: report}\n"


def draft(*states: str, text: str = "Japan should act.", more: str = "") -> str:
    """A report with one recommendation for each state: accepted, pending or rejected."""
    lines = [f"{SOURCE}{more}recommendations:"]
    for number, state in enumerate(states):
        lines += [f"  - key: r{number}", f'    text: "{text}"', f"    review: {state}", "    evidence: [{page: 1}]"]
    return "\n".join(lines) + "\n"


def loaded(database: Database) -> set[str]:
    return {key.partition("/")[2] for (key,) in query(database.url, "SELECT key FROM statement")}


def load_(database: Database, folder: Path, *, include_pending: bool = False) -> LoadReport:
    return load([folder], database, VERSION, include_pending=include_pending)


def test_pending_is_left_out_counted_and_taken_when_asked_for(base: Database, tmp_path: Path) -> None:
    folder = write(tmp_path / "seed", {"world.yaml": WORLD, "a.yaml": draft("pending", "accepted", "rejected")})
    report = load_(base, folder)
    assert loaded(base) == {"r1"}
    assert {Path(name).name: count for name, count in report.pending.items()} == {"a.yaml": 1}
    # Nothing in the files changed since, yet what is asked for is another thing.
    assert load_(base, folder, include_pending=True).totals == (1, 0, 0)
    assert loaded(base) == {"r0", "r1"}
    again = load_(base, folder)
    assert (again.totals, again.pending, loaded(base)) == ((0, 0, 1), report.pending, {"r1"})


def test_a_draft_that_is_as_it_was_writes_no_history(base: Database, tmp_path: Path) -> None:
    folder = write(tmp_path / "seed", {"world.yaml": WORLD, "a.yaml": draft("pending", "accepted")})
    load_(base, folder)
    loads = query(base.url, "SELECT id FROM load")
    assert load_(base, folder).totals == (0, 0, 0)
    assert query(base.url, "SELECT id FROM load") == loads
    named = query(base.url, "SELECT owner FROM load_file")
    assert ("tests:a.yaml",) in named


def test_a_statement_set_to_pending_again_leaves_and_diff_says_so(base: Database, tmp_path: Path) -> None:
    folder = write(tmp_path / "seed", {"world.yaml": WORLD, "a.yaml": draft("accepted", "accepted")})
    load_(base, folder)
    write(folder, {"a.yaml": draft("accepted", "pending")})
    rehearsal = diff([folder], base, VERSION)
    assert [(change.op, change.key) for change in rehearsal] == [("remove", "report/r1")]
    assert list(rehearsal.pending.values()) == [1]
    assert load_(base, folder).totals == (0, 0, 1)
    assert loaded(base) == {"r0"}


def test_what_hangs_on_a_pending_statement_is_refused_with_what_to_do(base: Database, tmp_path: Path) -> None:
    relation = "relations: [{subject: r0, relation: refines, object: r1}]\n"
    folder = write(tmp_path / "seed", {"world.yaml": WORLD, "a.yaml": draft("accepted", "pending", more=relation)})
    with pytest.raises(SeedError) as caught:
        load_(base, folder)
    assert "report/r1 is pending (accept it first, or load with --include-pending)" in str(caught.value)
    assert load_(base, folder, include_pending=True).added["relation"] == 1


def test_a_pending_statement_may_lack_its_text_and_nothing_else(base: Database, tmp_path: Path) -> None:
    folder = write(tmp_path / "seed", {"world.yaml": WORLD, "a.yaml": draft("pending", "pending", text="")})
    assert sum(load_(base, folder).pending.values()) == 2
    with pytest.raises(SeedError) as caught:
        load_(base, folder, include_pending=True)
    assert [str(problem).rpartition("/")[2] for problem in caught.value.problems] == [
        "a.yaml:4:11: recommendations[0].text: no text yet (say the point in your own words)",
        "a.yaml:8:11: recommendations[1].text: no text yet (say the point in your own words)",
    ]
    wrong = draft("pending").replace("review:", "themes: [trad]\n    review:")
    write(folder, {"a.yaml": wrong})
    for pending in (False, True):
        with pytest.raises(SeedError, match="no theme trad"):
            check([folder], base, include_pending=pending)
    write(folder, {"a.yaml": draft("accepted", text="")})
    with pytest.raises(SeedError, match="blank"):
        load_(base, folder)


def test_coverage_may_be_pending(base: Database, tmp_path: Path) -> None:
    covered = (
        "coverage: [{theme: trade, by: Jane, on: 2026-11, review: STATE}, {theme: economic, by: Jane, on: 2026}]\n"
    )
    folder = write(tmp_path / "seed", {"world.yaml": WORLD})
    for state, expected in (("pending", 1), ("accepted", 2), ("rejected", 1)):
        write(folder, {"a.yaml": draft("accepted", more=covered.replace("STATE", state))})
        load_(base, folder)
        assert len(query(base.url, "SELECT key FROM coverage")) == expected


@settings(max_examples=12)
@given(
    steps=st.lists(
        st.tuples(
            st.lists(st.sampled_from(("pending", "accepted", "rejected")), min_size=1, max_size=4), st.booleans()
        ),
        min_size=1,
        max_size=5,
    )
)
def test_after_any_loads_the_base_has_what_the_last_one_takes(
    fresh: Fresh, steps: list[tuple[list[str], bool]]
) -> None:
    with fresh() as (folder, base):
        small(folder)
        for states, include_pending in steps:
            write(folder, {"report.yaml": draft(*states)})
            report = load_(base, folder, include_pending=include_pending)
            taken = {"accepted"} | ({"pending"} if include_pending else set())
            assert loaded(base) == {f"r{number}" for number, state in enumerate(states) if state in taken}
            assert sum(report.pending.values()) == (0 if include_pending else states.count("pending"))
