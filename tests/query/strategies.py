"""Every tree a query can have, in normal form: for the renderer, the compiler and the oracle alike."""

from datetime import date
from functools import cache
from itertools import pairwise, permutations

from hypothesis import strategies as st

from policykb.domain.characters import clean_text
from policykb.domain.dates import interval
from policykb.domain.fields import STATEMENTS, SUBJECTS, Field, Kind, fields_of
from policykb.query.ast import (
    RELEVANCE,
    AnyValue,
    Bare,
    Condition,
    Dates,
    Expression,
    InSource,
    Name,
    NoValue,
    Query,
    Sort,
    Value,
    Word,
    all_of,
    any_of,
    negation,
)
from policykb.query.grammar.lookup import SUBJECT_WORDS, gives_order, groups_of

RESERVED = [
    *("mentioning", "about", "to", "by", "on", "from", "under", "involving", "in", "since", "before", "after", "until"),
    *("with", "without", "containing", "and", "or", "not", "but"),
]
TRICKY = [
    *RESERVED,
    *("none", "*", "the", "a", "first", "last", "2", "20", "2024", "sorted", "accepted", "rejected", "implemented"),
    *("count", "of", "recommendations", "theme", "type", "-x", "--", "a:b", "a=b", "a@b", "a|b", "(a", "b)", "a,b"),
    *('"', '""', "“x”", "x*", "*x", ">=1", "years", "last-2-years", "2020..2024", "R&D", "don't", "C++", "ä", "日本"),
]
NAMES = [
    *("japan", "United States", "IPEF", "Trinidad and Tobago", "Council on Foreign Relations", "the Quad"),
    *("ncafp-2024-us-japan/japanese-participants", 'the "Quad"', "first 20", "last 2 years", "accepted by", "U.S."),
]
DATED = {("framework", "involving"), ("framework", "member"), ("actor", "member-of")}
"""The fields that take a date after @."""
SIGNS = frozenset('"“”„()|,:=<>@*')


def _clean(text: str) -> bool:
    try:
        clean_text(text)
    except ValueError:
        return False
    return text == " ".join(text.split()) and any(c.isalnum() for c in text)


def _plain(text: str) -> bool:
    signs = SIGNS.intersection(text) or text.startswith("-") or " " in text
    return _clean(text) and not signs and text.lower() not in RESERVED


_signs_and_letters = st.one_of(
    st.lists(st.sampled_from(TRICKY), min_size=1, max_size=4).map(" ".join),
    st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=8),
)
_words = st.text(st.characters(categories=["L", "N"], include_characters=".-&'/+%$#;"), min_size=1, max_size=6)


@st.composite
def _texts(draw: st.DrawFn) -> str:
    if draw(st.booleans()):
        return draw(st.sampled_from(NAMES))
    text = " ".join(draw(_signs_and_letters).split())
    return text if _clean(text) else "x" + "".join(c for c in text if c.isascii()).strip()


@st.composite
def _plain_words(draw: st.DrawFn) -> str:
    if draw(st.booleans()):
        return draw(st.sampled_from(_PLAIN))
    word = draw(_words)
    return word if _plain(word) else f"x{word}" if _clean(f"x{word}") else "x"


_PLAIN = [word for word in (*TRICKY, "trade", "rules", "IPEF", "market") if _plain(word)]
texts = _texts()
"""A name, phrase or short text with anything in it."""
plain_words = _plain_words()
"""A word that needs no quotes."""
names = texts.map(Name)


def _precise(day: date, size: int) -> str:
    return day.isoformat()[:size]


def _ordered(first: str, last: str) -> Dates:
    one, other = interval(first), interval(last)
    assert one.first is not None
    assert other.last is not None
    return Dates(first, last) if one.first <= other.last else Dates(last, first)


edtf = st.builds(_precise, st.dates(date(1000, 1, 1), date(2200, 12, 31)), st.sampled_from([4, 7, 10]))
dates = st.one_of(
    edtf.map(lambda text: Dates(text, text)),
    edtf.map(lambda text: Dates(text, None)),
    edtf.map(lambda text: Dates(None, text)),
    st.builds(_ordered, edtf, edtf),
    st.builds(
        lambda amount, unit: Dates(None, None, (amount, unit)),
        st.integers(1, 1000),
        st.sampled_from(["days", "weeks", "months", "years"]),
    ),
)
terms = st.one_of(
    plain_words.filter(lambda text: text.lower() != "none").map(Word),
    texts.map(lambda text: Word(text, phrase=True)),
    st.one_of(plain_words, st.sampled_from(RESERVED)).map(lambda text: Word(text, prefix=True)),
)
numbers = st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,3})?", fullmatch=True).map(Word)


def _is_run(words: tuple[str, ...]) -> bool:
    """Whether bare words stay one run: no keyword of two words among them, no article before them."""
    low = [word.lower() for word in words]
    counts = any(one in {"first", "last"} and other.isascii() and other.isdigit() for one, other in pairwise(low))
    return not counts and (len(words) == 1 or low[0] not in {"the", "a", "an"})


