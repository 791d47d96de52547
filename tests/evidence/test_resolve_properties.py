"""Selectors against a search that tries every pair of positions."""

import re
from collections.abc import Sequence

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from policykb.domain.passage import Passage, SourceText
from policykb.domain.selector import Selector
from policykb.evidence.resolve import Resolver, Status

# Few words, so that most passages hold some of them twice; every kind of typography that a repair may meet.
WORDS = st.sampled_from(
    ["trade", "ports", "and", "the", "of", "Quad", "“free”", "long-term", "U.S.–Japan", "pilot’s", "first", "met…", "2"]
)
PARAGRAPHS = st.lists(WORDS, min_size=1, max_size=14).map(" ".join)
SECTIONS = st.lists(
    st.tuples(st.sampled_from(["Summary", "Fees", "Next Steps"]), st.lists(PARAGRAPHS, min_size=1, max_size=4)),
    min_size=1,
    max_size=4,
    unique_by=lambda section: section[0],
)
MANGLINGS = [
    ("“", '"'),
    ("”", "\u201e"),
    ("’", "'"),
    ("–", "\u2014"),
    ("-", "\u2011"),
    ("-", "-\n"),
    ("–", " - "),
    (" ", "  "),
    (" ", "\n"),
    (" ", "\u00a0"),
    ("r", "r\u00ad"),
    ("d", "d\u200b"),
    ("o", "o-\n"),
    ("fi", "\ufb01"),
    ("…", "..."),
]


def source(sections: Sequence[tuple[str | None, Sequence[str]]]) -> SourceText:
    """A text of (heading, paragraphs), made without a reader."""
    parts: list[str] = []
    passages: list[Passage] = []
    for section_ordinal, (heading, paragraphs) in enumerate(sections, 1):
        parts.extend([heading] if heading else [])
        for paragraph, text in enumerate(paragraphs, 1):
            start = sum(len(part) + 2 for part in parts)
            ordinal = len(passages) + 1
            passages.append(Passage(heading, section_ordinal, ordinal, paragraph, None, start, start + len(text), text))
            parts.append(text)
    return SourceText("\n\n".join(parts), tuple(passages), (), "")


def places(text: str, first: str, last: str) -> list[tuple[int, int]]:
    """All stretches that begin with the first and end with the last words, by trying every pair of positions."""
    starts = [at for at in range(len(text)) if text[at:].startswith(first)]
    ends = [at for at in range(1, len(text) + 1) if text[:at].endswith(last)]
    return [(start, end) for start in starts for end in ends if end - len(last) > start and end >= start + len(first)]


def letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text.replace("\ufb01", "fi"))


@st.composite
def passages_and_ends(draw: st.DrawFn) -> tuple[SourceText, Passage, str, str]:
    text = source(draw(SECTIONS))
    passage = draw(st.sampled_from(text.passages))
    words = passage.text.split()
    first = draw(st.integers(1, min(4, len(words))))
    last = draw(st.integers(1, min(4, len(words))))
    return text, passage, " ".join(words[:first]), " ".join(words[-last:])


@settings(deadline=None)
@given(passages_and_ends())
def test_the_first_and_last_words_lead_to_their_paragraph(case: tuple[SourceText, Passage, str, str]) -> None:
    text, passage, first, last = case
    resolution = Resolver(text).resolve(
        Selector(section=passage.section, paragraph=passage.paragraph, from_=first, to=last)
    )
    expected = places(passage.text, first, last)
    if len(expected) == 1:
        assert resolution.status is Status.VERIFIED
        assert resolution.passage == passage
        assert resolution.start is not None
        assert (resolution.start - passage.start, resolution.end) == (expected[0][0], passage.start + expected[0][1])
    elif expected:
        assert resolution.status is Status.AMBIGUOUS
    else:
        assert resolution.status is not Status.VERIFIED


@settings(deadline=None)
@given(passages_and_ends())
def test_without_a_place_the_words_must_be_unique_in_the_text(case: tuple[SourceText, Passage, str, str]) -> None:
    text, _, first, last = case
    expected = [(p.start + start, p.start + end) for p in text.passages for start, end in places(p.text, first, last)]
    assume(expected)
    resolution = Resolver(text).resolve(Selector(from_=first, to=last))
    assert resolution.status is (Status.VERIFIED if len(expected) == 1 else Status.AMBIGUOUS)
    if len(expected) == 1:
        assert (resolution.start, resolution.end) == expected[0]


