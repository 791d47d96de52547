"""What tests of every room share: no test sees the user's own base, and a fresh base costs a copy."""

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from tests.builders import Fresh, Make
from tests.databases import DATA_VARIABLE, ENGINES, SERVER_VARIABLE, Bases, new_database, share_server

from policykb import KnowledgeBase
from policykb.store.engine import Database

# How long an example takes depends on what else the machine does. `make test` tries the same examples for the same code;
# `make faults` tries new ones each time.
_ALIKE: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("policykb", derandomize=True, database=None, **_ALIKE)
settings.register_profile("explore", **_ALIKE)
settings.register_profile("fast", phases=(Phase.generate,), **_ALIKE)
EXPLORES = os.environ.get("POLICYKB_FAULTS") == "full"
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE_", "explore" if EXPLORES else "policykb"))


KEPT = {"POLICYKB_FAULTS", SERVER_VARIABLE, DATA_VARIABLE}


@pytest.fixture(scope="session", autouse=True)
def _nobody(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A home of its own for the whole run."""
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("home")
        patch.setenv("HOME", str(home))
        patch.setenv("XDG_DATA_HOME", str(home / "data"))
        for name in [name for name in os.environ if name.startswith("POLICYKB_") and name not in KEPT]:
            patch.delenv(name)
        yield


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whatever makes a base is tested on every database, but for what is about files (the mark ``files``)."""
    if "engine" in metafunc.fixturenames:
        files = metafunc.definition.get_closest_marker("files") or FILES & set(_below(metafunc.definition.path))
        metafunc.parametrize("engine", ENGINES[:1] if files else ENGINES, indirect=True, scope="session")


def _below(path: Path) -> tuple[str, ...]:
    """The folders of a test inside ours: what a checkout is called must not decide what is tested."""
    here = Path(__file__).parent
    return path.relative_to(here).parts if path.is_relative_to(here) else ()


FILES = {"cli", "docs", "faults", "benchmarks"}
"""Folders whose tests are about files, or say the same of any database."""


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> str:
    """Which database the bases of a test are made on."""
    return str(request.param)


@pytest.fixture(scope="session")
def bases(engine: str, tmp_path_factory: pytest.TempPathFactory) -> Bases:
    """Makes and drops bases."""
    return Bases(engine, tmp_path_factory.mktemp("empty"))


@pytest.fixture(scope="session")
def empty_file(bases: Bases) -> Path:
    """An empty base of SQLite, not to be changed."""
    assert bases.engine == "sqlite"
    return Path(bases.template)


@pytest.fixture(scope="session")
def make(bases: Bases) -> Make:
    """Makes an empty base at a path."""
    return bases.make


@pytest.fixture(scope="session")
def fresh(bases: Bases) -> Fresh:
    """A folder and an empty base of their own for each example of a property."""

    @contextmanager
    def opened() -> Iterator[tuple[Path, Database]]:
        with tempfile.TemporaryDirectory() as name:
            database = bases.lend(Path(name, "base.db"))
            yield Path(name, "seed"), database
            bases.take_back(database)

    return opened


@pytest.fixture
def base(bases: Bases, tmp_path: Path) -> Iterator[Database]:
    """An empty base of the test's own."""
    database = bases.lend(tmp_path / "base.db")
    yield database
    bases.take_back(database)


@pytest.fixture(scope="session")
def shipped_file(bases: Bases, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A base of the shipped seed, to be read or copied, never changed: its file or URL."""
    place = str(tmp_path_factory.mktemp("shipped") / "shipped.db")
    if bases.engine == "postgresql":
        place = new_database()
    kb, _ = KnowledgeBase.init(place)
    kb.close()
    return place


@pytest.fixture
def shipped(shipped_file: str) -> Iterator[KnowledgeBase]:
    """The shipped seed's base, to be read."""
    with KnowledgeBase.open(shipped_file) as kb:
        yield kb


def pytest_configure(config: pytest.Config) -> None:
    """The first process says where the workers' server is."""
    if not hasattr(config, "workerinput"):
        config.stash[_FOLDER] = share_server()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Its files are taken away when all are done; the server was stopped by the last that used it."""
    folder = config.stash.get(_FOLDER, None)
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)
        del os.environ[DATA_VARIABLE]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many tests passed on which database: a run without one of them says so."""
    counted = dict.fromkeys((*ENGINES, "no database named"), 0)
    for report in terminalreporter.stats.get("passed", ()):
        found = _ON.search(report.nodeid)
        counted[found[1] if found else "no database named"] += 1
    terminalreporter.write_line("passed by database: " + ", ".join(f"{name} {n:,}" for name, n in counted.items()))


_FOLDER = pytest.StashKey[Path | None]()
_ON = re.compile(r"[\[-](sqlite|postgresql)[-\]]")
