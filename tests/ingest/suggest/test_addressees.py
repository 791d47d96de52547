"""Who is asked to act, in sentences of our own, one rule of grammar each; and who is only named."""

import pytest
from tests.ingest.suggest.written import names, suggested

from policykb.ingest.suggest import Gazetteer

EU, NATO = "European Union", "North Atlantic Treaty Organization"

SUBJECTS = {
    "France and Germany should share intelligence.": ["France", "Germany"],
    "Turkey, Greece and Cyprus ought to delimit their waters.": ["Türkiye", "Greece", "Cyprus"],
    "Leaders in Paris need to explain the decision.": ["France"],
    "German policymakers should work with Poland.": ["Germany"],
    "The Government of Peru should reopen the port.": ["Peru"],
    "The European Commission must publish its review.": ["European Commission"],
    "Congress should pass the bill.": ["U.S. Congress"],
    "The Ministry of Health should stockpile vaccines.": ["Ministry of Health"],
    "The Institute for Coastal Research and the Royal Harbour Board must agree on a plan.": [
        "Institute for Coastal Research",
        "Royal Harbour Board",
    ],
    "Australia, with the help of New Zealand, should train pilots.": ["Australia"],
    "Unlike Norway, Sweden should keep its tax.": ["Sweden"],
    "States that own such missiles must declare them.": ["states"],
    "Governments across the region should pool data.": ["governments"],
    "Countries seeking to join should lower their tariffs.": ["states"],
    "If talks fail, the EU should impose tariffs.": [EU],
    "While Mexico hesitates, the United States must not.": ["United States"],
    "Responsibility lies with Egypt, which should open the crossing.": ["Egypt"],
    "Experts argue that Kenya should lead the mission.": ["Kenya"],
    "Nor should Beijing expect thanks.": ["China"],
    "Brazil could host the talks.": ["Brazil"],
    "No state should test such a weapon.": ["states"],
    "Donors should fund local radio.": ["donors"],
    "Tech companies need to label such images.": ["tech companies"],
    "European allies must spend more.": ["European allies"],
    "U.S. companies have to diversify.": ["U.S. companies"],
    "Policymakers should listen.": ["policymakers"],
    "NATO and its members should stockpile shells.": [NATO, "NATO members"],
    "Canada and its allies should wait.": ["Canada", "Canadian allies"],
    "Japan's allies should not wait.": ["Japanese allies"],
    "Washington's strategy should rest on trade.": ["United States"],
    "The EU's approach to Tunisia needs to change.": [EU],
    "U.S. policy must take this into account.": ["United States"],
}
ASKED = {
    "We call on the Government of Canada to ratify the treaty.": ["Canada"],
    "The authors urge Seoul and Tokyo to resume talks.": ["South Korea", "Japan"],
    "We recommend that India publish its figures.": ["India"],
    "We recommend to the Harbour Board that it move the buoys.": ["Harbour Board"],
    "It is time for NATO to move its headquarters.": [NATO],
    "It is essential that ASEAN members speak with one voice.": ["ASEAN members"],
    "There is an urgent need for the Philippines to modernise its fleet.": ["Philippines"],
    "This should prompt Taiwan to invest in shelters.": ["Taiwan"],
    "It must remain a priority for Denmark.": ["Denmark"],
    "The fund should be managed by the World Bank.": ["World Bank"],
    "Much more needs to be done by employers to retain nurses.": ["employers"],
}
OPEN = (
    "Attention should be paid to the coast.",
    "The burden should not fall on Jordan.",
    "Tariffs on Vietnam should be lifted.",
    "The weapons that Israel sold to Azerbaijan should be traced.",
    "The sanctions should be coordinated with the United Kingdom.",
    "Such systems must be tested.",
    "Ghana should be invited.",
    "They should be given more time.",
    "It would be useful to count the ships.",
)


@pytest.mark.parametrize(("sentence", "expected"), [*SUBJECTS.items(), *ASKED.items()])
def test_who_is_asked_to_act(sentence: str, expected: list[str], gazetteer: Gazetteer) -> None:
    assert names(suggested(sentence, gazetteer=gazetteer)) == expected


