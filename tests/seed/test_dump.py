"""A base and the files it is dumped to say the same, in the canonical form and to the letter."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests import strategies
from tests.builders import VERSION, Fresh, Make, Plain, assert_sound, differences, query, small, totals, write
from tests.seed.test_load_properties import as_yaml, by_file, canonical

from policykb import KnowledgeBase, resources
from policykb.errors import NotAKnowledgeBase, OutputError, SeedError
from policykb.kb.dump import DumpReport, dump
from policykb.seed.canonical import yaml_file
from policykb.seed.load import load
from policykb.seed.strict_yaml import read_yaml
from policykb.store.digest import digest
from policykb.store.engine import Database

SEED = resources.seed_folder()
MANY = 250 if os.environ.get("POLICYKB_FAULTS") == "full" else 5
"""Bases that a property is tried on; so many for every commit, or before a release."""


def digest_of(database: Database) -> str:
    with database.reading() as connection:
        return digest(connection)


def dumped(database: Database, folder: Path, *, force: bool = False) -> DumpReport:
    return dump(database, folder, force=force)


def content(folder: Path) -> dict[str, str]:
    """The text of every file of a folder but the schema's and history."""
    paths = [path for path in folder.rglob("*") if path.is_file() and "schema" not in path.parts]
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in paths if path.name != "history.jsonl"
    }


def past(database: Database) -> list[tuple[object, ...]]:
    changes = "SELECT load_id, type, key, op, before, after FROM change ORDER BY id"
    loads = 'SELECT id, at, "by", version, added, changed, removed FROM load ORDER BY id'
    files = "SELECT * FROM load_file ORDER BY load_id, owner"
    return [row for sql in (changes, loads, files) for row in query(database.url, sql)]


def reload(database: Database, folder: Path, again: Database) -> None:
    """What must hold of a base, its dump, and the base made of that."""
    report = dumped(database, folder)
    assert report.digest == digest_of(database)
    _, changed, removed = totals(again, folder)
    assert (changed, removed) == (0, 0)
    assert digest_of(again) == digest_of(database)
    assert differences(again.url, database.url) == {}
    assert past(again) == past(database)
    elsewhere = folder.with_name("again")
    dumped(again, elsewhere)
    assert content(elsewhere) == content(folder)


@given(strategies.layouts())
@settings(max_examples=MANY)
def test_json_lines_load_to_the_base_they_were_dumped_from(fresh: Fresh, layout: list[tuple[str, Plain]]) -> None:
    with fresh() as (folder, database), fresh() as (elsewhere, again):
        totals(database, write(folder, by_file(layout)))
        reload(database, elsewhere, again)
        said = [line for text in content(elsewhere).values() for line in text.splitlines() if line.startswith("{")]
        assert sorted(said) == sorted(canonical(record) for _, record in layout)


@given(strategies.bases())
@settings(max_examples=MANY)
def test_yaml_loads_to_the_base_it_was_dumped_from(fresh: Fresh, records: list[Plain]) -> None:
    with fresh() as (folder, database), fresh() as (elsewhere, again):
        totals(database, write(folder, as_yaml(records)))
        reload(database, elsewhere, again)


@given(strategies.texts, strategies.short_texts)
@settings(max_examples=150)
def test_any_text_reads_back_as_it_is(text: str, name: str) -> None:
    alias = {"text": name, "not_in": [name, f"{name}, 7"]}
    theme = {"type": "theme", "key": "a", "name": name, "note": text, "aliases": [alias, name], "ids": {"x": name}}
    file = yaml_file([theme], "a.yaml")
    assert read_yaml(file.encode(), "a.yaml").data == {
        "themes": [{field: value for field, value in theme.items() if field != "type"}]
    }


ODD = (
    *(
        "NO",
        "~",
        "- a",
        "-",
        "-5",
        "---",
        "...",
        "? a",
        "?",
        ": a",
        "a: b",
        "a:",
        "a:b",
        "http://a.b/c?d=e#f",
        "a #b",
        "a#b",
    ),
    *(
        "#a",
        "[a]",
        "{a}",
        "a, b",
        "a]b",
        "'a'",
        '"a"',
        "it's",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
        "%a",
        "@a",
        "`a`",
        "<<",
        "=1+1",
    ),
    *(
        "null",
        "true",
        "1:30",
        "1e5",
        "a\\b",
        "\\",
        "a  b",
        "b\u3000c",
        "日本",
        "\U0001f1ef",
        "a\tb",
        "a\nb",
        "a\n\nb",
    ),
)


