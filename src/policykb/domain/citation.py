"""Citations ready to copy; separate because table, CSV, JSON and briefs must all cite in the same words."""

import re
from collections.abc import Mapping, Sequence
from typing import Any


def short_citation(authors: Sequence[str], publisher: str | None, issued: str | None, fallback: str) -> str:
    """Who and when, as a running text has it: family names (of three or more "first et al."), else publisher; the year.

    >>> short_citation(["Thornton", "Lee"], None, "2024-06", "x")
    'Thornton and Lee 2024'
    >>> short_citation([], "National Committee on American Foreign Policy", None, "x")
    'National Committee on American Foreign Policy n.d.'
    """
    if len(authors) > 2:
        who = f"{authors[0]} et al."
    else:
        who = " and ".join(authors) or publisher or fallback
    return f"{who} {issued[:4] if issued else 'n.d.'}"


def place(evidence: Mapping[str, Any]) -> str:
    """Where a piece of evidence stands in its source.

    >>> place({"section": "Executive Summary", "paragraph": 3})
    'Executive Summary, para. 3'
    """
    parts = [evidence["section"]] if evidence.get("section") else []
    parts += [
        f"{word} {evidence[field]}"
        for field, word in (("paragraph", "para."), ("page", "p."), ("row", "row"))
        if evidence.get(field) is not None
    ]
    return ", ".join(parts)


def citation(source: str, evidence: Sequence[Mapping[str, Any]]) -> str:
    """The short citation of a source with every place a statement stands on.

    >>> citation("Lee 2024", [{"section": "Summary", "paragraph": 3}, {"page": 7}])
    'Lee 2024, Summary, para. 3; p. 7'
    """
    places = "; ".join(filter(None, (place(item) for item in evidence)))
    return f"{source}, {places}" if places else source


def safe_address(link: str) -> str | None:
    """An address that a click may open: http and https, and a DOI at its resolver; None for anything else.

    >>> safe_address("https://example.org/a"), safe_address("10.1000/182<x>"), safe_address("javascript:alert(1)")
    ('https://example.org/a', 'https://doi.org/10.1000/182%3Cx%3E', None)
    """
    if re.match(r"10\.\d{4,9}/", link):
        from urllib.parse import quote

        return f"https://doi.org/{quote(link, safe='/:;()._-')}"
    return link if re.match(r"https?://", link, re.IGNORECASE) else None
