"""Tab-separated values: CSV with a tab between the cells."""

from dataclasses import replace
from typing import BinaryIO

from policykb.export import csv
from policykb.export.options import ROWS
from policykb.export.table import Table

NAME = "tsv"
SUFFIXES = (".tsv", ".tab")
OPTIONS = ROWS


def write(table: Table, out: BinaryIO) -> int:
    """Writes what CSV would, with tabs; returns how many rows."""
    return csv.write(replace(table, delimiter="\t"), out)
