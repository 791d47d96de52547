"""Marked texts: nothing of them is lost or moved, the first hit is seen, and nothing is marked where it cannot be."""

import io
import re

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from policykb.cli.display.screen import Screen, wrap
from policykb.cli.display.snippets import Place, places, snippet
from policykb.query.hits import Hit

STYLED = re.compile(r"\x1b\[1;4m(.*?)\x1b\[0m")
CODES = re.compile(r"\x1b\[[0-9;]*m")
LONG = " ".join(f"word{n}" for n in range(60))


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Place]]:
    """A text and places in it that hold no white space at their ends."""
    words = draw(st.lists(st.text(alphabet="abcü-日本\u0307👍", min_size=1, max_size=12), min_size=1, max_size=40))
    text = " ".join(words)
    starts = [match.start() for match in re.finditer(r"\S+", text)]
    ends = [match.end() for match in re.finditer(r"\S+", text)]
    chosen = draw(st.lists(st.integers(0, len(words) - 1), max_size=4))
    hits = [Hit("text", starts[n], ends[min(n + draw(st.integers(0, 2)), len(words) - 1)], "x") for n in chosen]
    return text, places(hits, "text")


def screen(*, coloured: bool = False) -> Screen:
    return Screen(io.StringIO(), coloured=coloured)


@given(marked(), st.integers(10, 60))
def test_whole_texts_lose_nothing_and_mark_what_was_hit(given: tuple[str, list[Place]], width: int) -> None:
    text, hits = given
    lines = snippet(screen(coloured=True), text, hits, width)
    assert [CODES.sub("", line) for line in lines] == wrap(text, width)
    shown = "".join("".join(STYLED.findall(line)) for line in lines)
    assert "".join(shown.split()) == "".join("".join(text[start:end].split()) for start, end in hits)


@given(marked(), st.integers(10, 60), st.integers(1, 3), st.booleans())
def test_the_first_hit_is_seen(given: tuple[str, list[Place]], width: int, most: int, signs: bool) -> None:
    text, hits = given
    lines = snippet(screen(coloured=True), text, hits, width, most, signs=signs)
    assert len(lines) <= most
    assert all(cell_len(CODES.sub("", line)) <= width for line in lines)
    assert not hits or STYLED.search("".join(lines))


@given(marked(), st.integers(10, 60))
def test_without_colours_and_signs_the_text_stays_clean(given: tuple[str, list[Place]], width: int) -> None:
    text, hits = given
    assert snippet(screen(), text, hits, width) == wrap(text, width)


def test_the_piece_of_a_long_text_around_its_first_hit() -> None:
    at = LONG.index("word50")
    lines = snippet(screen(), LONG, [(at, at + 6)], 40, 2, signs=True)
    assert lines == ["…word48 word49 «word50» word51 word52", "word53 word54 word55 word56 word57…"]
    at = LONG.index("word59")
    assert snippet(screen(), LONG, [(at, at + 6)], 40, 2, signs=True)[-1].endswith("«word59»")
    chinese = "日本語の文章。" * 30
    (line,) = snippet(screen(), chinese, [(100, 102)], 40, 1, signs=True)
    assert f"«{chinese[100:102]}»" in line
    assert line.startswith("…")


def test_signs_that_the_stream_can_write() -> None:
    plain = Screen(io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    assert snippet(plain, "a b c", [(2, 3)], 40, signs=True) == ["a [b] c"]


def test_a_hit_over_two_lines_is_marked_in_both() -> None:
    assert snippet(screen(coloured=True), "aaaa bbbb cccc", [(5, 14)], 9, style="bold") == [
        "\x1b[1maaaa \x1b[0m\x1b[1;4mbbbb\x1b[0m",
        "\x1b[1;4mcccc\x1b[0m",
    ]
