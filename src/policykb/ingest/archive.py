"""Office files are ZIP archives of XML: what may be wrong with one is checked here before anything is unpacked.

Separate from the readers because every format of this kind has the same dangers. The checks are those of the OWASP
file-upload cheat sheet: how many members, how large each and all, how much larger than packed, names that lead out of
a folder, and no document type declaration, the door to entity bombs and foreign files, in any XML part.
"""

import io
import re
import struct
import zipfile
import zlib

from policykb.errors import LimitReached, UsageError

MOST_MEMBERS = 1_000
LARGEST_PART = 50_000_000
LARGEST_WHOLE = 200_000_000
"""Bytes when unpacked."""
LARGEST_RATIO = 100
"""Unpacked to packed, for parts of more than `SMALL`."""
SMALL = 10_000_000

_END = b"PK\x05\x06"
_UNSAFE = re.compile(r"(?:^|[/\\])\.\.(?:[/\\]|$)|^[/\\]|^[A-Za-z]:|[\x00-\x1f]")
_ENCRYPTED = 0x1
_PICTURES = (".bmp", ".emf", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".tif", ".tiff", ".wmf")
_DECLARATIONS = tuple(
    word.encode(encoding) for word in ("<!DOCTYPE", "<!ENTITY") for encoding in ("ascii", "utf-16-le", "utf-16-be")
)
_SAVE_AGAIN = "Open it in its program and save it again."


def opened(data: bytes, name: str) -> zipfile.ZipFile:
    """An archive whose members may be read.

    Raises UsageError for one that is damaged, protected or made to harm, LimitReached for one that is too large.
    """
    _refuse_many(data, name)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        _refuse_by_contents(archive, name)
        _refuse_declarations(archive, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, struct.error) as error:
        raise UsageError(f"{name}: is damaged: the archive cannot be unpacked", _SAVE_AGAIN) from error
    return archive


def refuse_ratio(archive: zipfile.ZipFile, name: str) -> None:
    """Raises LimitReached where a large part is mostly repetition."""
    for member in archive.infolist():
        if member.file_size > max(SMALL, LARGEST_RATIO * member.compress_size):
            times = member.file_size // max(1, member.compress_size)
            raise LimitReached(f"{name}: {member.filename} would unpack to {times} times its size", _SAVE_AGAIN)


def _refuse_many(data: bytes, name: str) -> None:
    """By the number the archive gives itself, before a list of that length is made."""
    end = data.rfind(_END)
    if end >= 0 and len(data) >= end + 22:
        (count,) = struct.unpack_from("<H", data, end + 10)
        _refuse_count(count, name)


def _refuse_count(count: int, name: str) -> None:
    if count > MOST_MEMBERS:
        raise LimitReached(f"{name}: has more than {MOST_MEMBERS:,} members", "A document has a few dozen.")


def _refuse_by_contents(archive: zipfile.ZipFile, name: str) -> None:
    members = archive.infolist()
    _refuse_count(len(members), name)
    for member in members:
        if _UNSAFE.search(member.filename) or _UNSAFE.search(member.orig_filename):
            raise UsageError(f"{name}: has a member with an unsafe name: {member.filename!r}", _SAVE_AGAIN)
        if member.flag_bits & _ENCRYPTED:
            raise UsageError(f"{name}: is password-protected", "Save it without the password.")
        if member.file_size > LARGEST_PART:
            size, most = member.file_size // 1_000_000, LARGEST_PART // 1_000_000
            raise LimitReached(f"{name}: {member.filename} would unpack to {size:,} MB, more than {most} MB")
    names = [member.filename for member in members]
    if len(set(names)) < len(names):
        raise UsageError(f"{name}: is damaged: two of its members have one name", _SAVE_AGAIN)
    if sum(member.file_size for member in members) > LARGEST_WHOLE:
        raise LimitReached(f"{name}: would unpack to more than {LARGEST_WHOLE // 1_000_000} MB")


def _refuse_declarations(archive: zipfile.ZipFile, name: str) -> None:
    for member in archive.infolist():
        if member.filename.lower().endswith(_PICTURES):
            continue
        part = archive.read(member)
        if any(declaration in part for declaration in _DECLARATIONS):
            raise UsageError(
                f"{name}: {member.filename} declares a document type or entities, which no document needs", _SAVE_AGAIN
            )
