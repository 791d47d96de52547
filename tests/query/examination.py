"""Questions to many small bases with what the oracle answers, and which lines of the compiler each of them runs.

To examine a changed compiler, only the questions are asked again that ran the line that was changed.
"""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import product
from types import FrameType, ModuleType
from typing import Any

from tests.query.asking import Asked
from tests.query.counting import count, counted_one_by_one
from tests.query.questions import TODAY, Questioner
from tests.query.strategies import query_fields
from tests.query.worlds import DATES, STATEMENT_TYPES

from policykb.domain.fields import DATE_FIELD, SUBJECTS, Kind
from policykb.query.ast import Condition, Dates, Name, Query, Sort, all_of, negation
from policykb.query.compile import compile_query, sources_read
from policykb.query.grammar.render import render
from policykb.query.grouping import count_groups
from policykb.query.names import Resolution, resolve
from policykb.query.relevance import is_search

LISTING = frozenset({"mention", "to", "theme", "framework", "actor", "event", "involving", "text"})
OFTEN = LISTING | {
    "by",
    "member",
    "member-of",
    "part-of",
    "broader",
    "coverage",
    "publisher",
    "source",
    "code",
    "confidence",
}
"""Fields whose conditions have many parts; of two of `LISTING` one is asked of what the other finds."""
MOST = 4_000
"""Cases that are asked of one mutant."""
Lines = dict[tuple[str, int], list[int]]


@dataclass
class Case:
    """A question to a base, read and resolved, with the limit of the caller, and what must come back."""

    asked: Asked
    resolution: Resolution
    limit: int | None
    expected: Any

    def answer(self) -> Any:
        """What the program says now."""
        connection, resolution = self.asked.connection, self.resolution
        if resolution.query.group:
            return count_groups(resolution, connection, TODAY)
        compiled = compile_query(resolution, connection, TODAY, self.limit)
        read = sources_read(connection, [resolution.ids[key] for key in resolution.themes])
        return list(compiled.run_ids(connection)), compiled.run_count(connection), read

    def holds(self) -> bool:
        """Whether it is what must come back."""
        try:
            return bool(self.answer() == self.expected)
        except Exception:
            return False

    def __str__(self) -> str:
        return f"{render(self.resolution.query)} (limit {self.limit})"


class Examination:
    """The cases and the lines of some modules that they run."""

    def __init__(self, bases: Sequence[tuple[int, Asked]], modules: Sequence[ModuleType]) -> None:
        self.cases = [case for seed, asked in bases for case in _cases(seed, asked)]
        self.lines: Lines = {}
        names = {str(module.__file__): module.__name__ for module in modules}
        for index, case in enumerate(self.cases):
            with _traced(names) as seen:
                assert case.holds(), f"{case}: {case.answer()} instead of {case.expected}"
            for place in seen:
                self.lines.setdefault(place, []).append(index)

    def failing(self, module: str, line: int) -> Case | None:
        """The first case that runs this line and no longer holds, of at most so many, from all over the bases."""
        running = self.lines.get((module, line), [])
        some = running[:: len(running) // MOST + 1]
        return next((case for n in some if not (case := self.cases[n]).holds()), None)


def _cases(seed: int, asked: Asked) -> Iterator[Case]:
    """Every field of every subject, alone, negated and beside another; every order; pages, counts, whole questions."""
    ask = Questioner(seed)
    for subject in SUBJECTS:
        single = ask.one_of_each(subject)
        stated = [question.where for question in single if question.where is not None]
        denied = [Query((subject,), negation(one)) for one in stated if ask.chance(2)]
        pairs = [Query((subject,), all_of([one, ask.one(stated)])) for one in stated if ask.chance(2)]
        often = [f for f in query_fields((subject,)) if f.query in OFTEN or f.kind in {Kind.CLAIM, Kind.RELATION}]
        more = [Query((subject,), ask.on_field(f, (subject,))) for f in often for _ in range(5)]
        for question in (*single, *denied, *pairs, *more):
            yield from _case(asked, question, None)
        listing = [f for f in often if f.query in LISTING] if subject in STATEMENT_TYPES else []
        for _ in range(50 if listing else 0):
            both = all_of(ask.on_field(ask.one(listing), (subject,)) for _ in range(2))
            yield from _case(asked, Query((subject,), both), ask.one((None, 1)))
    for question in (ask.question() for _ in range(24)):
        if ask.chance(3):
            question = replace(question, after=ask.one(asked.oracle.order(question) or [None]))
        yield from _case(asked, question, ask.one((None, None, 1, 3)))
    for _ in range(30):
        yield from _case(asked, count(ask), None)
    for day, name in product(DATES, ("japan", "diet")):
        for on in (Dates(day, None), Dates(None, day)):
            yield from _case(asked, Query(("framework",), Condition("involving", Name(name), on=on)), None)
    for subjects, name in (((subject,), name) for subject, name in DATE_FIELD.items()):
        whole = Query(subjects, sort=(Sort(name, ask.chance(2)),))
        for key in asked.oracle.order(whole)[:3]:
            yield from _case(asked, replace(whole, after=key), ask.one((1, 2, 5)))


def _case(asked: Asked, question: Query, limit: int | None) -> Iterator[Case]:
    if not question.sort and not question.group and is_search(question.where):
        question = replace(question, sort=(Sort("key"),))  # else it is ranked, which the oracle cannot do
    expected: Any = asked.expected(replace(question, group=(), limit=None))
    if isinstance(expected, type):
        return
    if question.group:
        expected = counted_one_by_one(asked, question)
    else:
        keys, total, read = expected
        ids = {key: id_ for table in asked.keys.values() for id_, key in table.items()}
        most = min((n for n in (limit, question.limit) if n is not None), default=None)
        expected = [ids[key] for key in keys][:most], total, read
    yield Case(asked, resolve(question, asked.connection), limit, expected)


@contextmanager
def _traced(modules: dict[str, str]) -> Iterator[set[tuple[str, int]]]:
    """The lines of these modules that are run inside."""
    seen: set[tuple[str, int]] = set()

    def local(frame: FrameType, event: str, _argument: Any) -> Any:
        if event == "line":
            seen.add((modules[frame.f_code.co_filename], frame.f_lineno))
        return local

    def called(frame: FrameType, _event: str, _argument: Any) -> Any:
        return local if frame.f_code.co_filename in modules else None

    before = sys.gettrace()
    sys.settrace(called)
    try:
        yield seen
    finally:
        sys.settrace(before)
