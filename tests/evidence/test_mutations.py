"""Passages of made-up reports in other prints: found where they are, and nowhere else.

1,500 passages, each under one kind of change; POLICYKB_FAULTS=full (make faults) does 10,000 under every kind.
"""

import os
import random

import pytest
from tests.evidence import mutator
from tests.evidence.prose import report
from tests.evidence.trials import DECIDED, TURNED, UNDECIDED, Tally, run

FULL = os.environ.get("POLICYKB_FAULTS") == "full"


@pytest.fixture(scope="module")
def tally() -> Tally:
    tally = run(range(100)) if FULL else run(range(15), every=len(mutator.TYPOGRAPHIC | mutator.HARD))
    print(tally)
    return tally


def test_no_place_is_wrong(tally: Tally) -> None:
    assert not tally.errors, "\n".join(tally.errors[:10])


def test_another_typography_is_seen_through(tally: Tally) -> None:
    assert tally.rate(*mutator.TYPOGRAPHIC) >= 0.99
    if FULL:
        assert {kind for kind in mutator.TYPOGRAPHIC if tally.rate(kind) < 0.99} == set()


def test_misread_letters_and_lost_words_are_mostly_seen_through(tally: Tally) -> None:
    assert {kind: tally.rate(kind) for kind in mutator.HARD if tally.rate(kind) < 0.9} == {}


def test_a_doubled_passage_is_ambiguous_unless_something_decides(tally: Tally) -> None:
    assert tally.rate(UNDECIDED) >= 0.99
    assert tally.rate(DECIDED) >= 0.99


def test_what_turns_the_sense_is_never_repaired(tally: Tally) -> None:
    assert tally.rate(TURNED) == 1
    assert tally.counts[TURNED].total() > 100


@pytest.mark.parametrize("kind", mutator.TYPOGRAPHIC | mutator.HARD)
def test_the_mutator_carries_every_stretch_with_it(kind: str) -> None:
    rng = random.Random(kind)
    written = report(rng)
    mutation = (mutator.TYPOGRAPHIC | mutator.HARD)[kind]
    changed = 0
    for target in written.targets[:40]:
        text = written.paragraph(target)
        edits = mutation(rng, text)
        after = mutator.apply(text, edits)
        start, end = mutator.carried(edits, target.start, target.end)
        changed += after != text
        if any(a < target.start < b or a < target.end < b for a, b, _ in edits):
            continue  # across an end
        # What stands outside of the stretch tells where it is: edits there do not reach into it.
        inside = [
            (a - target.start, b - target.start, new) for a, b, new in edits if target.start <= a and b <= target.end
        ]
        inside = [edit for edit in inside if edit[1] > 0 and edit[0] < target.end - target.start]
        assert after[start:end] == mutator.apply(written.words(target), inside)
    assert changed > 10
