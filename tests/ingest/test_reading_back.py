"""Documents made of known paragraphs, printed in many ways, are read back to the same paragraphs."""

from dataclasses import dataclass
from textwrap import wrap

from hypothesis import given, settings
from hypothesis import strategies as st

from policykb.ingest.readers.text import read

WORD = st.sampled_from(
    ["ports", "free-trade", "council", "U.S.", "ships", "and", "“fees”", "pilot’s", "a", "2030", "é"]
)
SENTENCE = st.lists(WORD, min_size=1, max_size=30).map(lambda words: f"They {' '.join(words)} so.")
HEADING = st.lists(st.sampled_from(["Trade", "Ports", "Growth", "Fees", "North"]), min_size=1, max_size=5).map(" ".join)


@dataclass(frozen=True)
class Part:
    """What stands between two blank lines, as it is to be read and as it is printed."""

    paragraphs: tuple[str, ...]
    printed: str
    note: tuple[int, str] | None = None


@st.composite
def parts(draw: st.DrawFn) -> Part:
    kind = draw(st.sampled_from(["prose", "bullets", "items", "note"]))
    width = draw(st.integers(20, 90))

    def wrapped(text: str) -> str:
        return "\n".join(wrap(text, width, break_on_hyphens=False, break_long_words=False))

    if kind == "note":
        number, text = draw(st.integers(1, 99)), draw(SENTENCE)
        superscript = str(number).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
        return Part((), wrapped(f"{superscript} {text}"), (number, text))
    if kind == "prose":
        text = " ".join(draw(st.lists(SENTENCE, min_size=1, max_size=3)))
        return Part((text,), wrapped(text))
    bullets = draw(st.lists(SENTENCE, min_size=1, max_size=4))
    between = draw(st.sampled_from(["\n", "\n\n"]))
    if kind == "items":
        bullets = [f"{number}. {text}" for number, text in enumerate(bullets, 1)]
        return Part(tuple(bullets), between.join(map(wrapped, bullets)))
    mark = draw(st.sampled_from(["- ", "* ", "• ", "   - "]))
    return Part(tuple(bullets), between.join(mark + wrapped(text) for text in bullets))


PROSE = parts().filter(lambda part: part.note is None)
SECTION = st.tuples(HEADING, PROSE, st.lists(parts(), max_size=4)).map(lambda s: (s[0], [s[1], *s[2]]))


@settings(deadline=None)
@given(st.lists(SECTION, min_size=1, max_size=4), st.sampled_from(["{}", "# {}", "### {} ###"]), st.booleans())
def test_sections_and_paragraph_numbers(sections: list[tuple[str, list[Part]]], marked: str, paged: bool) -> None:
    expected, notes, blocks, page = [], [], [], 1
    for section_ordinal, (heading, content) in enumerate(sections, 1):
        blocks.append(marked.format(heading))
        paragraph = 0
        for part in content:
            for text in part.paragraphs:
                paragraph += 1
                expected.append((section_ordinal, heading, paragraph, page if paged else None, text))
            notes.extend([part.note] if part.note else [])
            blocks.append(part.printed)
            if paged:
                blocks[-1] += "\n\f"
                page += 1
    source = read("\n\n".join(blocks).encode(), "made.txt")
    read_back = [(p.section_ordinal, p.section, p.paragraph, p.page, p.text) for p in source.passages]
    assert read_back == expected
    assert [(note.number, note.text) for note in source.footnotes] == notes
    assert all(source.text[passage.start : passage.end] == passage.text for passage in source.passages)
    assert [passage.ordinal for passage in source.passages] == list(range(1, len(expected) + 1))


@settings(deadline=None)
@given(st.text(st.sampled_from("aB .:-*•#1[]^¹²\n\f\r\t=_“é語\u00ad"), max_size=80))
def test_no_text_loses_a_letter(text: str) -> None:
    source = read(f"One.\n\n{text}".encode(), "any.txt")
    for number, passage in enumerate(source.passages, 1):
        assert passage.ordinal == number
        assert passage.text == source.text[passage.start : passage.end]
        assert passage.text
    words = source.text + "".join(note.text for note in source.footnotes)
    assert {letter: words.count(letter) for letter in "aBé語"} == {letter: text.count(letter) for letter in "aBé語"}
