"""The one Python API: which base is opened, what is made, what one record shows, what a check and a verification say."""

import inspect
import os
from pathlib import Path

import pytest
from tests.builders import REPORT, Make, fingerprint, lines, query, small, totals, write
from tests.databases import Bases

import policykb
from policykb import KnowledgeBase, resources
from policykb.errors import DatabaseUnreachable, NoDatabase, SeedError, UnknownKey, UsageError
from policykb.kb.show import MOST_POINTERS
from policykb.store.engine import Database


def test_the_public_names() -> None:
    assert policykb.__all__ == ["Answer", "ExportOptions", "KnowledgeBase", "__version__", "errors"]
    for name in policykb.__all__:
        assert getattr(policykb, name) is not None
    with pytest.raises(AttributeError, match="module 'policykb' has no attribute 'nothing'"):
        policykb.nothing  # noqa: B018


def test_every_method_is_explained() -> None:
    for name, method in inspect.getmembers(KnowledgeBase):
        if not name.startswith("_"):
            assert inspect.getdoc(method), name


# which base


def test_the_base_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("POLICYKB_DB", raising=False)
    place = tmp_path / "data" / "policykb" / "policykb.db"
    with pytest.raises(NoDatabase, match="There is no knowledge base at") as caught:
        KnowledgeBase.open()
    assert str(place) in caught.value.message
    assert not (tmp_path / "data").exists()
    kb, report = KnowledgeBase.init(empty=True)
    assert (kb.place, report.totals) == (str(place), (0, 0, 0))
    kb.close()
    with KnowledgeBase.open() as opened:
        assert opened.place == str(place)


def test_the_environment_names_another(tmp_path: Path, shipped_file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYKB_DB", shipped_file)
    with KnowledgeBase.open() as kb:
        assert kb.place == Database(shipped_file).description
    with pytest.raises(NoDatabase), KnowledgeBase.open(tmp_path / "given.db"):
        pass
    monkeypatch.setenv("POLICYKB_DB", str(tmp_path / "new" / "folder" / "x.db"))
    kb, _ = KnowledgeBase.init(empty=True)
    assert kb.place == str(tmp_path / "new" / "folder" / "x.db")
    kb.close()


def test_a_home_in_the_environment_is_the_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("POLICYKB_DB", "~/new/x.db")
    kb, _ = KnowledgeBase.init(empty=True)
    kb.close()
    assert (tmp_path / "new" / "x.db").is_file()


def test_a_folder_that_was_typed_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        KnowledgeBase.init(tmp_path / "typo" / "x.db")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("POLICYKB_DB", str(tmp_path / "file" / "folder" / "x.db"))
    with pytest.raises(DatabaseUnreachable, match="cannot be made") as caught:
        KnowledgeBase.init()
    assert caught.value.exit_code == 3


def test_init_again_changes_nothing(shipped_file: str, bases: Bases, tmp_path: Path) -> None:
    place = bases.copy(shipped_file, tmp_path / "base.db")
    before = fingerprint(place)
    for empty in (False, True):
        kb, report = KnowledgeBase.init(place, empty=empty)
        kb.close()
        assert report.totals == (0, 0, 0)
    with KnowledgeBase.open(place) as kb:
        assert kb.load(resources.seed_folder()).totals == (0, 0, 0)
    assert fingerprint(place) == before
    assert [p.name for p in tmp_path.iterdir()] == (["base.db"] if bases.engine == "sqlite" else [])


def test_init_fills_an_empty_base(bases: Bases, tmp_path: Path) -> None:
    kb, report = KnowledgeBase.init(bases.copy(bases.template, tmp_path / "base.db"))
    kb.close()
    assert report.totals[0] == sum(report.added.values()) > 200


def test_an_init_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "seed").mkdir()
    monkeypatch.setattr(resources, "seed_folder", lambda: write(tmp_path / "seed", {"a.yaml": "themes: x\n"}))
    with pytest.raises(SeedError):
        KnowledgeBase.init(tmp_path / "base.db")
    assert sorted(os.listdir(tmp_path)) == ["seed"]


