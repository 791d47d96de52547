"""The dates of ``involving:X@2024``; separate because a date clause of a framework query reaches back for them."""

from dataclasses import replace

from policykb.query.ast import And, Bare, Condition, Dates, Expression, Name, Not, Or, all_of, any_of, leaves, negation


def is_undated(item: Expression) -> bool:
    """Whether some condition of ``involving`` has no date yet."""
    return any(_lacks_date(leaf, "involving") for leaf in leaves(item))


def dated(item: Expression, dates: Dates, field: str = "involving") -> Expression:
    """The same, with the date on every condition of the field that has none."""
    match item:
        case Condition():
            return replace(item, on=dates) if _lacks_date(item, field) else item
        case And():
            return all_of(dated(part, dates, field) for part in item.items)
        case Or():
            return any_of(dated(part, dates, field) for part in item.items)
        case Not():
            return negation(dated(item.item, dates, field))
        case _:
            return item


def _lacks_date(item: Condition | Bare, field: str) -> bool:
    return isinstance(item, Condition) and item.field == field and isinstance(item.value, Name) and item.on is None
