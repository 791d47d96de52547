from pathlib import Path

from tests.cli.conftest import Run

from policykb import KnowledgeBase


def test_a_base_in_the_users_folder_with_the_shipped_records(run: Run, tmp_path: Path) -> None:
    home = {"POLICYKB_DB": "", "XDG_DATA_HOME": str(tmp_path / "new")}
    place = tmp_path / "new/policykb/policykb.db"
    result = run("init", env=home)
    assert result.exit_code == 0, result.stderr
    assert f"Knowledge base: {place}\n" in result.stdout
    assert " added, 0 changed, 0 removed\n" in result.stdout
    assert result.stderr == 'Now ask it: policykb query "recommendations mentioning IPEF"\n'
    with KnowledgeBase.open(place) as kb:
        held = kb.stats().records
    assert held["recommendation"] > 0
    assert f"It holds {held['recommendation']} recommendations, " in result.stdout
    again = run("init", env=home)
    assert "Loaded: 0 added, 0 changed, 0 removed\n" in again.stdout


def test_an_empty_base_elsewhere(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "my base.db"
    result = run("init", "--empty", "--db", str(place))
    assert (result.exit_code, result.stdout) == (0, f"Knowledge base: {place}\n")
    with KnowledgeBase.open(place) as kb:
        assert set(kb.stats().records.values()) == {0}


def test_the_next_step_names_the_base_where_it_is_not_the_usual_one(run: Run, tmp_path: Path) -> None:
    result = run("init", "--db", str(tmp_path / "my base.db"))
    assert result.stderr.endswith(f" --db '{tmp_path / 'my base.db'}'\n")


def test_a_base_that_is_there_is_kept(run: Run, db: Path) -> None:
    before = db.read_bytes()
    assert run("init", "--empty").exit_code == 0
    assert db.read_bytes() == before
