"""What the models make of values: typed once, said again as JSON in one stable form, faults refused."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from pydantic import ValidationError
from tests import strategies
from tests.builders import Plain

from policykb.domain.models import MODELS
from policykb.domain.record import Model, Record

FINDING: Plain = {"type": "finding", "key": "r/f", "source": "r", "text": "T", "evidence": [{"page": 1}]}
ACTOR: Plain = {"type": "actor", "key": "a", "name": "A", "kind": "state"}


def made(record: Plain) -> Record:
    return MODELS[record["type"]].model_validate(record)


def faults(record: Plain) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        made(record)
    return [str(fault["msg"]).removeprefix("Value error, ") for fault in caught.value.errors()]


@given(strategies.bases())
@settings(max_examples=25)
def test_json_is_stable_and_makes_the_same_record(records: list[Plain]) -> None:
    for raw in records:
        record = made(raw)
        said = record.to_dict()
        assert json.loads(record.canonical()) == said
        assert made(said) == record
        assert made(said).canonical() == record.canonical()
        assert made(json.loads(json.dumps(said))).canonical() == record.canonical()
        assert said["type"] == raw["type"]


@given(strategies.bases())
@settings(max_examples=15)
def test_json_says_what_was_said(records: list[Plain]) -> None:
    """Nothing is lost or made up: what is not there was empty or is the default, links are objects."""
    for raw in records:
        said = made(raw).to_dict()
        for name, value in raw.items():
            if name in said:
                assert _same(value, said[name]), name
            else:
                assert value in ([], {}, None, False, True, "en"), name
        assert said.keys() <= raw.keys() | {"type"}


def _same(raw: Any, said: Any) -> bool:
    if isinstance(raw, list) and isinstance(said, list):
        return len(raw) == len(said) and all(map(_same, raw, said))
    if isinstance(said, dict):
        given = raw if isinstance(raw, dict) else {"key": raw}
        left_out = {n: v for n, v in given.items() if n not in said}
        # "member" and the like: the defaults of small objects.
        return all(_same(given.get(n, v), v) for n, v in said.items()) and all(
            v in ("member", "participant", "name", "en", [], False) for v in left_out.values()
        )
    if isinstance(raw, dict) and isinstance(said, str):
        return bool(raw["text"] == said)
    return bool(raw == said)


def test_records_do_not_change() -> None:
    for name in ("type", "key", "name"):
        with pytest.raises(ValidationError, match="frozen"):
            setattr(made(ACTOR), name, "theme")


RECOMMENDATION: Plain = {
    "type": "recommendation",
    "key": "r/a",
    "source": "r",
    "text": "T",
    "priority": "true",
    "confidence": "0.5",
    "endorsed": "true",
    "addressees": ["japan", {"key": "us", "role": "example"}],
    "actors": ["china"],
    "frameworks": ["ipef"],
    "proponents": ["x"],
    "themes": ["trade"],
    "evidence": [{"section": "S", "paragraph": "3", "quote": {"from": "a b", "to": "c d"}}],
}


def test_the_shape_of_json() -> None:
    assert made(RECOMMENDATION).to_dict() == {
        "type": "recommendation",
        "key": "r/a",
        "source": "r",
        "text": "T",
        "priority": True,
        "confidence": 0.5,
        "addressees": [{"key": "japan"}, {"key": "us", "role": "example"}],
        "actors": [{"key": "china", "role": "topic"}],
        "frameworks": [{"key": "ipef", "relation": "topic"}],
        "proponents": [{"key": "x"}],
        "themes": ["trade"],
        "evidence": [{"section": "S", "paragraph": 3, "quote": {"from": "a b", "to": "c d"}}],
    }


@pytest.mark.parametrize(
    "value",
    [
        *("0", "-1", "1.5", "1e3", "100001", "9" * 5_000, "9223372036854775808", ".nan", ".inf", "", " 3", "٣", "0x1"),
        *(0, -1, 100_001, 2**63, 1.5, float("nan"), True, [1]),
    ],
)
def test_numbers_are_whole_and_small(value: object) -> None:
    assert faults(FINDING | {"evidence": [{"page": value}]}) == ["not a whole number 1 to 100000"]


@pytest.mark.parametrize("value", ["1", "0007", 1, 100_000, "100000"])
def test_numbers_that_are(value: object) -> None:
    (evidence,) = made(FINDING | {"evidence": [{"page": value}]}).to_dict()["evidence"]
    assert evidence == {"page": int(str(value))}


@pytest.mark.parametrize("value", ["-0.1", "1.1", ".nan", "nan", "inf", float("nan"), float("inf"), True, "x", 2**70])
def test_a_share_is_between_nothing_and_all(value: object) -> None:
    assert faults(FINDING | {"confidence": value}) == ["not a number 0 to 1"]


@pytest.mark.parametrize("value", ["yes", "True", "no", "on", "1", "", 1, 0])
def test_flags_are_true_or_false_only(value: object) -> None:
    assert faults(FINDING | {"priority": value}) == ["not true or false"]


@pytest.mark.parametrize(
    "value",
    ["javascript:alert(1)", "ftp://x.org", "http:/x", "http://", "//x.org", "https://a b", "mailto:a@b.org", "x"],
)
def test_only_web_addresses(value: str) -> None:
    assert faults(ACTOR | {"url": value}) == ["only http:// and https:// addresses"]


@pytest.mark.parametrize("value", [1, 1.5, True, ["a"], {"a": "b"}, None])
def test_nothing_becomes_text_by_itself(value: object) -> None:
    assert faults(ACTOR | {"name": value}) == ["Input should be a valid string"]


def test_what_a_statement_needs() -> None:
    assert faults(FINDING | {"evidence": []}) == ["evidence: a statement without evidence does not load"]
    assert faults(FINDING | {"key": "f"}) == ["key: f is not r/<key>"]
    assert faults(FINDING | {"key": "other/f"}) == ["key: other/f is not r/<key>"]
    assert faults(FINDING | {"strength": "must"}) == ["Extra inputs are not permitted"]
    assert faults(FINDING | {"text": "x" * 20_001}) == ["String should have at most 20000 characters"]


QUOTES: list[tuple[Plain, str]] = [
    ({"paragraph": 3}, "says no place: give section, page, quote or row"),
    ({"quote": {}}, "give from and to, or exact"),
    ({"quote": {"from": "a b", "exact": "a b c"}}, "give from and to, or exact"),
    ({"quote": {"from": "a b"}}, "from and to go together"),
    ({"quote": {"to": "a b"}}, "from and to go together"),
    ({"page": 1, "file": "x"}, "String should match pattern '^[0-9a-f]{64}$'"),
]


@pytest.mark.parametrize(("evidence", "fault"), QUOTES)
def test_evidence_says_where(evidence: Plain, fault: str) -> None:
    assert faults(FINDING | {"evidence": [evidence]}) == [fault]


def test_memberships_say_where_they_were_checked_and_go_forward() -> None:
    framework = {"type": "framework", "key": "f", "name": "F", "kind": "alliance"}
    member = {"actor": "a", "checked": "2024"}
    assert faults(framework | {"memberships": [member]}) == ["where was it checked? give url or source"]
    member |= {"source": "s", "from": "2024-05", "to": "2024-04-30"}
    assert faults(framework | {"memberships": [member]}) == ["to (2024-04-30) is before from (2024-05)"]
    assert made(framework | {"memberships": [member | {"to": "2024"}]}).type == "framework"


def test_every_model_refuses_unknown_fields_and_is_documented() -> None:
    seen: list[type[Model]] = [*MODELS.values()]
    for model in seen:
        assert model.model_config["extra"] == "forbid"
        assert model.model_config["frozen"]
        assert model.__doc__
