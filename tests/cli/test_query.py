import csv
import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from tests.cli.conftest import Run, Spawn

from policykb import KnowledgeBase
from policykb.cli.output import Output


def test_results_on_stdout_and_all_else_on_stderr(run: Run) -> None:
    result = run("query", "recommendations mentioning the NSP")
    assert result.stdout == (
        "1. Norway should join the NSP's tariff council.\n"
        "   should · to Norway · Lee 2024, Summary, para. 2\n"
        "   lee-2024/join-pact\n"
    )
    assert result.stderr == (
        "# type:recommendation mention:north-sea-pact\n1 recommendation; 1 source was read for it\n"
    )
    assert result.exit_code == 0


def test_quotes_are_not_needed_around_the_query(run: Run) -> None:
    assert run("query", "recommendations", "to", "Norway").stdout == run("query", "recommendations to Norway").stdout


def test_an_empty_answer_says_what_it_is_worth(run: Run) -> None:
    result = run("query", "recommendations on fisheries to Norway")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines()[1] == "No recommendations found; 1 source was read for it."


def test_nobody_read_for_a_theme_is_not_nothing_found(run: Run, db: Path, tmp_path: Path) -> None:
    Path(tmp_path, "more.yaml").write_text("themes:\n  - {key: shipping, name: Shipping, definition: Ships.}\n")
    Path(tmp_path, "policykb.yaml").write_text("collection: more\n")
    assert run("load", str(tmp_path / "more.yaml")).exit_code == 0
    assert "0 sources were read for it" in run("query", "recommendations on shipping").stderr


def test_quiet_says_nothing_but_results(run: Run) -> None:
    result = run("query", "recommendations to Norway", "--quiet")
    assert (result.stderr, result.exit_code) == ("", 0)
    assert result.stdout


@pytest.mark.parametrize("columns", [60, 80, 120])
@pytest.mark.parametrize("text", ["statements", "actors", "frameworks", "sources", "themes"])
def test_nothing_is_wider_than_the_screen(run: Run, text: str, columns: int) -> None:
    result = run("query", text, env={"COLUMNS": str(columns)})
    assert result.stdout
    assert max(map(cell_len, result.stdout.splitlines())) <= columns


def test_long_texts_are_cut_unless_asked_for(run: Run) -> None:
    asked = ("query", "recommendations by Fjord Institute")
    short, long = run(*asked).stdout, run(*asked, "--long").stdout
    assert short.splitlines()[2].endswith("…")
    assert "when it was sold." in " ".join(long.split())
    assert "to Norway; 日本国 · by Fjord Institute" in short
    assert "reported, not endorsed" in short


def test_several_types_are_told_apart(run: Run) -> None:
    lines = run("query", "statements").stdout.splitlines()
    assert "   finding, concern · by somebody the source does not name" in lines
    assert "   recommendation, should · to Norway · Lee 2024, Summary, para. 2" in lines


def test_entities_are_columns(run: Run) -> None:
    assert run("query", "frameworks").stdout.splitlines() == [
        "Framework       Kind             Since    Key",
        "──────────────  ───────────────  ───────  ──────────────",
        "North Sea Pact  trade-agreement  1999-05  north-sea-pact",
    ]


def test_counting(run: Run) -> None:
    result = run("query", "count of recommendations by theme")
    assert [line.split()[:2] for line in result.stdout.splitlines()[2:]] == [
        ["Tariffs", "2"],
        ["Fisheries", "1"],
        ["Trade", "1"],
    ]
    assert "3 recommendations counted; a recommendation may stand in several rows." in result.stderr
    assert run("query", "count of recommendations").stdout.split()[-1] == "3"
    assert json.loads(run("query", "count of recommendations", "-f", "json").stdout) == [{"recommendations": 3}]


def test_csv_on_stdout_has_no_mark_and_is_safe_for_spreadsheets(run: Run) -> None:
    result = run("query", "findings", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(result.stdout_bytes.decode()))
    assert row["text"] == "'=Stocks of cod in the North Sea keep falling."
    assert (row["key"], row["citation"]) == ("lee-2024/stocks-fall", "Lee 2024, Body, para. 1")


def test_json_is_what_python_gives(run: Run, db: Path) -> None:
    with KnowledgeBase.open(db) as kb:
        answer = kb.query("statements")
        assert json.loads(run("query", "statements", "-f", "json").stdout) == answer.to_dicts()
        lines = run("query", "statements", "-f", "jsonl").stdout.splitlines()
        assert [json.loads(line) for line in lines] == answer.to_dicts()
        assert json.loads(run("query", "statements", "-f", "json", "--flat").stdout) == answer.to_rows()


