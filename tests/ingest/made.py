"""Documents made of known content, written as Markdown, as a web page and as a Word document.

Written without the readers' own code: what they say of numbers, cells and notes is stated here by hand.
"""

import io
from dataclasses import dataclass, field
from html import escape

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

W = nsdecls("w")


@dataclass
class Text:
    """A paragraph, its first words in bold where ``lead`` has some; ``note`` is what a footnote at its end says."""

    words: str
    lead: str = ""
    note: str = ""


@dataclass
class Item:
    """An item of a list with the lists in it; ``numbered`` as the list it stands in is."""

    words: str
    inside: "Items | None" = None


@dataclass
class Items:
    """A list: bullets, or numbers from 1 (letters on the second level)."""

    items: list[Item]
    numbered: bool = False


@dataclass
class Table:
    """A table whose first row heads the columns."""

    rows: list[list[str]] = field(default_factory=list)


Part_ = Text | Items | Table
Section = tuple[int, str, list[Part_]]


def markdown(sections: list[Section]) -> bytes:
    out: list[str] = []
    notes: list[str] = []
    for level, title, parts in sections:
        out.append(f"{'#' * level} {title}")
        for part in parts:
            match part:
                case Text():
                    mark = ""
                    if part.note:
                        notes.append(part.note)
                        mark = f"[^{len(notes)}]"
                    out.append(f"**{part.lead}** {part.words}{mark}" if part.lead else f"{part.words}{mark}")
                case Items():
                    out.append("\n".join(_markdown_items(part, "")))
                    out.append("<!-- end of list -->")
                case Table():
                    head, *rows = [f"| {' | '.join(row)} |" for row in part.rows]
                    out.append("\n".join([head, "|---" * len(part.rows[0]) + "|", *rows]))
    out.extend(f"[^{number}]: {note}" for number, note in enumerate(notes, 1))
    return "\n\n".join(out).encode()


def _markdown_items(items: Items, indent: str) -> list[str]:
    lines: list[str] = []
    for number, item in enumerate(items.items, 1):
        mark = f"{number}." if items.numbered else "-"
        lines.append(f"{indent}{mark} {item.words}")
        if item.inside:
            lines.extend(_markdown_items(item.inside, indent + " " * (len(mark) + 1)))
    return lines


def html(sections: list[Section], *, letters: bool = True) -> bytes:
    out: list[str] = []
    notes: list[str] = []
    for level, title, parts in sections:
        out.append(f"<h{level}>{escape(title)}</h{level}>")
        for part in parts:
            match part:
                case Text():
                    mark = ""
                    if part.note:
                        notes.append(part.note)
                        n = len(notes)
                        mark = f'<sup id="ref{n}"><a href="#note{n}">{n}</a></sup>'
                    lead = f"<strong>{escape(part.lead)}</strong> " if part.lead else ""
                    out.append(f"<p>{lead}{escape(part.words)}{mark}</p>")
                case Items():
                    out.append(_html_items(part, 1, letters=letters))
                case Table():
                    head, *rows = part.rows
                    cells = "".join(f"<th>{escape(cell)}</th>" for cell in head)
                    body = "".join(f"<tr>{''.join(f'<td>{escape(c)}</td>' for c in row)}</tr>" for row in rows)
                    out.append(f"<table><thead><tr>{cells}</tr></thead><tbody>{body}</tbody></table>")
    listed = "".join(
        f'<li id="note{n}"><p>{escape(note)} <a href="#ref{n}">↩</a></p></li>' for n, note in enumerate(notes, 1)
    )
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Made</title></head><body>'
        '<header><a href="/">Home</a> The site of ports</header><nav><ul><li><a href="/a">Reports</a></li></ul></nav>'
        f"<main>{''.join(out)}<section class='footnotes'><ol>{listed}</ol></section></main>"
        "<aside><h2>Related reports</h2><p>Another report of ours that you may like to read now.</p></aside>"
        "<script>alert('x')</script><footer><p>All rights reserved by the site of ports.</p></footer></body></html>"
    ).encode()


