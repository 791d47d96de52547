import codecs
from collections.abc import Iterator
from contextlib import suppress
from random import Random

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policykb import resources
from policykb.errors import SeedError
from policykb.seed import yaml_events
from policykb.seed.places import Path, Plain
from policykb.seed.strict_yaml import read_yaml
from policykb.seed.yaml_text import LARGEST, MOST_PROBLEMS


def faults(raw: bytes) -> list[str]:
    """What `read_yaml` says of a file, without the file's name; empty if it reads it."""
    try:
        read_yaml(raw, "f")
    except SeedError as error:
        return [str(problem).removeprefix("f:") for problem in error.problems] or ["no problem"]
    return []


@pytest.fixture(params=[True, False], ids=["libyaml", "python"])
def _parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "__with_libyaml__", request.param)


BOMB = b"a: &a [lol, lol]\nb: &b [*a, *a]\n"
EMPTY = "1:1: the file is empty"
TOP = "1:1: expected a mapping with sections such as recommendations:, actors:, themes:"


@pytest.mark.parametrize(
    ("raw", "data"),
    [
        (b"country: NO", {"country": "NO"}),
        (b"countries: [SE, NO, on, y]", {"countries": ["SE", "NO", "on", "y"]}),
        (b"code: 1:30\nold: 012\nbig: 1e5", {"code": "1:30", "old": "012", "big": "1e5"}),
        (b"on: 2024-13-45\nat: 2024-01-01T00:00:00+99:00", {"on": "2024-13-45", "at": "2024-01-01T00:00:00+99:00"}),
        (b"n: " + b"9" * 5000, {"n": "9" * 5000}),
        (b"n: .nan\nm: -.inf\nt: true\nz: 'null'", {"n": ".nan", "m": "-.inf", "t": "true", "z": "null"}),
        (b"null: x\ny: [nullable, nUll]", {"null": "x", "y": ["nullable", "nUll"]}),
        (b"t: ''\nu: \"~\"\nv: ' '", {"t": "", "u": "~", "v": " "}),
        (b"t: '=HYPERLINK(\"http://x\")'", {"t": '=HYPERLINK("http://x")'}),
        (b"t: >-\n  one\n  two\n", {"t": "one two"}),
        (b"t: |\n  one # two\n  # three\n", {"t": "one # two\n# three\n"}),
        (b"t: 'C# is #1 # choice'", {"t": "C# is #1 # choice"}),
        (b't: "a\n  # b #c"', {"t": "a # b #c"}),
        (b"url: https://x.org/a#b\nt: C#\n", {"url": "https://x.org/a#b", "t": "C#"}),
        (
            b"# head\na:\n  # full key: x/y\n  - b: c\n    # d: e\n    f: g\n  # end\n# end",
            {"a": [{"b": "c", "f": "g"}]},
        ),
        (b"a: [\n  b, # c\n]".replace(b" # c", b"\n  # c"), {"a": ["b"]}),
        (codecs.BOM_UTF8 + b"a: b", {"a": "b"}),
        (b"---\na: b\n...\n", {"a": "b"}),
        (b"%YAML 1.2\n---\na: b\n", {"a": "b"}),
        (b"a: b\r\nc:\r\n  - d\r\n", {"a": "b", "c": ["d"]}),
        (b"'a b': c\n'<<': d", {"a b": "c", "<<": "d"}),
        (b"a: " + b"[" * 31 + b"]" * 31, None),
    ],
)
@pytest.mark.usefixtures("_parser")
def test_every_scalar_is_the_text_that_was_written(raw: bytes, data: dict[str, Plain] | None) -> None:
    document = read_yaml(raw, "f")
    assert data is None or document.data == data


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"id: a\ntitle: A\ntitle: B\n", ["3:1: duplicate key 'title' (first on line 2)"]),
        (
            b"a: 1\nb:\n- {x: [1, 2], y: {x: 1, x: 2}, x: 3}\na: 2\na: 3",
            [
                "3:25: duplicate key 'x' (first on line 3)",
                "3:32: duplicate key 'x' (first on line 3)",
                "4:1: duplicate key 'a' (first on line 1)",
                "5:1: duplicate key 'a' (first on line 1)",
            ],
        ),
        (
            b"!!python/object/apply:os.system ['echo hi']",
            [TOP, "1:1: the tag 'tag:yaml.org,2002:python/object/apply:os.system' is not allowed"],
        ),
        (b"t: !!bool foo", ["1:4: the tag 'tag:yaml.org,2002:bool' is not allowed"]),
        (b"t: !!int ''", ["1:4: the tag 'tag:yaml.org,2002:int' is not allowed"]),
        (b"x: !include ../../secret.yaml", ["1:4: the tag '!include' is not allowed"]),
        (b"t: ! a\n!u k: b", ["1:4: the tag '!' is not allowed", "2:1: the tag '!u' is not allowed"]),
        (
            BOMB,
            [
                "1:4: anchors (&a) are not allowed in seed files",
                "2:4: anchors (&b) are not allowed in seed files",
                "2:8: aliases (*a) are not allowed in seed files",
                "2:12: aliases (*a) are not allowed in seed files",
            ],
        ),
        (
            b"a: &a {k: 1}\nb: {<<: *a}",
            [
                "1:4: anchors (&a) are not allowed in seed files",
                "2:5: merge keys (<<) are not allowed in seed files",
                "2:9: aliases (*a) are not allowed in seed files",
            ],
        ),
        (b"&a [*a]", ["1:1: anchors (&a)", TOP, "1:5: aliases (*a)"]),
        (b"a: *x\n", ["1:4: aliases (*x) are not allowed in seed files"]),
        (b"a: " + b"[" * 32 + b"]" * 32, ["1:35: nested deeper than 32"]),
        (b"[" * 50_000 + b"]" * 50_000, ["1:33: nested deeper than 32"]),
        (b"{[a]: 1, {b: c}: 2, d: 3}", ["1:2: a key must be plain text", "1:10: a key must be plain text"]),
        (b"{[a]: {b: 1}, c: 1, c: 2}", ["1:2: a key must be plain text", "1:21: duplicate key 'c' (first on line 1)"]),
        (b"a: 1\n? \n: 1", ["2:2: a key must be plain text"]),
        (
            b"a:\nb: ~\nc: null\nd: [~, Null]\n",
            [
                "1:3: no value; leave the field out",
                "2:4: no value; leave the field out",
                '3:4: no value; leave it out (write "null" where the word is meant)',
                "4:5: no value; leave the item out",
                "4:8: no value; leave it out (write",
            ],
        ),
        (b"a:\n  - b\n  -\n", ["3:4: no value; leave the item out"]),
        (b"", [EMPTY]),
        (b"# nothing\n\n", [EMPTY]),
        (b"---\n# c\n", [EMPTY]),
        (b"hello", [TOP]),
        (b"'quoted'", [TOP]),
        (b"# c\n- id: a\n", ["2:1: expected a mapping"]),
        (b"id: a\n---\nid: b\n", ["2:1: a second YAML document; one per file"]),
        (b"%YAML 1.3\n---\na: 1\n", ["1:1: found incompatible YAML document"]),
        (b"%TAG ! tag:x,2000:\n---\na: 1\n", ["1:1: %TAG lines are not allowed in seed files"]),
        (b"title: Tax: why", ["1:11: mapping values are not allowed"]),
        (b"a:\n\tb: 1\n", ["2:1: found character"]),
        (b'x: 1\ntitle: "abc\ny: 2\n', ["2:8: found unexpected end of stream"]),
        (b"a: 1\noops\nb: 2\n", ["2:1: could not find expected ':'"]),
        (b"a: [b, c\nd: e\n", None),
        (b"title: a\0b\nx: \x07", ["1:9: control character U+0000 is not allowed", "2:4: control character U+0007"]),
        (b"title: a\rb", ["1:9: control character U+000D is not allowed"]),
        ("a: x\u2028b\nc: \ufeff".encode(), ["1:5: invisible character U+2028", "2:4: invisible character U+FEFF"]),
        (b"title: caf\xe9", ["1:11: not UTF-8 at byte 10"]),
        ("é: 1\nà: ".encode() + b"\xff", ["2:4: not UTF-8 at byte 10"]),
        ("title: é\n".encode("utf-16"), ["1:1: not UTF-8 at byte 0 (it looks like UTF-16; save it as UTF-8)"]),
        (b'a: "a\\x07b"\nb: "\\0"', ["1:4: control character U+0007", "2:4: control character U+0000"]),
        (b'a: "\\ud800"', None),
        (b'a: "\\UFFFFFFFF"', None),
        (b"a: 1\n" * 3 + b"b: [", None),
    ],
)
@pytest.mark.usefixtures("_parser")
def test_what_yaml_would_change_or_drop_is_refused_with_its_place(raw: bytes, expected: list[str] | None) -> None:
    found = faults(raw)
    if expected is None:
        assert found
    else:
        assert len(found) == len(expected)
        for shown, beginning in zip(found, expected, strict=True):
            assert shown.startswith(beginning)


