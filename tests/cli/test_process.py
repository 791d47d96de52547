"""What only a process of its own can show: pipes, signals, encodings, what is imported."""

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Run, Spawn

from policykb import KnowledgeBase, __version__
from policykb.cli.boundary import EXIT_CODES

LOADED = """
import atexit, sys
atexit.register(lambda: sys.stderr.write("LOADED " + " ".join(sorted(sys.modules))))
"""


def loaded(stderr: bytes) -> set[str]:
    return set(stderr.decode().partition("LOADED ")[2].split())


def test_help_loads_no_database_no_yaml_no_rich(spawn: Spawn) -> None:
    done = spawn("--help", code=LOADED)
    heavy = {"sqlalchemy", "alembic", "yaml", "rich.console", "pydantic", "snowballstemmer", "rapidfuzz", "policykb.kb"}
    assert not heavy & loaded(done.stderr)
    assert "typer" in loaded(done.stderr)


def test_version_loads_nothing(spawn: Spawn) -> None:
    for option in ("--version", "-V"):
        done = spawn(option, code=LOADED)
        assert done.stdout.decode() == f"policykb {__version__}\n"
        assert not {"typer", "sqlalchemy"} & loaded(done.stderr)


def test_a_query_loads_no_migrations_and_no_yaml(spawn: Spawn) -> None:
    done = spawn("query", "recommendations", code=LOADED)
    assert not {"alembic", "yaml", "sqlalchemy.orm", "rich.console"} & loaded(done.stderr)
    assert "rich.cells" not in loaded(spawn("query", "recommendations", "-f", "csv", code=LOADED).stderr)


@pytest.mark.parametrize("command", [("query", "statements"), ("export", "-o", "-"), ("fields",), ("--help",)])
def test_c20_a_closed_pipe_is_no_error(spawn: Spawn, command: tuple[str, ...]) -> None:
    nobody_reads = "import os; reader, writer = os.pipe(); os.close(reader); os.dup2(writer, 1)"
    done = spawn(*command, code=nobody_reads)
    assert done.returncode == 0
    assert all(line.startswith(b"# ") for line in done.stderr.splitlines())


@pytest.mark.parametrize("command", [("query", "statements"), ("stats", "-f", "json"), ("fields",), ("--help",)])
def test_a_full_disk_behind_standard_output(spawn: Spawn, command: tuple[str, ...]) -> None:
    done = spawn(*command, shell=">/dev/full")
    assert done.returncode == 5
    assert b"No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("redirection", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams(spawn: Spawn, db: Path, redirection: str) -> None:
    before = db.read_bytes()
    assert spawn("query", "statements", shell=redirection).returncode == 0
    assert db.read_bytes() == before


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C", "LANG": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
)
def test_c21_text_that_the_encoding_lacks(spawn: Spawn, env: dict[str, str]) -> None:
    done = spawn("query", "recommendations to Japan", env=env)
    assert done.returncode == 0
    assert b"lee-2024/lift-duties" in done.stdout
    assert b"Traceback" not in done.stderr


def test_c21_json_is_utf_8_whatever_the_terminal(spawn: Spawn) -> None:
    done = spawn("show", "lee-2024/lift-duties", "-f", "json", env={"PYTHONIOENCODING": "ascii"})
    assert json.loads(done.stdout.decode())["record"]["text"].startswith("日本国")


INTERRUPTED = """
import os, signal
from policykb.store import writing
put = writing.Loading.put_statements
def put_and_stop(self, items):
    put(self, items)
    os.kill(os.getpid(), signal.{name})
writing.Loading.put_statements = put_and_stop
"""


