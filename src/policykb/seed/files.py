"""Which seed files a command means, and who owns what they hold; separate because nothing else walks folders.

The owner of a file is ``collection:path below its root`` (`roots`): the base remembers it with every record, so that a
record that leaves its file, and a file that leaves its folder, are removed by the next load.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from policykb.domain.keys import RECORDED
from policykb.errors import Problem, SeedError
from policykb.seed.opening import HashedStream, Unreadable, open_regular, why
from policykb.seed.roots import MARKER, Root, Roots, display, is_hidden
from policykb.seed.yaml_text import LARGEST, TOO_LARGE

_SUFFIXES = (".yaml", ".yml", ".jsonl")
HISTORY = "history.jsonl"
"""The file of a dump that holds loads and changes; at the top of a folder no file of records may bear this name."""
QUERIES = "saved-queries.jsonl"
"""Likewise, the file of a dump that holds saved queries."""

_NOTHING = "no *.yaml or *.jsonl files below"
_FOLDER = ("a folder, not a file", "rename it")
_OUTWARD = ("a link that leads out of its folder", "give the file it leads to, or copy it here")


@dataclass(frozen=True, slots=True)
class SeedFile:
    """A file to read: ``display`` is its name as typed in the current folder, ``relative`` its path below its root."""

    path: Path
    display: str
    collection: str
    relative: str

    @property
    def owner(self) -> str:
        """The name under which the base keeps what the file holds.

        >>> SeedFile(Path("/seed/actors/states.yaml"), "states.yaml", "policykb", "actors/states.yaml").owner
        'policykb:actors/states.yaml'
        """
        return RECORDED if self.collection == RECORDED else f"{self.collection}:{self.relative}"

    @property
    def root(self) -> Path:
        """The folder of its collection."""
        return self.path.parents[len(Path(self.relative).parts) - 1]


def find_files(paths: Sequence[Path]) -> list[SeedFile]:
    """The seed files among and below ``paths``, each once, sorted by path.

    Of a folder: every ``*.yaml``, ``*.yml`` and ``*.jsonl`` below it, without hidden files and folders, the marker of
    the root, and its folder ``schema``. Raises SeedError with everything that is wrong: a path that does not exist, a
    link that leads out of the root, what is no regular file or cannot be read, YAML above 10 MB, a name with control
    characters, a folder without seed files, a collection that cannot be told.
    """
    search = _Search(paths)
    if paths and not search.found and not search.histories and not search.queries:
        raise SeedError(
            [Problem(display(_absolute(paths[0])), 0, 0, "", "only names the collection", "give its folder")]
        )
    return sorted(search.found.values(), key=lambda file: file.path.parts)


def find_histories(paths: Sequence[Path]) -> list[SeedFile]:
    """The histories among ``paths`` and at the top of folders among them: what `dump` wrote beside the records."""
    return sorted(_Search(paths).histories.values(), key=lambda file: file.path.parts)


def find_queries(paths: Sequence[Path]) -> list[SeedFile]:
    """The files of saved queries among ``paths`` and at the top of folders among them."""
    return sorted(_Search(paths).queries.values(), key=lambda file: file.path.parts)


def owners_below(paths: Sequence[Path]) -> tuple[str, ...]:
    """What the owners of all files below the folders among ``paths`` begin with.

    An owner in the base that begins so, and whose file is not found any more, is that of a deleted file. A path to a
    single file adds nothing. Raises SeedError as `find_files`.
    """
    return tuple(sorted(_Search(paths).prefixes))


def read_bytes_once(file: SeedFile) -> tuple[bytes, str]:
    """A YAML file's bytes and their SHA-256 in hex; of one that is too large only a byte more than is allowed.

    Raises SeedError where it cannot be read.
    """
    with open_once(file) as stream:
        raw = stream.read(LARGEST + 1)
    return raw, hashlib.sha256(raw).hexdigest()


def open_once(file: SeedFile) -> HashedStream:
    """The file as a stream, for JSON Lines; its ``sha256()`` is that of the bytes it gave. Raises SeedError."""
    try:
        return HashedStream(file.path)
    except Unreadable as error:
        raise SeedError([Problem(file.display, 0, 0, "", str(error))]) from error


class _Search:
    """One walk over all paths; raises SeedError at its end."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self.found: dict[Path, SeedFile] = {}
        self.histories: dict[Path, SeedFile] = {}
        self.queries: dict[Path, SeedFile] = {}
        self.prefixes: set[str] = set()
        self._problems: list[Problem] = []
        self._roots = Roots(self._problems)
        wanted = sorted({_absolute(path) for path in paths}, key=lambda p: (len(p.parts), p))
        self._given = [path for path in wanted if os.path.isdir(path)]
        for path in [*self._given, *(path for path in wanted if path not in self._given)]:
            self._add(path)
        if self._problems:
            raise SeedError(sorted(set(self._problems)))

    def _add(self, path: Path) -> None:
        try:
            os.lstat(path)
        except (OSError, ValueError) as error:
            self._refuse(path, why(error))
            return
        # Without a marker, the widest folder given is the root of all that is given below it.
        widest = next((folder for folder in self._given if path.is_relative_to(folder)), path.parent)
        if os.path.isdir(path):
            if path.suffix in _SUFFIXES:
                self._refuse(path, *_FOLDER)
            elif not self._add_folder(path, widest):
                self._refuse(path, _NOTHING)
        elif path.name != MARKER or not os.path.isfile(path):
            self._add_file(path, self._roots.find(path.parent, widest))

    def _add_folder(self, top: Path, widest: Path) -> bool:
        """Whether there was anything to add or to refuse."""
        before = len(self._problems)
        any_file = False
        self.prefixes.add(_prefix(self._roots.find(top, widest), top))
        for folder_name, folders, names in os.walk(top, onerror=self._refuse_folder):
            folder = Path(folder_name)
            root = self._roots.find(folder, widest)
            if folder == root.folder:
                self.prefixes.add(_prefix(root, folder))
            folders[:] = [name for name in folders if self._enters(folder / name, root)]
            for name in names:
                if name.startswith(".") or (name == MARKER and os.path.isfile(folder / name)):
                    continue
                if Path(name).suffix.lower() in _SUFFIXES:
                    any_file = True
                    self._add_file(folder / name, root)
        return any_file or len(self._problems) > before

    def _enters(self, folder: Path, root: Root) -> bool:
        """Whether to look for files in a folder; refuses those that would hide files from the load."""
        if folder.name.startswith(".") or (folder.name == "schema" and folder.parent == root.folder):
            return False
        if os.path.islink(folder):
            if _leads_out(folder, root):
                self._refuse(folder, *_OUTWARD)
            return False  # what it leads to is below the root, and found there
        if folder.suffix in _SUFFIXES:
            self._refuse(folder, *_FOLDER)
            return False
        return True

    def _add_file(self, path: Path, root: Root) -> None:
        relative = path.relative_to(root.folder).as_posix()
        fault = _fault(path, relative, root)
        if fault is None:
            apart = {HISTORY: self.histories, QUERIES: self.queries}
            apart.get(relative, self.found)[path] = SeedFile(path, display(path), root.collection, relative)
        else:
            self._refuse(path, *fault)

    def _refuse(self, path: Path, message: str, hint: str = "") -> None:
        self._problems.append(Problem(display(path), 0, 0, "", message, hint))

    def _refuse_folder(self, error: OSError) -> None:
        self._refuse(Path(str(error.filename)), why(error))


def _fault(path: Path, relative: str, root: Root) -> tuple[str, str] | None:
    """Message and hint, where the file cannot be taken."""
    if any(is_hidden(character) for character in relative):
        return "a name with control or invisible characters", "rename it"
    if os.path.islink(path) and _leads_out(path, root):
        return _OUTWARD
    try:
        descriptor = open_regular(path)
    except Unreadable as error:
        return str(error), ""
    size = os.fstat(descriptor).st_size
    os.close(descriptor)
    if path.suffix not in _SUFFIXES:
        is_upper = path.suffix.lower() in _SUFFIXES
        return "not a seed file", "write the ending in lower case" if is_upper else "those end in .yaml or .jsonl"
    if path.suffix != ".jsonl" and size > LARGEST:
        return TOO_LARGE
    return None


def _leads_out(path: Path, root: Root) -> bool:
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root.folder))


def _prefix(root: Root, folder: Path) -> str:
    below = folder.relative_to(root.folder).as_posix()
    return f"{root.collection}:" if below == "." else f"{root.collection}:{below}/"


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))
