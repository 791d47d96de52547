"""Sentences and what they find in the shipped report, as a policy person can review them in cases.yaml."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import yaml

from policykb import KnowledgeBase, errors
from policykb.kb.answer import Answer

CASES: list[list[str]] = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text(encoding="utf-8"))
TODAY = date(2024, 12, 1)


@pytest.mark.parametrize(("sentence", "expected"), CASES, ids=[sentence for sentence, _ in CASES])
def test_answers(shipped: KnowledgeBase, sentence: str, expected: str) -> None:
    error, _, word = expected.partition(" ")
    if error in {"QuerySyntaxError", "UnknownField", "UnknownName", "AmbiguousName"}:
        with pytest.raises(getattr(errors, error)) as caught:
            shipped.query(sentence)
        assert type(caught.value).__name__ == error
        assert word in caught.value.message
        assert caught.value.column
        assert caught.value.hint
        return
    answer = shipped.query(sentence, today=TODAY)
    if answer.query.count:
        assert rows(answer) == expected.split("; ")
        return
    found = keys(answer)
    wanted = expected.split()
    if wanted[:1] == ["all"]:
        assert not set(wanted[2:]) - {*keys(shipped.query())}
        wanted = [key for key in keys(shipped.query()) if key not in wanted[2:]]
    if re.search(r"\b(sort|sorted|first)\b", sentence):
        assert found == wanted
    assert sorted(found) == sorted(wanted)
    assert (answer.total >= len(answer)) if answer.query.limit or answer.query.after else (answer.total == len(answer))
    assert len(answer) == len(found)
    # What it was understood as finds the same.
    again = shipped.query(answer.canonical, today=TODAY)
    assert keys(again) == found
    assert again.canonical == answer.canonical


def keys(answer: Answer) -> list[str]:
    return [record["key"].rpartition("/")[2] for record in answer.to_dicts()]


def rows(answer: Answer) -> list[str]:
    """Each row of counts, without the sources and publishers behind it."""
    return [" ".join(map(str, row.values())).removesuffix(" 1 1") for row in answer.to_rows()]


def test_no_sentence_stands_twice() -> None:
    assert [sentence for sentence, count in Counter(sentence for sentence, _ in CASES).items() if count > 1] == []
