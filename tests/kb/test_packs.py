"""A pack is whole or not there, says the same of the same base, and tells when it is not as it was written."""

import csv
import errno
import hashlib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from tests.builders import Make, small, totals

from policykb import KnowledgeBase
from policykb.errors import LimitReached, NotAPack, OutputError, UnknownKey, UnknownName
from policykb.kb.packs import contents
from policykb.store.engine import Database

DAY = date(2025, 6, 1)
FILES = {"README.md", "citations.txt", "dictionary.csv", "pack.json", "records.jsonl", "rows.csv", "sources.jsonl"}
ASKED = "recommendations to Japan in last 2 years"


@pytest.fixture
def kb(base: Database, tmp_path: Path) -> Iterator[KnowledgeBase]:
    """The small world, with a query saved."""
    with KnowledgeBase(base) as opened:
        opened.load(small(tmp_path / "seed"))
        opened.save("asks", ASKED)
        yield opened


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def beside(folder: Path) -> list[str]:
    """What lies beside the packs of a test and should not."""
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


def test_what_is_in_it(kb: KnowledgeBase, tmp_path: Path) -> None:
    report = kb.pack("Asks", tmp_path / "pack", today=DAY)
    assert str(report) == f"1 record from 1 source packed in {tmp_path / 'pack'}"
    found = files(tmp_path / "pack")
    assert found.keys() == FILES
    said = json.loads(found["pack.json"])
    assert (said["name"], said["query"], said["day"]) == ("asks", ASKED, "2025-06-01")
    assert said["canonical"] == "type:recommendation to:japan issued:last-2-years"
    assert said["absolute"] == "type:recommendation to:japan issued:2023-06-02..2025-06-01"
    assert (said["digest"], said["data_version"]) == (kb.digest(), kb.stats().data_version)
    assert said["counts"] == {"records": 1, "sources": 1, "publishers": 0}
    assert said["files"] == {
        name: {"bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}
        for name, raw in found.items()
        if name != "pack.json"
    }
    records = [json.loads(line) for line in found["records.jsonl"].splitlines()]
    assert records == kb.query(ASKED, today=DAY).to_dicts()
    rows = list(csv.DictReader(found["rows.csv"].decode("utf-8-sig").splitlines()))
    assert [row["key"] for row in rows] == ["report/join-ipef"]
    told = list(csv.DictReader(found["dictionary.csv"].decode("utf-8-sig").splitlines()))
    assert [row["name"] for row in told if row["file"] == "rows.csv"] == list(rows[0])
    assert {name for record in records for name in record} <= {
        row["name"] for row in told if row["file"] == "records.jsonl"
    }
    assert all(row["meaning"] and row["type"] for row in told)
    assert found["citations.txt"].decode() == (
        "Citations\n=========\n\n1. Japan should stay in IPEF.\n   Doe 2024, Summary, para. 3\n   report/join-ipef\n\n"
        "References\n==========\n\nJane Doe. A report. June 2024.\n\n"
    )
    assert said["absolute"] in found["README.md"].decode()


def test_counts_come_with_the_records_they_count(kb: KnowledgeBase, tmp_path: Path) -> None:
    kb.pack("count of statements by source and type", tmp_path / "pack", today=DAY)
    found = files(tmp_path / "pack")
    assert found["rows.csv"].decode("utf-8-sig").splitlines() == [
        "source,type,statements,sources,publishers",
        "report,finding,1,1,0",
        "report,recommendation,1,1,0",
    ]
    assert len(found["records.jsonl"].splitlines()) == 2
    assert json.loads(found["pack.json"])["counts"] == {"rows": 2, "records": 2, "sources": 1, "publishers": 0}
    assert "2 rows that count 2 records from 1 source" in found["README.md"].decode()


def test_entities_are_cited_by_where_they_were_checked(kb: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "seed/more.yaml").write_text(
        "frameworks:\n  - {key: quad, name: Quad, kind: minilateral, url: 'https://q.example', checked: 2024-05,\n"
        "     memberships: [{actor: japan, url: 'https://m.example', checked: 2024-06}]}\n"
    )
    kb.load(tmp_path / "seed")
    kb.pack("frameworks", tmp_path / "pack", today=DAY)
    found = files(tmp_path / "pack")
    assert found.keys() == FILES - {"sources.jsonl"}
    assert "2. Quad\n   https://q.example, checked 2024-05; https://m.example, checked 2024-06\n   quad\n" in (
        found["citations.txt"].decode()
    )


def test_sources_are_cited_whole(kb: KnowledgeBase, tmp_path: Path) -> None:
    kb.pack("sources", tmp_path / "pack", today=DAY)
    found = files(tmp_path / "pack")
    assert found.keys() == FILES - {"sources.jsonl"}
    assert "1. A report\n   Doe 2024\n   report\n" in found["citations.txt"].decode()
    assert found["citations.txt"].decode().endswith("Jane Doe. A report. June 2024.\n\n")


def test_the_same_base_and_day_make_the_same_bytes(kb: KnowledgeBase, tmp_path: Path, make: Make) -> None:
    kb.pack("asks", tmp_path / "one", today=DAY)
    other = make(tmp_path / "other.db")
    totals(other, tmp_path / "seed")
    with KnowledgeBase(other) as again:
        again.save("asks", ASKED)
        again.pack("asks", tmp_path / "two", today=DAY)
    one, two = files(tmp_path / "one"), files(tmp_path / "two")
    made = [json.loads(pack.pop("pack.json")) for pack in (one, two)]
    assert one == two
    for said in made:
        del said["made"]
    assert made[0] == made[1]


def test_nothing_but_a_pack_is_replaced(kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "pack"
    place.mkdir()
    kb.pack("asks", place, today=DAY)  # an empty folder is as good as none
    with pytest.raises(OutputError, match="holds a pack already"):
        kb.pack("findings", place)
    kb.pack("findings", place, force=True)
    assert json.loads((place / "pack.json").read_text())["query"] == "findings"
    (place / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"holds what is none of the pack's: notes\.txt"):
        kb.pack("asks", place, force=True)
    with pytest.raises(OutputError, match="is not empty and no answer pack"):
        kb.pack("asks", tmp_path / "seed", force=True)
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="is a file"):
        kb.pack("asks", tmp_path / "file", force=True)
    with pytest.raises(OutputError, match="does not exist"):
        kb.pack("asks", tmp_path / "no/where")
    monkeypatch.chdir(place)
    with pytest.raises(OutputError, match="the folder you are in"):
        kb.pack("asks", Path(), force=True)
    assert (place / "notes.txt").read_text() == "mine"
    assert json.loads((place / "pack.json").read_text())["query"] == "findings"
    assert beside(tmp_path) == []


def test_through_a_link_the_folder_it_leads_to_is_replaced(kb: KnowledgeBase, tmp_path: Path) -> None:
    kb.pack("asks", tmp_path / "real")
    (tmp_path / "link").symlink_to("real")
    kb.pack("findings", tmp_path / "link", force=True)
    assert (tmp_path / "link").is_symlink()
    assert json.loads((tmp_path / "real/pack.json").read_text())["query"] == "findings"


def test_a_full_disk_leaves_what_was_there(kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kb.pack("asks", tmp_path / "pack", today=DAY)
    before = files(tmp_path / "pack")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(contents.Contents, "write_dictionary", full)
    with pytest.raises(LimitReached, match="could not be written"):
        kb.pack("findings", tmp_path / "pack", force=True)
    with pytest.raises(LimitReached):
        kb.pack("findings", tmp_path / "new")
    assert files(tmp_path / "pack") == before
    assert not (tmp_path / "new").exists()
    assert beside(tmp_path) == []


def test_it_is_of_one_state_whoever_loads_meanwhile(
    base: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICYKB_JOURNAL", "wal")  # so that SQLite lets somebody write beside who reads
    totals(base, small(tmp_path / "seed"))
    other, writes = Database(base.url), contents.Contents.write_records

    def meanwhile(self: contents.Contents) -> list[str]:
        report = tmp_path / "seed/report.yaml"
        report.write_text(report.read_text().replace("strength: should", "strength: must"))
        totals(other, tmp_path / "seed")
        return writes(self)

    monkeypatch.setattr(contents.Contents, "write_records", meanwhile)
    with KnowledgeBase.open(base.url) as kb:
        before = kb.digest()
        report = kb.pack("recommendations", tmp_path / "pack")
        assert report.manifest.digest == before != kb.digest()
    found = files(tmp_path / "pack")
    assert b'"strength": "should"' in found["records.jsonl"]
    assert b",should," in found["rows.csv"]
    other.close()


def test_one_word_is_a_name_not_a_search(kb: KnowledgeBase, tmp_path: Path) -> None:
    with pytest.raises(UnknownKey, match=r"no saved query 'askz'\.\nDid you mean asks\? To pack a query write it out"):
        kb.pack("askz", tmp_path / "pack")
    kb.pack("Findings", tmp_path / "pack")
    with pytest.raises(UnknownName, match="IPEFF"):
        kb.pack("recommendations mentioning IPEFF", tmp_path / "other")
    assert not (tmp_path / "other").exists()


def test_verifying(kb: KnowledgeBase, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    kb.pack("asks", pack)
    found = kb.verify_pack(pack)
    assert (found.ok, found.missing, found.altered, found.others) == (True, (), (), ())
    (pack / "notes.txt").write_text("x")
    assert (kb.verify_pack(pack).ok, kb.verify_pack(pack).others) == (True, ("notes.txt",))
    with (pack / "rows.csv").open("a") as file:
        file.write("x")
    (pack / "citations.txt").unlink()
    (pack / "README.md").unlink()
    (pack / "README.md").mkdir()
    found = kb.verify_pack(pack)
    assert (found.ok, found.missing, found.altered) == (False, ("citations.txt",), ("README.md", "rows.csv"))


@pytest.mark.files
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (None, None, "has no pack.json"),
        ("{", "[", "its pack.json is not policykb's"),
        ('"pack": 1', '"pack": 2', r"made by a newer policykb \(pack format 2"),
        ('"pack": 1', '"pack": true', "digest|pack"),
        ('"digest": "', '"digest": "z', "in pack.json digest is not as"),
        ('"records": 1', '"records": -1', "in pack.json counts.records is not as"),
        ('"records.jsonl": {', '"../../x": {', "names other files than a pack has"),
        ("{", "{" * 5000, "its pack.json is not policykb's"),
    ],
)
def test_a_foreign_or_damaged_folder(
    kb: KnowledgeBase, tmp_path: Path, old: str | None, new: str | None, said: str
) -> None:
    pack = tmp_path / "pack"
    kb.pack("asks", pack, today=DAY)
    path = pack / "pack.json"
    if old is None:
        path.unlink()
    else:
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, str(new), 1))
    for act in (kb.verify_pack, kb.compare_pack):
        with pytest.raises(NotAPack, match=said):
            act(pack)


