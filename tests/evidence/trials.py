"""Selectors for stretches of made-up reports, changed on the one side or the other, and whether they were found.

The answer is known from how the case was made. A place is wrong if any letter lies between it and the true one.
"""

import random
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from tests.evidence import mutator
from tests.evidence.mutator import Edit, Mutation
from tests.evidence.prose import Report, Target, report, source

from policykb.domain.passage import SourceText
from policykb.domain.selector import Selector
from policykb.evidence.resolve import Resolution, Resolver, Status

FOUND, WRONG, MISSED = "found", "wrong", "missed"
DECIDED, UNDECIDED, TURNED = "doubled, place or neighbour stated", "doubled", "sense turned"


@dataclass
class Tally:
    """How many ended how, by kind of change, and what went wrong, to be read."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def add(self, kind: str, outcome: str, case: str) -> None:
        self.counts.setdefault(kind, Counter())[outcome] += 1
        if outcome == WRONG:
            self.errors.append(f"{kind}: {case}")

    def rate(self, *kinds: str) -> float:
        found = sum(self.counts[kind][FOUND] for kind in kinds)
        return found / sum(self.counts[kind].total() for kind in kinds)

    def __str__(self) -> str:
        return "\n".join(
            f"{kind:36}{count.total():8,}  {100 * count[FOUND] / count.total():6.2f} % as it should be  {count[WRONG]} wrong"
            for kind, count in self.counts.items()
        )


class Print:
    """One print of a report: edits of each paragraph, the text made of it, and its resolver."""

    def __init__(self, written: Report, edits: dict[tuple[int, int], list[Edit]]) -> None:
        self._edits = edits
        sections = [
            (heading, [mutator.apply(text, edits.get((s, p), [])) for p, text in enumerate(paragraphs)])
            for s, (heading, paragraphs) in enumerate(written.sections)
        ]
        self.text: SourceText = source(sections)
        self._passages = {(p.section_ordinal - 1, p.paragraph - 1): p for p in self.text.passages}

    @cached_property
    def resolver(self) -> Resolver:
        return Resolver(self.text)

    def place(self, target: Target) -> tuple[int, int]:
        at = (target.section, target.paragraph)
        start, end = mutator.carried(self._edits.get(at, []), target.start, target.end)
        return self._passages[at].start + start, self._passages[at].start + end

    def outcome(self, resolution: Resolution, target: Target, *, words: int = 0) -> str:
        """Found, wrong or missed; so many whole words may be missing at either end."""
        if resolution.start is None or resolution.end is None:
            return MISSED
        assert resolution.status in {Status.VERIFIED, Status.REPAIRED}
        start, end = self.place(target)
        for one, other in ((resolution.start, start), (resolution.end, end)):
            between = self.text.text[min(one, other) : max(one, other)]
            if len(re.findall(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*", between)) > words:
                return WRONG
        return FOUND


def selector(rng: random.Random, written: Report, target: Target, *, placed: int) -> Selector:
    """The stretch by its first and last words or by all; with section and paragraph (2), section (1) or neither (0)."""
    words = written.words(target).split(" ")
    place = {
        "section": written.sections[target.section][0] if placed else None,
        "paragraph": target.paragraph + 1 if placed == 2 else None,
    }
    if len(words) < 4 or rng.random() < 0.4:
        return Selector(**place, exact=" ".join(words))  # type: ignore[arg-type]
    first, last = (rng.randint(2, min(6, len(words) // 2)) for _ in range(2))
    return Selector(**place, from_=" ".join(words[:first]), to=" ".join(words[-last:]))  # type: ignore[arg-type]


def occurrences(text: str, chosen: Selector) -> int:
    """How often the words stand in a text, letter for letter."""
    if chosen.exact is not None:
        return text.count(chosen.exact)
    starts = [f.start() for f in re.finditer(re.escape(chosen.from_ or ""), text)]
    ends = [f.start() for f in re.finditer(re.escape(chosen.to or ""), text)]
    first, last = len(chosen.from_ or ""), len(chosen.to or "")
    return sum(start < end and start + first <= end + last for start in starts for end in ends)


def unique(written: Report, chosen: Selector) -> bool:
    """Whether the words stand once where the selector says, as the report was written."""
    paragraphs = [
        text
        for heading, paragraphs in written.sections
        for number, text in enumerate(paragraphs, 1)
        if chosen.section in {None, heading} and chosen.paragraph in {None, number}
    ]
    return sum(occurrences(text, chosen) for text in paragraphs) == 1


def changed(rng: random.Random, chosen: Selector, mutation: Mutation, *, both: bool = True) -> Selector | None:
    """The selector with other words; None where the change finds nothing to change."""
    names = ["exact"] if chosen.exact is not None else ["from_", "to"]
    if not both:
        names = [rng.choice(names)]
    new = {name: mutator.apply(getattr(chosen, name), mutation(rng, getattr(chosen, name))) for name in names}
    if any(not words.strip() for words in new.values()):
        return None
    other = replace(chosen, **new)  # type: ignore[arg-type]
    return None if other == chosen else other


def run(reports: Iterable[int], *, every: int = 1) -> Tally:
    """Every stretch of these reports (by seed), each under every so manieth kind of change, in both directions."""
    tally = Tally()
    for seed in reports:
        rng = random.Random(seed)
        written = report(rng)
        clean = Print(written, {})
        for number, (kind, mutation) in enumerate((mutator.TYPOGRAPHIC | mutator.HARD).items()):
            slack = 1 if kind == "a lost word" else 0
            reprint = Print(written, _edits(rng, written, mutation, whole=kind in mutator.TYPOGRAPHIC))
            for target in written.targets[number % every :: every]:
                chosen = selector(rng, written, target, placed=rng.choice([0, 1, 2]))
                if not unique(written, chosen):
                    continue
                typed = changed(rng, chosen, mutation, both=kind in mutator.TYPOGRAPHIC)
                if typed is not None and _elsewhere(written, typed) == 0:
                    outcome = clean.outcome(clean.resolver.resolve(typed), target, words=slack)
                    tally.add(kind, outcome, f"{typed} for {chosen}: {clean.resolver.resolve(typed)}")
                if kind in mutator.HARD and _elsewhere(written, chosen) > 1:
                    continue  # of two places with these words one has lost some: which one is meant nobody can tell
                outcome = reprint.outcome(reprint.resolver.resolve(chosen), target, words=slack)
                tally.add(kind, outcome, f"{chosen} in another print: {reprint.resolver.resolve(chosen)}")
        _doubled(rng, written, tally, 20 if every == 1 else 5)
        _turned(rng, written, clean, tally, every)
    return tally


def _edits(
    rng: random.Random, written: Report, mutation: Mutation, *, whole: bool
) -> dict[tuple[int, int], list[Edit]]:
    """Edits of every paragraph, or of every stretch that is to be found, and of none twice."""
    made: dict[tuple[int, int], list[Edit]] = {}
    if whole:
        for s, (_, paragraphs) in enumerate(written.sections):
            made |= {(s, p): mutation(rng, text) for p, text in enumerate(paragraphs)}
        return made
    for target in written.targets:
        edits = made.setdefault((target.section, target.paragraph), [])
        if not any(target.start <= edit[0] < target.end for edit in edits):
            edits += [(target.start + a, target.start + b, new) for a, b, new in mutation(rng, written.words(target))]
    return made


def _elsewhere(written: Report, chosen: Selector) -> int:
    """How often the changed words stand somewhere by chance, letter for letter."""
    return sum(occurrences(text, chosen) for _, paragraphs in written.sections for text in paragraphs)


def _doubled(rng: random.Random, written: Report, tally: Tally, many: int) -> None:
    """Stretches that stand in a second paragraph too, in the same print and in another one."""
    for again in (None, mutator.typographic):
        copied = Report([(heading, list(paragraphs)) for heading, paragraphs in written.sections])
        for target in written.targets[:many]:
            section = (target.section + rng.randint(1, 7)) % 8
            copied.sections[section][1].append(f"It bears repeating. {written.words(target)}")
        reprint = Print(copied, _edits(rng, copied, again, whole=True) if again else {})
        for target in written.targets[:many]:
            text, words = copied.paragraph(target), copied.words(target)
            chosen = Selector(exact=words)
            status = reprint.resolver.resolve(chosen).status
            outcome = FOUND if status is Status.AMBIGUOUS else MISSED if status is Status.NOT_FOUND else WRONG
            tally.add(UNDECIDED, outcome, f"{chosen}: {reprint.resolver.resolve(chosen)}")
            if text.count(words) > 1 or sum(t.count(words) for _, ps in copied.sections for t in ps) > 2:
                continue
            heading = copied.sections[target.section][0]
            decided = [Selector(exact=words, section=heading, paragraph=target.paragraph + 1)]
            before, after = text[: target.start].split(), text[target.end :].split()
            if len(before) >= 3:
                decided.append(Selector(exact=words, prefix=" ".join(before[-rng.randint(2, 3) :])))
            if len(after) >= 3 and not text[target.end].isalpha():
                decided.append(Selector(exact=words, suffix=" ".join(after[: rng.randint(2, 3)])))
            for chosen in decided:
                outcome = reprint.outcome(reprint.resolver.resolve(chosen), target)
                tally.add(DECIDED, outcome, f"{chosen}: {reprint.resolver.resolve(chosen)}")


def _turned(rng: random.Random, written: Report, clean: Print, tally: Tally, every: int) -> None:
    """A negation or a number more or less: what is near must not be taken for it."""
    reprint = Print(written, _edits(rng, written, mutator.turned, whole=False))
    for target in written.targets[:: max(1, every // 4)]:
        chosen = selector(rng, written, target, placed=rng.choice([0, 1, 2]))
        if _elsewhere(written, chosen) != 1:
            continue
        typed = changed(rng, chosen, mutator.turned, both=False)
        if typed is not None and _elsewhere(written, typed) == 0:
            resolution = clean.resolver.resolve(typed)
            tally.add(TURNED, FOUND if resolution.start is None else WRONG, f"{typed} for {chosen}: {resolution}")
        if chosen.exact and occurrences(reprint.text.text, chosen) == 0:
            resolution = reprint.resolver.resolve(chosen)
            tally.add(TURNED, FOUND if resolution.start is None else WRONG, f"{chosen} in another print: {resolution}")
