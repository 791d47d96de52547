"""Whole documents: lists, tables, headings, lead-ins, repeats; what is found, and where. All texts are our own."""

from pathlib import Path

import pytest

from policykb.domain.document import Document
from policykb.ingest.candidate import Candidate
from policykb.ingest.extraction import extract
from policykb.ingest.readers.markdown import read


def document(text: str) -> Document:
    return read(text.encode(), "report.md")


def recommendations(found: Document) -> list[Candidate]:
    return [candidate for candidate in extract(found) if candidate.type == "recommendation"]


def told(found: Document) -> list[str]:
    """The words of each recommendation, its parts joined."""
    return [
        " / ".join(found.text[place.start : place.end] for place in candidate.places[: candidate.parts])
        for candidate in recommendations(found)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "# Ports\n\n## Recommendations\n\n- Establish a fund for dredging.\n- Support smaller ports.\n- Trade has grown.\n",
            ["Establish a fund for dredging.", "Support smaller ports."],
            id="bullets under a heading that asks for advice",
        ),
        pytest.param(
            "# Ports\n\n## What the pact does\n\nThe pact has three aims:\n\n- Establish a fund.\n- Strengthen the coast guard.\n",
            [],
            id="bullets under a lead-in that only describes",
        ),
        pytest.param(
            "# Ports\n\nThe ministry should:\n\n- dredge the channel;\n- a second tug, to be bought used;\n\nIt rained.\n",
            ["dredge the channel;", "a second tug, to be bought used;"],
            id="items inherit the duty of their lead-in, which is none itself",
        ),
        pytest.param(
            "# Ports\n\nThe ministry should do more for its ports through the following actions:\n\n1. **Dredge the channel.** It silts up.\n\n"
            "   Ships wait.\n\n2. **Buy a tug.** One is not enough.\n",
            [
                "The ministry should do more for its ports through the following actions:",
                "Dredge the channel.** It silts up.",
                "Buy a tug.** One is not enough.",
            ],
            id="a title and the sentence behind it are one",
        ),
        pytest.param(
            "# Ports\n\n## Next steps\n\n- Dredge the channel. It silts up every spring. Pilots must be told.\n",
            ["Dredge the channel. It silts up every spring.", "Pilots must be told."],
            id="a short imperative is a title",
        ),
        pytest.param(
            "# Ports\n\n1. We call upon the ministry to dredge:\n\n   1. the channel;\n   2. the basin.\n\n2. We call upon the state to pay."
            " It must do so soon.\n\n3. We call upon pilots to help.\n",
            [
                "We call upon the ministry to dredge: / the channel; / the basin.",
                "We call upon the state to pay. It must do so soon.",
                "We call upon pilots to help.",
            ],
            id="a numbered item is one with its sub-items and its sentences",
        ),
        pytest.param(
            "# Ports\n\n### Recommendation 1: A wider channel\n\nThe ministry should:\n\n- dredge;\n- survey.\n\nThe channel is old.\n\n"
            "### Recommendation 2: Pilots\n\nPilots should be paid more.\n",
            ["The ministry should: / dredge; / survey.", "Pilots should be paid more."],
            id="text under a named heading, with its list",
        ),
        pytest.param(
            "# Ports\n\n### Recommendation 1: A wider channel\n\nThe channel silts up. Ships wait for days. Pilots must be told. It rains.\n",
            ["The channel silts up.", "Pilots must be told."],
            id="text that argues under a named heading: sentence by sentence",
        ),
        pytest.param(
            "# Ports\n\n## About the series\n\nIt began in May.\n\n## References\n\nDoe, J. Why ports should be deep. 2019.\n",
            [],
            id="nothing in references",
        ),
        pytest.param("# Ports\n\n> \u201cPorts must be deep and wide,\u201d he said.\n", [], id="no quotation"),
    ],
)  # fmt: skip
def test_layout(text: str, expected: list[str]) -> None:
    assert [_plain(words) for words in told(document(text))] == [_plain(words) for words in expected]


def _plain(words: str) -> str:
    return words.replace("*", "")


SUMMARISED = """# Ports

## Executive summary

- The ministry should dredge the northern channel before the winter storms.

## The channel

It silts up. The ministry should dredge the northern channel before the winter storms come.

## Pilots

Pilots should train twice a year.
"""


def test_a_summary_is_a_second_place_and_a_priority() -> None:
    found = document(SUMMARISED)
    dredge, train = recommendations(found)
    assert [found.passages[place.ordinal - 1].section for place in dredge.places] == [
        "The channel",
        "Executive summary",
    ]
    assert (dredge.parts, dredge.priority, train.priority) == (1, True, False)


def test_numbered_items_that_look_alike_stay_apart() -> None:
    calls = "\n\n".join(
        f"{n}. We call upon the government of {name} to deepen its main port."
        for n, name in enumerate(("Norway", "Sweden", "Denmark", "Iceland"), 1)
    )
    assert [c.label for c in recommendations(document(f"# Ports\n\n{calls}\n"))] == ["1", "2", "3", "4"]


def test_an_imperative_heading_belongs_to_the_sentence_below() -> None:
    found = document(
        "# Ports\n\n## Recommendations\n\n### Deepen the channel\n\nIt silts up. Ships wait.\n\n### The basin\n\nIt is deep.\n"
    )
    (candidate,) = recommendations(found)
    assert candidate.heading is not None
    assert found.headings[candidate.heading - 1].text == "Deepen the channel"
    assert told(found) == ["It silts up."]


def test_a_table_column_of_recommendations() -> None:
    rows = "\n".join(
        f"| Deepen the {name} | {state} |"
        for name, state in (("channel", "noted"), ("basin", "accepted"), ("mouth", "noted"))
    )
    found = document(f"# Ports\n\n| Recommendation | Position |\n|---|---|\n{rows}\n")
    assert told(found) == ["Deepen the channel", "Deepen the basin", "Deepen the mouth"]


def test_advice_of_others_is_a_finding() -> None:
    found = document("# Ports\n\nThe union said that the channel should be deepened.\n")
    (candidate,) = extract(found)
    assert (candidate.type, candidate.rules) == ("finding", ("reported",))


def test_a_pull_quote_is_another_place_of_its_sentence() -> None:
    found = document("# Ports\n\nThe channel should be deepened by two metres.\n\nShips wait.\n\n"
                     "\u201cThe channel should be deepened by two metres.\u201d\n\nIt rained.\n")  # fmt: skip
    (candidate,) = recommendations(found)
    assert [place.ordinal for place in candidate.places] == [1, 3]


@pytest.mark.parametrize("path", sorted(Path(__file__).parent.glob("*.yaml")), ids=lambda path: path.name)
def test_places_lie_in_their_passages(path: Path) -> None:
    found = document(path.read_text(encoding="utf-8").replace("\n", "\n\n"))
    candidates = extract(found)
    assert candidates == extract(found)
    for candidate in candidates:
        assert 0 < candidate.confidence < 1
        for place in candidate.places:
            passage = found.passages[place.ordinal - 1]
            assert passage.start <= place.start < place.end <= passage.end
