"""Which condition of a query is looked up and which are only asked of what it finds; separate because it counts rows.

A condition on links or words can be answered by listing the statements that fulfil it, or by asking one statement
whether it does. To list 35,000 statements of a wide theme only to keep the three that also name a framework costs
more than the whole query should. Databases guess which way is better; policykb counts, up to a limit.
"""

from typing import Any

from sqlalchemy import CompoundSelect, Select, func, select

from policykb.domain.fields import find_field
from policykb.query.ast import And, Condition, Expression, Query
from policykb.query.conditions import listed
from policykb.query.scope import Scope
from policykb.store import tables as t

STEPS = (2_000, 20_000)
"""How far the statements of each condition are counted: few first, and on only where none has so few."""


def choose_driver(query: Query, scope: Scope, most: int | None) -> tuple[Condition | None, bool]:
    """(the condition whose statements are listed, whether the others are asked of each statement).

    ``most``: only so many of the newest are wanted. Then, where even the rarest condition holds of many, the statements
    are gone through newest first and asked everything, until there are enough.
    """
    conditions = _required(query.where)
    lists = [(item, found) for item in conditions if (found := listed_by(item, query, scope)) is not None]
    if not lists:
        return None, False
    if len(conditions) == 1 and most is None:
        return conditions[0], False
    # Links are counted before words, which cost more; and of the others no more than the fewest so far.
    lists.sort(key=lambda pair: pair[0].field == "text")
    for step in STEPS:
        fewest, driver = step, lists[0][0]
        for item, found in lists:
            count = _count(found, fewest, scope)
            if count < fewest:
                fewest, driver = count, item
        if fewest < step:
            break
    if most is not None and all(item.field != "text" for item in conditions):
        total = scope.connection.execute(select(func.max(t.statement.c.id))).scalar_one() or 0
        # To find ``most`` that way about total * most / fewest are asked; to list them all, ``fewest``.
        if fewest * fewest > total * most * 2 ** (len(lists) - 1):
            return None, True
    return driver, len(conditions) > 1


def _required(where: Expression | None) -> list[Condition]:
    """The conditions that every row fulfils."""
    items = where.items if isinstance(where, And) else (where,)
    return [item for item in items if isinstance(item, Condition)]


def listed_by(item: Condition, query: Query, scope: Scope) -> Select[Any] | CompoundSelect[Any] | None:
    """The statements that a condition of a query lists; None for one that lists none."""
    row = next((f for f in (find_field(item.field, subject) for subject in query.subjects) if f is not None), None)
    return listed(item, row, scope) if row is not None else None


def _count(found: Select[Any] | CompoundSelect[Any], most: int, scope: Scope) -> int:
    query = select(func.count()).select_from(found.limit(most).subquery())
    return int(scope.connection.execute(query).scalar_one())
