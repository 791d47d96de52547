"""What becomes of selectors, on a small report about ports; every case can be checked by eye."""

import pytest

from policykb.domain.passage import SourceText
from policykb.domain.selector import Selector
from policykb.evidence.resolve import Resolution, Status, resolve
from policykb.ingest.readers.text import read

REPORT = read(
    """
Harbours Between Tides

June 2031

Summary

The council met twice. It should open the northern harbour to all ships, and soon.
\f
Port fees are high. The council should lower port fees before “peak season” begins.
\f
\f
Fees and Dues

Captains said the council should lower port fees. Owners said the council should not.

A long-
term plan is missing; co-operation with the island’s pilots – once daily – has lapsed.
""".encode(),
    "harbours.txt",
)


def look(**selector: object) -> Resolution:
    return resolve(Selector(**selector), REPORT)  # type: ignore[arg-type]


def found(resolution: Resolution) -> str:
    assert resolution.start is not None
    assert resolution.end is not None
    assert resolution.passage is not None
    assert resolution.passage.start <= resolution.start < resolution.end <= resolution.passage.end
    return REPORT.text[resolution.start : resolution.end]


def test_first_and_last_words() -> None:
    resolution = look(section="Summary", paragraph=1, from_="It should", to="all ships")
    assert resolution.status is Status.VERIFIED
    assert found(resolution) == "It should open the northern harbour to all ships"
    assert resolution.difference is None


def test_exact_words() -> None:
    resolution = look(section="Summary", paragraph=2, exact="should lower port fees")
    assert resolution.status is Status.VERIFIED
    assert found(resolution) == "should lower port fees"


def test_a_paragraph_without_words_is_the_whole_paragraph() -> None:
    resolution = look(section="Summary", paragraph=1)
    assert resolution.status is Status.VERIFIED
    assert found(resolution).startswith("The council met")
    assert found(resolution).endswith("and soon.")
    assert resolution.message == "Summary, paragraph 1 (no words to check)"


def test_words_before_the_first_heading_are_found_without_a_section() -> None:
    assert look(paragraph=2, exact="June 2031").status is Status.VERIFIED


@pytest.mark.parametrize(
    ("selector", "printed"),
    [
        ({"exact": 'before "peak season" begins'}, "before “peak season” begins"),
        ({"exact": "the island's pilots"}, "the island’s pilots"),
        ({"exact": "A long-term plan"}, "A long-\nterm plan"),
        ({"exact": "A longterm plan"}, "A long-\nterm plan"),
        ({"exact": "cooperation with"}, "co-operation with"),
        ({"exact": "pilots—once daily—has"}, "pilots – once daily – has"),
        ({"exact": "northern  harbour\nto"}, "northern harbour to"),
        ({"from_": "It  should", "to": "all ships"}, "It should open the northern harbour to all ships"),
    ],
)
def test_words_in_another_typography_are_repaired(selector: dict[str, str], printed: str) -> None:
    resolution = look(**selector)
    assert resolution.status is Status.REPAIRED
    assert found(resolution) == printed


def test_a_repair_shows_the_difference() -> None:
    resolution = look(section="Summary", paragraph=2, exact='fees before "peak season" begins')
    assert resolution.difference == '“peak season” in the text, "peak season" in the selector'
    assert resolution.message == "Summary, paragraph 2, written differently"
    assert look(exact="the northern  harbour").difference == (
        "northern harbour in the text, northern  harbour in the selector"
    )
    assert look(exact="A long-term plan").difference == r"long-\nterm in the text, long-term in the selector"


def test_differences_of_both_ends_are_shown() -> None:
    resolution = look(from_="A longterm plan", to="the island's pilots")
    assert resolution.difference == (
        r"long-\nterm in the text, longterm in the selector; island’s in the text, island's in the selector"
    )


@pytest.mark.parametrize("paragraph", [1, 9])
def test_words_in_another_paragraph_are_repaired(paragraph: int) -> None:
    resolution = look(section="Summary", paragraph=paragraph, exact="Port fees are high")
    assert resolution.status is Status.REPAIRED
    assert found(resolution) == "Port fees are high"
    assert resolution.message == "found in Summary, paragraph 2"
    assert resolution.difference is None


def test_words_in_another_section_are_repaired() -> None:
    resolution = look(section="Summary", exact="Captains said")
    assert (resolution.status, resolution.message) == (Status.REPAIRED, "found in Fees and Dues, paragraph 1")


