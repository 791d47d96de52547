"""The process that reads one document and ends: what a damaged or hostile file does to it ends with it.

``python -m policykb.ingest.reading_child READER NAME LIMITS``, with the document as standard input; the answer is one
JSON object on standard output (`policykb.ingest.wire`, or an error with its message and hint). It limits itself before
the first byte is read, has no network where the system lets it leave, and imports only what the format needs.
"""

import json
import os
import sys
import traceback
from contextlib import suppress
from importlib import import_module
from typing import Any

from policykb.domain.document import Document
from policykb.errors import LimitReached, MissingExtra, PolicykbError, UsageError
from policykb.ingest import wire
from policykb.ingest.limits import LARGEST_TEXT, MOST_BLOCKS, MOST_PAGES, Limits

_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000
_ATTACH_A_PART = "Give a part of it."


def main(reader: str, name: str, limits: str) -> None:
    """Reads the document on standard input and writes the answer to standard output."""
    bounds = Limits(**json.loads(limits))
    # Whatever a library prints must not get between the lines of the answer.
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    confine(bounds)
    answer.write(_answer(reader, name, bounds))
    answer.close()
    # What the document left behind is not worth tidying up, and tidying up may fail.
    os._exit(0)


def confine(limits: Limits) -> None:
    """Limits this process as far as the system can (memory not on macOS, nothing of it on Windows)."""
    _leave_network()
    try:
        import resource
    except ImportError:
        return
    import signal

    signal.alarm(limits.wall + 5)  # should the process that waits be gone by then
    bounds = {
        "RLIMIT_AS": limits.memory,
        "RLIMIT_CPU": limits.cpu,
        "RLIMIT_FSIZE": limits.file,
        "RLIMIT_NOFILE": limits.open_files,
        "RLIMIT_CORE": 0,
    }
    for which, most in bounds.items():
        with suppress(AttributeError, ValueError, OSError):
            kind = getattr(resource, which)
            _, hard = resource.getrlimit(kind)
            # The hard limit of computing is later: at it the process is killed, at the soft one it is told why.
            highest = most + 2 if which == "RLIMIT_CPU" else most
            resource.setrlimit(kind, (most, highest if hard == resource.RLIM_INFINITY else min(highest, hard)))


def _leave_network() -> None:
    """Into a network of its own, in which there is none; not every system lets a plain user do so."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError, ImportError):
            import ctypes

            ctypes.CDLL(None).unshare(_NEW_USER | _NEW_NETWORK)


def _answer(reader: str, name: str, limits: Limits) -> bytes:
    try:
        data = sys.stdin.buffer.read()
        document = import_module(reader).read(data, name)
        _refuse_large(document, name)
        return wire.dumped(document)
    except PolicykbError as error:
        return _refused(error)
    except MemoryError:
        return _refused(LimitReached(f"{name}: needs more than {limits.memory >> 20:,} MB of memory", _ATTACH_A_PART))
    except RecursionError:
        return _refused(UsageError(f"{name}: is nested too deeply"))
    except Exception as error:
        what = type(error).__name__
        message = f"{name}: is damaged, or not made as its format asks ({what})"
        hint = "Open it in its program and save it again, or save it as plain text."
        return _refused(UsageError(message, hint), traceback.format_exc())


def _refuse_large(document: Document, name: str) -> None:
    notes = sum(len(note.text.encode("utf-8", "surrogatepass")) for note in document.footnotes)
    if len(document.text.encode("utf-8", "surrogatepass")) + notes > LARGEST_TEXT:
        raise LimitReached(f"{name}: more than {LARGEST_TEXT // 1_000_000} MB of text", _ATTACH_A_PART)
    if len(document.passages) > MOST_BLOCKS:
        raise LimitReached(f"{name}: more than {MOST_BLOCKS:,} paragraphs", _ATTACH_A_PART)
    if max((passage.page or 0 for passage in document.passages), default=0) > MOST_PAGES:
        raise LimitReached(f"{name}: more than {MOST_PAGES:,} pages", _ATTACH_A_PART)


def _refused(error: PolicykbError, fault: str | None = None) -> bytes:
    sent: dict[str, Any] = {"error": type(error).__name__, "message": error.message, "hint": error.hint, "fault": fault}
    if isinstance(error, MissingExtra):
        sent |= {"library": error.library, "extra": error.extra}
    return json.dumps(sent).encode()


if __name__ == "__main__":
    main(*sys.argv[1:])