@st.composite
def _bare(draw: st.DrawFn) -> Bare:
    words = tuple(draw(st.lists(plain_words, min_size=1, max_size=4)))
    return Bare(words if _is_run(words) else words[:1])


bare = _bare()


@cache
def query_fields(subjects: tuple[str, ...], anyone: bool = False) -> list[Field]:
    """The fields that all (``anyone``: some) of the subjects have."""
    each = [{field.query: field for field in fields_of(subject) if field.query} for subject in subjects]
    kept = {name: field for fields in each for name, field in fields.items() if anyone or all(name in f for f in each)}
    return list(kept.values())


def _values(field: Field, subjects: tuple[str, ...]) -> st.SearchStrategy[Value]:
    match field.kind:
        case Kind.NAME | Kind.MENTION | Kind.KEY | Kind.RELATION:
            return names
        case Kind.TYPE:
            return st.sampled_from(subjects).map(Word)
        case Kind.TEXT:
            return terms
        case Kind.DATE:
            return dates
        case Kind.FLAG:
            return st.sampled_from([Word("true"), Word("false")])
        case Kind.NUMBER:
            return numbers
        case _:
            return texts.map(Word)


def _operators(kind: Kind) -> st.SearchStrategy[str]:
    more = {Kind.NUMBER: [">", ">=", "<", "<="], Kind.NAME: [":="], Kind.MENTION: [":="]}
    return st.sampled_from([":", *more.get(kind, [])])


@cache
def _on_field(field: Field, subjects: tuple[str, ...], in_source: bool) -> st.SearchStrategy[Condition]:
    name = str(field.query)
    dated = not in_source and (subjects[0], name) in DATED
    asserter = st.none() | names if field.kind is Kind.CLAIM else st.none()
    on = st.none() | dates if dated else st.none()
    values = _values(field, STATEMENTS if in_source else subjects)
    stated = st.builds(Condition, st.just(name), values, _operators(field.kind), asserter, on)
    present = st.builds(Condition, st.just(name), st.sampled_from([AnyValue(), NoValue()]), st.just(":"), asserter)
    return st.one_of(stated, stated, stated, present)


@st.composite
def conditions(draw: st.DrawFn, subjects: tuple[str, ...] = ("recommendation",), in_source: bool = False) -> Condition:
    """A condition on a field of the subjects (or, in ``in-source:``, of any statement)."""
    field = draw(st.sampled_from(query_fields(STATEMENTS if in_source else subjects, anyone=in_source)))
    return draw(_on_field(field, subjects, in_source))


@cache
def expressions(
    subjects: tuple[str, ...] = ("recommendation",), in_source: bool = False, max_leaves: int = 10
) -> st.SearchStrategy[Expression]:
    """Conditions joined in every way that `all_of`, `any_of` and `negation` allow."""
    # Inside in-source: a subject alone is a condition: type:recommendation.
    words = bare.filter(lambda run: len(run.words) > 1 or run.words[0] not in SUBJECT_WORDS) if in_source else bare
    leaf: st.SearchStrategy[Expression] = st.one_of(conditions(subjects, in_source), words)
    if not in_source and (subjects[0] in STATEMENTS or subjects == ("source",)):
        inner = expressions(subjects, in_source=True, max_leaves=4)
        leaf = st.one_of(leaf, leaf, leaf, st.builds(InSource, inner))

    def joined(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
        some = st.lists(parts, min_size=2, max_size=4)
        return st.one_of(some.map(all_of), some.map(any_of), parts.map(negation))

    return st.recursive(leaf, joined, max_leaves=max_leaves)


@cache
def _parts(subjects: tuple[str, ...]) -> tuple[st.SearchStrategy[tuple[str, ...]], st.SearchStrategy[tuple[Sort, ...]]]:
    """Groups and orders."""
    fields = query_fields(subjects)
    groups = groups_of(subjects) + ["theme.top"] * (subjects[0] in STATEMENTS)
    sorts = [Sort(str(field.query), down) for field in fields if gives_order(field) for down in (False, True)]
    sorts.append(Sort(RELEVANCE))
    return (
        st.lists(st.sampled_from(groups), max_size=2, unique=True).map(tuple),
        st.lists(st.sampled_from(sorts), max_size=2, unique_by=lambda each: each.field).map(tuple),
    )


_limits = st.none() | st.integers(1, 1_000_000)
_afters = st.none() | texts
_SUBJECTS = [*((subject,) for subject in SUBJECTS), *(s for n in (2, 3) for s in permutations(STATEMENTS, n))]


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """Any query."""
    subjects = draw(st.sampled_from(_SUBJECTS))
    groups, sorts = _parts(subjects)
    group = draw(groups)
    ordered = () if group else draw(sorts), draw(_limits), None if group else draw(_afters)
    where = draw(expressions(subjects)) if draw(st.integers(0, 9)) else None
    return Query(subjects, where, bool(group) or draw(st.booleans()), group, *ordered)
