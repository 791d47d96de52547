"""Turtle: themes as a SKOS concept scheme."""

from typing import BinaryIO

from policykb.export.skos import graph
from policykb.export.table import Table

NAME = "turtle"
SUFFIXES = (".ttl",)


def write(table: Table, out: BinaryIO) -> int:
    """Writes the scheme in UTF-8; returns how many concepts it has. MissingExtra where rdflib is not installed."""
    made, count = graph(table, NAME)
    out.write(made.serialize(format="turtle").encode())
    return count
