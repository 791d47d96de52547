"""What tests of every room share: no test sees the user's own base, and a fresh base costs a copy."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from tests.builders import VERSION, Fresh, Make

from policykb import KnowledgeBase
from policykb.store.engine import Database
from policykb.store.migrate import create

# How long an example takes depends on what else the machine does.
settings.register_profile("policykb", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("fast", deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=(Phase.generate,))
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE_", "policykb"))


@pytest.fixture(scope="session", autouse=True)
def _nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A home of its own for the whole run."""
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("home")
        patch.setenv("HOME", str(home))
        patch.setenv("XDG_DATA_HOME", str(home / "data"))
        for name in [name for name in os.environ if name.startswith("POLICYKB_") and name != "POLICYKB_FAULTS"]:
            patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty base, to be copied."""
    path = tmp_path_factory.mktemp("empty") / "empty.db"
    create(str(path), VERSION).close()
    return path


@pytest.fixture(scope="session")
def make(empty_file: Path) -> Make:
    """Makes an empty base at a path."""

    def make_at(path: Path) -> Database:
        shutil.copyfile(empty_file, path)
        return Database(str(path))

    return make_at


@pytest.fixture(scope="session")
def fresh(make: Make) -> Fresh:
    """A folder and an empty base of their own for each example of a property."""

    @contextmanager
    def opened() -> Iterator[tuple[Path, Database]]:
        with tempfile.TemporaryDirectory() as name:
            database = make(Path(name, "base.db"))
            yield Path(name, "seed"), database
            database.close()

    return opened


@pytest.fixture
def base(make: Make, tmp_path: Path) -> Iterator[Database]:
    """An empty base of the test's own."""
    database = make(tmp_path / "base.db")
    yield database
    database.close()


@pytest.fixture(scope="session")
def shipped_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base of the shipped seed, to be read or copied, never changed."""
    path = tmp_path_factory.mktemp("shipped") / "shipped.db"
    kb, _ = KnowledgeBase.init(path)
    kb.close()
    return path


@pytest.fixture
def shipped(shipped_file: Path) -> Iterator[KnowledgeBase]:
    """The shipped seed's base, to be read."""
    with KnowledgeBase.open(shipped_file) as kb:
        yield kb
