"""What is told of a passage when its source is attached anew; texts and selectors go through the resolver."""

import pytest

from policykb.domain.selector import Selector
from policykb.evidence.moved import moved
from policykb.evidence.resolve import Resolution, Status, resolve
from policykb.ingest.readers.text import read

OLD = """
Summary

The council met twice. It should open the northern harbour to all ships, and soon.

Port fees are high. The council should lower them before the season begins.

Fees and Dues

Captains said the council should lower port fees. Owners said nothing.
"""
PASSAGE = Selector(section="Summary", from_="It should", to="all ships")


def told(selector: Selector, new: str, old: str = OLD) -> str | None:
    return moved(*(resolve(selector, read(text.encode(), "a.txt")) for text in (old, new)))


@pytest.mark.parametrize(
    ("printed", "instead", "said"),
    [
        ("soon.", "at once.", None),
        ("the northern harbour", "the north\u00adern\u00a0harbour", None),
        ("The council met twice.", "A paragraph more.\n\nThe council met twice.", "Summary, paragraph 2"),
        ("Summary", "SUMMARY", None),
    ],
)
def test_the_same_words(printed: str, instead: str, said: str | None) -> None:
    new = OLD.replace(printed, instead)
    assert new != OLD
    assert told(PASSAGE, new) == (said and f"moved from Summary, paragraph 1 to {said}")


def test_a_paragraph_in_another_section() -> None:
    sentence = "It should open the northern harbour to all ships, and soon."
    new = OLD.replace(f" {sentence}", "") + f"\n\n{sentence}\n"
    assert told(PASSAGE, new) == "moved from Summary, paragraph 1 to Fees and Dues, paragraph 2"


def test_another_page() -> None:
    old, new = (OLD.replace("Summary", f"Summary{feeds}", 1) for feeds in ("\n\f", "\n\f\f"))
    assert told(PASSAGE, new, old) == "moved from page 2 to page 3: Summary, paragraph 1"
    assert told(PASSAGE, old, OLD) is None


@pytest.mark.parametrize(
    ("printed", "instead", "said"),
    [
        ("the northern harbour", "the southern harbour", 'says "southern" now, said "northern" before'),
        ("the northern harbour", "the harbour", 'says no longer "northern"'),
        ("the harbour to", "the northern harbour to", 'says "northern" now, as it did not before'),
    ],
)
def test_words_between_the_first_and_the_last_ones(printed: str, instead: str, said: str) -> None:
    old = OLD if printed in OLD else OLD.replace("the northern harbour", "the harbour")
    assert told(PASSAGE, old.replace(printed, instead), old) == said


def test_place_and_words_at_once() -> None:
    new = OLD.replace("The council met twice. It", "The council met.\n\nIt").replace("northern", "southern")
    assert told(PASSAGE, new) == (
        'moved from Summary, paragraph 1 to Summary, paragraph 2; says "southern" now, said "northern" before'
    )


def test_a_whole_paragraph() -> None:
    selector = Selector(section="Summary", paragraph=2)
    assert told(selector, OLD.replace("high", "low")) == 'says "low." now, said "high." before'
    assert told(selector, OLD.replace("Port fees are high. ", "")) == 'says no longer "Port fees are high."'


def test_lost_and_found_again() -> None:
    gone = OLD.replace("all ships", "some of the ships")
    lost = told(PASSAGE, gone)
    assert lost is not None
    assert lost.startswith('lost, was in Summary, paragraph 1: not in Summary: "all ships"')
    assert told(PASSAGE, OLD, gone) == "found again in Summary, paragraph 1"
    assert told(PASSAGE, gone, gone) is None


def test_several_places_now_and_before() -> None:
    selector = Selector(section="Fees and Dues", exact="said the council")
    twice = OLD + "\nOthers said the council was late.\n"
    said = told(selector, twice)
    assert said is not None
    assert said.startswith(
        "ambiguous now, was in Fees and Dues, paragraph 1: found in 2 places (Fees and Dues, paragraph 1:"
    )
    assert told(selector, OLD, twice) == "at one place now, was at several: Fees and Dues, paragraph 1"
    assert told(selector, twice, twice) is None
    none = OLD.replace("said the council", "said nobody")
    lost, doubled = told(selector, none, twice), told(selector, twice, none)
    assert lost is not None
    assert lost.startswith("lost now: not in Fees and Dues")
    assert doubled is not None
    assert doubled.startswith("at several places now: found in 2 places")


def test_without_a_text() -> None:
    here, nowhere = resolve(PASSAGE, read(OLD.encode(), "a.txt")), Resolution(Status.NO_TEXT)
    assert moved(nowhere, here) is None
    assert moved(here, nowhere) == "no text any more, was in Summary, paragraph 1"
    assert moved(nowhere, nowhere) is None