def test_flat_is_for_json(run: Run) -> None:
    result = run("query", "statements", "--flat")
    assert (result.exit_code, result.stderr) == (2, "Error: --flat is for JSON.\nAdd: --format json (or jsonl)\n")


def test_a_file_gets_its_format_by_its_ending_and_everything(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "asked.jsonl"
    result = run("query", "statements", "-o", str(target))
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"4 statements written to {target}" in result.stderr
    assert len(target.read_text().splitlines()) == 4


def test_a_table_can_go_to_a_file_too(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "asked.txt"
    assert run("query", "recommendations to Japan", "-o", str(target), "--format", "table").exit_code == 0
    assert target.read_text() == run("query", "recommendations to Japan").stdout


def test_limit_and_what_it_left_out(run: Run) -> None:
    result = run("query", "statements", "--limit", "2")
    assert result.stdout.count("lee-2024/") == 2
    assert "showing 2 of 4 statements" in result.stderr


def test_a_terminal_gets_no_more_than_a_screenful_unless_asked(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Output, "on_terminal", True)
    monkeypatch.setattr("policykb.cli.options.ON_A_TERMINAL", 3)
    assert run("query", "statements").stdout.count("lee-2024/") == 3
    assert "showing 3 of 4 statements" in run("query", "statements").stderr
    assert run("query", "statements", "--limit", "4").stdout.count("lee-2024/") == 4
    assert run("query", "statements first 4").stdout.count("lee-2024/") == 4


def test_relative_dates_end_with_the_day_given(run: Run) -> None:
    assert run("query", "recommendations last 2 years", "--today", "2025-06-01").stdout
    assert not run("query", "recommendations last 2 years", "--today", "2035-06-01").stdout


def test_what_a_terminal_shows(environment: dict[str, str]) -> None:
    ours, theirs = pty.openpty()
    program = "import sys; from policykb.cli import main; sys.exit(main())"
    known = os.environ | environment | {"TERM": "xterm"}
    known.pop("NO_COLOR", None)
    done = subprocess.run(
        [sys.executable, "-c", program, "query", "recommendations mentioning NSP"],
        stdout=theirs,
        stderr=subprocess.PIPE,
        env=known,
        check=True,
        timeout=120,
    )
    os.close(theirs)
    assert os.read(ours, 10_000).decode().splitlines() == [
        "1. \x1b[1mNorway should join the \x1b[0m\x1b[1;4mNSP\x1b[0m\x1b[1m's tariff council.\x1b[0m",
        "   should · to Norway · Lee 2024, Summary, para. 2",
        "   \x1b[2mlee-2024/join-pact\x1b[0m",
    ]
    assert b"# type:recommendation" in done.stderr


def test_search_says_how_it_ranks_and_marks_if_asked(run: Run) -> None:
    result = run("query", "statements tariff", "--mark")
    assert result.stderr.splitlines()[:2] == [
        "# type:(recommendation|finding|commitment) text:tariff sort:relevance",
        "# ranked by BM25 (SQLite), the best first",
    ]
    assert "   should join the NSP's «tariff» council." in f"   {result.stdout[10:]}"
    assert run("query", "statements tariff").stdout == result.stdout.replace("«", "").replace("»", "")
    assert "ranked" not in run("query", "statements about NSP").stderr
    refused = run("query", "statements tariff", "--mark", "--format", "csv")
    assert (refused.exit_code, refused.stderr.splitlines()[0]) == (2, "Error: --mark is for reading.")


def test_a_query_of_many_records_is_whole_in_a_pipe(spawn: Spawn, run: Run, tmp_path: Path) -> None:
    evidence = [{"section": "Body", "paragraph": 1}]
    records = [
        {"type": "finding", "key": f"lee-2024/f-{n}", "source": "lee-2024", "text": f"Point {n}.", "evidence": evidence}
        for n in range(120)
    ]
    Path(tmp_path, "many").mkdir()
    Path(tmp_path, "many/many.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    assert run("load", str(tmp_path / "many")).exit_code == 0
    assert spawn("query", "findings").stdout.count(b"lee-2024/") == 121


def test_words_that_are_not_found_may_stand_in_the_source(run: Run) -> None:
    wording = "Words are looked for in the base's own wording; the sources may say it in others.\n"
    assert run("query", 'findings containing "no such words"').stderr.endswith(wording)
    assert wording not in run("query", "findings about Norway in 1990").stderr
