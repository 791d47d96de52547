"""Addressees of sentences built from parts, so that who is asked, who is only named and what is asked are known."""

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.ingest.suggest.written import suggested

from policykb.ingest.suggest import Gazetteer

GAZETTEER = Gazetteer.shipped()
# Usual names of states that need an article are written with it; those of other things are not states at all.
_ARTICLED = ("United", "Netherlands", "Philippines", "Bahamas", "Gambia", "Maldives", "Comoros", "Solomon", "Marshall")
STATES = {
    f"the {e.name}" if e.name.startswith(_ARTICLED) or "Republic" in e.name else e.name: e.key
    for e in GAZETTEER.entities.values()
    if e.kind == "state"
}
BODIES = {"NATO": "nato", "the European Commission": "european-commission", "ASEAN": "asean", "the Quad": "quad"}
KNOWN = STATES | BODIES

ACTS = ("publish its plans", "train more pilots", "lower the tariff", "keep the port open", "send observers")
DUTIES = ("should", "must", "needs to", "ought to", "has to", "should also", "must now", "will have to", "will need to")
# Where X is asked to act; Y is named in another part.
ONE = (
    "{X} {duty} {act}.",
    "In the coming year, {X} {duty} {act}.",
    "With the help of {Y}, {X} {duty} {act}.",
    "{X}, like its neighbours, {duty} {act}.",
    "If {Y} objects, {X} {duty} {act}.",
    "{X} {duty} {act} with {Y}.",
    "{X} {duty} {act} for {Y}.",
    "{X} {duty} {act} despite the objections of {Y}.",
    "We urge {X} to {act}.",
    "This report calls on {X} to {act} with {Y}.",
    "We recommend that {X} {act}.",
    "It is time for {X} to {act} together with {Y}.",
    "It is essential that {X} {act}.",
    "There is an urgent need for {X} to {act}.",
    "More ships should be built by {X}.",
    "As {Y} has shown, {X} {duty} {act}.",
)
parts = st.tuples(st.sampled_from(DUTIES), st.sampled_from(ACTS))
pairs = st.lists(st.sampled_from(sorted(KNOWN)), min_size=2, max_size=2, unique_by=lambda name: KNOWN[name])


def keys(sentence: str) -> list[str | None]:
    """Whom a sentence is found to address."""
    return [one.key for one in suggested(sentence[0].upper() + sentence[1:], gazetteer=GAZETTEER).addressees]


@given(st.sampled_from(ONE), pairs, parts)
@settings(max_examples=150)
def test_who_is_asked_is_found_and_nobody_else(template: str, pair: list[str], words: tuple[str, str]) -> None:
    duty, act = words
    sentence = template.format(X=pair[0], Y=pair[1], duty=duty, act=act)
    assert keys(sentence) == [KNOWN[pair[0]]], sentence


@given(
    st.lists(st.sampled_from(sorted(STATES)), min_size=2, max_size=5, unique_by=lambda name: STATES[name]),
    st.sampled_from(
        ("{X} should act.", "We urge {X} to act.", "It is vital for {X} to act.", "This should be led by {X}.")
    ),
    st.sampled_from(("and", "or", "as well as")),
    st.booleans(),
)
@settings(max_examples=80)
def test_a_row_is_addressed_as_a_whole(row: list[str], template: str, joint: str, comma: bool) -> None:
    """ "A, B and C", with or without the comma before "and"."""
    before = f"{', '.join(row[:-1])}{',' if comma and len(row) > 2 else ''}"
    sentence = template.format(X=f"{before} {joint} {row[-1]}")
    assert keys(sentence) == [STATES[name] for name in row], sentence


@given(st.sampled_from(sorted(STATES)), st.sampled_from(("government", "leaders", "officials", "policymakers")))
@settings(max_examples=60)
def test_those_who_stand_for_a_state_are_the_state(name: str, noun: str) -> None:
    for sentence in (f"The {noun} of {name} should act.", f"{name}'s {noun} should act."):
        assert keys(sentence) == [STATES[name]], sentence


@given(st.sampled_from(sorted(STATES)), st.sampled_from(sorted(STATES)))
@settings(max_examples=60)
def test_the_sentence_before_is_whom_it_points_to(first: str, second: str) -> None:
    found = suggested(
        f"{first[0].upper()}{first[1:]} has few ships. It should build more for {second}.",
        gazetteer=GAZETTEER,
        words=f"It should build more for {second}.",
    )
    assert [one.key for one in found.addressees] == [STATES[first]]


WORDS = st.sampled_from(
    [
        "Japan",
        "the",
        "its",
        "allies",
        "should",
        "must",
        "need",
        "to",
        ",",
        "and",
        ":",
        ".",
        ";",
        "(",
        ")",
        "“",
        "”",
        "’s",
        "such",
        "as",
        "like",
        "with",
        "of",
        "for",
        "by",
        "that",
        "which",
        "it",
        "they",
        "government",
        "U.S.",
        "NATO",
        "(NATO)",
        "—",
        "Act",
        "Council",
        "for",
        "urge",
        "call",
        "on",
        "recommend",
        "Treaty",
        "A-B-C-D-E-F",
        "if",
        "by",
        "2030",
        "not",
        "no",
    ]
)


@given(st.lists(WORDS, min_size=1, max_size=40), st.booleans())
@settings(max_examples=300)
def test_any_words_give_the_same_answer_twice(words: list[str], with_base: bool) -> None:
    """Nothing that looks like language is an error, and the answer depends on the words alone."""
    gazetteer = GAZETTEER if with_base else None
    text = " ".join(words)
    assert suggested(text, gazetteer=gazetteer) == suggested(text, gazetteer=gazetteer)


@given(st.text(min_size=1, max_size=200).filter(lambda text: text.strip()))
@settings(max_examples=100)
def test_any_text_is_read(text: str) -> None:
    suggested(text, gazetteer=GAZETTEER)
