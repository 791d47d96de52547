"""What became of each piece of evidence that was looked for in its source."""

from collections import Counter
from typing import TYPE_CHECKING

from policykb.cli.display.screen import Screen, wrap

if TYPE_CHECKING:
    from policykb.kb.verify import Verdict, Verification


def show_verification(screen: Screen, verification: "Verification", *, long: bool) -> None:
    """The evidence that is not verified as it stands (``long``: all of it), then how many ended how."""
    for verdict in verification.verdicts:
        if long or verdict.resolution.status.value != "verified":
            _show(screen, verdict)
    counts = Counter(verdict.resolution.status.value for verdict in verification.verdicts)
    ended = ", ".join(f"{count:,} {status}" for status, count in counts.most_common())
    screen.write(f"{verification.source}: {len(verification.verdicts):,} passages; {ended}")


def _show(screen: Screen, verdict: "Verdict") -> None:
    screen.write(f"{verdict.resolution.status.value}: {screen.styled(verdict.statement, 'bold')}")
    for line in wrap(f"{verdict.place}. {verdict.resolution.message}".strip(), screen.width - 4):
        screen.write(f"    {line}")
