"""Exports cannot run code, lose nothing, and are whole or not there."""

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import Make, lines, small, totals, write

from policykb import ExportOptions, KnowledgeBase
from policykb.errors import LimitReached, OutputError
from policykb.export.csv import DANGEROUS, cell_text
from policykb.kb.files import written_whole

FORMULAS = ["=1+1", '=HYPERLINK("http://x","y")', "+1+1", "-1+1", "@SUM(1,1)", "\t=1+1", "\r=1+1", "\n=1+1", "'=1+1",
            "\uff1d1+1", "=cmd|'/C calc'!A0", "-5", "+358401234", "@handle", "=", "'abc", "007", "1e5", "1/2", "TRUE",
            "12345678901234567890", "_x000D_", "plain"]  # fmt: skip


def restored(cell: str) -> str:
    """What an importer makes of a cell: exactly one leading apostrophe goes."""
    return cell.removeprefix("'")


@pytest.mark.parametrize("value", FORMULAS)
def test_no_cell_begins_like_a_formula_and_none_is_lost(value: str) -> None:
    assert cell_text(value)[0] not in DANGEROUS - {"'"}
    assert restored(cell_text(value)) == value


@given(st.text())
def test_any_text_comes_back(value: str) -> None:
    assert restored(cell_text(value)) == value


def test_csv_of_the_report(shipped: KnowledgeBase, tmp_path: Path) -> None:
    count = shipped.export("recommendations", tmp_path / "all.csv")
    raw = (tmp_path / "all.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfkey,type,")
    assert raw.count(b"\r\n") == count + 1 == 26
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    by_key = {row["key"].rpartition("/")[2]: row for row in rows}
    rules = by_key["allies-shape-economic-rules"]
    assert rules["addressees"] == "U.S. allies; Japan"
    assert rules["citation"] == "Thornton and Lee 2024, Executive Summary, para. 3"
    assert rules["proponents"] == "Susan A. Thornton; Juliet Lee"
    assert shipped.query("recommendations").to_csv() == raw.decode("utf-8-sig")


def test_json_lines_load_into_another_base(shipped: KnowledgeBase, make: Make, tmp_path: Path) -> None:
    texts = {}
    for subject in ("themes", "actors", "frameworks", "events", "sources", "statements"):
        shipped.export(subject, tmp_path / f"{subject}.jsonl")
        texts[f"{subject}.jsonl"] = (tmp_path / f"{subject}.jsonl").read_text(encoding="utf-8")
    other = make(tmp_path / "other.db")
    totals(other, write(tmp_path / "again", texts))
    with KnowledgeBase.open(other.url) as copy:
        for subject in ("statements", "actors", "frameworks", "events", "themes", "sources"):
            mine = {r["key"]: r for r in shipped.query(subject).to_dicts()}
            assert {r["key"]: r for r in copy.query(subject).to_dicts()} == mine
        asked = "recommendations mentioning the Quad or IPEF"
        assert copy.query(asked).to_dicts() == shipped.query(asked).to_dicts()
    other.close()


def test_json_is_one_array_and_flat_rows_have_the_columns(shipped: KnowledgeBase) -> None:
    answer = shipped.query("recommendations under CPTPP")
    out = io.BytesIO()
    answer.write("json", out)
    (record,) = json.loads(out.getvalue())
    assert record == answer.to_dicts()[0]
    assert record["frameworks"] == [{"key": "cptpp", "relation": "topic"}, {"key": "rcep", "relation": "topic"}]
    flat = io.BytesIO()
    answer.write("jsonl", flat, options=ExportOptions(shape="wide"))
    assert list(json.loads(flat.getvalue())) == list(answer.columns)


def test_a_formula_in_a_record_is_text_in_the_file(make: Make, tmp_path: Path) -> None:
    base = make(tmp_path / "base.db")
    record = {"type": "finding", "key": "report/f", "source": "report", "text": "=1+1", "evidence": [{"page": 1}]}
    totals(base, write(small(tmp_path / "seed"), {"f.jsonl": lines([record])}))
    with KnowledgeBase.open(base.url) as kb:
        assert ",'=1+1," in str(kb.query("findings key:report/f").to_csv())
    base.close()


def test_nothing_half_written(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    with pytest.raises(ValueError, match="stop"), written_whole(path) as file:
        file.write(b"half")
        raise ValueError("stop")
    assert list(tmp_path.iterdir()) == []
    path.write_bytes(b"old")
    with pytest.raises(OutputError, match="exists"), written_whole(path):
        pass
    with written_whole(path, force=True) as file:
        file.write(b"new")
    assert [p.name for p in tmp_path.iterdir()] == ["x.csv"]
    assert path.read_bytes() == b"new"
    for bad in (tmp_path, tmp_path / "no" / "x.csv"):
        with pytest.raises(OutputError), written_whole(bad):
            pass
    with pytest.raises(LimitReached), written_whole(Path("/dev/full")) as file:
        file.write(b"x" * 100_000)
        file.flush()
