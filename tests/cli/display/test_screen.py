import io
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policykb.cli.display.screen import Screen, flow, padded, wrap

letters = st.text(alphabet="abc ü-/日本語　👍", max_size=200)
widths = st.integers(min_value=4, max_value=60)


def cells(text: str) -> int:
    """Cells by the rule of the terminal: East Asian wide characters and emoji take two."""
    return sum(2 if character in "日本語　👍" else 1 for character in text)


@given(letters, widths)
def test_no_line_is_wider_than_asked_and_no_character_is_lost(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cells(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(letters, widths, st.integers(min_value=1, max_value=3))
def test_cut_text_says_so_and_stays_within_its_lines(text: str, width: int, most: int) -> None:
    whole, cut = wrap(text, width), wrap(text, width, most)
    assert len(cut) <= most
    assert all(cells(line) <= width for line in cut)
    assert cut == whole if len(whole) <= most else cut[-1].endswith("…")


def test_words_are_broken_at_hyphens_before_anything_else() -> None:
    assert wrap("see us-indo-pacific-strategy", 20) == ["see", "us-indo-pacific-", "strategy"]


def test_web_addresses_are_never_broken() -> None:
    address = "https://example.org/a-very-long-address-that-does-not-fit"
    assert wrap(f"see {address} there", 20) == ["see", address, "there"]


facts = st.lists(st.text(alphabet="ab日", min_size=1, max_size=8), min_size=1, max_size=4).map(" ".join)


@given(st.lists(facts, max_size=6), widths)
def test_facts_flow_within_the_width_and_are_not_broken_where_they_fit(parts: list[str], width: int) -> None:
    lines = flow(parts, width, " | ")
    assert all(cells(line) <= width for line in lines)
    assert Counter(part for part in parts if cells(part) <= width) <= Counter(" | ".join(lines).split(" | "))


@given(letters, widths)
def test_padding_fills_up_to_the_width(text: str, width: int) -> None:
    assert cells(padded(text, width)) == max(width, cells(text))
    assert cells(padded(text, width, right=True)) == max(width, cells(text))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)],
)
def test_colours_on_terminals_that_want_them(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], coloured: bool
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    out = Terminal()
    Screen.on(out).write("text", "bold")
    assert out.getvalue() == ("\x1b[1mtext\x1b[0m\n" if coloured else "text\n")


def test_a_pipe_gets_no_colours() -> None:
    assert not Screen.on(io.StringIO()).coloured


@pytest.mark.parametrize(("columns", "width"), [("60", 60), ("20", 40), ("500", 120), ("", 80)])
def test_the_width_is_that_of_the_terminal_within_reason(
    monkeypatch: pytest.MonkeyPatch, columns: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert Screen.on(io.StringIO()).width == width


def test_signs_that_the_encoding_lacks_are_replaced() -> None:
    ascii_ = Screen(io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    assert (ascii_.dot, ascii_.ellipsis, ascii_.rule) == (" | ", "...", "-")
    unicode_ = Screen(io.TextIOWrapper(io.BytesIO(), encoding="utf-8"))
    assert (unicode_.dot, unicode_.ellipsis, unicode_.rule) == (" · ", "…", "─")
