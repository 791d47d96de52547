"""The bases that the tests of queries ask."""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import lru_cache

import pytest
from tests.builders import Fresh, lines, totals, write
from tests.query.asking import Asked, Make
from tests.query.oracle import Oracle
from tests.query.oracle_base import Base
from tests.query.questions import TODAY
from tests.query.worlds import world


@pytest.fixture(scope="session")
def world_of(fresh: Fresh) -> Iterator[Make]:
    """Makes the base of a number; the last one is kept, for the many queries tried where one fails."""
    with ExitStack() as last:

        @lru_cache(maxsize=1)
        def made(seed: int) -> Asked:
            last.close()
            folder, database = last.enter_context(fresh())
            records = world(seed)
            totals(database, write(folder, {"world.jsonl": lines(records)}), include_pending=True)
            return Asked(database, Oracle(Base(records), TODAY), last.enter_context(database.reading()))

        yield made