AFTER = "text after # would be dropped as a comment"
WITHIN = "this comment stands where the value above would go on"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: C# is #1 choice", [f"1:14: {AFTER}"]),
        ("a: 'b' # c", [f"1:8: {AFTER}"]),
        ('a: "b"#c', [f"1:7: {AFTER}"]),
        ("a: [b, c] # d\ne: {f: g} # h", [f"1:11: {AFTER}", f"2:11: {AFTER}"]),
        ("a: [b,#c\n]", [f"1:7: {AFTER}"]),
        ("a: # b\n  - c # d", [f"1:4: {AFTER}", f"2:7: {AFTER}"]),
        ("a: | # b\n  c # d\n", [f"1:6: {AFTER}"]),
        ("a: é # é # é\nb: 😀 # x", [f"1:6: {AFTER}", f"2:6: {AFTER}"]),
        ("title: We are\n  #1 in the world\nb: c", [f"2:3: {WITHIN}"]),
        ("a:\n  - b\n\n   # c\n   # d\n  - e", [f"4:4: {WITHIN}"]),
        ("a: x\n# b\n  # c\nd: e", []),
        ("a:\n  - b\n  # c\n  - d\n # e\n", []),
        ("a: [\n    b\n      # c\n]", []),
        ("a: b #", [f"1:6: {AFTER}"]),
        ("a: 'b'\n  # c\nd: [\n  e\n  # f\n]", []),
        ("a: |\n  b\n # c\nd: e # f", [f"4:6: {AFTER}"]),
    ],
)
@pytest.mark.usefixtures("_parser")
def test_text_that_would_be_lost_as_a_comment(text: str, expected: list[str]) -> None:
    assert [fault.partition(" (")[0] for fault in faults(text.encode())] == expected


