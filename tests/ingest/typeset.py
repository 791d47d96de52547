"""A small typesetter for tests: a known structure to a PDF, in one or two columns, as a printer would set it.

It shares nothing with the reader: lines are broken by the widths of the standard fonts that reportlab knows.
"""

import io
from dataclasses import dataclass, field
from typing import Any

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas


@dataclass(frozen=True)
class Part:
    """A heading (``level`` above 0), a paragraph, or an item with its label or bullet; ``note`` is its footnote."""

    words: tuple[str, ...]
    level: int = 0
    label: str = ""
    depth: int = 1
    note: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(self.words)


@dataclass(frozen=True)
class Style:
    columns: int = 1
    size: float = 10.0
    font: str = "Times"
    head: str = ""
    foot: str = "{page}"
    first_number: int = 1
    indented: bool = False
    justified: bool = False
    hyphenated: bool = False
    landscape: bool = False

    def face(self, bold: bool = False) -> str:
        name = {"Times": ("Times-Roman", "Times-Bold"), "Helvetica": ("Helvetica", "Helvetica-Bold")}[self.font]
        return name[bold]


@dataclass
class Line:
    words: list[str]
    left: float
    width: float
    size: float
    face: str
    last: bool = False
    label: str = ""
    label_left: float = 0.0
    mark: str = ""
    above: float = 0.0
    opens: Part | None = None
    note: list["Line"] = field(default_factory=list)

    @property
    def leading(self) -> float:
        return self.size * 1.25


class Typesetter:
    def __init__(self, style: Style) -> None:
        self.style = style
        self.width, self.height = (842.0, 595.0) if style.landscape else (595.0, 842.0)
        self.margin, self.gutter = 64.0, 20.0
        room = self.width - 2 * self.margin - (style.columns - 1) * self.gutter
        self.column = room / style.columns
        self.starts: list[int] = []
        """The page on which each part starts."""

    def pdf(self, parts: list[Part], **properties: str) -> bytes:
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=(self.width, self.height), invariant=True)
        for name, value in properties.items():
            getattr(canvas, f"set{name}")(value)
        number = 0
        self.starts = []
        lines: list[Line] = []
        for part in parts:
            if part.note:
                number += 1
            lines.extend(self._lines(part, number))
        self._place(canvas, lines)
        canvas.save()
        return out.getvalue()

    def count(self, parts: list[Part]) -> int:
        """How many pages the parts take."""
        self.pdf(parts)
        return self.starts[-1]

    def _lines(self, part: Part, number: int) -> list[Line]:
        style, size, face, left = self.style, self.style.size, self.style.face(), 0.0
        above, first_left = (0.0, 1.5 * size) if style.indented else (0.7 * size, 0.0)
        if part.level:
            size, face, above, first_left = size * (1.9 - 0.25 * part.level), style.face(bold=True), 1.2 * size, 0.0
        elif part.label:
            left = first_left = 30.0 * part.depth
            above = 0.4 * size
        lines: list[Line] = []
        for words, last in broken(
            list(part.words), face, size, self.column - left, self.column - first_left, style.hyphenated
        ):
            lines.append(Line(words, left, self.column - left, size, face, last))
        if not lines:
            return []
        lines[0].left, lines[0].width = first_left, self.column - first_left
        lines[0].above, lines[0].opens = above, part
        if part.label:
            lines[0].label, lines[0].label_left = part.label, left - 26.0
        if part.note:
            lines[-1].mark = str(number)
            small = style.size * 0.8
            lines[-1].note = [
                Line(words, 8.0, self.column - 8.0, small, style.face(), True)
                for words, _ in broken(list(part.note), style.face(), small, self.column - 12, self.column - 12, False)
            ]
            lines[-1].note[0].mark = str(number)
        return lines

    def _place(self, canvas: Any, lines: list[Line]) -> None:
        top, bottom = self.height - 72.0, 72.0
        page, column, y, notes = 1, 0, top, list[Line]()

        def close() -> None:
            self._notes(canvas, notes, column, bottom)
            notes.clear()

        self._furniture(canvas, page)
        for at, line in enumerate(lines):
            noted = sum(note.leading for note in notes) + sum(note.leading for note in line.note)
            room = line.leading + (0 if y == top else line.above) + (noted + 10 if noted else 0)
            keep = sum(n.leading + n.above for n in lines[at + 1 : at + 3]) if line.opens and line.opens.level else 0
            if y - room - keep < bottom and y < top:
                close()
                column, y = column + 1, top
                if column == self.style.columns:
                    canvas.showPage()
                    page, column = page + 1, 0
                    self._furniture(canvas, page)
            y -= line.leading + (0 if y == top else line.above)
            if line.opens is not None:
                self.starts.append(page)
            self._draw(canvas, line, self.margin + column * (self.column + self.gutter), y)
            notes.extend(line.note)
        close()
        canvas.showPage()

    def _notes(self, canvas: Any, notes: list[Line], column: int, bottom: float) -> None:
        y = bottom + sum(note.leading for note in notes)
        for note in notes:
            y -= note.leading
            left = self.margin + column * (self.column + self.gutter)
            if note.mark:
                canvas.setFont(note.face, note.size * 0.65)
                canvas.drawString(left, y + note.size * 0.35, note.mark)
            canvas.setFont(note.face, note.size)
            canvas.drawString(left + note.left, y, " ".join(note.words))

    def _furniture(self, canvas: Any, page: int) -> None:
        canvas.setFont(self.style.face(), 8)
        number = page - 1 + self.style.first_number
        if self.style.head:
            canvas.drawString(self.margin, self.height - 40, self.style.head.format(page=number))
        if self.style.foot:
            canvas.drawCentredString(self.width / 2, 36, self.style.foot.format(page=number))

    def _draw(self, canvas: Any, line: Line, left: float, y: float) -> None:
        if line.label:
            canvas.setFont(line.face, line.size)
            canvas.drawString(left + line.label_left, y, line.label)
        text = canvas.beginText(left + line.left, y)
        text.setFont(line.face, line.size)
        words = " ".join(line.words)
        spare = line.width - stringWidth(words, line.face, line.size)
        full = self.style.justified and not line.last and len(line.words) > 1
        text.setWordSpace(spare / (len(line.words) - 1) if full else 0)
        text.textOut(words)
        if line.mark:
            text.setFont(line.face, line.size * 0.6)
            text.setRise(line.size * 0.35)
            text.textOut(line.mark)
            text.setRise(0)
        text.setWordSpace(0)
        canvas.drawText(text)


def broken(
    words: list[str], face: str, size: float, width: float, first: float, hyphenated: bool
) -> list[tuple[list[str], bool]]:
    """Words in lines as full as they can be, each with whether it is the last."""
    lines: list[list[str]] = [[]]
    room, space = first, stringWidth(" ", face, size)
    queue = list(words)
    while queue:
        word = queue.pop(0)
        need = stringWidth(word, face, size)
        if need <= room:
            lines[-1].append(word)
            room -= need + space
            continue
        cut = next((at for at in range(len(word) - 3, 2, -1) if stringWidth(word[:at] + "-", face, size) <= room), 0)
        if hyphenated and cut and word.isalpha():
            lines[-1].append(word[:cut] + "-")
            word = word[cut:]
        lines.append([])
        room = width
        queue.insert(0, word)
    return [(line, at == len(lines) - 1) for at, line in enumerate(lines) if line]
