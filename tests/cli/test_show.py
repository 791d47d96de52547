import json
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from tests.cli.conftest import Run

from policykb import KnowledgeBase
from policykb.cli.display.detail import SOME, show_detail
from policykb.cli.display.screen import Screen
from policykb.kb.show import Detail
from policykb.store.surroundings import Pointer


def test_everything_about_a_statement(run: Run) -> None:
    assert run("show", "lee-2024/watch-prices").stdout == (
        "Recommendation lee-2024/watch-prices\n"
        "\n"
        "Norway should publish the price of every fish landed in each of its harbours\n"
        "within a day, so that buyers abroad can compare them, and should say beside each\n"
        "price how the fish was caught, by whom, under which licence, at what depth, and\n"
        "how long it had been on board when it was sold.\n"
        "\n"
        "Cite as: Lee 2024, Summary, para. 4; Body, para. 9\n"
        "\n"
        "Source        Trade in Cold Water (lee-2024)\n"
        "Strength      should\n"
        "Addressees    Norway (norway)\n"
        "              日本国 (japan): example\n"
        "Proponents    Fjord Institute (fjord-institute)\n"
        "Themes        Trade (trade)\n"
        "Endorsed      no\n"
        "Passages      Summary, para. 4\n"
        "              Body, para. 9\n"
        'Named in it   "Norway": Norway (norway)\n'
    )


def test_words_of_the_passage_and_of_the_names_in_the_text(run: Run) -> None:
    lines = run("show", "lee-2024/join-pact").stdout.splitlines()
    assert 'Passages      Summary, para. 2: "Norway would do well ... the tariff council"' in lines
    assert '              "NSP": North Sea Pact (north-sea-pact)' in lines
    assert "Frameworks    North Sea Pact (north-sea-pact): join" in lines


def test_an_entity_with_what_points_at_it(run: Run) -> None:
    lines = run("show", "north-sea-pact").stdout.splitlines()
    assert lines[0] == "Framework north-sea-pact"
    assert "Aliases       NSP (acronym)" in lines
    assert "Who is in it  Norway (norway), from 2001" in lines
    assert lines[-3:] == [
        "Linked to 1 statement",
        "  framework lee-2024/join-pact",
        "    Norway should join the NSP's tariff council.",
    ]
    assert "Narrower themes" in run("show", "trade").stdout
    assert "  Tariffs (tariffs)" in run("show", "trade").stdout


def test_a_source_with_its_statements(run: Run) -> None:
    result = run("show", "lee-2024").stdout
    assert "Cite as: Lee 2024\n" in result
    assert "Makes 4 statements" in result


@pytest.mark.parametrize("key", ["lee-2024/lift-duties", "lee-2024", "norway", "japan", "fisheries"])
@pytest.mark.parametrize("columns", [60, 80])
def test_nothing_is_wider_than_the_screen(run: Run, key: str, columns: int) -> None:
    lines = run("show", key, env={"COLUMNS": str(columns)}).stdout.splitlines()
    assert max(map(cell_len, lines)) <= columns


def test_many_pointers_are_cut_and_the_query_for_all_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    pointers = [Pointer("topic", f"lee-2024/s-{n}", f"Point {n}.") for n in range(40)]
    detail = Detail({"type": "actor", "key": "norway", "name": "Norway"}, {}, pointers=pointers, pointed=300)
    show_detail(Screen(sys.stdout), detail, long=False)
    short = capsys.readouterr().out
    assert short.count("lee-2024/s-") == SOME
    assert f"… and {300 - SOME} more:\n" in short
    assert 'policykb query "statements involving norway"' in short
    show_detail(Screen(sys.stdout), detail, long=True)
    assert capsys.readouterr().out.count("lee-2024/s-") == 40


def test_facts_of_events_sources_and_claims(capsys: pytest.CaptureFixture[str]) -> None:
    event = {
        "type": "event",
        "key": "talks",
        "name": "Talks",
        "participations": [{"person": "kari-lee", "role": "observer", "honorific": "Dr.", "affiliation": "NTNU"}],
    }
    show_detail(Screen(sys.stdout), Detail(event, {"kari-lee": "Kari Lee"}), long=False)
    assert "Who took part Dr. Kari Lee (kari-lee), observer, NTNU" in capsys.readouterr().out
    source = {"type": "source", "key": "s", "title": "S", "references": [{"number": 2, "author": "A", "title": "B"}]}
    show_detail(Screen(sys.stdout), Detail(source, {}), long=False)
    assert "References    2. A, B" in capsys.readouterr().out
    claim = {"aspect": "response", "value": "accepted", "asserter": "norway", "on": "2024-05", "retracted": True}
    statement = {"type": "recommendation", "key": "s/a", "source": "s", "text": "T."}
    show_detail(Screen(sys.stdout), Detail(statement, {"norway": "Norway"}, claims=[claim]), long=False)
    assert "response accepted by Norway (norway), on 2024-05, retracted" in capsys.readouterr().out


def test_json_is_the_whole_of_it(run: Run, db: Path) -> None:
    shown = json.loads(run("show", "lee-2024/join-pact", "--format", "json").stdout)
    with KnowledgeBase.open(db) as kb:
        assert shown["record"] == kb.show("lee-2024/join-pact").record
    assert shown["citation"] == "Lee 2024, Summary, para. 2"
    assert {"key": "norway", "name": "Norway", "start": 0, "end": 6} in shown["mentions"]


def test_roles_elsewhere(run: Run) -> None:
    assert (
        "Roles         North Sea Pact (north-sea-pact): member from 2001" in run("show", "norway").stdout.splitlines()
    )
    assert "Roles         Trade in Cold Water (lee-2024): author" in run("show", "kari-lee").stdout.splitlines()
    assert "(lee-2024): publisher" in run("show", "fjord-institute").stdout


@pytest.mark.parametrize("name", ["North Sea Pact", "the NSP", "nsp"])
def test_a_name_does_for_a_key(run: Run, name: str) -> None:
    assert run("show", name).stdout.startswith("Framework north-sea-pact\n")


def test_an_unknown_key_names_the_nearest(run: Run) -> None:
    result = run("show", "lee-2024/join-pakt")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Did you mean lee-2024/join-pact" in result.stderr
