"""Clauses beside one another: and, or, not, but not; separate for here it is ruled what binds what."""

from collections.abc import Callable
from dataclasses import dataclass

from policykb.errors import QuerySyntaxError
from policykb.query.ast import Condition, Dates, Expression, Word, all_of, any_of, negation
from policykb.query.grammar.clauses import CONDITIONS, read_clause, read_date_clause
from policykb.query.grammar.cursor import Cursor
from policykb.query.grammar.lexer import END, MINUS, Token
from policykb.query.grammar.lists import negated, read_list, readings
from policykb.query.grammar.misdated import check_goes_on
from policykb.query.grammar.months import is_month
from policykb.query.grammar.participation import DATED, dated, is_undated, takes_part
from policykb.query.grammar.values import series, value_starts


@dataclass
class _Part:
    """A clause read; ``expression`` is None for a date that went into an earlier clause."""

    joint: str
    expression: Expression | None
    token: Token
    end: int
    dated: bool = False
    """Whether it is a clause of dates (since 2024); ``dates`` where they went into earlier clauses."""
    dates: Dates | None = None
    text: str = ""
    """How it is written where it is not as it was read."""


def read_sequence(c: Cursor, modifier: Callable[[Cursor], bool] | None = None) -> Expression | None:
    """Clauses up to the end or a closing parenthesis; None if there is none.

    ``modifier`` reads what may stand between them (sorted by, first 20) and tells whether it did.
    """
    parts: list[_Part] = []
    while c.peek().kind != END and not c.at(")"):
        if modifier is not None and modifier(c):
            continue
        if c.unimplemented(int(c.at(","))):
            parts.append(_read_unimplemented(c))
            continue
        said = c.peek()
        joint = _read_joint(c, first=not parts)
        token = c.peek()
        if parts and parts[-1].dated and token is not said:
            check_goes_on(c, said)
        dates = c.is_date_clause()
        c.takes_date = dates and bool(_undated(c, parts))
        expression, given = _read_signed(c, parts)
        if dates and joint != "or" and _placed(c, parts):
            raise _second_date(c, parts, given, token)
        if dates and joint != "or" and (earlier := _undated(c, parts)):
            parts.append(_Part(joint, None, token, c.last_end, dated=True, dates=given))
            _date_back(c, parts, earlier, given, token)
        else:
            dates = dates or (isinstance(expression, Condition) and isinstance(expression.value, Dates))
            parts.append(_Part(joint, expression, token, c.last_end, dated=dates))
    return _together(c, parts)


def _read_joint(c: Cursor, *, first: bool) -> str:
    """What joins the next clause to those before it, read."""
    if c.at(",") and c.at("but", ahead=1):
        c.take()
    token = c.peek()
    if c.at(","):
        hint = "Put clauses side by side, or join them by and / or."
        raise c.error("{at} cannot stand here: a comma is only for lists", hint)
    if c.at("but") and not c.at("not", ahead=1):
        raise c.error("{at} stands without 'not'", "It goes on with but not, or with and.")
    if not c.at("and", "or", "but"):
        return "and"
    if first:
        raise c.error("{at} has nothing before it", f"Write a condition before it: {CONDITIONS}.")
    c.take()
    if c.peek().kind == END or c.at(")", "and", "or", "but"):
        raise c.error(f"a condition is missing after '{token.text}': {{at}}", f"Here can stand: {CONDITIONS}.")
    return "or" if token.low == "or" else "and"


def _read_signed(c: Cursor, parts: list[_Part]) -> tuple[Expression, Dates | None]:
    """A clause with the negation before it; and its range, where it gives only a date."""
    token = c.peek()
    signed = c.at("not") or token.kind == MINUS
    if not signed or c.is_value(1):
        read = read_clause(c, read_sequence)
        return read.expression, read.dates
    c.take()
    if c.at("not") or c.peek().kind == MINUS:
        raise c.error("a second negation was read: {at}", "Write it once.")
    if c.is_date_clause() and c.subjects[0] in DATED and (taking := next(filter(None, map(_taking, parts)), "")):
        raise c.error(
            f"it is not clear what {{at}} leaves out after '{taking}'", f"Write {taking}:NAME -{taking}:NAME@2024."
        )
    read = read_clause(c, read_sequence)
    return negated(c, read, token), None


