"""CSL-JSON: the sources of the records, for Zotero, Pandoc and every citation processor."""

import json
from typing import BinaryIO

from policykb.export.bibliography import items
from policykb.export.table import Table

NAME = "csl"
SUFFIXES = (".csl.json", ".csl")
NOUN = "source"
"""What is counted in it."""


def write(table: Table, out: BinaryIO) -> int:
    """Writes one array of items in UTF-8; returns how many."""
    found = list(items(table, NAME))
    out.write(json.dumps(found, ensure_ascii=False, indent=2).encode() + b"\n")
    return len(found)
