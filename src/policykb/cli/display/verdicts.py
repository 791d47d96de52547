"""What became of each piece of evidence that was looked for in its source."""

from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING

from policykb.cli.display.screen import Screen, wrap

if TYPE_CHECKING:
    from policykb.kb.verify import Verdict, Verification

SOME = 10
"""Sources without a text that are named unless everything is asked for."""


def show_verification(
    screen: Screen, verification: "Verification", *, long: bool, told: "Collection[Verdict]" = ()
) -> None:
    """The evidence that is not verified as it stands (``long``: all of it), then how many of each source ended how.

    Of what was ``told`` before only the number.
    """
    for verdict in verification.verdicts:
        if verdict in told:
            continue
        if long or status(verdict) not in {"verified", "no-text"}:
            _show(screen, verdict)
    counts: dict[str, Counter[str]] = {}
    for verdict in verification.verdicts:
        counts.setdefault(verdict.source, Counter())[status(verdict)] += 1
    without = [source for source, ended in counts.items() if ended.keys() == {"no-text"}]
    for source, ended in counts.items():
        if source not in without or long or len(without) <= SOME or source in without[:SOME]:
            _write_counts(screen, source, ended)
    if len(without) > SOME and not long:
        screen.write(f"{screen.ellipsis} and {len(without) - SOME:,} more sources without a text")
    if len(counts) > 1:
        total = sum(counts.values(), Counter[str]())
        _write_counts(screen, f"{len(counts):,} sources", total)


def status(verdict: "Verdict") -> str:
    """How looking for it ended, in one word of the status."""
    return verdict.resolution.status.value


_WORDS = {"not-found": "not found", "no-text": "no text"}
_ORDER = ("verified", "repaired", "ambiguous", "not-found", "no-text")


def _write_counts(screen: Screen, what: str, ended: Counter[str]) -> None:
    total = sum(ended.values())
    told = ", ".join(f"{ended[name]:,} {_WORDS.get(name, name)}" for name in _ORDER if ended[name])
    for number, line in enumerate(
        wrap(f"{what}: {total:,} piece{'' if total == 1 else 's'} of evidence: {told}", screen.width - 2)
    ):
        screen.write(f"  {line}" if number else line)


def _show(screen: Screen, verdict: "Verdict") -> None:
    name = _WORDS.get(status(verdict), status(verdict))
    style = {"verified": None, "no-text": None}.get(status(verdict), "red" if name in _BAD else None)
    number = f" ({verdict.number})" if verdict.number > 1 else ""
    screen.write(f"{screen.styled(name, style)}: {screen.styled(verdict.statement, 'bold')}{number}")
    said = "; ".join(filter(None, (verdict.resolution.message, verdict.resolution.difference)))
    for line in wrap(said, screen.width - 4):
        screen.write(f"    {line}")


_BAD = {"ambiguous", "not found"}
