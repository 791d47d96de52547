import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from policykb.domain.fields import STATEMENTS, SUBJECTS, fields_of
from policykb.query.ast import Condition, NoValue
from policykb.query.grammar.lookup import SUBJECT_WORDS, holders, is_field_name, nearest, plural
from policykb.query.grammar.parse import parse

letters = st.text("abc", max_size=7)


@given(letters, st.lists(letters, min_size=1, max_size=5), st.integers(0, 3))
def test_nearest_is_the_one_with_the_fewest_edits(word: str, known: list[str], edits: int) -> None:
    distances = {other: Levenshtein.distance(word, other) for other in known}
    found = nearest(word, known, edits)
    if min(distances.values()) > edits:
        assert found is None
    else:
        assert found is not None
        assert distances[found] == min(distances.values())


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_name_of_every_field_can_be_asked(subject: str) -> None:
    for field in fields_of(subject):
        for name in field.query_names:
            assert is_field_name(name)
            assert subject in holders(name)
            query = parse(f"type:{subject} {name.upper()}:none")
            assert query.where == Condition(str(field.query), NoValue())


@pytest.mark.parametrize("subject", SUBJECTS)
def test_singular_and_plural_ask_for_a_subject(subject: str) -> None:
    for word in (subject, f"{subject}s", subject.upper(), f"type:{subject}", f"type:{subject}s"):
        assert parse(word).subjects == (subject,)
    assert {word for word, subjects in SUBJECT_WORDS.items() if subjects == (subject,)} == {subject, f"{subject}s"}


def test_subjects_read_as_words() -> None:
    assert plural(["finding"]) == "findings"
    assert plural(["finding", "commitment"]) == "findings and commitments"
    assert plural(["theme", "actor", "source"]) == "themes, actors and sources"
    assert plural(STATEMENTS) == "statements"
