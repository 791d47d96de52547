"""What to tell somebody whose question found nothing; separate because it looks at what was asked, not at rows."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from policykb.domain.fields import PASSAGE
from policykb.query.ast import Condition, Name, leaves
from policykb.query.names import Resolution
from policykb.store import attached
from policykb.store import tables as t


def advise(resolution: Resolution, connection: Connection) -> Iterator[str]:
    """Sentences on how the question might miss what is there."""
    where = resolution.query.where
    conditions = [leaf for leaf in leaves(where) if isinstance(leaf, Condition)] if where is not None else []
    if resolution.query.subjects[0] == PASSAGE:
        if not attached.is_any(connection):
            yield "No source is attached: policykb source attach KEY FILE"
    elif any(condition.field == "text" for condition in conditions):
        yield "Words are looked for in the base's own wording; the sources may say it in others."
    for condition in conditions:
        if condition.field == "by" and isinstance(condition.value, Name):
            published = _published(connection, resolution.ids[condition.value.text])
            if published:
                one = "1 source" if published == 1 else f"{published} sources"
                yield (
                    f"by asks who voices it; {condition.value.text} is the publisher of {one}: "
                    f"write from {condition.value.text}"
                )


def _published(connection: Connection, actor: int) -> int:
    query = select(func.count()).select_from(t.source).where(t.source.c.publisher_id == actor)
    return int(connection.execute(query).scalar_one())
