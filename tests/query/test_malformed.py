"""Twenty thousand texts that nobody should type, and what is advised where a text is not understood."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random

import pytest
import yaml
from tests.query.strategies import RESERVED, TRICKY

from policykb import KnowledgeBase
from policykb.errors import QueryError, QuerySyntaxError, UnknownField
from policykb.query.grammar.lexer import CANONICAL_LENGTH
from policykb.query.grammar.lookup import SUBJECT_WORDS
from policykb.query.grammar.parse import parse
from policykb.query.grammar.render import render

HERE = Path(__file__)
SENTENCES: list[str] = [
    *(sentence for sentence, _ in yaml.safe_load(HERE.with_name("cases.yaml").read_text(encoding="utf-8"))),
    *(
        case["query"]
        for cases in yaml.safe_load(HERE.with_name("cases_parse.yaml").read_text(encoding="utf-8")).values()
        for case in cases
    ),
]
WORDS = [
    *RESERVED,
    *TRICKY,
    *(
        "recommendations",
        "findings",
        "frameworks",
        "actors",
        "sources",
        "themes",
        "events",
        "statements",
        "type:finding",
    ),
    *("count of", "by theme", "sorted by issued", "first 20", "last 2 years", "accepted by", "but not implemented"),
    *("in 2024", "from 2020 to 2024", "between 2020 and 2022", "June", "2024-13", "2020..2024", "with", "no", "any"),
    *("in-source:(", "mention:", "-mention:x", "member:japan@2024", "@", "member-of:asean", "coverage:trade", "key:x"),
    *(
        "response:japan=accepted",
        "confidence>=0.5",
        "sort:-issued",
        "limit:20",
        "after:k",
        "group:theme,to",
        "text:tr*",
    ),
    *(
        "Japan",
        "Trinidad and Tobago",
        '"trade rules"',
        "strength must",
        "deadline",
        "(",
        ")",
        ",",
        "|",
        "-",
        "!",
        "=",
        "<",
    ),
]
ODD = (
    *(
        "\u00a0",
        "\u3000",
        "\u2009",
        "\t",
        "\n",
        "\r\n",
        "\x00",
        "\x1b[31m",
        "\x7f",
        "\ud800",
        "\udfff",
        "\u202e",
        "\u2066",
    ),
    *("\u200b", "\u200d", "\ufeff", "\u0301", "\u2028", "\uffff", "\U0001f469", "ß", "İ", "ﬁ", "½", "日本"),
    *(
        '"',
        "“",
        "”",
        "„",
        "'",
        "`",
        "(",
        ")",
        "((",
        "))",
        "[",
        "{",
        "\\",
        "%",
        "_",
        "*",
        "**",
        ";",
        "--",
        "/*",
        "$",
        "^",
        "~",
    ),
)
HUGE = (
    *("x" * 10_000, "(" * 10_000, "(" * 10_000 + "a" + ")" * 10_000, "not " * 10_000, "-" * 10_000 + "a", '"' * 10_001),
    *("to:(" * 200 + "x" + ")" * 200, "in-source:(" * 90, "a or " * 190 + "a", "(a or " * 150, "about A, " * 110),
    *("not (" * 160 + "a" + ")" * 160, "x " * 499, "-x " * 333, "in 2024 or " * 90 + "in 2024", "without " * 120),
    *("but not a " * 90, "x but not " * 90, "first 1 " * 120, "the " * 240, "@2024 " * 150, "“" * 900, "a,b|" * 240),
)


def soups(random: Random) -> Iterator[str]:
    """Words of the language in any order; sentences with words lost, doubled, swapped, added, with odd characters."""
    yield from HUGE
    while True:
        if random.randrange(3) == 0:
            words = random.choices(WORDS, k=random.randint(1, 10))
            yield "".join(word + random.choice((" ", " ", " ", "")) for word in words)
            continue
        text = random.choice(SENTENCES)
        for _ in range(random.randint(1, 3)):
            text = spoilt(text, random)
        yield text


def spoilt(text: str, random: Random) -> str:
    pieces = re.findall(r"\s+|[^\s()|,:\"]+|.", text, re.DOTALL) or [""]
    at, other = random.randrange(len(pieces)), random.randrange(len(pieces))
    match random.randrange(7):
        case 0:
            del pieces[at]
        case 1:
            pieces.insert(at, pieces[at])
        case 2:
            pieces[at], pieces[other] = pieces[other], pieces[at]
        case 3:
            pieces.insert(at, f" {random.choice(WORDS)} ")
        case 4:
            pieces.insert(at, random.choice(ODD))
        case 5:
            pieces = pieces[: at + 1]
        case _:
            place = random.randrange(len(pieces[at]) + 1)
            pieces[at] = pieces[at][:place] + random.choice(ODD) + pieces[at][place:]
    return "".join(pieces)


def some(seed: str, number: int) -> list[str]:
    texts = soups(Random(seed))
    return [next(texts) for _ in range(number)]


def check_refused(error: QueryError, text: str) -> None:
    """It says what was read, where and what to do, in a few lines."""
    assert error.message, text
    assert error.hint, text
    assert error.exit_code == 2
    assert error.column is None or 1 <= error.column <= len(text) + 1, text
    assert len(str(error)) < 2_000, text


def test_twenty_thousand_texts_are_read_or_refused() -> None:
    read = 0
    for text in some("malformed queries", 20_000):
        try:
            query = parse(text)
        except (QuerySyntaxError, UnknownField) as error:
            refused = error
        else:
            read += 1
            assert parse(render(query), limit=CANONICAL_LENGTH) == query, text
            continue
        check_refused(refused, text)
        assert refused.column is not None, text
    # Enough of both, so that both are tried.
    assert 4_000 < read < 16_000


def test_only_our_own_errors_come_from_a_base(shipped: KnowledgeBase) -> None:
    answered = 0
    for text in some("malformed questions", 300):
        try:
            answer = shipped.query(text, limit=2)
            rows = answer.to_rows() if answer.query.count else answer.to_dicts()
        except QueryError as error:
            refused = error
        else:
            answered += 1
            assert len(rows) <= 2, text
            assert shipped.query(answer.canonical, limit=2).canonical == answer.canonical, text
            continue
        check_refused(refused, text)
    assert answered > 30


# what is advised

_ADVICE = (
    re.compile(r"Write (?P<one>.+), or (?P<other>.+?)\.(?: If a name| To search|$)"),
    re.compile(r"None of them: (?P<one>.+); not all of them: (?P<other>.+)\.(?: If a name|$)"),
    re.compile(r"Write (?P<one>[^,]+?)[.;]?(?: If a name| To search|$)"),
    re.compile(r"Put the items with 'not' last: (?P<one>.+)\.(?: If a name|$)"),
)
_NO_QUERY = re.compile(
    r"[A-Z]{2}[A-Z]+|\bonce\b|\bit\b|colon|\ba (word|name|number|value|field|phrase)|earlier date|before|after"
)


def advised(hint: str) -> list[str]:
    """The conditions that a hint offers to be copied."""
    found = next(filter(None, (each.match(hint) for each in _ADVICE)), None)
    return [text for text in found.groups() if not _NO_QUERY.search(text)] if found else []


LEADS = ("mentioning", "to", "on", "with strength", "without", "containing", "strength:", "in", "accepted by", "not to")
ITEMS = (("A", "B", "C"), ("A", "not B", "C"), ("not A", "B", "C"), ("A", "B", "to C"), ("2020", "2021", "2022"))


@pytest.mark.parametrize("lead", LEADS)
def test_what_is_advised_for_a_list_can_be_read(lead: str) -> None:
    count = 0
    for items, first, second in product(ITEMS, ("and", "or", ",", "but not"), ("and", "or", "but not")):
        text = f"{lead} {items[0]} {first} {items[1]} {second} {items[2]}"
        try:
            parse(text)
        except (QuerySyntaxError, UnknownField) as error:
            for advice in advised(error.hint or ""):
                parse(advice)
                count += 1
    assert count > 3 or lead == "strength:"


def test_what_is_advised_in_the_cases_can_be_read(shipped: KnowledgeBase) -> None:
    count = 0
    for text in SENTENCES:
        try:
            shipped.query(text)
        except QueryError as error:
            subject = re.match(r"\w+s\b", text)
            for advice in advised(error.hint or ""):
                try:
                    parse(
                        advice
                        if advice.partition(" ")[0] in SUBJECT_WORDS
                        else f"{subject[0] if subject else ''} {advice}"
                    )
                except QueryError as wrong:
                    raise AssertionError(f"{text}: {error.hint}") from wrong
                count += 1
    assert count > 40
