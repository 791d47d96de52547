"""Documents that break naive programs, made here: each gives its error, with its name, in time and memory."""

import io
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from policykb.errors import LimitReached, PolicykbError, UsageError
from policykb.ingest.readers import read_document

TYPES = "[Content_Types].xml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def good() -> bytes:
    document = docx.Document()
    document.add_paragraph("We should build ports.")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


GOOD = good()


def changed(without: str = "", **parts: bytes) -> bytes:
    """A good document with other members; ``document`` is the main one, ``__`` stands for a slash."""
    names = {"document": "word/document.xml"}
    other = {names.get(name, name.replace("__", "/")): data for name, data in parts.items()}
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename not in other and member.filename != without:
                new.writestr(member.filename, old.read(member))
        for name, data in other.items():
            new.writestr(name, data)
    return file.getvalue()


def body(inner: str, before: str = "") -> bytes:
    return f'<?xml version="1.0"?>{before}<w:document {W}><w:body>{inner}</w:body></w:document>'.encode()


def archive(names: list[str], data: bytes = b"") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name in names:
            made.writestr(name, data)
    return file.getvalue()


def encrypted() -> bytes:
    data = bytearray(GOOD)
    at = data.rfind(b"PK\x01\x02")
    while at >= 0:
        data[at + 8] |= 1
        at = data.rfind(b"PK\x01\x02", 0, at)
    return bytes(data)


def ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + stream.encode("utf-16-le") + bytes(2000)


def bomb() -> bytes:
    """A part that would unpack to 60 MB, without making it: its size is only stated."""
    data = bytearray(changed(document=body("<w:p><w:r><w:t>One.</w:t></w:r></w:p>")))
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        length = struct.unpack_from("<H", data, at + 28)[0]
        if data[at + 46 : at + 46 + length] == b"word/document.xml":
            struct.pack_into("<I", data, at + 24, 60_000_000)
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


PARAGRAPH = "<w:p><w:r><w:t>One.</w:t></w:r></w:p>"
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
FOREIGN = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
BAD: dict[str, tuple[str, Callable[[], bytes], type[PolicykbError], str]] = {
    "entities": ("a.docx", lambda: changed(document=body(PARAGRAPH, BOMB)), UsageError, "declares a document type"),
    "foreign entity": ("a.docx", lambda: changed(document=body(PARAGRAPH, FOREIGN)), UsageError, "declares a document"),
    "entities in a wide encoding": (
        "a.docx",
        lambda: changed(
            document=body(PARAGRAPH, BOMB).decode().replace("1.0", "1.0' encoding='utf-16").encode("utf-16")
        ),
        UsageError,
        "declares a document type",
    ),
    "entities in the notes": (
        "a.docx",
        lambda: changed(word__footnotes=b"<!DOCTYPE x><a/>"),
        UsageError,
        "word/footnotes",
    ),
    "bomb": ("a.docx", bomb, LimitReached, "would unpack to 60 MB, more than 50 MB"),
    "repetition": (
        "a.docx",
        lambda: changed(document=body(PARAGRAPH + f"<w:p><w:r><w:t>{' ' * 11_000_000}</w:t></w:r></w:p>")),
        LimitReached,
        "times its size",
    ),
    "many paragraphs": (
        "a.docx",
        lambda: changed(document=body("<w:p/>" * 200_001)),
        LimitReached,
        "200,000 paragraphs",
    ),
    "deep": (
        "a.docx",
        lambda: changed(document=body("<w:p>" * 3_000 + "</w:p>" * 3_000)),
        UsageError,
        "nested too deeply",
    ),
    "unsafe name": (
        "a.docx",
        lambda: changed("", **{"..__..__evil.txt": b"x"}),
        UsageError,
        "unsafe name: '../../evil.txt'",
    ),
    "absolute name": ("a.docx", lambda: changed(__etc__evil=b"x"), UsageError, "unsafe name: '/etc/evil'"),
    "many members": (
        "a.docx",
        lambda: archive([f"m{n}" for n in range(1_001)]),
        LimitReached,
        "more than 1,000 members",
    ),
    "no text": ("a.docx", lambda: b"just words", UsageError, "is not a Word document (DOCX)"),
    "truncated": ("a.docx", lambda: GOOD[:5_000], UsageError, "is damaged"),
    "empty": ("a.docx", lambda: b"", UsageError, "is empty"),
    "zip without document": (
        "a.docx",
        lambda: archive(["nest.pdf"]),
        UsageError,
        "is a ZIP archive, but no Word document",
    ),
    "no content types": (
        "a.docx",
        lambda: changed(without=TYPES),
        UsageError,
        "is a ZIP archive, but no Word document",
    ),
    "no main part": ("a.docx", lambda: changed(without="word/document.xml"), UsageError, "is damaged"),
    "bad xml": ("a.docx", lambda: changed(document=b"<w:document"), UsageError, "is damaged"),
    "encrypted members": ("a.docx", encrypted, UsageError, "is password-protected"),
    "encrypted package": ("a.docx", lambda: ole("EncryptedPackage"), UsageError, "is password-protected"),
    "old word": ("a.docx", lambda: ole("WordDocument"), UsageError, "is in the old Word format (DOC)"),
    "workbook": ("a.docx", lambda: archive(["xl/workbook.xml", TYPES]), UsageError, "is an Excel workbook (XLSX)"),
    "pdf by another name": ("a.docx", lambda: b"%PDF-1.7\n1 0 obj", UsageError, "is a PDF, not what .docx says"),
    "page by another name": ("a.docx", lambda: b"<!DOCTYPE html><p>Log in", UsageError, "is an HTML page"),
    "document by another name": ("a.html", lambda: GOOD, UsageError, "is a Word document (DOCX), not what .html says"),
    "document as text": ("a.txt", lambda: GOOD, UsageError, "is a Word document (DOCX), not plain text"),
    "picture": ("a.md", lambda: b"\x89PNG\r\n\x1a\n", UsageError, "is a picture (PNG)"),
    "no words in a document": (
        "a.docx",
        lambda: changed(document=body("<w:p/>")),
        UsageError,
        "there is no text in it",
    ),
    "archive": ("a.zip", lambda: archive(["nest.pdf"]), UsageError, "is a ZIP archive"),
    "deep page": ("a.html", lambda: b"<div>" * 200_000 + b"One.", UsageError, "is nested too deeply"),
    "page without words": (
        "a.html",
        lambda: b"<html><body><script>render()</script></body>",
        UsageError,
        "there is no text",
    ),
    "empty page": ("a.html", lambda: b"", UsageError, "there is no text"),
    "page of zeros": ("a.html", lambda: bytes(5_000), UsageError, "is no text"),
    "markdown in another encoding": ("a.md", lambda: "é".encode("latin-1"), UsageError, "1: not in UTF-8 (byte 0xe9)"),
    "empty markdown": ("a.md", lambda: b"<!-- nothing -->", UsageError, "there is no text in it"),
}


