"""Whether a spreadsheet may be unpacked: it is a ZIP archive of XML, and either can be made to fill a machine.

Separate from reading it because nothing may be unpacked before. The limits are wider than for documents: a sheet is
read as a stream, so that a large one costs time and no memory.
"""

import re
import zipfile
import zlib
from pathlib import Path

from policykb.errors import LimitReached, SeedError
from policykb.tabular.table import refuse

MOST_MEMBERS = 1_000
LARGEST_PART = 600_000_000
LARGEST_READ_WHOLE = 150_000_000
"""Bytes of the parts that are held in memory: shared texts and styles."""
LARGEST_RATIO = 200
"""Unpacked to packed, for parts of more than `SMALL` bytes; sheets of real tables come to 30."""
SMALL = 5_000_000
_PROLOG = 65_536
_ASIDE = re.compile(rb"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)", re.DOTALL)
_ELEMENT = re.compile(rb"<[A-Za-z_]")
_OLE = b"\xd0\xcf\x11\xe0"
_AGAIN = "open it in its program and save it again as .xlsx"


def check_archive(path: Path, display: str) -> None:
    """Raises SeedError for what is no spreadsheet, damaged, protected or made to harm, LimitReached where too large."""
    try:
        with path.open("rb") as stream:
            head = stream.read(8)
        if head.startswith(_OLE):
            raise refuse(display, "protected by a password, or an old .xls", "save it without one, as .xlsx")
        if not head.startswith(b"PK"):
            raise refuse(display, "not a spreadsheet (.xlsx)", _AGAIN)
        with zipfile.ZipFile(path) as archive:
            _check_members(archive, display)
            for member in archive.infolist():
                if member.filename.lower().endswith((".xml", ".rels", ".vml")):
                    with archive.open(member) as part:
                        _check_prolog(part.read(_PROLOG), member.filename, display)
    except (SeedError, LimitReached):
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, RuntimeError, OSError) as error:
        raise damaged(display) from error


def _check_prolog(start: bytes, part: str, display: str) -> None:
    """What stands before the first element of a part of XML, the only place for a declaration (XML 1.0, 2.8)."""
    text = start.replace(b"\0", b"")
    if any(word in text for word in (b"<!DOCTYPE", b"<!ENTITY")):
        said = f"{part} declares a document type or entities, which no spreadsheet needs"
        raise refuse(display, said, _AGAIN)
    # Comments could push a declaration beyond what is looked at.
    if len(start) == _PROLOG and not _ELEMENT.search(_ASIDE.sub(b"", text)):
        raise refuse(display, f"{part} begins with {_PROLOG // 1024} kB that are no table", _AGAIN)


def damaged(display: str) -> SeedError:
    """The error that a spreadsheet cannot be read."""
    return refuse(display, "the spreadsheet is damaged", _AGAIN)


def _check_members(archive: zipfile.ZipFile, display: str) -> None:
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise LimitReached(f"{display}: more than {MOST_MEMBERS:,} parts.", "A spreadsheet has a few dozen.")
    for member in members:
        if member.flag_bits & 1:
            raise refuse(display, "protected by a password", "save it without one")
        sheet = "worksheets/" in member.filename
        most = LARGEST_PART if sheet else LARGEST_READ_WHOLE
        if member.file_size > most:
            size = member.file_size // 1_000_000
            raise LimitReached(
                f"{display}: {member.filename} would unpack to {size:,} MB, more than {most // 1_000_000}.",
                "Save the table as CSV.",
            )
        if member.file_size > max(SMALL, LARGEST_RATIO * member.compress_size):
            times = member.file_size // max(1, member.compress_size)
            raise LimitReached(
                f"{display}: {member.filename} would unpack to {times:,} times its size.", "Save it again."
            )
    if len({member.filename for member in members}) < len(members):
        raise damaged(display)
