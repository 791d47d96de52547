"""Making a base: whole or not at all, in the place asked for."""

import os
import tempfile
from pathlib import Path

from policykb import resources, settings
from policykb.domain.report import LoadReport
from policykb.errors import DatabaseUnreachable
from policykb.seed.load import load
from policykb.store.engine import Database


def init(url: str, *, empty: bool, version: str) -> tuple[Database, LoadReport]:
    """Opens the base at ``url``, or makes it there, and loads the shipped seed unless ``empty``."""
    report = LoadReport()
    dialect = Database.dialect_for(url)
    if dialect.exists(url):
        database = Database(url)
        if not empty:
            report = load([resources.seed_folder()], database, version)
        return database, report
    target = dialect.place_of(url)
    if not isinstance(target, Path):
        dialect.check_place(url)
        return _fill(url, empty=empty, version=version)
    make_own_folder(url)
    dialect.check_place(url)
    report = _make(target, empty=empty, version=version)
    return Database(url), report


def make_own_folder(url: str) -> None:
    """Makes the folder of the user's own base, which nobody typed; where a place was given its folder must be there."""
    place = Database.dialect_for(url).place_of(url)
    if url != settings.database() or not isinstance(place, Path) or place.parent.exists():
        return
    try:
        place.parent.mkdir(parents=True)
    except OSError as error:
        raise DatabaseUnreachable(f"The folder {place.parent} cannot be made: {error.strerror}.", _OTHER) from error


def _fill(url: str, *, empty: bool, version: str) -> tuple[Database, LoadReport]:
    """Makes the base in a server's empty database: the schema whole or not at all, then the seed likewise."""
    from policykb.store.migrate import create

    database = create(url, version)
    return database, LoadReport() if empty else load([resources.seed_folder()], database, version)


def _make(target: Path, *, empty: bool, version: str) -> LoadReport:
    """Makes the base beside its place and links it there at the end, so that a kill leaves no half of one."""
    from policykb.store.migrate import create

    report = LoadReport()
    try:
        folder = tempfile.TemporaryDirectory(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise DatabaseUnreachable(f"{target} cannot be made: {error.strerror}.", _OTHER) from error
    with folder as name:
        fresh = Path(name, target.name)
        database = create(str(fresh), version)
        try:
            if not empty:
                report = load([resources.seed_folder()], database, version)
        finally:
            database.close()
        os.replace(fresh, target)
    return report


_OTHER = "Give another place: --db my-base.db"