@pytest.mark.parametrize("case", BAD)
def test_each_gives_its_error(tmp_path: Path, case: str) -> None:
    name, data, kind, said = BAD[case]
    file = tmp_path / name
    file.write_bytes(data())
    with pytest.raises(kind) as caught:
        read_document(file)
    assert caught.value.message.startswith(f"{file}:")
    assert said in caught.value.message
    assert "Traceback" not in str(caught.value)
    assert [path.name for path in tmp_path.rglob("*")] == [name]


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of memory is that of Linux")
def test_a_member_that_lies_about_its_size(tmp_path: Path) -> None:
    """100 MB of zeros behind a stated size of 100 bytes: no more than stated is unpacked."""
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    zeros = packed.compress(bytes(100_000_000)) + packed.flush()
    data = bytearray(changed(document=body(PARAGRAPH)))
    header = b"word/document.xml"
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(zeros), 100, len(header), 0)
    at = len(data)
    directory = data.find(b"PK\x01\x02")
    while directory >= 0:
        length = struct.unpack_from("<H", data, directory + 28)[0]
        if data[directory + 46 : directory + 46 + length] == header:
            struct.pack_into("<III", data, directory + 16, 0, len(zeros), 100)
            struct.pack_into("<I", data, directory + 42, at)
        directory = data.find(b"PK\x01\x02", directory + 4)
    end = data.rfind(b"PK\x05\x06")
    size, start = struct.unpack_from("<II", data, end + 12)
    moved = bytearray(data[:start]) + local.replace(b"", b"") + header + zeros
    tail = bytearray(data[start:end])
    entry = tail.find(header) - 46
    struct.pack_into("<I", tail, entry + 42, start)
    new_start = len(moved)
    ending = bytearray(data[end:])
    struct.pack_into("<II", ending, 12, size, new_start)
    file = tmp_path / "a.docx"
    file.write_bytes(bytes(moved + tail + ending))
    with pytest.raises(UsageError, match="is damaged"):
        read_document(file)


def test_a_file_without_a_suffix_is_told_what_it_is(tmp_path: Path) -> None:
    file = tmp_path / "report"
    file.write_bytes(b"%PDF-1.4\n")
    with pytest.raises(UsageError) as caught:
        read_document(file)
    assert caught.value.hint is not None
    assert caught.value.hint.startswith("It is a PDF by its content.")


def test_a_page_with_many_flat_elements_is_read(tmp_path: Path) -> None:
    file = tmp_path / "flat.html"
    file.write_bytes(b"<html><body>" + b"<div></div>" * 20_000 + b"<p>We should build ports.</p>")
    assert read_document(file).text == "We should build ports."


def test_scripts_of_a_page_are_not_its_text(tmp_path: Path) -> None:
    file = tmp_path / "script.html"
    file.write_bytes(b"<script>alert(1)</script><p onclick=alert(1)>Rec <img src=x onerror=alert(1)>")
    assert read_document(file).text == "Rec"
