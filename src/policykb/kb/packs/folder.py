"""The folder of a pack: whole or not there, and never in the place of anything but a pack.

It is made under another name beside its place and renamed. No system call puts a folder in the place of one that is not
empty, so an older pack is first moved aside; whoever comes after a death between the two renames moves it back.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from policykb.errors import NotAPack, OutputError
from policykb.kb.files import disk_errors, umask
from policykb.kb.packs.manifest import FILES, read_manifest


@contextmanager
def folder_written_whole(folder: Path, *, force: bool) -> Iterator[Path]:
    """A folder to fill with files, which takes its place when the block ends well, and leaves nothing otherwise.

    Raises OutputError where the place is taken (``force`` replaces a pack), LimitReached where the disk is full.
    """
    place = Path(os.path.realpath(folder))
    put_back(place)
    _check(place, folder, force=force)
    temporary: Path | None = None
    try:
        with disk_errors(folder):
            temporary = Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent))
            yield temporary
            for path in temporary.iterdir():
                path.chmod(0o666 & ~umask())
                _sync(path)
            temporary.chmod(0o777 & ~umask())
            _sync(temporary)
            _take_place(temporary, place)
            _sync(place.parent)
    finally:
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)


def put_back(place: Path) -> None:
    """Brings an older pack back that a death in the middle of replacing it left aside, or clears it away."""
    aside = _aside(place)
    if not aside.is_dir():
        return
    if not place.exists() and _is_whole(aside):
        aside.rename(place)
    else:
        shutil.rmtree(aside, ignore_errors=True)


def _is_whole(folder: Path) -> bool:
    """Whether no file of it is gone already."""
    try:
        return all((folder / name).is_file() for name in read_manifest(folder).files)
    except NotAPack:
        return False


def _aside(place: Path) -> Path:
    return place.with_name(f".{place.name}.replaced")


def _take_place(fresh: Path, place: Path) -> None:
    aside = _aside(place)
    older = place.is_dir() and any(place.iterdir())
    if older:
        place.rename(aside)
    try:
        # An empty folder gives way.
        fresh.rename(place)
    except OSError:
        if older:
            aside.rename(place)
        raise
    if older:
        shutil.rmtree(aside, ignore_errors=True)


def _check(place: Path, shown: Path, *, force: bool) -> None:
    if place.exists() and not place.is_dir():
        raise OutputError(f"{shown} is a file, not a folder.", "Give a folder: -o FOLDER")
    if Path.cwd().is_relative_to(place):
        raise OutputError(f"{shown} is the folder you are in.", "Give the name of a new one: -o FOLDER")
    if not place.parent.is_dir():
        raise OutputError(f"The folder {shown.parent} does not exist.", f"Make it first: mkdir -p {shown.parent}")
    held = sorted(path.name for path in place.iterdir()) if place.is_dir() else []
    if not held:
        return
    try:
        read_manifest(place)
    except NotAPack:
        raise OutputError(f"{shown} is not empty and no answer pack; it was left as it is.", "Give another.") from None
    if not force:
        raise OutputError(f"{shown} holds a pack already.", "Use --force to replace it, or another name.")
    others = [name for name in held if name not in FILES]
    if others:
        raise OutputError(
            f"{shown} holds what is none of the pack's: {', '.join(others[:3])}.", "Move that away, or give another."
        )


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
