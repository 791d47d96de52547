"""What 0002 does to a base that was made before it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from tests.builders import assert_sound, small, state, totals
from tests.seed.test_dump import content, dumped

from policykb import resources
from policykb.store.engine import Database, revisions
from policykb.store.migrate import upgrade

pytestmark = pytest.mark.files


def made_by_the_first(path: Path, source: Path) -> None:
    """A base at 0001 with the rows of another, as far as it has a place for them."""
    database = Database(str(path), create=True)
    with database.migrating() as connection:
        config = Config()
        config.set_main_option("script_location", str(resources.migrations_folder()))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
    database.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ATTACH ? AS source", (str(source),))
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '*_fts*'"
        for (table,) in connection.execute(tables).fetchall():
            if table != "alembic_version":
                columns = ", ".join(f'"{row[1]}"' for row in connection.execute(f'PRAGMA table_info("{table}")'))
                connection.execute(f'INSERT INTO main."{table}" ({columns}) SELECT {columns} FROM source."{table}"')
        connection.execute("INSERT INTO statement_fts(statement_fts) VALUES ('rebuild')")
        connection.commit()


def test_records_keep_their_order_in_their_files(base: Database, tmp_path: Path) -> None:
    relations = "relations: [{subject: report/doubts, relation: supports, object: report/join-ipef}]\n"
    coverage = "coverage: [{source: report, theme: trade, by: Me, on: 2024}]\n"
    totals(base, small(tmp_path / "seed", more=relations + coverage))
    before = state(base.description)
    dumped(base, tmp_path / "before")
    path = tmp_path / "older.db"
    made_by_the_first(path, Path(base.description))
    assert upgrade(str(path), "9.9")[:2] == ("0001", revisions()[-1])
    again = Database(str(path))
    dumped(again, tmp_path / "after")
    assert content(tmp_path / "after") == content(tmp_path / "before")
    after = state(path)
    assert {name: rows for name, rows in after.items() if name not in {"position", "small"}} == {
        name: rows for name, rows in before.items() if name not in {"position", "small"}
    }
    assert_sound(again)
    again.close()
