"""What 0002 does to a base that was made before it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.builders import assert_sound, query, small, state, totals
from tests.seed.test_dump import content, dumped

from policykb.store.engine import Database
from policykb.store.migrate import upgrade

pytestmark = pytest.mark.files


def take_back(path: Path) -> None:
    """The base as 0001 would have made it."""
    with closing(sqlite3.connect(path)) as connection:
        for view in ("statements", "entities", "parents", "closures", "aliases", "external_ids", "authors"):
            connection.execute(f'DROP VIEW "{view}"')
        for table in ("entity", "vocabulary", "relation", "coverage"):
            connection.execute(f"ALTER TABLE {table} DROP COLUMN position")
        for table in ("extended", "extension"):
            connection.execute(f"DROP TABLE {table}")
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
        connection.commit()


def test_records_keep_their_order_in_their_files(base: Database, tmp_path: Path) -> None:
    relations = "relations: [{subject: report/doubts, relation: supports, object: report/join-ipef}]\n"
    coverage = "coverage: [{source: report, theme: trade, by: Me, on: 2024}]\n"
    totals(base, small(tmp_path / "seed", more=relations + coverage))
    before = state(base.description)
    dumped(base, tmp_path / "before")
    path = Path(base.description)
    base.close()
    take_back(path)
    assert upgrade(str(path), "9.9")[:2] == ("0001", query(path, "SELECT version_num FROM alembic_version")[0][0])
    again = Database(str(path))
    dumped(again, tmp_path / "after")
    assert content(tmp_path / "after") == content(tmp_path / "before")
    after = state(path)
    assert {name: rows for name, rows in after.items() if name not in {"position", "small"}} == {
        name: rows for name, rows in before.items() if name not in {"position", "small"}
    }
    assert_sound(again)
    again.close()
