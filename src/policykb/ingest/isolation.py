"""Reading a document in a process of its own: whatever it does there, here comes a `Document` or an error."""

import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import asdict
from typing import IO, Any

from policykb.domain.document import Document
from policykb.errors import LimitReached, MissingExtra, PolicykbError, UsageError
from policykb.ingest import wire
from policykb.ingest.limits import LARGEST_RESULT, LIMITS, Limits

_CHILD = "policykb.ingest.reading_child"
_SAVE_AGAIN = "Open it in its program and save it again, or save it as plain text."
_LONGEST_MESSAGE = 2_000
# What the child's Python needs; a database's password, say, is none of its business.
_NEEDED = ("PATH", "PYTHON", "LANG", "LC_", "LD_LIBRARY_PATH", "DYLD_", "VIRTUAL_ENV", "SYSTEMROOT", "TMP", "TEMP")
_OUT_OF_MEMORY = {"SIGABRT", "SIGKILL"}


def read_apart(reader: str, file: IO[bytes], name: str, limits: Limits = LIMITS) -> Document:
    """What the module ``reader`` reads in a file (from its start), ``name`` being what messages call it.

    Raises what the reader raises; UsageError where it fails in any other way or finds no text, LimitReached where it
    takes more time, memory or text than `policykb.ingest.limits` has. The process has ended when this returns.
    """
    file.seek(0)
    command = [sys.executable, "-P", "-B", "-m", _CHILD, reader, name, json.dumps(asdict(limits))]
    with subprocess.Popen(
        command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment(), close_fds=True
    ) as process:
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(limits.wall, stop)
        timer.daemon = True
        timer.start()
        try:
            assert process.stdout is not None
            sent = process.stdout.read(LARGEST_RESULT + 1)
            if len(sent) > LARGEST_RESULT:
                process.kill()
            code = process.wait()
        except BaseException:
            process.kill()
            raise
        finally:
            timer.cancel()
    if late.is_set():
        raise LimitReached(f"{name}: took more than {limits.wall} seconds to read", _SAVE_AGAIN)
    if len(sent) > LARGEST_RESULT:
        raise LimitReached(f"{name}: more text than can be taken in", "Give a part of it.")
    return _document(sent, code, name, limits)


def _document(sent: bytes, code: int, name: str, limits: Limits) -> Document:
    """What the child sent as a document; its exit ``code`` (negative for a signal) says why where it sent nothing."""
    try:
        answer: Any = json.loads(sent)
    except ValueError:
        raise _died(code, name, limits) from None
    if isinstance(answer, dict) and "error" in answer:
        raise _refusal(answer, name)
    try:
        document = wire.loaded(answer)
    except wire.NotADocument as error:
        raise UsageError(f"{name}: is damaged: it cannot be read ({error})", _SAVE_AGAIN) from error
    if not document.passages:
        raise UsageError(f"{name}: there is no text in it", "A scanned document needs text recognition (OCR) first.")
    return document


def _refusal(answer: dict[str, Any], name: str) -> PolicykbError:
    message, hint = str(answer.get("message"))[:_LONGEST_MESSAGE], answer.get("hint")
    if answer["error"] == MissingExtra.__name__:
        return MissingExtra(str(answer.get("library")), str(answer.get("extra")))
    kind = LimitReached if answer["error"] == LimitReached.__name__ else UsageError
    error = kind(message or name, str(hint)[:_LONGEST_MESSAGE] if hint else None)
    if fault := answer.get("fault"):
        error.add_note(str(fault))
    return error


def _died(code: int, name: str, limits: Limits) -> PolicykbError:
    cause = signal.Signals(-code).name if code < 0 and -code in set(signal.Signals) else ""
    if cause == "SIGXCPU":
        return LimitReached(f"{name}: took more than {limits.cpu} seconds of computing to read", _SAVE_AGAIN)
    if cause == "SIGALRM":
        return LimitReached(f"{name}: took more than {limits.wall} seconds to read", _SAVE_AGAIN)
    if cause in _OUT_OF_MEMORY:
        most = limits.memory >> 20
        return LimitReached(f"{name}: reading it was stopped; it may need more than {most:,} MB of memory", _SAVE_AGAIN)
    return UsageError(f"{name}: is damaged: what reads it broke off ({cause or f'exit code {code}'})", _SAVE_AGAIN)


def _environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key.upper().startswith(_NEEDED)}
