"""Texts of sources: what attaching one did, and which are attached."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from policykb.cli.display.screen import Screen, flow, wrap
from policykb.cli.display.verdicts import show_verification

if TYPE_CHECKING:
    from policykb.domain.attachment import Attachment
    from policykb.kb.source import AttachReport


def show_attached(screen: Screen, report: "AttachReport", *, long: bool) -> None:
    """What was attached, what moved, then the verdicts (unless ``long`` those that are not verified as they stand)."""
    known, size = report.attachment, sizes(report.attachment)
    said = {
        "attached": f"{known.file} is attached to {known.source}: {size}",
        "replaced": f"{known.file} is attached to {known.source} in the place of the text it had: {size}",
        "unchanged": f"Nothing changed: {known.source} has this text already, from {known.file} ({day(known)})",
    }
    for line in wrap(said[report.outcome.value], screen.width):
        screen.write(line)
    if report.outcome.value == "replaced":
        moved = report.moved
        screen.write(f"{len(moved):,} of {len(report.verification.verdicts):,} pieces of evidence moved or changed")
        for each in moved:
            screen.write(f"  {screen.styled(each.verdict.statement, 'bold')}")
            for line in wrap(each.how, screen.width - 4):
                screen.write(f"    {line}")
    show_verification(screen, report.verification, long=long, told=[each.verdict for each in report.moved])


def show_attachments(screen: Screen, known: "Sequence[Attachment]") -> None:
    """A line or two each."""
    for each in known:
        screen.write(each.source, "bold")
        for line in flow([each.file, sizes(each), f"attached {day(each)} by {each.by}"], screen.width - 2, screen.dot):
            screen.write(f"  {line}")


def sizes(known: "Attachment") -> str:
    """How much text it is, in words.

    >>> from policykb.domain.attachment import Attachment
    >>> sizes(Attachment("lee-2024", "r.txt", "txt", "2026-11-24T12:00:00+00:00", "ana", 1200, 1, None, "", ""))
    '1,200 passages, 1 footnote'
    """
    counts = ((known.passages, "passage"), (known.footnotes, "footnote"), (known.pages or 0, "page"))
    return ", ".join(f"{count:,} {word}{'' if count == 1 else 's'}" for count, word in counts if count)


def day(known: "Attachment") -> str:
    """The day on which it was attached."""
    return known.attached[:10]
