"""SQL in lines that people can follow; separate as it knows nothing of what the SQL is about."""

import re
from collections.abc import Callable
from itertools import pairwise

from rich.cells import cell_len

from policykb.cli.display.screen import wrap

_PIECES = re.compile(
    r"""('(?:[^']|'')*'|"(?:[^"]|"")*")|([()])|\b(FROM|WHERE|ORDER BY|GROUP BY|LIMIT)\b"""
    r"""|\b(AND|OR|LEFT OUTER JOIN|JOIN)\b|(,)\s|\b(ON)\b|\b(THEN|ELSE)\b"""
)
_JOINING = re.compile(r"(AND|OR|LEFT OUTER JOIN|JOIN)\b")


def laid_out(sql: str, width: int) -> list[str]:
    """The SQL in lines, what is in parentheses further in; broken before clauses, AND, OR, JOIN, not in quotes.

    Whatever fits on one line stays on it.

    >>> laid_out("SELECT a FROM b WHERE c = 'x AND y' AND (d = 1 OR e = 2)", 40)
    ['SELECT a', 'FROM b', "WHERE c = 'x AND y'", '  AND (d = 1 OR e = 2)']
    """
    written = sql.splitlines()
    remarks = [line for line in written if line.startswith("--")]
    text = " ".join(line.strip() for line in written if not line.startswith("--"))
    told = [f"-- {line}" for remark in remarks for line in wrap(remark.removeprefix("-- "), width - 3)]
    return told + _lines(text, 0, width)


def _lines(text: str, depth: int, width: int) -> list[str]:
    """One piece of SQL and what stands in its parentheses."""
    lines: list[str] = []
    for piece in _cut(text, lambda found: bool(found[3] or found[4])):
        inner = depth + (1 if _JOINING.match(piece) else 0)
        if cell_len("  " * inner + piece) <= width:
            lines.append("  " * inner + piece)
            continue
        # Of what is still too long first lists are broken, then joins, then parentheses.
        items = _cut(piece, lambda found: bool(found[5])) if "," in piece else [piece]
        if len(items) == 1:
            items = _cut(piece, lambda found: bool(found[6]))
        lines += _flowed(items, inner, width)
    return lines


def _flowed(items: list[str], depth: int, width: int) -> list[str]:
    """The items of a list beside one another as far as they fit; the second line and all others further in."""
    lines: list[str] = []
    for number, item in enumerate(items):
        indent = "  " * (depth + (1 if number else 0))
        if number and cell_len(f"{lines[-1]} {item}") <= width and not lines[-1].endswith("("):
            lines[-1] += f" {item}"
        elif cell_len(indent + item) <= width:
            lines.append(indent + item)
        else:
            opened, body, rest = _longest_parenthesis(item)
            inner = depth + (1 if number else 0)
            lines.append(indent + opened)
            if body:
                lines += [*_lines(body, inner + 1, width), *_branches(rest, indent, width)]
    return lines


def _branches(rest: str, indent: str, width: int) -> list[str]:
    """What comes after a parenthesis; where that is too long each branch of a CASE is a line."""
    if cell_len(indent + rest) <= width:
        return [indent + rest]
    cuts = [0, *(found.start() for found in _PIECES.finditer(rest) if found[7]), len(rest)]
    parts = [part for a, b in pairwise(cuts) if (part := rest[a:b].strip())]
    return [indent + ("  " if number else "") + part for number, part in enumerate(parts)]


def _cut(text: str, where: Callable[[re.Match[str]], bool]) -> list[str]:
    """The text in pieces, cut at what is outside parentheses and quotes; a comma stays with what is before it."""
    cuts, depth = [0], 0
    for found in _PIECES.finditer(text):
        if found[2]:
            depth += 1 if found[2] == "(" else -1
        elif depth == 0 and where(found):
            cuts.append(found.end() if found[5] else found.start())
    cuts.append(len(text))
    return [part for a, b in pairwise(cuts) if (part := text[a:b].strip())]


def _longest_parenthesis(text: str) -> tuple[str, str, str]:
    """What stands before the longest outermost parenthesis (itself included), in it, and after it."""
    spans, depth, start = [], 0, 0
    for found in _PIECES.finditer(text):
        if found[2] == "(":
            depth += 1
            start = found.end() if depth == 1 else start
        elif found[2] == ")":
            depth -= 1
            if depth == 0:
                spans.append((start, found.start()))
    if not spans:
        return text, "", ""
    start, end = max(spans, key=lambda span: span[1] - span[0])
    return text[:start], text[start:end], text[end:]
