"""Bases of all released schemas: each is upgraded to the newest, says what it said, and can be searched and loaded."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.migrations.fixtures.make import FOLDER, content

from policykb import KnowledgeBase
from policykb.errors import OlderDatabase
from policykb.store.engine import revisions

FIXTURES = sorted(FOLDER.glob("*.db"))

pytestmark = pytest.mark.files


def normalised(path: Path) -> dict[str, str]:
    """The schema with its spaces folded, without what full text keeps for itself."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
        rows = connection.execute("SELECT type || ' ' || name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {name: " ".join(sql.split()) for name, sql in rows if "_fts_" not in name}


@pytest.fixture(params=FIXTURES, ids=lambda path: str(path.stem))
def upgraded(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, Path]:
    """The file that was kept, and a copy of it at the newest schema."""
    kept, path = request.param, tmp_path / "base.db"
    shutil.copyfile(kept, path)
    if kept.stem != revisions()[-1]:
        with pytest.raises(OlderDatabase):
            KnowledgeBase.open(path)
    before, now, copy = KnowledgeBase.db_upgrade(path)
    assert (before, now) == (kept.stem, revisions()[-1])
    assert (copy is None) == (before == now)
    return kept, path


def test_they_are_small_and_of_schemas_there_were() -> None:
    assert FIXTURES[0].stem == "0001"
    assert {path.stem for path in FIXTURES} <= set(revisions())
    assert all(path.stat().st_size < 200_000 for path in FIXTURES)


def test_it_says_what_was_loaded(upgraded: tuple[Path, Path]) -> None:
    kept, path = upgraded
    wanted = json.loads(kept.with_suffix(".json").read_text(encoding="utf-8"))
    found = json.loads(json.dumps(content(path)))
    for name in wanted:  # one at a time, so that what differs is seen
        assert found[name] == wanted[name], name
    assert found.keys() == wanted.keys()


def test_its_texts_are_searched_and_verified(upgraded: tuple[Path, Path]) -> None:
    kept, path = upgraded
    with KnowledgeBase.open(path) as kb:
        assert len(kb.source_list()) == (kept.stem >= "0006")
        assert [r["key"] for r in kb.query("passages containing swim*").to_dicts()] == (
            ["doe-2024#1", "doe-2024#2"] if kept.stem >= "0006" else []
        )
        counts = kb.verify("doe-2024").counts
        assert ("verified" in counts) == (kept.stem >= "0006"), counts


def test_its_schema_is_that_of_a_new_base(upgraded: tuple[Path, Path], empty_file: Path) -> None:
    assert normalised(upgraded[1]) == normalised(empty_file)


def test_it_is_sound(upgraded: tuple[Path, Path]) -> None:
    assert [check.name for check in KnowledgeBase.db_check(upgraded[1]) if check.faults or check.skipped] == []


def test_it_is_searched_before_and_after_something_is_loaded(upgraded: tuple[Path, Path], tmp_path: Path) -> None:
    _, path = upgraded
    report = (
        "source: {key: late-2025, title: Later, kind: report, authors: [jane-doe], issued: 2025}\n"
        "findings:\n  - {key: cod-again, text: The cod of Norway is back., evidence: [{page: 1}]}\n"
    )
    (tmp_path / "late-2025.yaml").write_text(report)
    with KnowledgeBase.open(path) as kb:
        assert [r["key"] for r in kb.query("recommendations containing cod").to_dicts()] == ["doe-2024/count-the-cod"]
        assert [r["key"] for r in kb.query("findings mentioning Norway").to_dicts()] == ["doe-2024/few-cod"]
        assert kb.load(tmp_path / "late-2025.yaml").totals == (2, 0, 0)
        found = {r["key"] for r in kb.query("findings containing cod").to_dicts()}
        assert found == {"late-2025/cod-again", "doe-2024/few-cod"}
        kb.undo()
        assert kb.query("findings containing cod").total == 1
