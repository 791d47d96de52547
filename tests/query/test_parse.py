import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.query.strategies import RESERVED, TRICKY

from policykb.errors import QuerySyntaxError, UnknownField
from policykb.query.ast import Bare, Condition, Name, leaves
from policykb.query.grammar.lexer import CANONICAL_LENGTH
from policykb.query.grammar.parse import parse
from policykb.query.grammar.render import render

CASES = yaml.safe_load(Path(__file__).with_name("cases_parse.yaml").read_text(encoding="utf-8"))


class Names:
    """A lexicon of a few names that hold a reserved word."""

    def __init__(self, *names: str) -> None:
        self.names = [name.split() for name in names]

    def longest(self, words: Sequence[str]) -> int:
        low = [word.lower() for word in words]
        return max((len(name) for name in self.names if low[: len(name)] == name), default=0)


NAMES = Names(
    "trinidad and tobago",
    "council on foreign relations",
    "partners in the blue pacific",
    "under secretary of defense",
    "partners in the blue pacific and friends",
)


def _cases(kind: str) -> list[Any]:
    every = [(title, case) for title, cases in CASES.items() for case in cases if kind in case]
    return [pytest.param(case, id=f"{title}: {case['query']}") for title, case in every]


@pytest.mark.parametrize("case", _cases("means"))
def test_a_query_means_its_canonical_form(case: dict[str, str]) -> None:
    query = parse(case["query"])
    assert render(query) == case["means"]
    assert parse(case["means"]) == query


@pytest.mark.parametrize("case", _cases("error"))
def test_a_wrong_query_tells_what_was_read_and_what_could_stand_there(case: dict[str, Any]) -> None:
    with pytest.raises((QuerySyntaxError, UnknownField)) as caught:
        parse(case["query"])
    assert case["error"] in caught.value.message
    assert caught.value.column == case["column"]
    assert case.get("hint", "") in str(caught.value.hint)
    assert caught.value.query == case["query"]


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("mentioning Trinidad and Tobago and Japan", 'mention:"Trinidad and Tobago" mention:Japan'),
        ("mentioning Japan or Trinidad and Tobago", 'mention:(Japan|"Trinidad and Tobago")'),
        ("by the Council on Foreign Relations on trade", 'by:"Council on Foreign Relations" theme:trade'),
        ("to Ministry of Trinidad and Tobago", 'to:"Ministry of Trinidad and Tobago"'),
        ("to Japan and Under Secretary of Defense", 'to:Japan to:"Under Secretary of Defense"'),
        ("to:Trinidad and Tobago to:x", 'to:"Trinidad and Tobago" to:x'),
        ("about Partners in the Blue Pacific and Friends", 'mention:"Partners in the Blue Pacific and Friends"'),
        ("accepted by Trinidad and Tobago", 'response:"Trinidad and Tobago"=accepted'),
        ("without Trinidad and Tobago", '-mention:"Trinidad and Tobago"'),
        ("trinidad and tobago", "trinidad (tobago)"),
    ],
)
def test_known_names_that_hold_a_reserved_word_are_joined_where_a_name_stands(text: str, means: str) -> None:
    assert render(parse(text, NAMES)) == f"type:recommendation {means}"


def test_without_the_lexicon_such_names_fall_apart() -> None:
    assert parse("mentioning Trinidad and Tobago") != parse("mentioning Trinidad and Tobago", NAMES)


@pytest.mark.parametrize(
    ("text", "message", "column"),
    [
        ("x" * 1001, "longer than 1,000 characters (1,001)", 1001),
        ("a" * 1_000_000, "longer than 1,000 characters", 1001),
        ("(" * 400 + "a" + ")" * 400, "nested deeper than 32 at column 33", 33),
        ("mention:" + "(" * 33 + "a" + ")" * 33, "nested deeper than 32", 41),
        (" ".join(["x"] * 65), "at most 64 conditions", 129),
        (" ".join(f"to:{n}" for n in range(65)), "at most 64 conditions", 64 * 6 - 10 + 1),
        ("\0", "control character U+0000 at column 1", 1),
        ("to Japan\x1b[31m", "control character U+001B at column 9", 9),
        ("to \ud800", "half a surrogate pair U+D800 at column 4", 4),
        ("to Ja\u200bpan", "invisible character U+200B at column 6", 6),
        ("to \u202eJapan", "bidi control U+202E at column 4", 4),
    ],
)
def test_limits(text: str, message: str, column: int) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse(text)
    assert message in caught.value.message
    assert caught.value.column == column


def test_up_to_the_limits_a_query_is_read() -> None:
    assert parse("(" * 32 + "a" + ")" * 32) == parse("a")
    assert parse(" ".join(["x"] * 64)).where == Bare(("x",) * 64)
    assert parse("x" * 1000).where == Bare(("x" * 1000,))


def test_what_is_nested_to_the_limit_can_be_rendered_and_read() -> None:
    text = "a or b"
    for depth in range(29):
        text = f"({text}) or to:y" if depth % 2 else f"({text}) to:x"
        query = parse(text)
        assert parse(render(query)) == query
    with pytest.raises(QuerySyntaxError, match="nested deeper than 32"):
        parse("(((" + text + ") or to:y) to:x) or to:y")


