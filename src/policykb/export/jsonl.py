"""JSON Lines: one record a line in the shape of its seed file; `policykb load` reads it."""

import json
from typing import BinaryIO

from policykb.export.options import ROWS
from policykb.export.table import Table

NAME = "jsonl"
SUFFIXES = (".jsonl", ".ndjson")
OPTIONS = ROWS


def write(table: Table, out: BinaryIO) -> int:
    """Writes one JSON object a line in UTF-8; returns how many."""
    encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
    count = 0
    for record in table.plain():
        out.write(encode(record).encode() + b"\n")
        count += 1
    return count
