"""Citations ready to copy; separate because table, CSV, JSON and briefs must all cite in the same words."""

from calendar import month_name
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


def reference(source: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """The whole reference of a source, as a list of references has it; ``names`` are those of its keys.

    >>> source = {"title": "After the Summit", "authors": ["a", "b"], "publisher": "c", "issued": "2024-06"}
    >>> reference(source | {"url": "https://c.example/1"}, {"a": "Ann Lee", "b": "Bo Ito", "c": "An Institute"})
    'Ann Lee and Bo Ito. After the Summit. An Institute, June 2024. https://c.example/1'
    """
    authors = [names.get(key, key) for key in source.get("authors", ())]
    who = " and ".join(filter(None, (", ".join(authors[:-1]), *authors[-1:])))
    publisher = source.get("publisher")
    issued = ", ".join(filter(None, (publisher and names.get(publisher, publisher), _day(source.get("issued")))))
    sentences = [
        part if part.endswith((".", "?", "!")) else f"{part}." for part in (who, source["title"], issued) if part
    ]
    doi = source.get("doi")
    where = source.get("url") or (f"https://doi.org/{doi}" if doi else "")
    return " ".join([*sentences, *([where] if where else [])])


def _day(issued: str | None) -> str:
    """A date as people write it.

    >>> _day("2024-06-03"), _day("2024-06"), _day("2024"), _day(None)
    ('3 June 2024', 'June 2024', '2024', 'n.d.')
    """
    if issued is None:
        return "n.d."
    year, *rest = issued.split("-")
    named = [month_name[int(rest[0])]] if rest else []
    return " ".join([*(str(int(day)) for day in rest[1:]), *named, year])