def _read_unimplemented(c: Cursor) -> _Part:
    if c.at(","):
        c.take()
    token, _, said = c.take(), c.take(), c.take()
    progress = c.field(said._replace(low="progress", text="progress"))
    value = Word("implemented", at=(said.start, said.end))
    condition = Condition(progress.query or progress.name, value, at=(token.start, said.end))
    if c.at("by") and not c.counting:
        name = c.written(c.peek(1).start, c.peek(1).end)
        raise c.error(
            "'implemented by' has two readings: {at}",
            f"Write but not implemented to {name}, or -progress:{name}=implemented for what {name} says.",
        )
    return _Part("and", negation(condition), token, said.end, text="-progress:implemented")


def _together(c: Cursor, parts: list[_Part]) -> Expression | None:
    """All or any of the clauses; an error where only precedence would tell which."""
    if not parts:
        return None
    joints = ["", *(part.joint for part in parts[1:])]
    joint = joints[-1]
    changed = next((index for index in range(2, len(parts)) if joints[index] != joints[1]), None)
    if changed is not None:
        texts = [part.text or c.written(part.token.start, part.end) for part in parts]
        one, other = readings(texts, joints)
        raise c.error(
            "'and' and 'or' are mixed between clauses; the second begins at {at} (clauses side by side mean 'and')",
            f"Write {one}, or {other}.",
            parts[changed].token,
        )
    kept = [part.expression for part in parts if part.expression is not None]
    return any_of(kept) if joint == "or" else all_of(kept)


def _taking(part: _Part) -> str:
    return takes_part(part.expression) if part.expression is not None else ""


def _undated(c: Cursor, parts: list[_Part]) -> list[_Part]:
    """The earlier clauses of a framework query whose ``involving`` or ``member`` takes the date."""
    if c.subjects[0] not in DATED or c.in_source:
        return []
    return [part for part in parts if part.expression and is_undated(part.expression)]


def _placed(c: Cursor, parts: list[_Part]) -> bool:
    """Whether a clause before was a date that went into the clauses before it."""
    return any(part.dates is not None and part.expression is None for part in parts)


def _second_date(c: Cursor, parts: list[_Part], second: Dates | None, token: Token) -> QuerySyntaxError:
    first = next(part.dates for part in parts if part.expression is None)
    start = first.first if first else None
    end = second.last if second else None
    one = f"from {start} to {end}" if start and end else "one date or range (from 2023 to 2024)"
    return c.error("a second date was read for who takes part: {at}", f"Write {one}.", token)


def _date_back(c: Cursor, parts: list[_Part], earlier: list[_Part], dates: Dates | None, token: Token) -> None:
    """Puts the date of a clause on who takes part by the clauses before it, and on what ``but not`` leaves out then."""
    names = [takes_part(part.expression) for part in earlier if part.expression]
    if dates is None:
        raise c.error(f"{{at}} gives several dates to '{names[-1]}'", "Write one date or range (2023..2024).", token)
    for part in earlier:
        assert part.expression is not None
        part.expression = dated(part.expression, dates)
    field = c.field(token._replace(low=names[-1], text=names[-1]))
    while c.at("but") and c.at("not", ahead=1) and not c.unimplemented() and value_starts(c, field, 2):
        c.take()
        first = c.peek()
        rest = read_list(c, series(c, field, names[-1], first.start)).expression
        if c.is_date_clause():
            own = read_date_clause(c).dates
            if own is None:
                raise c.error("several dates stand before {at}", "Write one date or range (2023..2024).")
            dates = own
        parts.append(_Part("and", dated(rest, dates), first, c.last_end))
    if c.at("and", "or", ",") and not is_month(c.peek(1)) and value_starts(c, field, 1):
        raise c.error("{at} goes on with the list before the date", "Write the date after the whole list.")
