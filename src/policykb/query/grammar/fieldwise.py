"""Conditions that name their field (field:value, with FIELD, without FIELD); separate from the words of a sentence."""

from collections.abc import Sequence
from dataclasses import replace

from policykb.domain.fields import Field, Kind
from policykb.errors import QuerySyntaxError
from policykb.query.ast import AnyValue, Condition, Expression, NoValue, Or, Span, Word, all_of, leaves, negation
from policykb.query.grammar.cursor import Cursor
from policykb.query.grammar.lexer import ARTICLES, COMPARISONS, MINUS, WORD, Token
from policykb.query.grammar.lists import Read, Series, read_list
from policykb.query.grammar.lookup import field_named, is_field_name
from policykb.query.grammar.participation import dated
from policykb.query.grammar.periods import one_date
from policykb.query.grammar.values import read_on, read_value, read_word, series, value_starts

_EXACT_ALREADY = frozenset({Kind.KEY, Kind.WORD, Kind.STRING, Kind.FLAG, Kind.NUMBER, Kind.CLAIM, Kind.RELATION})
_WHATEVER = frozenset({"any", "some"})
_EXACTLY = frozenset({Kind.NAME, Kind.MENTION})


def read_field(c: Cursor) -> Read:
    """``field:value``, ``field:(a|b)``, ``field:=exact`` or a comparison."""
    name, sign = c.take(), c.take()
    field = c.field(name)
    if sign.low in COMPARISONS:
        return Read(_read_comparison(c, field, name, sign))
    if sign.low == ":=" and field.kind not in _EXACTLY | _EXACT_ALREADY:
        raise c.error("{at} is for names and words", f"Write {name.low}: with a value.", sign)
    if c.at("not") or c.peek().kind == MINUS:
        raise c.error(f"{{at}} cannot stand after '{name.text}{sign.text}'", f"Write it before: -{name.text}:VALUE.")
    operator = sign.low if field.kind in _EXACTLY else ":"
    lead = c.written(name.start, sign.end)
    read = read_list(c, series(c, field, lead, name.start, operator=operator, run=False))
    what = field.query or field.name
    on = read_on(c, what)
    return read if on is None else Read(dated(read.expression, on), read.joint, lead, read.texts)


def read_with(c: Cursor) -> Read:
    """``with FIELD``, ``with FIELD VALUE``, ``without FIELD``, ``without NAME`` and lists of them."""
    keyword = c.take()
    if keyword.low == "with" and c.at("no") and c.is_value(1):
        keyword = keyword._replace(low="without", text=f"{keyword.text} {c.take().text}")
    if c.at(*_WHATEVER) and _is_named(c, 1):
        c.take()
    read = read_field(c) if c.is_field() else read_list(c, _with_series(c, keyword))
    if keyword.low == "with":
        return read
    if read.joint == "and":
        raise _without_and(c, keyword, read.texts)
    return Read(_none_of(read.expression))


def _with_series(c: Cursor, keyword: Token) -> Series:
    """Items are FIELD or FIELD and its values; after ``without`` also names that are mentioned."""

    def read(_minus: bool, _first: bool) -> Expression:
        if _is_named(c, 0):
            return _read_has(c, keyword)
        token = c.peek()
        named = "involving" if c.subjects[0] in {"framework", "event"} and not c.in_source else "mention"
        if keyword.low != "with":
            return read_value(c, c.field(token._replace(low=named, text=named)), token.start, asked=keyword.text)
        if token.kind == WORD and c.is_value():
            c.field(token, _for_a_name(c, named))
        raise c.error("a field is missing after 'with': {at}", "Write with FIELD or with FIELD VALUE.")

    return Series(keyword.text, read, c.is_value)


def _for_a_name(c: Cursor, field: str) -> str:
    if any(field_named(field, subject) is None for subject in c.subjects):
        return ""
    return f"For a name write {'about' if field == 'mention' else field} {c.run()}. "


def _is_named(c: Cursor, ahead: int) -> bool:
    """Whether the name of a field stands there, perhaps after an article."""
    skipped = int(c.at(*ARTICLES, ahead=ahead))
    token = c.peek(ahead + skipped)
    return token.kind == WORD and is_field_name(token.low)


def _read_has(c: Cursor, keyword: Token) -> Expression:
    """A field, and its values where they follow; a further field is not one of them."""
    if c.at(*ARTICLES):
        c.take()
    name = c.take()
    field = c.field(name)
    signed = int(c.at("not") or c.peek().kind == MINUS)
    if not c.at("(") and not value_starts(c, field, signed):
        return _any(field, (name.start, name.end))
    values = series(c, field, f"{keyword.text} {name.text}", name.start)
    read = read_list(c, replace(values, starts=lambda n: value_starts(c, field, n) and not _is_named(c, n)))
    if keyword.low == "without" and read.joint == "and":
        raise _without_and(c, keyword, [f"{name.text} {text}" for text in read.texts])
    return read.expression


def _without_and(c: Cursor, keyword: Token, texts: Sequence[str]) -> QuerySyntaxError:
    leads = ["with" if is_field_name(text.lower().split()[0]) else "mentioning" for text in texts]
    together = " and ".join(f"{lead} {text}" for lead, text in zip(leads, texts, strict=True))
    return c.error(
        "{at} has two readings before a list with 'and'",
        f"None of them: without {' or '.join(texts)}; not all of them: not ({together}).",
        keyword,
    )


def _any(field: Field, at: Span) -> Condition:
    # A flag is said of every record; who writes "with priority" means that it is true.
    return Condition(field.query or field.name, Word("true", at=at) if field.kind is Kind.FLAG else AnyValue(), at=at)


def _none_of(item: Expression) -> Expression:
    """None of the alternatives; written out where one is a field, so that it reads deadline:none."""
    fields = any(isinstance(leaf, Condition) and isinstance(leaf.value, AnyValue | NoValue) for leaf in leaves(item))
    return all_of(negation(part) for part in item.items) if fields and isinstance(item, Or) else negation(item)


def _read_comparison(c: Cursor, field: Field, name: Token, sign: Token) -> Condition:
    what, token = field.query or field.name, c.peek()
    if field.kind is Kind.DATE:
        if token.kind == WORD:
            c.take()
        return Condition(what, one_date(c, token, sign.low, what), at=(name.start, c.last_end))
    if field.kind is Kind.NUMBER:
        return Condition(what, read_word(c, field, run=False), sign.low, at=(name.start, c.last_end))
    raise c.error(f"'{what}' cannot be compared with {{at}}", f"Dates and numbers can; write {what}:VALUE.", sign)
