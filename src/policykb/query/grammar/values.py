"""One value of a field, by its kind; separate because fields, name words, ``with`` and lists all read values."""

import re

from policykb.domain.fields import STATEMENTS, Field, Kind
from policykb.query.ast import AnyValue, Bare, Condition, Dates, Expression, Name, NoValue, Span, Value, Word, all_of
from policykb.query.grammar.cursor import Cursor
from policykb.query.grammar.lexer import ARTICLES, QUOTED, RESERVED, WORD, Token, searchable
from policykb.query.grammar.lists import Series
from policykb.query.grammar.lookup import SUBJECT_WORDS, plural, words_field
from policykb.query.grammar.participation import DATED
from policykb.query.grammar.periods import dates_start, read_dates

_NAMES = frozenset({Kind.NAME, Kind.MENTION, Kind.KEY, Kind.RELATION})
_ONE_OF_MANY = frozenset({Kind.WORD, Kind.FLAG, Kind.NUMBER, Kind.STRING, Kind.KEY, Kind.TYPE, Kind.DATE})
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?|\.[0-9]+")
_FLAGS = {"true": "true", "yes": "true", "false": "false", "no": "false"}


def series(c: Cursor, field: Field, lead: str, start: int, *, operator: str = ":", run: bool = True) -> Series:
    """How a list of values of a field is read; without ``run`` its first value is one word."""

    def read(minus: bool, first: bool) -> Expression:
        return read_value(c, field, start if first else c.peek().start, operator=operator, run=run or not first)

    single = (field.query or field.name) if not field.many and field.kind in _ONE_OF_MANY else ""
    return Series(lead, read, lambda ahead: value_starts(c, field, ahead), loose=run, single=single)


def value_starts(c: Cursor, field: Field, ahead: int = 0) -> bool:
    """Whether an unquoted run or a quoted value of the field starts so many tokens ahead."""
    if field.kind is Kind.DATE:
        return dates_start(c, ahead) or c.at("*", "none", ahead=ahead)
    return name_starts(c, ahead) if field.kind in _NAMES else c.is_value(ahead)


def name_starts(c: Cursor, ahead: int = 0) -> bool:
    """Whether a name starts so many tokens ahead; a known one may start with a reserved word."""
    return c.is_value(ahead) or _joined(c, ahead) > 0


def read_value(
    c: Cursor, field: Field, start: int, *, operator: str = ":", run: bool = True, asked: str = ""
) -> Expression:
    """The condition that ``field`` has the value which stands here, or any, or none.

    ``run``: an unquoted value is all words up to the next reserved word or field; else it is one word.
    ``start`` is the character where the condition begins; ``asked`` the word that asks for a name, in errors.
    """
    what = field.query or field.name
    if c.at("*", "none") and not (run and c.is_value(1)) and not c.at("=", ahead=1):
        value: Value = AnyValue() if c.take().low == "*" else NoValue()
        return Condition(what, value, at=(start, c.last_end))
    if field.kind is Kind.TEXT:
        return read_text(c, what, start, run=run)
    if field.kind is Kind.CLAIM:
        return _read_claim(c, what, start, run=run)
    on = None
    if field.kind in _NAMES:
        value = read_name(c, asked or what, run=run)
        on = read_on(c, what)
    elif field.kind is Kind.DATE:
        value = read_dates(c, what, word_form=run)
    else:
        value = read_word(c, field, run=run)
    return Condition(what, value, operator, on=on, at=(start, c.last_end))


def read_name(c: Cursor, what: str, *, run: bool = True) -> Name:
    """A name: quoted, or the longest run of words without the article before it; ``what`` asks for it, in errors."""
    if run and c.at(*ARTICLES) and (c.is_value(1) or _joined(c, 1)):
        c.take()
    token = c.peek()
    if token.kind == QUOTED:
        c.take()
        return Name(token.text, (token.start, token.end))
    words: list[Token] = []
    while count := _joined(c, 0) or int(c.is_value() and c.peek().kind == WORD if run else c.is_word()):
        words += [c.take() for _ in range(count)]
        if not run:
            break
    if not words:
        raise c.error(
            f"a name is missing after '{what}': {{at}}",
            "Write a name, in quotes if it is, or holds, a reserved word or a sign.",
        )
    text, at = _together(c, words)
    c.name_end = c.index
    return Name(text, at)


def read_on(c: Cursor, what: str) -> Dates | None:
    """The date after ``@``, if there is one."""
    if not c.at("@"):
        return None
    if what not in DATED.get(c.subjects[0], ()) or c.in_source:
        hint = "@ gives the date of involving: and member: of frameworks and of member-of: of actors."
        raise c.error("{at} cannot stand here", hint)
    c.take()
    return read_dates(c, "@")


def read_text(c: Cursor, what: str, start: int, *, run: bool = True) -> Expression:
    """Words and phrases, all of them required."""
    if not (c.is_value() if run else c.is_word() or c.peek().kind == QUOTED):
        raise c.error(
            f"words for '{what}' are missing: {{at}}",
            "Write words, a phrase in quotes, or the start of a word (trad*).",
        )
    found = [_read_term(c, what, start)]
    while run and c.is_value():
        if c.peek().kind == WORD and not searchable(c.peek().text):
            c.take()
        else:
            found.append(_read_term(c, what, c.peek().start))
    return all_of(found)


