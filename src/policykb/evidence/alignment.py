"""Words against almost the same words of a passage: separate because a repair may go so far and no further.

Words may be lost on one of the two sides, misread by a letter, or cut in two. Another word, a number or a negation
more, less or different is never the same passage; such places are found too where that is asked for, so that they can
be named to whoever looks for one.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from policykb.evidence.sense import LIMITS, NEGATIONS

LOST, MISREAD, DOUBTFUL, OTHER = 1.0, 0.5, 10.0, 100.0
"""What a lost word costs, a misread one, one that looks like another but may be meant, and another one."""

_SENSE = NEGATIONS | LIMITS
# Shapes that scans take for one another, besides those that folding makes one; in folded letters.
_SHAPES = """
    h b|h ll|a o|t f|n u|n rl|u ll|rn ln|rn nn|u v|l j|l t|c o|y v|k lc|f r|g y|6 b|g 6|rn nl|h n|vv w|x k|p r|n ll|a c
"""
_ALIKE = [tuple(pair.split()) for pair in _SHAPES.strip().split("|")]

_BEYOND = 0.25

_Cell = tuple[float, int, int, int, int]
"""The cost of some wanted words against the words up to here, where those start, how many are the same (negative), how
many wanted ones are lost, how many words are there besides."""
_NEVER: _Cell = (2 * OTHER * OTHER, 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Alignment:
    """From which word to which of the passage, what it costs, and how many of the words stand there as they are."""

    start: int
    end: int
    cost: float
    same: int
    lost: int
    extra: int


def alignments(
    wanted: Sequence[str],
    words: Sequence[str],
    most: float,
    numbers: Set[str] = frozenset(),
    stops: Set[int] = frozenset(),
) -> list[Alignment]:
    """Where the wanted words stand among the words, costing not more than ``most``; of several that overlap the best.

    Both are folded (`policykb.evidence.letters`); those that are ``numbers`` must be there as they are. Behind the
    words at the positions ``stops`` a sentence ends: what was lost is not rather looked for beyond it.

    >>> alignments(["aslc", "for", "porl", "fccs"], ["to", "aslc", "for", "fccs", "soon"], 2)
    [Alignment(start=1, end=4, cost=1.0, same=3, lost=1, extra=0)]
    """
    fixed = [want in _SENSE or want in numbers for want in wanted]
    cut_up = {want for want, keep in zip(wanted, fixed, strict=True) if not keep}
    first: list[_Cell] = [(0.0, 0, 0, 0, 0)]
    for keep in fixed:
        first.append(_lost(first[-1], keep, most))
    columns = [first]
    for position, word in enumerate(words):
        before, column = columns[-1], [(0.0, position + 1, 0, 0, 0)]
        keeps = word in _SENSE or word in numbers
        besides = (OTHER if keeps else LOST) + (_BEYOND if position in stops or position - 1 in stops else 0)
        halves = words[position - 1] + word if position and words[position - 1] + word in cut_up else None
        left = column[0]
        for number, want in enumerate(wanted):
            diagonal, above = before[number], before[number + 1]
            best = _NEVER if left is _NEVER else _lost(left, fixed[number], most)
            if diagonal is not _NEVER:
                cost, start, same, lost, extra = diagonal
                if want == word:
                    best = min(best, (cost, start, same - 1, lost, extra))
                else:
                    guarded = keeps or fixed[number]
                    cost += _instead(want, word, guarded=guarded) if most >= DOUBTFUL or not guarded else OTHER
                    best = min(best, (cost, start, same, lost, extra))
            if above is not _NEVER and above[1] < position:
                cost, start, same, lost, extra = above
                best = min(best, (cost + besides, start, same, lost, extra + 1))
            if halves == want:
                cost, start, same, lost, extra = columns[-2][number]
                best = min(best, (cost, start, same - 1, lost, extra))
            if number and not keeps and len(want) < len(word) and wanted[number - 1] + want == word:
                cost, start, same, lost, extra = before[number - 1]
                best = min(best, (cost, start, same - 2, lost, extra))
            left = best if best[0] <= most else _NEVER
            column.append(left)
        columns.append(column)
    return _apart([(column[-1], position) for position, column in enumerate(columns) if column[-1][0] <= most])


def holds(word: str, want: str) -> bool:
    """Whether a word stands for a wanted one, or for a part of it."""
    return (
        word.startswith(want)
        or want.startswith(word)
        or word.endswith(want)
        or want.endswith(word)
        or alike(want, word)
    )


@lru_cache(maxsize=1 << 15)
def alike(one: str, other: str) -> bool:
    """Whether a scan may take two words for one another: by one shape, or by a letter of five, or by two of ten."""
    from rapidfuzz.distance import Levenshtein

    distance = Levenshtein.distance(one, other, score_cutoff=2)
    if distance > 2 or one.endswith(other) or other.endswith(one):
        return False
    shorter = min(len(one), len(other))
    if (shorter >= 4 and (one[:-1] == other or other[:-1] == one)) or distance <= (shorter >= 5) + (shorter >= 10):
        return True
    return any(_with(one, other, *pair) or _with(other, one, *pair) for pair in _ALIKE)


@lru_cache(maxsize=1 << 15)
def _instead(want: str, word: str, *, guarded: bool) -> float:
    from rapidfuzz.distance import Levenshtein

    if not guarded and alike(want, word):
        return MISREAD
    return DOUBTFUL if Levenshtein.normalized_similarity(want, word) >= 0.5 else OTHER


def _with(one: str, other: str, shape: str, instead: str) -> bool:
    """Whether another shape instead of one of its own makes one word the other."""
    at = one.find(shape)
    while at >= 0:
        if one[:at] + instead + one[at + len(shape) :] == other:
            return True
        at = one.find(shape, at + 1)
    return False


def _lost(cell: _Cell, keep: bool, most: float) -> _Cell:
    cost, start, same, lost, extra = cell
    cost += OTHER if keep else LOST
    return (cost, start, same, lost + 1, extra) if cost <= most else _NEVER


def _apart(ending: Sequence[tuple[_Cell, int]]) -> list[Alignment]:
    """The best of those that overlap: the cheapest, then the longest."""
    kept: list[Alignment] = []
    for (cost, start, same, lost, extra), end in sorted(ending, key=lambda each: (each[0][0], each[0][1] - each[1])):
        if start < end and all(end <= other.start or start >= other.end for other in kept):
            kept.append(Alignment(start, end, cost, -same, lost, extra))
    return kept
