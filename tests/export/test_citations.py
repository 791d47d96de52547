"""The sources of an answer as citations, read back by others' readers."""

import io
import json

import pytest
import rispy
from pybtex.database import parse_string
from tests.export.filled import NASTY

from policykb import KnowledgeBase
from policykb.errors import UsageError

TITLE = f"Trade: {NASTY}"


def written(kb: KnowledgeBase, query: str, format_name: str) -> str:
    out = io.BytesIO()
    kb.query(query).write(format_name, out)
    return out.getvalue().decode()


@pytest.mark.parametrize("query", ["recommendations", "sources"])
def test_csl(filled_kb: KnowledgeBase, query: str) -> None:
    (item,) = json.loads(written(filled_kb, query, "csl"))
    assert item == {
        "id": "report",
        "type": "report",
        "title": TITLE,
        "author": [{"family": "Doe", "given": "Jane Mary"}, {"family": "Satō", "given": "Ken and Co"}],
        "publisher": "Committee, and Sons",
        "event-title": "The summit",
        "issued": {"date-parts": [[2024, 6, 9]]},
        "genre": "conference report",
        "DOI": "10.1000/x_1",
        "URL": "https://example.org/r?a=1&b=2",
        "language": "en",
        "note": "Read twice.",
    }


def test_bibtex(filled_kb: KnowledgeBase) -> None:
    entry = parse_string(written(filled_kb, "recommendations", "bibtex"), "bibtex").entries["report"]
    fields = entry.fields
    assert entry.type == "techreport"
    assert [(p.last_names, p.first_names) for p in entry.persons["author"]] == [
        (["Doe"], ["Jane"]), (["Satō"], ["{Ken and Co}"])]  # fmt: skip
    assert unescaped(fields["title"].removeprefix("{").removesuffix("}")) == TITLE
    assert unescaped(fields["institution"]) == "Committee, and Sons"
    assert (fields["year"], fields["month"], fields["day"]) == ("2024", "June", "9")
    assert (fields["doi"], fields["url"]) == ("10.1000/x_1", "https://example.org/r?a=1&b=2")


def unescaped(latex: str) -> str:
    for written_, meant in ((r"\textbackslash{}", "\0"), (r"\textasciitilde{}", "~"), (r"\textasciicircum{}", "^")):
        latex = latex.replace(written_, meant)
    for each in "$&%#_{}":
        latex = latex.replace(f"\\{each}", each)
    return latex.replace("\0", "\\")


def test_ris(filled_kb: KnowledgeBase) -> None:
    (record,) = rispy.loads(written(filled_kb, "recommendations", "ris"))
    assert record["type_of_reference"] == "RPRT"
    assert record["title"] == TITLE
    assert record["authors"] == ["Doe, Jane Mary", "Satō, Ken and Co"]
    assert (record["year"], record["date"]) == ("2024", "2024/06/09/")
    assert record["publisher"] == "Committee, and Sons"
    assert record["doi"] == "10.1000/x_1"
    assert record["urls"] == ["https://example.org/r?a=1&b=2"]


@pytest.mark.parametrize("format_name", ["csl", "bibtex", "ris"])
def test_each_source_once_and_only_of_what_has_one(shipped: KnowledgeBase, format_name: str) -> None:
    text = written(shipped, "statements", format_name)
    assert text.count("The Future of the U.S.-Japan Alliance") == 1
    with pytest.raises(UsageError, match=f"{format_name} is for sources"):
        written(shipped, "themes", format_name)
    with pytest.raises(UsageError, match=f"{format_name} is for sources"):
        written(shipped, "count of actors by kind", format_name)
