"""Faults in seed files as people make them: what is said, and where; all of them in one run, and nothing is loaded."""

from pathlib import Path

import pytest
from tests.builders import REPORT, WORLD, problems, small, totals

from policykb import KnowledgeBase
from policykb.errors import SeedError
from policykb.store.engine import Database

FAULTS: list[tuple[str, str, str]] = [
    # (what is added to a file of its own, what the problem must say, where)
    ("events:\n  - {key: a, name: A, kind: summit, date: 2024-13-45}\n", "2024-13-45 is not a date (YYYY, YYYY-MM or YYYY-MM-DD)", "2:43"),
    ("events:\n  - {key: a, name: A, kind: summit, date: 2024-02-30}\n", "2024-02-30 does not exist", "2:43"),
    ("events:\n  - {key: a, name: A, kind: summit, date: 0000-01-01}\n", "the year 0000 is outside 1000 to 2200", "2:43"),
    ("actors:\n  - {key: a, name: A, kind: state, checked: 2024-01-01T00:00:00+99:00}\n", "is not a date", "2:45"),
    ("actors:\n  - {key: a, nam: A, kind: state}\n", "unknown field nam (did you mean name?)", "2:14"),
    ("actors:\n  - {key: a, kind: state}\n", "missing name", "2:5"),
    ("actors:\n  - {key: a, name: [A, B], kind: state}\n", "expected text, got a list", "2:20"),
    ("actors:\n  key: a\n", "expected a list of actors", "2:3"),
    ("actors:\n  - a\n", "expected a record", "2:5"),
    ("actor:\n  - {key: a, name: A, kind: state}\n", "unknown section (did you mean actors?)", "1:1"),
    ("actors:\n  - {key: a, name: A, kind: person, part_of: [no-such-body]}\n", "no actor or framework no-such-body", "2:47"),
    ("actors:\n  - {key: a, name: A, kind: person, part_of: [japan]}\n", "a person is never a part of a state", "2:47"),
    ("themes:\n  - {key: a, name: Aa, broader: [tradee]}\n", "no theme tradee (did you mean trade?)", "2:34"),
    ("themes:\n  - {key: a, name: Aa, broader: [japan]}\n", "japan is an actor, not a theme", "2:34"),
    ("themes:\n  - {key: a, name: Aa, broader: [b]}\n  - {key: b, name: Bb, broader: [a]}\n", "goes in a circle: a -> b -> a", "2:33"),
    ("themes:\n  - {key: a, name: Aa, broader: [a]}\n", "a cannot be broader than itself", "2:33"),
    ("themes:\n  - {key: a, name: Aa}\n  - {key: a, name: Ab}\n", "a appears twice (first at", "3:11"),
    ("themes:\n  - {key: Rec-1, name: Aa}\n", "'Rec-1' is not a key", "2:11"),
    ("themes:\n  - {key: 1e5, name: Aa}\n  - {key: ../../etc/passwd, name: B}\n", "is not a key", "3:11"),
    ("actors:\n  - {key: a, name: Café, kind: state}\n  - {key: b, name: Café, kind: state}\n", "a bears the name 'cafe' too", "3:20"),
    ("actors:\n  - {key: a, name: ﬁnance, kind: state}\n  - {key: b, name: finance, kind: state}\n", "bears the name 'finance' too", "3:20"),
    ("actors:\n  - {key: a, name: OЕCD, kind: state}\n", "mixes Latin and Cyrillic letters (U+0415 at position 2)", "2:20"),
    ('actors:\n  - {key: a, name: "OE\\u200bCD", kind: state}\n', "invisible character U+200B at position 3", "2:20"),
    ('actors:\n  - {key: a, name: "a\\u202egnp.exe", kind: state}\n', "bidi control U+202E at position 2", "2:20"),
    ('actors:\n  - {key: a, name: "OECD\\u00a0", kind: state}\n', "white space", "2:20"),
    ('actors:\n  - {key: a, name: "a\\u0007b", kind: state}\n', "control character U+0007", "2:20"),
    ('actors:\n  - {key: a, name: "   ", kind: state}\n', "blank", "2:20"),
    ("actors:\n  - {key: a, name: A, kind: state, ids: {iso3166: XX}}\n", "XX is not an ISO 3166-1 code", "2:51"),
    ("actors:\n  - {key: a, name: null, kind: state}\n", "no value; leave it out (write \"null\" where the word", "2:20"),
    ("actors:\n  - {key: a, name: ~, kind: state}\n", "no value; leave the field out", "2:20"),
    ("actors:\n  - {key: a, name: A, kind: state, ids: {iso3166: no}}\n", "ids.iso3166: use upper case NO", "2:51"),
    ("actors:\n  - {key: a, name: A, kind: state, url: 'javascript:alert(1)'}\n", "only http:// and https://", "2:41"),
    ("frameworks:\n  - {key: a, name: Aa, kind: x, memberships: [{actor: japan, checked: 2024}]}\n", "where was it checked?", "2:47"),
    ("frameworks:\n  - {key: a, name: Aa, kind: x, memberships: [{actor: japan, from: 2024, to: 2023, url: 'https://a.b', checked: 2024}]}\n", "to (2023) is before from (2024)", "2:47"),
    ("themes:\n  - {key: a, name: Aa, broader: [Trade]}\n", "at most one / after the source (did you mean trade?)", "2:34"),
    ("actors:\n  - {key: a, name: A, kind: state, part_of: [The U.S.]}\n", "(did you mean united-states?)", "2:46"),
    ("actors:\n  - {key: a, name: A, kind: state, part_of: [indo-pacific-economic-framework]}\n", "(did you mean ipef?)", "2:46"),
    ("recommendations:\n  - {key: a, text: A, evidence: [{page: 1}]}\n", "recommendations need the file's source:", "2:5"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "message", "place"), FAULTS, ids=[f"{n}-{m[:30]}" for n, (_, m, _) in enumerate(FAULTS)]
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, base: Database, text: str, message: str, place: str) -> None:
    found = problems(small(tmp_path / "seed", fault=text))
    assert any(message in problem for problem in found), found
    (problem,) = [p for p in found if message in p][:1]
    assert problem.startswith(f"fault.yaml:{place}: "), problem
    with pytest.raises(SeedError):
        totals(base, tmp_path / "seed")
    with base.reading() as connection:
        assert (
            connection.exec_driver_sql("SELECT (SELECT count(*) FROM entity) + (SELECT count(*) FROM load)").scalar()
            == 0
        )


