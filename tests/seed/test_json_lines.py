import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policykb.errors import Problem
from policykb.seed import places
from policykb.seed.json_lines import LONGEST, MOST_PROBLEMS, Line, read_json_lines
from policykb.seed.places import Plain


def read(raw: bytes) -> list[Line | Problem]:
    return list(read_json_lines(io.BytesIO(raw), "f"))


def shown(raw: bytes) -> list[str]:
    """Each line's data as JSON, each problem as people see it, without the file's name."""
    return [
        str(item).removeprefix("f:") if isinstance(item, Problem) else f"{item.number} {json.dumps(item.data)}"
        for item in read(raw)
    ]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b'{"a": 1}\n\n \t\n{"b": [true, null, 1.5, "x"]}', ['1 {"a": 1}', '4 {"b": [true, null, 1.5, "x"]}']),
        (b'\xef\xbb\xbf{"a": 1}\r\n  {"b": 2} \r\n', ['1 {"a": 1}', '2 {"b": 2}']),
        (b"", []),
        (b"\n\n", []),
        ('{"é": "日本 \\ud83d\\ude00 \\\\ud800"}'.encode(), ["1 " + json.dumps({"é": "日本 😀 \\ud800"})]),
        (
            b'{"n": [-9223372036854775808, 9223372036854775807]}',
            ['1 {"n": [-9223372036854775808, 9223372036854775807]}'],
        ),
        (b'{"a": {"b": 1}, "c": {"b": 1}}', ['1 {"a": {"b": 1}, "c": {"b": 1}}']),
        (b'{"a": [' + b"[], " * 40 + b"{}]}", [f'1 {{"a": [{"[], " * 40}{{}}]}}']),
        (b'{"t": "NaN \\": [{[{ :,"}', ['1 {"t": "NaN \\": [{[{ :,"}']),
    ],
)
def test_lines_that_are_read(raw: bytes, expected: list[str]) -> None:
    assert shown(raw) == expected


OBJECT = 'expected one JSON object a line, such as {"type": "theme", "key": "trade", ...}'


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b'{"a": 1, "b": 2, "a": 3}', ["18: duplicate key 'a' (first in column 2)"]),
        (
            b'{"a": [{"x": 1, "y": {"x": 2}, "x": 3}], "b": 1, "\\u0061": 4}',
            ["32: duplicate key 'x' (first in column 9)", "50: duplicate key 'a' (first in column 2)"],
        ),
        (b'{"a": NaN, "NaN": "NaN", "b": [-Infinity]}', ["7: NaN: not a finite number", "32: -Infinity: not a"]),
        (b'{"a": 1e999}', ["7: 1e999: not a finite number"]),
        (b'{"a": 9223372036854775808}', ["7: 9223372036854775808: outside -2^63..2^63-1"]),
        (b'{"a": -9223372036854775809}', ["7: -9223372036854775809: outside"]),
        (b'{"a": ' + b"9" * 5000 + b"}", [f"7: {'9' * 30}: outside"]),
        (b'{"a": "x\\ud800y"}', ["9: half a surrogate pair \\ud800 is not allowed"]),
        (b'{"a": "\\udE00\\uD83d"}', ["8: half a surrogate pair \\udE00"]),
        (b'{"a": "\\ud83d \\ude00"}', ["8: half a surrogate pair \\ud83d"]),
        (b'{"a": "\\ud83d\\\\ude00"}', ["8: half a surrogate pair \\ud83d"]),
        (b'{"a": ' + b"[" * 32 + b"]" * 32 + b"}", ["38: nested deeper than 32"]),
        (b"[" * 100_000, ["33: nested deeper than 32"]),
        (b"[1]", [f"1: {OBJECT}"]),
        (b'"a"', [f"1: {OBJECT}"]),
        (b'{"a": 1} {"b": 2}', ["9: more text after the object (one JSON object a line)"]),
        (b"# comment", ["1: not JSON: expecting value (comments are not allowed in JSON Lines)"]),
        (b'  // x {"a": 1}', ["3: not JSON: expecting value (comments are not allowed in JSON Lines)"]),
        (b'{"a": 1', ["8: not JSON: expecting ',' delimiter"]),
        (b"{'a': 1}", ["2: not JSON: "]),
        (b'{"a": "b\tc"}', ["9: not JSON: invalid control character"]),
        (b'{"a": 1, "a": 2, b}', ["18: not JSON: "]),
        (b'{"\xc3\xa9": "\xff"}', ["8: not UTF-8 at byte 21 (save the file as UTF-8)"]),
        (b'{"a": "\xed\xa0\x80"}', ["8: not UTF-8 at byte 20"]),
        (b'{"a": "' + b"x" * LONGEST + b'"}', [f"{LONGEST + 1}: a line longer than 1 MB"]),
    ],
)
def test_a_bad_line_is_reported_with_its_place_and_the_next_one_read(line: bytes, expected: list[str]) -> None:
    before, *faults, after = shown(b'{"ok": "1"}\n\n' + line + b'\n{"ok": "2"}\n')
    assert (before, after) == ('1 {"ok": "1"}', '4 {"ok": "2"}')
    assert len(faults) == len(expected)
    for fault, beginning in zip(faults, expected, strict=True):
        assert fault.startswith(f"3:{beginning}")


