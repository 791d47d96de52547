"""The query as a tree of frozen dataclasses; separate because parser, renderer, resolver, compiler and oracle share only this.

Normal form, so that ``parse(render(q)) == q``: ``And`` and ``Or`` hold two or more items and never one of their own
kind; ``Not`` never holds a ``Not``; a list is written out as one condition an item. Places (``at``) do not take part in
comparison.
"""

from dataclasses import dataclass, field

Span = tuple[int, int]
"""Start and end (0-based characters, end excluded) in the text of the query."""


def _span() -> Span:
    return (0, 0)


@dataclass(frozen=True)
class Name:
    """A name or key, as written without its quotes; resolved later. ``quoted`` only matters for what a bare word means."""

    text: str
    at: Span = field(default_factory=_span, compare=False)


@dataclass(frozen=True)
class Word:
    """A term, string, number, or words of text; ``phrase``: in this order, side by side; ``prefix``: written ``word*``."""

    text: str
    phrase: bool = False
    prefix: bool = False
    at: Span = field(default_factory=_span, compare=False)


@dataclass(frozen=True)
class Dates:
    """A range of EDTF dates, both ends included; None is open. ``last 2 years`` keeps ``last`` as (2, "years")."""

    first: str | None
    last: str | None
    relative: tuple[int, str] | None = None
    at: Span = field(default_factory=_span, compare=False)


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
    ``:=`` (exactly, without narrower themes or parts), ``>``, ``>=``, ``<``, ``<=``; ``asserter`` (claims) who says so,
    ``on`` (involving, member) the ``@`` date.
    """

    field: str
    value: Value
    operator: str = ":"
    asserter: Name | None = None
    on: Dates | None = None
    at: Span = field(default_factory=_span, compare=False)


@dataclass(frozen=True)
class Bare:
    """An unquoted run of bare words: a name if the whole run is one, else each word is searched."""

    words: tuple[str, ...]
    at: Span = field(default_factory=_span, compare=False)


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


@dataclass(frozen=True)
class Sort:
    """``sort:issued`` or ``sort:-issued``."""

    field: str
    descending: bool = False


@dataclass(frozen=True)
class Query:
    """A whole query. ``subjects`` in the order written; ``group`` the fields of ``count of ... by``; ``count`` even without."""

    subjects: tuple[str, ...] = ("recommendation",)
    where: Expression | None = None
    count: bool = False
    group: tuple[str, ...] = ()
    sort: tuple[Sort, ...] = ()
    limit: int | None = None
    after: str | None = None