REPORT_FAULTS = [
    ("{section: Summary, paragraph: 3}", "{section: Summary, paragraph: .nan}", "not a whole number 1 to 100000"),
    ("{section: Summary, paragraph: 3}", "{section: Summary, paragraph: 9223372036854775808}", "not a whole number"),
    ("{section: Summary, paragraph: 3}", "{paragraph: 3}", "says no place"),
    ("{section: Summary, paragraph: 3}", "{page: 1, quote: {from: a b}}", "from and to go together"),
    ("evidence: [{page: 2}]", "evidence: []", "a statement without evidence does not load"),
    (", evidence: [{page: 2}]", "", "missing evidence"),
    ("addressees: [japan]", "addressees: [trade]", "trade is a theme, not an actor or framework"),
    ("addressees: [japan]", "addressees: [japan, japan]", "key japan appears twice"),
    ("addressees: [japan]", "addressees: japan", "expected a list, got text"),
    ("proponents: [experts]", "proponents: [expert]", "no actor or framework expert"),
    ("issued: 2024-06", "issued: June 2024", "June 2024 is not a date"),
]


@pytest.mark.parametrize(("old", "new", "message"), REPORT_FAULTS, ids=[new[:40] for _, new, _ in REPORT_FAULTS])
def test_a_fault_in_a_report(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in REPORT
    found = problems(small(tmp_path / "seed", report=REPORT.replace(old, new)))
    assert any(message in problem for problem in found), found
    line = next(n for n, text in enumerate(REPORT.replace(old, new).splitlines(), 1) if (new or "doubts") in text)
    assert any(problem.startswith(f"report.yaml:{line}:") for problem in found), found


def test_the_sound_world_is_sound(tmp_path: Path) -> None:
    assert problems(small(tmp_path / "seed")) == []


def test_all_faults_of_all_files_in_one_run(tmp_path: Path) -> None:
    bad = WORLD.replace("broader: [economic]", "broader: [economi]").replace("date: 2024-05", "date: 2024-5")
    found = problems(small(tmp_path / "seed", world=bad, report=REPORT.replace("themes: [trade]", "themes: [traid]")))
    assert [problem.partition(":")[0] for problem in found] == ["report.yaml", "world.yaml", "world.yaml"]


def test_two_files_that_define_the_same_key_are_both_named(tmp_path: Path) -> None:
    (problem,) = problems(small(tmp_path / "seed", zz="themes:\n  - {key: trade, name: Commerce}\n"))
    assert problem.startswith("zz.yaml:2:11: themes[0].key: trade appears twice (first at ")
    assert "world.yaml:3)" in problem


def test_a_narrower_record_may_take_a_name_of_a_wider_one(tmp_path: Path, base: Database) -> None:
    """Somebody's own theme is narrower than a shipped one that has its name among the aliases."""
    mine = "themes:\n  - {key: cables, name: Cables, broader: [trade], aliases: [Customs duties, wires]}\n"
    rest = "  - {key: levies, name: Levies, broader: [cables], aliases: [wires]}\n"
    world = WORLD.replace("broader: [economic]", "broader: [economic], aliases: [customs duties]", 1)
    assert totals(base, small(tmp_path / "seed", world=world, mine=mine + rest))[0] > 0
    with KnowledgeBase.open(base.url) as kb:
        assert (
            kb.query("statements on customs duties").canonical
            == "type:(recommendation|finding|commitment) theme:cables"
        )
        assert kb.query("about the wires").canonical.endswith(" mention:levies")
        assert kb.query("about the cables").canonical.endswith(" mention:cables"), "a key means its record"
        assert kb.show("Customs duties").record["key"] == "cables"
    beside = mine.replace("broader: [trade], ", "")
    (problem,) = problems(small(tmp_path / "other", world=world, mine=beside))
    assert "bears the name 'customs duties' too" in problem


def test_formulas_and_html_are_text(tmp_path: Path, base: Database) -> None:
    text = 'themes:\n  - {key: a, name: \'=HYPERLINK("http://x","y")\', note: "<script>alert(1)</script>"}\n'
    assert totals(base, small(tmp_path / "seed", extra=text))[0] > 0


def test_what_others_still_name_cannot_be_removed(tmp_path: Path, base: Database) -> None:
    seed = small(tmp_path / "seed")
    totals(base, seed)
    (seed / "world.yaml").write_text(WORLD.replace("  - {key: ipef,", "  - {key: other,"), encoding="utf-8")
    with pytest.raises(SeedError, match="ipef cannot be removed: 1 of statements' links still name it"):
        totals(base, seed / "world.yaml")
    (seed / "world.yaml").write_text(WORLD, encoding="utf-8")
    assert totals(base, seed) == (0, 0, 0)


def test_a_record_of_another_file_cannot_be_taken(tmp_path: Path, base: Database) -> None:
    totals(base, small(tmp_path / "seed"))
    other = tmp_path / "mine"
    other.mkdir()
    (other / "mine.yaml").write_text("themes:\n  - {key: trade, name: Commerce}\n", encoding="utf-8")
    with pytest.raises(SeedError, match=r"trade is already in tests:world\.yaml"):
        totals(base, other)


def test_files_that_are_gone_take_their_records_with_them(tmp_path: Path, base: Database) -> None:
    seed = small(tmp_path / "seed", extra="themes:\n  - {key: energy, name: Energy}\n")
    totals(base, seed)
    (seed / "extra.yaml").unlink()
    assert totals(base, seed) == (0, 0, 1)
    assert totals(base, seed) == (0, 0, 0)