# As in the list of full-text queries that a bare engine refuses; each must be read or refused with its place.
BREAKING = [
    *(
        "",
        "   ",
        '"',
        '"carbon',
        'carbon"',
        "*",
        "carbon**",
        "* carbon",
        "^",
        "^^carbon",
        "carbon ^",
        "AND",
        "OR",
        "NOT",
    ),
    *("carbon AND", "AND carbon", "carbon OR", "NOT carbon", "carbon NOT", "carbon AND AND tax", "NEAR(", "NEAR()"),
    *("NEAR(carbon tax", "NEAR(carbon tax, x)", "NEAR(carbon tax, -1)", "NEAR(carbon AND tax)", "(", "()", "(carbon"),
    *(
        "carbon)",
        "((carbon)",
        "nosuchcol:carbon",
        "title:",
        "title : AND",
        "{title nosuch}:carbon",
        "{title",
        "{}:carbon",
    ),
    *("- {title}", "multi-agent", "20.04", "C++", "R&D", "don't", "a/b", "a.b", "a,b", "a;b", "a:b", "http://x.org"),
    *(
        "100%",
        "$5",
        "#tag",
        "@user",
        "a=b",
        "<b>",
        "[x]",
        "\\",
        "~x",
        "!x",
        "?",
        "carbon +",
        "+ carbon",
        "carbon + + tax",
    ),
    *(
        "carbon + *",
        '"a" "',
        '"carbon" * *',
        "title:body:carbon",
        "(" * 601,
        "\0",
        "\ud800",
        "NOT NOT a",
        "--",
        "/* x */",
    ),
    *(
        "'; DROP TABLE f; --",
        "a' OR 1=1",
        "^title:carbon",
        "-1",
        "AND AND AND",
        "rank:x",
        "rowid:1",
        "a\x00b",
        "x" * 5000,
    ),
]


def check_total(text: str, names: Names | None = None) -> None:
    """Any text is read, or refused with a place and advice; and what is read has a canonical form."""
    try:
        query = parse(text, names)
    except (QuerySyntaxError, UnknownField) as error:
        refused = error
    else:
        assert parse(render(query), limit=CANONICAL_LENGTH) == query
        for leaf in leaves(query.where) if query.where else ():
            check_place(text, leaf)
        return
    assert refused.query == text
    assert refused.message
    assert refused.hint
    assert refused.column is not None
    assert 1 <= refused.column <= len(text) + 1
    assert "^" in refused.caret() or not text


def check_place(text: str, leaf: Condition | Bare) -> None:
    """Names, words and bare words are where they say they are."""
    start, end = leaf.at
    assert 0 <= start < end <= len(text)
    if isinstance(leaf, Condition) and isinstance(leaf.value, Name):
        written = " ".join(text[slice(*leaf.value.at)].replace('""', '"').split()).strip('"“”„ ')
        assert written == leaf.value.text.strip('"“”„ ')


@pytest.mark.parametrize("text", BREAKING)
def test_strings_that_break_full_text_engines(text: str) -> None:
    check_total(text)


@settings(max_examples=2000, deadline=None)
@given(st.text(max_size=60))
@example("recommendations mentioning \U0001f469\u200d\U0001f4bb")
def test_any_text_is_read_or_refused(text: str) -> None:
    check_total(text)


PIECES = [
    *RESERVED,
    *TRICKY,
    *(
        "recommendations",
        "findings",
        "frameworks",
        "sources",
        "themes",
        "type:",
        "type:finding",
        "count of",
        "sorted by",
    ),
    *("first 20", "last 2 years", "accepted by", "but not", "but not implemented", "in 2024", "from 2020 to 2024"),
    *("Japan", "IPEF", "Trinidad and Tobago", '"trade rules"', "deadline", "strength", "issued", "priority", "<", "="),
    *("(", ")", "(", ")", "|", ",", "-", ":", "@", "in-source:(", "mention:", "involving:", "to:japan", "-mention:x"),
    *(
        "response:japan=accepted",
        "confidence>=0.5",
        "sort:-issued",
        "limit:20",
        "after:k",
        "group:theme,to",
        "text:tr*",
    ),
]


@settings(max_examples=2000, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from([" ", " ", " ", ""])), max_size=12))
def test_any_mixture_of_the_languages_own_words_is_read_or_refused(parts: list[tuple[str, str]]) -> None:
    text = "".join(piece + space for piece, space in parts)
    check_total(text)
    check_total(text, NAMES)


@pytest.mark.parametrize(
    "start", ["recommendations to Japan", "frameworks involving Japan", "count of findings", "about X"]
)
@settings(max_examples=500, deadline=None)
@given(parts=st.lists(st.sampled_from(PIECES), max_size=5))
def test_any_continuation_of_a_good_query_is_read_or_refused(start: str, parts: list[str]) -> None:
    check_total(" ".join([start, *parts]), NAMES)


def test_parsing_loads_no_library() -> None:
    script = (
        "import sys; from policykb.query.grammar.parse import parse; from policykb.query.grammar.render import render;"
        "render(parse('trade rules to Japan since 2024'));"
        "print([m for m in ('sqlalchemy', 'pydantic', 'yaml', 'rapidfuzz', 'typer') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
