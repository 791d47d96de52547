"""What became of each piece of evidence that was looked for in its source."""

from typing import TYPE_CHECKING

from policykb.cli.display.screen import Screen, wrap

if TYPE_CHECKING:
    from policykb.kb.verify import Verdict, Verification


def show_verification(screen: Screen, verification: "Verification", *, long: bool) -> None:
    """The evidence that is not verified as it stands (``long``: all of it), then how many ended how."""
    for verdict in verification.verdicts:
        if long or verdict.resolution.status.value != "verified":
            _show(screen, verdict)
    ended = ", ".join(f"{count:,} {status}" for status, count in verification.counts.items())
    screen.write(f"{verification.source}: {len(verification.verdicts):,} passages; {ended}")


def _show(screen: Screen, verdict: "Verdict") -> None:
    screen.write(f"{verdict.resolution.status.value}: {screen.styled(verdict.statement, 'bold')}")
    said = "; ".join(filter(None, (verdict.resolution.message, verdict.resolution.difference)))
    for line in wrap(said, screen.width - 4):
        screen.write(f"    {line}")
