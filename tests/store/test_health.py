"""Every check of `db check` sees its fault, and only its fault; a base that was loaded, however, has none."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests import strategies
from tests.builders import REPORT, Fresh, Plain, lines, small, totals, write

from policykb import KnowledgeBase
from policykb.errors import NotAKnowledgeBase
from policykb.store.dialect import sqlite_health
from policykb.store.engine import Database
from policykb.store.health import Check, checks

pytestmark = pytest.mark.files
FULL = os.environ.get("POLICYKB_FAULTS") == "full"
MORE = """\
claims:
  - {statement: join-ipef, aspect: response, value: accepted, asserter: japan, on: 2025, quote: We will.}
relations:
  - {subject: doubts, relation: contradicts, object: join-ipef}
coverage:
  - {theme: trade, by: A. Reader, on: 2025-01-01}
vocabularies:
  - {key: response, name: Responses, terms: [{key: accepted, definition: Yes., words: [we will]}]}
"""


@pytest.fixture
def loaded(base: Database, tmp_path: Path) -> Database:
    totals(base, small(tmp_path / "seed", report=REPORT + MORE))
    return base


def wrong(database: Database) -> dict[str, Check]:
    return {check.name: check for check in checks(database) if not check.ok}


def test_a_sound_base(loaded: Database) -> None:
    found = list(checks(loaded))
    assert [check.name for check in found if not check.ok] == []
    assert len(found) == 14
    assert found[-1].note.startswith(f"SQLite {sqlite3.sqlite_version}, journal DELETE.")


@given(strategies.layouts().flatmap(lambda layout: strategies.edits(layout).map(lambda edited: (layout, edited))))
@settings(max_examples=100 if FULL else 2)
def test_whatever_was_loaded_and_undone(
    fresh: Fresh, layouts: tuple[list[tuple[str, Plain]], list[tuple[str, Plain]]]
) -> None:
    with fresh() as (folder, database):
        for layout in layouts:
            for path in folder.rglob("*.jsonl"):
                path.unlink()
            files: dict[str, list[Plain]] = {}
            for name, record in layout:
                files.setdefault(name, []).append(record)
            done = totals(database, write(folder, {name: lines(records) for name, records in files.items()}))
            assert wrong(database) == {}
        if any(done):
            KnowledgeBase(database).undo()
            assert wrong(database) == {}


FAULTS: dict[str, tuple[str, dict[str, str]]] = {
    "text": (
        "UPDATE statement SET text = 'Japan.' WHERE key = 'report/doubts'",
        {
            "records": "report/doubts does not say what was loaded",
            "names in texts": "report/doubts: the names found in it",
            "words of texts": "report/doubts: its words are not those of its text",
        },
    ),
    "link": ("DELETE FROM link WHERE role = 'addressee'", {"records": "report/join-ipef does not say"}),
    "entity": ("UPDATE entity SET note = 'x' WHERE key = 'japan'", {"records": "japan does not say"}),
    "membership": (
        "INSERT INTO framework_member(framework_id, position, actor_id, role, checked) SELECT f.id, 0, a.id, 'member', '2024'"
        " FROM entity f, entity a WHERE f.key = 'ipef' AND a.key = 'japan'",
        {"records": "ipef does not say"},
    ),
    "claim": ("UPDATE claim SET value = 'rejected'", {"records": "report/join-ipef response accepted"}),
    "relation": ("UPDATE relation SET relation = 'supports'", {"records": "report/doubts contradicts"}),
    "coverage": ("UPDATE coverage SET \"by\" = 'Somebody'", {"records": "report trade A. Reader"}),
    "term": ("UPDATE term SET definition = 'No.'", {"records": "response does not say"}),
    "digest": ("UPDATE statement SET digest = 'x' WHERE key = 'report/doubts'", {"records": "report/doubts does not"}),
    "no valid record": (
        "UPDATE statement SET confidence = 7 WHERE key = 'report/doubts'",
        {"records": "report/doubts does not"},
    ),
    "gone": (
        "DELETE FROM coverage",
        {"history": "report trade A. Reader is gone, which history does not know"},
    ),
    "nobody's": (
        "INSERT INTO change(load_id, type, key, op) VALUES (99, 'theme', 'trade', 'remove')",
        {
            "links between rows": "1 rows of change point at no row of load",
            "history": "1 changes belong to no load",
            "records": "",
        },
    ),
    "closure": (
        "DELETE FROM closure WHERE ancestor_id <> descendant_id",
        {"parts and narrower themes": "trade is not counted as below economic"},
    ),
    "closure too many": (
        "INSERT INTO closure SELECT a.id, d.id FROM entity a, entity d WHERE a.key = 'japan' AND d.key = 'trade'",
        {"parts and narrower themes": "trade is counted as below japan"},
    ),
    "date": (
        "UPDATE statement SET issued_first = '2000-01-01' WHERE key = 'report/doubts'",
        {"dates of statements": "report/doubts has another date"},
    ),
    "mention": ("DELETE FROM mention", {"names in texts": "report/join-ipef: the names found"}),
    "alias": (
        "INSERT INTO alias(entity_id, position, text, folded, language, kind, case_sensitive)"
        " SELECT id, 9, 'doubts', 'doubts', 'en', 'name', 0 FROM entity WHERE key = 'trade'",
        {"names in texts": "report/doubts: the names", "records": "trade does not say"},
    ),
    "words": (
        "UPDATE statement SET terms = 'other' WHERE key = 'report/doubts'",
        {"words of texts": "report/doubts: its words", "full text": "searches may miss statements"},
    ),
    "saved query": (
        "INSERT INTO saved_query VALUES ('No name', 'findings', 'type:finding', '2026-11-24')",
        {"saved queries": "No name is no saved query"},
    ),
    "full text": (
        "INSERT INTO statement_fts(statement_fts, rowid, terms) SELECT 'delete', id, terms FROM statement LIMIT 1",
        {"full text": "searches may miss statements"},
    ),
    "foreign key": ("DELETE FROM owner", {"links between rows": "rows of entity point at no row of owner"}),
    "trigger": ("DROP TRIGGER load_no_delete", {"schema": "trigger load_no_delete is missing"}),
    "index": ("DROP INDEX ix_link_entity_id", {"schema": "index ix_link_entity_id is missing"}),
    "table": ("CREATE TABLE mine (x)", {"schema": "table mine is not policykb's"}),
    "view": ("DROP VIEW theme; CREATE VIEW theme AS SELECT 1 AS one", {"schema": "view theme is not as schema"}),
}


@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_is_seen_by_the_check_that_looks_for_it(loaded: Database, kind: str) -> None:
    sql, expected = FAULTS[kind]
    with closing(sqlite3.connect(loaded.url)) as connection:  # foreign keys are off here, as with any other tool
        for statement in sql.split("; "):
            connection.execute(statement)
        connection.commit()
    found = wrong(loaded)
    assert found.keys() == {name for name, said in expected.items() if said} | (
        found.keys() & {name for name, said in expected.items() if not said}
    )
    for name, said in expected.items():
        if said:
            assert any(said in fault for fault in found[name].faults), found[name].faults
            assert found[name].remedy


def test_a_mark_that_was_lost(loaded: Database) -> None:
    """Such a file is not even opened: the check of the schema is for what can be opened."""
    with closing(sqlite3.connect(loaded.url)) as connection:
        connection.execute("PRAGMA application_id = 7")
    assert "application id is not as schema" in " ".join(wrong(loaded)["schema"].faults)


def test_a_damaged_file_is_told_and_the_other_checks_go_on(shipped_file: str, tmp_path: Path) -> None:
    """Or it cannot be opened at all, which says the same."""
    path, whole = tmp_path / "base.db", Path(shipped_file).read_bytes()
    gone_on = 0
    for at in range(8_192, len(whole) - 8_192, len(whole) // 5):
        path.write_bytes(whole[:at] + b"\xa5" * 8_192 + whole[at + 8_192 :])
        try:
            found = KnowledgeBase.db_check(path)
        except NotAKnowledgeBase:
            continue
        assert found[0].faults
        assert len(found) == 14
        gone_on += 1
    assert gone_on


def test_many_faults_are_counted(loaded: Database, tmp_path: Path) -> None:
    finding = {"type": "finding", "source": "report", "evidence": [{"page": 1}]}
    many = [finding | {"key": f"report/f{n}", "text": "Japan."} for n in range(600)]
    totals(loaded, write(tmp_path / "seed", {"many.jsonl": lines(many)}))
    with closing(sqlite3.connect(loaded.url)) as connection:
        connection.execute(
            "DELETE FROM mention WHERE statement_id IN (SELECT id FROM statement WHERE key LIKE 'report/f%')"
        )
        connection.commit()
    assert wrong(loaded)["names in texts"].faults[-1] == "and 595 more"


def test_full_text_of_a_base_that_may_only_be_read_is_not_looked_at(
    loaded: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = sqlite3.connect
    reading = lambda address, **options: connect(str(address).replace("base.db?mode=rw", "base.db?mode=ro"), **options)  # noqa: E731
    monkeypatch.setattr(sqlite3, "connect", reading)
    (check,) = wrong(loaded).values()
    assert (check.name, check.faults) == ("full text", ())
    assert "read-only" in check.skipped


def test_wal_and_a_sqlite_that_may_lose_commits(loaded: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_health, "has_wal_race", lambda _version: True)
    with loaded.reading() as connection:
        assert sqlite_health.engine_notes(connection)[1] == []
    monkeypatch.setenv("POLICYKB_JOURNAL", "wal")
    database = Database(loaded.url)
    with database.reading() as connection:
        engine, (note,) = sqlite_health.engine_notes(connection)
    assert engine.endswith("journal WAL")
    assert "can lose commits" in note
    monkeypatch.setattr(sqlite_health, "has_wal_race", lambda _version: False)
    with database.reading() as connection:
        assert sqlite_health.engine_notes(connection)[1] == []
    database.close()


def test_extended_records(loaded: Database, tmp_path: Path) -> None:
    totals(loaded, write(tmp_path / "more", {"more.yaml": "extend: [{key: japan, note: An island.}]\n"}, "more"))
    assert wrong(loaded) == {}
    with closing(sqlite3.connect(loaded.url)) as connection:
        connection.execute("UPDATE extension SET record = replace(record, 'island', 'archipelago')")
        connection.commit()
    assert wrong(loaded).keys() == {"what files add"}
    with closing(sqlite3.connect(loaded.url)) as connection:
        connection.execute("DELETE FROM extension")
        connection.commit()
    assert wrong(loaded)["what files add"].faults == ("japan is kept as extended and is not",)
