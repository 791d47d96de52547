"""The query as a tree of frozen dataclasses; separate because parser, resolver, compiler and oracle share only this.

Normal form, so that ``parse(render(q)) == q``:

- ``And`` and ``Or`` hold two or more items and never one of their own kind; ``Not`` holds neither a ``Not`` nor a
  condition of `AnyValue` or `NoValue` (those turn into each other); ``InSource`` holds no ``InSource``. `all_of`,
  `any_of` and `negation` keep to this.
- A list is written out as one condition an item.
- Texts have no white space at their ends, single spaces inside, and at least one letter or digit. A `Word` of a text
  field that is no phrase is one word; of another field it is neither phrase nor prefix, and true or false for a flag.
- Comparisons of dates are `Dates` with the operator ``:``; ``>`` and the like are left for numbers, ``:=`` for names.
- The first words of a `Bare` are no article (unless it is alone) and none of its words is reserved. Inside
  ``in-source`` it is no type of record alone, which is a condition there.

Places (``at``) do not take part in comparison.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from dataclasses import field as attribute

Span = tuple[int, int]
"""Start and end (0-based characters, end excluded) in the text of the query."""


def _span() -> Span:
    return (0, 0)


@dataclass(frozen=True)
class Name:
    """A name or key, as written without quotes and article; resolved later."""

    text: str
    at: Span = attribute(default_factory=_span, compare=False)


@dataclass(frozen=True)
class Word:
    """A term, string, number or words of text; ``phrase``: in this order, side by side; ``prefix``: ``word*``."""

    text: str
    phrase: bool = False
    prefix: bool = False
    at: Span = attribute(default_factory=_span, compare=False)


@dataclass(frozen=True)
class Dates:
    """A range of EDTF dates, both ends included; None is open.

    ``since 2024`` is ("2024", None), ``after 2024`` ("2025", None), ``before 2024`` (None, "2023"), ``in 2024``
    ("2024", "2024"). ``last 2 years`` has neither end but ``relative`` (2, "years"); the unit is a plural: days, weeks,
    months or years.
    """

    first: str | None
    last: str | None
    relative: tuple[int, str] | None = None
    at: Span = attribute(default_factory=_span, compare=False)


@dataclass(frozen=True)
class AnyValue:
    """``field:*``: has any value."""


@dataclass(frozen=True)
class NoValue:
    """``field:none``: has no value."""


Value = Name | Word | Dates | AnyValue | NoValue


@dataclass(frozen=True)
class Condition:
    """One field, one operator, one value.

    ``field`` is the canonical query name (`policykb.domain.fields`); ``operator`` one of ``:`` (is, includes),
    ``:=`` (names: exactly this, without narrower themes or parts), and of numbers ``>``, ``>=``, ``<``, ``<=``.
    ``asserter`` (claims) is who says so, ``on`` (involving and member of frameworks) the ``@`` date.
    """

    field: str
    value: Value
    operator: str = ":"
    asserter: Name | None = None
    on: Dates | None = None
    at: Span = attribute(default_factory=_span, compare=False)


@dataclass(frozen=True)
class Bare:
    """An unquoted run of bare words: a name if the whole run is one, else each word is searched."""

    words: tuple[str, ...]
    at: Span = attribute(default_factory=_span, compare=False)


@dataclass(frozen=True)
class And:
    """All of them."""

    items: tuple["Expression", ...]


@dataclass(frozen=True)
class Or:
    """At least one of them."""

    items: tuple["Expression", ...]


@dataclass(frozen=True)
class Not:
    """Not so."""

    item: "Expression"


@dataclass(frozen=True)
class InSource:
    """``in-source:(...)``: each condition inside is met by some statement of the same source."""

    item: "Expression"


Expression = Condition | Bare | And | Or | Not | InSource


def all_of(items: Iterable[Expression]) -> Expression:
    """All of one or more expressions, in normal form."""
    flat = [part for item in items for part in (item.items if isinstance(item, And) else (item,))]
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def any_of(items: Iterable[Expression]) -> Expression:
    """At least one of one or more expressions, in normal form."""
    flat = [part for item in items for part in (item.items if isinstance(item, Or) else (item,))]
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def negation(item: Expression) -> Expression:
    """Not so, in normal form."""
    if isinstance(item, Not):
        return item.item
    if isinstance(item, Condition) and isinstance(item.value, AnyValue):
        return replace(item, value=NoValue())
    if isinstance(item, Condition) and isinstance(item.value, NoValue):
        return replace(item, value=AnyValue())
    return Not(item)


def leaves(item: Expression) -> Iterator[Condition | Bare]:
    """Every condition and run of bare words, in the order written."""
    if isinstance(item, Condition | Bare):
        yield item
    elif isinstance(item, Not | InSource):
        yield from leaves(item.item)
    else:
        for part in item.items:
            yield from leaves(part)


def wanted(item: Expression | None, *, holds: bool = True) -> Iterator[Condition]:
    """The single conditions that a record may fulfil itself to be found: not what is excluded, not in-source."""
    match item:
        case Condition() if holds:
            yield item
        case Not():
            yield from wanted(item.item, holds=not holds)
        case And() | Or():
            for part in item.items:
                yield from wanted(part, holds=holds)
        case _:
            pass


RELEVANCE = "relevance"
"""What stands for a field in an order that has the best first; it has no other direction."""


@dataclass(frozen=True)
class Sort:
    """``sort:issued`` or ``sort:-issued``; ``sort:relevance`` is the best first."""

    field: str
    descending: bool = False
    at: Span = attribute(default_factory=_span, compare=False)


@dataclass(frozen=True)
class Query:
    """A whole query.

    ``subjects`` in the order written: one, or several types of statement. ``group`` holds the query names of the fields
    of ``count of ... by`` (``theme.top``: by the top concepts); ``count`` is true with it, and may be without.
    """

    subjects: tuple[str, ...] = ("recommendation",)
    where: Expression | None = None
    count: bool = False
    group: tuple[str, ...] = ()
    sort: tuple[Sort, ...] = ()
    limit: int | None = None
    after: str | None = None
