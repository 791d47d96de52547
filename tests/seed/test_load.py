"""Loads of an analyst's everyday: a record is added, changed, renamed, moved, taken away; and what is refused then."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.builders import (
    REPORT,
    WORLD,
    Make,
    assert_sound,
    differences,
    fingerprint,
    lines,
    problems,
    query,
    sha256,
    small,
    totals,
    write,
)

from policykb.errors import DatabaseBusy, SeedError
from policykb.seed import load as loading
from policykb.seed.load import load
from policykb.seed.read import Entry, read
from policykb.store.engine import Database


def edit(path: Path, old: str, new: str) -> Path:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


def refused(database: Database, *paths: Path) -> list[str]:
    """What a load says that must change nothing, not a byte of the file."""
    before = fingerprint(database.url)
    with pytest.raises(SeedError) as caught:
        totals(database, *paths)
    assert caught.value.exit_code == 2
    assert "nothing was loaded" in str(caught.value)
    assert fingerprint(database.url) == before
    return [str(problem).rpartition("/seed/")[2] for problem in caught.value.problems]


@pytest.fixture
def seed(base: Database, tmp_path: Path) -> Path:
    """The small world, loaded."""
    folder = small(tmp_path / "seed")
    assert totals(base, folder) == (11, 0, 0)
    return folder


def test_counts_by_type_files_and_what_was_skipped(base: Database, tmp_path: Path) -> None:
    folder = small(tmp_path / "seed")
    report = load([folder], base, "1")
    assert report.added == {
        "theme": 2,
        "actor": 4,
        "framework": 1,
        "event": 1,
        "source": 1,
        "recommendation": 1,
        "finding": 1,
    }
    assert (report.files, report.unchanged) == (2, 0)
    again = load([folder], base, "1")
    assert (again.totals, again.files, again.unchanged) == ((0, 0, 0), 2, 2)


def test_a_change_is_told_before_and_after(base: Database, seed: Path) -> None:
    edit(seed / "report.yaml", "addressees: [japan]", "addressees: [united-states, japan]")
    assert totals(base, seed) == (0, 1, 0)
    ((type_, key, op, before, after),) = query(
        base.url, "SELECT type, key, op, before, after FROM change WHERE load_id = 2"
    )
    assert (type_, key, op) == ("recommendation", "report/join-ipef", "change")
    assert json.loads(before)["addressees"] == [{"key": "japan"}]
    assert json.loads(after)["addressees"] == [{"key": "united-states"}, {"key": "japan"}]
    loads = query(base.url, 'SELECT id, version, added, changed, removed FROM "load" ORDER BY id')
    assert loads == [(1, "0.test", 11, 0, 0), (2, "0.test", 0, 1, 0)]
    assert query(base.url, "SELECT owner, sha256 FROM load_file WHERE load_id = 2") == [
        ("tests:report.yaml", sha256(seed / "report.yaml"))
    ]


def test_a_comment_changes_no_record_and_makes_no_load(base: Database, seed: Path) -> None:
    edit(seed / "report.yaml", "groups:", "# read twice\ngroups:")
    assert totals(base, seed) == (0, 0, 0)
    assert query(base.url, 'SELECT count(*) FROM "load"') == [(1,)]
    assert load([seed], base, "1").unchanged == 2


def test_an_alias_links_all_texts_anew(base: Database, seed: Path) -> None:
    mentioned = "SELECT e.key FROM mention m JOIN entity e ON e.id = m.entity_id ORDER BY e.key"
    assert query(base.url, mentioned) == [("ipef",), ("japan",), ("united-states",)]
    edit(seed / "world.yaml", "aliases: [IPEF]", "aliases: [{text: IPEF, needs_any: [prosperity]}]")
    edit(seed / "world.yaml", "name: Trade,", "name: Trade, aliases: [doubts],")
    assert totals(base, seed) == (0, 2, 0)
    assert query(base.url, mentioned) == [("japan",), ("trade",), ("united-states",)]
    assert_sound(base)


def test_a_record_that_moves_keeps_its_history(base: Database, seed: Path) -> None:
    line = "  - {key: tokyo-summit, name: Tokyo summit, kind: summit, date: 2024-05}\n"
    edit(seed / "world.yaml", f"events:\n{line}", "")
    write(seed, {"events/2024.yaml": f"events:\n{line}"})
    assert totals(base, seed) == (0, 0, 0)
    owner = "SELECT o.name FROM entity e JOIN owner o ON o.id = e.owner_id WHERE e.key = 'tokyo-summit'"
    assert query(base.url, owner) == [("tests:events/2024.yaml",)]
    # Now it is the new file that takes it away.
    shutil.rmtree(seed / "events")
    assert totals(base, seed) == (0, 0, 1)


def test_a_file_of_its_own_is_loaded_alone(base: Database, seed: Path, tmp_path: Path) -> None:
    write(tmp_path / "mine", {"n.jsonl": lines([{"type": "theme", "key": "energy", "name": "Energy"}])}, "mine")
    (seed / "report.yaml").unlink()
    assert totals(base, tmp_path / "mine" / "n.jsonl") == (1, 0, 0)
    assert query(base.url, "SELECT count(*) FROM statement") == [(2,)], "the other folder was not given"
    assert totals(base, seed) == (0, 0, 4)


def test_files_that_name_one_another_load_in_any_order(base: Database, tmp_path: Path) -> None:
    folder = small(
        tmp_path / "seed", aa="relations:\n  - {subject: report/join-ipef, relation: refines, object: report/doubts}\n"
    )
    assert totals(base, folder) == (12, 0, 0)
    assert query(base.url, "SELECT subject, relation, object FROM relations") == [
        ("report/join-ipef", "refines", "report/doubts")
    ]


# keys that were


def test_a_record_renamed_twice_is_found_by_all_its_names(base: Database, seed: Path) -> None:
    for new, former in (("staying", "[join-ipef]"), ("remaining", "[join-ipef, staying]")):
        text = REPORT.replace("  - key: join-ipef\n", f"  - key: {new}\n    former_keys: {former}\n")
        write(seed, {"report.yaml": text})
        assert totals(base, seed) == (1, 0, 1)
    assert query(base.url, "SELECT former, key FROM former_key ORDER BY former") == [
        ("report/join-ipef", "report/remaining"),
        ("report/staying", "report/remaining"),
    ]
    edit(seed / "report.yaml", "    former_keys: [join-ipef, staying]\n", "")
    assert totals(base, seed) == (0, 1, 0)
    assert query(base.url, "SELECT * FROM former_key") == []


def test_an_entity_renamed_twice(base: Database, seed: Path) -> None:
    for n, (new, former) in enumerate((("tokyo-2024", "[tokyo-summit]"), ("tokyo", "[tokyo-summit, tokyo-2024]"))):
        old = ("tokyo-summit", "tokyo-2024")[n]
        text = WORLD.replace("{key: tokyo-summit,", f"{{key: {new}, former_keys: {former},")
        write(seed, {"world.yaml": text})
        assert totals(base, seed) == (1, 0, 1), old
    assert query(base.url, "SELECT former, key FROM former_key ORDER BY former") == [
        ("tokyo-2024", "tokyo"),
        ("tokyo-summit", "tokyo"),
    ]


FORMER = [
    ("former_keys: [x, x]", "2:45: themes[0].former_keys[1]: x is a former key of f already"),
    ("former_keys: [f]", "2:42: themes[0].former_keys[0]: f is the key it has now"),
    ("former_keys: [japan]", "2:42: themes[0].former_keys[0]: japan is the key of another record"),
    ("former_keys: [report/doubts]", "2:42: themes[0].former_keys[0]: report/doubts is the key of another record"),
    ("former_keys: [old-g]", "2:42: themes[0].former_keys[0]: old-g is a former key of g already"),
]


@pytest.mark.parametrize(("field", "problem"), FORMER)
@pytest.mark.parametrize("at_once", [True, False])
def test_a_former_key_leads_to_one_record(
    base: Database, tmp_path: Path, field: str, problem: str, at_once: bool
) -> None:
    folder = small(tmp_path / "seed", a="themes:\n  - {key: g, name: Going, former_keys: [old-g]}\n")
    if not at_once:
        totals(base, folder)
    write(folder, {"b.yaml": f"themes:\n  - {{key: f, name: Faring, {field}}}\n"})
    assert problems(folder, database=base) == [f"b.yaml:{problem}"]
    assert refused(base, folder) == [f"b.yaml:{problem}"]


@pytest.mark.parametrize("back", [False, True])
def test_former_keys_of_a_statement_that_becomes_a_group(base: Database, seed: Path, back: bool) -> None:
    finding = "findings:\n  - {key: they, text: They doubt it., former_keys: [report/them], evidence: [{page: 2}]}\n"
    group = "groups:\n  - {key: they, name: Them, former_keys: [report/them]}\n"
    source = "source: {key: report, title: A report, kind: report}\n"
    for section in (group, finding) if back else (finding, group):
        write(seed, {"report.yaml": source + section})
        totals(base, seed)
        assert query(base.url, "SELECT former, key FROM former_key") == [("report/them", "report/they")]


def test_a_new_record_does_not_take_a_former_key(base: Database, seed: Path) -> None:
    write(seed, {"a.yaml": "themes:\n  - {key: g, name: Going, former_keys: [old]}\n"})
    totals(base, seed)
    write(seed, {"b.yaml": "themes:\n  - {key: old, name: Older}\n"})
    assert refused(base, seed) == ["b.yaml:2:11: themes[0].key: old is a former key of g"]


# what the base holds already


CLAIM = {"type": "claim", "statement": "report/doubts", "aspect": "response", "value": "noted", "asserter": "japan"}
COVERAGE = {"type": "coverage", "source": "report", "theme": "trade", "by": "A", "on": "2024"}
FINDING = {"type": "finding", "source": "report", "text": "So it is.", "evidence": [{"page": 1}]}
TAKEN = [
    ({"type": "theme", "key": "trade", "name": "Commerce"}, ":1:26: key: trade is already in tests:world.yaml"),
    ({"type": "source", "key": "japan", "title": "J", "kind": "x"}, ":1:27: key: japan is already in tests:world.yaml"),
    (FINDING | {"key": "report/doubts"}, "report/doubts is already in tests:report.yaml"),
    (FINDING | {"key": "report/experts"}, "report/experts is already in tests:report.yaml"),
    ({"type": "actor", "key": "report/doubts", "name": "Doubters", "kind": "group"}, "is already in tests:report.yaml"),
    (CLAIM, "zz.jsonl:1:1: report/doubts response noted japan is already in tests:small.jsonl"),
    (COVERAGE, "zz.jsonl:1:1: report trade A is already in tests:small.jsonl"),
]


@pytest.mark.parametrize(("record", "problem"), TAKEN, ids=[p[-50:] for _, p in TAKEN])
def test_a_record_of_a_file_that_did_not_change_is_not_taken(
    base: Database, tmp_path: Path, record: dict[str, object], problem: str
) -> None:
    folder = write(small(tmp_path / "seed"), {"small.jsonl": lines([CLAIM, COVERAGE])})
    totals(base, folder)
    write(folder, {"zz.jsonl": lines([record])})
    (found,) = refused(base, folder)
    assert problem in found


def test_a_vocabulary_and_a_theme_may_have_the_same_key(base: Database, seed: Path) -> None:
    write(seed, {"v.yaml": "vocabularies:\n  - {key: response, name: R, terms: [{key: noted, definition: Noted.}]}\n"})
    totals(base, seed)
    write(seed, {"t.yaml": "themes:\n  - {key: response, name: Emergency response}\n"})
    assert totals(base, seed) == (1, 0, 0)


def test_a_circle_through_the_base_is_seen(base: Database, seed: Path) -> None:
    write(seed, {"z.yaml": "themes:\n  - {key: zeal, name: Zeal, broader: [trade]}\n"})
    totals(base, seed)
    edit(
        seed / "world.yaml",
        "{key: economic, name: Economic policy}",
        "{key: economic, name: Economic policy, broader: [zeal]}",
    )
    (found,) = refused(base, seed)
    assert found == "world.yaml:2:53: themes[0].broader: goes in a circle: economic -> zeal -> trade -> economic"


def test_names_are_held_against_those_of_the_base(base: Database, seed: Path) -> None:
    write(seed, {"z.yaml": "actors:\n  - {key: nippon, name: JAPANESE, kind: state}\n"})
    (found,) = refused(base, seed)
    assert found.startswith("z.yaml:2:25: actors[0].name: japan bears the name 'japanese' too (give one of them a rule")


def test_a_statement_with_claims_of_another_file_stays(base: Database, tmp_path: Path) -> None:
    relation = {"type": "relation", "subject": "report/join-ipef", "relation": "refines", "object": "report/doubts"}
    folder = write(small(tmp_path / "seed"), {"claims.jsonl": lines([CLAIM, relation])})
    totals(base, folder)
    finding = "findings:\n  - {key: doubts, text: The U.S. doubts it., evidence: [{page: 2}]}\n"
    edit(folder / "report.yaml", finding, "")
    found = refused(base, folder)
    assert found == [
        "report.yaml: report/doubts cannot be removed: a claim of tests:claims.jsonl hangs on it"
        " (report/doubts response noted japan)",
        "report.yaml: report/doubts cannot be removed: a relation of tests:claims.jsonl hangs on it"
        " (report/join-ipef refines report/doubts)",
    ]
    (folder / "claims.jsonl").unlink()
    assert totals(base, folder) == (0, 0, 3)
    assert_sound(base)


def test_a_changed_statement_keeps_the_claims_of_others(base: Database, tmp_path: Path) -> None:
    folder = write(small(tmp_path / "seed"), {"claims.jsonl": lines([CLAIM])})
    totals(base, folder)
    edit(folder / "report.yaml", "The U.S. doubts it.", "Washington doubts it.")
    assert totals(base, folder) == (0, 1, 0)
    assert query(base.url, "SELECT statement, value FROM claims") == [("report/doubts", "noted")]


def test_an_entity_does_not_change_its_type_under_those_that_name_it(base: Database, seed: Path) -> None:
    trade = "  - {key: trade, name: Trade, broader: [economic]}\n"
    edit(seed / "world.yaml", f"{trade}actors:\n", "actors:\n  - {key: trade, name: Trade, kind: group}\n")
    assert refused(base, seed) == [
        "world.yaml: trade cannot become a actor: 1 of statements' links still name it as theme"
    ]
    edit(seed / "report.yaml", "    themes: [trade]\n", "")
    assert totals(base, seed) == (0, 2, 0)
    assert query(base.url, "SELECT type FROM entity WHERE key = 'trade'") == [("actor",)]
    edit(seed / "report.yaml", "    strength: should\n", "    strength: should\n    actors: [trade]\n")
    assert totals(base, seed) == (0, 1, 0)


# what follows from other records


def test_a_source_passes_its_date_and_its_language_on(base: Database, seed: Path, make: Make, tmp_path: Path) -> None:
    write(seed, {"more.jsonl": lines([FINDING | {"key": "report/more", "text": "Die Regierungen organisieren sich."}])})
    totals(base, seed)
    terms = "SELECT terms, issued_first, issued_last FROM statement WHERE key = 'report/more'"
    (before,) = query(base.url, terms)
    edit(seed / "report.yaml", "issued: 2024-06", "issued: 2023, language: de")
    assert totals(base, seed) == (0, 1, 0)
    (after,) = query(base.url, terms)
    assert before[1:] == ("2024-06-01", "2024-06-30")
    assert after[1:] == ("2023-01-01", "2023-12-31")
    assert before[0] != after[0]
    other = make(tmp_path / "other.db")
    totals(other, seed)
    assert differences(base.url, other.url) == {}
    assert_sound(base)
    other.close()


def test_claims_keep_the_order_of_their_file(base: Database, tmp_path: Path) -> None:
    later = CLAIM | {"value": "accepted"}
    folder = write(small(tmp_path / "seed"), {"c.jsonl": lines([CLAIM, later])})
    totals(base, folder)
    write(folder, {"c.jsonl": lines([later, CLAIM])})
    assert totals(base, folder) == (0, 0, 0)
    assert query(base.url, "SELECT value FROM claim ORDER BY position") == [("accepted",), ("noted",)]


# two at a time


def test_a_file_that_changes_while_it_is_read_is_refused(
    base: Database, seed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(seed / "report.yaml", "2024-06", "2024-07")

    def and_change(*arguments: Any, **named: Any) -> Iterator[Entry]:
        yield from read(*arguments, **named)
        edit(seed / "report.yaml", "2024-07", "2024-08")

    monkeypatch.setattr(loading, "read", and_change)
    assert refused(base, seed) == ["report.yaml: changed while it was being read (load again)"]


def test_a_load_that_another_overtook_is_refused(
    base: Database, seed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(seed / "report.yaml", "2024-06", "2024-07")
    other = write(tmp_path / "o", {"o.yaml": "themes:\n  - {key: o, name: Other}\n"}, "other")

    def and_load(*arguments: Any, **named: Any) -> Iterator[Entry]:
        yield from read(*arguments, **named)
        monkeypatch.setattr(loading, "read", read)
        assert totals(Database(base.url), other) == (1, 0, 0)

    monkeypatch.setattr(base.dialect, "BUSY_SECONDS", 0.1)
    monkeypatch.setattr(loading, "read", and_load)
    with pytest.raises(DatabaseBusy):
        totals(base, seed)