def read_bare(c: Cursor, *, single: bool) -> Expression:
    """A phrase, the start of a word, or a run of bare words (``single``: one word)."""
    token = c.peek()
    if token.kind == QUOTED or "*" in token.text:
        return _read_term(c, words_field(c.subjects, c.in_source), token.start)
    words: list[Token] = []
    while c.is_value() and c.peek().kind == WORD and "*" not in c.peek().text and not (single and words):
        words.append(c.take())
    _together(c, words)
    words = [word for word in words if searchable(word.text)]
    while len(words) > 1 and words[0].low in ARTICLES:
        del words[0]
    return Bare(tuple(word.text for word in words), (words[0].start, words[-1].end))


def read_word(c: Cursor, field: Field, *, run: bool) -> Word:
    """A term, short text, number, flag or type: quoted, one word, or in a ``run`` all words of it."""
    what, token = field.query or field.name, c.peek()
    if token.kind == QUOTED:
        c.take()
        text, at = token.text, (token.start, token.end)
    else:
        words: list[Token] = []
        while c.is_value() and c.peek().kind == WORD if run else not words and _is_single(c, field):
            words.append(c.take())
        if not words:
            raise c.error(f"a value is missing after '{what}': {{at}}", "Write a word, or anything else in quotes.")
        if field.kind is Kind.STRING:
            _take_glued(c)
        text, at = _together(c, words, c.written(words[-1].start))
    return Word(_checked(c, field, text, token), at=at)


def _is_single(c: Cursor, field: Field) -> bool:
    # An address may stand without quotes: what looks like a field (https:) is not one here.
    return c.is_word() or (field.kind is Kind.STRING and c.peek().kind == WORD and c.peek().low not in RESERVED)


def _take_glued(c: Cursor) -> None:
    """Reads on to the next white space or sign of a list: scheme=code, https://..."""
    while c.peek().start == c.last_end and (c.peek().kind == WORD or c.at(":", "=", ":=", "@")):
        c.take()


def _together(c: Cursor, words: list[Token], last: str | None = None) -> tuple[str, Span]:
    """The words as one text, with its place; ``last`` is the last of them where more belongs to it."""
    text = " ".join([*(word.text for word in words[:-1]), words[-1].text if last is None else last])
    if "*" in text:
        raise c.error(
            "only words of a text take a *: {at}", "Write the whole word, or search the text: text:trad*", words[0]
        )
    if not searchable(text):
        raise c.error("there is no letter or digit in {at}", "Write a word or name that has one.", words[0])
    return text, (words[0].start, c.last_end)


def _read_term(c: Cursor, what: str, start: int) -> Condition:
    """One word or phrase of a text, read."""
    token = c.take()
    text, prefix = token.text, token.kind == WORD and token.text.endswith("*")
    if prefix:
        text = text[:-1]
    if token.kind == WORD and "*" in text:
        raise c.error("a * can stand only at the end of a word: {at}", "Write the start of a word: trad*", token)
    if not searchable(text):
        raise c.error("there is nothing to search for in {at}", "A word has a letter or digit.", token)
    # An unquoted none would be read as "has no value" in the field form.
    phrase = token.kind == QUOTED or text.lower() == "none"
    return Condition(what, Word(text, phrase and not prefix, prefix, (token.start, token.end)), at=(start, token.end))


def _read_claim(c: Cursor, what: str, start: int, *, run: bool) -> Condition:
    """VALUE or ASSERTER=VALUE."""
    name = read_name(c, what, run=run)
    if not c.at("="):
        return Condition(what, Word(name.text, at=name.at), at=(start, c.last_end))
    c.take()
    value: Value
    if c.at("*", "none") and not (run and c.is_value(1)):
        value = AnyValue() if c.take().low == "*" else NoValue()
    else:
        said = read_name(c, f"{what}:{name.text[:40]}=", run=run)
        value = Word(said.text, at=said.at)
    return Condition(what, value, asserter=name, at=(start, c.last_end))


def _checked(c: Cursor, field: Field, text: str, token: Token) -> str:
    """The value in its normal form, or the error that it does not fit the kind of the field."""
    match field.kind:
        case Kind.FLAG:
            if text.lower() not in _FLAGS:
                raise c.error(
                    f"'{field.query}' is true or false, not {{at}}", "Write true or false (yes or no).", token
                )
            return _FLAGS[text.lower()]
        case Kind.NUMBER:
            if _NUMBER.fullmatch(text) is None:
                raise c.error(f"'{field.query}' needs a number, not {{at}}", "Write a number like 0.8.", token)
        case Kind.TYPE:
            allowed = STATEMENTS if c.in_source else c.subjects
            types = SUBJECT_WORDS.get(text.lower(), ())
            if len(types) != 1 or types[0] not in allowed:
                raise c.error(
                    f"the query asks for {plural(allowed)}, so type cannot be {{at}}",
                    "Write what is asked for at the start: findings ..., statements ..., type:finding ...",
                    token,
                )
            return types[0]
    return text


def _joined(c: Cursor, ahead: int) -> int:
    """How many words from there are one known name that holds a reserved word."""
    if c.names is None:
        return 0
    words: list[str] = []
    while c.peek(ahead + len(words)).kind == WORD and not c.is_field(ahead + len(words)):
        words.append(c.peek(ahead + len(words)).text)
    return min(c.names.longest(words), len(words)) if words else 0
