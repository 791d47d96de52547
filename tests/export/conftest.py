"""What tests of exports share."""

from collections.abc import Iterator

import pytest
from tests.builders import Make, totals, with_full
from tests.export.filled import filled

from policykb import KnowledgeBase


@pytest.fixture(scope="module")
def full(make: Make, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A base with a record that has every field filled, to be read."""
    folder = tmp_path_factory.mktemp("full")
    base = make(folder / "base.db")
    totals(base, with_full(folder / "seed"))
    with KnowledgeBase.open(base.url) as kb:
        yield kb
    base.close()


@pytest.fixture(scope="session")
def filled_kb(make: Make, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A base with every field filled, to be read."""
    with filled(make, tmp_path_factory.mktemp("filled")) as kb:
        yield kb
