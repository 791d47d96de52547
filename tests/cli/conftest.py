import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import pytest
from typer.testing import CliRunner, Result

from policykb import KnowledgeBase
from policykb.cli import application
from policykb.store.migrate import create

SEED = Path(__file__).parent / "seed"
"""A source with three recommendations and a finding: Latin and Japanese, short and long, formula-like, conditional."""


class Run(Protocol):
    def __call__(self, *arguments: str, env: Mapping[str, str] | None = None) -> Result: ...


class Spawn(Protocol):
    def __call__(
        self, *arguments: str, env: Mapping[str, str] | None = None, code: str | None = None, shell: str = ""
    ) -> "subprocess.CompletedProcess[bytes]": ...


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base of `SEED`, made once; tests get copies."""
    place = tmp_path_factory.mktemp("base") / "made.db"
    create(str(place), "test").close()
    with KnowledgeBase.open(place) as kb:
        kb.load(SEED)
    return place


@pytest.fixture
def db(made: Path, tmp_path: Path) -> Path:
    """A base of its own for the test."""
    return Path(shutil.copy(made, tmp_path / "kb.db"))


@pytest.fixture
def environment(db: Path, tmp_path: Path) -> dict[str, str]:
    """What the command line sees of the world: the test's base, an empty home, 80 columns."""
    return {"POLICYKB_DB": str(db), "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "COLUMNS": "80"}


@pytest.fixture
def run(environment: dict[str, str]) -> Run:
    """Runs the command line in this process."""

    def run_(*arguments: str, env: Mapping[str, str] | None = None) -> Result:
        return CliRunner(env=environment | dict(env or {})).invoke(application(), arguments)

    return run_


@pytest.fixture
def spawn(environment: dict[str, str], tmp_path: Path) -> Spawn:
    """Runs the command line in a process of its own; ``code`` is Python run before it, ``shell`` follows it in sh."""

    def spawn_(
        *arguments: str, env: Mapping[str, str] | None = None, code: str | None = None, shell: str = ""
    ) -> "subprocess.CompletedProcess[bytes]":
        program = f"{code or ''}\nimport sys\nfrom policykb.cli import main\nsys.exit(main())"
        command = [sys.executable, "-c", program, *arguments]
        if shell:
            command = ["sh", "-c", f'"$@" {shell}', "sh", *command]
        known = {name: value for name, value in os.environ.items() if not name.startswith("POLICYKB_")}
        return subprocess.run(
            command,
            env=known | environment | dict(env or {}),
            cwd=tmp_path,
            capture_output=True,
            check=False,
            timeout=120,
        )

    return spawn_
