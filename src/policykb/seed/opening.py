"""Opens seed files without trusting the file system, and hashes what is read while it is read.

Separate because between finding a file and reading it anything may happen to it: what was a file may be a pipe by now,
and the hash that the base remembers must be that of the very bytes the records came from.
"""

import hashlib
import io
import os
import stat
from pathlib import Path

REGULAR_ONLY = "not a regular file (a pipe, a socket or a device)"
_BLOCK = 1 << 18


class Unreadable(Exception):
    """A file that cannot be read; the text says why, in a person's words."""


class HashedStream(io.BufferedReader):
    """A binary stream over a file whose hash is known once it is read."""

    def __init__(self, path: Path) -> None:
        """Raises Unreadable."""
        self._hashing = _Hashing(open_regular(path))
        super().__init__(self._hashing, _BLOCK)

    def sha256(self) -> str:
        """SHA-256 of the whole file, in hex; reads on to its end."""
        while self.read1(_BLOCK):
            pass
        return self._hashing.digest.hexdigest()


def open_regular(path: Path) -> int:
    """A descriptor for reading a regular file; raises Unreadable, and never waits for a pipe's other end."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        raise Unreadable(why(error)) from error
    mode = os.fstat(descriptor).st_mode
    if not stat.S_ISREG(mode):
        os.close(descriptor)
        raise Unreadable("a folder, not a file" if stat.S_ISDIR(mode) else REGULAR_ONLY)
    return descriptor


def why(error: OSError | ValueError) -> str:
    """Why a path cannot be read, in a person's words; a ValueError is a name that no file can have."""
    if isinstance(error, (FileNotFoundError, NotADirectoryError, ValueError)):
        return "no such file or folder"
    if isinstance(error, PermissionError):
        return "no permission to read"
    return f"cannot be read: {(error.strerror or type(error).__name__).lower()}"


class _Hashing(io.RawIOBase):
    """A file that hashes every block on its way to the buffer; takes the descriptor over."""

    def __init__(self, descriptor: int) -> None:
        self._file = io.FileIO(descriptor, "rb")
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # BufferedReader gives a memoryview
        count = self._file.readinto(buffer)
        self.digest.update(buffer[:count])
        return count

    def close(self) -> None:
        self._file.close()
        super().close()
