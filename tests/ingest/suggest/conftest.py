"""The shipped seed's names, read once."""

import pytest

from policykb.ingest.suggest import Gazetteer


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """Who and what the shipped seed knows."""
    return Gazetteer.shipped()