def test_a_comment_after_a_tab() -> None:
    assert faults(b"a: 1\t# b")[0].startswith(f"1:6: {AFTER}")  # PyYAML's own parser refuses the tab itself


def test_all_faults_of_a_file_come_in_one_run_in_their_order() -> None:
    text = "a: 1 # x\nb: &b c\na: 2\nd: *b\ne:\nf: !t g\n"
    assert [fault.partition(":")[0] for fault in faults(text.encode())] == ["1", "2", "3", "4", "5", "6"]


def test_a_file_that_stops_being_yaml_still_tells_what_came_before() -> None:
    found = faults(b"a: 1\na: 2\nb: 3 # c\nd: e\nf: g: h\n")
    assert [fault.partition(" ")[0] for fault in found] == ["2:1:", "3:6:", "5:5:"]


def test_hints_say_what_to_do() -> None:
    assert faults(b"title: Tax: why")[0].endswith('(quote a value that holds ": ", and check the indentation)')
    assert faults(b"a:\n\tb: 1")[0].endswith("(indent with spaces, not with tabs)")
    assert faults(b"a: @b")[0].endswith("(quote a value that begins with this character)")
    assert faults(b"x: 1\na: [b\nc: d")[0].endswith("(close the [ or { opened on line 2, or quote what stands here)")


