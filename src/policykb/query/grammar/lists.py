"""Lists (A, B and C; A or B but not C); separate because how they bind is one set of rules for every field."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from policykb.errors import QuerySyntaxError
from policykb.query.ast import Condition, Dates, Expression, all_of, any_of, negation
from policykb.query.grammar.cursor import Cursor
from policykb.query.grammar.lexer import MINUS, Token


@dataclass(frozen=True)
class Series:
    """How the items of one list are read.

    ``lead`` is what stands before the list, as written; ``read`` reads one item, given whether a ``-`` stands before it
    and whether it is the first; ``starts`` tells whether an item starts so many tokens ahead; in a ``loose`` list
    ``not`` and ``-`` need no ``and`` before them. ``single`` names what a record has only one of: no record has this
    value and that one.
    """

    lead: str
    read: Callable[[bool, bool], Expression]
    starts: Callable[[int], bool]
    loose: bool = True
    single: str = ""


@dataclass(frozen=True)
class Read:
    """What was read: a list in no parentheses has a ``joint`` (and / or) and the ``texts`` of its items.

    ``dates`` is set where a clause gave only a date.
    """

    expression: Expression
    joint: str = ""
    lead: str = ""
    texts: tuple[str, ...] = ()
    dates: Dates | None = None


@dataclass(frozen=True)
class _Item:
    joint: str
    sign: str
    expression: Expression
    text: str
    token: Token


def read_list(c: Cursor, series: Series, *, inside: bool = False) -> Read:
    """A list up to what cannot belong to it; ``inside`` parentheses, where ``(`` opens a list of its own."""
    groups = [_read_group(c, series, inside)]
    while _goes_on_without(c, series, inside):
        while c.at("but", ","):
            c.take()
        groups.append(_read_group(c, series, inside))
    if len(groups) == 1:
        return groups[0]
    texts = tuple(text for group in groups for text in group.texts)
    return Read(all_of(group.expression for group in groups), "and", series.lead, texts)


def negated(c: Cursor, read: Read, token: Token) -> Expression:
    """What ``not`` before a clause makes of it: of ``A or B`` neither, of ``A and B`` an error for its two readings."""
    if read.joint == "and":
        raise not_and(c, read.lead, read.texts, token)
    return negation(read.expression)


def not_and(c: Cursor, lead: str, texts: Sequence[str], token: Token) -> QuerySyntaxError:
    """The error for ``not A and B``."""
    alternatives = " or ".join(texts)
    neither = f"not {_with_lead(lead, alternatives if not _is_field(lead) else f'({alternatives})')}"
    not_all = f"not ({' and '.join(_with_lead(lead, text) for text in texts)})"
    return c.error(
        "{at} has two readings before a list with 'and'",
        f"None of them: {neither}; not all of them: {not_all}.",
        token,
    )


def readings(texts: Sequence[str], joints: Sequence[str]) -> tuple[str, str]:
    """A mixture of and / or in its two readings; ``joints[i]`` stands before ``texts[i]``.

    >>> readings(["A", "B", "C"], ["", "and", "or"])
    ('(A and B) or C', 'A and (B or C)')
    """
    return _bound(texts, joints, "and"), _bound(texts, joints, "or")


def _bound(texts: Sequence[str], joints: Sequence[str], tighter: str) -> str:
    runs: list[list[str]] = []
    for text, joint in zip(texts, joints, strict=True):
        if joint == tighter:
            runs[-1].append(text)
        else:
            runs.append([text])
    looser = "or" if tighter == "and" else "and"
    words = [f"({f' {tighter} '.join(_not_last(run))})" if len(run) > 1 else run[0] for run in runs]
    return f" {looser} ".join(_not_last(words))


def _not_last(texts: list[str]) -> list[str]:
    """What begins with ``not`` stands last: before others it would reach them too."""
    return sorted(texts, key=lambda text: text.lower().startswith("not "))


def _read_group(c: Cursor, series: Series, inside: bool) -> Read:
    """Items up to the end of the list or ``but not``."""
    items: list[_Item] = []
    joint = ""
    while True:
        token = c.peek()
        sign = c.take().low if c.at("not") or token.kind == MINUS else ""
        start = c.peek().start
        if c.at("not") or c.peek().kind == MINUS:
            raise c.error("a second negation was read: {at}", "Write it once.")
        if c.at("(") and (inside or (series.lead and not items)):
            with c.parenthesis():
                expression = read_list(c, series, inside=True).expression
        else:
            expression = series.read(sign == "-", not items and not inside)
        items.append(_Item(joint, sign, expression, c.written(start), token))
        joint = _next_joint(c, series, inside)
        if not joint:
            return _joined(c, series, items)


def _next_joint(c: Cursor, series: Series, inside: bool) -> str:
    """Reads what joins the next item to the list; empty, with nothing read, where the list ends."""
    if series.loose and c.peek().kind == MINUS and _item_ahead(c, series, 1, inside):
        return "and"
    if not c.at(",", "|", "and", "or"):
        return ""
    width = 2 if c.at(",") and c.at("and", "or", ahead=1) else 1
    joint = "or" if c.at("|") else c.peek(width - 1).low
    signed = 1 if c.at("not", ahead=width) or c.peek(width).kind == MINUS else 0
    if _item_ahead(c, series, width + signed, inside):
        c.index += width
        return joint
    if inside or c.at("|"):
        c.index += width
        raise c.error(f"another item was expected after '{joint}', not {{at}}", "Quote names that hold reserved words.")
    return ""


def _item_ahead(c: Cursor, series: Series, ahead: int, inside: bool) -> bool:
    return (inside and c.at("(", ahead=ahead)) or series.starts(ahead)


def _goes_on_without(c: Cursor, series: Series, inside: bool) -> bool:
    """Whether ``but not``, or in a loose list ``not``, takes the rest of the list out."""
    comma = int(c.at(",") and c.at("but", ahead=1))
    if c.at("but", ahead=comma) and c.at("not", ahead=comma + 1) and not c.unimplemented(comma):
        return _item_ahead(c, series, comma + 2, inside) or (bool(series.lead) and _encloses_values(c, comma + 2))
    return series.loose and c.at("not") and _item_ahead(c, series, 1, inside)


def _exclude_each_other(values: list[Expression]) -> bool:
    """Whether no record has all the values; ranges of dates may overlap."""
    ranges = [v.value for v in values if isinstance(v, Condition) and isinstance(v.value, Dates)]
    return len(values) > 1 and all(dates.first == dates.last and not dates.relative for dates in ranges)


def _encloses_values(c: Cursor, ahead: int) -> bool:
    """Whether parentheses open there that hold a list and no clause: to Japan but not (Korea or Australia)."""
    if not c.at("(", ahead=ahead):
        return False
    while c.at("(", ")", ",", "|", "and", "or", ahead=ahead) or c.is_value(ahead):
        ahead += 1
    return c.at(")", ahead=ahead - 1)


def _joined(c: Cursor, series: Series, items: list[_Item]) -> Read:
    lead = series.lead
    items = _commas_resolved(items)
    texts = tuple(item.text for item in items)
    joints = [item.joint for item in items]
    if series.single and "and" in joints and _exclude_each_other([i.expression for i in items if not i.sign]):
        raise c.error(
            f"{{at}} starts a list with 'and', but a record has only one {series.single}",
            f"Write {_with_lead(lead, ' or '.join(texts))}.",
            items[0].token,
        )
    if len(set(joints[1:])) > 1:
        signed = [f"{item.sign} {item.text}".strip() if item.sign != "-" else f"-{item.text}" for item in items]
        one, other = readings(signed, joints)
        raise c.error(
            "{at} starts a list that mixes 'and' with 'or'",
            f"Write {_with_lead(lead, f'({one})')}, or {_with_lead(lead, f'({other})')}.",
            items[0].token,
        )
    joint = joints[-1]
    if len(items) > 1 and items[0].sign == "not" and not any(item.sign for item in items[1:]):
        if joint == "and":
            raise not_and(c, lead, texts, items[0].token)
        return Read(negation(any_of(item.expression for item in items)))
    _check_signs(c, lead, items)
    parts = [negation(item.expression) if item.sign else item.expression for item in items]
    return Read(all_of(parts) if joint != "or" else any_of(parts), joint, lead, texts)


def _commas_resolved(items: list[_Item]) -> list[_Item]:
    """A comma stands for the next and / or; with none after it, for the one before; alone, for and."""
    joint = next((item.joint for item in reversed(items) if item.joint in {"and", "or"}), "and")
    resolved: list[_Item] = []
    for item in reversed(items):
        joint = item.joint if item.joint in {"and", "or"} else joint
        resolved.insert(0, replace(item, joint=joint if item.joint else ""))
    return resolved


def _check_signs(c: Cursor, lead: str, items: list[_Item]) -> None:
    """After an item with ``not`` nobody can tell whether an item without it is meant to be in or out."""
    denied = next((index for index, item in enumerate(items) if item.sign == "not"), len(items))
    if all(item.sign for item in items[denied:]):
        return
    joint = items[-1].joint
    kept = [item.text for item in items if not item.sign]
    last = f" {joint} ".join([*kept, *(f"not {item.text}" for item in items if item.sign)])
    raise c.error(
        f"it is not clear whether {{at}} reaches the items after the next '{joint}'",
        f"Put the items with 'not' last: {_with_lead(lead, last)}."
        if lead.lower() != "without"
        else "Write without NAME or NAME for what is left out, mentioning NAME for what is asked for.",
        items[denied].token,
    )


def _with_lead(lead: str, text: str) -> str:
    return f"{lead}{text}" if not lead or _is_field(lead) else f"{lead} {text}"


def _is_field(lead: str) -> bool:
    return lead.endswith((":", "="))
