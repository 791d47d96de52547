"""What a notebook shows: a table that a browser would read as it was meant, whatever the records hold."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import Make, Plain, lines, small, totals, write

from policykb import KnowledgeBase
from policykb.domain.address import address_of


class Page(HTMLParser):
    """The rows of cells' texts, the caption, the addresses and tags of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.caption = ""
        self.addresses: list[str | None] = []
        self.tags: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        assert self._open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert {name for name, _ in attrs} <= {"style", "href", "rel", "target"}
        self.addresses += [value for name, value in attrs if name == "href"]
        if tag == "br":
            self.caption += "\n"
            return
        self._open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in {"td", "th"}:
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if {"td", "th"} & set(self._open):
            self.rows[-1][-1] += data
        elif {"caption", "div"} & set(self._open):
            self.caption += data


def shown(kb: KnowledgeBase, question: str, limit: int | None = None) -> Page:
    return Page(kb.query(question, limit=limit)._repr_html_())


def test_recommendations(shipped: KnowledgeBase) -> None:
    page = shown(shipped, "recommendations mentioning IPEF")
    assert page.caption == "type:recommendation mention:ipef\n1 recommendation; 1 source was read for it"
    assert page.rows == [
        ["Recommendation", "Strength", "To", "Themes", "Frameworks", "Cite as", "Key"],
        [
            "The United States should strengthen IPEF, the Indo-Pacific Economic Framework, by widening market access.",
            "should",
            "United States",
            "Market access",
            "Indo-Pacific Economic Framework for Prosperity",
            "Thornton and Lee 2024, Executive Summary, para. 3",
            "ncafp-2024-us-japan/ipef-market-access",
        ],
    ]


def test_entities(shipped: KnowledgeBase) -> None:
    page = shown(shipped, "frameworks key:ipef")
    assert page.rows[0] == ["Name", "Kind", "Since", "Key"]
    assert page.rows[1][2:] == ["2022-05-23", "ipef"]
    assert [address for address in page.addresses if not str(address).startswith("https://")] == []
    assert page.caption == "type:framework key:ipef\n1 framework"


def test_several_types_say_which(shipped: KnowledgeBase) -> None:
    page = shown(shipped, "statements about the Quad")
    assert page.rows[0][:2] == ["Statement", "Type"]
    assert {row[1] for row in page.rows[1:]} == {"recommendation", "finding"}


def test_counts(shipped: KnowledgeBase) -> None:
    answer = shipped.query("count of recommendations by theme.top")
    page = Page(answer._repr_html_())
    assert page.rows[0] == ["Theme.top", "Recommendations", "Sources", "Publishers"]
    assert page.rows[1:] == [[str(cell) for cell in row.values()] for row in answer.to_dicts()]
    assert page.caption.endswith("\n25 recommendations counted; a recommendation may stand in several rows")
    page = shown(shipped, "count of recommendations")
    assert page.rows == [["Recommendations"], ["25"]]
    assert page.caption.endswith("\n25 recommendations counted")


def test_none(shipped: KnowledgeBase) -> None:
    page = shown(shipped, "recommendations containing zebra")
    assert page.rows == []
    assert page.caption.splitlines()[1] == "No recommendations found; 1 source was read for it"
    assert len(page.caption.splitlines()) == 3, "what an empty answer may have missed"
    assert shown(shipped, "count of recommendations by theme containing zebra").rows == []


def many(make: Make, tmp_path: Path) -> KnowledgeBase:
    finding: Plain = {"type": "finding", "source": "report", "text": "T", "evidence": [{"page": 1}]}
    base = make(tmp_path / "base.db")
    records = [finding | {"key": f"report/f{n:04}", "source_number": str(n)} for n in range(1_200)]
    totals(base, write(small(tmp_path / "seed"), {"many.jsonl": lines(records)}))
    base.close()
    return KnowledgeBase.open(base.url)


def test_fifty_rows_of_many(make: Make, tmp_path: Path) -> None:
    with many(make, tmp_path) as kb:
        page = shown(kb, "findings")
        assert len(page.rows) == 51
        assert "showing 50 of 1,201 findings" in page.caption
        assert len(shown(kb, "first 60 findings").rows) == 51
        page = shown(kb, "findings", limit=3)
        assert len(page.rows) == 4
        assert "showing 3 of 1,201 findings" in page.caption
        page = shown(kb, "count of findings by number")
        assert len(page.rows) == 51
        assert "showing 50 of 1,201 rows; 1,201 findings counted" in page.caption


def test_what_records_hold_is_no_html(make: Make, tmp_path: Path) -> None:
    text = "<script>alert('1')</script> & \"x\" </td></table>"
    base = make(tmp_path / "base.db")
    report = """\
source: {key: report, title: "<b>A</b>", kind: report, url: "https://example.org/?a=1&b=%22", issued: 2024}
findings:
  - {key: f, text: TEXT, evidence: [{section: "<i>S</i>"}]}
""".replace("TEXT", repr(text))
    report = report.replace(repr(text), '"' + text.replace('"', '\\"') + '"')
    totals(base, small(tmp_path / "seed", report=report))
    with KnowledgeBase.open(base.url) as kb:
        page = shown(kb, "findings")
        assert page.rows[1][0] == text
        assert page.rows[1][1] == "<b>A</b> 2024, <i>S</i>"
        assert page.addresses == ["https://example.org/?a=1&b=%22"]
        assert set(page.tags) <= {"table", "caption", "thead", "tbody", "tr", "th", "td", "code", "a", "br", "span"}
        assert shown(kb, 'findings containing "<u>"').caption.startswith('type:finding text:"<u>"')
    base.close()


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://example.org", "https://example.org"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("10.1000/182", "https://doi.org/10.1000/182"),
        ("10.1000/a\"b'<c>", "https://doi.org/10.1000/a%22b%27%3Cc%3E"),
        ("javascript:alert(1)", None),
        (" https://example.org", None),
        ("ftp://example.org", None),
        ("data:text/html,<script>", None),
        ("//example.org", None),
    ],
)
def test_addresses(link: str, address: str | None) -> None:
    assert address_of(link) == address


@given(st.text())
def test_no_other_scheme_passes(link: str) -> None:
    address = address_of(link)
    assert address is None or address.lower().startswith(("https://", "http://"))
