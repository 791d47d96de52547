"""The command-line part of the list of bad inputs: each gives its message, its place, its remedy and its exit code."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from tests.cli.conftest import SEED, Run, Spawn


def folder_state(folder: Path) -> dict[str, bytes | None]:
    return {str(p): p.read_bytes() if p.is_file() else None for p in sorted(folder.rglob("*"))}


def test_c01_no_command_is_help_and_2(run: Run) -> None:
    result = run()
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == run("--help").stdout
    assert run("--help").exit_code == 0


@pytest.mark.parametrize(
    ("typed", "meant"), [("lod", "load"), ("querry", "query"), ("shwo", "show"), ("verfy", "verify")]
)
def test_c02_unknown_command(run: Run, typed: str, meant: str) -> None:
    result = run(typed)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"Did you mean '{meant}'" in result.stderr


@pytest.mark.parametrize("command", [("init",), ("query", "findings"), ("load", str(SEED)), ("db", "current")])
@pytest.mark.parametrize(("place", "said"), [("no/dir/x.db", "does not exist"), ("", "is a folder")])
def test_c03_c04_no_folder_or_only_a_folder(
    run: Run, tmp_path: Path, command: tuple[str, ...], place: str, said: str
) -> None:
    before = folder_state(tmp_path)
    result = run(*command, "--db", str(tmp_path / place))
    assert result.exit_code == 2
    assert said in result.stderr
    assert folder_state(tmp_path) == before


FOREIGN = sqlite3.connect(":memory:")
FOREIGN.execute("CREATE TABLE notes(text)")
BAD_FILES = {
    "text": b"Dear Sir or Madam,\n" * 20,
    "zeros": bytes(100),
    "empty": b"",
    "foreign": FOREIGN.serialize(),
}
FOREIGN.close()


@pytest.mark.parametrize("command", [("init",), ("query", "findings"), ("load", str(SEED)), ("db", "upgrade")])
@pytest.mark.parametrize("kind", BAD_FILES)
def test_c05_c06_other_files_are_refused_and_left(
    run: Run, tmp_path: Path, command: tuple[str, ...], kind: str
) -> None:
    place = tmp_path / "other.db"
    place.write_bytes(BAD_FILES[kind])
    result = run(*command, "--db", str(place))
    assert result.exit_code == 4
    assert "is not a policykb database" in result.stderr
    assert place.read_bytes() == BAD_FILES[kind]


def test_c05_a_base_cut_short(run: Run, db: Path) -> None:
    half = db.read_bytes()[:30_000]
    db.write_bytes(half)
    result = run("query", "recommendations")
    assert result.exit_code == 4
    assert "damaged" in result.stderr
    assert db.read_bytes() == half


def revise(db: Path, revision: str) -> None:
    with sqlite3.connect(db) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", [revision])
        connection.execute("UPDATE about SET value = '3.1' WHERE name = 'version'")
    connection.close()


@pytest.mark.parametrize("command", [("query", "findings"), ("load", str(SEED)), ("init",)])
def test_c07_newer_and_c08_older_bases(
    run: Run, db: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    revise(db, "9999")
    result = run(*command)
    assert result.exit_code == 4
    assert "policykb 3.1" in result.stderr
    assert "Upgrade policykb" in result.stderr
    revise(db, "0001")
    monkeypatch.setattr("policykb.store.engine.revisions", lambda: ["0001", "9000"])
    result = run(*command)
    assert result.exit_code == 4
    assert "policykb db upgrade" in result.stderr


def test_c10_a_server_that_cannot_be_reached(run: Run) -> None:
    result = run("query", "findings", "--db", "postgresql+psycopg://ana:secret@127.0.0.1:1/kb")
    assert result.exit_code == 3
    assert "127.0.0.1:1" in result.stderr
    assert "secret" not in result.stderr


@pytest.mark.parametrize(
    "address",
    [
        "postgresql+psycopg2://ana:secret@127.0.0.1/kb",
        "postgresql+psycopg://ana:secret@127.0.0.1",
        "mysql://ana:secret@example.org/kb",
        "sqlite:///a.db?mode=memory",
    ],
)
def test_c11_addresses_that_are_not_supported(run: Run, address: str) -> None:
    result = run("query", "findings", "--db", address)
    assert result.exit_code == 2
    assert "secret" not in result.stderr


def test_c12_another_process_is_writing(run: Run, db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policykb.store.dialect.sqlite.BUSY_SECONDS", 0)
    changed = Path(shutil.copytree(SEED, tmp_path / "seed"))
    source = changed / "sources/lee-2024.yaml"
    source.write_text(source.read_text().replace("strength: must", "strength: should"))
    other = sqlite3.connect(db, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        result = run("load", str(changed))
    finally:
        other.close()
    assert result.exit_code == 3
    assert "busy: another process is writing" in result.stderr


@pytest.mark.parametrize("limit", ["-1", "0", "abc", "1e9", "1000001", "99999999999999999999", "１"])
def test_c15_limits(run: Run, limit: str) -> None:
    result = run("query", "findings", "--limit", limit)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "from 1 to 1,000,000" in result.stderr


@pytest.mark.parametrize("command", ["query", "export"])
def test_c17_formats(run: Run, command: str) -> None:
    result = run(command, "findings", "-o", "-", "--format", "xslx")
    assert result.exit_code == 2
    assert "table, bibtex, csl, csv, " in result.stderr
    assert run("stats", "--format", "csv").exit_code == 2


def test_c18_an_output_that_exists(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "mine.csv"
    target.write_text("mine")
    result = run("query", "findings", "-o", str(target))
    assert result.exit_code == 2
    assert "--force" in result.stderr
    assert target.read_text() == "mine"


def test_c19_a_full_disk(run: Run) -> None:
    result = run("query", "findings", "-o", "/dev/full")
    assert result.exit_code == 5
    assert "No space left" in result.stderr


def test_c22_arguments_that_are_not_unicode(spawn: Spawn) -> None:
    for arguments in (("query", "caf\udce9"), ("load", "caf\udce9.yaml"), ("query", "x", "--db", "caf\udce9")):
        done = spawn(*arguments)
        assert done.returncode == 2
        assert rb"caf\udce9" in done.stderr
    assert spawn("query", "x", env={"POLICYKB_DB": "caf\udce9"}).returncode == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [("x" * 1_000_000, "longer than 1,000 characters"), ("(" * 900, "nested deeper than 32"), ("", "empty")],
)
def test_c23_monstrous_queries(run: Run, text: str, said: str) -> None:
    result = run("query", text)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr
    assert len(result.stderr) < 1_000


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("recommendations mentioning NPS", "unknown name 'NPS' at column 28"),
        ("recommendations mentioning NPS", "\n" + " " * 27 + "^\n"),
        ("recommendations strenth:must", "unknown field 'strenth'"),
        ("findings with strength must", "strength"),
        ("recomendations to Norway", "Did you mean recommendations?"),
        ('findings "cod', "not closed"),
    ],
)
def test_queries_that_cannot_be_answered(run: Run, text: str, said: str) -> None:
    result = run("query", text)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_the_caret_stands_below_its_word_where_characters_are_wide(run: Run) -> None:
    _, query, caret, *_ = run("query", "to:日本国 colour:red").stderr.splitlines()
    assert query == "to:日本国 colour:red"
    assert caret == " " * 10 + "^"  # three of the ten cells are second halves


def test_no_base_yet(run: Run, tmp_path: Path) -> None:
    result = run("query", "findings", "--db", str(tmp_path / "none.db"))
    assert result.exit_code == 4
    assert "policykb init" in result.stderr


def test_no_base_yet_on_a_machine_that_never_had_one(run: Run, tmp_path: Path) -> None:
    result = run("query", "findings", env={"POLICYKB_DB": "", "XDG_DATA_HOME": str(tmp_path / "new")})
    assert result.exit_code == 4
    assert "policykb init" in result.stderr
    assert not Path(tmp_path, "new").exists()


def test_options_and_arguments_that_are_wrong(run: Run) -> None:
    assert "--format" in run("query", "x", "--formt", "csv").stderr
    assert "Missing argument 'KEY'" in run("show").stderr
    assert "See: policykb show --help" in run("show").stderr
    assert run("show", "a", "b").exit_code == 2
    assert run("db").exit_code == 2
