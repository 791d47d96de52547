"""What happens to records, as people read it: a line or two for each, then how many there are."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from policykb.cli.display.screen import Screen, wrap

if TYPE_CHECKING:
    from policykb.domain.difference import Change

_SIGNS = {"add": "+", "change": "~", "remove": "-"}
_LINES = 2
"""Lines of a text that is added or removed; of one that is changed all are shown."""


def show_changes(screen: Screen, changes: "Sequence[Change]") -> None:
    """Writes every record that is added (+), changed (~) or removed (-), with what changes in it."""
    for change in changes:
        screen.write(f"{_SIGNS[change.op]} {screen.styled(change.key, 'bold')} ({change.type})")
        told = [line for difference in change.differences for line in difference.in_words()]
        if not change.differences and change.called:
            told = [change.called]
        for text in told:
            most = None if change.differences else _LINES
            for n, line in enumerate(wrap(text, screen.width - 6, most, screen.ellipsis)):
                screen.write(f"{'      ' if n else '    '}{line}")
    counts = Counter(change.op for change in changes)
    screen.write(f"{counts['add']:,} to add, {counts['change']:,} to change, {counts['remove']:,} to remove")
