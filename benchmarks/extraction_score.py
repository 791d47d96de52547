"""Scores of predicted spans against labelled ones: precision, recall, F1, bootstrap interval, leave one document out.

The rules are those of the scorer beside the labels, written anew, so that each checks the other: a prediction matches a
label when they share at least half of the shorter one, one to one; labels that are not required are neutral.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import mean
from typing import Any

Span = Mapping[str, Any]
_RESAMPLES = 10_000


@dataclass
class Counts:
    """What is right and wrong in one document, and the pairs that were matched."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    pairs: list[tuple[Span, Span]] = field(default_factory=list)
    false: list[Span] = field(default_factory=list)
    lost: list[Span] = field(default_factory=list)

    @property
    def scores(self) -> tuple[float, float, float]:
        """Precision, recall, F1."""
        return prf(self.right, self.wrong, self.missed)


def prf(right: int, wrong: int, missed: int) -> tuple[float, float, float]:
    """Precision, recall and F1; 0 where there is nothing to divide by."""
    precision = right / (right + wrong) if right + wrong else 0.0
    recall = right / (right + missed) if right + missed else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def count(labels: Sequence[Span], predictions: Sequence[Span], required: frozenset[str]) -> Counts:
    """Holds the predictions for one document against its labels."""
    wanted = [label for label in labels if label["label"] in required]
    neutral = [label for label in labels if label["label"] not in required]
    pairs = _matched(wanted, predictions)
    taken = set(pairs.values())
    rest = [p for at, p in enumerate(predictions) if at not in taken]
    false = [p for p in rest if not any(_shared(n, p) for n in neutral)]
    lost = [label for at, label in enumerate(wanted) if at not in pairs]
    matched = [(wanted[i], predictions[j]) for i, j in pairs.items()]
    return Counts(len(pairs), len(false), len(lost), matched, false, lost)


def _shared(one: Span, other: Span) -> float:
    """Shared characters by those of both together; 0 where they are no match."""
    shared = min(one["end"], other["end"]) - max(one["start"], other["start"])
    lengths = (one["end"] - one["start"], other["end"] - other["start"])
    return shared / (sum(lengths) - shared) if shared > 0 and 2 * shared >= min(lengths) else 0.0


def _matched(labels: Sequence[Span], predictions: Sequence[Span]) -> dict[int, int]:
    """As many pairs as can be, the nearest first."""
    near = sorted(
        ((_shared(a, b), i, j) for i, a in enumerate(labels) for j, b in enumerate(predictions)),
        key=lambda each: (-each[0], each[1], each[2]),
    )
    near = [each for each in near if each[0]]
    by_label: dict[int, list[int]] = {}
    for _, i, j in near:
        by_label.setdefault(i, []).append(j)
    owner: dict[int, int] = {}
    placed: set[int] = set()
    for _, i, j in near:
        if i not in placed and j not in owner:
            owner[j] = i
            placed.add(i)

    def place(i: int, seen: set[int]) -> bool:
        for j in by_label.get(i, ()):
            if j not in seen:
                seen.add(j)
                if j not in owner or place(owner[j], seen):
                    owner[j] = i
                    return True
        return False

    for i in range(len(labels)):
        if i not in placed:
            place(i, set())
    return {i: j for j, i in owner.items()}


def micro(counts: Sequence[Counts]) -> tuple[float, float, float]:
    """Precision, recall and F1 over all documents together."""
    return prf(sum(c.right for c in counts), sum(c.wrong for c in counts), sum(c.missed for c in counts))


def macro(counts: Sequence[Counts]) -> float:
    """The mean F1 of the documents in which there is anything."""
    return mean([c.scores[2] for c in counts if c.right + c.wrong + c.missed] or [0.0])


def interval(counts: Sequence[Counts], seed: int = 1) -> tuple[float, float]:
    """95 of 100 micro F1 when the documents are drawn anew, with replacement."""
    draw = random.Random(seed)
    scores = sorted(micro([draw.choice(counts) for _ in counts])[2] for _ in range(_RESAMPLES))
    return scores[int(0.025 * _RESAMPLES)], scores[int(0.975 * _RESAMPLES)]


def one_out(counts: Sequence[Counts]) -> tuple[float, float]:
    """The lowest and the highest micro F1 without one of the documents."""
    scores = [micro([*counts[:at], *counts[at + 1 :]])[2] for at in range(len(counts))]
    return min(scores), max(scores)


def length_ratio(counts: Sequence[Counts]) -> float:
    """Predicted by labelled characters over the matched pairs."""
    pairs = [pair for c in counts for pair in c.pairs]
    labelled = sum(label["end"] - label["start"] for label, _ in pairs)
    return sum(p["end"] - p["start"] for _, p in pairs) / labelled if labelled else 0.0


def names(counts: Sequence[Counts], key: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of a list of names over the matched pairs."""
    right = wrong = missed = 0
    for label, prediction in (pair for c in counts for pair in c.pairs):
        want, got = ({" ".join(n.split()).casefold() for n in side.get(key, [])} for side in (label, prediction))
        right, wrong, missed = right + len(want & got), wrong + len(got - want), missed + len(want - got)
    return prf(right, wrong, missed)
