"""JSON Lines: one record a line in the shape of its seed file; `policykb load` reads it."""

import json
from typing import BinaryIO

from policykb.export.table import Table

NAME = "jsonl"
SUFFIXES = (".jsonl", ".ndjson")


def write(table: Table, out: BinaryIO) -> int:
    """Writes one JSON object a line in UTF-8; returns how many."""
    count = 0
    for record in table.records:
        out.write(json.dumps(record, ensure_ascii=False, separators=(", ", ": ")).encode() + b"\n")
        count += 1
    return count
