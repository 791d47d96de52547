"""The brief says the same in Markdown, HTML and Word: each record once, its words whole, its passages cited and linked."""

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import docx
import pytest
from markdown_it import MarkdownIt
from tests.export.filled import NASTY

from policykb import KnowledgeBase
from policykb.domain.address import passage_address
from policykb.errors import LimitReached
from policykb.export import brief


class Page(HTMLParser):
    """The texts and addresses of a page, and whatever could load or run something."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.suspicious: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert self._open == [], "every element is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "br"}:
            self._open.append(tag)
        given = dict(attrs)
        self.links += [given["href"] or ""] if "href" in given else []
        self.ids += [given["id"] or ""] if "id" in given else []
        if tag in {"script", "iframe", "img", "link", "object", "b"} - {"b"} or any(n.startswith("on") for n in given):
            self.suspicious.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self._open and data.strip():
            self.texts.append(data.strip())


def of_html(raw: bytes) -> tuple[str, list[str]]:
    page = Page(raw.decode())
    assert page.suspicious == []
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    return " ".join(page.texts), [link for link in page.links if not link.startswith("#")]


def of_markdown(raw: bytes) -> tuple[str, list[str]]:
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(raw.decode())
    page = Page(html.replace(" />", ">"))
    assert page.suspicious == []
    return " ".join(page.texts), page.links


def of_word(raw: bytes) -> tuple[str, list[str]]:
    document = docx.Document(io.BytesIO(raw))
    texts, links = [], []
    for paragraph in document.paragraphs:
        texts.append("".join(node.text or "\n" for node in paragraph._p.iter() if node.tag.endswith(("}t", "}br"))))
        links += [link.address + (f"#{link.fragment}" if link.fragment else "") for link in paragraph.hyperlinks]
    for table in document.tables:
        texts += [cell.text for row in table.rows for cell in row.cells]
    return " ".join(texts), links


READERS: dict[str, Callable[[bytes], tuple[str, list[str]]]] = {
    "html": of_html,
    "markdown": of_markdown,
    "docx": of_word,
}


def read(kb: KnowledgeBase, query: str, format_name: str) -> tuple[str, list[str]]:
    out, again = io.BytesIO(), io.BytesIO()
    kb.query(query).write(format_name, out)
    kb.query(query).write(format_name, again)
    assert out.getvalue() == again.getvalue()
    text, links = READERS[format_name](out.getvalue())
    return " ".join(text.split()), links


@pytest.mark.parametrize("format_name", READERS)
def test_each_record_once_under_its_first_theme(shipped: KnowledgeBase, format_name: str) -> None:
    text, _ = read(shipped, "recommendations", format_name)
    rows = shipped.query("recommendations").to_rows()
    for row in rows:
        assert text.count(str(row["text"])) == 1
        assert str(row["key"]) in text
        assert str(row["citation"]).split("; ")[0] in text
    order = [text.index(str(row["text"])) for row in rows if str(row["themes"]).startswith("Market access")]
    assert order
    assert all(at > text.rindex("Economic › Trade › Market access") for at in order)
    assert "type:recommendation" in text
    assert shipped.stats().data_version in text
    assert (
        "Susan A. Thornton and Juliet Lee. The Future of the U.S.-Japan Alliance: A Global Partnership. National"
        in text
    )


@pytest.mark.parametrize("format_name", READERS)
def test_every_field_and_every_letter(filled_kb: KnowledgeBase, format_name: str) -> None:
    text, links = read(filled_kb, "recommendations", format_name)
    (row,) = filled_kb.query("recommendations key:report/full").to_rows()
    for name, value in row.items():
        if isinstance(value, str) and name not in {
            "type",
            "source",
            "issued",
            "publisher",
            "themes",
            "evidence",
            "citation",
        }:
            assert value in text, name
    assert text.count(NASTY) == 2  # the title of the source and the text
    assert "endorsed no" in text
    first = "https://example.org/r?a=1&b=2#:~:text=So-,we%2C%20the%20%2D%20few,at%20once"
    assert links[:2] == [first, "https://example.org/r?a=1&b=2#:~:text=%40once"]
    assert links[-1] == "https://example.org/r?a=1&b=2"


@pytest.mark.parametrize("format_name", READERS)
@pytest.mark.parametrize("query", ["themes", "frameworks involving Japan", "count of recommendations by theme"])
def test_other_records_and_counts_are_a_table(shipped: KnowledgeBase, query: str, format_name: str) -> None:
    text, _ = read(shipped, query, format_name)
    for row in shipped.query(query).to_rows():
        for name, value in row.items():
            if isinstance(value, str) and name not in {"type"}:
                assert " ".join(value.split()) in text, (name, value)


@pytest.mark.parametrize("format_name", READERS)
def test_nothing_found_says_so(shipped: KnowledgeBase, format_name: str) -> None:
    text, _ = read(shipped, "recommendations about Norway", format_name)
    assert "0 recommendations" in text


def test_a_brief_is_no_archive(shipped: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brief, "MOST", 24)
    with pytest.raises(LimitReached, match="at most 24 records"):
        shipped.query("recommendations").write("html", io.BytesIO())
    assert shipped.query("recommendations limit:24").write("html", io.BytesIO()) == 24


@pytest.mark.parametrize(
    ("evidence", "end"),
    [
        ({"page": 3}, ""),
        ({"quote": {"exact": "100% & more"}}, "#:~:text=100%25%20%26%20more"),
        ({"quote": {"from": "a", "to": "b", "suffix": "c"}}, "#:~:text=a,b,-c"),
    ],
)
def test_addresses_of_passages(evidence: dict[str, object], end: str) -> None:
    assert passage_address("https://example.org/x", evidence) == f"https://example.org/x{end}"
    assert (
        passage_address("https://example.org/x.PDF?d=1", evidence | {"page": 4})
        == "https://example.org/x.PDF?d=1#page=4"
    )
    assert passage_address("javascript:alert(1)", evidence) is None
    assert passage_address(None, evidence) is None


def test_word_is_sound_xml(filled_kb: KnowledgeBase, tmp_path: Path) -> None:
    filled_kb.export("recommendations", tmp_path / "x.docx")
    import zipfile

    with zipfile.ZipFile(tmp_path / "x.docx") as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ET.fromstring(archive.read(name))
    assert re.search(rb"PK", (tmp_path / "x.docx").read_bytes()[:4])