@pytest.mark.files
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("records.jsonl", b"{"),
        ("records.jsonl", b"[" * 100_000),
        ("records.jsonl", b"[]\n"),
        ("records.jsonl", b'{"key": ["x"], "type": "finding"}\n'),
        ("records.jsonl", b"\xff\n"),
        ("records.jsonl", b'{"key": "report/doubts", "type": "finding"}\n'),
        ("records.jsonl", None),
        ("sources.jsonl", b""),
        ("rows.csv", b"source\nx\n"),
    ],
)
def test_records_that_are_not_as_written_are_not_compared(
    kb: KnowledgeBase, tmp_path: Path, name: str, text: bytes | None
) -> None:
    pack = tmp_path / "pack"
    kb.pack("count of recommendations by theme", pack)
    (pack / name).unlink()
    if text is not None:
        (pack / name).write_bytes(text)
    with pytest.raises(NotAPack, match=name):
        kb.compare_pack(pack)


def test_a_spreadsheet_program_may_save_the_rows(kb: KnowledgeBase, tmp_path: Path) -> None:
    """Comparing needs the records; that somebody sorted the rows is no reason not to."""
    kb.pack("asks", tmp_path / "pack", today=DAY)
    (tmp_path / "pack/rows.csv").write_text("sorted\n")
    assert kb.compare_pack(tmp_path / "pack", today=DAY).same