def test_the_stated_place_wins_over_the_same_words_elsewhere() -> None:
    assert look(section="Fees and Dues", paragraph=1, exact="should lower port fees").status is Status.VERIFIED
    assert look(exact="should lower port fees").status is Status.AMBIGUOUS


def test_several_places_are_listed() -> None:
    resolution = look(exact="should lower port fees")
    assert resolution.status is Status.AMBIGUOUS
    assert resolution.start is None
    assert resolution.passage is None
    assert resolution.message == (
        'found in 2 places (Summary, paragraph 2: "...are high. The council should lower port fees..."; '
        'Fees and Dues, paragraph 1: "...said the council should lower port fees...."): add prefix or suffix'
    )


def test_only_some_of_many_places_are_listed() -> None:
    resolution = look(exact="e")
    assert resolution.message.startswith("found in more than 5 places (")
    assert resolution.message.count("paragraph") == 5


@pytest.mark.parametrize("neighbour", [{"prefix": "Owners said"}, {"suffix": "should not."}, {"suffix": "should not"}])
def test_a_neighbour_tells_places_apart(neighbour: dict[str, str]) -> None:
    place = {"section": "Fees and Dues", "paragraph": 1, "exact": "the council"}
    assert look(**place).status is Status.AMBIGUOUS
    resolution = look(**place, **neighbour)
    assert resolution.status is Status.VERIFIED
    assert REPORT.text[: resolution.start].endswith("Owners said ")


def test_a_neighbour_tells_first_and_last_words_apart() -> None:
    place = {"section": "Fees and Dues", "from_": "said the", "to": "should"}
    assert look(**place).status is Status.AMBIGUOUS
    resolution = look(**place, prefix="Captains", suffix="lower")
    assert resolution.status is Status.VERIFIED
    assert found(resolution) == "said the council should"


def test_a_neighbour_in_another_typography_is_a_repair() -> None:
    resolution = look(section="Summary", exact="begins", prefix='"peak season"')
    assert resolution.status is Status.REPAIRED
    assert resolution.difference is None
    assert resolution.message == "Summary, paragraph 2, prefix or suffix written differently"


def test_a_dash_may_stand_between_a_neighbour_and_the_words() -> None:
    text = read("The A.B.–C treaty and the D.E.–C treaty.".encode(), "treaties.txt")
    for prefix, start in {"A.B.": 9, "A.B.–": 9, "A.B.-": 9, "D.E.-": 31}.items():
        assert resolve(Selector(exact="C treaty", prefix=prefix), text).start == start
    assert resolve(Selector(exact="B.", suffix="- C"), text).start == 6


def test_last_words_before_the_first_ones_do_not_count() -> None:
    resolution = look(section="Summary", paragraph=1, from_="all ships", to="It should")
    assert resolution.status is Status.NOT_FOUND
    assert resolution.message == ('in Summary, paragraph 1 "It should" does not follow "all ships" in one paragraph')
    assert look(section="Summary", from_="northern harbour", to="peak season").status is Status.NOT_FOUND


def test_first_and_last_words_may_share_a_word() -> None:
    resolution = look(section="Summary", paragraph=1, from_="The council", to="council met twice")
    assert resolution.status is Status.VERIFIED
    assert found(resolution) == "The council met twice"


@pytest.mark.parametrize(
    ("selector", "message"),
    [
        (
            {"section": "Sumary", "paragraph": 1, "exact": "met thrice"},
            'no section "Sumary" (did you mean "Summary"?); there are: Summary; Fees and Dues',
        ),
        (
            {"section": "Sumary", "paragraph": 1},
            'no section "Sumary" (did you mean "Summary"?); there are: Summary; Fees and Dues',
        ),
        ({"section": "Annex", "exact": "met thrice"}, 'no section "Annex"; there are: Summary; Fees and Dues'),
        ({"section": "Summary", "paragraph": 7}, "there is no Summary, paragraph 7: Summary has 2 paragraphs"),
        ({"section": "Summary", "exact": "met thrice"}, 'not in Summary: "met thrice"'),
        ({"from_": "met thrice", "to": "all boats"}, 'not in the text: "met thrice" and "all boats"'),
        ({"from_": "met twice", "to": "no boats"}, 'not in the text: "no boats"'),
        (
            {"from_": "met twice", "to": "all boats"},
            'not in the text: "all boats"; nearest is Summary, paragraph 1: "...northern harbour to all ships, and soon."',
        ),
        ({"exact": "met twice", "prefix": "board"}, "the words are in the text, but not beside that prefix or suffix"),
        ({"page": 9, "exact": "met thrice"}, "there is no page 9"),
    ],
)
def test_what_is_missing_is_said(selector: dict[str, object], message: str) -> None:
    resolution = look(**selector)
    assert (resolution.status, resolution.message) == (Status.NOT_FOUND, message)
    assert (resolution.start, resolution.end, resolution.passage) == (None, None, None)


