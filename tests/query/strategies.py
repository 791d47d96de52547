"""Every tree a query can have, in normal form: for the renderer, the compiler and the oracle alike."""

from datetime import date

from hypothesis import strategies as st

from policykb.domain.characters import clean_text
from policykb.domain.dates import interval
from policykb.domain.fields import STATEMENTS, SUBJECTS, Field, Kind, fields_of
from policykb.query.ast import (
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

RESERVED = (
    "mentioning about to by on from under involving in since before after until with without containing and or not but"
).split()
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


_anything = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=8)
texts = st.one_of(
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(TRICKY), min_size=1, max_size=4).map(" ".join),
    _anything.map(lambda text: " ".join(text.split())),
).filter(_clean)
plain_words = st.one_of(
    st.sampled_from([word for word in (*TRICKY, "trade", "rules", "IPEF", "market") if _plain(word)]),
    st.text(st.characters(categories=["L", "N"], include_characters=".-&'/+%$#;"), min_size=1, max_size=6),
).filter(_plain)
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
    counts = any(one in {"first", "last"} and other.isascii() and other.isdigit() for one, other in zip(low, low[1:]))
    return not counts and (len(words) == 1 or low[0] not in {"the", "a", "an"})


bare = st.lists(plain_words, min_size=1, max_size=4).map(tuple).filter(_is_run).map(Bare)


def query_fields(subjects: tuple[str, ...], anyone: bool = False) -> list[Field]:
    """The fields that all (``anyone``: some) of the subjects have."""
    each = [{field.query: field for field in fields_of(subject) if field.query} for subject in subjects]
    kept = {name: field for fields in each for name, field in fields.items() if anyone or all(name in f for f in each)}
    return list(kept.values())


@st.composite
def conditions(draw: st.DrawFn, subjects: tuple[str, ...] = ("recommendation",), in_source: bool = False) -> Condition:
    """A condition on a field of the subjects (or, in ``in-source:``, of any statement)."""
    field = draw(st.sampled_from(query_fields(STATEMENTS if in_source else subjects, anyone=in_source)))
    name, operator = str(field.query), ":"
    value: Value
    asserter = on = None
    if field.kind is not Kind.TYPE and draw(st.integers(0, 5)) == 0:
        value = draw(st.sampled_from([AnyValue(), NoValue()]))
        asserter = draw(st.none() | names) if field.kind is Kind.CLAIM else None
        return Condition(name, value, asserter=asserter)
    match field.kind:
        case Kind.NAME | Kind.MENTION:
            value, operator = draw(names), draw(st.sampled_from([":", ":", ":="]))
            if subjects == ("framework",) and not in_source and name in {"involving", "member"}:
                on = draw(st.none() | dates)
        case Kind.KEY | Kind.RELATION:
            value = draw(names)
        case Kind.TYPE:
            value = Word(draw(st.sampled_from(STATEMENTS if in_source else subjects)))
        case Kind.TEXT:
            value = draw(terms)
        case Kind.DATE:
            value = draw(dates)
        case Kind.FLAG:
            value = Word(draw(st.sampled_from(["true", "false"])))
        case Kind.NUMBER:
            value, operator = draw(numbers), draw(st.sampled_from([":", ">", ">=", "<", "<="]))
        case Kind.CLAIM:
            value, asserter = draw(texts.map(Word)), draw(st.none() | names)
        case _:
            value = draw(texts.map(Word))
    return Condition(name, value, operator, asserter, on)


def expressions(
    subjects: tuple[str, ...] = ("recommendation",), in_source: bool = False, max_leaves: int = 10
) -> st.SearchStrategy[Expression]:
    """Conditions joined in every way that `all_of`, `any_of` and `negation` allow."""
    leaf: st.SearchStrategy[Expression] = st.one_of(conditions(subjects, in_source), bare)
    if not in_source and (subjects[0] in STATEMENTS or subjects == ("source",)):
        inner = expressions(subjects, in_source=True, max_leaves=4)
        leaf = st.one_of(leaf, leaf, leaf, st.builds(InSource, inner))

    def joined(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
        some = st.lists(parts, min_size=2, max_size=4)
        return st.one_of(some.map(all_of), some.map(any_of), parts.map(negation))

    return st.recursive(leaf, joined, max_leaves=max_leaves)


subjects = st.one_of(
    st.sampled_from(SUBJECTS).map(lambda subject: (subject,)),
    st.lists(st.sampled_from(STATEMENTS), min_size=1, max_size=3, unique=True).map(tuple),
)


@st.composite
def queries(draw: st.DrawFn) -> Query:
    """Any query."""
    asked: tuple[str, ...] = draw(subjects)
    fields = query_fields(asked)
    groups = [str(field.query) for field in fields] + ["theme.top"] * (asked[0] in STATEMENTS)
    sorts = [str(field.query) for field in fields if not field.many]
    group = tuple(draw(st.lists(st.sampled_from(groups), max_size=2, unique=True)))
    order = draw(st.lists(st.builds(Sort, st.sampled_from(sorts), st.booleans()), max_size=2, unique_by=lambda s: s.field))
    return Query(
        asked,
        draw(st.none() | expressions(asked)),
        bool(group) or draw(st.booleans()),
        group,
        tuple(order),
        draw(st.none() | st.integers(1, 1_000_000)),
        draw(st.none() | texts),
    )
