"""Claims in SQL: what somebody says now of the response to a statement or of its progress."""

from sqlalchemy import FromClause, and_, exists, func, literal, not_, or_

from policykb.domain.fields import Field
from policykb.query.ast import Condition
from policykb.query.scope import Bool, Scope, text_of
from policykb.store import tables as t


def claimed(item: Condition, row: Field, s: FromClause, scope: Scope) -> Bool:
    """That somebody's current claim has this value: no later one of the same asserter that still stands."""
    claim, later = t.claim.alias(), t.claim.alias()
    undated = literal("")
    after = func.coalesce(later.c.on_first, undated), later.c.position, later.c.id
    this = func.coalesce(claim.c.on_first, undated), claim.c.position, claim.c.id
    newer = or_(
        after[0] > this[0],
        and_(after[0] == this[0], after[1] > this[1]),
        and_(after[0] == this[0], after[1] == this[1], after[2] > this[2]),
    )
    overtaken = exists().where(
        later.c.statement_id == claim.c.statement_id,
        later.c.aspect == claim.c.aspect,
        later.c.asserter_id == claim.c.asserter_id,
        later.c.retracted.is_(False),
        newer,
    )
    return exists().where(*standing(claim, item, row, s, scope), claim.c.value == text_of(item), not_(overtaken))


def standing(claim: FromClause, item: Condition, row: Field, s: FromClause, scope: Scope) -> list[Bool]:
    """That a claim is about this statement and aspect, by whom the condition names, and not taken back."""
    asserter = [claim.c.asserter_id.in_(scope.parts(item.asserter))] if item.asserter is not None else []
    about = [claim.c.statement_id == s.c.id, claim.c.aspect == row.name, claim.c.retracted.is_(False)]
    return [*about, *asserter]
