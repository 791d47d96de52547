"""The scoring of `benchmarks.mentions`, and what its file of labels holds; the texts are not here."""

import json

from benchmarks.mentions import FALSE, PASSAGE, TRUE, tally
from benchmarks.mentions_draw import PASSAGES
from benchmarks.mentions_sides import labels

from policykb import KnowledgeBase


def test_mentions_are_right_where_they_overlap_the_name_and_are_of_its_entity() -> None:
    labelled = [
        {"document": "a", "start": 4, "end": 9, "key": "quad"},
        {"document": "a", "start": 20, "end": 25, "key": ["ipef", "apec"]},
        {"document": "b", "start": 0, "end": 5, "key": None},
        {
            "document": "b",
            "start": 10,
            "end": 90,
            "mentions": [[10, 15, "japan"], [20, 25, "india"], [40, 45, "japan"]],
        },
    ]
    found = [
        [(0, 9, "quad"), (8, 12, "aukus")],
        [(20, 30, "apec")],
        [(0, 5, "quad")],
        [(12, 14, "japan"), (20, 25, "japan"), (60, 65, "india")],
    ]
    tallies = tally(labelled, found)
    counts = {name: (t.right, t.found, t.recalled, t.labelled) for name, t in tallies.items()}
    assert counts == {TRUE: (2, 3, 2, 2), FALSE: (0, 1, 0, 0), PASSAGE: (1, 3, 1, 3)}
    assert tallies[TRUE].errors == ["a 8 12: aukus is not named here"]
    assert tallies[PASSAGE].errors[-2:] == ["b 20 25: india is not found", "b 40 45: japan is not found"]


def test_the_labels_are_places_and_keys_and_no_text(shipped: KnowledgeBase) -> None:
    keys = {record["key"] for subject in ("actors", "frameworks") for record in shipped.query(subject).to_dicts()}
    for sample, passages in PASSAGES.items():
        rows = labels(sample)
        assert sum("mentions" in row for row in rows) == passages
        places = [row for row in rows if "mentions" not in row]
        assert len(places) >= 100
        assert abs(2 * sum(row["key"] is None for row in places) - len(places)) <= 4
        for row in rows:
            assert set(row) in (
                {"sample", "document", "start", "end", "key"},
                {"sample", "document", "start", "end", "mentions"},
            )
            named = row["mentions"] if "mentions" in row else [(row["start"], row["end"], row["key"] or [])]
            assert named == sorted(named, key=lambda name: name[:2]), json.dumps(row)
            for start, end, key in named:
                assert row["start"] <= start < end <= row["end"]
                assert {key} <= keys if isinstance(key, str) else {*key} <= keys
