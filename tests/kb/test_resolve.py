"""What a name means, and which names stand in a text: by hand, and against the linker and the query."""

from pathlib import Path

import pytest
from tests.builders import small, totals

from policykb import KnowledgeBase
from policykb.errors import UnknownKey, UnknownName
from policykb.store.engine import Database

NAMES = """\
frameworks:
  - key: quad
    name: Quadrilateral Security Dialogue
    kind: minilateral
    former_keys: [the-four]
    aliases:
      - {text: Quad, kind: short, not_in: [quad bike, Quad Cities]}
      - {text: Four, case_sensitive: true, needs_any: [Japan, India]}
  - {key: quad-shipping, name: Quad Shipping, kind: minilateral, part_of: [quad]}
actors:
  - {key: georgia, name: Georgia, kind: state, aliases: [{text: Georgia, not_in: [Georgia Tech]}, Sakartvelo]}
themes:
  - {key: georgia-tech, name: Sakartvelo studies, definition: Studies., aliases: [{text: Sakartvelo, needs_any: [studies]}]}
"""
SAID = """\
source: {key: said, title: What was said, kind: report}
groups:
  - {key: experts, name: Experts}
findings:
  - {key: a, text: The Quad and Quad Shipping grow., evidence: [{page: 1}]}
  - {key: b, text: A quad bike is not the Four., evidence: [{page: 2, quote: {exact: Japan leads the Four}}]}
  - {key: c, text: Experts of four bodies spoke., frameworks: [{key: quad, relation: topic}], evidence: [{page: 3}]}
"""


@pytest.fixture
def kb(base: Database, tmp_path: Path) -> KnowledgeBase:
    totals(base, small(tmp_path / "seed", names=NAMES, said=SAID))
    return KnowledgeBase(base)


def test_all_names_with_their_rules_and_uses(kb: KnowledgeBase) -> None:
    (quad,) = kb.resolve("the Quad").meanings
    assert (quad.key, quad.through, quad.how) == ("quad", "Quad", "short")
    assert (quad.former_keys, quad.includes) == (("the-four",), {"quad-shipping": "Quad Shipping"})
    assert [(n.text, n.kind, n.rules, n.statements) for n in quad.names] == [
        ("Quadrilateral Security Dialogue", "name", (), 0),
        ("Quad", "short", ('not inside "quad bike" or "Quad Cities"',), 1),
        ("Four", "name", ("with these capitals only", 'only in a text that also holds "Japan" or "India"'), 1),
    ]
    # One by its name, one by that of its part, one by the quote, one by a link.
    assert (quad.linked, quad.found) == (1, 3)
    assert quad.found == len(kb.query("statements mentioning quad"))


def test_examples_show_the_words_where_they_count_and_where_not(kb: KnowledgeBase) -> None:
    _, quad, four = kb.resolve("quad").meanings[0].names
    assert [(e.statement, e.text[e.start : e.end]) for e in (*quad.examples, *four.examples)] == [
        ("said/a", "Quad"),
        ("said/b", "Four"),
    ]
    assert [(e.statement, e.why_not) for e in quad.passed_over] == [("said/b", 'it does not count inside "quad bike"')]
    assert [(e.statement, e.why_not) for e in four.passed_over] == [
        ("said/b", 'it counts only in a text that also holds "Japan" or "India"'),
        ("said/c", 'it counts only with the capitals of "Four"'),
    ]


@pytest.mark.parametrize(
    ("name", "key", "how"),
    [
        ("The-Four", "quad", "former key"),
        ("quad", "quad", "key"),
        ("QUAD", "quad", "short"),
        ("Doe", "jane-doe", "family name"),
        ("A report", "report", "name"),
        ("said/experts", "said/experts", "key"),
    ],
)
def test_by_which_name(kb: KnowledgeBase, name: str, key: str, how: str) -> None:
    assert [(m.key, m.how) for m in kb.resolve(name).meanings] == [(key, how)]


def test_several_meanings_say_after_which_word_which_is_meant(kb: KnowledgeBase) -> None:
    report = kb.resolve("Sakartvelo")
    assert report.ambiguous
    assert report.asked == {
        "mentioning": ("georgia", "georgia-tech"),
        "to": ("georgia",),
        "by": ("georgia",),
        "on": ("georgia-tech",),
        "from": ("georgia",),
    }


def test_unknown_names_have_near_ones(kb: KnowledgeBase) -> None:
    with pytest.raises(UnknownName) as error:
        kb.resolve("Qaud")
    assert error.value.hint == "Did you mean Quad (framework quad)?"
    with pytest.raises(UnknownKey) as unknown:
        kb.resolve("x", in_text=True, source="siad")
    assert unknown.value.hint == "Did you mean said?"


TEXT = "Experts told us of Quad Shipping, of four quad bikes and of a quad bike."


@pytest.mark.parametrize("source", [None, "said"])
def test_names_of_a_text_count_or_say_why_not(kb: KnowledgeBase, source: str | None) -> None:
    report = kb.resolve(TEXT, in_text=True, source=source)
    counted = [(name.words, name.key) for name in report.counted]
    others = {(name.words, name.key): name.why_not for name in report.not_counted}
    experts = [("Experts", "said/experts")] if source else []
    assert counted == [*experts, ("Quad Shipping", "quad-shipping"), ("quad", "quad")]
    assert [name.start for name in report.counted if name.key == "quad"] == [TEXT.index("quad bikes")]
    assert others[("us", "united-states")] == 'it counts only with the capitals of "U.S."'
    assert others[("quad", "quad")] == 'it does not count inside "quad bike"'
    assert others[("Quad", "quad")] == 'the longer name "Quad Shipping" begins there'
    assert others[("Experts", "report/experts")] == "it counts only in statements of report"


def test_as_json(kb: KnowledgeBase) -> None:
    plain = kb.resolve("quad").to_dict()
    assert (plain["ambiguous"], plain["meanings"][0]["names"][1]["not_in"]) == (False, ("quad bike", "Quad Cities"))
    assert set(kb.resolve(TEXT, in_text=True).to_dict()) == {"text", "source", "counted", "not_counted"}
