"""The one table of fields and the models say the same."""

import pytest

from policykb.domain.fields import FIELDS, SUBJECTS, fields_of, find_field
from policykb.domain.models import MODELS

RENAMED = {"title": "name"}
"""Model attributes whose field has another name."""
NOT_ASKED = {"entity": {"source"}}
"""The source of an entity's facts is an attribute of the record, not a field a query asks for."""


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_attribute_has_a_row_and_every_row_an_attribute(subject: str) -> None:
    attributes = {RENAMED.get(name, name) for name in MODELS[subject].model_fields}
    if subject in {"theme", "actor", "framework", "event"}:
        attributes -= NOT_ASKED["entity"]
    # What is derived, or said by the section, is no attribute but the two every record has.
    rows = {field.name for field in fields_of(subject) if field.seed} | {"type"}
    if "source" in MODELS[subject].model_fields and subject in {"recommendation", "finding", "commitment"}:
        rows.add("source")
    derived = (
        {"publisher", "note"} if subject in {"recommendation", "finding", "commitment"} else {"checked"} - attributes
    )
    assert attributes - rows == set(), "no row in the table of fields"
    assert rows - attributes - derived == set(), "no attribute of the model"


def test_query_names_are_unique_for_every_subject() -> None:
    for subject in SUBJECTS:
        names = [name for field in fields_of(subject) for name in field.query_names]
        assert len(names) == len(set(names)), subject


def test_every_query_name_finds_its_field() -> None:
    for field in FIELDS:
        for subject in field.subjects:
            for name in field.query_names:
                assert find_field(name, subject) is field
