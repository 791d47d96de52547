"""The words of one block, put together from pieces of different looks, as every marked-up format has them."""

import unicodedata
from collections.abc import Iterator

from policykb.domain.passage import Cell
from policykb.ingest.blocks import Block, Kind, Line
from policykb.ingest.characters import INVISIBLE, superscript
from policykb.ingest.labels import printed


class Words:
    """Collects pieces of text, in bold or not, on one line or several; spaces between pieces are never doubled."""

    def __init__(self) -> None:
        self._lines: list[list[tuple[str, bool]]] = [[]]
        self._at_space = True

    def add(self, text: str, *, bold: bool = False, raised: bool = False) -> None:
        """A piece of text; digits that are ``raised`` become superscript ones, as marks of notes are printed."""
        cleaned = " ".join(f".{INVISIBLE.sub('', text)}.".split())[1:-1]
        if raised and (mark := cleaned.strip(" []()")).replace(",", "").replace(" ", "").isdecimal():
            cleaned = superscript(mark)
        if self._at_space:
            cleaned = cleaned.lstrip(" ")
        if cleaned:
            self._at_space = cleaned.endswith(" ")
            self._lines[-1].append((cleaned, bold))

    def end_line(self, *, forced: bool = False) -> None:
        """What follows stands on the next line; ``forced`` where the author put it there, which parts a bold title."""
        is_title = len(self._lines) == 1 or not _visible(self._lines[-2])
        is_title = (
            is_title and _visible(self._lines[-1]) and all(bold for text, bold in self._lines[-1] if text.strip())
        )
        self._lines.append([])
        if forced and is_title:
            self._lines.append([])
        self._at_space = True

    def parts(self) -> Iterator["Words"]:
        """The paragraphs of these words: an empty line between two line ends begins another."""
        part = Words()
        for line in [*self._lines, []]:
            if _visible(line):
                part._lines.insert(len(part._lines) - 1, line)
            elif part:
                yield part
                part = Words()

    def lines(self) -> Iterator["Words"]:
        """Each line as words of its own."""
        for line in filter(_visible, self._lines):
            alone = Words()
            alone._lines.insert(0, line)
            yield alone

    def __bool__(self) -> bool:
        return any(map(_visible, self._lines))

    @property
    def text(self) -> str:
        """All of it on one line."""
        return " ".join(filter(None, ("".join(text for text, _ in line).strip() for line in self._lines)))

    def block(
        self,
        kind: Kind = Kind.PARAGRAPH,
        *,
        level: int = 1,
        label: str | None = None,
        mark: str = "",
        number: int | None = None,
        page: int | None = None,
        cell: Cell | None = None,
    ) -> Block:
        """The block of these words; ``mark`` is a label as it is printed before them (``3.``, ``(a)``)."""
        if mark:
            self._lines[0].insert(0, (f"{mark} ", False))
        texts = [unicodedata.normalize("NFC", "".join(text for text, _ in line)).strip() for line in self._lines]
        lines = [Line(text, page) for text in texts if text]
        lead = 0 if kind in {Kind.HEADING, Kind.NOTE} else self._lead()
        return Block(kind, lines, number, kind is Kind.HEADING, level, label, lead, cell)

    def _lead(self) -> int:
        """How many characters of the joined lines are a title in bold at its start, its label included."""
        pieces: list[tuple[str, bool]] = []
        for line in self._lines:
            pieces.extend(line)
            if line:
                last, bold = pieces[-1]
                pieces[-1] = (f"{last.rstrip(' ')} ", bold)
        text = "".join(piece for piece, _ in pieces).rstrip(" ")
        label = printed(text)
        begins = label[1] if label else 0
        length, ends = 0, begins
        for piece, bold in pieces:
            length += len(piece)
            if length <= begins:
                continue
            if not bold and piece.strip():
                break
            ends = length
        lead = text[:ends].rstrip(" ")
        cut_word = ends < len(text) and text[ends - 1 : ends].isalnum() and text[ends].isalnum()
        if cut_word or len(unicodedata.normalize("NFC", lead)) <= begins:
            return 0
        return len(unicodedata.normalize("NFC", lead))


def _visible(line: list[tuple[str, bool]]) -> bool:
    return any(text.strip() for text, _ in line)
