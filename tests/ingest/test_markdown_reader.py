"""Markdown as people and programs write it: small documents and what they are read as."""

import pytest

from policykb.domain.document import Document, Facts
from policykb.ingest.readers import markdown


def read(text: str) -> Document:
    return markdown.read(text.encode(), "report.md")


def test_front_matter_is_what_the_document_says_of_itself() -> None:
    head = 'title : "Ports\\u2019 Fees"\nauthor: Ada Quill and Bo Reed\n#note:\ndate  : 2031-06-22 12:00:00 +0800\nsource_url: https://example.org/a\n'
    assert read(f"---\n{head}---\n\nShips wait.").facts == Facts(
        "Ports’ Fees", ("Ada Quill", "Bo Reed"), "2031-06-22", None, "https://example.org/a"
    )
    assert read("---\nauthors:\n  - name: Ada Quill\n  - name: Bo Reed\n---\nShips.").facts.authors == (
        "Ada Quill",
        "Bo Reed",
    )
    assert [p.text for p in read("---\n*title: [broken\n---\nShips wait.").passages][-1:] == ["Ships wait."]


def test_facts_on_the_first_page() -> None:
    facts = read(
        "# Harbours\n\nBy Ada Quill, Bo Reed and Cleo Ark, et al.\n\nPublished: 22 June 2031\n\nShips wait."
    ).facts
    assert facts == Facts("Harbours", ("Ada Quill", "Bo Reed", "Cleo Ark"), "2031-06-22")


def test_marks_go_and_words_stay() -> None:
    text = "The *council* **met** [twice](https://example.org), ~~never~~ `once`.![a picture](x.png) R&amp;D, co\u00adoperation<br>now"
    assert read(text).text == "The council met twice, never once. R&D, cooperation now".replace("once. R", "once. R")


def test_numbers_by_hand_and_the_bullets_below_them() -> None:
    document = read(
        "**1\\.** We ask the council to:\n\n- lower fees,\n\n- train pilots.\n\n**2\\.** We ask Ports Inc. to wait.\n\n(a) Soon."
    )
    assert [(p.text, p.label, p.level, p.lead) for p in document.passages] == [
        ("1. We ask the council to:", "1", 1, 0),
        ("lower fees,", None, 2, 0),
        ("train pilots.", None, 2, 0),
        ("2. We ask Ports Inc. to wait.", "2", 1, 0),
        ("(a) Soon.", "(a)", 2, 0),
    ]


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("Ships wait.  \n   \nFees rise.", ["Ships wait.", "Fees rise."]),
        ("Ships wait.  \n\u00a0  \nFees rise.", ["Ships wait.", "Fees rise."]),
        ("    Set in by four\n    characters.", ["Set in by four characters."]),
        ("<div>One <b>two</b>.<script>x()</script></div>\n\nThree.<!-- no -->", ["One two.", "Three."]),
        ("Inter-\nnational", ["Inter-\nnational"]),
        ("> Quoted words.\n\nOwn words.", ["Quoted words.", "Own words."]),
        ("- One\n\n  goes on\n- Two", ["One", "goes on", "Two"]),
        ("3. Three\n4. Four", ["3. Three", "4. Four"]),
        ("```\nplain\n\nlines\n```", ["plain", "lines"]),
        ("A[^x] b[^2] c[^9].\n\n[^x]: Note.\n[^2]: More.", ["A¹ b² c[^9]."]),
        ("- [Scope](#scope)\n- [Aims](#aims)\n\n# Scope\n\nShips.", ["Ships."]),
        ("** Build ports ** now.", ["Build ports now."]),
    ],
)
def test_small_documents(text: str, passages: list[str]) -> None:
    assert [passage.text for passage in read(text).passages] == passages


def test_titles_in_bold() -> None:
    document = read(
        "# Plan\n\n**Fees and Dues**\n\nThey are high.\n\n**Act now.** They wait.\n\n**Ports**  \nThey are full."
    )
    assert [(p.section, p.text, p.lead) for p in document.passages] == [
        ("Fees and Dues", "They are high.", 0),
        ("Fees and Dues", "Act now. They wait.", 8),
        ("Ports", "They are full.", 0),
    ]
    assert [heading.level for heading in document.headings] == [1, 2, 2]


def test_notes_go_on_over_lines() -> None:
    document = read("One.[^1]\n\n[^1]: A note\nthat goes on.\n\n    And on.\n\nTwo.")
    assert [(note.number, note.text) for note in document.footnotes] == [(1, "A note that goes on. And on.")]
    assert [passage.text for passage in document.passages] == ["One.¹", "Two."]
