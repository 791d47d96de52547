"""Writes a base to a folder of seed files that load to the same base."""

from dataclasses import dataclass
from pathlib import Path

from policykb.errors import OutputError
from policykb.kb.files import written_whole
from policykb.seed.dump import dumped_files
from policykb.seed.roots import MARKER, display
from policykb.store.attached import attachments
from policykb.store.digest import digest
from policykb.store.engine import Database

_SEED_SUFFIXES = {".yaml", ".yml", ".jsonl"}


@dataclass(frozen=True)
class DumpReport:
    """What a dump wrote: how many ``files`` of ``records``, the base's ``digest``, and the seed files ``left`` in the
    folder that are none of its own, which a load of the folder would read too. ``texts``: how many attached texts the
    base has, which no dump holds.
    """

    folder: Path
    files: int
    records: int
    digest: str
    left: tuple[Path, ...] = ()
    texts: int = 0


def dump(database: Database, folder: Path, *, force: bool) -> DumpReport:
    """Writes every file whole, in one unchanging state of the base; raises OutputError and LimitReached."""
    _check_place(folder, force=force)
    files = records = 0
    written: set[Path] = set()
    with database.reading() as connection:
        for file in dumped_files(connection):
            path = folder / file.path
            _make_folder(path.parent)
            with written_whole(path, force=force) as out:
                for chunk in file.chunks:
                    out.write(chunk)
            written.add(path)
            records += file.records
            files += bool(file.records)
        now = digest(connection)
        texts = len(attachments(connection))
    return DumpReport(folder, files, records, now, tuple(sorted(_seed_files(folder) - written)), texts)


def _check_place(folder: Path, *, force: bool) -> None:
    shown = display(folder.absolute())
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{shown} is a file, not a folder.", "Give a folder: policykb dump FOLDER")
    if not force and folder.is_dir() and any(folder.iterdir()):
        raise OutputError(
            f"The folder {shown} is not empty.", "Give another, or --force to write into it (nothing is deleted)."
        )


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"The folder {display(folder.absolute())} cannot be made: {error.strerror}.") from error


def _seed_files(folder: Path) -> set[Path]:
    """The seed files a load of the folder would find."""
    found = {path for path in folder.rglob("*") if path.suffix in _SEED_SUFFIXES and path.name != MARKER}
    return {path for path in found if not any(part.startswith(".") for part in path.relative_to(folder).parts)}
