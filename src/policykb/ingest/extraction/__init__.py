"""A document to candidates: which of its words may be recommendations or findings; rules of grammar and of layout.

`extract` is the door, `extractor` the one for those of other packages. Layout comes first (numbered lists, tables,
`Recommendation 1`), then sentences, then repeats.
"""

from policykb.ingest.extraction.extract import extract
from policykb.ingest.extraction.plugins import extractor

__all__ = ["extract", "extractor"]
