"""JSON-LD: themes as a SKOS concept scheme."""

from typing import BinaryIO

from policykb.export.skos import graph
from policykb.export.table import Table

NAME = "jsonld"
SUFFIXES = (".jsonld",)
_CONTEXT = {"skos": "http://www.w3.org/2004/02/skos/core#", "dcterms": "http://purl.org/dc/terms/"}


def write(table: Table, out: BinaryIO) -> int:
    """Writes the scheme in UTF-8; returns how many concepts it has. MissingExtra where rdflib is not installed."""
    made, count = graph(table, NAME)
    out.write(made.serialize(format="json-ld", context=_CONTEXT, indent=2, sort_keys=True).encode() + b"\n")
    return count
