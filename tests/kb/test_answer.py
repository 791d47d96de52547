"""An answer: the records as objects, JSON, flat rows and frames, as often as asked, in one state of the base."""

import builtins
import csv
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.builders import Make, Plain, lines, small, totals, write

from policykb import Answer, KnowledgeBase
from policykb.domain.framework import Framework
from policykb.domain.statement import Finding, Recommendation
from policykb.errors import MissingExtra, UnknownName, UsageError


def test_records_are_typed_and_there_as_often_as_asked(shipped: KnowledgeBase) -> None:
    answer = shipped.query("recommendations")
    assert isinstance(answer, Answer)
    first, second = list(answer), list(answer)
    assert first == second
    assert len(first) == len(answer) == answer.total == 25
    assert all(isinstance(record, Recommendation) for record in first)
    assert answer.subjects == ("recommendation",)
    kinds = {type(record) for record in shipped.query("statements")}
    assert kinds == {Recommendation, Finding}
    (ipef,) = shipped.query("frameworks key:ipef")
    assert isinstance(ipef, Framework)
    assert (ipef.key, ipef.established) == ("ipef", "2022-05-23")


@pytest.mark.parametrize("subject", ["statements", "themes", "actors", "frameworks", "events", "sources"])
def test_objects_and_json_say_the_same(shipped: KnowledgeBase, subject: str) -> None:
    answer = shipped.query(subject)
    assert [record.to_dict() for record in answer] == answer.to_dicts()
    assert len(answer.to_rows()) == len(answer) > 0
    assert all(tuple(row) == answer.columns for row in answer.to_rows())


def test_the_limit_bounds_what_is_given_not_what_is_counted(shipped: KnowledgeBase) -> None:
    everything = shipped.query("recommendations").to_dicts()
    for text, limit, expected in (
        ("recommendations", 3, 3),
        ("first 4 recommendations", None, 4),
        ("first 4 recommendations", 2, 2),
        ("first 4 recommendations", 100, 4),
        ("recommendations", 0, 0),
    ):
        answer = shipped.query(text, limit=limit)
        assert len(answer) == len(list(answer)) == len(answer.to_dicts()) == expected
        assert answer.total == 25
        assert answer.to_dicts() == everything[:expected]


def test_an_empty_answer_says_what_was_read(shipped: KnowledgeBase) -> None:
    answer = shipped.query("recommendations to China")
    assert (len(answer), answer.total, list(answer), answer.to_dicts(), answer.to_rows()) == (0, 0, [], [], [])
    assert answer.sources_read == 1
    assert str(answer.to_csv()).count("\r\n") == 1
    assert len(answer.to_pandas()) == len(answer.to_polars()) == 0
    assert list(answer.to_pandas().columns) == list(answer.columns)


def test_what_was_understood(shipped: KnowledgeBase) -> None:
    answer = shipped.query("recommendations mentioning the Indo-Pacific Economic Framework")
    assert repr(answer) == "<Answer to 'type:recommendation mention:ipef'>"
    assert answer.canonical == "type:recommendation mention:ipef"
    assert shipped.query(answer.canonical).to_dicts() == answer.to_dicts() != []
    with pytest.raises(UnknownName, match="Atlantis"):
        shipped.query("recommendations mentioning Atlantis")


def test_today_is_the_day_that_is_given(shipped: KnowledgeBase) -> None:
    assert len(shipped.query("recommendations last 2 years", today=date(2025, 1, 1))) == 25
    assert len(shipped.query("recommendations last 2 years", today=date(2045, 1, 1))) == 0


def test_frames_hold_the_flat_rows(shipped: KnowledgeBase) -> None:
    for subject in ("recommendations", "statements", "actors", "sources"):
        answer = shipped.query(subject)
        rows = answer.to_rows()
        assert answer.to_polars().to_dicts() == rows
        frame: Any = answer.to_pandas()
        assert list(frame["key"]) == [row["key"] for row in rows]
        assert list(frame.columns) == list(answer.columns)


def test_a_frame_whose_column_is_empty_at_first(make: Make, tmp_path: Path) -> None:
    """What a column holds must not be guessed from the first rows."""
    finding: Plain = {"type": "finding", "source": "report", "text": "T", "evidence": [{"page": 1}]}
    many = [finding | {"key": f"report/f{n:03}"} for n in range(150)]
    many[-1] |= {"source_number": "7a", "codes": {"upr": "1"}, "kind": "fact", "themes": ["trade"]}
    base = make(tmp_path / "base.db")
    totals(base, write(small(tmp_path / "seed"), {"many.jsonl": lines(many)}))
    with KnowledgeBase.open(base.url) as kb:
        frame = kb.query("findings").to_polars()
        assert frame["source_number"].drop_nulls().to_list() == ["7a"]
        assert frame["codes"].drop_nulls().to_list() == ["upr=1"]
    base.close()


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_frame_without_its_library(shipped: KnowledgeBase, library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *arguments: Any, **options: Any) -> Any:
        if name.partition(".")[0] == library:
            raise ImportError(name)
        return real(name, *arguments, **options)

    answer = shipped.query("recommendations")
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtra) as caught:
        getattr(answer, f"to_{library}")()
    assert caught.value.exit_code == 2
    assert str(caught.value) == f'{library} is not installed.\nInstall it with: pip install "policykb[{library}]"'


def test_csv_as_text_and_as_file(shipped: KnowledgeBase, tmp_path: Path) -> None:
    answer = shipped.query("recommendations")
    text = answer.to_csv()
    assert text is not None
    assert not text.startswith("\ufeff")
    assert answer.to_csv(tmp_path / "a.csv") is None
    assert (tmp_path / "a.csv").read_bytes() == b"\xef\xbb\xbf" + text.encode()
    (tmp_path / "a.csv").write_text("old")
    answer.to_csv(str(tmp_path / "a.csv"))
    assert (tmp_path / "a.csv").read_text(encoding="utf-8-sig").startswith("key,type,")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["key"] for row in rows] == [record["key"] for record in answer.to_dicts()]


def test_unknown_formats_list_the_known(shipped: KnowledgeBase, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"Formats: bibtex, csl, csv, .*turtle"):
        shipped.export("recommendations", tmp_path / "a.csv", format_name="xslx")
    with pytest.raises(UsageError, match=r"Endings: \.bib, .*\.csv, .*\.ttl"):
        shipped.export("recommendations", tmp_path / "a.xslx")
    assert list(tmp_path.iterdir()) == []


def test_an_answer_reads_the_base_as_it_is_when_asked(make: Make, tmp_path: Path) -> None:
    base = make(tmp_path / "base.db")
    seed = small(tmp_path / "seed")
    totals(base, seed)
    with KnowledgeBase.open(base.url) as kb:
        answer = kb.query("findings")
        iterator = iter(answer)
        assert next(iterator).key == "report/doubts"  # type: ignore[attr-defined]
        del iterator
        finding = {"type": "finding", "key": "report/b", "source": "report", "text": "B", "evidence": [{"page": 1}]}
        kb.load(write(seed, {"b.jsonl": lines([finding])}))
        assert [record["key"] for record in answer.to_dicts()] == ["report/b", "report/doubts"]
    base.close()
