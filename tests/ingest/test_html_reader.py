"""Pages as sites publish and browsers save them: small pages and what they are read as."""

import json

import pytest

from policykb.domain.document import Document, Facts
from policykb.ingest.readers import html


def read(page: str | bytes) -> Document:
    return html.read(page.encode() if isinstance(page, str) else page, "page.html")


def texts(page: str) -> list[str]:
    return [passage.text for passage in read(page).passages]


LONG = "The council should lower the fees for small ships before the season of storms begins in the north. " * 3


def test_what_surrounds_an_article_goes() -> None:
    page = f"""<body class="has-sidebar menu-open"><svg><title>Share</title></svg>
      <div class="cookie-banner">We use cookies.</div><nav><a href="/">Home</a></nav>
      <header>Site</header><div id="shareBar">Tweet</div>
      <article><header><h1>Fees</h1><p>By Ada Quill</p></header>
        <div class="recommendations"><p>{LONG}</p></div>
        <div class="social-policy"><p>Pilots wait.</p></div>
        <span class="sr-only">opens in a new window</span>
        <figure><img alt="A ship"><figcaption>Figure 1. A ship.</figcaption></figure>
        <div class="related-posts"><a href="/b">Other ports</a></div></article>
      <div role="complementary">Ads</div><footer>2031</footer></body>"""
    assert texts(page) == ["By Ada Quill", LONG.strip(), "Pilots wait.", "Figure 1. A ship."]


def test_a_page_without_marks_of_its_parts() -> None:
    menu = "".join(f"<li><a href='/{n}'>Topic {n}</a></li>" for n in range(5))
    assert texts(f"<ul>{menu}</ul><div>{LONG}<p>Ships wait.</p>And more.</div>") == [
        LONG.strip(),
        "Ships wait.",
        "And more.",
    ]


def test_a_page_whose_whole_text_bears_a_bad_name_is_kept() -> None:
    assert texts(f"<div class='share promo'><p>{LONG}</p></div>") == [LONG.strip()]


def test_numbers_as_a_browser_prints_them() -> None:
    page = """<ol start=3><li>c<li value=7>g<ol type=i><li>one<li>two</ol></ol>
      <ol style="list-style-type: upper-alpha"><li>A</ol><ol reversed><li>two<li>one</ol>
      <ol style="list-style: none"><li>(a) by hand</ol><ul><li>bullet</ul>"""
    assert [(p.text, p.label, p.level) for p in read(page).passages] == [
        ("3. c", "3", 1),
        ("7. g", "7", 1),
        ("i. one", "i", 2),
        ("ii. two", "ii", 2),
        ("A. A", "A", 1),
        ("2. two", "2", 1),
        ("1. one", "1", 1),
        ("(a) by hand", "(a)", 1),
        ("bullet", None, 1),
    ]


def test_cells_that_span() -> None:
    page = """<table><tr><th>Act<th colspan=2>Who</tr><tr><td rowspan=2>Fund<td>Council<td>Port</tr>
      <tr><td colspan=2><ul><li>Pilots<li>Crews</ul></tr><tr><td colspan=3>Later Acts</tr><tr><td>a<td>b<td>c</tr></table>"""
    document = read(page)
    cells = [(p.text, p.cell.row, p.cell.column, p.cell.head) for p in document.passages if p.cell]
    assert cells == [
        ("Act", 1, 1, None),
        ("Who", 1, 2, None),
        ("Fund", 2, 1, "Act"),
        ("Council", 2, 2, "Who"),
        ("Port", 2, 3, "Who"),
        ("Pilots", 3, 2, "Who"),
        ("Crews", 3, 2, "Who"),
        ("a", 5, 1, "Act"),
        ("b", 5, 2, "Who"),
        ("c", 5, 3, "Who"),
    ]
    assert [heading.text for heading in document.headings] == ["Later Acts"]


def test_a_table_that_only_places_things() -> None:
    page = f"<table><tr><td><h2>Fees</h2><p>{LONG}</p></td></tr></table>"
    assert [(p.section, p.cell) for p in read(page).passages] == [("Fees", None)]


NOTED = "We met.{} We left.{}"


