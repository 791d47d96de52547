"""Where a record is edited: the file that states it, on this machine, and the line on which it begins."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from policykb import resources
from policykb.errors import UsageError
from policykb.kb.show import find
from policykb.seed.check import identity
from policykb.seed.files import find_files
from policykb.seed.read import read
from policykb.seed.roots import IMPORTED, SHIPPED, Roots
from policykb.store import folders
from policykb.store.engine import Connection, Database


class Place(NamedTuple):
    """A record's key, its file and the line on which it begins (1 where the file does not state it any more)."""

    key: str
    path: Path
    line: int


def edit(database: Database, key: str) -> Place:
    """The place of the record of that key or name; UnknownKey, AmbiguousName, and UsageError where no file is found."""
    with database.reading() as connection:
        is_statement, id_ = find(connection, key, database.description)
        known, owner = folders.owner_of(connection, id_, is_statement=is_statement)
        path, _ = file_of(connection, owner, known, is_statement=is_statement)
    return Place(known, path, _line(path, known))


def file_of(connection: Connection, owner: str, known: str, *, is_statement: bool) -> tuple[Path, str]:
    """The file of an owner, which states the record ``known``, and the folder of its collection.

    Raises UsageError where there is none, or it is not the user's to edit.
    """
    collection, _, relative = owner.partition(":")
    remembered = folders.folder_of(connection, collection)
    if collection == IMPORTED:
        raise UsageError(
            f"{known} was imported from a table: no file states it.",
            "Export it, edit the table, then: policykb import TABLE --update",
        )
    if collection == SHIPPED and resources.is_installed():
        raise UsageError(
            f"{known} comes with policykb: its file belongs to the installed package, and an upgrade replaces it.",
            f"Add to it from a file of your own:  extend: [{{key: {known}, aliases: [...]}}]"
            if not is_statement
            else "Make a claim or a relation about it, or a record of your own.",
        )
    tried = [Path(folder) for folder in _folders(collection, remembered)]
    root = next((folder for folder in tried if (folder / relative).is_file()), None)
    if root is None:
        was = f"; its folder was {remembered}" if remembered else ""
        raise UsageError(
            f"The file {owner}, which states {known}, is not found{was}.",
            "Go to the folder of that collection, or load it from where it is now.",
        )
    return root / relative, str(root)


def _folders(collection: str, remembered: str | None) -> Iterator[Path]:
    """Where the collection may be: around the current folder, where it was loaded from, the shipped files, below."""
    current = Path.cwd()
    around, below = [current, *current.parents], [path for path in sorted(current.iterdir()) if path.is_dir()]
    yield from _roots(collection, around)
    if remembered:
        yield Path(remembered)
    if collection == SHIPPED:
        yield resources.seed_folder()
    yield from _roots(collection, below)


def _roots(collection: str, among: Iterable[Path]) -> Iterator[Path]:
    for folder in among:
        root = Roots([]).find(folder, folder)
        if root.collection == collection:
            yield root.folder


def _line(path: Path, key: str) -> int:
    for entry in read(find_files([path])[0], []):
        if identity(entry.record) == key and entry.record.type != "extension":
            return entry.complain((), "").line
    return 1
