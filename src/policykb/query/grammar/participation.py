"""The dates of ``involving:X@2024``; separate because a date clause of a framework query reaches back for them."""

from dataclasses import replace

from policykb.query.ast import And, Bare, Condition, Dates, Expression, Name, Not, Or, all_of, any_of, leaves, negation

DATED = {"framework": frozenset({"involving", "member"}), "actor": frozenset({"member-of"})}
"""The fields that take a date after ``@``, and the date of a clause, by subject."""
_FIELDS = frozenset().union(*DATED.values())


def takes_part(item: Expression) -> str:
    """The first of those fields that the conditions name; empty for none."""
    fields = (leaf.field for leaf in leaves(item) if isinstance(leaf, Condition))
    return next((field for field in fields if field in _FIELDS), "")


def is_undated(item: Expression) -> bool:
    """Whether some condition of those fields has no date yet."""
    return any(_lacks_date(leaf) for leaf in leaves(item))


def dated(item: Expression, dates: Dates) -> Expression:
    """The same, with the date on every condition of those fields that has none."""
    match item:
        case Condition():
            return replace(item, on=dates) if _lacks_date(item) else item
        case And():
            return all_of(dated(part, dates) for part in item.items)
        case Or():
            return any_of(dated(part, dates) for part in item.items)
        case Not():
            return negation(dated(item.item, dates))
        case _:
            return item


def _lacks_date(item: Condition | Bare) -> bool:
    return isinstance(item, Condition) and item.field in _FIELDS and isinstance(item.value, Name) and item.on is None
