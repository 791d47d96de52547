"""The same content in every format gives the same passages, and they are those it was made of."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ingest import made

from policykb.domain.document import Document
from policykb.ingest.readers import docx, html, markdown

WORD = st.sampled_from(
    ["ports", "free-trade", "council", "ships", "and", "“fees”", "pilot’s", "a", "2030", "é", "<50", "R&D"]
)
SENTENCE = st.lists(WORD, min_size=2, max_size=20).map(lambda words: f"They {' '.join(words)} so.")
TITLE = st.lists(st.sampled_from(["Trade", "Ports", "Growth", "Fees", "North"]), min_size=1, max_size=5).map(" ".join)
TEXT = st.builds(
    made.Text,
    SENTENCE,
    st.sampled_from(["", "Build a fund.", "Act"]),
    st.sampled_from(["", "Port Office, 4 May 2031.", "12 ships (2030)."]),
)


@st.composite
def items(draw: st.DrawFn, depth: int = 1) -> made.Items:
    numbered = draw(st.booleans())
    inside = (
        st.none()
        if depth == 2
        else st.one_of(st.none(), st.none(), items(depth + 1).filter(lambda i: i.numbered == numbered))
    )
    return made.Items([made.Item(draw(SENTENCE), draw(inside)) for _ in range(draw(st.integers(1, 3)))], numbered)


TABLE = st.integers(2, 3).flatmap(
    lambda width: st.lists(st.lists(SENTENCE, min_size=width, max_size=width), min_size=1, max_size=3).map(
        lambda rows: made.Table([["Act", "Who", "When"][:width], *rows])
    )
)
SECTION = st.tuples(st.integers(1, 4), TITLE, st.lists(st.one_of(TEXT, items(), TABLE), min_size=1, max_size=4))


def expected(sections: list[made.Section], *, letters: bool) -> tuple[list[Any], list[Any], list[Any]]:
    """Headings, passages and notes, as they are to be read."""
    headings: list[Any] = []
    passages: list[Any] = []
    notes: list[Any] = []
    table = 0

    def add_items(listed: made.Items, depth: int) -> None:
        for number, item in enumerate(listed.items, 1):
            label = None
            if listed.numbered:
                label = "abc"[number - 1] if depth == 2 and letters else str(number)
            passages.append((section, f"{label}. {item.words}" if label else item.words, "item", label, depth, 0, None))
            if item.inside:
                add_items(item.inside, depth + 1)

    for section, (level, title, parts) in enumerate(sections, 1):
        headings.append((title, level))
        for part in parts:
            if isinstance(part, made.Items):
                add_items(part, 1)
            elif isinstance(part, made.Table):
                table += 1
                head = part.rows[0]
                for r, row in enumerate(part.rows, 1):
                    for c, text in enumerate(row, 1):
                        place = (table, r, c, head[c - 1] if r > 1 else None)
                        passages.append((section, text, "cell", None, 0, 0, place))
            else:
                mark = ""
                if part.note:
                    notes.append((len(notes) + 1, part.note))
                    mark = str(len(notes)).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
                text = f"{part.lead} {part.words}{mark}" if part.lead else f"{part.words}{mark}"
                passages.append((section, text, "paragraph", None, 0, len(part.lead), None))
    return headings, passages, notes


def seen(document: Document) -> tuple[list[Any], list[Any], list[Any]]:
    for number, passage in enumerate(document.passages, 1):
        assert passage.ordinal == number
        assert document.text[passage.start : passage.end] == passage.text
    passages = [
        (
            p.section_ordinal,
            p.text,
            str(p.look),
            p.label,
            p.level,
            p.lead,
            p.cell and (p.cell.table, p.cell.row, p.cell.column, p.cell.head),
        )
        for p in document.passages
    ]
    return (
        [(h.text, h.level) for h in document.headings],
        passages,
        [(note.number, note.text) for note in document.footnotes],
    )


@settings(deadline=None, max_examples=40)
@given(st.lists(SECTION, min_size=1, max_size=3))
def test_markdown_and_html(sections: list[made.Section]) -> None:
    as_markdown = markdown.read(made.markdown(sections), "made.md")
    assert seen(as_markdown) == expected(sections, letters=False)
    as_html = html.read(made.html(sections), "made.html")
    assert seen(as_html) == expected(sections, letters=True)


@settings(deadline=None, max_examples=20)
@given(st.lists(SECTION, min_size=1, max_size=3))
def test_word(sections: list[made.Section]) -> None:
    as_word = docx.read(made.word(sections), "made.docx")
    assert seen(as_word) == expected(sections, letters=True)


SHOWN: list[made.Section] = [
    (1, "Harbours Between Tides", [made.Text("The council met twice.", note="Port Office, 4 May 2031.")]),
    (
        2,
        "Fees",
        [
            made.Items(
                [
                    made.Item(
                        "Lower the fees:", made.Items([made.Item("for small ships,"), made.Item("for all.")], True)
                    ),
                    made.Item("Train pilots."),
                ],
                True,
            ),
            made.Table([["Act", "Who"], ["Lower the fees by half within one year of now.", "Council"]]),
            made.Text("It must not wait.", lead="Act now."),
        ],
    ),
]


@pytest.mark.parametrize("format_", ["html", "word"])
def test_a_small_report(format_: str) -> None:
    document = html.read(made.html(SHOWN), "a.html") if format_ == "html" else docx.read(made.word(SHOWN), "a.docx")
    assert [(p.text, p.label, p.level) for p in document.passages] == [
        ("The council met twice.¹", None, 0),
        ("1. Lower the fees:", "1", 1),
        ("a. for small ships,", "a", 2),
        ("b. for all.", "b", 2),
        ("2. Train pilots.", "2", 1),
        ("Act", None, 0),
        ("Who", None, 0),
        ("Lower the fees by half within one year of now.", None, 0),
        ("Council", None, 0),
        ("Act now. It must not wait.", None, 0),
    ]
    assert [(note.number, note.text) for note in document.footnotes] == [(1, "Port Office, 4 May 2031.")]
    assert document.facts.title in {"Harbours Between Tides", "Made"}
