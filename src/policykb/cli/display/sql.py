"""SQL in lines that people can follow; separate as it knows nothing of what the SQL is about."""

import re
from itertools import pairwise

from rich.cells import cell_len

from policykb.cli.display.screen import wrap

_PIECES = re.compile(
    r"""('(?:[^']|'')*'|"(?:[^"]|"")*")|([()])|\b(FROM|WHERE|ORDER BY|GROUP BY|LIMIT)\b"""
    r"""|\b(AND|OR|LEFT OUTER JOIN|JOIN)\b|(,)\s"""
)


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
    for piece in _parts(text):
        inner = depth + (1 if re.match(r"(AND|OR|LEFT OUTER JOIN|JOIN)\b", piece) else 0)
        indent = "  " * inner
        if cell_len(indent + piece) <= width:
            lines.append(indent + piece)
            continue
        opened, body, rest = _longest_parenthesis(piece)
        if not body:
            lines += _listed(piece, indent, width)
            continue
        lines.append(indent + opened)
        lines += _lines(body, inner + 1, width)
        lines += [line if number else indent + line.strip() for number, line in enumerate(_lines(rest, inner, width))]
    return lines


def _listed(piece: str, indent: str, width: int) -> list[str]:
    """A list without parentheses in lines that end with a comma."""
    cuts = [0, *(found.end() for found in _PIECES.finditer(piece) if found[5]), len(piece)]
    lines: list[str] = []
    for item in (piece[a:b].strip() for a, b in pairwise(cuts)):
        if lines and cell_len(f"{lines[-1]} {item}") <= width:
            lines[-1] += f" {item}"
        else:
            lines.append(f"{indent}{'  ' if lines else ''}{item}")
    return lines


def _parts(text: str) -> list[str]:
    """The text cut before its clauses, ANDs and ORs, those in parentheses and quotes left whole."""
    cuts, depth = [0], 0
    for found in _PIECES.finditer(text):
        quoted, bracket, clause, junction, _ = found.groups()
        if bracket:
            depth += 1 if bracket == "(" else -1
        elif not quoted and depth == 0 and (clause or junction):
            cuts.append(found.start())
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
