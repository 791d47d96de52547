"""Frameworks, themes, actors, action, strength, deadline, condition and proponents, in sentences of our own."""

import pytest
from tests.ingest.suggest.written import suggested, written

from policykb.ingest.candidate import Candidate, Place, Suggestion
from policykb.ingest.suggest import Gazetteer, suggest


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Japan should join the CPTPP.", [("cptpp", "join")]),
        ("The allies should strengthen NATO.", [("nato", "strengthen")]),
        ("Australia should use the Quad to share data.", [("quad", "use")]),
        ("India should raise this through BRICS.", [("brics", "use")]),
        ("Canada should not leave the WTO.", [("wto", "avoid")]),
        ("Spain should speak of AUKUS.", [("aukus", "topic")]),
        ("The Wassenaar Arrangement should be reformed.", [("wassenaar-arrangement", "reform")]),
        ("NATO should buy ships.", []),
        (
            "Ministers should ratify the Harbour Safety Agreement (HSA).",
            [("Harbour Safety Agreement", "join")],
        ),
        (
            "Ministers should ratify the Agreement on the Safety of Harbours and Straits (ASHS).",
            [("ASHS", "join")],
        ),
        ("Congress should pass the Safe Harbours Partnership Act.", []),
        ("Ministers should negotiate a Harbour Safety Agreement.", []),
        ("The Treaty's authors should be thanked.", []),
    ],
)
def test_frameworks_with_what_is_done_to_them(
    sentence: str, expected: list[tuple[str, str]], gazetteer: Gazetteer
) -> None:
    found = suggested(sentence, gazetteer=gazetteer).frameworks
    assert [(one.key or one.name, one.role) for one in found] == expected


def test_a_short_form_is_known_where_the_document_explains_it(gazetteer: Gazetteer) -> None:
    lines = ("The Open-ended Working Group on Harbours (OEWGH) met.", "The OEWGH should meet again.")
    (found,) = suggested(*lines, gazetteer=gazetteer).frameworks
    assert (found.name, found.key) == ("OEWGH", None)
    assert "Open-ended Working Group on Harbours" in found.reason


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Japan should widen market access and raise the defence budget."], {"market-access", "defence-spending"}),
        (["Japan should cut trade barriers by a free-trade agreement."], {"free-trade"}),
        (["# Cyber resilience", "Japan should act soon."], {"cyber-security"}),
        (["Japan should lower its barriers to exchange of goods and services across borders."], {"trade"}),
        (["Japan should paint the fence."], set()),
        (["Spain talked of sanctions, elections, semiconductors, democracy and human rights."], 3),
    ],
)
def test_themes_are_the_narrowest(lines: list[str], expected: set[str] | int, gazetteer: Gazetteer) -> None:
    found = suggested(*lines, gazetteer=gazetteer).themes
    keys = {one.key for one in found}
    assert (len(keys) if isinstance(expected, int) else keys) == expected
    assert all(one.reason for one in found)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("France should work with Japan.", [("japan", "partner")]),
        ("France should work with Japan and Brazil.", [("japan", "partner"), ("brazil", "partner")]),
        ("France should deter Russia.", [("russia", "target")]),
        ("France should impose sanctions on Belarus.", [("belarus", "target")]),
        ("France should support Ukraine.", [("ukraine", "beneficiary")]),
        ("France should fund arms for Ukraine.", [("ukraine", "beneficiary")]),
        ("France should act despite opposition from Hungary.", [("hungary", "obstacle")]),
        ("France should talk about Chad.", [("chad", "topic")]),
        ("France should act.", []),
    ],
)
def test_actors_by_the_words_before_them(sentence: str, expected: list[tuple[str, str]], gazetteer: Gazetteer) -> None:
    found = suggested(sentence, gazetteer=gazetteer).actors
    assert [(one.key, one.role) for one in found] == expected


@pytest.mark.parametrize(
    ("sentence", "action", "strength"),
    [
        ("Japan should expand the port.", "strengthen", "should"),
        ("Japan must not join the pact.", "oppose", "must"),
        ("Japan should avoid new bases.", "avoid", "should"),
        ("Japan should refrain from building new bases.", "avoid", "should"),
        ("Japan should not expand the port.", "avoid", "should"),
        ("A joint command ought to be established.", "create", "should"),
        ("Japan could host a dialogue.", "discuss", "could"),
        ("Japan should continue to lead.", "lead", "should"),
        ("Japan should hold more candid discussions.", "discuss", "should"),
        ("There is an urgent need for Japan to reform its law.", "reform", "must"),
        ("It is essential that Japan clarify its aims.", "clarify", "must"),
        ("Japan should pull out of the pact.", "withdraw", "should"),
        ("To reach this aim, Japan should coordinate its aid.", "coordinate", "should"),
        ("Promote fair rules.", "promote", None),
        ("Japan is an island.", None, None),
    ],
)
def test_action_and_strength_by_the_codebook(
    sentence: str, action: str | None, strength: str | None, gazetteer: Gazetteer
) -> None:
    found = suggested(sentence, gazetteer=gazetteer)
    assert (found.action, found.strength) == (action, strength)


