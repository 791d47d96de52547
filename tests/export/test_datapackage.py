"""A Data Package is valid to frictionless, and its tables say what the records say."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package, system
from tests.export.filled import FULL

from policykb import KnowledgeBase

SUBJECTS = ("statements", "recommendations about the Quad", "themes", "actors", "frameworks", "events", "sources",
            "findings and recommendations", "count of recommendations by theme", "recommendations about China")  # fmt: skip


def package(kb: KnowledgeBase, query: str, folder: Path) -> Path:
    out = io.BytesIO()
    kb.query(query).write("datapackage", out)
    again = io.BytesIO()
    kb.query(query).write("datapackage", again)
    assert out.getvalue() == again.getvalue()
    zipfile.ZipFile(out).extractall(folder)
    return folder / "datapackage.json"


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / "data" / f"{name}.csv").read_bytes().decode(), newline="")))


def faults(descriptor: Path) -> list[Any]:
    with system.use_context(trusted=True):
        report = Package(str(descriptor)).validate()
    return list(report.flatten(["fieldName", "type", "message"])) + [error.message for error in report.errors]


@pytest.mark.parametrize("query", SUBJECTS)
def test_valid(shipped: KnowledgeBase, tmp_path: Path, query: str) -> None:
    descriptor = package(shipped, query, tmp_path)
    assert faults(descriptor) == []
    said = json.loads(descriptor.read_text("utf-8"))
    assert said["$schema"].endswith("/2.0/datapackage.json")
    assert said["version"] == shipped.stats().data_version


def test_a_wrong_key_would_be_found(shipped: KnowledgeBase, tmp_path: Path) -> None:
    descriptor = package(shipped, "statements", tmp_path)
    links = tmp_path / "data" / "statement_theme.csv"
    links.write_text(links.read_text("utf-8").replace(",market-access,", ",nothing,"), encoding="utf-8")
    assert any("foreign" in str(fault).lower() for fault in faults(descriptor))


def test_every_field(filled_kb: KnowledgeBase, tmp_path: Path) -> None:
    descriptor = package(filled_kb, "recommendations", tmp_path / "made")
    assert faults(descriptor) == []
    made = descriptor.parent
    (row,) = [row for row in rows(made, "recommendations") if row["key"] == "report/full"]
    plain = {name: value for name, value in FULL.items() if isinstance(value, str | bool) and name != "key"}
    assert {name: row[name] for name in plain} == {
        name: value if isinstance(value, str) else str(value).lower() for name, value in plain.items()
    }
    links = {(r["statement"], r["actor"], r["as"], r["detail"]) for r in rows(made, "statement_actor")}
    assert links == {
        ("report/full", "japan", "addressee", ""),
        ("report/full", "pillar", "addressee", "example"),
        ("report/full", "ncafp", "proponent", "most"),
        ("report/full", "ncafp", "actor", "partner"),
    }
    assert [(r["theme"], r["position"]) for r in rows(made, "statement_theme")] == [("trade", "1"), ("economic", "2")]
    passages = [(r["paragraph"], r["page"], r["from"], r["exact"]) for r in rows(made, "evidence")]
    assert sorted(passages, reverse=True) == [("3", "", "we, the - few", ""), ("", "7", "", "@once"), ("", "1", "", "")]
    assert {r["key"] for r in rows(made, "actors")} == {"japan", "ncafp", "jane-doe", "sato", "pillar"}
    assert {r["key"]: r["broader"] for r in rows(made, "themes")} == {"economic": "", "trade": "economic"}
