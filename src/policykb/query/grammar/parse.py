"""A query as people write it -> its tree (`policykb.query.ast`); by hand, for keywords depend on where they stand.

The grammar, in EBNF; keywords count in any case, a ``WORD`` ends at white space and the signs ``( ) | , : = < > @ "``::

    query     = [ "count" "of" ] [ ARTICLE ] [ rows ] [ subjects ] sequence ;
    subjects  = ( SUBJECT | "type" ":" ( SUBJECT | "(" SUBJECT { joint SUBJECT } ")" ) ) { joint SUBJECT } ;
    sequence  = { modifier } { [ "and" | "or" | "but" ] clause { modifier } } ;
    clause    = [ "not" | "-" ] condition | "but" "not" "implemented" ;
    condition = "(" sequence ")" | "in-source" ":" "(" sequence ")"
              | NAMER list(name) | ( "accepted" | "rejected" ) "by" list(name)
              | "containing" list(text) | list(bare)
              | field | ( "with" | "without" ) ( field | list(have) )
              | ( "since" | "after" | "before" | "until" ) DATE | "in" list(date) | "from" DATE "to" DATE | relative ;
    field     = FIELD ( ":" | ":=" ) list(value) [ "@" date ] | FIELD ( ">" | ">=" | "<" | "<=" ) ( DATE | NUMBER ) ;
    have      = [ ARTICLE ] FIELD [ list(value) ] | name ;
    modifier  = rows | "limit" ":" NUMBER | "after" ":" KEY
              | "sorted" "by" order { ( "," | "and" ) order } | "sort" ":" order { "," order }
              | "by" FIELD { ( "," | "and" ) FIELD } | "group" ":" FIELD { "," FIELD } ;
    rows      = ( "first" | "last" ) NUMBER ;
    order     = [ "-" ] ( FIELD | "relevance" ) [ "ascending" | "descending" ] ;

    list(x)   = item(x) { joint item(x) } { [ "but" ] "not" list(x) } ;
    item(x)   = [ "not" | "-" ] ( x | "(" list(x) ")" ) ;
    joint     = "," [ "and" | "or" ] | "and" | "or" | "|" ;
    value     = name [ "@" date ] | text | date | [ name "=" ] name | NUMBER | "*" | "none" ;     (* by the field *)
    name      = [ ARTICLE ] WORD { WORD } | QUOTED ;
    text      = term { term } ;      term = WORD | WORD "*" | QUOTED ;
    bare      = WORD { WORD } | WORD "*" | QUOTED ;
    date      = DATE | [ DATE ] ".." [ DATE ] | relative | "last-" NUMBER "-" UNIT ;
    relative  = [ ARTICLE ] "last" NUMBER UNIT ;

What EBNF does not say: a run of words goes on up to a reserved word, a field (a word before ``:`` or a comparison) or a
keyword of two words (sorted by, first 20, accepted by); the first value after ``field:`` is one word. After and / or a
reserved word, a field or ``(`` starts a clause, anything else goes on with the list; ``(`` starts a list only at its
begin or inside its parentheses. Modifiers stand outside parentheses, ``by FIELD`` only after ``count of``. A list, and
the clauses of a sequence, are joined all by and or all by or. ``without NAME`` means: not mentioned.
"""

from policykb.domain.fields import STATEMENTS
from policykb.query.ast import Bare, Condition, Expression, InSource, Not, Query, leaves
from policykb.query.grammar.clauses import CONDITIONS
from policykb.query.grammar.cursor import MAX_DEPTH, Cursor
from policykb.query.grammar.lexer import ARTICLES, END, MAX_LENGTH, RESERVED, WORD, Lexicon, searchable
from policykb.query.grammar.lookup import SUBJECT_WORDS, nearest
from policykb.query.grammar.modifiers import Modifiers
from policykb.query.grammar.sequence import read_sequence

MAX_CONDITIONS = 64
"""Conditions a query may have; each bare word counts as one."""