def test_all_that_is_wrong_with_a_line_is_told() -> None:
    columns = [item.column for item in read(b'{"a": NaN, "a": "\\ud800", "b": 1e999}') if isinstance(item, Problem)]
    assert columns == [7, 12, 18, 32]


def test_the_longest_line_may_end_the_file() -> None:
    longest = b'{"a": "' + b"x" * (LONGEST - 9) + b'"}'
    assert [type(item) for item in read(longest)] == [Line]
    assert [type(item) for item in read(longest + b"\n" + longest)] == [Line, Line]
    assert shown(longest + b" ") == [f"1:{LONGEST + 1}: a line longer than 1 MB"]


def test_a_place_in_bytes_counts_lines_that_were_passed_over() -> None:
    too_long = b"x" * (3 * LONGEST)
    assert shown(b'\xef\xbb\xbf{"\xff')[0].startswith("1:3: not UTF-8 at byte 5 ")
    found = shown(b"\xef\xbb\xbf{}\n" + too_long + b"\n\xff")
    assert found[2] == f"3:1: not UTF-8 at byte {6 + 3 * LONGEST + 1} (save the file as UTF-8)"


def test_utf_16_is_named_once() -> None:
    assert shown('{"a": 1}\n{"a": 2}\n'.encode("utf-16")) == [
        "1:1: not UTF-8 at byte 0 (it looks like UTF-16; save it as UTF-8)"
    ]


def test_the_faults_of_a_line_are_bounded() -> None:
    assert len(read(b'{"a": [' + b"NaN, " * 200_000 + b"0]}")) == 1  # longer than 1 MB
    assert len(read(b'{"a": [' + b"NaN, " * 100_000 + b"0]}")) == MOST_PROBLEMS
    assert len(read(b"{" + b'"a": 1, ' * 50_000 + b'"b": 0}')) == MOST_PROBLEMS