@pytest.mark.parametrize("sentence", OPEN)
def test_an_open_recommendation_has_no_addressee(sentence: str, gazetteer: Gazetteer) -> None:
    """Objects, beneficiaries, partners and owners of things are not asked to act."""
    assert names(suggested(sentence, gazetteer=gazetteer)) == []


@pytest.mark.parametrize(
    ("above", "expected"),
    [
        (["# Recommendations for the European Commission"], ["European Commission"]),
        (["# For donors"], ["donors"]),
        (["# What Japan and South Korea should do"], ["Japan", "South Korea"]),
        (["# Next steps", "The EU should:"], [EU]),
        (["To meet this aim, governments and industry should:"], ["governments", "industry"]),
        (["# For donors", "We urge Spain to take these steps:"], ["Spain"]),
        (["# For donors", "## Ports"], ["donors"]),
        (["# Background"], []),
        (["Spain has few ports."], []),
        (["# For donors", "# Annex"], []),
    ],
)
def test_an_imperative_is_for_whom_the_lines_above_address(
    above: list[str], expected: list[str], gazetteer: Gazetteer
) -> None:
    assert names(suggested(*above, "* Publish the data.", gazetteer=gazetteer)) == expected


@pytest.mark.parametrize(
    ("paragraph", "words", "expected"),
    [
        ("The United States has few bases there. It should build more.", "It should build more.", ["United States"]),
        ("Italy and Spain lost ships. They must replace them.", "They must replace them.", ["Italy", "Spain"]),
        ("Ofcom must act. Last year Ofcom did not.", "Ofcom must act.", ["Ofcom"]),
        ("A new port was built. It should be closed.", "It should be closed.", []),
        ("The Pentagon has a plan. The department must revise it.", "The department must revise it.", None),
        ("The Harbour Board met. The board must meet again.", "The board must meet again.", ["Harbour Board"]),
        ("AUKUS is young. The pact should grow.", "The pact should grow.", ["AUKUS"]),
        ("Chile reports late. Its reporting should improve.", "Its reporting should improve.", ["Chile"]),
    ],
)
def test_a_pronoun_points_back(paragraph: str, words: str, expected: list[str] | None, gazetteer: Gazetteer) -> None:
    found = names(suggested(paragraph, gazetteer=gazetteer, words=words))
    assert found == (["U.S. Department of Defense"] if expected is None else expected)


def test_a_government_without_a_state_is_that_of_the_document(gazetteer: Gazetteer) -> None:
    lines = ("Canada must act. Canada should plan. Canada needs to spend.", "The federal government should listen.")
    found = suggested(*lines, gazetteer=gazetteer).addressees
    assert [(one.key, "federal government" in one.reason) for one in found] == [("canada", True)]


def test_advice_without_a_subject_is_for_whom_the_document_advises(gazetteer: Gazetteer) -> None:
    lines = ("Canada must act. Canada should plan.", "More ships should be built.")
    found = suggested(*lines, gazetteer=gazetteer).addressees
    assert [(one.key, one.reason) for one in found] == [
        ("canada", "most duties of the document are for Canada (2 of 2)")
    ]


def test_an_instance_of_a_group_is_an_example(gazetteer: Gazetteer) -> None:
    found = suggested("Allies such as Norway and Denmark should pay more.", gazetteer=gazetteer).addressees
    assert [(one.name, one.role) for one in found] == [("allies", None), ("Norway", "example"), ("Denmark", "example")]


def test_each_suggestion_says_why(gazetteer: Gazetteer) -> None:
    found = suggested("Washington should act.", gazetteer=gazetteer).addressees
    assert [one.reason for one in found] == ["'Washington' is United States (metonym); subject of 'should'"]
    found = suggested("# For the European Commission", "* Publish the data.", gazetteer=gazetteer).addressees
    assert [one.reason for one in found] == ["heading 'For the European Commission'"]


def test_without_a_base_the_words_of_the_document_are_suggested() -> None:
    found = suggested("The Harbour Board and donors should meet.", gazetteer=None)
    assert [(one.name, one.key) for one in found.addressees] == [("Harbour Board", None), ("donors", None)]
    assert (found.themes, found.action) == ((), None)
