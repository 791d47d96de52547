"""The migrations make what the tables say, the views what the table of fields says; they stand on their own."""

import ast
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from policykb import KnowledgeBase, resources
from policykb.errors import NewerDatabase, OlderDatabase
from policykb.export.flat import columns_of
from policykb.store import tables
from policykb.store.engine import Database, revisions
from policykb.store.migrate import upgrade

pytestmark = pytest.mark.files
KNOWN = revisions()


def test_one_head_and_the_same_list_as_alembic() -> None:
    config = Config()
    config.set_main_option("script_location", str(resources.migrations_folder()))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [revisions()[-1]]
    assert sorted(script.revision for script in scripts.walk_revisions()) == revisions()


def test_upgrade_to_head_makes_the_tables(base: Database) -> None:
    with base.reading() as connection:

        def include(name: str | None, type_: str, _parents: object) -> bool:
            return not (type_ == "table" and str(name).startswith(("statement_fts", "passage_fts")))

        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_name": include})
        assert compare_metadata(context, tables.metadata) == []


def test_revisions_import_neither_policykb_nor_one_another() -> None:
    for path in Path(resources.migrations_folder(), "versions").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not [name for name in names if name.partition(".")[0] not in {"alembic", "sqlalchemy", "__future__"}]


@pytest.mark.parametrize("subject", ["recommendation", "finding", "commitment"])
def test_views_say_what_csv_says(shipped_file: str, subject: str) -> None:
    with KnowledgeBase.open(shipped_file) as kb, closing(sqlite3.connect(shipped_file)) as connection:
        connection.row_factory = sqlite3.Row
        viewed = {row["key"]: dict(row) for row in connection.execute(f'SELECT * FROM "{subject}"')}
        rows = kb.query(f"type:{subject}").to_rows()
    assert len(viewed) == len(rows)
    with closing(sqlite3.connect(shipped_file)) as connection:
        columns = {row[1] for row in connection.execute(f'PRAGMA table_info("{subject}")')}
    assert {column.name for column in columns_of([subject])} <= columns
    for row in rows:
        seen = viewed[str(row["key"])]
        assert {name: seen[name] for name in row} == row


def test_a_base_of_the_past_or_future_is_named_so(base: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policykb.store.engine.revisions", lambda: [*KNOWN, "9998"])
    with pytest.raises(OlderDatabase, match="older policykb"):
        Database(base.url)
    monkeypatch.undo()
    with closing(sqlite3.connect(base.url)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(NewerDatabase, match=r"made by policykb 0\.test"):
        Database(base.url)
    with pytest.raises(NewerDatabase):
        upgrade(base.url, "x")


def test_nothing_to_upgrade_makes_no_copy(base: Database, tmp_path: Path) -> None:
    assert upgrade(base.url, "x") == (revisions()[-1], revisions()[-1], None)
    assert [path.name for path in tmp_path.iterdir()] == ["base.db"]


@pytest.mark.parametrize("table", ["load", "load_file", "change"])
def test_history_cannot_be_edited(shipped_file: str, tmp_path: Path, table: str) -> None:
    """Not even row by row, in SQL: neither loads, nor their files, nor changes; and nothing of it is lost by trying."""
    copy = tmp_path / "copy.db"
    copy.write_bytes(Path(shipped_file).read_bytes())
    with closing(sqlite3.connect(copy)) as connection:
        rows = connection.execute(f'SELECT * FROM "{table}"').fetchall()
        assert rows
        columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')]
        attempts = [f'UPDATE "{table}" SET "{column}" = "{column}"' for column in columns]
        attempts += [f'DELETE FROM "{table}"', f'UPDATE "{table}" SET rowid = rowid']
        attempts += [f'DELETE FROM "{table}" WHERE rowid = (SELECT min(rowid) FROM "{table}")']
        attempts += [f'{verb} INTO "{table}" SELECT * FROM "{table}"' for verb in ("REPLACE", "INSERT OR REPLACE")]
        for statement in attempts:
            with pytest.raises(sqlite3.IntegrityError, match="history cannot be edited"):
                connection.execute(statement)
        assert connection.execute(f'SELECT * FROM "{table}"').fetchall() == rows