@pytest.mark.parametrize(
    ("sentence", "deadline", "condition"),
    [
        ("Japan should act by 2030.", "by 2030", None),
        ("Japan should act by the end of March 2027, if it can.", "by the end of March 2027", "if it can"),
        ("Within two years, Japan should act.", "Within two years", None),
        ("If the talks fail, Japan should act.", None, "If the talks fail"),
        ("Unless Brazil agrees, Japan should wait.", None, "Unless Brazil agrees"),
        ("Japan should ask if Brazil agrees.", None, None),
        ("Japan should act as it did in 2030.", None, None),
    ],
)
def test_terms_in_the_words_of_the_document(
    sentence: str, deadline: str | None, condition: str | None, gazetteer: Gazetteer
) -> None:
    found = suggested(sentence, gazetteer=gazetteer)
    assert (found.deadline, found.condition) == (deadline, condition)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Some participants argued that Japan should act.", [("participants", "some")]),
        ("Participants broadly agreed that Japan should act.", [("participants", "most")]),
        ("South Korea urged Japan to act.", [("South Korea", None)]),
        ("The Royal Harbour Board recommended that Japan act.", [("Royal Harbour Board", None)]),
        ("We recommend that Japan act.", []),
        ("Japan should act.", []),
    ],
)
def test_proponents_are_others_than_the_authors(
    sentence: str, expected: list[tuple[str, str | None]], gazetteer: Gazetteer
) -> None:
    found = suggested(sentence, gazetteer=gazetteer).proponents
    assert [(one.name, one.role) for one in found] == expected


def test_advice_of_others_is_not_for_whom_the_authors_advise(gazetteer: Gazetteer) -> None:
    lines = ("Canada must act. Canada should plan.", "Some participants urged the closing of the port.")
    assert suggested(*lines, gazetteer=gazetteer).addressees == ()


def test_an_item_asks_as_strongly_as_its_lead_in(gazetteer: Gazetteer) -> None:
    found = suggested("Canada must:", "* Promote fair rules.", gazetteer=gazetteer)
    assert (found.action, found.strength) == ("promote", "must")
    assert found.reasons == ("promote by 'Promote'", "must by 'must'")


def test_several_places_are_one_candidate(gazetteer: Gazetteer) -> None:
    """Its parts add to one another, its heading counts first, a repeat helps only where they say nothing."""
    document = written("# Norway should join AUKUS", "It has ships.", "* A port with Peru.", "Chile should help.")
    places = tuple(Place(passage.ordinal, passage.start, passage.end) for passage in document.passages)
    empty = Candidate("recommendation", places, 0.9, (), parts=2, heading=1)
    found = suggest(document, empty, gazetteer)
    assert ([one.key for one in found.addressees], found.action) == (["norway"], "join")
    assert [one.key for one in found.frameworks] == ["aukus"]
    assert [(one.key, one.role) for one in found.actors] == [("peru", "partner")]
    without_heading = suggest(document, Candidate("recommendation", places[1:], 0.9, ()), gazetteer)
    assert [one.key for one in without_heading.addressees] == ["chile"]


def test_what_a_candidate_has_already_is_kept(gazetteer: Gazetteer) -> None:
    document = written("Norway should join AUKUS by 2030.")
    place = Place(1, 0, len(document.text))
    given = Candidate("recommendation", (place,), 0.9, (), strength="could", addressees=(Suggestion("X", "typed"),))
    found = suggest(document, given, gazetteer)
    assert (found.strength, found.addressees, found.deadline) == ("could", given.addressees, "by 2030")


def test_a_finding_asks_nobody(gazetteer: Gazetteer) -> None:
    document = written("Norway should join AUKUS by 2030.")
    found = suggest(document, Candidate("finding", (Place(1, 0, len(document.text)),), 0.3, ()), gazetteer)
    assert (found.addressees, found.strength, found.action, found.deadline) == ((), None, None, None)
    assert [one.key for one in found.frameworks] == ["aukus"]
