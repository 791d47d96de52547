"""The benchmark of extraction: its scores against counts made by hand, its offsets against a second way to find them."""

import json
import re
import unicodedata
from pathlib import Path

import pytest
from benchmarks.extraction_offsets import Alignment, normalised
from benchmarks.extraction_predict import predict
from benchmarks.extraction_score import count, interval, length_ratio, macro, micro, names, one_out
from hypothesis import given
from hypothesis import strategies as st

from policykb.ingest.readers.markdown import read

EXPLICIT = frozenset({"explicit"})


def label(start: int, end: int, kind: str = "explicit", **more: object) -> dict[str, object]:
    return {"start": start, "end": end, "label": kind, **more}


def test_a_prediction_is_right_wrong_or_neutral() -> None:
    labels = [label(0, 100), label(200, 300), label(400, 500, "implied")]
    found = count(labels, [label(40, 120), label(250, 301), label(410, 480), label(600, 700)], EXPLICIT)
    assert (found.right, found.wrong, found.missed) == (2, 1, 0)
    assert found.scores[0] == pytest.approx(2 / 3)


def test_under_half_of_the_shorter_is_no_match() -> None:
    assert count([label(0, 100)], [label(51, 151)], EXPLICIT).right == 0
    assert count([label(0, 100)], [label(50, 150)], EXPLICIT).right == 1


def test_a_second_prediction_of_a_label_is_wrong() -> None:
    found = count([label(0, 100)], [label(0, 60), label(40, 100)], EXPLICIT)
    assert (found.right, found.wrong) == (1, 1)


def test_room_is_made_for_a_label_that_has_one_prediction_only() -> None:
    labels = [label(0, 100), label(60, 160)]
    found = count(labels, [label(50, 110), label(0, 56)], EXPLICIT)
    assert (found.right, found.missed) == (2, 0)


def test_scores_over_documents() -> None:
    good = count([label(0, 10), label(20, 30)], [label(0, 10), label(20, 30)], EXPLICIT)
    bad = count([label(0, 10)], [label(50, 60)], EXPLICIT)
    assert list(micro([good, bad])) == pytest.approx([2 / 3] * 3)
    assert macro([good, bad]) == pytest.approx(0.5)
    assert one_out([good, bad]) == (0.0, 1.0)
    assert interval([good, bad]) == (0.0, 1.0)
    assert interval([good, good]) == (1.0, 1.0)


def test_names_and_lengths_over_matched_pairs() -> None:
    found = count(
        [label(0, 100, addressees=["Norway", "Sweden"])], [label(0, 50, addressees=["norway", "Oslo"])], EXPLICIT
    )
    assert names([found], "addressees") == (0.5, 0.5, 0.5)
    assert length_ratio([found]) == 0.5


MARKDOWN = """---
layout: post
title: Harbours
---

# Harbours

_The channel **must** be deepened_, says [the plan](https://example.org/a-channel-must-be-deepened "plan").

![image](https://example.org/the-basin.png)
_▲ Figure 1: The basin_

1. __Deepen the channel.__ It silts up.\u00a0 Every   spring\u2019s storms
   bring more.

   - Pilots should be told \u2014 early.

> \u201cThe basin is \u00e9 deep.\u201d
"""


def test_offsets_point_at_the_same_words_in_the_file() -> None:
    raw = normalised(MARKDOWN)
    document = read(MARKDOWN.encode(), "harbours.md")
    alignment = Alignment(document.text, raw)
    for passage in document.passages:
        span = alignment.span(passage.start, passage.end)
        assert span is not None
        there = raw[slice(*span)]
        for word in re.findall(r"\w+", passage.text):
            assert word in there, (passage.text, there)
        assert there[-1] == passage.text[-1]
    start = document.text.index("Pilots")
    span = alignment.span(start, document.text.index("early.") + 6)
    assert span is not None
    assert raw[slice(*span)] == "Pilots should be told \u2014 early."


WORDS = st.lists(
    st.sampled_from(
        ["the", "port", "must", "be", "deep", "and", "wide", "so", "ships", "can", "pass", "it", "by", "night"]
    ),
    min_size=4,
    max_size=30,
)


@given(st.lists(WORDS, min_size=1, max_size=5), st.data())
def test_sentences_are_found_again_between_what_a_reader_leaves_out(
    sentences: list[list[str]], data: st.DataObject
) -> None:
    """Each sentence bears a number of its own, so that where it stands in the file is known without any alignment."""
    told = [f"S{number}a {' '.join(words)} S{number}z." for number, words in enumerate(sentences)]
    junk = st.sampled_from(["", "![the port](https://example.org/ships.png) ", "<b>", "***", "[^1] "])
    raw = normalised(" ".join(data.draw(junk) + sentence for sentence in told))
    document = " ".join(told)
    alignment = Alignment(document, raw)
    at = 0
    for sentence in told:
        span = alignment.span(at, at + len(sentence))
        assert span == (raw.index(sentence), raw.index(sentence) + len(sentence))
        at += len(sentence) + 1


def test_predictions_of_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    text = "# Ports\n\n**Japan** should  deepen its caf\u0065\u0301 port.\n\nIt rained.\n"
    (folder / "ports.md").write_text(text, encoding="utf-8")
    (folder / "broken.md").write_bytes(b"\xff\xfe\x00")
    (folder / "picture.png").write_bytes(b"")
    assert predict(folder, tmp_path / "out.jsonl") == 1
    (row,) = map(json.loads, (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines())
    whole = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))
    assert whole[row["start"] : row["end"]] == "Japan** should deepen its caf\u00e9 port."
    assert (row["doc"], row["addressees"], row["frameworks"]) == ("ports.md", ["Japan"], [])
    assert "broken.md: not read" in capsys.readouterr().err
