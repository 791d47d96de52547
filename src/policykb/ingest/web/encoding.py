"""Bytes of a page to characters: pages often say a wrong encoding, and servers too."""

import codecs
import re

from policykb.errors import UsageError

_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_XML_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)""", re.IGNORECASE)
# What pages are written in; other codecs of Python (UTF-7, punycode, ...) are no encodings of pages.
_KNOWN = re.compile(
    r"(?:iso-?8859-\d{1,2}|latin-?\d|us-ascii|ascii|windows-\d{3,4}|cp\d{3,4}|x-cp\d{4}|koi8-[ru]|macintosh|mac-?roman"
    r"|gb2312|gbk|gb18030|big5(?:-hkscs)?|shift[_-]jis|sjis|x-sjis|euc-jp|iso-2022-jp|euc-kr|ks_c_5601-1987|tis-620)"
)
# As browsers do: who says Latin-1 or ASCII means Windows-1252.
_MEANT = {"iso-8859-1": "windows-1252", "latin1": "windows-1252", "latin-1": "windows-1252", "us-ascii": "windows-1252"}
_MEANT |= {"ascii": "windows-1252", "macintosh": "mac-roman", "x-sjis": "shift_jis", "ks_c_5601-1987": "euc-kr"}
_PRESCAN = 4096
_MOST_BROKEN = 0.02


def decoded(data: bytes, name: str) -> str:
    """The characters of a page: by its byte order mark, else as UTF-8, else as it declares, else as Windows-1252.

    Raises UsageError where it can be none of them.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if b"\0" in data:
        return _wide(data, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    declared = _declared(data)
    if declared not in {None, "utf-8", "utf8"} and _KNOWN.fullmatch(str(declared)):
        try:
            return data.decode(_MEANT.get(str(declared), str(declared)))
        except (UnicodeDecodeError, LookupError):
            pass
    almost = data.decode("utf-8", "replace")
    beyond_ascii = sum(byte > 0x7F for byte in data)
    if almost.count("\ufffd") <= _MOST_BROKEN * beyond_ascii:
        return almost
    return data.decode("windows-1252", "replace")


def _declared(data: bytes) -> str | None:
    found = _XML_DECLARED.search(data[:_PRESCAN]) or _DECLARED.search(data[:_PRESCAN])
    return found[1].decode("ascii", "replace").lower() if found else None


def _wide(data: bytes, name: str) -> str:
    """UTF-16 without a mark has a NUL for every other byte of English; a NUL elsewhere is in no page."""
    even, odd = data[::2].count(0), data[1::2].count(0)
    if min(even, odd) * 20 < max(even, odd) and max(even, odd) * 4 > len(data):
        return data.decode("utf-16-be" if even > odd else "utf-16-le", "replace")
    if data.count(0) * 1000 < len(data):
        return decoded(data.replace(b"\0", b""), name)
    raise UsageError(f"{name}: is no text (it has NUL bytes)", "Save the page again, as HTML in UTF-8.")
