"""Keys for the records of a table: from numbers and names as they stand in cells; separate as they must not change.

What is made here is what people cite, so the same row gives the same key for ever.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from policykb.domain.keys import LONGEST
from policykb.lexicon.words import fold_name

_NOT_KEY = re.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """A text as a key has it; what has no Latin letters or digits gives nothing.

    >>> slug("002/24"), slug("Côte d’Ivoire"), slug("Trinidad & Tobago"), slug("日本")
    ('002-24', 'cote-d-ivoire', 'trinidad-tobago', '')
    """
    plain = fold_name(text) if not text.isascii() else text.lower()
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return _NOT_KEY.sub("-", plain).strip("-")[:LONGEST].strip("-")


def hashed(texts: Iterable[str]) -> str:
    """Ten hexadecimal digits that tell rows apart; white space around and between words does not count."""
    joined = "\x1f".join(" ".join(text.split()) for text in texts)
    return hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()