def test_a_file_above_ten_megabytes_is_refused() -> None:
    assert faults(b"#" * (LARGEST + 1)) == [" larger than 10 MB (split it, or write it as JSON Lines)"]
    assert faults(b"#" * LARGEST) == [EMPTY]


def test_the_number_of_values_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_events, "MOST_EVENTS", 10)
    assert faults(b"a: [b]") == []
    assert faults(b"a: [b, c]")[0].startswith("1:10: more than 2,000,000 values")


def test_the_number_of_faults_is_bounded() -> None:
    found = faults(b"- &a b\n" * (MOST_PROBLEMS + 10))
    assert len(found) == MOST_PROBLEMS + 2  # one more says so, and the list is no mapping
    assert any("more than 1,000 faults; the rest of the file was not read" in fault for fault in found)
    assert len(faults(b"a: 1\n" * (MOST_PROBLEMS + 10))) == MOST_PROBLEMS


letters = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029\ufeff\ufffe\uffff")
)
values: st.SearchStrategy[Plain] = st.recursive(
    letters, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(letters, inner, max_size=4), max_leaves=12
)


@given(st.dictionaries(letters, values, min_size=1, max_size=5), st.sampled_from([None, '"', "'"]), st.booleans())
@settings(max_examples=300, deadline=None)
def test_what_pyyaml_writes_is_read_back(data: dict[str, Plain], style: str | None, flow: bool) -> None:
    written = yaml.safe_dump(data, default_style=style, default_flow_style=flow, allow_unicode=True, width=1000)
    assert read_yaml(written.encode(), "f").data == data


