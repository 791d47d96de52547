"""A tree -> the canonical form of its query; separate from the parser, of which it is the inverse."""

from policykb.query.ast import (
    And,
    AnyValue,
    Bare,
    Condition,
    Dates,
    Expression,
    InSource,
    Not,
    NoValue,
    Or,
    Query,
    Word,
)
from policykb.query.grammar.lexer import is_plain, quoted


def render(query: Query) -> str:
    """The query written with fields only.

    Names and words with white space, reserved words or signs stand in quotes, a quote inside them is doubled.

    >>> from policykb.query.grammar.parse import parse
    >>> render(parse("findings mentioning the Quad or AUKUS but not IPEF since 2024 sorted by issued first 20"))
    'type:finding mention:(Quad|AUKUS) -mention:IPEF issued>=2024 sort:issued limit:20'
    """
    parts = ["count of"] if query.count and not query.group else []
    parts.append(f"type:{_alternatives(query.subjects)}")
    if query.where is not None:
        parts.append(render_where(query.where))
    if query.group:
        parts.append(f"group:{','.join(query.group)}")
    if query.sort:
        parts.append("sort:" + ",".join(f"{'-' if each.descending else ''}{each.field}" for each in query.sort))
    if query.limit is not None:
        parts.append(f"limit:{query.limit}")
    if query.after is not None:
        parts.append(f"after:{_text(query.after)}")
    return " ".join(parts)


def render_where(item: Expression) -> str:
    """The conditions of a query alone."""
    return _beside(item) if isinstance(item, And) else _either(item) if isinstance(item, Or) else _one(item)


def _beside(item: And) -> str:
    """Side by side; a run of bare words after another needs parentheses, or they would be one run."""
    parts = [_one(part) for part in item.items]
    for index in range(1, len(parts)):
        if isinstance(item.items[index], Bare) and isinstance(item.items[index - 1], Bare):
            parts[index] = f"({parts[index]})"
    return " ".join(parts)


def _either(item: Or) -> str:
    """Alternatives: in one list if they are values of one field; bare words after it would go on with a list."""
    listed = _listed(item)
    if listed:
        return listed
    parts: list[str] = []
    bare = True
    for part in item.items:
        text = _one(part)
        is_bare = isinstance(part, Bare) or (isinstance(part, Not) and isinstance(part.item, Bare))
        parts.append(f"({text})" if is_bare and not bare else text)
        bare = bare and is_bare
    return " or ".join(parts)


def _one(item: Expression) -> str:
    """An expression as one clause."""
    match item:
        case Condition():
            return _condition(item)
        case Bare():
            return " ".join(item.words)
        case InSource():
            return f"in-source:({render_where(item.item)})"
        case Not():
            return f"-{_one(item.item)}" if not isinstance(item.item, Bare) else _without(item.item)
        case Or() if listed := _listed(item):
            return listed
        case _:
            return f"({render_where(item)})"


def _without(item: Bare) -> str:
    # A number could be read with a bare "first" before it, and "first" with a number after it.
    single = len(item.words) == 1 and not item.words[0].isdigit() and item.words[0].lower() not in {"first", "last"}
    return f"-{item.words[0]}" if single else f"-({' '.join(item.words)})"


def _listed(item: Or) -> str:
    """``field:(a|b)``; empty where the items are not values of one field."""
    conditions = [part for part in item.items if isinstance(part, Condition)]
    heads = {f"{part.field}{part.operator}" for part in conditions}
    if len(conditions) != len(item.items) or len(heads) > 1 or not conditions[0].operator.startswith(":"):
        return ""
    return f"{heads.pop()}({'|'.join(map(_value, conditions))})"


def _condition(item: Condition) -> str:
    if isinstance(item.value, Dates) and item.value.relative is None:
        if item.value.last is None:
            return f"{item.field}>={item.value.first}"
        if item.value.first is None:
            return f"{item.field}<={item.value.last}"
    return f"{item.field}{item.operator}{_value(item)}"


def _value(item: Condition) -> str:
    """What stands after the operator."""
    asserter = f"{_text(item.asserter.text)}=" if item.asserter else ""
    on = f"@{_dates(item.on)}" if item.on else ""
    match item.value:
        case AnyValue():
            value = "*"
        case NoValue():
            value = "none"
        case Dates():
            value = _dates(item.value)
        case Word(text=text, phrase=True):
            value = quoted(text)
        case Word(text=text, prefix=True):
            value = f"{text}*"
        case _:
            value = _text(item.value.text)
    return f"{asserter}{value}{on}"


def _dates(item: Dates) -> str:
    if item.relative is not None:
        amount, unit = item.relative
        return f"last-{amount}-{unit}"
    if item.first == item.last:
        return str(item.first)
    return f"{item.first or ''}..{item.last or ''}"


def _text(text: str) -> str:
    return text if is_plain(text) else quoted(text)


def _alternatives(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"({'|'.join(words)})"
