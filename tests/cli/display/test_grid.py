import io

from hypothesis import given
from hypothesis import strategies as st

from policykb.cli.display.grid import LEAST, fitting, show_grid
from policykb.cli.display.screen import Screen


def shown(heads: list[str], rows: list[list[str]], width: int = 40) -> list[str]:
    out = io.StringIO()
    show_grid(Screen(out, width), heads, rows)
    return out.getvalue().splitlines()


def test_columns_stand_below_their_headings_and_numbers_to_the_right() -> None:
    assert shown(["Type", "Records"], [["theme", "30"], ["actor", "1,276"]]) == [
        "Type   Records",
        "─────  ───────",
        "theme       30",
        "actor    1,276",
    ]


def test_what_no_row_has_is_left_out() -> None:
    assert shown(["Name", "Kind", "Key"], [["AUKUS", "", "aukus"]])[0] == "Name   Key"
    assert shown(["Name"], []) == []


def test_long_cells_are_wrapped_in_their_column() -> None:
    assert shown(["Name", "Key"], [["Association of Southeast Asian Nations", "asean-of-southeast"]]) == [
        "Name                  Key",
        "────────────────────  ──────────────────",
        "Association of        asean-of-southeast",
        "Southeast Asian",
        "Nations",
    ]


@given(st.lists(st.tuples(st.integers(1, 90), st.integers(1, 30)), min_size=1, max_size=6), st.integers(40, 120))
def test_widths_fit_unless_every_column_is_as_narrow_as_can_be(sizes: list[tuple[int, int]], width: int) -> None:
    natural = [max(size) for size in sizes]
    widths = fitting(natural, [least for _, least in sizes], width)
    total = sum(widths) + 2 * (len(widths) - 1)
    assert total <= width or all(w <= max(LEAST, n) for w, n in zip(widths, natural, strict=True) if w != n)
    assert total <= width or max(widths) <= LEAST
    assert all(w <= n for w, n in zip(widths, natural, strict=True))
    if sum(natural) + 2 * (len(natural) - 1) <= width:
        assert widths == natural
