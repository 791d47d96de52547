"""`policykb db check`, `backup` and `restore`: what they print, and their exit codes."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.builders import state
from tests.cli.conftest import SEED, Run
from tests.migrations.fixtures.make import FOLDER


def test_check_of_a_sound_base(run: Run) -> None:
    result = run("db", "check")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert [line.split("  ")[-1].strip() for line in lines[:-1]] == ["ok"] * 13
    assert lines[-1].startswith("engine ")
    checks = json.loads(run("db", "check", "--format", "json").stdout)
    assert [check["ok"] for check in checks] == [True] * 14


def test_check_says_what_is_wrong_and_what_to_do(run: Run, db: Path) -> None:
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("DELETE FROM mention")
        connection.execute("DROP TRIGGER load_no_delete")
        connection.commit()
    result = run("db", "check")
    assert result.exit_code == 1
    assert "The database is not sound: schema, names in texts." in result.stderr
    assert "trigger load_no_delete is missing" in result.stdout
    assert "Restore a backup (policykb db restore FILE)" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80
    result = run("db", "check", "--format", "json")
    assert result.exit_code == 1
    faults = {check["name"]: check["faults"] for check in json.loads(result.stdout) if not check["ok"]}
    assert faults["schema"] == ["trigger load_no_delete is missing"]


def test_backup_change_and_restore(run: Run, db: Path, tmp_path: Path) -> None:
    copy = tmp_path / "safe.db"
    before = state(db)
    assert run("db", "backup", str(copy)).stdout == f"The backup is {copy}, verified.\n"
    assert run("undo", "--yes").exit_code == 0
    assert state(db) != before
    result = run("db", "restore", str(copy))
    assert result.stdout == f"Restored {db} from {copy}.\nWhat was there before: {db}.before-restore\n"
    assert state(db) == before
    assert run("load", str(SEED)).stdout == "0 added, 0 changed, 0 removed\n"
    result = run("db", "backup", str(copy))
    assert result.exit_code == 2
    assert "--force" in result.stderr
    assert run("db", "backup", str(copy), "--force").exit_code == 0


def test_a_backup_without_a_name_stands_beside_the_base(run: Run, db: Path) -> None:
    assert f"{db.stem}-20" in run("db", "backup").stdout
    assert len(list(db.parent.glob(f"{db.stem}-20*.db"))) == 1


def test_an_older_backup_says_how_to_go_on(run: Run) -> None:
    assert "policykb db upgrade" in run("db", "restore", str(FOLDER / "0001.db")).stderr
    assert "policykb db upgrade" in run("query", "findings").stderr
    assert run("db", "upgrade").stdout.startswith("Upgraded from 0001 to ")
    assert run("query", "findings").exit_code == 0


@pytest.mark.parametrize("spoil", ["cut", "newer"])
def test_c25_a_bad_backup(run: Run, db: Path, tmp_path: Path, spoil: str) -> None:
    copy = tmp_path / "safe.db"
    run("db", "backup", str(copy))
    if spoil == "cut":
        copy.write_bytes(copy.read_bytes()[:50_000])
    else:
        with closing(sqlite3.connect(copy)) as connection:
            connection.execute("UPDATE alembic_version SET version_num = '9999'")
            connection.commit()
    before = db.read_bytes()
    result = run("db", "restore", str(copy))
    assert (result.exit_code, result.stdout) == (4, "")
    assert ("damaged" if spoil == "cut" else "Upgrade policykb") in result.stderr
    assert db.read_bytes() == before


def test_a_backup_that_is_not_there(run: Run, tmp_path: Path) -> None:
    result = run("db", "restore", str(tmp_path / "none.db"))
    assert result.exit_code == 2
    assert "There is no file" in result.stderr
    result = run("db", "backup", "--db", "postgresql://ana:secret@example.org/kb")
    assert result.exit_code == 2
    assert "pg_dump" in result.stderr
    assert "secret" not in result.stderr