def _html_items(items: Items, depth: int, *, letters: bool) -> str:
    tag = "ul" if not items.numbered else ("ol type='a'" if depth == 2 and letters else "ol")
    inner = "".join(
        f"<li>{escape(i.words)}{_html_items(i.inside, depth + 1, letters=letters) if i.inside else ''}</li>"
        for i in items.items
    )
    return f"<{tag}>{inner}</{tag[:2]}>"


NUMBERED = "".join(
    f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="%{level + 1}."/></w:lvl>'
    for level, form in enumerate(("decimal", "lowerLetter", "lowerRoman"))
)
BULLETS = "".join(
    f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>' for level in range(3)
)


class Word:
    """A Word document that is being written."""

    def __init__(self) -> None:
        self.document = docx.Document()
        self._numbering = self.document.part.numbering_part.element
        self._next = 900
        self._notes: list[str] = []

    def new_list(self, levels: str) -> int:
        """A list of its own, by the XML of its levels; its ``w:numId``."""
        self._next += 1
        abstract = f'<w:abstractNum {W} w:abstractNumId="{self._next}">{levels}</w:abstractNum>'
        first_num = self._numbering.find(qn("w:num"))
        first_num.addprevious(parse_xml(abstract))
        num = f'<w:num {W} w:numId="{self._next}"><w:abstractNumId w:val="{self._next}"/></w:num>'
        self._numbering.append(parse_xml(num))
        return self._next

    def item(self, words: str, list_: int, level: int) -> None:
        paragraph = self.document.add_paragraph(words)
        numbered = f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr>'
        paragraph._p.get_or_add_pPr().append(parse_xml(numbered))

    def note(self, paragraph: object, words: str) -> None:
        self._notes.append(words)
        reference = f'<w:r {W}><w:footnoteReference w:id="{len(self._notes)}"/></w:r>'
        paragraph._p.append(parse_xml(reference))  # type: ignore[attr-defined]

    def written(self) -> bytes:
        notes = "".join(
            f'<w:footnote w:id="{n}"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> {escape(note)}</w:t>'
            "</w:r></w:p></w:footnote>"
            for n, note in enumerate(self._notes, 1)
        )
        separator = '<w:footnote w:id="0" w:type="separator"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        blob = f"<w:footnotes {W}>{separator}{notes}</w:footnotes>".encode()
        main = self.document.part
        if any(rel.reltype == RELATIONSHIP_TYPE.FOOTNOTES for rel in main.rels.values()):
            return self._saved()
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, main.package)
        main.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        return self._saved()

    def _saved(self) -> bytes:
        file = io.BytesIO()
        self.document.save(file)
        return file.getvalue()


def word(sections: list[Section]) -> bytes:
    made = Word()
    for level, title, parts in sections:
        made.document.add_heading(title, level)
        for part in parts:
            match part:
                case Text():
                    paragraph = made.document.add_paragraph()
                    if part.lead:
                        paragraph.add_run(part.lead).bold = True
                        paragraph.add_run(" ")
                    paragraph.add_run(part.words)
                    if part.note:
                        made.note(paragraph, part.note)
                case Items():
                    _word_items(made, part, made.new_list(NUMBERED if part.numbered else BULLETS), 0)
                case Table():
                    table = made.document.add_table(len(part.rows), len(part.rows[0]))
                    for cells, row in zip(part.rows, table.rows, strict=True):
                        for text, cell in zip(cells, row.cells, strict=True):
                            cell.text = text
                    properties = table.rows[0]._tr.get_or_add_trPr()
                    properties.append(parse_xml(f"<w:tblHeader {W}/>"))
    return made.written()


def _word_items(made: Word, items: Items, list_: int, level: int) -> None:
    for item in items.items:
        made.item(item.words, list_, level)
        if item.inside:
            _word_items(made, item.inside, list_, level + 1)