@settings(deadline=None)
@given(st.text("ab ", min_size=1, max_size=12).filter(str.strip), st.text("ab", min_size=1, max_size=3))
def test_overlapping_places_count_but_whole_words_first(text: str, exact: str) -> None:
    expected = [at for at in range(len(text)) if text.startswith(exact, at)]
    whole = [at for at in expected if f" {text} "[at] == " " == f" {text} "[at + len(exact) + 1]]
    expected = whole or expected
    assume(expected or exact not in text.replace(" ", ""))  # words that are joined there are found, as a repair
    resolution = Resolver(source([(None, [text])])).resolve(Selector(exact=exact))
    statuses = {0: Status.NOT_FOUND, 1: Status.VERIFIED}
    assert resolution.status is statuses.get(len(expected), Status.AMBIGUOUS)
    if len(expected) == 1:
        assert resolution.start == expected[0]


@settings(deadline=None)
@given(passages_and_ends(), st.lists(st.sampled_from(MANGLINGS), min_size=1, max_size=3, unique=True))
def test_a_selector_in_other_typography_is_repaired(
    case: tuple[SourceText, Passage, str, str], manglings: list[tuple[str, str]]
) -> None:
    text, passage, first, last = case
    assume(len(places(letters(passage.text), letters(first), letters(last))) == 1)
    mangled_first, mangled_last = first, last
    for printed, typed in manglings:
        mangled_first, mangled_last = (words.replace(printed, typed).strip() for words in (mangled_first, mangled_last))
    assume((mangled_first, mangled_last) != (first, last))
    place = {"section": passage.section, "paragraph": passage.paragraph}
    resolver = Resolver(text)
    plain = resolver.resolve(Selector(**place, from_=first, to=last))  # type: ignore[arg-type]
    repaired = resolver.resolve(Selector(**place, from_=mangled_first, to=mangled_last))  # type: ignore[arg-type]
    assert repaired.status is Status.REPAIRED
    assert repaired.difference
    # The ends of a passage may be typography, which the words without it do not name.
    assert repaired.passage == plain.passage == passage
    assert letters(text.text[repaired.start : repaired.end]) == letters(text.text[plain.start : plain.end])


@settings(deadline=None)
@given(PARAGRAPHS, st.lists(st.sampled_from(MANGLINGS), min_size=1, max_size=3, unique=True))
def test_a_text_in_other_typography_is_repaired(paragraph: str, manglings: list[tuple[str, str]]) -> None:
    printed = paragraph
    for plain, mangled in manglings:
        printed = printed.replace(plain, mangled).strip()
    assume(paragraph not in printed)
    text = source([("Summary", ["Nothing else is here.", printed])])
    resolution = Resolver(text).resolve(Selector(section="Summary", paragraph=2, exact=paragraph))
    assert resolution.status is Status.REPAIRED
    assert resolution.passage == text.passages[1]
    assert letters(text.text[resolution.start : resolution.end]) == letters(paragraph)


@settings(deadline=None)
@given(PARAGRAPHS, st.sampled_from(["alpha", "beta"]))
def test_a_duplicate_is_ambiguous_until_a_neighbour_is_named(passage: str, chosen: str) -> None:
    text = source([("Summary", [f"In alpha {passage} here. In beta {passage} there."])])
    resolver = Resolver(text)
    assert resolver.resolve(Selector(section="Summary", exact=passage)).status is Status.AMBIGUOUS
    suffix = {"alpha": "here", "beta": "there"}[chosen]
    expected = text.text.index(chosen) + len(chosen) + 1
    for neighbour in ({"prefix": chosen}, {"suffix": suffix}):
        resolution = resolver.resolve(Selector(section="Summary", exact=passage, **neighbour))  # type: ignore[arg-type]
        assert resolution.status is Status.VERIFIED
        assert (resolution.start, resolution.end) == (expected, expected + len(passage))
