"""Saved queries: found under their name in any case, kept by everything that keeps a base, and none of its data."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import Fresh, query, small, totals, write

from policykb import KnowledgeBase
from policykb.errors import OutputError, QuerySyntaxError, SeedError, UnknownKey, UnknownName, UsageError
from policykb.store.engine import Database

DAY = date(2025, 6, 1)


@pytest.fixture
def kb(base: Database, tmp_path: Path) -> Iterator[KnowledgeBase]:
    """The small world."""
    with KnowledgeBase(base) as opened:
        opened.load(small(tmp_path / "seed"))
        yield opened


def names(kb: KnowledgeBase) -> list[tuple[str, str]]:
    return [(query.name, query.text) for query in kb.saved()]


def test_a_query_is_saved_listed_run_and_forgotten(kb: KnowledgeBase) -> None:
    made = kb.save(" IPEF-Asks ", "recommendations  mentioning IPEF")
    assert (made.name, made.text) == ("ipef-asks", "recommendations mentioning IPEF")
    assert (made.canonical, made.records) == ("type:recommendation mention:ipef", 1)
    kb.save("all", "findings")
    assert names(kb) == [("all", "findings"), ("ipef-asks", "recommendations mentioning IPEF")]
    assert [record["key"] for record in kb.run("IPEF-asks").to_dicts()] == ["report/join-ipef"]
    assert kb.forget("All").text == "findings"
    assert names(kb) == [("ipef-asks", "recommendations mentioning IPEF")]
    with pytest.raises(UnknownKey, match="no saved query 'all'"):
        kb.forget("all")


def test_another_query_takes_a_name_by_force_alone(kb: KnowledgeBase) -> None:
    first = kb.save("a", "findings")
    assert kb.save("A", "findings") == first, "the same again is as it was"
    with pytest.raises(OutputError, match="a saved query a already: findings"):
        kb.save("a", "recommendations")
    assert names(kb) == [("a", "findings")]
    kb.save("a", "recommendations", force=True)
    assert names(kb) == [("a", "recommendations")]


@pytest.mark.parametrize("name", ["", "my query", "a/b", "é", "a_b", "-a", "x" * 121])
def test_what_cannot_be_a_name(kb: KnowledgeBase, name: str) -> None:
    with pytest.raises(UsageError, match="is not a key"):
        kb.save(name, "findings")


def test_a_query_by_itself_is_no_name(kb: KnowledgeBase) -> None:
    with pytest.raises(UsageError, match="findings is a query by itself"):
        kb.save("Findings", "recommendations")


def test_what_cannot_be_asked_is_not_saved(kb: KnowledgeBase) -> None:
    with pytest.raises(UnknownName, match="IPEFF"):
        kb.save("a", "recommendations mentioning IPEFF")
    with pytest.raises(QuerySyntaxError):
        kb.save("a", "recommendations by theme by")
    assert kb.saved() == []


def test_last_years_end_on_the_day_it_is_run(kb: KnowledgeBase) -> None:
    kb.save("recent", "recommendations in last 2 years", today=DAY)
    assert kb.run("recent", today=DAY).total == 1
    later = kb.run("recent", today=date(2035, 6, 1))
    assert later.total == 0
    assert later.absolute == "type:recommendation issued:2033-06-02..2035-06-01"
    assert [q.canonical for q in kb.saved()] == ["type:recommendation issued:last-2-years"]


def test_a_query_whose_name_is_gone_says_which_it_is(kb: KnowledgeBase, tmp_path: Path) -> None:
    kb.save("summit", "statements involving Tokyo summit")
    kb.save("all", "findings")
    world = tmp_path / "seed/world.yaml"
    world.write_text(
        "\n".join(line for line in world.read_text().splitlines() if "vents:" not in line and "tokyo" not in line)
    )
    kb.load(tmp_path / "seed")
    with pytest.raises(
        UnknownName, match=r"saved query summit cannot be answered any more: unknown name 'Tokyo summit'"
    ):
        kb.run("summit")
    found = {query.name: (query.records, query.fault) for query in kb.saved()}
    assert found["all"] == (1, None)
    assert found["summit"][0] is None
    assert "Tokyo summit" in str(found["summit"][1])


def test_it_is_no_part_of_what_the_base_says(kb: KnowledgeBase, tmp_path: Path) -> None:
    before = kb.digest()
    kb.save("a", "findings")
    assert kb.digest() == before
    (tmp_path / "seed/more.yaml").write_text("themes:\n  - {key: fish, name: Fish}\n")
    kb.load(tmp_path / "seed")
    kb.undo()
    assert names(kb) == [("a", "findings")], "an undo takes back what was loaded, not what was saved"
    assert [change.key for change in kb.changes() if change.key == "a"] == []


QUERIES = st.dictionaries(
    st.from_regex(r"[a-z0-9]{1,4}(-[a-z]{1,3})?", fullmatch=True),
    st.sampled_from(("findings", "recommendations to Japan in last 2 years", 'statements containing "U.S."', "日本")),
    max_size=4,
)


@given(QUERIES)
@settings(max_examples=3)
def test_a_dump_brings_them_back(fresh: Fresh, queries: dict[str, str]) -> None:
    with fresh() as (folder, database), fresh() as (elsewhere, again):
        totals(database, small(folder))
        kb, other = KnowledgeBase(database), KnowledgeBase(again)
        for name, text in queries.items():
            kb.save(name, text)
        kb.dump(elsewhere)
        assert (elsewhere / "saved-queries.jsonl").exists() == bool(queries)
        other.load(elsewhere)
        rows = "SELECT name, text, canonical, created FROM saved_query ORDER BY name"
        assert query(again.url, rows) == query(database.url, rows)
        assert {row[0]: row[1] for row in query(again.url, rows)} == queries
        assert other.digest() == kb.digest()
        assert other.load(elsewhere).totals == (0, 0, 0)


def test_a_load_adds_those_whose_name_is_free(kb: KnowledgeBase, tmp_path: Path) -> None:
    team = [
        {"type": "saved-query", "name": "a", "text": "findings"},
        {"type": "saved-query", "name": "b", "text": "recommendations to Japan"},
    ]
    write(tmp_path / "seed", {"saved-queries.jsonl": "".join(json.dumps(line) + "\n" for line in team)})
    kb.save("a", "recommendations")
    report = kb.load(tmp_path / "seed")
    assert report.notices == (
        "1 saved query was added.",
        "The saved query a was left: this base has another of that name.",
    )
    assert names(kb) == [("a", "recommendations"), ("b", "recommendations to Japan")]
    (tmp_path / "seed/saved-queries.jsonl").unlink()
    kb.load(tmp_path / "seed")
    assert len(kb.saved()) == 2, "none is ever taken away by a load"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"type": "saved-query", "name": "a b", "text": "x"}', ":1:33: name: 'a b' is not a key"),
        ('{"type": "saved-query", "name": "a"}', ":1:1: text: field required"),
        ('{"type": "saved-query", "name": "a", "text": ""}', ":1:46: text: string should have at least 1 character"),
        ('{"type": "theme", "key": "a", "name": "A"}', ":1:10: type: input should be 'saved-query'"),
        ('{"type": "saved-query"', ":1:23: not JSON"),
    ],
)
def test_what_is_no_saved_query_is_refused_with_its_place(
    kb: KnowledgeBase, tmp_path: Path, line: str, said: str
) -> None:
    seed = write(tmp_path / "seed", {"saved-queries.jsonl": line + "\n", "more.yaml": "themes: [{key: z, name: Z}]\n"})
    for act in (kb.load, kb.check, kb.diff):
        with pytest.raises(SeedError) as caught:
            act(seed)
        assert said in str(caught.value.problems[0])
    assert kb.saved() == []
    assert kb.query("themes").total == 2


def test_two_of_one_name_are_refused(kb: KnowledgeBase, tmp_path: Path) -> None:
    some = [
        '{"type": "saved-query", "name": "a", "text": "findings"}',
        '{"type": "saved-query", "name": "a", "text": "x"}',
    ]
    write(tmp_path / "seed", {"saved-queries.jsonl": "\n".join(some)})
    with pytest.raises(SeedError, match="a is another saved query already"):
        kb.load(tmp_path / "seed")


@pytest.mark.files
def test_copies_and_upgrades_keep_them(base: Database, tmp_path: Path) -> None:
    kb = KnowledgeBase(base)
    kb.save("a", "findings")
    copy = KnowledgeBase.db_backup(tmp_path / "copy.db", base.url)
    kb.forget("a")
    kb.close()
    KnowledgeBase.db_restore(copy, base.url)
    with KnowledgeBase.open(base.url) as again:
        assert names(again) == [("a", "findings")]


def test_all_that_is_read_is_of_one_state(base: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYKB_JOURNAL", "wal")  # so that SQLite lets somebody write beside who reads
    totals(base, small(tmp_path / "seed"))
    one, other = Database(base.url), Database(base.url)
    with one.unchanging() as same:
        held = KnowledgeBase(same)
        before = held.digest()
        (tmp_path / "seed/more.yaml").write_text("themes:\n  - {key: fish, name: Fish}\n")
        totals(other, tmp_path / "seed")
        assert held.query("themes").total == 2
        assert held.digest() == before != KnowledgeBase(other).digest()
    assert KnowledgeBase(one).query("themes").total == 3
    one.close()
    other.close()
