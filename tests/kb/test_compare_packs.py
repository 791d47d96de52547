"""Comparing finds exactly what was done to the records, whatever became of their keys; and nothing where nothing was."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import strategies
from tests.builders import REPORT, WORLD, Fresh, Plain, small, totals, write
from tests.seed.test_load_properties import as_yaml

from policykb import KnowledgeBase
from policykb.domain.comparison import Became
from policykb.errors import UnknownName
from policykb.kb.packs.compare import BEYOND, GONE, NOT_THERE, UNFIT, Comparison
from policykb.store.engine import Database

FULL = os.environ.get("POLICYKB_FAULTS") == "full"


class Ask(NamedTuple):
    """A recommendation of a generated report, or what matters of it here."""

    strength: str
    fits: bool
    renamed: bool = False


KEYS = range(7)
asks = st.builds(Ask, st.sampled_from(("must", "should")), st.sampled_from((True, True, False)), st.booleans())
reports = st.lists(st.one_of(st.none(), asks, asks), min_size=len(KEYS), max_size=len(KEYS))


def report(world: list[Ask | None]) -> str:
    """A report of these recommendations; those that fit are on trade."""
    head = REPORT[: REPORT.index("groups:")]
    items = []
    for n, ask in enumerate(world):
        if ask is not None:
            key, former = (f"n{n}", f"former_keys: [r{n}], ") if ask.renamed else (f"r{n}", "")
            theme = "trade" if ask.fits else "economic"
            items.append(
                f"  - {{key: {key}, {former}text: Japan should do thing {n}., strength: {ask.strength},"
                f" themes: [{theme}], evidence: [{{page: {n + 1}}}]}}\n"
            )
    return head + ("recommendations:\n" + "".join(items) if items else "")


def expected(before: list[Ask | None], after: list[Ask | None]) -> set[tuple[str, str, str | None, str | None]]:
    """(op, key, key before, strength changed) of everything that became of the records on trade."""
    found = set[tuple[str, str, str | None, str | None]]()
    for n in KEYS:
        old, new = before[n], after[n]
        was, now = bool(old and old.fits), bool(new and new.fits)
        told = f"strength {old.strength} -> {new.strength}" if old and new and old.strength != new.strength else None
        key = f"report/n{n}" if new and new.renamed else f"report/r{n}"
        if now and not was:
            found.add(("add", key, None, None))
        elif was and not now:
            found.add(("remove", f"report/r{n}", None, told))
        elif was and now and new and new.renamed:
            found.add(("rename", key, f"report/r{n}", told))
        elif was and now and told:
            found.add(("change", key, None, told))
    return found


def told(items: tuple[Became, ...]) -> set[tuple[str, str, str | None, str | None]]:
    said = []
    for item in items:
        lines = [line for found in item.differences for line in found.in_words() if line.startswith("strength")]
        said.append((item.op, item.key, item.before, lines[0] if lines else None))
    assert len(set(said)) == len(said)
    return set(said)


@given(reports, reports)
@settings(max_examples=100 if FULL else 6)
def test_what_was_done_is_found(fresh: Fresh, before: list[Ask | None], after: list[Ask | None]) -> None:
    before = [ask and ask._replace(renamed=False) for ask in before]
    with fresh() as (folder, database):
        write(folder, {"world.yaml": WORLD, "report.yaml": report(before)})
        totals(database, folder)
        kb, then, now = KnowledgeBase(database), folder.with_name("then"), folder.with_name("now")
        kb.pack("recommendations on trade", then)
        write(folder, {"report.yaml": report(after)})
        totals(database, folder)
        found = kb.compare_pack(then)
        assert told(found.records) == expected(before, after)
        for item in found.records:
            gone = item.op == "remove" and after[int(item.key[-1])] is None
            reason = (item.reason or "").partition(";")[0]
            assert reason == (GONE if gone else UNFIT if item.op == "remove" else "")
        kept = {(op, key) for op, key, _, _ in expected(before, after) if op != "remove"}
        fitting = sum(ask is not None and ask.fits for ask in after)
        assert (found.now.records, found.unchanged) == (fitting, fitting - len(kept))
        kb.pack("recommendations on trade", now)
        between = KnowledgeBase.compare_packs(then, now)
        without = {
            (op, key, was, None if op == "remove" else change) for op, key, was, change in expected(before, after)
        }
        assert told(between.records) == without
        assert {item.reason for item in between.records if item.op == "remove"} <= {NOT_THERE}
        # The other way round what came has left, and a name is taken back.
        back = KnowledgeBase.compare_packs(now, then)
        opposite = {"add": "remove", "remove": "add"}
        assert sorted(item.op for item in back.records) == sorted(
            opposite.get(item.op, item.op) for item in between.records
        )


@given(strategies.bases())
@settings(max_examples=50 if FULL else 2)
def test_nothing_is_found_where_nothing_was_done(fresh: Fresh, records: list[Plain]) -> None:
    with fresh() as (folder, database):
        totals(database, write(folder, as_yaml(records)))
        kb = KnowledgeBase(database)
        for n, text in enumerate(
            ("statements", "actors", "sources", "count of statements by theme and type", "count of events")
        ):
            kb.pack(text, folder.with_name(str(n)))
            found = kb.compare_pack(folder.with_name(str(n)))
            assert found.same
            assert found.unchanged == found.then.records == found.now.records
            assert KnowledgeBase.compare_packs(folder.with_name(str(n)), folder.with_name(str(n))).same


@pytest.fixture
def kb(base: Database, tmp_path: Path) -> Iterator[KnowledgeBase]:
    with KnowledgeBase(base) as opened:
        opened.load(small(tmp_path / "seed"))
        yield opened


def edit(kb: KnowledgeBase, tmp_path: Path, *changes: tuple[str, str], file: str = "report.yaml") -> None:
    path = tmp_path / "seed" / file
    text = path.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text)
    kb.load(tmp_path / "seed")


def lines(items: tuple[Became, ...]) -> list[tuple[str, str, list[str]]]:
    return [(i.op, i.key, [line for found in i.differences for line in found.in_words()]) for i in items]


def compared(kb: KnowledgeBase, tmp_path: Path, day: date | None = None) -> Comparison:
    return kb.compare_pack(tmp_path / "pack", today=day)


def test_in_the_words_of_the_domain(kb: KnowledgeBase, tmp_path: Path) -> None:
    kb.pack("recommendations", tmp_path / "pack")
    edit(
        kb,
        tmp_path,
        ("addressees: [japan]", "addressees: [japan, united-states]"),
        ("issued: 2024-06", "issued: 2024-07"),
    )
    found = compared(kb, tmp_path)
    assert str(found) == "since then: +0, -0, 1 changed"
    assert lines(found.records) == [("change", "report/join-ipef", ["addressee japan -> japan, united-states"])]
    assert lines(found.sources) == [("change", "report", ["issued 2024-06 -> 2024-07"])]


def test_statements_go_along_where_their_source_is_renamed(kb: KnowledgeBase, tmp_path: Path) -> None:
    kb.pack("statements", tmp_path / "pack")
    edit(kb, tmp_path, ("{key: report, ", "{key: survey, former_keys: [report], "), ("[experts]", "[survey/experts]"))
    found = compared(kb, tmp_path)
    assert [(item.op, item.key, item.before) for item in found.records] == [
        ("rename", "survey/join-ipef", "report/join-ipef"),
        ("rename", "survey/doubts", "report/doubts"),
    ]
    assert [(item.op, item.key, item.before) for item in found.sources] == [("rename", "survey", "report")]


def test_one_that_left_with_its_source_is_found(kb: KnowledgeBase, tmp_path: Path) -> None:
    kb.pack("recommendations on trade", tmp_path / "pack")
    renamed = ("{key: report, ", "{key: survey, former_keys: [report], "), ("[experts]", "[survey/experts]")
    edit(kb, tmp_path, *renamed, ("themes: [trade]", "themes: [economic]"))
    (item,) = compared(kb, tmp_path).records
    assert (item.op, item.key) == ("remove", "report/join-ipef")
    assert item.reason == f"{UNFIT}; its key is survey/join-ipef now"


def test_one_that_takes_a_former_key_is_another(kb: KnowledgeBase, tmp_path: Path) -> None:
    edit(kb, tmp_path, ("- key: join-ipef", "- key: stay\n    former_keys: [join-ipef]"))
    kb.pack("recommendations", tmp_path / "pack")
    other = "\n  - {key: join-ipef, text: Japan should join, evidence: [{page: 9}]}\n"
    edit(kb, tmp_path, ("\n    former_keys: [join-ipef]", ""), ("\nfindings:", f"{other}findings:"))
    assert [(item.op, item.key) for item in compared(kb, tmp_path).records] == [("add", "report/join-ipef")]


def test_one_that_left_says_what_became_of_it(kb: KnowledgeBase, tmp_path: Path) -> None:
    kb.pack("recommendations on trade", tmp_path / "pack")
    edit(
        kb,
        tmp_path,
        ("- key: join-ipef", "- key: stay\n    former_keys: [join-ipef]"),
        ("themes: [trade]", "themes: [economic]"),
    )
    (item,) = compared(kb, tmp_path).records
    assert item.reason == f"{UNFIT}; its key is report/stay now"
    assert lines((item,)) == [("remove", "report/join-ipef", ["theme trade -> economic"])]


def test_one_beyond_the_first_is_told_so(kb: KnowledgeBase, tmp_path: Path) -> None:
    kb.pack("statements first 2", tmp_path / "pack")
    edit(
        kb,
        tmp_path,
        ("recommendations:\n", "recommendations:\n  - {key: new, text: Japan should act., evidence: [{page: 1}]}\n"),
    )
    found = {item.key: (item.op, item.reason) for item in compared(kb, tmp_path).records}
    assert found == {"report/new": ("add", None), "report/doubts": ("remove", BEYOND)}


def test_rows_of_counts(kb: KnowledgeBase, tmp_path: Path) -> None:
    kb.pack("count of statements by theme", tmp_path / "pack")
    edit(kb, tmp_path, ("doubts, text: The U.S. doubts it.,", "doubts, themes: [trade], text: The U.S. doubts it.,"))
    found = compared(kb, tmp_path)
    assert [(item.op, item.key, item.called) for item in found.rows if item.op != "change"] == [
        ("remove", "(none)", "statements 1, sources 1, publishers 0")
    ]
    assert [line for line in lines(found.rows) if line[0] == "change"] == [("change", "Trade", ["statements 1 -> 2"])]
    assert lines(found.records) == [("change", "report/doubts", ["themes (none) -> trade"])] or lines(
        found.records
    ) == [("change", "report/doubts", ["theme (none) -> trade"])]


def test_last_years_go_on(kb: KnowledgeBase, tmp_path: Path) -> None:
    kb.pack("recommendations in last 2 years", tmp_path / "pack", today=date(2025, 6, 1))
    assert compared(kb, tmp_path, date(2025, 6, 1)).same
    found = compared(kb, tmp_path, date(2035, 6, 1))
    assert [(item.op, item.reason) for item in found.records] == [("remove", UNFIT)]
    assert found.then.query == "type:recommendation issued:2023-06-02..2025-06-01"
    assert found.now.query == "type:recommendation issued:2033-06-02..2035-06-01"


def test_words_that_mean_nothing_now_are_asked_by_key(kb: KnowledgeBase, tmp_path: Path) -> None:
    kb.save("asks", "recommendations under Indo-Pacific Economic Framework")
    kb.pack("asks", tmp_path / "pack")
    kb.save("asks", "findings", force=True)
    edit(
        kb,
        tmp_path,
        ("name: Indo-Pacific Economic Framework", "name: Oceans"),
        (", aliases: [IPEF]", ""),
        file="world.yaml",
    )
    found = compared(kb, tmp_path)
    assert found.same
    assert [notice.partition("(")[0] for notice in found.notices] == [
        "Its words cannot be asked any more ",
        "The saved query asks asks something else by now; asked was the pack's: recommendations"
        " under Indo-Pacific Economic Framework",
    ]
    edit(kb, tmp_path, ("frameworks: [ipef]", "priority: true"))
    edit(kb, tmp_path, ("key: ipef", "key: other"), file="world.yaml")
    with pytest.raises(UnknownName, match=r"query of the pack .*pack cannot be asked any more: unknown name"):
        compared(kb, tmp_path)


def test_two_packs_of_other_questions_say_so(kb: KnowledgeBase, tmp_path: Path) -> None:
    kb.pack("recommendations", tmp_path / "one")
    kb.pack("findings", tmp_path / "two")
    found = KnowledgeBase.compare_packs(tmp_path / "one", tmp_path / "two")
    assert found.notices == ("The newer pack asks something else: type:finding",)
    assert {item.op for item in found.records} == {"add", "remove"}
