"""What a load would do is what it then does, told in the domain's words, and nothing is written by telling."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.builders import VERSION, Fresh, Plain, assert_sound, fingerprint, lines, query, small, totals, write
from tests.seed.test_dump import MANY
from tests.seed.test_load_properties import BEFORE_AND_AFTER, by_file

from policykb.domain.difference import Difference
from policykb.errors import SeedError
from policykb.seed.load import diff
from policykb.store.engine import Database

Layout = list[tuple[str, Plain]]
OPS = {"add": 0, "change": 0, "remove": 0}


def told(database: Database, *paths: Path) -> list[str]:
    found = []
    for change in diff(paths, database, VERSION):
        found.append(f"{change.op} {change.key}")
        found += [f"  {line}" for difference in change.differences for line in difference.in_words()]
    return found


@given(BEFORE_AND_AFTER)
@settings(max_examples=MANY)
def test_a_load_does_what_was_told(fresh: Fresh, layouts: tuple[Layout, Layout]) -> None:
    with fresh() as (folder, database):
        for layout in layouts:
            for path in folder.rglob("*.jsonl"):
                path.unlink()
            write(folder, by_file(layout))
            before = fingerprint(database.url)
            changes = diff([folder], database, VERSION)
            assert fingerprint(database.url) == before
            loads = query(database.url, "SELECT max(id) FROM load")
            counts = Counter(OPS) + Counter(change.op for change in changes)
            assert totals(database, folder) == tuple(counts[op] for op in OPS)
            if loads != query(database.url, "SELECT max(id) FROM load"):
                done = query(
                    database.url,
                    "SELECT op, type, key FROM change WHERE load_id = (SELECT max(id) FROM load) ORDER BY id",
                )
                assert done == [(change.op, change.type, change.key) for change in changes]
            assert diff([folder], database, VERSION) == []
            assert_sound(database)


def test_changes_in_the_domains_words(base: Database, tmp_path: Path) -> None:
    seed = small(tmp_path / "seed")
    totals(base, seed)
    report, world = seed / "report.yaml", seed / "world.yaml"
    text = report.read_text()
    for old, new in (
        ("addressees: [japan]", "addressees: [japan, united-states]"),
        ("Japan should stay in IPEF.", "Japan should remain in IPEF."),
        ("strength: should", "priority: true"),
        ("frameworks: [ipef]", "frameworks: [{key: ipef, relation: join}]"),
        ("      - {section: Summary, paragraph: 3}", "      - {section: Summary, paragraph: 4}\n      - {page: 9}"),
        ("  - {key: doubts, text: The U.S. doubts it., evidence: [{page: 2}]}\n", ""),
        ("findings:\n", "coverage: [{theme: trade, by: Me, on: 2024}]\n"),
    ):
        assert old in text
        text = text.replace(old, new)
    report.write_text(text)
    member = "memberships: [{actor: japan, from: 2022-05, url: 'https://a.org/', checked: 2026-11}]"
    world.write_text(world.read_text().replace("aliases: [IPEF]", f"ids: {{wikidata: Q1}}, {member}"))
    assert told(base, seed) == [
        "change ipef",
        "  id wikidata (none) -> Q1",
        "  membership added: japan, from 2022-05, url https://a.org/, checked 2026-11",
        "  alias removed: IPEF",
        "change report/join-ipef",
        "  text: Japan should [-stay-] {+remain+} in IPEF.",
        "  priority (none) -> yes",
        "  framework ipef -> ipef (join)",
        "  evidence added: Summary, para. 4",
        "  evidence added: p. 9",
        "  evidence removed: Summary, para. 3",
        "  addressee japan -> japan, united-states",
        "  strength should -> (none)",
        "add report trade Me",
        "remove report/doubts",
    ]


@pytest.mark.parametrize(
    ("difference", "wanted"),
    [
        (
            Difference("text", "One two three.", "Four five six."),
            ["text was: One two three.", "text is: Four five six."],
        ),
        (Difference("note", None, "A note."), ["note (none) -> A note."]),
        (Difference("themes", list("abcdefg"), list("bcdefgh")), ["theme added: h", "theme removed: a"]),
        (Difference("aliases", ["A", "B"], ["B", "A"]), ["alias: another order"]),
        (
            Difference("memberships", [{"actor": "a", "from": "2020"}], [{"actor": "a", "from": "2020", "to": "2021"}]),
            ["membership a: to (none) -> 2021"],
        ),
        (Difference("retracted", None, True), ["retracted (none) -> yes"]),
        (Difference("broader", ["a"], None), ["broader a -> (none)"]),
        (Difference("proponents", "unknown", [{"key": "a", "support": "most"}]), ["proponent unknown -> a (most)"]),
        (
            Difference("terms", [{"key": "a", "definition": "X y z."}], [{"key": "a", "definition": "X y w."}]),
            ["term a: definition: X y [-z.-] {+w.+}"],
        ),
    ],
)
def test_one_difference(difference: Difference, wanted: list[str]) -> None:
    assert list(difference.in_words()) == wanted


def test_the_same_errors_as_a_load(base: Database, tmp_path: Path) -> None:
    claim = {"type": "claim", "statement": "report/doubts", "aspect": "response", "value": "noted", "asserter": "japan"}
    seed = write(small(tmp_path / "seed"), {"claims.jsonl": lines([claim])})
    totals(base, seed)
    text = (seed / "report.yaml").read_text()
    (seed / "report.yaml").write_text(text[: text.index("findings:")])
    found = []
    for run in (diff, totals):
        with pytest.raises(SeedError) as caught:
            run([seed], base, VERSION) if run is diff else totals(base, seed)
        found.append(str(caught.value))
    assert found[0] == found[1]
    assert "report/doubts cannot be removed: a claim of tests:claims.jsonl hangs on it" in found[0]
