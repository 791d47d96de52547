"""What a PDF is read as where one feature of print matters, and what is said of one that cannot be read."""

import io
import random
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib import colors
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer, Table, TableStyle

from policykb.domain.document import Document
from policykb.domain.passage import Look
from policykb.errors import LimitReached, UsageError
from policykb.ingest.layout.pieces import pieces
from policykb.ingest.layout.printed import Run
from policykb.ingest.readers import pdf as reader
from policykb.ingest.readers.pdf import read

PROSE = (
    "The council should publish the fees of every harbour before the season begins, and the members of the league "
    "should agree on one form in which captains hand in their papers, so that no ship waits for a second clerk."
)


def drawn(*pages: Callable[[Any], None], encrypt: object = None, **properties: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842), encrypt=encrypt)
    for name, value in properties.items():
        getattr(canvas, f"set{name}")(value)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def lines(*texts: str, left: float = 72, top: float = 700, size: float = 10, font: str = "Times-Roman") -> Any:
    def draw(canvas: Any) -> None:
        canvas.setFont(font, size)
        for at, text in enumerate(texts):
            canvas.drawString(left, top - 12.5 * at, text)

    return draw


def both(*parts: Callable[[Any], None]) -> Callable[[Any], None]:
    def draw(canvas: Any) -> None:
        for part in parts:
            part(canvas)

    return draw


def texts(document: Document) -> list[str]:
    return [passage.text for passage in document.passages]


def test_contents_pages_are_left_out() -> None:
    contents = both(
        lines("Contents", top=740, size=16, font="Times-Bold"),
        lines(*(f"{at} A chapter on harbours {'.' * (60 - at)} {3 * at}" for at in range(1, 9))),
    )
    document = read(drawn(contents, lines("Harbours must open early.", "They close late.")), "a.pdf")
    assert document.text == "Harbours must open early. They close late."
    assert document.passages[0].page == 2


def test_the_cells_of_a_ruled_table() -> None:
    rows = [["Harbour", "Fee", "Opens"], ["North Quay", "12", "May"], ["South Quay", "40", "June"]]

    def table(canvas: Any) -> None:
        made = Table(rows, colWidths=[90, 50, 60])
        grid = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
        made.setStyle(TableStyle([grid, ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold")]))
        made.wrapOn(canvas, 400, 400)
        made.drawOn(canvas, 72, 500)

    document = read(drawn(both(lines(PROSE[:80]), table)), "a.pdf")
    cells = [(p.cell.row, p.cell.column, p.cell.head, p.text) for p in document.passages if p.cell]
    assert cells == [
        (row, column, rows[0][column - 1] if row > 1 else None, rows[row - 1][column - 1])
        for row in (1, 2, 3)
        for column in (1, 2, 3)
    ]
    assert {p.look for p in document.passages if p.cell} == {Look.CELL}


def test_text_that_runs_up_the_margin_is_left_out() -> None:
    def up(canvas: Any) -> None:
        canvas.saveState()
        canvas.rotate(90)
        canvas.drawString(300, -30, "Downloaded from the archive")
        canvas.restoreState()

    assert texts(read(drawn(both(lines(PROSE[:78], PROSE[79:]), up)), "a.pdf")) == [PROSE]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_that_is_turned_is_read_as_it_is_seen(turn: int) -> None:
    def turned(canvas: Any) -> None:
        canvas.translate(*{90: (595, 0), 180: (595, 842), 270: (0, 842)}[turn])
        canvas.rotate(turn)
        lines("Harbours must open", "early in the year.", top=400)(canvas)

    assert texts(read(drawn(turned), "a.pdf")) == ["Harbours must open early in the year."]


def test_ligatures_and_soft_hyphens_are_resolved() -> None:
    text = "The \ufb01rst o\u00ad\ufb03cer agrees."
    assert [piece.text for piece in pieces([Run(0, len(text), 72, 200, 700, 10, False)], text, 1)] == [
        "The first officer agrees."
    ]


def test_a_raised_number_without_a_note_stays() -> None:
    def area(canvas: Any) -> None:
        text = canvas.beginText(72, 700)
        text.setFont("Times-Roman", 10)
        text.textOut("A harbour of 5 km")
        text.setFont("Times-Roman", 6)
        text.setRise(3.5)
        text.textOut("2")
        canvas.drawText(text)

    assert texts(read(drawn(area), "a.pdf")) == ["A harbour of 5 km\u00b2"]


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("Microsoft Word - final.doc", "Harbours Between Tides"),
        ("Committee Report 4.3", "Harbours Between Tides"),
        ("Harbours between tides", "Harbours between tides"),
        ("", "Harbours Between Tides"),
    ],
)
def test_the_title_is_the_printed_one_unless_the_file_states_it(stated: str, title: str) -> None:
    front = both(
        lines("Harbours Between Tides", top=600, size=24, font="Times-Bold"),
        lines("By Ada Quill and Bo Reed", "", "3 May 2031", top=560),
        lines(PROSE[:90], PROSE[90:], top=400),
    )
    facts = read(drawn(front, Title=stated, Author="coopersk"), "a.pdf").facts
    assert (facts.title, facts.authors, facts.issued) == (title, ("Ada Quill", "Bo Reed"), "2031-05-03")
    assert facts.language == "en"


def test_another_typesetter_in_two_columns() -> None:
    """Cross-check with another maker and a plain reader: each word once, paragraphs whole and in order."""
    style = getSampleStyleSheet()
    out = io.BytesIO()
    paged = BaseDocTemplate(out, pagesize=(595, 842))
    frames = [Frame(left, 72, 220, 698) for left in (64, 304)]
    paged.addPageTemplates([PageTemplate("two", frames)])
    chance, words = random.Random(1), PROSE[:-1].lower().replace(",", "").split()
    wanted = [f"Paragraph {at} says {' '.join(chance.choices(words, k=30 + 40 * (at % 3)))}." for at in range(24)]
    paged.build([part for text in wanted for part in (Paragraph(text, style["BodyText"]), Spacer(0, 4))])
    document = read(out.getvalue(), "a.pdf")
    assert texts(document) == wanted
    plain = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(out.getvalue()))
    assert Counter(re.findall(r"\w+", document.text)) == Counter(re.findall(r"\w+", plain))


def _scan(canvas: Any) -> None:
    canvas.drawInlineImage(Image.new("L", (60, 80), 200), 0, 0, 595, 842)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n", "damaged"),
        (b"Harbours", "not a PDF"),
        (drawn(lines(PROSE[:60]))[:300], "damaged"),
        (drawn(lines(PROSE[:60]), encrypt=StandardEncryption("open", canPrint=0)), "encrypted"),
        (drawn(_scan), "no text found"),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, message: str) -> None:
    with pytest.raises(UsageError, match=rf"a\.pdf: .*{message}"):
        read(data, "a.pdf")


def test_a_document_of_too_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_PAGES", 2)
    with pytest.raises(LimitReached, match="more than 2 pages"):
        read(drawn(*[lines("A page.")] * 3), "a.pdf")


def test_a_document_of_too_much_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "LARGEST_TEXT", 100)
    with pytest.raises(LimitReached, match="text"):
        read(drawn(*[lines(PROSE[:80])] * 3), "a.pdf")
