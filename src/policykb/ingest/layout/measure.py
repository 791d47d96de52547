"""What is normal in a document: its type size, how far lines of one size stand apart; separate because all ask it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from policykb.ingest.layout.printed import Page, Piece
from policykb.ingest.looks import ends_sentence

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

    def __init__(self, columns: Sequence[Sequence[Piece]]) -> None:
        seen: dict[int, Counter[float]] = {}
        for column in columns:
            for above, below in pairwise(column):
                step = above.y - below.y
                if 0.8 * below.size < step < _WIDEST * below.size and abs(above.size - below.size) < 0.3:
                    seen.setdefault(round(2 * below.size), Counter())[round(2 * step) / 2] += 1
        self.spaced = _is_spaced(columns)
        """Whether white space, an indent or a label sets paragraphs apart, so that a short line alone ends none."""
        self._normal = {
            size: steps.most_common(1)[0][0] for size, steps in seen.items() if sum(steps.values()) >= _ENOUGH
        }

    def most(self, size: float) -> float:
        """The farthest that two lines of one paragraph may stand apart."""
        return self._normal.get(round(2 * size), _USUAL * size) * 1.2 + 0.6


def _is_spaced(columns: Iterable[Sequence[Piece]]) -> bool:
    """Whether most short lines that end a sentence have more than a line's distance or an indent below them."""
    apart = close = 0
    for column in columns:
        right, left = max(p.right for p in column), min(p.left for p in column)
        steps = Counter(round(a.y - b.y) for a, b in pairwise(column) if abs(a.size - b.size) < 0.3)
        if not steps:
            continue
        normal = steps.most_common(1)[0][0]
        for above, below in pairwise(column):
            if right - above.right > 0.3 * (right - left) and ends_sentence(above.text):
                if above.y - below.y > 1.25 * normal or below.left - left > 0.7 * below.size or below.label:
                    apart += 1
                else:
                    close += 1
    return apart >= 5 and apart > 2 * close