@pytest.mark.parametrize(
    ("first", "second", "notes"),
    [
        (
            '<sup><a href="#n1" id="r1">1</a></sup>',
            '<sup><a href="#n2">2</a></sup>',
            '<div><p id="n1">1. Office. <a href="#r1">↩</a></p><p id="n2">2. Union.</p></div>',
        ),
        (
            '<a href="#_ftn1" name="_ftnref1">[1]</a>',
            '<a href="#_ftn2" name="_ftnref2">[2]</a>',
            '<div id="ftn1"><p><a href="#_ftnref1" name="_ftn1">[1]</a> Office.</p></div>'
            '<div id="ftn2"><p><a href="#_ftnref2" name="_ftn2">[2]</a> Union.</p></div>',
        ),
        ("<sup>1</sup>", "<sup>[2]</sup>", "<div class='footnotes'><ol><li>Office.</li><li>Union.</li></ol></div>"),
    ],
)
def test_notes(first: str, second: str, notes: str) -> None:
    document = read(f"<body><p>{NOTED.format(first, second)}</p>{notes}<p>The end.</p></body>")
    assert [passage.text for passage in document.passages] == ["We met.¹ We left.²", "The end."]
    assert [(note.number, note.text) for note in document.footnotes] == [(1, "Office."), (2, "Union.")]


def test_facts_in_linked_data() -> None:
    said = {
        "@graph": [
            {"@type": "WebPage", "name": "Page", "datePublished": "2030-01-01"},
            {"@type": "Article", "headline": "Fees &amp; Dues", "author": [{"@id": "#ada"}, {"name": "Bo Reed"}]},
            {"@type": "Person", "@id": "#ada", "name": "Ada Quill"},
            {"@type": "Report", "datePublished": "2031-06-22T10:00:00Z", "publisher": {"name": "Port Office"}},
        ]
    }
    page = f"""<html lang=en-GB><title>Fees | Port Office</title><link rel=canonical href="https://example.org/fees">
      <script type="application/ld+json">{json.dumps(said)}</script><script type="application/ld+json">{{broken</script><p>x"""
    facts = read(page).facts
    assert facts.authors == ("Ada Quill", "Bo Reed")
    assert facts.issued == "2031-06-22"
    assert (facts.publisher, facts.url, facts.language) == ("Port Office", "https://example.org/fees", "en-GB")


def test_facts_in_metas() -> None:
    page = """<meta name=citation_title content="Fees"><meta name=citation_author content="Quill, Ada">
      <meta name=citation_publication_date content="2031/06/22"><meta property="og:site_name" content="Ports"><p>x"""
    assert read(page).facts == Facts("Fees", ("Ada Quill",), "2031-06-22", "Ports")


def test_a_title_without_the_name_of_the_site() -> None:
    page = '<svg><title>Icon</title></svg><title>Fees - Port Office</title><meta property="og:site_name" content="Port Office"><p>x'
    assert read(page).facts.title == "Fees"


@pytest.mark.parametrize(
    "data",
    [
        "<p>Pilot’s café</p>".encode(),
        '<meta charset="iso-8859-1"><p>Pilot’s café</p>'.encode(),
        "\ufeff<p>Pilot’s café</p>".encode(),
        "\ufeff<p>Pilot’s café</p>".encode("utf-16-le"),
        "<p>Pilot’s café</p>".encode("utf-16-be"),
        '<meta charset="iso-8859-1"><p>Pilot’s café</p>'.encode("windows-1252"),
        '<meta charset="utf-8"><p>Pilot’s café</p>'.encode("windows-1252"),
        '<meta charset="punycode"><p>Pilot’s café</p>'.encode("windows-1252"),
        '<?xml version="1.0" encoding="mac-roman"?><html><p>Pilot’s café</p></html>'.encode("mac-roman"),
    ],
)
def test_encodings_that_pages_declare_and_those_they_are_in(data: bytes) -> None:
    assert read(data).text == "Pilot’s café"


def test_empty_elements_of_xhtml_are_closed() -> None:
    page = '<?xml version="1.0"?><html><head><script src="a.js"/><title/></head><body><a id="top"/><p>One<br/>two.</p></body></html>'
    assert texts(page) == ["One two."]
