"""The conditions of a query with their negations moved down to the single ones; separate since it knows no database.

``not (a and b)`` holds where a or b does not; so a record is explained by the single conditions that hold of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policykb.query.ast import And, AnyValue, Bare, Condition, Expression, InSource, Not, NoValue, Or
from policykb.query.grammar.render import render_where


@dataclass(frozen=True)
class Leaf:
    """One condition, whether it is to hold or not, and whether some statement of the source is to fulfil it."""

    condition: Condition
    wanted: bool
    in_source: bool

    @property
    def canonical(self) -> str:
        """The condition as the canonical form has it, with a minus where it must not hold."""
        text = render_where(self.condition)
        text = f"in-source:({text})" if self.in_source else text
        return text if self.wanted else f"-{text}"

    @property
    def says_none(self) -> bool:
        """Whether it holds where there is nothing of that kind."""
        return isinstance(self.condition.value, NoValue) == self.wanted

    @property
    def asks_any(self) -> bool:
        """Whether any value will do, or none may be."""
        return isinstance(self.condition.value, AnyValue | NoValue)


@dataclass(frozen=True)
class Every:
    """All of them must hold."""

    items: "tuple[Tree, ...]"


@dataclass(frozen=True)
class Some:
    """At least one of them must."""

    items: "tuple[Tree, ...]"


Tree = Leaf | Every | Some


def tree_of(item: Expression, *, wanted: bool = True, in_source: bool = False) -> Tree:
    """The tree of a resolved expression."""
    match item:
        case And() | Or():
            parts = tuple(tree_of(part, wanted=wanted, in_source=in_source) for part in item.items)
            return Every(parts) if isinstance(item, And) == wanted else Some(parts)
        case Not():
            return tree_of(item.item, wanted=not wanted, in_source=in_source)
        case InSource():
            return tree_of(item.item, wanted=wanted, in_source=True)
        case Condition():
            return Leaf(item, wanted, in_source)
        case Bare():
            raise AssertionError("bare words are resolved before a query is explained")


def leaves_of(item: Tree) -> Iterator[Leaf]:
    """The single conditions, in the order written."""
    if isinstance(item, Leaf):
        yield item
        return
    for part in item.items:
        yield from leaves_of(part)


def deciding(item: Tree, holding: "Sequence[Leaf] | set[Leaf]") -> list[Leaf]:
    """Those of the conditions that hold because of which the whole does; empty where it does not."""
    match item:
        case Leaf():
            return [item] if item in holding else []
        case Every():
            each = [deciding(part, holding) for part in item.items]
            return [leaf for some in each for leaf in some] if all(each) else []
        case Some():
            return [leaf for part in item.items for leaf in deciding(part, holding)]
