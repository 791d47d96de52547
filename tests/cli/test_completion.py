"""Tab: the shells themselves are asked, as far as they are there; bash must be."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli.conftest import Run, Spawn

from policykb.cli.completion import words_of
from policykb.cli.display.shells import SCRIPTS


def asked(spawn: Spawn, line: str, shell: str = "fish", env: dict[str, str] | None = None) -> tuple[int, list[str]]:
    """The exit code and the candidates, without what they mean."""
    done = spawn(env={"_POLICYKB_COMPLETE": shell, "_POLICYKB_LINE": line} | (env or {}))
    assert done.stderr == b""
    return done.returncode, [answer.partition("\t")[0] for answer in done.stdout.decode().splitlines()]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("policykb que", ["query"]),
        ("policykb db back", ["backup"]),
        ("policykb --vers", ["--version"]),
        ("policykb query x --lim", ["--limit"]),
        ("policykb query x --format ta", ["table"]),
        ("policykb query x -f csv", ["csv"]),
        ("policykb query recommendations theme:tar", ["theme:tariffs"]),
        ('policykb query "recommendations theme:tar', ["recommendations theme:tariffs"]),
        ("policykb query 'recommendations to norw", ["recommendations to norway"]),
        ("policykb query --limit 5 recommendations under nor", ["north-sea-pact"]),
        ("policykb query recommendations to Kingdom of", ["of Norway"]),
        ("policykb query 'recommendations mentioning \"Kingdom of", ['recommendations mentioning "Kingdom of Norway"']),
        ("policykb export findings kin", ["kind:concern"]),
        ("policykb show north", ["north-sea-pact"]),
        ("policykb show lee-2024/join", ["lee-2024/join-pact"]),
        ("policykb verify lee", ["lee-2024"]),
        ("policykb fields rec", ["recommendations"]),
        ("policykb new th", ["theme"]),
        ('policykb sql "select key from recomm', ["select key from recommendation"]),
        ('policykb sql "select key from theme where defin', ["select key from theme where definition"]),
        ("policykb completion ba", ["bash"]),
        ("policykb nonsense x", []),
        ("policykb show north-sea-pact x", []),
    ],
)
def test_what_a_line_can_go_on_with(spawn: Spawn, line: str, expected: list[str]) -> None:
    assert asked(spawn, line) == (0, expected)


@pytest.mark.parametrize(
    "line", ["policykb export -o rec", "policykb check ", "policykb query x --db /tm", "policykb verify lee-2024 "]
)
def test_files_are_left_to_the_shell(spawn: Spawn, line: str) -> None:
    assert asked(spawn, line) == (3, [])


def test_a_meaning_stands_beside(spawn: Spawn) -> None:
    done = spawn(env={"_POLICYKB_COMPLETE": "zsh", "_POLICYKB_LINE": "policykb query recommendations on tar"})
    assert done.stdout.decode() == "tariffs\tTariffs\n"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("policykb query recommendations theme:tar", ["tariffs "]),
        ('policykb query "recommendations theme:tar', ["recommendations theme:tariffs"]),
        ("policykb query recommendations to Norw", ["norway "]),
        ("policykb query x --format ta", ["table "]),
    ],
)
def test_bash_takes_what_stands_behind_a_sign_it_breaks_words_at(spawn: Spawn, line: str, expected: list[str]) -> None:
    assert asked(spawn, line, "bash") == (0, expected)
    if ":" in line and '"' not in line:
        whole = [f"theme:{word}" for word in expected]
        assert asked(spawn, line, "bash", {"_POLICYKB_BREAKS": " \t\n\"'><=;|&("}) == (0, whole)


@pytest.mark.parametrize(
    "line", ["policykb query 'x", 'policykb query "recommendations to ', "", "'", "\\", "policykb query \x00"]
)
@pytest.mark.parametrize("base", ["missing.db", "empty.db", "sqlite://", "postgresql://nobody@127.0.0.1:1/x"])
def test_nothing_is_said_where_there_is_no_base(spawn: Spawn, tmp_path: Path, base: str, line: str) -> None:
    Path(tmp_path, "empty.db").touch()
    if "\0" in line:
        line = line.replace("\0", "\udce9")
    code, _ = asked(spawn, line, env={"POLICYKB_DB": base if "//" in base else str(tmp_path / base)})
    assert code == 0
    assert not Path(tmp_path, "missing.db").exists()


def test_little_is_loaded_and_nothing_changed(spawn: Spawn, db: Path) -> None:
    before = db.read_bytes()
    code = "import atexit, sys\natexit.register(lambda: sys.stderr.write(' '.join(sorted(sys.modules))))"
    line = "policykb query recommendations to norw"
    done = spawn(code=code, env={"_POLICYKB_COMPLETE": "bash", "_POLICYKB_LINE": line})
    assert done.stdout == b"norway \n"
    heavy = {"sqlalchemy", "alembic", "pydantic", "yaml", "rich", "snowballstemmer", "policykb.kb"}
    assert not heavy & set(done.stderr.decode().split())
    assert db.read_bytes() == before


def test_scripts_for_shells(run: Run) -> None:
    for shell, script in SCRIPTS.items():
        assert run("completion", shell).stdout == script
    assert run("completion", env={"SHELL": "/usr/bin/fish"}).stdout == SCRIPTS["fish"]
    assert run("completion", "tcsh").exit_code == 2


def test_words_of_a_line() -> None:
    assert [word.value for word in words_of('a \'b c\' "d \\" e" f\\ g h')] == ["a", "b c", 'd " e', "f g", "h"]
    assert words_of("a 'b c")[-1] == ("b c", 2, "'")


@pytest.fixture
def path(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """The environment of a shell in which `policykb` is this one."""
    program = tmp_path / "bin" / "policykb"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -c "from policykb.cli import main; import sys; sys.exit(main())" "$@"\n'
    )
    program.chmod(0o755)
    known = {name: value for name, value in os.environ.items() if not name.startswith("POLICYKB_")}
    return known | environment | {"PATH": f"{program.parent}:{os.environ['PATH']}"}


BASH = """
compopt() { option=$2; }
eval "$(policykb completion bash)"
COMP_LINE=$1 COMP_POINT=${#1}
function=$(complete -p policykb | sed 's/.*-F \\([^ ]*\\).*/\\1/')
$function policykb
printf '%s|' "$option" "${COMPREPLY[@]}"
"""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("policykb query recommendations theme:tar", "nospace|tariffs |"),
        ('policykb query "recommendations to norw', "nospace|recommendations to norway|"),
        ("policykb query recommendations strength:", "nospace|must |should |"),
        ("policykb qu", "nospace|query |"),
        ("policykb export -o x", "default|"),
    ],
)
def test_bash_itself(path: dict[str, str], line: str, expected: str) -> None:
    bash = shutil.which("bash")
    assert bash is not None
    done = subprocess.run([bash, "--norc", "-c", BASH, "bash", line], env=path, capture_output=True, check=True)
    assert (done.stdout.decode(), done.stderr) == (expected, b"")


FOUND = [shell for shell in ("zsh", "fish") if shutil.which(shell)]


@pytest.mark.parametrize("shell", FOUND)
def test_the_script_is_one_the_shell_can_read(path: dict[str, str], shell: str) -> None:
    subprocess.run([shell, "-n"], input=SCRIPTS[shell].encode(), env=path, check=True)


@pytest.mark.parametrize("shell", [shell for shell in FOUND if shell == "fish"])
def test_fish_itself(path: dict[str, str], shell: str) -> None:
    said = "policykb completion fish | source; complete -C 'policykb query \"recommendations theme:tar'"
    done = subprocess.run([shell, "--no-config", "-c", said], env=path, capture_output=True, check=True)
    assert done.stdout.decode() == "recommendations theme:tariffs\tTariffs\n"