def test_the_version_that_made_it_is_kept(shipped_file: str) -> None:
    assert query(shipped_file, "SELECT value FROM about WHERE name = 'version'") == [(policykb.__version__,)]
    assert query(shipped_file, 'SELECT DISTINCT version FROM "load"') == [(policykb.__version__,)]


# one record

CLAIM = {
    "type": "claim",
    "statement": "report/doubts",
    "aspect": "response",
    "value": "noted",
    "asserter": "japan",
    "on": "2024-07",
}
RELATION = {"type": "relation", "subject": "report/join-ipef", "relation": "refines", "object": "report/doubts"}


@pytest.fixture
def world(make: Make, tmp_path: Path) -> KnowledgeBase:
    report = REPORT.replace("key: doubts,", "key: doubts, former_keys: [fears],")
    base = make(tmp_path / "base.db")
    totals(base, write(small(tmp_path / "seed", report=report), {"z.jsonl": lines([CLAIM, RELATION])}))
    base.close()
    return KnowledgeBase.open(base.url)


def test_a_statement(world: KnowledgeBase) -> None:
    detail = world.show("report/join-ipef")
    assert detail.record == world.query("recommendations").to_dicts()[0]
    assert detail.citation == "Doe 2024, Summary, para. 3"
    assert detail.citations == ["Doe 2024, Summary, para. 3"]
    text = detail.record["text"]
    assert [(m.key, text[m.start : m.end]) for m in detail.mentions] == [("japan", "Japan"), ("ipef", "IPEF")]
    assert [(p.how, p.key) for p in detail.pointers] == [("refines", "report/doubts")]
    assert detail.names["report/experts"] == "Experts"
    assert detail.names["ipef"] == "Indo-Pacific Economic Framework"


def test_what_others_say_of_a_statement(world: KnowledgeBase) -> None:
    detail = world.show("report/doubts")
    assert detail.claims == [{"aspect": "response", "value": "noted", "asserter": "japan", "on": "2024-07"}]
    assert [(p.how, p.key) for p in detail.pointers] == [("refined by", "report/join-ipef")]
    assert detail.citation == "Doe 2024, p. 2"


def test_entities(world: KnowledgeBase) -> None:
    japan = world.show("japan")
    assert [(p.how, p.key) for p in japan.pointers] == [("addressee", "report/join-ipef")]
    assert (japan.citation, japan.pointed) == (None, 1)
    assert [p.key for p in world.show("economic").below] == ["trade"]
    source = world.show("report")
    assert source.citation == "Doe 2024"
    assert [p.key for p in source.pointers] == ["report/join-ipef", "report/doubts"]
    group = world.show("report/experts")
    assert (group.record["kind"], [p.how for p in group.pointers]) == ("group", ["proponent"])


@pytest.mark.parametrize("key", ["report/fears", "REPORT/Doubts", "  report/doubts \n"])
def test_a_former_key_and_other_ways_to_write_it(world: KnowledgeBase, key: str) -> None:
    assert world.show(key).record["key"] == "report/doubts"


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("jappan", "Did you mean japan?"),
        ("report/join-ipeff", "Did you mean report/join-ipef"),
        ("qqqqqqqq", "policykb query lists records with their keys."),
        ("", "policykb query lists records with their keys."),
        ("a%_\\'\"", "policykb query lists records with their keys."),
    ],
)
def test_an_unknown_key(world: KnowledgeBase, key: str, hint: str) -> None:
    with pytest.raises(UnknownKey) as caught:
        world.show(key)
    assert caught.value.exit_code == 1
    assert caught.value.message == f"There is no record {key!r} in {world.place}."
    assert str(caught.value.hint).startswith(hint)


def test_many_pointers_are_counted(make: Make, tmp_path: Path) -> None:
    finding = {"type": "finding", "source": "report", "text": "T", "evidence": [{"page": 1}], "themes": ["trade"]}
    many = [finding | {"key": f"report/f{n}"} for n in range(MOST_POINTERS + 20)]
    base = make(tmp_path / "base.db")
    totals(base, write(small(tmp_path / "seed"), {"many.jsonl": lines(many)}))
    with KnowledgeBase.open(base.url) as kb:
        detail = kb.show("trade")
    assert (len(detail.pointers), detail.pointed) == (MOST_POINTERS, MOST_POINTERS + 21)
    base.close()


