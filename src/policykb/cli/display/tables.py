"""What the names in a table came to that nothing in the base bears."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from policykb.cli.display.problems import note

if TYPE_CHECKING:
    from policykb.tabular.names import Missing

_DID = {"create": "made new", "leave-out": "left out"}
_MOST = 30


def show_unresolved(missing: "Sequence[Missing]") -> None:
    """A line for each name on standard error: what was done, how often and where it stands, the nearest name."""
    for done, words in _DID.items():
        some = sorted((one for one in missing if one.policy == done), key=lambda one: (-one.count, one.text))
        if not some:
            continue
        note(f"{len(some):,} name{'s' * (len(some) != 1)} that nothing in the base bears, {words}:")
        for one in some[:_MOST]:
            rows = f"{one.count:,} rows" if one.count > 1 else "row"
            where = f"{rows} {', '.join(map(str, one.rows))}" + (", ..." if one.count > len(one.rows) else "")
            near = f"; {one.nearest}" if one.nearest and done != "create" else ""
            note(f"  {one.text} ({one.column}, {where}){near}")
        if len(some) > _MOST:
            note(f"  and {len(some) - _MOST:,} more")
