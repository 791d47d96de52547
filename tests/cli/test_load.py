import shutil
from pathlib import Path

import pytest
from tests.cli.conftest import SEED, Run


@pytest.fixture
def seed(tmp_path: Path) -> Path:
    """A copy of the test's seed files to change."""
    return Path(shutil.copytree(SEED, tmp_path / "seed"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_loading_again_changes_nothing(run: Run) -> None:
    result = run("load", str(SEED))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "0 added, 0 changed, 0 removed\n", "")


def test_counts_of_what_changed_by_type(run: Run, seed: Path) -> None:
    source = seed / "sources/lee-2024.yaml"
    edit(source, "strength: must", "strength: should")
    edit(source, "  - {source: lee-2024, theme: fisheries, by: tests, on: 2024-04-01}\n", "")
    result = run("load", str(seed), "--by-type")
    assert result.stdout.splitlines() == [
        "0 added, 1 changed, 1 removed",
        "Type            Added  Changed  Removed",
        "──────────────  ─────  ───────  ───────",
        "coverage            0        0        1",
        "recommendation      0        1        0",
    ]


@pytest.mark.parametrize("command", ["load", "check"])
def test_all_problems_at_once_each_with_its_place_and_nothing_loaded(run: Run, seed: Path, command: str) -> None:
    source = seed / "sources/lee-2024.yaml"
    edit(source, "strength: must", "strenght: must")
    edit(source, "proponents: [fjord-institute]", "proponents: [fjord-instituut]")
    result = run(command, str(seed))
    assert (result.exit_code, result.stdout) == (2, "")
    first, second, last = result.stderr.splitlines()
    assert first.startswith(f"{source}:19:5: recommendations[1].strenght: ")
    assert second.startswith(f"{source}:32:18: recommendations[2].proponents[0]: ")
    assert last == "Error: 2 problems found; nothing was loaded."
    assert "must" in run("query", "recommendations to Japan").stdout


def test_load_needs_a_base(run: Run, tmp_path: Path) -> None:
    result = run("load", str(SEED), "--db", str(tmp_path / "none.db"))
    assert result.exit_code == 4
    assert "policykb init" in result.stderr
    assert not Path(tmp_path, "none.db").exists()


def test_a_path_that_is_not_there(run: Run, tmp_path: Path) -> None:
    result = run("load", str(tmp_path / "nothing"))
    assert result.exit_code == 2
    assert str(tmp_path / "nothing") in result.stderr


def test_check_changes_nothing_and_counts(run: Run, seed: Path, db: Path) -> None:
    edit(seed / "sources/lee-2024.yaml", "strength: must", "strength: should")
    before = db.read_bytes()
    result = run("check", str(seed))
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "25 records in 2 files: no problems"
    assert "3 recommendations" in result.stdout.splitlines()[1]
    assert db.read_bytes() == before


def test_check_looks_names_up_in_the_base_unless_told_not_to(run: Run, seed: Path, tmp_path: Path) -> None:
    part = str(seed / "sources/lee-2024.yaml")
    assert run("check", part).exit_code == 0
    assert run("check", part, "--alone").exit_code == 2
    assert run("check", str(seed), "--alone").exit_code == 0
    assert run("check", str(seed), "--db", str(tmp_path / "none.db")).exit_code == 4


def test_check_does_without_a_base_where_there_is_none_yet(run: Run, tmp_path: Path) -> None:
    result = run("check", str(SEED), env={"POLICYKB_DB": "", "XDG_DATA_HOME": str(tmp_path / "new")})
    assert result.stderr == "There is no knowledge base yet, so the files are checked by themselves.\n"
    assert result.exit_code == 0