# the rest


def test_stats(world: KnowledgeBase) -> None:
    stats = world.stats()
    assert stats.records == {
        "recommendation": 1,
        "finding": 1,
        "commitment": 0,
        "source": 1,
        "theme": 2,
        "actor": 4,
        "framework": 1,
        "event": 1,
    }
    assert (stats.place, stats.sources_read, stats.mentions) == (world.place, 0, 3)
    assert stats.last_load is not None


def test_check_with_and_without_a_base(world: KnowledgeBase, tmp_path: Path) -> None:
    before = fingerprint(world._database.url)
    more = write(
        tmp_path / "more", {"m.yaml": "themes:\n  - {key: tariffs, name: Tariffs, broader: [trade]}\n"}, "more"
    )
    assert str(world.check(more)) == "1 record in 1 file: no problems"
    assert world.check(tmp_path / "seed", more).records["theme"] == 3
    with pytest.raises(SeedError, match="no theme trade"):
        KnowledgeBase.check_alone([more])
    assert KnowledgeBase.check_alone([more, tmp_path / "seed"]).files == 4
    assert fingerprint(world._database.url) == before


def test_a_load_says_what_it_did(world: KnowledgeBase, tmp_path: Path) -> None:
    report = world.load(write(tmp_path / "more", {"m.yaml": "themes:\n  - {key: tariffs, name: Tariffs}\n"}, "more"))
    assert str(report) == "1 added, 0 changed, 0 removed"


TEXT = """Summary

First of all.

Second, it is.

Japan should stay in IPEF, they said twice.

Doubts

The U.S. doubts it.
"""


def test_verdicts(make: Make, tmp_path: Path) -> None:
    quote = {"from": "Japan should", "to": "said twice"}
    places = {
        "good": {"section": "Summary", "paragraph": 3, "quote": quote},
        "nowhere": {"section": "Summary", "paragraph": 3, "quote": {"exact": "never said"}},
        "elsewhere": {"section": "Doubts", "paragraph": 1, "quote": {"from": "The U.S.", "to": "doubts it"}},
    }
    finding = {"type": "finding", "source": "report", "text": "T"}
    records = [finding | {"key": f"report/{key}", "evidence": [place]} for key, place in places.items()]
    base = make(tmp_path / "base.db")
    world, head = small(tmp_path / "seed"), REPORT.partition("groups:")[0]
    totals(base, write(world, {"report.yaml": head, "f.jsonl": lines(records)}))
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    with KnowledgeBase.open(base.url) as kb:
        found = kb.verify("Report", tmp_path / "report.txt")
        assert (list(found.fingerprints), found.all_verified) == (["report"], False)
        assert found.counts == {"verified": 2, "not-found": 1}
        assert [(v.statement, v.type, v.place) for v in found.bad] == [
            ("report/nowhere", "finding", "Summary, para. 3")
        ]
        with pytest.raises(UnknownKey, match="There is no source 'raport'"):
            kb.verify("raport", tmp_path / "report.txt")
        with pytest.raises(UnknownKey, match="There is no source 'japan'"):
            kb.verify("japan", tmp_path / "report.txt")
        with pytest.raises(UsageError):
            kb.verify("report", tmp_path / "none.txt")
    base.close()


def test_no_file_is_left_open(world: KnowledgeBase, shipped: KnowledgeBase) -> None:
    def opened() -> set[str]:
        links = (Path("/proc/self/fd", name) for name in os.listdir("/proc/self/fd"))
        return {os.readlink(link) for link in links if link.is_symlink()}

    before = opened()
    world.query("findings").to_dicts()
    shipped.query("findings").to_rows()
    assert {name for name in opened() - before if name.endswith(".db")} == set()
    world.close()
