"""Single keys and lines from a terminal; separate because only a walk that asks again and again needs them."""

import os
import select
import sys
import termios
import tty

from policykb.errors import UsageError

_ARROWS = {b"[C": "n", b"[B": "n", b"[A": "b", b"[D": "b", b"OC": "n", b"OB": "n", b"OA": "b", b"OD": "b"}
_END = "\x04"


def check_terminal(instead: str) -> None:
    """Raises UsageError, with what to do ``instead``, where nobody sits at a terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("This asks questions and needs a terminal.", instead)


def read_key() -> str:
    """The next key, in lower case; Enter and Space are ``n``, the end of input ``q``. Ctrl-C raises KeyboardInterrupt.

    What was typed ahead is not lost.
    """
    sys.stdout.flush()
    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    try:
        tty.setcbreak(handle, termios.TCSANOW)
        key = os.read(handle, 1)
        if key == b"\x1b" and select.select([handle], [], [], 0.05)[0]:
            return _ARROWS.get(os.read(handle, 2), "")
        while key and key[0] >= 0xC0 and len(key) < 4 and select.select([handle], [], [], 0)[0]:
            key += os.read(handle, 1)
    finally:
        termios.tcsetattr(handle, termios.TCSANOW, before)
    text = key.decode(errors="replace").lower()
    return {"": "q", _END: "q", "\n": "n", "\r": "n", " ": "n"}.get(text, text)


def read_line(prompt: str, text: str = "") -> str:
    """A line that somebody types, with ``text`` in it to begin with; an empty text where they end it with Ctrl-D."""
    import readline

    readline.set_startup_hook(lambda: readline.insert_text(text))
    try:
        return input(prompt).strip()
    except EOFError:
        sys.stdout.write("\n")
        return ""
    finally:
        readline.set_startup_hook(None)
