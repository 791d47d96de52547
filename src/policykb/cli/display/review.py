"""A draft's record beside the passage it stands on; separate from the walk that asks what becomes of it."""

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from policykb.cli.display.problems import escaped
from policykb.cli.display.screen import Screen, padded, wrap
from policykb.cli.display.snippets import snippet
from policykb.cli.display.words import counted

if TYPE_CHECKING:
    from policykb.ingest.drafts.decisions import Drafted
    from policykb.kb.review import Review

BESIDE = 100
"""Columns from which the passage stands beside the record, not above it."""
_CONTEXT_LINES = 3
_LABEL = 12
_FIELDS = (
    *("text", "strength", "action", "kind", "condition", "deadline", "purpose", "measure", "priority", "addressees"),
    *("proponents", "themes", "frameworks", "actors", "events", "source_number", "review"),
)
_USUAL = {"role": "topic", "relation": "topic"}
_CODES = re.compile("\x1b\\[[0-9;]*m")
KEYS = {
    "a": "accept; asks for the text if there is none yet",
    "t": "write or change the text, and accept",
    "e": "edit the record in $EDITOR (without one: its text)",
    "m": "merge it into another record, which gets its passage and links",
    "r": "reject it; it stays in the draft and is never loaded",
    "n": "next (also Enter, Space, right arrow)",
    "b": "back (also left arrow)",
    "g": "go to a record by its number or key",
    "p": "make it pending again",
    "u": "undo the last decision",
    "l": "list all records",
    "s": "show the source, and change its fields",
    "q": "quit; what is decided is in the draft",
}


def show_record(screen: Screen, review: "Review", record: "Drafted") -> None:
    """A record and its passages, side by side where there is room."""
    keys = [other.at for other in review.records]
    number, count = keys.index(record.at) + 1, len(keys)
    screen.write()
    head = f"{number} of {count}{screen.dot}{progress(review)}"
    screen.write(f"{screen.rule * 2} {head} ".ljust(screen.width, screen.rule), "dim")
    if screen.width >= BESIDE:
        half = (screen.width - 3) // 2
        left, right = _passages(screen, review, record, half), _record(screen, review, record, screen.width - half - 3)
        for one, other in zip_longest(left, right, fillvalue=""):
            screen.write(f"{one}{' ' * (half - _width(one))} | {other}".rstrip())
    else:
        for line in _passages(screen, review, record, screen.width):
            screen.write(line)
        screen.write()
        for line in _record(screen, review, record, screen.width):
            screen.write(line)


def progress(review: "Review") -> str:
    """How many records are in which state."""
    states = [record.state for record in review.records]
    return ", ".join(f"{states.count(state):,} {state}" for state in ("accepted", "rejected", "pending"))


def show_keys(screen: Screen) -> None:
    """What the keys do."""
    for key, meaning in KEYS.items():
        screen.write(f"  {screen.styled(key, 'bold')}  {meaning}")


def show_list(screen: Screen, review: "Review", only: str | None = None) -> None:
    """All records of the draft by number, or those of one type."""
    for number, record in enumerate(review.records, 1):
        if only in {None, record.type}:
            text = record.text or _told(record)
            head = f"{number:>4}  {record.state:<8}  "
            lines = wrap(escaped(text), screen.width - len(head), 1, screen.ellipsis)
            screen.write(f"{head}{lines[0]}")
            screen.write(f"{' ' * len(head)}{escaped(record.local_key)}", "dim")


def show_source(screen: Screen, review: "Review") -> None:
    """The fields of the draft's source."""
    for name, value in review.source.items():
        for n, line in enumerate(wrap(escaped(_value(value)), screen.width - 14)):
            screen.write(f"{padded('' if n else name, 14)}{line}")


def _passages(screen: Screen, review: "Review", record: "Drafted", width: int) -> list[str]:
    lines: list[str] = []
    for context in review.context(record.local_key):
        lines += [screen.styled(line, "bold") for line in wrap(escaped(context.place), width)] if context.place else []
        if context.before:
            lines += [screen.styled(line, "dim") for line in _end(screen, context.before, width)]
            lines.append("")
        hits = [(context.start, context.end)] if (context.start, context.end) != (0, len(context.text)) else []
        lines += snippet(screen, context.text.replace("\n", " "), hits, width, signs=not screen.coloured)
        if context.after:
            after = wrap(escaped(context.after), width, _CONTEXT_LINES, screen.ellipsis)
            lines += ["", *(screen.styled(line, "dim") for line in after)]
        lines.append("")
    return lines[:-1] or ["(its passage is not found in the document)"]


def _end(screen: Screen, text: str, width: int) -> list[str]:
    """The last lines of a text."""
    lines = wrap(escaped(text), width)
    if len(lines) <= _CONTEXT_LINES:
        return lines
    return [f"{screen.ellipsis} {lines[-_CONTEXT_LINES]}"[:width], *lines[1 - _CONTEXT_LINES :]]


def _record(screen: Screen, review: "Review", record: "Drafted", width: int) -> list[str]:
    """The fields of a record, each with the reasons for it."""
    sure = f", confidence {record.confidence:.2f}" if record.confidence is not None else ""
    lines = [screen.styled(line, "bold") for line in wrap(f"{record.type} {escaped(record.local_key)}{sure}", width)]
    for name in _FIELDS:
        if name in record.data:
            value = _value(record.data[name]) or "(none yet)"
            for n, line in enumerate(wrap(escaped(value), width - _LABEL)):
                lines.append(f"{padded('' if n else name, _LABEL)}{line}")
        reasons = [] if name == "text" else review.reasons(record.local_key, name)
        for reason in reasons:
            indent = " " * (_LABEL + 2)
            lines += [indent + screen.styled(line, "dim") for line in wrap(escaped(reason), width - _LABEL - 2)]
    count = len(record.data.get("evidence", ()))
    lines.append(f"{padded('evidence', _LABEL)}{counted(count, 'passage')}")
    return lines


def _told(record: "Drafted") -> str:
    """What stands for a record without a text: the words of its passage."""
    text = " ".join(record.remarks)
    inside = text.partition("\u00ab")[2].partition("\u00bb")[0]
    return inside or text.partition(": ")[2] or text


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(_value, value))
    if isinstance(value, dict):
        besides = [str(v) for k, v in value.items() if k != "key" and v != _USUAL.get(k)]
        return f"{value.get('key', '')} ({', '.join(besides)})" if besides else str(value.get("key", ""))
    return str(value)


def _width(line: str) -> int:
    from rich.cells import cell_len

    return cell_len(_CODES.sub("", line))
