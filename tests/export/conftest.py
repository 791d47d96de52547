"""What tests of exports share."""

from collections.abc import Iterator

import pytest
from tests.builders import Make
from tests.export.filled import filled

from policykb import KnowledgeBase


@pytest.fixture(scope="session")
def filled_kb(make: Make, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """A base with every field filled, to be read."""
    with filled(make, tmp_path_factory.mktemp("filled")) as kb:
        yield kb
