"""Why a query found what it found, as people read it: names, each record with its reasons, then SQL and plan."""

from typing import TYPE_CHECKING

from policykb.cli.display.screen import Screen, padded, wrap
from policykb.cli.display.sql import laid_out
from policykb.cli.display.words import by_which, counted, noun_for

if TYPE_CHECKING:
    from policykb.query.explain.explanation import Because, Explained, Explanation, Named

SOME = 6
"""Reasons of one condition that are shown unless everything is asked for."""
_LABEL_WIDTH = 16


def show_explanation(screen: Screen, explanation: "Explanation", *, long: bool) -> None:
    """Writes an explanation; ``long``: whole texts, every reason and all that a name includes."""
    for line in wrap(explanation.canonical, screen.width - 2):
        screen.write(f"# {line}")
    if explanation.names:
        screen.write()
        screen.write("Names", "bold")
        for name in explanation.names:
            _show_name(screen, name, long=long)
    shown = len(explanation.rows)
    margin = len(f"{shown}. ")
    for number, row in enumerate(explanation.rows, 1):
        screen.write()
        _show_row(screen, row, f"{number}. ".rjust(margin), long=long)
    screen.write()
    for line in wrap(_how_many(explanation, shown), screen.width):
        screen.write(line)
    for number, sql in enumerate(explanation.sql, 1):
        screen.write()
        screen.write(f"SQL ({explanation.database})" if number == 1 else "and then", "bold")
        for line in laid_out(sql, screen.width):
            screen.write(line)
    screen.write()
    screen.write("Plan", "bold")
    for step in explanation.plan:
        indent = " " * (len(step) - len(step.lstrip()))
        for line in wrap(step, max(screen.width - len(indent), 20)):
            screen.write(indent + line)


def _how_many(explanation: "Explanation", shown: int) -> str:
    records = counted(explanation.total, noun_for(explanation.subjects))
    verb = "counted" if explanation.group else "found"
    told = "" if shown == explanation.total else f", the first {shown} explained (--limit N for more)"
    return f"{records} {verb}{told}"


def _show_name(screen: Screen, name: "Named", *, long: bool) -> None:
    """What a name means, by which of its names, and what is found with it."""
    parts = "narrower theme" if name.type == "theme" else "part"
    through = by_which(name.how, name.through, name.name)
    included = ""
    if name.includes:
        listed = f": {', '.join(name.includes)}" if long or len(name.includes) <= SOME else ""
        included = f"; includes {counted(len(name.includes), parts)}{listed}"
    width = screen.width - 2 - _LABEL_WIDTH
    head = padded(name.written, _LABEL_WIDTH)
    if len(head) > _LABEL_WIDTH:
        screen.write(f"  {name.written}", "dim")
        head = " " * _LABEL_WIDTH
    for line in wrap(f"{name.name} ({name.type} {name.key}), {through}{included}", width):
        screen.write("  " + screen.styled(head, "dim") + line)
        head = " " * _LABEL_WIDTH


def _show_row(screen: Screen, row: "Explained", number: str, *, long: bool) -> None:
    indent, width = " " * len(number), screen.width - len(number)
    first, *others = wrap(row.text, width, None if long else 2, screen.ellipsis)
    screen.write(number + screen.styled(first, "bold"))
    for line in others:
        screen.write(indent + screen.styled(line, "bold"))
    for line in wrap(row.key, width):
        screen.write(indent + screen.styled(line, "dim"))
    for because in row.because:
        _show_because(screen, because, indent, long=long)
    if not row.because:
        screen.write(indent + "no condition: every record of its type")
    for values in row.groups:
        _show_hanging(screen, f"counted in the row {' / '.join(values)}", indent)


def _show_because(screen: Screen, because: "Because", indent: str, *, long: bool) -> None:
    """A condition and below it the facts that fulfil it."""
    for line in wrap(because.condition, screen.width - len(indent)):
        screen.write(indent + line)
    shown = because.reasons if long else because.reasons[:SOME]
    for reason in shown:
        _show_hanging(screen, reason.text, indent + "  ")
    left = len(because.reasons) - len(shown)
    if left:
        _show_hanging(screen, f"{screen.ellipsis} and {left:,} more (--long)", indent + "  ")
    if because.more:
        _show_hanging(screen, f"{screen.ellipsis} and {counted(because.more, 'statement')} more", indent + "  ")


def _show_hanging(screen: Screen, text: str, indent: str) -> None:
    """A text whose further lines stand further in."""
    mark = f"{screen.bullet} "
    for line in wrap(text, screen.width - len(indent) - len(mark)):
        screen.write(indent + screen.styled(mark, "dim") + line)
        mark = "  "
