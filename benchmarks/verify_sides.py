"""What the child of `benchmarks.verify` does: it resolves selectors of one made-up report, and finds them by hand.

Separate from the job itself because it imports policykb, and the measuring process must not.

    python -m benchmarks.verify_sides PARAGRAPHS SELECTORS ROUNDS
"""

import json
import sys
from collections import Counter
from collections.abc import Callable
from random import Random
from statistics import median
from time import process_time
from typing import Any

from benchmarks import lexis
from benchmarks.generator import Writer
from benchmarks.world import SEED, make_world
from policykb.domain.passage import Passage, SourceText
from policykb.domain.selector import Selector
from policykb.evidence.normalise import normalise
from policykb.evidence.resolve import Resolver

PER_SECTION = 40


def report(paragraphs: int) -> SourceText:
    """A report of so many paragraphs, each the text of a generated statement."""
    passages: list[Passage] = []
    parts: list[str] = []
    offset = 0
    for n, statement in enumerate(Writer(make_world(SEED, 50)).statements(paragraphs)):
        ordinal, paragraph = divmod(n, PER_SECTION)
        heading = f"{lexis.SECTIONS[ordinal % len(lexis.SECTIONS)]} {ordinal + 1}"
        if not paragraph:
            parts.append(heading)
            offset += len(heading) + 2
        text = statement["text"]
        end = offset + len(text)
        passages.append(Passage(heading, ordinal + 1, n + 1, paragraph + 1, None, offset, end, text))
        parts.append(text)
        offset = end + 2
    return SourceText("\n\n".join(parts), tuple(passages), (), "")


def selectors(text: SourceText, count: int) -> dict[str, list[Selector]]:
    """So many of each kind: words of one paragraph, all or the first and last ones, with and without their place."""
    rng = Random(f"selectors {SEED}")
    made: dict[str, list[Selector]] = {}
    for _ in range(count):
        passage = rng.choice(text.passages)
        words = passage.text.split(" ")
        start = rng.randrange(len(words) - 25)
        chosen = words[start : start + rng.randint(12, 24)]
        place: Any = {"section": passage.section, "paragraph": passage.paragraph}
        ends: Any = {"from_": " ".join(chosen[:4]), "to": " ".join(chosen[-4:])}
        lost = [*chosen[:7], *chosen[8:]]
        for name, selector in (
            ("all words, place stated", Selector(**place, exact=" ".join(chosen))),
            ("all words", Selector(exact=" ".join(chosen))),
            ("first and last words, place stated", Selector(**place, **ends)),
            ("first and last words", Selector(**ends)),
            ("a word lost, place stated", Selector(**place, exact=" ".join(lost))),
            ("a word lost", Selector(exact=" ".join(lost))),
        ):
            made.setdefault(name, []).append(selector)
    return made


def find(text: str, words: list[tuple[str, ...]]) -> None:
    """The peer: the first place of each, and that of the last words behind it."""
    for first, *last in words:
        at = text.find(first)
        if last:
            text.find(last[0], at)


def main(paragraphs: int, count: int, rounds: int) -> dict[str, dict[str, Any]]:
    """Seconds of both sides, by kind of selector."""
    text = report(paragraphs)
    normal = normalise(text.text)
    said: dict[str, dict[str, Any]] = {}
    for name, chosen in selectors(text, count).items():
        exact = "lost" not in name
        some = chosen if exact else chosen[:100]
        words = [tuple(normalise(w) for w in (s.exact or s.from_, s.to) if w) for s in some]
        ours, peer, index = [], [], []
        for _ in range(rounds):
            ours.append(_timed(lambda some=some: _resolve(Resolver(text), some)))  # type: ignore[misc]
            peer.append(_timed(lambda words=words: find(normal, words)))  # type: ignore[misc]
            index.append(_timed(lambda some=some: _resolve(Resolver(text), some[:1])))  # type: ignore[misc]
        resolver = Resolver(text)
        ended = Counter(str(resolver.resolve(selector).status) for selector in some)
        scale = count / len(some)
        said[name] = {
            "exact": exact,
            "ours": scale * median(ours),
            "find": scale * median(peer),
            "index": median(index),
            "ratio": median(a / b for a, b in zip(ours, peer, strict=True)),
            "ended": ", ".join(f"{number:,} {status}" for status, number in ended.most_common()),
        }
    return said


def _resolve(resolver: Resolver, some: list[Selector]) -> None:
    for selector in some:
        resolver.resolve(selector)


def _timed(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


if __name__ == "__main__":
    print(json.dumps(main(*map(int, sys.argv[1:]))))
