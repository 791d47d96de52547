"""What can stand at the end of a query: the parser says whether it may, the base which names there are."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policykb import KnowledgeBase
from policykb.errors import QueryError
from policykb.query.grammar.lexer import RESERVED


def texts(kb: KnowledgeBase, typed: str) -> list[str]:
    return [candidate.text for candidate in kb.complete(typed).candidates]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("rec", ["recommendations"]),
        ("count of fi", ["findings"]),
        ("recommendations theme:eco", ["economic", "economic-rules", "economic-security"]),
        ("theme:market", ["market-access"]),
        ("recommendations theme:trade,market", ["market-access"]),
        ("recommendations theme:(trade or market", ["market-access"]),
        ("recommendations framework:ipe", ["ipef"]),
        ("recommendations under IPE", ["ipef"]),
        ("recommendations to:Jap", ["japan"]),
        ("recommendations to Jap", ["japan"]),
        ("recommendations to the Jap", ["japan"]),
        ("recommendations to US", ["united-states"]),
        ("recommendations to United Sta", ["States"]),
        ("recommendations to japan and united-st", ["united-states"]),
        ("recommendations on econ", ["economic"]),
        ("recommendations mentioning qu", ["quad"]),
        ('recommendations mentioning "United Sta', ['"United States"']),
        ("recommendations strength:", ["must", "should", "could", "implied"]),
        ("recommendations strength:sh", ["should"]),
        ("recommendations str", ["strength:must", "strength:should", "strength:could", "strength:implied"]),
        ("findings kind:con", ["concern"]),
        ("recommendations priority:t", ["true"]),
        ("recommendations response:acc", ["accepted", "accepted-in-part"]),
        ("recommendations accepted b", ["by"]),
        ("recommendations with dea", ["deadline"]),
        ("recommendations sorted by iss", ["issued"]),
        ("count of recommendations by str", ["strength"]),
        ("count of recommendations by theme.", ["theme.top"]),
        ("recommendations to:japan and united-st", ["united-states"]),
        ("recommendations theme:trade un", ["under"]),
        ("frameworks member:japa", ["japan"]),
        ("recommendations from nca", ["ncafp"]),
        ("recommendations ment", ["mentioning"]),
        ("recommendations to japan sin", ["since"]),
        ("recommendations on trade un", ["under"]),
        ("recommendations supports:ncafp-2024-us-japan/aoip-a", ["ncafp-2024-us-japan/aoip-aims"]),
        ("type:fin", ["findings"]),
    ],
)
def test_what_can_stand_there(shipped: KnowledgeBase, typed: str, expected: list[str]) -> None:
    assert texts(shipped, typed)[: len(expected)] == expected


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "recommendations since ",
            "recommendations containing tra",
            "recommendations text:tra",
            'recommendations "tra',
        ),
        *("recommendations theme:no-such-theme", "recommendations nonsense:x", "recommendations to the a b c d e f g"),
    ],
)
def test_nothing_where_nothing_is_known(shipped: KnowledgeBase, typed: str) -> None:
    assert texts(shipped, typed) == []


def test_what_was_typed_before_stays(shipped: KnowledgeBase) -> None:
    assert shipped.complete("recommendations theme:eco").start == len("recommendations theme:")
    assert shipped.complete("recommendations ").start == len("recommendations ")


def test_of_what_was_not_begun_what_statements_have(shipped: KnowledgeBase) -> None:
    asked = texts(shipped, "recommendations to ")
    assert "japan" in asked
    assert all(shipped.query(f"recommendations to:{key}").total for key in asked)


def test_a_meaning_stands_beside(shipped: KnowledgeBase) -> None:
    (found,) = shipped.complete("recommendations theme:market").candidates
    assert found == ("market-access", "Market access")


def test_every_key_is_found_from_any_beginning(shipped: KnowledgeBase) -> None:
    themes = [str(key) for (key,) in shipped.sql("select key from theme order by key")]
    for key in themes[::5]:
        for end in range(1, len(key) + 1, 3):
            assert key in texts(shipped, f"recommendations theme:{key[:end]}")


BEGUN = ["theme:{}", "on {}", "to:{}", "to {}", "under {}", "mentioning {}", "involving:{}", "strength:{}", "action:{}"]


@settings(max_examples=20)
@given(clause=st.sampled_from(BEGUN), start=st.sampled_from([*"abcdefijmnqstu", "united", "south"]))
def test_the_parser_takes_what_is_offered(shipped_file: str, clause: str, start: str) -> None:
    typed = f"recommendations {clause.format(start)}"
    with KnowledgeBase.open(shipped_file) as kb:
        found = kb.complete(typed)
        for candidate in found.candidates[:3]:
            if not candidate.text.endswith(":") and candidate.text not in RESERVED | {
                "last",
                "accepted",
                "rejected",
                "sorted",
            }:
                kb.query(typed[: found.start] + candidate.text)


WORDS = [
    "recommendations",
    "theme:",
    "to",
    "japan",
    "and",
    "(",
    ")",
    ",",
    '"',
    "by",
    "count",
    "of",
    "with",
    "-",
    "@",
    "é",
    "2024",
    "'",
]


@settings(max_examples=30)
@given(parts=st.lists(st.sampled_from(WORDS), max_size=9), gap=st.sampled_from(["", " "]))
def test_whatever_was_typed(shipped_file: str, parts: list[str], gap: str) -> None:
    typed = gap.join(parts)
    with KnowledgeBase.open(shipped_file) as kb, suppress(QueryError):
        assert 0 <= kb.complete(typed).start <= len(typed)


def test_behind_and_a_list_or_a_clause_may_go_on(shipped: KnowledgeBase) -> None:
    asked = texts(shipped, "recommendations to japan and sin")
    assert {"singapore", "since"} <= set(asked)
    assert "since" not in texts(shipped, "recommendations to sin")
