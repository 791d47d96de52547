"""Contents pages out of the running text: they repeat headings that stand elsewhere, with page numbers behind them."""

import re
from collections.abc import Sequence
from itertools import pairwise

from policykb.ingest.layout.printed import Page, Piece

_HEAD = re.compile(
    r"(?:table of )?contents(?: page)?|list of (?:figures|tables|boxes|annexes|abbreviations)|figures|tables|boxes"
    r"|table des mati\u00e8res|sommaire|inhalt(?:sverzeichnis)?|\u00edndice|indice|sumario",
    re.IGNORECASE,
)
_ENTRY = re.compile(
    r"(?:.*?[^\s.\u2026\u00b7_])?(?:\s*(?P<leader>(?:[.\u2026\u00b7_]\s?){3,})\s*|\s+)(?P<page>\d{1,4}|[ivxlc]{1,7})",
    re.ASCII,
)
_ALONE = re.compile(r"(?:(?:[.\u2026\u00b7_]\s?)*\s*)(?P<page>\d{1,4}|[ivxlc]{1,7})", re.ASCII)
_FEWEST, _SHARE, _RISING = 4, 0.45, 0.8


def drop_contents(pages: Sequence[Page]) -> None:
    """Take the entries of contents pages off, and their head with them."""
    going_on = False
    for page in pages:
        rows = _rows(page.pieces)
        entries = [at for at, row in enumerate(rows) if _is_entry(row, page)]
        heads = [at for at, row in enumerate(rows) if _HEAD.fullmatch(" ".join(p.text for p in row).strip(" :"))]
        led = sum(_is_led(rows[at]) for at in entries)
        enough = len(entries) >= _FEWEST if not heads else len(entries) >= 2
        named = going_on or any(head < entries[-1] for head in heads) if entries else False
        dense = len(entries) >= _SHARE * len(rows)
        if not (enough and (led >= _FEWEST or (named and led > 1) or (named and dense)) and _rises(rows, entries)):
            going_on = False
            continue
        first = min([entries[0], *(head for head in heads if head < entries[-1])])
        if going_on and entries[0] <= 2:
            first = 0
        gone = {id(piece) for row in rows[first : entries[-1] + 1] for piece in row}
        page.pieces = [piece for piece in page.pieces if id(piece) not in gone]
        going_on = entries[-1] >= len(rows) - 2


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces on one line together, from the top."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: (-p.y, p.left)):
        if rows and abs(rows[-1][0].y - piece.y) < 0.3 * piece.size:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [sorted(row, key=lambda p: p.left) for row in rows]


def _is_entry(row: Sequence[Piece], page: Page) -> bool:
    """Whether a line ends with a page number, after a leader or far on the right."""
    last = row[-1]
    if len(row) > 1 and _ALONE.fullmatch(last.text):
        return last.right > 0.5 * page.width
    found = _ENTRY.fullmatch(last.text)
    return found is not None and bool(found.group("leader"))


def _is_led(row: Sequence[Piece]) -> bool:
    return re.search(r"(?:[.\u2026\u00b7_]\s?){4,}", " ".join(piece.text for piece in row)) is not None


def _rises(rows: Sequence[Sequence[Piece]], entries: Sequence[int]) -> bool:
    """Whether the page numbers grow down the page, as in no table of figures."""
    numbers: list[int] = []
    for at in entries:
        found = re.search(r"(\d{1,4})$", rows[at][-1].text, re.ASCII)
        if found:
            numbers.append(int(found.group(1)))
    if len(numbers) < 2:
        return True
    rising = sum(a <= b for a, b in pairwise(numbers))
    return rising >= _RISING * (len(numbers) - 1)
