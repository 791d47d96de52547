"""Search results on SQLite with the best first: BM25, as FTS5 has it, and the same for names."""

import math
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Float, Select, literal_column, select, text

from policykb.store.dialect import sqlite

RANKING = "BM25 (SQLite)"
"""What search results are ranked by, as answers say it."""
_K1, _B = 1.2, 0.75
"""The constants of BM25, which FTS5 has built in."""


def scored(
    groups: Sequence[Sequence[Sequence[str]]],
    within: Select[Any] | CompoundSelect[Any] | None,
    most: int | None = None,
    *,
    passages: bool = False,
) -> Select[Any]:
    """(id, score) of the statements in which of each group one run of terms stands; the best has the highest score.

    ``within``: only of these ids; the others are not scored, which is what costs. ``most``: only so many of the best.
    ``passages``: of the passages of attached texts instead.
    """
    name = sqlite.PASSAGE_TEXT if passages else sqlite.FULL_TEXT
    score = literal_column(f"-bm25({name})", Float)
    found = select(literal_column("rowid").label("id"), score.label("score"))
    found = found.select_from(text(name)).where(sqlite.matching(groups, name))
    if within is not None:
        # With its plus the rows of the match are looked up among the ids; without, it would be one match an id.
        found = found.where(literal_column("+rowid").in_(within))
    # A limit, even none, keeps the search a step of its own: joined with other tables it could be made once a row.
    return found.limit(-1) if most is None else found.order_by(score.desc()).limit(most)


def name_score(
    times: ColumnElement[Any], length: ColumnElement[Any], mean: float, having: int, total: int
) -> ColumnElement[Any]:
    """BM25 of something that stands ``times`` in a text of ``length`` words, by FTS5's own formula.

    ``mean``: words of a usual text; ``having`` of ``total`` texts have it.
    """
    weight = max(math.log((max(total - having, 0) + 0.5) / (having + 0.5)), 1e-6)
    return weight * times * (_K1 + 1) / (times + _K1 * (1 - _B + _B / mean * length))
