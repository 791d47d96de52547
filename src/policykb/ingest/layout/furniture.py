"""Running heads, running feet and page numbers out; separate because only many pages together show what they are.

A line in the margin is furniture where the same line stands at the same height of another page. A number in it counts
as the same where it grows as the pages do, so that "Recommendation 4" at the top of a page stays what it is.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from policykb.ingest.layout.pieces import LABEL
from policykb.ingest.layout.printed import Page, Piece

# Which part of the height counts as margin, and how many lines of it.
_MARGIN, _FOOT, _MOST_ROWS = 0.16, 0.08, 4
_NUMBER = re.compile(r"(?<![\w.,])(?:\d{1,4}|[ivxlc]{1,8}|[IVXLC]{1,8})(?![\w]|[.,]\d)", re.ASCII)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_BARE = re.compile(r"\W*(?:(?:page|p\.|seite)\s*)?#(?:\s*(?:of|/|von|sur|de)\s*\d+)?\W*", re.IGNORECASE)
_ALONE = re.compile(r"[\W_]*(?:(?:page|p\.)\s*)?(\d{1,4})(?:\s*(?:of|/)\s*\d+)?[\W_]*", re.IGNORECASE | re.ASCII)

Key = tuple[str, int, int]


def drop_furniture(pages: Sequence[Page]) -> None:
    """Take running heads, running feet and page numbers off all pages."""
    margins = [(page, list(_margin(page))) for page in pages]
    seen: Counter[Key] = Counter()
    keys: dict[int, set[Key]] = {}
    for page, pieces in margins:
        for piece in pieces:
            keys[id(piece)] = set(_keys(piece, page))
        seen.update({key for piece in pieces for key in keys[id(piece)]})
    for page, pieces in margins:
        dropped = {id(piece) for piece in pieces if any(seen[key] > 1 for key in keys[id(piece)])}
        dropped |= {id(piece) for piece in _numbers_alone(pieces, page) if id(piece) not in dropped}
        if dropped:
            page.pieces = [piece for piece in page.pieces if id(piece) not in dropped]


def _margin(page: Page) -> Iterator[Piece]:
    """The pieces of the first and the last lines of a page, if they stand in its margin."""
    high = sorted((p for p in page.pieces if p.y > (1 - _MARGIN) * page.height), key=lambda p: -p.y)
    low = sorted((p for p in page.pieces if p.y < _MARGIN * page.height), key=lambda p: p.y)
    for pieces in (high, low):
        rows, y = 0, None
        for piece in pieces:
            if y is None or abs(piece.y - y) > 0.4 * piece.size:
                rows, y = rows + 1, piece.y
            if rows > _MOST_ROWS:
                break
            # A bullet or a letter of a list stands before words that are no furniture.
            if piece.label != piece.text or _NUMBER.search(piece.text):
                yield piece


def _keys(piece: Piece, page: Page) -> Iterator[Key]:
    """What stands there, and at which height; numbers that count pages as their distance from the page's own."""
    upper = 0 if piece.y > page.height / 2 else 1
    height = round((page.height - piece.y if upper == 0 else piece.y) / 3)
    text = piece.text
    for near in (height, height + 1):
        yield text, 2 * near + upper, 0
    numbers = list(_NUMBER.finditer(text))
    for found in {found.span(): found for found in (*numbers[:1], *numbers[-1:])}.values():
        words = f"{text[: found.start()]}#{text[found.end() :]}"
        offset = _value(found.group()) - page.number
        if _BARE.fullmatch(words):
            yield "#", -1 - upper, offset
        else:
            for near in (height, height + 1):
                yield words, 2 * near + upper, offset


def _value(number: str) -> int:
    """What an Arabic or a Roman number says."""
    if number.isdigit():
        return int(number)
    digits = [_ROMAN[letter] for letter in number.lower()]
    return sum(-d if d < after else d for d, after in zip(digits, [*digits[1:], 0], strict=True))


def _numbers_alone(pieces: Sequence[Piece], page: Page) -> Iterator[Piece]:
    """A number alone in the very first or very last line: that of the page, or one that is set as only those are."""
    for edge in (min(pieces, key=lambda p: p.y, default=None), max(pieces, key=lambda p: p.y, default=None)):
        if edge and (found := _ALONE.fullmatch(edge.text)):
            decorated = found.group(1) != edge.text and not LABEL.match(edge.text)
            if int(found.group(1)) == page.number or decorated or edge.y < _FOOT * page.height:
                yield edge
