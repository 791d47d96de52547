"""What became of a record, what the loads did, and taking the newest back: the everyday of an analyst who errs."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.builders import REPORT, WORLD, assert_sound, fingerprint, lines, query, small, state, write

from policykb import KnowledgeBase
from policykb.domain.history import RecordChange
from policykb.errors import UndoRefused, UnknownKey, UsageError
from policykb.store.engine import Database


@pytest.fixture
def kb(base: Database, tmp_path: Path) -> Iterator[KnowledgeBase]:
    """The small world, loaded from ``tmp_path / seed``."""
    with KnowledgeBase(base) as opened:
        opened.load(small(tmp_path / "seed"))
        yield opened


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    return tmp_path / "seed"


def change(seed: Path, old: str, new: str, file: str = "report.yaml") -> None:
    text = (seed / file).read_text()
    assert old in text
    (seed / file).write_text(text.replace(old, new))


def told(changes: Iterator[RecordChange] | tuple[RecordChange, ...]) -> list[tuple[int, str, str, list[str]]]:
    return [(c.load.number, c.op, c.key, [line for d in c.differences for line in d.in_words()]) for c in changes]


def test_a_record_from_its_beginning_to_its_end(kb: KnowledgeBase, seed: Path) -> None:
    change(seed, "strength: should", "strength: must")
    change(seed, "addressees: [japan]", "addressees: [japan, united-states]")
    kb.load(seed)
    change(seed, "Japan should stay in IPEF.", "Japan should stay in IPEF for long.")
    kb.load(seed / "report.yaml")
    (seed / "report.yaml").write_text(REPORT[: REPORT.index("recommendations:")] + REPORT[REPORT.index("findings:") :])
    kb.load(seed)
    found = kb.history("report/join-ipef")
    assert (found.key, found.type, found.present) == ("report/join-ipef", "recommendation", False)
    assert told(found.changes) == [
        (1, "add", "report/join-ipef", []),
        (2, "change", "report/join-ipef", ["strength should -> must", "addressee japan -> japan, united-states"]),
        (
            3,
            "change",
            "report/join-ipef",
            ["text: Japan should stay in [-IPEF.-] {+IPEF for long.+}"],
        ),
        (4, "remove", "report/join-ipef", []),
    ]
    assert {c.file for c in found.changes} == {"tests:report.yaml"}
    assert found.changes[1].load.files == ("tests:report.yaml",)
    assert json.loads(json.dumps(found.to_dict()))["changes"][1]["changes"][0] == {
        "field": "strength",
        "before": "should",
        "after": "must",
    }


def test_former_keys_are_followed_and_a_rename_is_one_change(kb: KnowledgeBase, seed: Path) -> None:
    change(seed, "- key: join-ipef", "- key: stay-in\n    former_keys: [join-ipef]")
    kb.load(seed)
    change(seed, "- key: stay-in\n    former_keys: [join-ipef]", "- key: remain\n    former_keys: [stay-in, join-ipef]")
    kb.load(seed)
    for key in ("report/remain", "report/join-ipef", " Report/Stay-in "):
        found = kb.history(key)
        assert (found.key, found.present) == ("report/remain", True)
        assert set(found.other_keys) == {"report/stay-in", "report/join-ipef"}
        assert [(n, op, k) for n, op, k, _ in told(found.changes)] == [
            (1, "add", "report/join-ipef"),
            (2, "rename", "report/stay-in"),
            (3, "rename", "report/remain"),
        ]
        assert "key report/stay-in -> report/remain" in told(found.changes)[2][3]
    assert [(op, key) for _, op, key, _ in told(iter(kb.changes(3)))] == [("rename", "report/remain")]
    kb.undo()
    found = kb.history("report/stay-in")
    assert [(n, op, k) for n, op, k, _ in told(found.changes)][2:] == [
        (3, "rename", "report/remain"),
        (4, "rename", "report/stay-in"),
    ]


def test_names_lead_to_history_and_what_hangs_on_a_statement_belongs_to_it(kb: KnowledgeBase, seed: Path) -> None:
    assert kb.history("U.S.").key == "united-states"
    claim = "claims:\n  - {statement: join-ipef, aspect: response, value: accepted, asserter: japan, on: 2025}\n"
    write(seed, {"report.yaml": REPORT + claim})
    kb.load(seed)
    change(seed, "on: 2025", "on: 2025, quote: We will.")
    kb.load(seed)
    hanging = "report/join-ipef response accepted japan 2025"
    assert told(kb.history("report/join-ipef").changes)[1:] == [
        (2, "add", hanging, []),
        (3, "change", hanging, ["quote (none) -> We will."]),
    ]
    assert kb.history(hanging).type == "claim"


def test_a_record_history_does_not_know(kb: KnowledgeBase) -> None:
    with pytest.raises(UnknownKey) as caught:
        kb.history("report/join-ipeff")
    assert caught.value.exit_code == 1
    assert str(caught.value.hint).startswith("Did you mean report/join-ipef")


def test_a_key_that_becomes_a_record_of_another_type(kb: KnowledgeBase, seed: Path) -> None:
    change(seed, "groups:\n  - {key: experts, name: Experts}\n", "")
    change(seed, "proponents: [experts]", "proponents: unknown")
    change(seed, "{key: doubts,", "{key: experts,")
    kb.load(seed)
    changes = kb.history("report/experts").changes
    assert [(c.op, c.type) for c in changes] == [("add", "actor"), ("remove", "actor"), ("add", "finding")]
    before = state(kb._database.url)
    change(seed, "findings:\n", "groups: [{key: experts, name: Experts}]\nfindings:\n")
    change(seed, "{key: experts, text", "{key: doubts, text")
    kb.load(seed)
    last = kb.history("report/experts").changes[-1]
    assert last.type == "finding"
    assert last.before is not None
    assert last.before["type"] == "finding", "each of the two has a history of its own"
    kb.undo()
    assert state(kb._database.url) == before


def test_changes_since_a_load_or_a_day(kb: KnowledgeBase, seed: Path) -> None:
    change(seed, "strength: should", "strength: must")
    kb.load(seed)
    everything = kb.changes()
    assert [(load.number, load.added, load.changed) for load in everything.loads] == [(1, 11, 0), (2, 0, 1)]
    assert len(list(everything)) == len(everything) == 12
    for since in (2, "2", "#2"):
        assert [load.number for load in kb.changes(since).loads] == [2]
    for day in ("2000", "2024-05-01", date(2024, 5, 1)):
        assert len(kb.changes(day).loads) == 2
    assert kb.changes("2199").loads == ()
    assert [r["key"] for r in kb.changes(2).to_dicts()[0]["records"]] == ["report/join-ipef"]
    for wrong in ("3", 99, "#2024", "yesterday", "", "0", "2024-13", "-1", "9" * 30):
        with pytest.raises(UsageError):
            kb.changes(wrong)


def test_a_load_that_changes_nothing_is_none(kb: KnowledgeBase, seed: Path) -> None:
    change(seed, "groups:", "# a remark\ngroups:")
    assert kb.load(seed).totals == (0, 0, 0)
    assert len(kb.changes().loads) == 1


# undo


def test_undo_is_a_load_of_its_own_and_the_files_bring_it_back(kb: KnowledgeBase, seed: Path) -> None:
    before = state(kb._database.url)
    change(seed, "strength: should", "strength: must")
    write(seed, {"more.yaml": "themes:\n  - {key: energy, name: Energy}\n"})
    kb.load(seed)
    after = state(kb._database.url)
    done = kb.undo()
    assert (done.undone, done.load, done.report.totals) == (2, 3, (0, 1, 1))
    assert str(done) == "Load 2 is undone, by load 3: 0 added, 1 changed, 1 removed"
    assert state(kb._database.url) == before
    assert [(load.number, load.undoes, load.files) for load in kb.changes().loads][1:] == [
        (2, None, ("tests:more.yaml", "tests:report.yaml")),
        (3, 2, ()),
    ]
    assert query(kb._database.url, "SELECT name FROM owner ORDER BY name") == [
        ("tests:report.yaml",),
        ("tests:world.yaml",),
    ]
    assert query(kb._database.url, "SELECT name FROM owner WHERE sha256 IS NULL") == [("tests:report.yaml",)]
    assert kb.load(seed).totals == (1, 1, 0)
    assert state(kb._database.url) == after
    assert kb.load(seed).totals == (0, 0, 0)


def test_undo_of_an_undo_does_it_again(kb: KnowledgeBase, seed: Path) -> None:
    change(seed, "strength: should", "strength: must")
    kb.load(seed)
    after = state(kb._database.url)
    kb.undo()
    assert kb.undo().undone == 3
    assert state(kb._database.url) == after
    assert kb.load(seed).totals == (0, 0, 0)


def test_the_first_load_can_be_undone(kb: KnowledgeBase) -> None:
    assert kb.undo().report.totals == (0, 0, 11)
    assert (
        query(kb._database.url, "SELECT count(*) FROM entity")
        == query(kb._database.url, "SELECT count(*) FROM owner")
        == [(0,)]
    )
    assert_sound(kb._database)
    assert kb.undo().report.totals == (11, 0, 0)
    assert_sound(kb._database)


def test_a_deleted_file_comes_back_with_its_records(kb: KnowledgeBase, seed: Path) -> None:
    before = state(kb._database.url)
    (seed / "report.yaml").unlink()
    kb.load(seed)
    assert kb.undo().report.totals == (4, 0, 0)
    assert state(kb._database.url) == before
    assert kb.load(seed).totals == (0, 0, 4), "the file is still deleted"


def test_what_a_later_load_only_moved_stays_where_it_is(kb: KnowledgeBase, seed: Path) -> None:
    """Such a load is none of history; an undo of the load before it keeps its order and its files."""
    change(seed, "strength: should", "strength: must")
    kb.load(seed)
    theme = "  - {key: trade, name: Trade, broader: [economic]}\n"
    write(seed, {"world.yaml": WORLD.replace(theme, ""), "themes.yaml": f"themes:\n{theme}"})
    assert kb.load(seed).totals == (0, 0, 0)
    kb.undo()
    owner = "SELECT o.name FROM entity e JOIN owner o ON o.id = e.owner_id WHERE e.key = 'trade'"
    assert query(kb._database.url, owner) == [("tests:themes.yaml",)]
    assert kb.load(seed).totals == (0, 1, 0)


def test_what_is_refused_changes_nothing(base: Database, tmp_path: Path) -> None:
    kb = KnowledgeBase(base)
    with pytest.raises(UndoRefused, match="Nothing was loaded yet") as caught:
        kb.undo()
    assert caught.value.exit_code == 2
    seed = small(tmp_path / "seed")
    kb.load(seed)
    change(seed, "strength: should", "strength: must")
    kb.load(seed)
    before = fingerprint(kb._database.url)
    with pytest.raises(UndoRefused, match="Load 1 is not the newest any more: that is load 2"):
        kb.undo(1)
    assert fingerprint(kb._database.url) == before
    kb.undo(2)


def test_a_removal_whose_place_nobody_noted_is_refused(kb: KnowledgeBase, seed: Path) -> None:
    """As those of a policykb before schema 0002."""
    (seed / "report.yaml").unlink()
    kb.load(seed)
    with kb._database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM replaced")
    before = fingerprint(kb._database.url)
    with pytest.raises(UndoRefused, match=r"Load 2 removed report\S*, and the policykb that made it did not note"):
        kb.undo()
    assert fingerprint(kb._database.url) == before


def test_a_change_whose_place_nobody_noted_stays_where_it_is(kb: KnowledgeBase, seed: Path) -> None:
    before = state(kb._database.url)
    change(seed, "strength: should", "strength: must")
    kb.load(seed)
    with kb._database.writing() as connection:
        connection.exec_driver_sql("DELETE FROM replaced")
    kb.undo()
    assert state(kb._database.url) == before


def test_many_records(kb: KnowledgeBase, seed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than are read at a time, both ways."""
    monkeypatch.setattr("policykb.store.undo.CHUNK", 30)
    monkeypatch.setattr("policykb.store.past.CHUNK", 30)
    finding = {"type": "finding", "source": "report", "evidence": [{"page": 1}]}
    many = [finding | {"key": f"report/f{n}", "text": f"Japan says {n}."} for n in range(250)]
    kb.load(write(seed, {"many.jsonl": lines(many)}))
    before = state(kb._database.url)
    new = [r | {"text": f"{r['text']} Now."} for r in many[10:]]
    assert kb.load(write(seed, {"many.jsonl": lines(new[::-1])})).totals == (0, 240, 10)
    assert len(list(kb.changes(3))) == 250
    kb.undo()
    assert state(kb._database.url) == before
    assert_sound(kb._database)