@pytest.mark.parametrize("text", ODD)
def test_texts_that_yaml_would_read_as_something_else(text: str) -> None:
    claim = {"type": "claim", "statement": "a/b", "aspect": "response", "value": "x", "asserter": "c", "reason": text}
    source = {"type": "source", "key": "a", "title": "A", "kind": "report", "note": text, "licence": "A"}
    finding = {"type": "finding", "key": "a/b", "source": "a", "text": text, "evidence": [{"quote": {"exact": text}}]}
    data = read_yaml(yaml_file([source, finding, claim], "a.yaml").encode(), "a.yaml").data
    assert data["source"]["note"] == text  # type: ignore[index,call-overload]
    assert data["findings"][0]["evidence"] == [{"quote": {"exact": text}}]  # type: ignore[index,call-overload]
    assert data["claims"][0]["reason"] == text  # type: ignore[index,call-overload]


CANONICAL = """\
# yaml-language-server: $schema=../schema/seed.schema.json
source:
  key: report
  title: "A report: the first"
  kind: report
  authors: [jane-doe]
references:
  - number: 1
    title: Another
groups:
  - key: experts
    name: Experts
recommendations:
  - key: join
    text: Japan should join.
    addressees: [japan, {key: experts, role: example}]
    proponents: [experts]
    frameworks: [ipef, {key: quad, relation: join}]
    former_keys: [enter]
    evidence:
      - {section: Summary, paragraph: 3, quote: {from: "Tokyo, too,", to: join it}}
relations:
  - {subject: join, relation: refines, object: other/stay}
claims:
  - statement: join
    aspect: response
    value: accepted
    asserter: experts
coverage:
  - {theme: trade, by: A. Reader, on: 2024-05}
"""


def test_the_canonical_form_of_a_source() -> None:
    """What an analyst would write by hand, and nothing twice."""
    expanded: list[Plain] = [
        {"type": "source", "key": "report", "title": "A report: the first", "kind": "report", "authors": ["jane-doe"]},
        {"type": "actor", "key": "report/experts", "name": "Experts", "kind": "group"},
        {"type": "recommendation", "key": "report/join", "source": "report", "text": "Japan should join."},
        {"type": "relation", "subject": "report/join", "relation": "refines", "object": "other/stay"},
        {"type": "claim", "statement": "report/join", "aspect": "response", "value": "accepted"},
        {"type": "coverage", "source": "report", "theme": "trade", "by": "A. Reader", "on": "2024-05"},
    ]
    expanded[0] |= {"language": "en", "references": [{"number": 1, "title": "Another"}]}
    expanded[2] |= {
        "addressees": [{"key": "japan"}, {"key": "report/experts", "role": "example"}],
        "proponents": [{"key": "report/experts"}],
        "frameworks": [{"key": "ipef", "relation": "topic"}, {"key": "quad", "relation": "join"}],
        "former_keys": ["report/enter"],
        "endorsed": True,
        "evidence": [{"section": "Summary", "paragraph": 3, "quote": {"from": "Tokyo, too,", "to": "join it"}}],
    }
    expanded[4] |= {"asserter": "report/experts", "retracted": False}
    assert yaml_file(expanded, "sources/report.yaml") == CANONICAL


def bare(text: str) -> list[str]:
    """The lines without comments and blank ones, the line that names the schema kept."""
    kept = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("# ")]
    return [line for line in text.splitlines()[:1] if line.startswith("# yaml-language-server")] + kept


def test_the_shipped_files_are_dumped_as_they_are(shipped_file: str, tmp_path: Path) -> None:
    with KnowledgeBase.open(shipped_file) as kb:
        kb.dump(tmp_path)
    shipped, found = content(SEED), content(tmp_path)
    assert {name: bare(text) for name, text in shipped.items()} == {name: bare(text) for name, text in found.items()}
    schema = "schema/seed.schema.json"
    assert (tmp_path / schema).read_bytes() == (SEED / schema).read_bytes()


def test_records_stand_in_the_order_of_their_file_whatever_came_first(base: Database, tmp_path: Path) -> None:
    """Sections too: the order of statements is that of answers."""
    head = "# yaml-language-server: $schema=schema/seed.schema.json\nactors:\n"
    actors = [f"  - key: {key}\n    name: {key.upper()}\n    kind: state\n" for key in "abc"]
    themes = "themes:\n  - key: z\n    name: Z\n"
    seed = write(tmp_path / "seed", {"a.yaml": f"{head}{actors[1]}"})
    totals(base, seed)
    for text in (head + "".join(actors), head + "".join(reversed(actors)) + themes):
        totals(base, write(seed, {"a.yaml": text}))
        dumped(base, tmp_path / "out", force=True)
        assert content(tmp_path / "out")["a.yaml"] == text


