"""Where a source and a passage of it can be opened in a browser; notebooks, briefs and records all say it."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

_PDF = re.compile(r"\.pdf($|[?#])", re.IGNORECASE)


def address_of(link: str | None) -> str | None:
    """An address that a click may open: http and https, and a DOI at its resolver; None for anything else.

    >>> address_of("https://example.org/a"), address_of("10.1000/182<x>"), address_of("javascript:alert(1)")
    ('https://example.org/a', 'https://doi.org/10.1000/182%3Cx%3E', None)
    """
    if link is None:
        return None
    if re.match(r"10\.\d{4,9}/", link):
        return f"https://doi.org/{quote(link, safe='/:;()._-')}"
    return link if re.match(r"https?://", link, re.IGNORECASE) else None


def passage_address(link: str | None, evidence: Mapping[str, Any]) -> str | None:
    """The address at which a browser shows the passage: the page of a PDF, else the words, marked in the text.

    The words are a text fragment (WICG, URL Fragment Text Directives), which browsers that do not know it leave out.
    None where the source has no address.

    >>> passage_address("https://example.org/a", {"quote": {"from": "We should", "to": "at once, now", "prefix": "So"}})
    'https://example.org/a#:~:text=So-,We%20should,at%20once%2C%20now'
    >>> passage_address("https://example.org/a.pdf", {"page": 7, "quote": {"exact": "We wait."}})
    'https://example.org/a.pdf#page=7'
    """
    address = address_of(link)
    if address is None:
        return None
    whole, _, own = address.partition("#")
    if _PDF.search(whole):
        return f"{whole}#page={evidence['page']}" if evidence.get("page") else address
    words = _directive(evidence.get("quote") or {})
    return f"{whole}#{own}:~:text={words}" if words else address


def _directive(words: Mapping[str, str]) -> str:
    spans = [words["exact"]] if "exact" in words else [words[name] for name in ("from", "to") if name in words]
    before = [f"{_encoded(words['prefix'])}-"] if "prefix" in words else []
    after = [f"-{_encoded(words['suffix'])}"] if "suffix" in words else []
    return ",".join([*before, *map(_encoded, spans), *after]) if spans else ""


def _encoded(words: str) -> str:
    """Hyphen, comma and ampersand have a meaning of their own there."""
    return quote(words, safe="").replace("-", "%2D")