def paths_of(node: yaml.Node, path: Path = ()) -> Iterator[tuple[Path, bool, tuple[int, int]]]:
    """Every path of a tree of PyYAML's nodes with its place; True for the place of the key."""
    yield path, False, (node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*path, key.value), True, (key.start_mark.line + 1, key.start_mark.column + 1)
            yield from paths_of(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from paths_of(value, (*path, index))


@given(st.dictionaries(letters, values, min_size=1, max_size=5), st.booleans())
@settings(max_examples=200, deadline=None)
def test_places_are_those_of_pyyaml(data: dict[str, Plain], flow: bool) -> None:
    written = yaml.safe_dump(data, default_flow_style=flow, allow_unicode=True, width=30)
    document = read_yaml(codecs.BOM_UTF8 + written.encode(), "f")
    root = yaml.compose(written, yaml.SafeLoader)
    assert root is not None
    for path, key, place in paths_of(root):
        assert document.places.find(path, key) == place


def test_a_problem_points_at_the_value_the_key_or_the_nearest_parent() -> None:
    raw = b"recommendations:\n  - key: a\n    addressees: [japan, {key: us}]\n  - key: b\n"
    document = read_yaml(raw, "f.yaml")
    path: Path = ("recommendations", 0, "addressees", 1, "key")
    assert str(document.problem(path, "M")) == "f.yaml:3:31: recommendations[0].addressees[1].key: M"
    assert str(document.problem(path, "M", "h", key=True)).startswith("f.yaml:3:26: ")
    assert str(document.problem(path, "M", "h")).endswith(": M (h)")
    missing = document.problem(("recommendations", 1, "text"), "missing", key=True)
    assert (missing.line, missing.column, missing.path) == (4, 5, "recommendations[1].text")
    assert document.problem(("recommendations", 7), "M").line == 2
    assert document.problem(("themes", 0), "M").line == 1


TOKENS = (
    "a|b: |c:|- |\n|\n  |\n    |#| #| # d|\"|'|[|]|{|}|, |: |? |>-|&x|*x|!!int|!t|<<|---|...|%YAML 1.1\n|\t|~|é|😀|\\"
)
MORE = ["|", "\\u00", "@", "\r\n", "\u2028", "\x85", "\ufeff", "null", "0x1f", "\\ud800", "C#", "https://x/#y"]


def test_places_reach_as_deep_as_the_reader() -> None:
    document = read_yaml(b"a: " + b"[" * 31 + b"b" + b"]" * 31, "f")
    assert document.places.find(("a", *[0] * 31)) == (1, 35)


SOUP = [*TOKENS.split("|"), *MORE]
SEED = resources.seed_folder()
tokens = st.sampled_from(SOUP)
yamlish = st.lists(tokens, max_size=30).map("".join)


@given(st.binary(max_size=60) | yamlish.map(str.encode) | st.text(max_size=60).map(str.encode))
@example(b"a: \xed\xa0\x80")
@example(b'? "\\U00110000"\n: b')
@settings(max_examples=2000, deadline=None)
def test_any_bytes_give_a_document_or_problems_with_a_place(raw: bytes) -> None:
    try:
        data = read_yaml(raw, "f").data
    except SeedError as error:
        problems = error.problems
    else:
        # PyYAML may read less, never something else: libyaml takes "(:<tab>." and accepts what it does not.
        with suppress(yaml.YAMLError):
            assert data == yaml.load(raw, yaml.BaseLoader)
        return
    assert problems
    assert all(problem.line > 0 and problem.column > 0 and problem.message for problem in problems)


def test_twenty_thousand_texts_give_a_document_or_problems_with_a_place() -> None:
    """Files with something taken out, doubled, moved or put in: nearer to what people write than any bytes are."""
    random = Random(20_000)
    seeds = [path.read_text(encoding="utf-8").splitlines(keepends=True) for path in sorted(SEED.rglob("*.yaml"))]
    read = refused = 0
    for _ in range(20_000):
        whole = random.choice(seeds)
        start = random.randrange(len(whole))
        text = "".join(whole[start : start + random.randint(1, 6)])
        for _ in range(random.randint(1, 3)):
            at, end = sorted((random.randint(0, len(text)), random.randint(0, len(text))))
            piece = random.choice([text[at:end], random.choice(SOUP), chr(random.randrange(1, 0x2FFF)), "", text[at:]])
            text = text[:at] + piece + text[random.choice([at, end]) :]
        try:
            read_yaml(text.encode(), "f")
        except SeedError as error:
            problems = error.problems
        else:
            read += 1
            continue
        refused += 1
        lines = 1 + sum(map(text.count, "\n\r\x85\u2028\u2029"))
        assert problems, text
        assert all(1 <= p.line <= lines and p.column >= 1 and p.message for p in problems), text
    assert min(read, refused) > 2_000


@given(yamlish | st.text(max_size=60))
@settings(max_examples=500, deadline=None)
def test_pyyamls_own_parser_does_no_worse(text: str) -> None:
    try:
        expected: dict[str, Plain] | None = read_yaml(text.encode(), "f").data
    except SeedError:
        expected = None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml, "__with_libyaml__", False)
        try:
            found: dict[str, Plain] | None = read_yaml(text.encode(), "f").data
        except SeedError:
            found = None
    assert expected is None or found is None or found == expected


def texts_of(value: Plain) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from texts_of(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_of(inner)
    else:
        yield str(value)


lines = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "  ", "    ", "      "]),
    st.sampled_from(["a: ", "b: ", "- ", "- c: ", "d:", "", "# "]),
    st.sampled_from(["x", "C#", "x #1 y", "'x # y'", '"#x"', "[x, #y]", "{e: f#}", "#", "x#", "[x,#y\n  ]", "'x' #y"]),
)


@given(st.lists(lines, min_size=1, max_size=6).map("\n".join))
@settings(max_examples=1000, deadline=None)
def test_no_hash_is_lost_but_in_a_comment_on_its_own_line(text: str) -> None:
    if faults(text.encode()):
        return
    commented = sum(line.count("#") for line in text.split("\n") if line.lstrip().startswith("#"))
    kept = sum(value.count("#") for value in texts_of(read_yaml(text.encode(), "f").data))
    assert text.count("#") == commented + kept
