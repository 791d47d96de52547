"""To which collection a folder's files belong; separate because files and folders given alike must agree on it.

A **root** is a folder with a ``policykb.yaml`` in it, which holds ``collection: KEY`` and nothing else. A file belongs
to the nearest root above it, whichever way it was given, so that its owner is always the same. Where there is none, the
folder that was given is the root, and its name becomes the collection.
"""

import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from policykb.domain.keys import RECORDED, check_key
from policykb.errors import Problem, SeedError
from policykb.seed.opening import HashedStream, Unreadable
from policykb.seed.strict_yaml import read_yaml
from policykb.seed.yaml_text import LARGEST

MARKER = "policykb.yaml"
SHIPPED = "policykb"
"""The collection of the seed that comes with the package. Only a marker may name it: loading a folder removes what the
collection had and the folder has not, and a folder that merely bears this name must not do that to the shipped seed."""

IMPORTED = "import"
"""The collection of what was imported from tables, each import a file of it."""

_RESERVED = {
    IMPORTED: "the collection of what was imported from tables",
    SHIPPED: "the collection of the shipped seed",
    RECORDED: "the collection of what commands recorded",
}
_BY_MARKER = f"add a {MARKER} that says collection: KEY"


@dataclass(frozen=True, slots=True)
class Root:
    """A folder whose files belong together, and the collection they make."""

    folder: Path
    collection: str


class Roots:
    """The roots met in one run; ``problems`` receives what is wrong with them, once."""

    def __init__(self, problems: list[Problem]) -> None:
        self._problems = problems
        self._marked: dict[Path, Path | None] = {}
        self._made: dict[Path, Root] = {}

    def find(self, folder: Path, otherwise: Path) -> Root:
        """The nearest marked folder from ``folder`` upwards; ``otherwise`` where there is none."""
        marked = self._nearest(folder) or otherwise
        if marked not in self._made:
            self._made[marked] = Root(marked, self._collection(marked))
        return self._made[marked]

    def _nearest(self, folder: Path) -> Path | None:
        if folder not in self._marked:
            if os.path.isfile(folder / MARKER):
                self._marked[folder] = folder
            else:
                self._marked[folder] = self._nearest(folder.parent) if folder.parent != folder else None
        return self._marked[folder]

    def _collection(self, folder: Path) -> str:
        marker = folder / MARKER
        try:
            name = _named_in(marker) if os.path.isfile(marker) else _named_like(folder)
        except SeedError as error:
            self._problems.extend(error.problems)
            return ""
        other = next((root.folder for root in self._made.values() if root.collection == name), None)
        if other is not None:
            message = f"the collection {name} is that of {display(other)} already"
            self._problems.append(Problem(display(folder), 0, 0, "", message, _BY_MARKER))
        return name


def display(path: Path) -> str:
    r"""An absolute path as a user would type it in the current folder, with characters that cannot be shown as escapes.

    >>> display(Path("/data/a\nb.yaml"))
    '/data/a\\nb.yaml'
    """
    current = Path.cwd()
    shown = str(path.relative_to(current)) if path.is_relative_to(current) else str(path)
    return "".join(c.encode("unicode_escape").decode() if is_hidden(c) else c for c in shown)


def is_hidden(character: str) -> bool:
    """Whether nothing (or no character at all) is to be seen of it in a file's name."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"}


def _named_in(marker: Path) -> str:
    shown = display(marker)
    try:
        with HashedStream(marker) as stream:
            document = read_yaml(stream.read(LARGEST + 1), shown)
    except Unreadable as error:
        raise SeedError([Problem(shown, 0, 0, "", str(error))]) from error
    odd = next((field for field in document.data if field != "collection"), None)
    if odd is not None:
        message = f"a {MARKER} holds collection: KEY and nothing else"
        raise SeedError([document.problem((odd,), message, key=True)])
    name = document.data.get("collection")
    if not isinstance(name, str):
        raise SeedError([document.problem(("collection",), "expected collection: KEY")])
    try:
        return check_key(name)
    except ValueError as error:
        raise SeedError([document.problem(("collection",), str(error))]) from None


def _named_like(folder: Path) -> str:
    plain = unicodedata.normalize("NFKD", folder.name).encode("ascii", "ignore").decode().lower()
    name = re.sub("[^a-z0-9]+", "-", plain).strip("-")
    try:
        check_key(name)
    except ValueError:
        message = "no collection can be named after this folder"
    else:
        if name not in _RESERVED:
            return name
        message = f"{name} is {_RESERVED[name]}"
    raise SeedError([Problem(display(folder), 0, 0, "", message, _BY_MARKER)])
