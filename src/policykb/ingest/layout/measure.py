"""What is normal in a document: its type size, and how far lines of one size stand apart; separate because all ask it."""

from collections import Counter
from collections.abc import Iterable, Sequence

from policykb.ingest.layout.printed import Page, Piece

_ENOUGH, _USUAL, _WIDEST = 6, 1.3, 2.6


def body_size(pages: Iterable[Page]) -> float:
    """The type size of most words, in points."""
    counts: Counter[float] = Counter()
    for page in pages:
        for piece in page.pieces:
            counts[round(piece.size, 1)] += len(piece.text)
    return counts.most_common(1)[0][0] if counts else 10.0


class Leading:
    """How far the lines of a paragraph stand apart, by type size."""

    def __init__(self, columns: Iterable[Sequence[Piece]]) -> None:
        seen: dict[int, Counter[float]] = {}
        for column in columns:
            for above, below in zip(column, column[1:], strict=False):
                step = above.y - below.y
                if 0.8 * below.size < step < _WIDEST * below.size and abs(above.size - below.size) < 0.3:
                    seen.setdefault(round(2 * below.size), Counter())[round(2 * step) / 2] += 1
        self._normal = {
            size: steps.most_common(1)[0][0] for size, steps in seen.items() if sum(steps.values()) >= _ENOUGH
        }

    def most(self, size: float) -> float:
        """The farthest that two lines of one paragraph may stand apart."""
        return self._normal.get(round(2 * size), _USUAL * size) * 1.2 + 0.6
