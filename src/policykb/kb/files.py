"""Output files that are whole or not there: written beside their place and renamed at the end."""

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from policykb.errors import LimitReached, OutputError


@contextmanager
def written_whole(path: Path, *, force: bool = False) -> Iterator[BinaryIO]:
    """A file to write that takes its place only when everything is written and on the disk.

    Raises OutputError where it exists (and not ``force``), is a folder, or cannot be made; LimitReached where the disk
    is full. Nothing half-written stays; a file that is replaced hands its permissions on. A device such as /dev/stdout
    is written as it is.
    """
    if path.is_dir():
        raise OutputError(f"{path} is a folder.", "Give a file in it.")
    if path.exists() and not path.is_file():
        with disk_errors(path), path.open("wb") as device:
            yield device
        return
    if path.exists() and not force:
        raise OutputError(f"{path} exists already.", "Use --force to replace it, or another name.")
    if not path.parent.is_dir():
        raise OutputError(f"The folder {path.parent} does not exist.", f"Make it first: mkdir -p {path.parent}")
    temporary: Path | None = None
    try:
        with disk_errors(path):
            handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
            temporary = Path(name)
            with os.fdopen(handle, "wb") as file:
                yield cast(BinaryIO, file)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o666 & ~umask())
            temporary.replace(path)
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """What the file system refuses as LimitReached where it is full, else OutputError; both name ``path``."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}:
            raise LimitReached(f"{path} could not be written: {error.strerror}.", "Nothing was kept of it.") from error
        raise OutputError(f"{path} cannot be written: {error.strerror}.", "Give another place with -o.") from error


def umask() -> int:
    """Which permissions new files do not get."""
    current = os.umask(0)
    os.umask(current)
    return current
