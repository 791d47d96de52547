import json

import pytest
from tests.cli.conftest import Run

from policykb.domain.fields import FIELDS, SUBJECTS, fields_of


def first_column(text: str) -> list[str]:
    return [line.split("  ")[0] for line in text.splitlines()[2:] if line[0] != " "]


def test_every_field_that_can_be_asked(run: Run) -> None:
    assert first_column(run("fields").stdout) == [field.query for field in FIELDS if field.query]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_those_of_one_type_in_singular_or_plural(run: Run, subject: str) -> None:
    asked = run("fields", f"{subject}s").stdout
    assert first_column(asked) == [field.query for field in fields_of(subject) if field.query]
    assert run("fields", subject.upper()).stdout == asked


def test_other_names_values_and_meaning(run: Run) -> None:
    line = next(line for line in run("fields", "recommendations").stdout.splitlines() if line.startswith("to "))
    assert line.split() == ["to", "addressees", "name", "Who", "is", "asked", "to", "act."]


def test_which_records_have_it_where_that_differs(run: Run) -> None:
    words = " ".join(run("fields", "statements").stdout.split())
    assert "How strongly it is asked: must, should, could or implied. [recommendations]" in words


def test_as_json(run: Run) -> None:
    shown = json.loads(run("fields", "theme", "--format", "json").stdout)
    assert [field["name"] for field in shown] == [field.name for field in fields_of("theme")]


def test_an_unknown_type(run: Run) -> None:
    result = run("fields", "findigs")
    assert (result.exit_code, result.stderr) == (
        2,
        "Error: There are no records called 'findigs'.\nDid you mean findings?\n",
    )
    assert "There are recommendations, " in run("fields", "xyzzy").stderr
