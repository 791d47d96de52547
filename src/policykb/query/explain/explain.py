"""From a resolved query to its explanation; a handful of SELECTs for a whole page, whatever stands on it.

The compiler itself says which conditions hold of which record: one SELECT has a column for each. The reasons are then
looked up in the records.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, select

from policykb.domain.fields import PASSAGE, STATEMENTS, Field, find_field
from policykb.query.ast import InSource
from policykb.query.compile import Compiled, clause_of, clause_on, compile_query, table_of
from policykb.query.explain.absent import not_so
from policykb.query.explain.entities import EntityReasons
from policykb.query.explain.explanation import Because, Explained, Explanation, Named, Reason
from policykb.query.explain.facts import Facts, Plain, facts_of
from policykb.query.explain.lineage import Lineage
from policykb.query.explain.passages import PassageReasons, with_sources
from policykb.query.explain.statements import StatementReasons, linked
from policykb.query.explain.tree import Leaf, deciding, leaves_of, tree_of
from policykb.query.grammar.render import render, render_where
from policykb.query.grouping import counting, groups_of
from policykb.query.names import Resolution, scope_of
from policykb.query.scope import Scope
from policykb.store import plan, reading
from policykb.store import tables as t
from policykb.store.labels import Labels

MOST_IN_SOURCE = 20
"""Statements of one source that are told for a condition inside ``in-source:``."""


def explain(resolution: Resolution, connection: Connection, today: date, limit: int) -> Explanation:
    """Why the query finds what it finds; of a count, why each record is counted. At most ``limit`` records."""
    query = resolution.query
    # A count's limit is of its rows, not of what is counted.
    of_records = replace(resolution, query=replace(query, limit=None)) if query.group else resolution
    compiled = compile_query(of_records, connection, today, limit)
    lineage = Lineage(connection, resolution.ids)
    selects = _selects(resolution, compiled, connection, today)
    rows = _Rows(resolution, connection, scope_of(resolution, connection, today), lineage)
    return Explanation(
        canonical=render(query),
        names=tuple(_names(resolution, lineage)),
        rows=tuple(rows.explained(list(compiled.run_ids(connection)))),
        total=compiled.run_count(connection),
        subjects=query.subjects,
        group=query.group,
        sql=tuple(_legend(resolution) + plan.sql_of(connection, each) for each in selects),
        plan=tuple(step for each in selects for step in plan.plan_of(connection, each)),
        database=plan.engine_name(connection),
    )


def _selects(resolution: Resolution, compiled: Compiled, connection: Connection, today: date) -> list[Select[Any]]:
    """What the database is asked for the answer itself."""
    if resolution.query.group:
        return [counting(resolution, connection, today)]
    if resolution.query.count:
        return [compiled.count]
    found = compiled.ids if compiled.limit is None else compiled.ids.limit(compiled.limit)
    return [found] if compiled.rest is None else [found, compiled.rest]


def _legend(resolution: Resolution) -> str:
    """What the numbers in the SQL stand for, as a comment."""
    numbered = [f"{id_} is {key}" for key, id_ in (resolution.ids | resolution.statements).items()]
    return f"-- {', '.join(numbered)}\n" if numbered else ""


def _names(resolution: Resolution, lineage: Lineage) -> list[Named]:
    return [
        Named(
            written=written,
            key=meaning.key,
            type=meaning.type,
            name=meaning.name,
            through=meaning.through,
            how=meaning.how,
            includes=tuple(key for key in lineage.below(meaning.key) if key != meaning.key),
        )
        for written, meanings in resolution.meanings.items()
        for meaning in meanings
    ]


@dataclass(frozen=True)
class _Elsewhere:
    """Statements of sources that fulfil a condition inside ``in-source:``: ids by source, and how many there are."""

    ids: dict[int, list[int]]
    counts: dict[int, int]


class _Rows:
    """Explains the rows of one answer."""

    def __init__(self, resolution: Resolution, connection: Connection, scope: Scope, lineage: Lineage) -> None:
        self._query = resolution.query
        self._connection = connection
        self._lineage = lineage
        self._scope = scope
        self._labels = Labels(connection)
        self._of_statements = self._query.subjects[0] in STATEMENTS
        self._of_passages = self._query.subjects[0] == PASSAGE
        self._tree = tree_of(self._query.where) if self._query.where is not None else None
        self._leaves = list(dict.fromkeys(leaves_of(self._tree))) if self._tree is not None else []
        self._statements = StatementReasons(scope, lineage, self._labels)
        self._entities = EntityReasons(scope, lineage, self._labels)
        self._passages = PassageReasons(scope, self._labels)

    def explained(self, ids: Sequence[int]) -> list[Explained]:
        """The rows of these ids, in this order."""
        if not ids:
            return []
        deciding_by_id = self._deciding(ids)
        sources = self._sources(ids)
        elsewhere = {
            leaf: self._elsewhere(leaf, set(sources.values()))
            for leaf in {leaf for some in deciding_by_id.values() for leaf in some}
            if leaf.in_source and leaf.wanted
        }
        others = [id_ for found in elsewhere.values() for some in found.ids.values() for id_ in some]
        facts = facts_of(self._connection, [*(ids if self._of_statements else ()), *others])
        records = self._records(ids, facts)
        self._learn(records.values(), facts)
        groups = groups_of(self._query, ids, self._connection) if self._query.group else {}
        explained = []
        for id_ in ids:
            record, source = records[id_], sources[id_]
            because = []
            for leaf in deciding_by_id[id_]:
                found = elsewhere.get(leaf)
                if found is not None:
                    because.append(self._in_source(leaf, found, source, facts))
                else:
                    because.append(self._here(leaf, record, facts.get(id_) if self._of_statements else None))
            text = record.get("text") or record.get("name") or record["title"]
            explained.append(Explained(record["key"], record["type"], text, tuple(because), tuple(groups.get(id_, ()))))
        return explained

    # which conditions hold

    def _deciding(self, ids: Sequence[int]) -> dict[int, list[Leaf]]:
        """Of each record the conditions because of which it was found; one SELECT with a column for each."""
        if self._tree is None:
            return {id_: [] for id_ in ids}
        table, id_column = table_of(self._query.subjects)
        # Each condition is asked of these few records, not all listed that fulfil it.
        self._scope.probing = True
        columns = []
        for number, leaf in enumerate(self._leaves):
            item = InSource(leaf.condition) if leaf.in_source else leaf.condition
            columns.append(clause_of(item, self._query.subjects, self._scope).label(f"holds_{number}"))
        rows = self._connection.execute(select(id_column, *columns).select_from(table).where(id_column.in_(ids)))
        found = {}
        for id_, *held in rows:
            holding = {leaf for leaf, holds in zip(self._leaves, held, strict=True) if bool(holds) == leaf.wanted}
            found[id_] = list(dict.fromkeys(deciding(self._tree, holding)))
        return found

    def _sources(self, ids: Sequence[int]) -> dict[int, int]:
        """The source whose statements count inside ``in-source:``, by record."""
        if not self._of_statements:
            return {id_: id_ for id_ in ids}
        s = t.statement.c
        return dict(self._connection.execute(select(s.id, s.source_id).where(s.id.in_(ids))).all())

    def _elsewhere(self, leaf: Leaf, sources: set[int]) -> _Elsewhere:
        """The first statements of each source that fulfil a condition."""
        other = t.statement.alias()
        place = func.row_number().over(partition_by=other.c.source_id, order_by=(other.c.position, other.c.id))
        count = func.count().over(partition_by=other.c.source_id)
        met = clause_on(leaf.condition, other, self._scope)
        wanted = other.c.source_id.in_(sources)
        numbered = select(other.c.id, other.c.source_id, place.label("place"), count.label("met")).where(wanted, met)
        some = numbered.subquery()
        rows = select(some).where(some.c.place <= MOST_IN_SOURCE).order_by(some.c.source_id, some.c.place)
        ids: dict[int, list[int]] = {}
        counts: dict[int, int] = {}
        for row in self._connection.execute(rows):
            ids.setdefault(row.source_id, []).append(row.id)
            counts[row.source_id] = row.met
        return _Elsewhere(ids, counts)

    # why

    def _records(self, ids: Sequence[int], facts: dict[int, Facts]) -> dict[int, Plain]:
        if self._of_statements:
            return {id_: facts[id_].record for id_ in ids}
        if self._of_passages:
            return dict(zip(ids, with_sources(self._connection, ids, self._labels), strict=True))
        return dict(zip(ids, reading.entities(self._connection, ids), strict=True))

    def _learn(self, records: Iterable[Plain], facts: dict[int, Facts]) -> None:
        """Names of all that may be told, in one SELECT."""
        keys = list(self._scope.ids)
        for each in facts.values():
            keys += [*each.origin.authors, *filter(None, [each.origin.publisher]), *(c.asserter for c in each.claims)]
        for record in [*records, *(each.record for each in facts.values())]:
            for field in ("addressees", "proponents", "themes", "frameworks", "actors", "events", "authors", "part_of"):
                keys += [key for key, _ in linked(record, field)]
            keys += record.get("broader", ())
            keys += [record[name] for name in ("publisher", "event") if name in record]
            keys += [member["actor"] for member in record.get("memberships", ())]
            for part in record.get("participations", ()):
                keys += [part["person"], *part.get("organisations", ())]
        self._labels.learn(keys)

    def _row(self, leaf: Leaf, type_: str) -> Field:
        subjects = STATEMENTS if leaf.in_source else (type_, *self._query.subjects)
        return next(row for row in (find_field(leaf.condition.field, each) for each in subjects) if row is not None)

    def _here(self, leaf: Leaf, record: Plain, facts: Facts | None) -> Because:
        """By what the record itself fulfils a condition."""
        if leaf.in_source:
            words = f"no statement of the source fulfils {render_where(leaf.condition)}"
            return Because(leaf.canonical, (Reason("absent", words),))
        return Because(leaf.canonical, tuple(self._reasons(leaf, record, facts)))

    def _reasons(self, leaf: Leaf, record: Plain, facts: Facts | None) -> list[Reason]:
        row = self._row(leaf, record["type"])
        if leaf.says_none:
            return [not_so(leaf.condition, row, record, self._labels, facts)]
        if self._of_passages:
            return self._passages.of(leaf.condition, row, record)
        if facts is None:
            return self._entities.of(leaf.condition, row, record)
        return self._statements.of(leaf.condition, row, facts)

    def _in_source(self, leaf: Leaf, found: _Elsewhere, source: int, facts: dict[int, Facts]) -> Because:
        """By which statements of the source a condition is fulfilled, and by what of each."""
        reasons = []
        for id_ in found.ids.get(source, ()):
            each = facts[id_]
            key = each.record["key"]
            for reason in self._reasons(leaf, each.record, each):
                where = reason.record or key
                reasons.append(replace(reason, text=f"{key}: {reason.text}", record=where))
        return Because(leaf.canonical, tuple(reasons), found.counts.get(source, 0) - len(found.ids.get(source, ())))
