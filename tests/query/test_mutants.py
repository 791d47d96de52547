"""Whatever is turned, left out or forgotten in the compiler, the oracle tells.

Every mutant of the modules that write SQL is examined by `make faults`; `make test` takes a few of each module.
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

from policykb.query import claims, compile, conditions, entities, grouping, texts

pytestmark = pytest.mark.files

MODULES = (compile, conditions, claims, entities, grouping, texts)
FULL = os.environ.get("POLICYKB_FAULTS") == "full"
BASES = int(os.environ.get("BASES", 8))


@pytest.fixture(scope="module")
def examination(fresh: Fresh) -> Iterator[Examination]:
    with ExitStack() as opened:
        bases = []
        for seed in range(BASES):
            folder, database = opened.enter_context(fresh())
            records = world(seed)
            totals(database, write(folder, {"world.jsonl": lines(records)}))
            connection = opened.enter_context(database.reading())
            bases.append((seed, Asked(database, Oracle(Base(records), TODAY), connection)))
        yield Examination(bases, MODULES)


def test_every_fault_is_found(examination: Examination) -> None:
    import time

    f = open("/tmp/eng/language-surv.txt", "w")
    print(len(examination.cases), time.process_time(), file=f, flush=True)
    survivors = []
    for module in MODULES:
        for mutant in mutants(module):
            with mutant.running():
                if examination.failing(mutant.module, mutant.line) is None:
                    print(
                        mutant.line,
                        mutant.name,
                        len(examination.lines.get((mutant.module, mutant.line), ())),
                        file=f,
                        flush=True,
                    )
                    survivors.append(mutant.name)
        print(module.__name__, time.process_time(), file=f, flush=True)
    assert survivors == []
