"""A reader that does what the document says: the worst that a library could do to the process that reads."""

import ctypes
import os
import socket
import time

from policykb.domain.document import Document
from policykb.errors import LimitReached, MissingExtra
from policykb.ingest.readers import text


def read(data: bytes, name: str) -> Document:
    words = data.decode().split()
    match words[0]:
        case "hang":
            time.sleep(60)
        case "compute":
            while True:
                pass
        case "fill":
            held = b"x" * 2_000_000_000
            return text.read(held, name)
        case "crash":
            ctypes.string_at(0)
        case "abort":
            os.abort()
        case "leave":
            os._exit(7)
        case "exit":
            raise SystemExit(0)
        case "recurse":
            return read(data, name)
        case "fail":
            raise KeyError("[Content_Types].xml")
        case "chat":
            os.write(1, b"a library's notice\n")
            print("another")
        case "limit":
            raise LimitReached(f"{name}: more than 3 pages", "Give a part of it.")
        case "miss":
            raise MissingExtra("pypdfium2", "read")
        case "write":
            with open(words[1], "wb") as file:
                file.write(b"x" * 5_000_000)
        case "open":
            held_open = [open(os.devnull, "rb") for _ in range(100)]  # noqa: SIM115 until there are too many
            return read(b"never", str(held_open))
        case "call":
            with socket.create_connection(("127.0.0.1", int(words[1])), timeout=5):
                return text.read(b"reached", name)
        case "environment":
            return text.read(" ".join(os.environ).encode(), name)
        case "long":
            return text.read(b"Ports grow.\n\n" * 390_000, name)
        case "pages":
            return text.read(b"Ports grow.\n\n\f" * 2_001, name)
    return text.read(data, name)
