"""Which condition of a query is looked up and which are only asked of what it finds; separate because it counts rows.

A condition on links or words can be answered by listing the statements that fulfil it, or by asking one statement
whether it does. To list 35,000 statements of a wide theme only to keep the three that also name a framework costs
more than the whole query should. Databases guess which way is better; policykb counts, up to a limit.
"""

from sqlalchemy import func, select

from policykb.domain.fields import find_field
from policykb.query.ast import And, Condition, Expression, Query
from policykb.query.conditions import listed
from policykb.query.scope import Scope
from policykb.store import tables as t

MOST_COUNTED = 20_000
"""Statements counted of one condition; more are many."""


def choose_driver(query: Query, scope: Scope, most: int | None) -> tuple[Condition | None, bool]:
    """(the condition whose statements are listed, whether the others are asked of each statement).

    ``most``: only so many of the newest are wanted. Then, where even the rarest condition holds of many, the statements
    are gone through newest first and asked everything, until there are enough.
    """
    conditions = _required(query.where)
    counts = {id(item): _count(item, query, scope) for item in conditions}
    counted = [(n, item) for item in conditions if (n := counts[id(item)]) is not None]
    if not counted:
        return None, False
    fewest, driver = min(counted, key=lambda pair: pair[0])
    if most is not None and all(item.field != "text" for item in conditions):
        total = scope.connection.execute(select(func.max(t.statement.c.id))).scalar_one() or 0
        # To find ``most`` that way about total * most / fewest are asked; to list them all, ``fewest``.
        if fewest * fewest > total * most * 2 ** (len(counted) - 1):
            return None, True
    return driver, len(conditions) > 1


def _required(where: Expression | None) -> list[Condition]:
    """The conditions that every row fulfils."""
    items = where.items if isinstance(where, And) else (where,)
    return [item for item in items if isinstance(item, Condition)]


def _count(item: Condition, query: Query, scope: Scope) -> int | None:
    row = next((f for f in (find_field(item.field, subject) for subject in query.subjects) if f is not None), None)
    found = listed(item, row, scope) if row is not None else None
    if found is None:
        return None
    return int(
        scope.connection.execute(select(func.count()).select_from(found.limit(MOST_COUNTED).subquery())).scalar_one()
    )
