"""Pages that run their examples: what is written back, and that an example that fails stops the generator."""

import os
from pathlib import Path

import pytest
from docs.generator.executed import executed
from docs.generator.views import meaning, with_lists


def fence(language: str, *lines: str) -> str:
    return "\n".join([f"```{language}", *lines, "```", ""])


def test_what_is_printed_takes_the_place_of_what_was() -> None:
    page = "Text.\n\n" + fence("python", "print(1)", "x = 2") + "\n" + fence("text", "old") + "\nMore.\n"
    page += fence("python", "print(x)") + "\nEnd.\n"
    expected = "Text.\n\n" + fence("python", "print(1)", "x = 2") + "\n" + fence("text", "1") + "\nMore.\n"
    expected += fence("python", "print(x)") + "\n" + fence("text", "2") + "\nEnd.\n"
    assert executed(page) == expected
    assert executed(expected) == expected


def test_code_that_prints_nothing_has_no_result_and_tables_stay() -> None:
    table = "\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    page = fence("python", "x = 1") + table + "\n" + fence("python", "print(x)") + table
    assert (
        executed(page)
        == fence("python", "x = 1") + table + "\n" + fence("python", "print(x)") + "\n" + fence("text", "1") + table
    )


def test_sql_is_asked_of_the_shipped_base() -> None:
    page = (
        fence("sql", "SELECT key, 1 AS n, NULL AS x FROM theme WHERE key = 'trade';")
        + "\n| old |\n|---|\n| 1 |\n\nEnd.\n"
    )
    found = "\n| key | n | x |\n| --- | ---: | --- |\n| trade | 1 |  |\n\nEnd.\n"
    assert executed(page) == page.partition("\n| old")[0] + found


def test_questions_in_a_table() -> None:
    page = (
        "| you write | the same with fields | records |\n|---|---|---|\n"
        "| `recommendations mentioning IPEF` | ? | ? |\n| `recommendations strength:(must\\|could)` | | |\n"
    )
    assert executed(page).splitlines()[2:] == [
        "| `recommendations mentioning IPEF` | `type:recommendation mention:ipef` | 1 |",
        "| `recommendations strength:(must\\|could)` | `type:recommendation strength:(must\\|could)` | 7 |",
    ]


def test_commands_and_files() -> None:
    page = fence("yaml file=mine/a.yaml", "themes:", "  - {key: mine, name: Mine}")
    page += "\n" + fence("console", "$ policykb check mine/a.yaml", "old")
    assert executed(page).endswith(
        fence("console", "$ policykb check mine/a.yaml", "1 record in 1 file: no problems", "1 theme")
    )
    page = fence("console exit=1", "$ policykb show nothing-of-that-name")
    assert "There is no record" in executed(page)


def test_a_page_may_make_a_base_of_its_own() -> None:
    page = fence("console", "$ export POLICYKB_DB=mine.db", "$ policykb init --empty")
    assert "Knowledge base: mine.db\n" in executed(page)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (fence("console", "$ policykb query themes:"), "policykb query themes:"),
        (fence("console exit=2", "$ policykb query themes"), "policykb query themes"),
        (fence("sql", "SELECT key FROM theme WHERE key = 'none'"), "finds nothing"),
        ("| you write | a | b |\n|---|---|---|\n| `mentioning Atlantis` | | |\n", "Atlantis"),
    ],
    ids=["fails", "should fail", "finds nothing", "not understood"],
)
def test_an_example_that_does_not_work_stops_it(page: str, said: str) -> None:
    with pytest.raises(SystemExit, match=said):
        executed(page)


def test_it_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("POLICYKB_DB", "/none.db")
    executed(fence("python", "open('a.txt', 'w').close()", "print(kb) if False else None"))
    with pytest.raises(ZeroDivisionError):
        executed(fence("python", "1 / 0"))
    assert list(tmp_path.iterdir()) == []
    assert Path.cwd() == tmp_path
    assert os.environ["POLICYKB_DB"] == "/none.db"


def test_lists_stand_between_their_marks() -> None:
    page = "Above.\n<!-- relationships -->\nold\n<!-- /relationships -->\nBelow.\n"
    written = with_lists(page)
    assert written.startswith("Above.\n<!-- relationships -->\n")
    assert written.endswith("\n<!-- /relationships -->\nBelow.\n")
    assert "| `Recommendation` | those of Statement; `addressees` (list of Entity) |" in written
    assert with_lists(written) == written


def test_a_column_nobody_has_explained_stops_it() -> None:
    with pytest.raises(SystemExit, match=r"mentions\.colour"):
        meaning("mentions", "colour")
