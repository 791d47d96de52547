"""JSON Lines: one record a line in the shape of its seed file; `policykb load` reads it."""

import json
from typing import BinaryIO

from policykb.export.table import Table

NAME = "jsonl"
SUFFIXES = (".jsonl", ".ndjson")


def write(table: Table, out: BinaryIO) -> int:
    """Writes one JSON object a line in UTF-8; returns how many."""
    encode = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
    count = 0
    for count, record in enumerate(table.records, 1):
        out.write(encode(record).encode() + b"\n")
    return count