def test_a_path_is_read_as_a_stream_is(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"a": "b"}\n{')
    first, second = read_json_lines(path, "shown.jsonl")
    assert isinstance(first, Line)
    assert (first.file, first.number, first.data) == ("shown.jsonl", 1, {"a": "b"})
    assert isinstance(second, Problem)
    assert second.file == "shown.jsonl"


def test_lines_come_before_the_file_is_read_to_its_end() -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            buffer[:9] = b'{"a": 1}\n'
            return 9

    lines = read_json_lines(io.BufferedReader(Endless(), 1024), "f")
    assert [type(next(lines)) for _ in range(1000)] == [Line] * 1000


texts = st.text(st.characters(codec="utf-8"), max_size=8)
numbers = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
values: st.SearchStrategy[Plain] = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
objects = st.dictionaries(texts, values, max_size=5)
styles = st.sampled_from([(", ", ": "), (",", ":"), (" , ", "\t: "), ("\r,", " :\r")])


@given(st.lists(objects, max_size=4), st.booleans(), styles)
@settings(max_examples=300, deadline=None)
def test_what_json_writes_is_read_back(data: list[dict[str, Plain]], ascii_only: bool, style: tuple[str, str]) -> None:
    raw = "".join(json.dumps(item, ensure_ascii=ascii_only, separators=style) + "\n" for item in data)
    lines = read(raw.encode())
    assert [line.data for line in lines if isinstance(line, Line)] == data
    assert len(lines) == len(data)


def values_of(value: Plain, path: places.Path = ()) -> Iterator[tuple[places.Path, Plain]]:
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from values_of(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from values_of(inner, (*path, index))


@given(objects, st.booleans(), styles)
@settings(max_examples=200, deadline=None)
def test_at_the_place_of_a_path_stands_its_value_or_its_key(
    data: dict[str, Plain], ascii_only: bool, style: tuple[str, str]
) -> None:
    raw = "  " + json.dumps(data, ensure_ascii=ascii_only, separators=style)
    (line,) = read(raw.encode())
    assert isinstance(line, Line)
    for path, value in values_of(data):
        at = line.places.find(path)[1] - 1
        assert raw[at:].startswith(json.dumps(value, ensure_ascii=ascii_only, separators=style))
        if path and isinstance(path[-1], str):
            at = line.places.find(path, key=True)[1] - 1
            assert raw[at:].startswith(json.dumps(path[-1], ensure_ascii=ascii_only) + style[1])


def test_a_problem_points_at_the_value_the_key_or_the_nearest_parent() -> None:
    (line,) = read(b'{"key": "a", "addressees": ["japan", {"key": "us"}]}')
    assert isinstance(line, Line)
    assert str(line.problem(("addressees", 1, "key"), "M")) == "f:1:46: addressees[1].key: M"
    assert line.problem(("addressees", 1, "key"), "M", key=True).column == 39
    assert line.problem(("addressees", 7, "key"), "M").column == 28
    assert line.problem(("text",), "missing", key=True).column == 1


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 9)), max_size=4), st.booleans())
def test_a_duplicate_is_found_however_the_line_is_written(pairs: list[tuple[str, int]], nested: bool) -> None:
    inner = "{" + ", ".join(f'"{name}" :{value}' for name, value in pairs) + "}"
    items = read((f'{{"x": [":", {inner}]}}' if nested else inner).encode())
    again = len(pairs) - len({name for name, _ in pairs})
    assert len([item for item in items if isinstance(item, Problem)]) == again


STRINGS = ['{"a": ', '"a": ', '"', '"b"', "\\", "\\ud800", "\\u0061", "\\n", "é", "\u2028", "\0", "#"]
OTHERS = ["{", "}", "[", "]", ",", ":", "NaN", "Infinity", "1e999", "-", "1", "9" * 30, "null", " ", "\n", "\r", "\t"]
tokens = st.sampled_from(STRINGS + OTHERS)


@given(st.binary(max_size=60) | st.lists(tokens, max_size=20).map("".join).map(str.encode))
@example(b"\xef\xbb\xbf\xef\xbb\xbf{}")
@example(b"\xff\xfe")
@settings(max_examples=2000, deadline=None)
def test_any_bytes_give_lines_or_problems_with_a_place(raw: bytes) -> None:
    last = 0
    for item in read(raw):
        number = item.line if isinstance(item, Problem) else item.number
        assert last <= number <= raw.count(b"\n") + 1
        last = number
        if isinstance(item, Problem):
            assert item.column > 0
        else:
            assert item.data == json.loads(raw.split(b"\n")[number - 1].decode("utf-8-sig"))