def test_a_folder_with_something_in_it_is_left_alone(base: Database, tmp_path: Path) -> None:
    totals(base, small(tmp_path / "seed"))
    mine = write(tmp_path / "out", {"mine.yaml": "themes:\n  - {key: a, name: A}\n", "world.yaml": "old"})
    before = content(mine)
    with pytest.raises(OutputError, match=r"out is not empty\..*|nothing is deleted"):
        dumped(base, mine)
    assert content(mine) == before
    report = dumped(base, mine, force=True)
    assert report.left == (mine / "mine.yaml",)
    assert content(mine)["mine.yaml"] == before["mine.yaml"]
    assert content(mine)["world.yaml"] != "old"
    with pytest.raises(OutputError, match="is a file, not a folder"):
        dumped(base, mine / "mine.yaml", force=True)


def test_each_collection_has_a_folder(base: Database, make: Make, tmp_path: Path) -> None:
    totals(base, small(tmp_path / "seed"))
    totals(base, write(tmp_path / "mine", {"a/b.yaml": "themes:\n  - {key: a, name: A}\n"}, "mine"))
    dumped(base, tmp_path / "out")
    names = {"policykb.yaml", "mine/policykb.yaml", "mine/a/b.yaml", "tests/policykb.yaml", "tests/report.yaml"}
    assert content(tmp_path / "out").keys() == names | {"tests/world.yaml"}
    again = make(tmp_path / "again.db")
    totals(again, tmp_path / "out")
    assert differences(again.url, base.url) == {}
    again.close()


CLAIM = "claims:\n  - {statement: report/doubts, aspect: response, value: noted, asserter: japan}\n"
RELATION = "relations:\n  - {subject: report/join-ipef, relation: refines, object: report/doubts}\n"


def test_what_commands_recorded_comes_back_and_is_never_taken_away(base: Database, make: Make, tmp_path: Path) -> None:
    totals(base, small(tmp_path / "seed"))
    totals(base, write(tmp_path / "recorded", {"x.yaml": CLAIM, "y.yaml": RELATION}, "claims"))
    dumped(base, tmp_path / "out")
    assert {"claims.yaml", "relations.yaml", "tests/report.yaml"} < content(tmp_path / "out").keys()
    again = make(tmp_path / "again.db")
    totals(again, tmp_path / "out")
    assert differences(again.url, base.url) == {}
    (tmp_path / "out/claims.yaml").unlink()
    assert totals(again, tmp_path / "out") == (0, 0, 0)
    assert digest_of(again) == digest_of(base)
    (tmp_path / "out/claims.yaml").write_text(CLAIM.replace("noted", "accepted"))
    assert totals(again, tmp_path / "out") == (1, 0, 0)
    again.close()


def test_only_claims_relations_and_coverage_are_recorded(base: Database, tmp_path: Path) -> None:
    folder = write(tmp_path / "recorded", {"x.yaml": "themes:\n  - {key: a, name: A}\n"}, "claims")
    with pytest.raises(SeedError, match="claims is the collection of claims, relations and coverage"):
        load([folder], base, VERSION)
    nameless = tmp_path / "claims"
    nameless.mkdir()
    (nameless / "x.yaml").write_text(CLAIM)
    with pytest.raises(SeedError, match="claims is the collection of what commands recorded"):
        load([nameless], base, VERSION)


