"""Counts by one or two fields: which can be asked, and the answer by counting the records one by one."""

from itertools import product
from typing import Any

from tests.builders import Plain
from tests.query.asking import Asked
from tests.query.questions import Questioner
from tests.query.worlds import STATEMENT_TYPES

from policykb.domain.fields import SUBJECTS
from policykb.query.ast import Query
from policykb.query.grouping import NOBODY, Counted

LINKED = (
    *("to", "by", "theme", "framework", "actor", "event", "publisher"),
    *("broader", "part-of", "member", "member-of", "involving", "coverage"),
)
GROUPED: dict[str, tuple[str, ...]] = dict.fromkeys(
    STATEMENT_TYPES, ("type", "source", "publisher", "by", "theme", "framework", "actor", "event", "priority", "issued")
)
"""Fields by which each type is counted here, besides ``theme.top``."""
GROUPED["recommendation"] += ("to", "strength", "action", "endorsed", "review", "number")
GROUPED["finding"] += ("kind",)
GROUPED |= {
    "actor": ("kind", "checked", "honorific", "url", "part-of", "member-of"),
    "framework": ("kind", "established", "type", "part-of", "member", "involving"),
    "event": ("date", "kind"),
    "source": ("kind", "issued", "language", "consensus", "publisher", "event", "by", "coverage"),
    "theme": ("type", "checked", "broader"),
}


def count(ask: Questioner) -> Query:
    """A count by one or two fields, of all records or those that fit a condition."""
    subject = ask.one(SUBJECTS)
    fields = (*GROUPED[subject], *(("theme.top",) if subject in STATEMENT_TYPES else ()))
    group = dict.fromkeys(ask.one(fields) for _ in range(ask.one((1, 2, 2))))
    where = ask.condition((subject,)) if ask.chance(2) else None
    return Query((subject,), where, True, tuple(group), limit=ask.one((None, None, 1, 4)))


def counted_one_by_one(asked: Asked, query: Query) -> list[Counted]:
    """Every record in the row of each of its values; sources and publishers behind a row counted once each."""
    base = asked.oracle.base
    rows: dict[tuple[str, ...], list[Plain]] = {}
    for record in asked.oracle.found(query):
        for values in product(*(values_of(asked, record, name) for name in query.group)):
            rows.setdefault(values, []).append(record)
    found = []
    for values, records in rows.items():
        sources = {record["source"] for record in records} if query.subjects[0] in STATEMENT_TYPES else set[str]()
        publishers = {base.by_key[source].get("publisher") for source in sources} - {None}
        found.append((values, len(records), len(sources), len(publishers)))
    return sorted(found, key=lambda row: (-row[1], row[0]))[: query.limit]


def values_of(asked: Asked, record: Plain, name: str) -> set[str]:
    """The names of the values that a record has in a field; of dates the year."""
    base = asked.oracle.base
    field, _, top = name.partition(".")
    values: Any = asked.oracle.conditions.values(field, record["type"])(record)
    if top:
        values = {above for theme in values for above in base.above(theme) if not base.parents(above)}
    if field in LINKED:
        values = [told_apart(asked, key, name, record["type"]) for key in values]
    named = {str(v[0].year) if isinstance(v, tuple) else str(v).lower() if isinstance(v, bool) else v for v in values}
    return named or {NOBODY}


def told_apart(asked: Asked, key: str, field: str, subject: str) -> str:
    """The name of an entity, with its key where another that the field might link has the same name."""
    entity, entities = asked.oracle.base.by_key[key], asked.oracle.base.entities
    types = {"theme": {"theme"}, "event": {"event"}, "framework": {"framework"}, "publisher": {"actor"}}
    types |= {"broader": {"theme"}, "coverage": {"theme"}, "member-of": {"framework"}}
    types |= {"involving": {"theme", "actor", "framework", "event"}} | (
        {"by": {"actor"}} if subject == "source" else {}
    )
    wanted = types.get(field, {"actor", "framework"})
    same = [other for other in entities if other["type"] in wanted and other["name"] == entity["name"]]
    return f"{entity['name']} ({key})" if len(same) > 1 else str(entity["name"])
