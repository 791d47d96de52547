"""Search results on PostgreSQL with the best first: ts_rank over policykb's own terms, and the same for names."""

import math
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Double, Select, cast, false, func, literal, select

from policykb.store import tables as t
from policykb.store.dialect import postgresql

RANKING = "ts_rank (PostgreSQL)"
"""What search results are ranked by, as answers say it."""
_BY_LENGTH = 1
"""ts_rank's own way to count the length of a text: its result is divided by 1 + log(length)."""
_ONE_PLACE = 0.1
"""What ts_rank gives a lexeme without a weight; its n-th place counts 1/n^2, and pi^2/6 is what they can come to."""


def scored(
    groups: Sequence[Sequence[Sequence[str]]],
    within: Select[Any] | CompoundSelect[Any] | None,
    most: int | None = None,
    *,
    passages: bool = False,
) -> Select[Any]:
    """(id, score) of the statements in which of each group one run of terms stands; the best has the highest score.

    ``within``: only of these ids. ``most``: only so many of the best. ``passages``: of attached texts instead.
    """
    table = t.passage if passages else t.statement
    s = table.c
    if not all(groups):
        return select(s.id, literal(0.0).label("score")).where(false())
    alternatives = (
        " | ".join(f"({' <-> '.join(map(postgresql.lexeme, phrase))})" for phrase in phrases) for phrases in groups
    )
    asked = postgresql.tsquery(" & ".join(f"({each})" for each in alternatives))
    score = cast(func.ts_rank(func.policykb_terms(s.terms), asked, _BY_LENGTH), Double).label("score")
    found = select(s.id, score).where(*(postgresql.standing(group, table) for group in groups))
    if within is not None:
        found = found.where(s.id.in_(within))
    return found if most is None else found.order_by(score.desc()).limit(most)


def name_score(
    times: ColumnElement[Any], length: ColumnElement[Any], mean: float, having: int, total: int
) -> ColumnElement[Any]:
    """What ts_rank gives one lexeme that stands ``times`` in a text of ``length`` words.

    It knows neither the usual length (``mean``) nor how many texts have it (``having`` of ``total``).
    """
    most = math.pi**2 / 6
    # The sum of 1/n^2 up to here, but for a hundredth.
    return _ONE_PLACE / most * (most - 1 / (times + 0.5)) / (1 + func.ln(cast(length, Double)))