def test_history_goes_on_from_a_dump(base: Database, make: Make, tmp_path: Path) -> None:
    seed = small(tmp_path / "seed")
    totals(base, seed)
    totals(base, write(seed, {"report.yaml": (seed / "report.yaml").read_text().replace("stay in", "leave")}))
    dumped(base, tmp_path / "out")
    report = tmp_path / "out/report.yaml"
    report.write_text(report.read_text().replace("leave", "join").replace("key: doubts", "key: worries"))
    again = make(tmp_path / "again.db")
    assert load([tmp_path / "out"], again, VERSION).totals[1:] == (0, 0)
    changes = query(again.url, "SELECT key, op FROM change WHERE load_id = 3 ORDER BY key")
    assert changes == [("report/doubts", "remove"), ("report/join-ipef", "change"), ("report/worries", "add")]
    assert query(again.url, "SELECT added, changed, removed FROM load WHERE id = 3") == [(1, 1, 1)]
    assert_sound(again)
    (notice,) = load([tmp_path / "out"], again, VERSION).notices
    assert notice.endswith("history.jsonl was left: this base has a history of its own.")
    again.close()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"op": "add"', '"op": "change"'),
        ('"type": "load", "id": 1', '"type": "load", "id": "1"'),
        ('"load": 1', '"load": 2'),
        ('"type": "change"', '"type": "theme"'),
        ('"added"', '"addded"'),
    ],
)
def test_a_history_that_was_tampered_with_is_refused(
    base: Database, make: Make, tmp_path: Path, old: str, new: str
) -> None:
    totals(base, small(tmp_path / "seed"))
    dumped(base, tmp_path / "out")
    path = tmp_path / "out/history.jsonl"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    again = make(tmp_path / "again.db")
    with pytest.raises(SeedError, match=r"history\.jsonl:\d+:\d+: .*(as a dump writes them|does not follow)"):
        load([tmp_path / "out"], again, VERSION)
    assert query(again.url, "SELECT count(*) FROM load") == [(0,)]
    again.close()


def test_records_in_a_file_of_that_name_are_not_passed_over(base: Database, tmp_path: Path) -> None:
    theme = '{"type": "theme", "key": "a", "name": "A"}\n'
    seed = write(small(tmp_path / "seed"), {"deep/history.jsonl": theme})
    assert totals(base, seed) == (12, 0, 0)
    assert totals(base, seed / "deep") == (0, 0, 0)
    write(seed, {"history.jsonl": theme.replace('"a"', '"b"')})
    for _ in range(2):
        with pytest.raises(SeedError, match=r"history\.jsonl:1:1: no load or change as a dump writes them"):
            load([seed], base, VERSION)


def test_an_empty_base_goes_to_a_folder_and_back(base: Database, make: Make, tmp_path: Path) -> None:
    assert dumped(base, tmp_path / "out").records == 0
    again = make(tmp_path / "again.db")
    assert totals(again, tmp_path / "out") == (0, 0, 0)
    assert digest_of(again) == digest_of(base) == "0" * 64
    again.close()


@pytest.mark.parametrize("owner", ["tests:../outside.yaml", "tests:/etc/passwd", "tests:"])
def test_no_file_is_written_outside_the_folder(base: Database, tmp_path: Path, owner: str) -> None:
    totals(base, small(tmp_path / "seed"))
    with base.writing() as connection:
        connection.exec_driver_sql(f"UPDATE owner SET name = '{owner}' WHERE name = 'tests:world.yaml'")
    with pytest.raises(NotAKnowledgeBase, match="is no path in a folder"):
        dumped(base, tmp_path / "out/deep")
    assert not (tmp_path / "out/outside.yaml").exists()


def test_the_digest_is_the_same_on_every_database(base: Database, tmp_path: Path) -> None:
    totals(base, small(tmp_path / "seed", claims=CLAIM, relations=RELATION))
    assert digest_of(base) == SMALL


SMALL = "1692e1b6502748c86a690a60d9c40421b280a9db19d7c1bd989c9bc050d36f84"
"""Of the small world with a claim and a relation; another number where the canonical JSON of a record changes."""


def test_the_digest_is_that_of_what_is_said(base: Database, make: Make, tmp_path: Path) -> None:
    """Not of files, collections or loads; but of every word and of the order in which a source says things."""
    seed = small(tmp_path / "seed")
    totals(base, seed)
    other = make(tmp_path / "other.db")
    moved = write(tmp_path / "moved", {"b.yaml": (seed / "world.yaml").read_text()}, "others")
    totals(other, moved)
    totals(other, write(moved, {"a.yaml": (seed / "report.yaml").read_text()}, "others"))
    assert digest_of(other) == digest_of(base)
    text = (seed / "report.yaml").read_text()
    totals(other, write(moved, {"a.yaml": text.replace("doubts it.", "doubts that.")}, "others"))
    assert digest_of(other) != digest_of(base)
    two = text + "  - {key: worries, text: It worries., evidence: [{page: 3}]}\n"
    turned = text.replace("findings:\n", "findings:\n  - {key: worries, text: It worries., evidence: [{page: 3}]}\n")
    totals(base, write(seed, {"report.yaml": two}))
    totals(other, write(moved, {"a.yaml": turned}, "others"))
    assert digest_of(other) != digest_of(base)
    totals(other, write(moved, {"a.yaml": two}, "others"))
    assert digest_of(other) == digest_of(base)
    other.close()