def test_words_under_a_heading_that_is_not_there_are_found_anyway() -> None:
    resolution = look(section="Annex", paragraph=1, exact="met twice")
    assert (resolution.status, found(resolution)) == (Status.REPAIRED, "met twice")
    assert resolution.message == 'found in Summary, paragraph 1 (there is no section "Annex")'


def test_a_word_may_begin_or_end_within_one_of_the_text() -> None:
    assert look(section="Summary", exact="rthern harb").status is Status.VERIFIED
    chinese = read("\u653f\u5e9c\u5e94\u5f53\u964d\u4f4e\u6e2f\u53e3\u8d39\u7528\u3002".encode(), "a.txt")
    assert resolve(Selector(exact="\u5e94\u5f53\u964d\u4f4e"), chinese).status is Status.VERIFIED


def test_whole_words_come_before_parts_of_words() -> None:
    text = read(b"Within it, in it and begin.", "a.txt")
    assert resolve(Selector(exact="in it"), text).start == 11
    assert resolve(Selector(exact="gin"), text).status is Status.VERIFIED


def test_a_dash_alone_is_no_word() -> None:
    assert look(section="Summary", exact="—").status is Status.NOT_FOUND


def test_a_section_alone_is_too_little() -> None:
    resolution = look(section="Summary")
    assert resolution.status is Status.AMBIGUOUS
    assert resolution.message == "Summary is 2 paragraphs: add paragraph or the words"


@pytest.mark.parametrize("section", ["SUMMARY", "Summary ", "fees  and dues"])
def test_headings_are_compared_in_any_case_and_spacing(section: str) -> None:
    assert look(section=section, paragraph=1).status is Status.VERIFIED


@pytest.mark.parametrize(
    ("page", "status"),
    [(1, Status.REPAIRED), (2, Status.VERIFIED), (3, Status.VERIFIED), (4, Status.VERIFIED), (5, Status.REPAIRED)],
)
def test_a_paragraph_may_run_on_to_the_page_of_the_next(page: int, status: Status) -> None:
    resolution = look(page=page, exact="Port fees are high")
    assert resolution.status is status
    if status is Status.REPAIRED:
        assert resolution.message == "found in Summary, paragraph 2, page 2"


def test_a_page_is_not_checked_where_pages_are_unknown() -> None:
    resolution = resolve(Selector(page=3, exact="Open the"), read(b"Open the harbour.", "a.txt"))
    assert resolution.status is Status.VERIFIED
    assert "page not checked" in resolution.message


def test_sections_of_one_name() -> None:
    text = read(b"Notes\n\nOne ship.\n\nFees\n\nTwo ships.\n\nNotes\n\nThree ships.", "ships.txt")
    assert resolve(Selector(section="Notes", paragraph=1, exact="Three ships"), text).status is Status.VERIFIED
    assert resolve(Selector(section="Notes", paragraph=1, exact="ship"), text).status is Status.VERIFIED
    assert resolve(Selector(section="Notes", paragraph=1, exact="hip"), text).status is Status.AMBIGUOUS
    assert resolve(Selector(section="Notes", paragraph=1), text).status is Status.AMBIGUOUS


def test_words_never_run_from_one_paragraph_into_the_next() -> None:
    text = read(b"- One ship\n- two ships", "ships.txt")
    for words in ("One ship two ships", "One ship\ntwo ships", "One ship\n\ntwo ships"):
        assert resolve(Selector(exact=words), text).status is Status.NOT_FOUND


def test_without_a_text() -> None:
    assert resolve(Selector(exact="met twice"), None).status is Status.NO_TEXT
    assert resolve(Selector(exact="met twice"), SourceText("", (), (), "")).status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("parts", "message"),
    [
        ({"from_": "a"}, "from and to go together"),
        ({"to": "a"}, "from and to go together"),
        ({"from_": "a", "to": "b", "exact": "a b"}, "give from and to, or exact"),
        ({"section": "Summary", "suffix": "a"}, "prefix and suffix go with"),
        ({"exact": " "}, "blank words"),
    ],
)
def test_selectors_that_say_nothing_sensible(parts: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Selector(**parts)  # type: ignore[arg-type]
