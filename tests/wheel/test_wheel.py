"""The wheel works away from the checkout: schema, seed and commands come out of the installed package alone."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the wheel's files and nothing else of policykb; the dependencies are those of this Python."""
    target = tmp_path_factory.mktemp("elsewhere") / "site"
    command = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--target", str(target), str(wheel)]
    subprocess.run(command, check=True, capture_output=True)
    return target


def run(installed: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("POLICYKB", "XDG", "PYTHON"))}
    environment = kept | {"HOME": str(folder), "PYTHONPATH": str(installed), "COLUMNS": "80"}
    return subprocess.run(
        [sys.executable, "-c", "from policykb.cli import main; main()", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_main_job_from_an_installed_wheel(installed: Path, tmp_path: Path) -> None:
    where = run(installed, tmp_path, "--version")
    assert where.returncode == 0, where.stderr
    made = run(installed, tmp_path, "init")
    assert made.returncode == 0, made.stderr
    assert str(tmp_path) in made.stdout + made.stderr
    asked = run(installed, tmp_path, "query", "recommendations mentioning IPEF")
    assert "Thornton and Lee 2024, Executive Summary, para. 3" in asked.stdout
    written = run(installed, tmp_path, "export", "recommendations", "-o", "all.csv")
    assert written.returncode == 0, written.stderr
    assert Path(tmp_path, "all.csv").read_bytes().startswith(b"\xef\xbb\xbfkey,")
    again = run(installed, tmp_path, "load", str(installed / "policykb" / "_seed"))
    assert again.returncode == 0, again.stderr
    assert "0 added, 0 changed, 0 removed" in again.stdout + again.stderr


def test_the_wheel_was_what_ran(installed: Path, tmp_path: Path) -> None:
    code = "import policykb, policykb.resources as r; print(policykb.__file__, r.seed_folder(), r.migrations_folder())"
    environment = os.environ | {"PYTHONPATH": str(installed)}
    command = [sys.executable, "-c", code]
    shown = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    assert all(part.startswith(str(installed)) for part in shown.stdout.split())


def test_the_wheel_holds_what_it_needs_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "policykb/py.typed" in names
    assert any(name.startswith("policykb/_migrations/versions/0001") for name in names)
    assert "policykb/_seed/sources/ncafp-2024-us-japan.yaml" in names
    unwanted = [name for name in names if "__pycache__" in name or name.endswith((".db", ".pyc")) or "test" in name]
    assert unwanted == []
