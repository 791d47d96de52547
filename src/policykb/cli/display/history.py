"""History as people read it: of one record what changed and by whom, of a load a line for each record."""

from typing import TYPE_CHECKING

from policykb.cli.display.screen import Screen, wrap
from policykb.domain.difference import Difference

if TYPE_CHECKING:
    from policykb.domain.history import Load, RecordChange
    from policykb.kb.history import Changes, History

_SIGNS = {"add": "+", "remove": "-", "change": "~", "rename": ">"}
_DONE = {"add": "added", "remove": "removed", "rename": "given another key", "change": "changed"}


def show_history(screen: Screen, history: "History") -> None:
    """Writes every change of a record, under a line for each load."""
    gone = "" if history.present else " (removed)"
    screen.write(f"{history.type.capitalize()} {screen.styled(history.key, 'dim')}{gone}")
    if history.other_keys:
        for line in wrap(f"other keys it had: {', '.join(history.other_keys)}", screen.width):
            screen.write(line)
    number = None
    for change in history.changes:
        if change.load.number != number:
            number = change.load.number
            screen.write()
            for line in wrap(_head(change.load), screen.width):
                screen.write(line, "bold")
            if change.file:
                _indented(screen, change.file, 2, style="dim")
        hanging = change.type in {"claim", "relation", "coverage"}
        word = f"{change.type} {_DONE[change.op]}: {_hanging(change)}" if hanging else _DONE[change.op]
        differences = [line for found in change.differences for line in found.in_words()]
        if hanging or not differences:
            _indented(screen, word, 2)
        for text in differences:
            _indented(screen, text, 4 if hanging else 2)


def show_changes(screen: Screen, changes: "Changes", limit: int | None, *, long: bool) -> tuple[int, bool]:
    """Writes what each load did; how many records were shown, and whether there are more of them than ``limit``."""
    shown = 0
    for load in changes.loads:
        if limit is not None and shown >= limit:
            return shown, True
        if load is not changes.loads[0]:
            screen.write()
        for line in wrap(f"{_head(load)}: {_counts(load)}", screen.width):
            screen.write(line, "bold")
        for name in load.files if long else load.files[:3]:
            _indented(screen, name, 2, style="dim")
        if not long and len(load.files) > 3:
            _indented(screen, f"{screen.ellipsis} and {len(load.files) - 3:,} more files", 2, style="dim")
        for change in changes.of(load):
            if limit is not None and shown >= limit:
                return shown, True
            shown += 1
            _show_line(screen, change, long)
    return shown, False


def load_in_words(load: "Load") -> str:
    """A load in a sentence: "load 3 of 2026-11-24 10:00 UTC by ana (1 added, 0 changed, 0 removed)"."""
    undoes = f", which undid load {load.undoes}" if load.undoes else ""
    return f"load {load.number} of {_time(load)} by {load.by}{undoes} ({_counts(load)})"


def _counts(load: "Load") -> str:
    return f"{load.added:,} added, {load.changed:,} changed, {load.removed:,} removed"


def _head(load: "Load") -> str:
    undoes = f", undo of load {load.undoes}" if load.undoes else ""
    return f"Load {load.number}, {_time(load)}, {load.by}{undoes}"


def _time(load: "Load") -> str:
    return f"{load.at[:16].replace('T', ' ')} UTC"


def _show_line(screen: Screen, change: "RecordChange", long: bool) -> None:
    told = [line for found in change.differences for line in (found.in_words() if long else _brief(found))]
    what = "; ".join(told) or _says(change)
    called = change.key if change.type in {"claim", "relation", "coverage"} else f"{change.type} {change.key}"
    if called is change.key:
        called = f"{change.type} of {change.key}"
    lines = wrap(f"{called}: {what}" if what else called, screen.width - 4, None if long else 2, screen.ellipsis)
    screen.write(f"  {_SIGNS[change.op]} {lines[0]}")
    for line in lines[1:]:
        screen.write(f"    {line}")


def _says(change: "RecordChange") -> str:
    """What a record that came or went says, or is called."""
    record = change.after or change.before or {}
    return str(record.get("text") or record.get("name") or record.get("title") or "")


def _hanging(change: "RecordChange") -> str:
    """What a claim, relation or coverage says, without the record it hangs on."""
    return change.key.partition(" ")[2]


def _brief(change: Difference) -> list[str]:
    """A change in a few words; of a text only that it changed."""
    if isinstance(change.before, str) and isinstance(change.after, str) and " " in change.before:
        return [change.field.replace("_", " ")]
    return list(change.in_words())


def _indented(screen: Screen, text: str, by: int, style: str | None = None) -> None:
    for line in wrap(text, screen.width - by):
        screen.write(" " * by + screen.styled(line, style))
