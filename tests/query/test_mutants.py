"""Whatever is turned, left out or forgotten in the compiler, the oracle tells.

Every mutant of the modules that write SQL is examined by `make faults`; `make test` takes one of each sort.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from tests.builders import Fresh, lines, totals, write
from tests.query.asking import Asked
from tests.query.examination import Examination
from tests.query.mutants import Mutant, mutants
from tests.query.oracle import Oracle
from tests.query.oracle_base import Base
from tests.query.questions import TODAY
from tests.query.worlds import world

import policykb.query.compile as compiler
from policykb.query import claims, conditions, entities, grouping, groups, order, texts

pytestmark = pytest.mark.files

MODULES = (compiler, conditions, claims, entities, grouping, groups, order, texts)
FULL = os.environ.get("POLICYKB_FAULTS") == "full"
BASES = 48 if FULL else 2

REPRESENTATIVE = (
    "compile._expression: and_",
    "compile._expression: not_",
    "order.sorted_by: column.desc() -> column.asc()",
    "conditions.overlaps: last >= start -> last < start",
    "conditions._links: query.where(link.role == role) -> query",
    "conditions.scalar: column.is_not(None) -> column.is_(None)",
    "conditions._has_any: exists()",
    "claims.standing: claim.c.retracted.is_(False) -> claim.c.retracted.is_not(False)",
    "entities._involving: m.role == 'member' -> m.role != 'member'",
    "groups.grouped: link.c.role == row.role -> link.c.role != row.role",
    "texts.in_text: s.c.id.in_",
)
"""The beginnings of the names of those that `make test` examines."""

SAME = {
    "conditions.listed": "it only decides which condition is looked up first",
    "conditions._linked: scope.probes": "both ways find the same; one is faster",
    "conditions._mentions: scope.probes": "both ways find the same; one is faster",
    "texts.in_text: scope.probes": "both ways find the same; one is faster",
    "texts.in_text: len(runs)": "both ways find the same; one is faster",
    "texts.in_text: or_(false(), *": "with no run at all SQLAlchemy writes nothing for either",
    "compile.run_ids: self.ids if self.limit is None": "no limit is limit(None)",
    "compile.run_ids: self.rest is not None and given != self.limit -> self.rest is not None": "of the rest 0 are asked",
    "compile.compile_query: t.statement.join": "every statement has a source",
    "compile.compile_query: most if not query.sort": "it only decides the way",
    "compile._of_type: type_.in_(query.subjects) if": "of all types there is nothing to compare",
    "compile.where_clause: query": "it only decides the way, and True for what is there",
    "grouping._found: t.statement.outerjoin": "every statement has a source",
    "grouping._found: t.entity.join": "every entity has a row of its own table",
    "grouping._found: and_(t.entity.c.type == subject, where) -> and_(where)": "joined with its own table it is of the type",
    "grouping._rows: func.count(found.c.id.distinct()) if repeats else func.count() -> func.count(found": "it costs more",
    "grouping._rows: by[-1].table if by else found": "without groups nobody counts groups",
    "groups.own_value: row.role is not None or": "what has a role is of kind NAME",
    "groups._belonging: table.outerjoin(own": "every source has a row of its own table",
    "groups.label_of: select(e.c.name)": "names of other types are told apart where it need not be",
    "claims.claimed: or_(after[0] > this[0], and_(after[0] == this[0], after[1] > this[1]), and_(after[0] == this[0], "
    "after[1] == this[1], after[2] > this[2])) -> or_(after[0] > this[0], and_(after[0] == this[0], after[1] > this[1]))": (
        "places differ already"
    ),
    "claims.claimed: and_(after[0] == this[0], after[1] == this[1], after[2] > this[2])": "places differ already",
    "claims.claimed: after[0] == this[0] -> after[0] != this[0] (2)": "places differ already",
    "claims.claimed: after[1] == this[1]": "places differ already",
    "texts.phrases: list(scope.connection.execute(query).scalars()) if start": "every text asked for has a word",
    "texts.begun: forms[-1] if forms": "every text asked for has a word",
    "texts.in_other_text: not start": "every text asked for has a word",
    "texts.in_other_text: false()": "every text asked for has a word",
    "texts.in_other_text: or_(false(), *": "every text asked for has a word",
    "texts.in_other_text: s.c.id if": "the tables of entities have both",
    "compile.compile_query: t.entity.join": "every entity has a row of its own table",
    "compile.compile_query: type_.in_(query.subjects) if": "of all types there is nothing to compare",
    "compile.compile_query: t.statement if query.subjects[0] in STATEMENTS else table -> table": "the join adds no row",
    "compile.compile_query: min(limits) if limits and (not query.sort) else None -> None": "it only decides the way",
    "compile.compile_query: limits and (not query.sort)": "it only decides the way",
    "compile.compile_query: not query.sort": "it only decides the way",
    "compile.compile_query: found.where(unsorted) if": "where(None) finds nothing",
    "compile._in_source: Or()": "some statement meets one of them is: one of them is met by some statement",
    "compile._on_statements:": "the subjects have the field: the parser says so",
    "order._sort_column: select(term.position).join(t.vocabulary, vocabulary.id == term.vocabulary_id) ->": "as above",
    "order._sort_column: row.column or row.name": "columns are called as their fields are",
    "order.after_of: row is None -> False": "the resolver has looked the key up",
    "order.after_of: and_(first.is_(None), later)": "what is later than a row without a value has none",
    "order._later: column.is_(None) if value is None": "SQLAlchemy writes == None as IS NULL",
    "conditions.column_of: row.column or row.name": "columns are called as their fields are",
    "conditions._compared: Kind.KEY | Kind.WORD": "compared in any case the same is found, without an index",
    "conditions.same_text: text.isascii() -> False": "compared here the same is found, slowly",
    "conditions.same_text: select(column).where(column.is_not(None)).distinct()": "it is compared more than once",
    "conditions._coded: [f'{json.dumps(scheme)}": "no code is empty",
    "conditions._coded: not text.isascii() -> True": "compared here the same is found, slowly",
    "conditions._coded: select(column).where(column.is_not(None)).distinct()": "it is compared more than once",
    "entities._column: row.column or row.name": "columns are called as their fields are",
    "grouping.count_groups: table.join": "every entity has a row of its own table",
    "grouping.count_groups: found.limit(query.limit) if": "no limit is limit(None)",
    "grouping._behind: table.outerjoin": "every statement has a source",
    "groups.own_value: row.column or row.name": "columns are called as their fields are",
    "texts.phrases: select(t.word.c.term).where(_starts(start)).distinct()": "a word is looked for more than once",
    "texts._runs: run and run not in found": "a run is looked for more than once, or an empty one that nothing has",
    "texts._starts: t.word.c.folded < start + ": "no word ends with the last of all characters",
}
"""Mutants that change nothing that can be seen, by the beginning of their names, and why."""
ELSEWHERE = {
    **dict.fromkeys(
        ("compile.run:", "compile._compile_ranked", "compile._scored", "compile._without"), "test_relevance"
    ),
    "compile.run_ids: self.best": "test_relevance",
    "compile.run_ids: best": "test_relevance",
    "compile.run_ids: self.limit is not None": "test_relevance",
    "compile.compile_query: by_relevance": "test_relevance",
    "order.order_of: s": "test_relevance",
    "order.after_of: query.sort": "test_relevance",
    "order.after_of: 'no record": "test_relevance",
    "grouping.groups_of": "test_explain",
    "groups.group_named": "analysis/test_cross",
    "groups.order_of": "analysis/test_cross",
    "groups.grouping_field": "test_parse: the parser refuses it before",
}
"""Mutants of what other tests are about: ranking, explanations, cross tables."""
NOT_SEEN = {
    "groups.label_of: e.c.type.in_(types) -> e.c.type.not_in": "no two groups of one name stand in the counts asked for",
    "texts.in_other_text: or_(*(terms.like": "no note has, in a row, a word that languages stem apart and a start asked for",
}
"""Faults that the bases made here do not show."""


@pytest.fixture(scope="module")
def examination(fresh: Fresh) -> Iterator[Examination]:
    with ExitStack() as opened:
        bases = []
        for seed in range(BASES):
            folder, database = opened.enter_context(fresh())
            records = world(seed)
            totals(database, write(folder, {"world.jsonl": lines(records)}), include_pending=True)
            connection = opened.enter_context(database.reading())
            bases.append((seed, Asked(database, Oracle(Base(records), TODAY), connection)))
        yield Examination(bases, MODULES)


def survivors(examination: Examination, examined: list[Mutant]) -> list[str]:
    found = []
    for mutant in examined:
        with mutant.running():
            if examination.failing(mutant.module, mutant.line) is None:
                found.append(mutant.name)
    return found


def test_one_fault_of_each_sort_is_found(examination: Examination) -> None:
    every = [mutant for module in MODULES for mutant in mutants(module)]
    chosen = [next(mutant for mutant in every if mutant.name.startswith(name)) for name in REPRESENTATIVE]
    assert survivors(examination, chosen) == []


if FULL:  # make faults

    @pytest.mark.parametrize("module", MODULES, ids=[module.__name__.rpartition(".")[2] for module in MODULES])
    def test_every_fault_is_found(examination: Examination, module: object) -> None:
        examined = [
            mutant
            for mutant in mutants(module)  # type: ignore[arg-type]
            if not any(mutant.name.startswith(name) for name in (*SAME, *ELSEWHERE, *NOT_SEEN))
        ]
        found = survivors(examination, examined)
        assert not found, "\n".join(found)