@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143)])
def test_c14_a_load_that_is_stopped_leaves_the_base_as_it_was(
    spawn: Spawn, run: Run, db: Path, tmp_path: Path, name: str, code: int
) -> None:
    Path(tmp_path, "more").mkdir()
    evidence = [{"section": "Body", "paragraph": 1}]
    record = {"type": "finding", "key": "lee-2024/new", "source": "lee-2024", "text": "New.", "evidence": evidence}
    Path(tmp_path, "more/new.jsonl").write_text(json.dumps(record) + "\n")
    done = spawn("load", "more", code=INTERRUPTED.format(name=name))
    assert (done.returncode, done.stdout) == (code, b"")
    assert done.stderr == b"Stopped; nothing half-done was kept.\n"
    with KnowledgeBase.open(db) as kb:
        assert kb.stats().records["finding"] == 1
    assert run("load", str(tmp_path / "more")).stdout == "1 added, 0 changed, 0 removed\n"


def test_a_fault_of_the_program_says_so_and_shows_its_place_when_asked(spawn: Spawn) -> None:
    broken = "from policykb.kb import KnowledgeBase\nKnowledgeBase.stats = lambda self: {}['missing']"
    done = spawn("stats", code=broken)
    assert done.returncode == 70
    assert b"KeyError: 'missing'" in done.stderr
    assert b"--debug" in done.stderr
    assert b"Traceback" not in done.stderr
    for asked in (spawn("stats", "--debug", code=broken), spawn("stats", code=broken, env={"POLICYKB_DEBUG": "1"})):
        assert asked.returncode == 70
        assert b"Traceback" in asked.stderr
    assert b"Traceback" not in spawn("stats", code=broken, env={"POLICYKB_DEBUG": "0"}).stderr


def test_an_error_that_was_foreseen_shows_its_place_when_asked(spawn: Spawn) -> None:
    done = spawn("show", "nothing-of-the-kind", "--debug")
    assert done.returncode == 1
    assert b"Traceback" in done.stderr
    assert b"Error: There is no record" in done.stderr


@pytest.mark.parametrize("redirection", ["2>/dev/full", "2>&1 >/dev/null | true"])
@pytest.mark.parametrize(("command", "code"), [(("query", "findings"), 0), (("show", "nothing"), 1)])
def test_nobody_listens_to_standard_error(spawn: Spawn, command: tuple[str, ...], code: int, redirection: str) -> None:
    done = spawn(*command, shell=redirection)
    assert done.returncode == (code if "|" not in redirection else 0)
    assert done.stderr == b""


def test_c13_a_disk_that_fills_during_a_load(spawn: Spawn, db: Path, tmp_path: Path) -> None:
    Path(tmp_path, "more").mkdir()
    evidence = [{"section": "Body", "paragraph": 1}]
    record = {"type": "finding", "source": "lee-2024", "text": "new " * 300 + "end.", "evidence": evidence}
    lines = [json.dumps(record | {"key": f"lee-2024/new-{n}"}) + "\n" for n in range(200)]
    Path(tmp_path, "more/new.jsonl").write_text("".join(lines))
    size = db.stat().st_size
    done = spawn("load", "more", code=f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))")
    assert done.returncode == 5
    assert b"nothing was changed" in done.stderr
    with KnowledgeBase.open(db) as kb:
        assert kb.stats().records["finding"] == 1


def test_memory_that_runs_out(spawn: Spawn) -> None:
    greedy = "from policykb.kb import KnowledgeBase\ndef stats(self): raise MemoryError\nKnowledgeBase.stats = stats"
    done = spawn("stats", code=greedy)
    assert done.returncode == 5
    assert b"not enough memory" in done.stderr


def test_help_tells_every_exit_code(run: Run) -> None:
    text = run("--help").stdout
    for code, meaning in EXIT_CODES.items():
        assert f"{code:>3}  {meaning}" in text


def test_control_characters_in_arguments_do_not_act_on_the_terminal(run: Run) -> None:
    result = run("query", "findings", "--format", "\x1b[31mred")
    assert result.exit_code == 2
    assert "\x1b" not in result.stderr
    assert r"\x1b[31mred" in result.stderr
