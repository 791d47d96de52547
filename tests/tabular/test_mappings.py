"""The mappings of the docs, on small made-up tables of the same columns and a base of the shipped seed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from tests.databases import Bases

from policykb import KnowledgeBase
from policykb.seed.strict_yaml import read_yaml
from policykb.tabular import mapping as models
from policykb.tabular.mapping import mapping_schema

DOCS = Path(__file__).parents[2] / "docs"
UPR = """\
To,To-Rgrp,To-Org,Text,From,From-Rgrp,From-Org,Response,Action,Issue,Session
Kenya,Africa,AU,Ratify the treaty ,Norway,WEOG,,Accepted,5,"Justice,Right to health",8
Kenya,Africa,AU,Think about it,&#40;Unknown&#41;,&#40;Unknown&#41;,,Noted,3,Other,8
Macedonia FYR,EEG,,Donner l’accès,Macedonia FYR,EEG,,Accepted,2,Right to health,5
Kenya,Africa,AU,Think about it,&#40;Unknown&#41;,&#40;Unknown&#41;,,Noted,3,Other,8
"""
TAIC: list[list[Any]] = [
    ["Number", "Recipient", "Safety Issue", "Inquiry", "Status", "Made", "Closed", "Recommendation", "Reply Text"],
    [
        "001/24",
        "RailCo",
        "Doors",
        "RO-1",
        "Closed acceptable",
        "2024-01-02",
        "2024-05-06",
        "Mend the doors.",
        "Donâ€™t worry.",
    ],
    ["no ID 1", None, None, None, "Open", None, None, "Mend the locks.", None],
    ["001/24", "RailCo", None, "RO-1", "Withdrawn", None, None, "Mend the windows.", "No reply recorded"],
    ["002/24", "RailCo", None, "RO-1", "Open", None, None, None, None],
]


@pytest.fixture
def kb(shipped_file: str, bases: Bases, tmp_path: Path, engine: str) -> Iterator[KnowledgeBase]:
    """A base of the shipped seed of the test's own; on one database, for what is tested is the mappings."""
    if engine != "sqlite":
        pytest.skip("the mappings are the same on any database")
    place = tmp_path / "shipped.db"
    place.write_bytes(Path(shipped_file).read_bytes())
    with KnowledgeBase.open(place) as opened:
        yield opened


def claims(kb: KnowledgeBase, source: str) -> list[tuple[Any, ...]]:
    query = f"SELECT aspect, value, asserter, \"on\" FROM claims WHERE statement LIKE '{source}/%' ORDER BY 1, 2, 3"
    return [tuple(row) for row in kb.sql(query)]


@pytest.mark.files
def test_the_table_of_the_universal_periodic_review(kb: KnowledgeBase, tmp_path: Path) -> None:
    table = tmp_path / "raw.csv"
    table.write_bytes(UPR.replace("\n", "\r").encode("mac_roman"))
    report = kb.import_table(table, mapping=DOCS / "mappings" / "upr.yaml")
    assert report.load.added == {"theme": 2, "source": 2, "recommendation": 3, "claim": 3}
    assert kb.import_table(table, mapping=DOCS / "mappings" / "upr.yaml").load.totals == (0, 0, 0)
    assert report.notices[-1] == "1 row repeats an earlier one word for word and left out: row 5 (as 3)."
    first, second = kb.query("source:upr-8-kenya sort:-number").to_dicts()
    known, unknown = (first, second) if first["text"] == "Ratify the treaty" else (second, first)
    assert known["proponents"] == [{"key": "norway"}]
    assert known["themes"] == ["justice", "right-to-health"]
    assert known["codes"] == {"upr-action": "5", "upr-issue": "Justice,Right to health", "upr-session": "8"}
    assert unknown["proponents"] == "unknown"
    assert "themes" not in unknown
    assert {"strength", "action", "issued"} & (known.keys() | unknown.keys()) == set()
    [other] = kb.query("source:upr-5-macedonia-fyr").to_dicts()
    assert (other["text"], other["addressees"]) == ("Donner l’accès", [{"key": "north-macedonia"}])
    assert claims(kb, "upr-8-kenya") == [("response", "accepted", "kenya", None), ("response", "noted", "kenya", None)]
    [source] = [record for record in kb.query("sources").to_dicts() if record["key"] == "upr-8-kenya"]
    assert source.keys() == {"type", "key", "title", "kind"}


@pytest.mark.files
def test_the_sheet_of_the_accident_investigators(kb: KnowledgeBase, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in TAIC:
        sheet.append(row)
    book.save(tmp_path / "t.xlsx")
    report = kb.import_table(tmp_path / "t.xlsx", mapping=DOCS / "mappings" / "taic.yaml")
    assert report.load.added == {"actor": 2, "source": 2, "recommendation": 3, "claim": 4}
    assert report.notices[-3:] == (
        "1 row left out by the rule for Recommendation.",
        "1 of a key that an earlier row has got -2, -3 behind it: 001-24 (row 4, as row 2).",
        "1 without what its key is made of; it is made of all cells: row 3.",
    )
    assert claims(kb, "taic-ro-1") == [
        ("progress", "implemented", "nz-taic", "2024-05-06"),
        ("progress", "unconfirmed", "railco", None),
        ("progress", "withdrawn", "nz-taic", None),
        ("response", "none-given", "nz-taic", None),
    ]
    [bare] = kb.query("source:taic-without-inquiry").to_dicts()
    assert bare.keys() == {"type", "key", "source", "text", "codes", "evidence"}
    [quote] = [row[0] for row in kb.sql("SELECT quote FROM claims WHERE quote IS NOT NULL")]
    assert quote == "Don’t worry."


def test_every_key_of_a_mapping_is_explained() -> None:
    page = (DOCS / "importing.md").read_text(encoding="utf-8")
    for model in (
        models.Mapping,
        models.Value,
        models.KeySpec,
        models.Claim,
        models.Place,
        models.Skip,
        models.Reading,
        models.Read,
    ):
        for name, field in model.model_fields.items():
            assert f"`{field.alias or name}`" in page or f"{field.alias or name}: " in page, (model.__name__, name)


def test_the_schema_for_editors_takes_the_mappings_of_the_docs() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    for path in sorted((DOCS / "mappings").glob("*.yaml")):
        data = read_yaml(path.read_bytes(), path.name).data
        found = [error.message for error in jsonschema.Draft202012Validator(mapping_schema()).iter_errors(data)]
        # Every plain value is text to the strict reader; an editor sees true and false.
        assert [message for message in found if "'true' is not of type 'boolean'" not in message] == []