def parse(text: str, names: Lexicon | None = None, *, limit: int = MAX_LENGTH) -> Query:
    """The tree of a query.

    ``names`` knows the names that hold a reserved word; without it they need quotes. ``limit`` is the number of
    characters allowed: a canonical form may be longer than what was typed (`CANONICAL_LENGTH`).

    Raises QuerySyntaxError and UnknownField, with the 1-based column and what could stand there; nothing else.

    >>> parse("recommendations to the Quad").where.value
    Name(text='Quad', at=(23, 27))
    >>> parse("recommendations in Japan")
    Traceback (most recent call last):
    policykb.errors.QuerySyntaxError: 'in' needs a date, not 'Japan' at column 20
    ...
    """
    c = Cursor(text, names, limit)
    if c.peek().kind == END:
        raise c.error("the query is empty", "Write what to look for: recommendations mentioning IPEF")
    modifiers = Modifiers()
    c.counting = _read_count(c)
    _read_subjects(c, modifiers)
    where = read_sequence(c, modifiers.read)
    if c.peek().kind != END:
        raise c.error("{at} closes nothing", f"Leave it out, or open it before. Here can stand: {CONDITIONS}.")
    modifiers.check(c)
    if where is not None:
        _check_size(c, where)
    return Query(
        c.subjects,
        where,
        c.counting or bool(modifiers.group),
        modifiers.group,
        modifiers.ordered(c.subjects[0]),
        modifiers.limit,
        modifiers.after,
    )


def _read_count(c: Cursor) -> bool:
    counting = c.at("count") and c.at("of", ahead=1) and not c.is_field(1)
    if counting:
        c.index += 2
    return counting


def _read_subjects(c: Cursor, modifiers: Modifiers) -> None:
    """What is asked for, if it is said: one type of record, or several of statements."""
    if c.at(*ARTICLES) and _subject(c, 3 if c.counts(1) else 1):
        c.take()
    if c.counts() and _subject(c, 2):
        modifiers.read(c)
    found: list[str] = []
    if c.at("type") and c.at(":", ":=", ahead=1):
        c.index += 2
        if c.at("("):
            with c.parenthesis():
                _read_subject(c, found)
                while joined := _joint(c):
                    c.index += joined
                    _read_subject(c, found)
        else:
            _read_subject(c, found)
    elif _subject(c, 0):
        _read_subject(c, found)
    else:
        _check_first_word(c)
        return
    while joined := _joint(c):
        c.index += joined
        _read_subject(c, found)
    c.subjects = tuple(dict.fromkeys(found))


def _joint(c: Cursor) -> int:
    """How many tokens join one more subject; 0 where none does."""
    return 0 if not c.at("and", "or", ",", "|") else 2 if c.at(",") and c.at("and", "or", ahead=1) else 1


def _read_subject(c: Cursor, found: list[str]) -> None:
    token = c.peek()
    if not _subject(c, 0):
        raise c.error(
            "{at} is nothing a query can ask for",
            f"Here can stand: {', '.join(word for word in SUBJECT_WORDS if word.endswith('s'))}.",
        )
    subjects = SUBJECT_WORDS[token.low]
    if found and not set(found).union(subjects) <= set(STATEMENTS):
        raise c.error("{at} cannot be asked together with another type", "Statements can: findings and commitments.")
    found += subjects
    c.take()


def _subject(c: Cursor, ahead: int) -> bool:
    return c.at(*SUBJECT_WORDS, ahead=ahead) and not c.is_field(ahead)


def _check_first_word(c: Cursor) -> None:
    """A first word that nearly is a subject was meant as one."""
    token = c.peek()
    if token.kind != WORD or token.low in RESERVED | ARTICLES or c.is_field() or "*" in token.text:
        return
    guess = nearest(token.low, SUBJECT_WORDS, 2)
    if guess is not None:
        raise c.error("{at} is nothing a query can ask for", f"Did you mean {guess}? To search the word, quote it.")


def _check_size(c: Cursor, where: Expression) -> None:
    count = 0
    for leaf in leaves(where):
        count += len(leaf.words) if isinstance(leaf, Bare) else 1
        if count > MAX_CONDITIONS:
            words = [
                token
                for token in c.tokens
                if token.start >= leaf.at[0] and (token.kind != WORD or searchable(token.text))
            ]
            token = words[MAX_CONDITIONS - count + len(leaf.words)] if isinstance(leaf, Bare) else words[0]
            raise c.error(f"at most {MAX_CONDITIONS} conditions, {{at}} is one more", "Split the query.", token)
    if _nesting(where) > MAX_DEPTH:
        raise c.error(f"nested deeper than {MAX_DEPTH}", "Leave out parentheses.", c.tokens[0])


def _nesting(item: Expression) -> int:
    """How many parentheses the canonical form may need: never less than it has."""
    match item:
        case Condition():
            return 0
        case Bare():
            return 1
        case Not():
            return _nesting(item.item)
        case InSource():
            return 1 + _nesting(item.item)
        case _:
            return 1 + max(_nesting(part) for part in item.items)
