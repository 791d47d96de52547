"""The generated folder is what it says: sound, loadable, of the promised shape, and the same every time."""

import json
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from benchmarks.generator import write_folder
from benchmarks.world import FRAMEWORKS, SOURCES, make_world

from policykb import KnowledgeBase

COUNT, FEW_SOURCES = 200, 40


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("generated") / "seed"
    write_folder(made, COUNT, sources=FEW_SOURCES)
    return made


def content(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def statements(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / "sources" / "statements.jsonl").read_text().splitlines()]


def test_checks_without_a_problem(folder: Path) -> None:
    records = KnowledgeBase.check_alone([folder]).records
    assert sum(records[name] for name in ("recommendation", "finding", "commitment")) == COUNT
    assert records["source"] == FEW_SOURCES


def test_loads_with_its_links_and_mentions(folder: Path, tmp_path: Path) -> None:
    base = tmp_path / "base.db"
    kb, _ = KnowledgeBase.init(base, empty=True)
    with kb:
        report = kb.load(folder)
        assert report.added["framework"] == FRAMEWORKS
        assert kb.load(folder).totals == (0, 0, 0)
    with closing(sqlite3.connect(base)) as connection:
        roles = dict(connection.execute("SELECT role, count(*) FROM link GROUP BY role"))
        mentioning = connection.execute("SELECT count(DISTINCT statement_id) FROM mention WHERE place = 0").fetchone()[
            0
        ]
    assert roles["theme"] == 2 * COUNT
    assert COUNT <= roles["framework"] <= 2 * COUNT
    assert roles["actor"] + roles["addressee"] == 2 * COUNT
    assert mentioning == COUNT


def test_yaml_holds_the_same_statements(folder: Path, tmp_path: Path) -> None:
    write_folder(tmp_path / "yaml", COUNT, sources=FEW_SOURCES, form="yaml")
    bases = []
    for name, seed in (("a.db", folder), ("b.db", tmp_path / "yaml")):
        kb, _ = KnowledgeBase.init(tmp_path / name, empty=True)
        with kb:
            kb.load(seed)
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            bases.append(connection.execute("SELECT key, digest FROM statement ORDER BY key").fetchall())
    assert bases[0] == bases[1]


def test_same_seed_same_bytes_other_seed_others(folder: Path, tmp_path: Path) -> None:
    write_folder(tmp_path / "again", COUNT, sources=FEW_SOURCES)
    write_folder(tmp_path / "other", COUNT, 2, sources=FEW_SOURCES)
    again, other = content(tmp_path / "again"), content(tmp_path / "other")
    assert again == content(folder)
    assert other.keys() == again.keys()
    assert other["sources/statements.jsonl"] != again["sources/statements.jsonl"]


def test_the_world_has_the_promised_size() -> None:
    world = make_world()
    assert (len(world.actors), len(world.frameworks), len(world.sources)) == (300, 150, 2_000) == (300, 150, SOURCES)
    above = {theme["key"]: theme.get("broader", []) for theme in world.themes}

    def depth(key: str) -> int:
        return 1 + max(map(depth, above[key]), default=0)

    assert set(map(depth, above)) == {1, 2, 3, 4}


def test_texts_are_of_about_sixty_words_and_evenly_spread(folder: Path) -> None:
    found = statements(folder)
    lengths = [len(statement["text"].split()) for statement in found]
    assert 55 <= sum(lengths) / COUNT <= 65
    assert set(Counter(statement["source"] for statement in found).values()) == {COUNT // FEW_SOURCES}
