"""JSON: one array of the records, each in the shape of its seed file."""

import json
from typing import BinaryIO

from policykb.export.options import ROWS
from policykb.export.table import Table

NAME = "json"
SUFFIXES = (".json",)
OPTIONS = ROWS


def write(table: Table, out: BinaryIO) -> int:
    """Writes the array in UTF-8, one record after the other; returns how many."""
    count = 0
    for record in table.plain():
        text = json.dumps(record, ensure_ascii=False, indent=2).replace("\n", "\n  ")
        out.write((",\n  " if count else "[\n  ").encode() + text.encode())
        count += 1
    out.write(b"\n]\n" if count else b"[]\n")
    return count
