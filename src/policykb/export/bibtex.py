"""BibTeX: the sources of the records, in UTF-8, for LaTeX and reference managers."""

import re
from typing import BinaryIO

from policykb.export.bibliography import Item, issued, items
from policykb.export.table import Table

NAME = "bibtex"
SUFFIXES = (".bib",)
NOUN = "source"
"""What is counted in it."""
_TYPES = {"report": "techreport"}
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
} | {each: f"\\{each}" for each in "$&%#_"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def write(table: Table, out: BinaryIO) -> int:
    """Writes one entry a source; returns how many."""
    count = 0
    for item in items(table, NAME):
        out.write(("\n" if count else "").encode() + entry(item).encode())
        count += 1
    return count


def entry(item: Item) -> str:
    r"""The entry of one item.

    >>> print(entry({"id": "a-2024", "type": "report", "title": "Profit & Loss", "issued": {"date-parts": [[2024, 6]]},
    ...              "author": [{"family": "Lee", "given": "Ann"}, {"literal": "Rand and Sons"}]}), end="")
    @techreport{a-2024,
      author = {Lee, Ann and {Rand and Sons}},
      title = {{Profit \& Loss}},
      year = {2024},
      month = jun,
    }
    """
    parts = issued(item)
    report = item["type"] == "report"
    fields = {
        "author": " and ".join(map(_author, item.get("author", ()))),
        # Braces keep the capitals: a style would lower them.
        "title": f"{{{escaped(item['title'])}}}",
        ("institution" if report else "publisher"): escaped(item.get("publisher", "")),
        "type": escaped(item.get("genre", "").capitalize()) if report else "",
        "howpublished": "" if report else escaped(item.get("genre", "").capitalize()),
        "year": str(parts[0]) if parts else "",
        "doi": _verbatim(item.get("DOI", "")),
        "url": _verbatim(item.get("URL", "")),
        "language": escaped(item.get("language", "")),
        "note": escaped(item.get("note", "")),
    }
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    if len(parts) > 1:
        at = next(n for n, line in enumerate(lines) if line.startswith("  year"))
        lines.insert(at + 1, f"  month = {_MONTHS[parts[1] - 1]},")
        if len(parts) > 2:
            lines.insert(at + 2, f"  day = {{{parts[2]}}},")
    return "\n".join([f"@{_TYPES.get(item['type'], 'misc')}{{{item['id'].replace('/', ':')},", *lines, "}", ""])


def escaped(text: str) -> str:
    """The text with what has a meaning in LaTeX escaped, on one line."""
    return "".join(_SPECIAL.get(letter, letter) for letter in " ".join(text.split()))


def _author(person: dict[str, str]) -> str:
    if "literal" in person:
        return f"{{{escaped(person['literal'])}}}"
    return ", ".join(_name(person[part]) for part in ("family", "given") if part in person)


def _name(part: str) -> str:
    # A comma or an "and" inside a part would cut it in two.
    return f"{{{escaped(part)}}}" if re.search(r",|\band\b", part) else escaped(part)


def _verbatim(address: str) -> str:
    return address.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
