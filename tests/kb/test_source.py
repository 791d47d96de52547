"""A text is attached whole or not at all, says what of the source's evidence is in it, and changes no answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import Fresh, assert_sound, fingerprint, query, state, totals
from tests.texts import REPORTED, TEXT, document, reported

from policykb import KnowledgeBase
from policykb.domain.document import Document
from policykb.errors import CheckFailed, LimitReached, UnknownKey, UsageError
from policykb.ingest.readers import read_document
from policykb.kb.source import AttachReport
from policykb.store import attached
from policykb.store.engine import Database

ANSWERS = (
    "statements",
    "statements containing ports",
    "statements mentioning IPEF",
    "boats",
    "findings with kind fact",
)


@pytest.fixture
def kb(base: Database, tmp_path: Path) -> Iterator[KnowledgeBase]:
    totals(base, reported(tmp_path / "seed"))
    with KnowledgeBase.open(base.url) as opened:
        yield opened


def stored(base: Database, key: str = "report") -> Document | None:
    with base.reading() as connection:
        ids = {row.key: row.id for row in connection.exec_driver_sql("SELECT key, id FROM entity")}
        return attached.text_of(connection, ids[key]) if key in ids else None


def statuses(report: AttachReport) -> list[str]:
    return [str(verdict.resolution.status) for verdict in report.verification.verdicts]


def test_a_text_comes_back_as_it_was_read(kb: KnowledgeBase, base: Database, tmp_path: Path) -> None:
    path = document(tmp_path)
    report = kb.source_attach("report", path)
    assert report.outcome == "attached"
    assert statuses(report) == ["verified", "verified", "verified", "verified", "not-found"]
    read, back = read_document(path), stored(base)
    assert back is not None
    names = ("text", "passages", "footnotes", "fingerprint", "headings")
    for name in names:
        assert getattr(back, name) == getattr(read, name), name
    known = report.attachment
    assert (known.passages, known.footnotes, known.pages, known.file, known.format) == (8, 1, None, "report.txt", "txt")
    assert kb.source_list() == [known]
    assert_sound(base)


@given(st.lists(st.sampled_from([*TEXT.split("\n"), "## Fees", "1. One", "2. Two", "\f", "Fees", "日本 is near."])))
@settings(max_examples=15)
def test_whatever_is_attached_comes_back(fresh: Fresh, lines: list[str]) -> None:
    with fresh() as (folder, base):
        totals(base, reported(folder))
        path = document(folder.parent, "\n".join(["A first line", *lines]))
        read = read_document(path)
        with KnowledgeBase.open(base.url) as kb:
            kb.source_attach("report", path, force=True)
        back = stored(base)
        assert back is not None
        assert (back.text, back.passages, back.headings) == (read.text, read.passages, read.headings)
        assert all(back.text[p.start : p.end] == p.text for p in back.passages)
        assert_sound(base)


def test_the_same_text_again_changes_nothing(kb: KnowledgeBase, base: Database, tmp_path: Path) -> None:
    first = kb.source_attach("report", document(tmp_path))
    before = fingerprint(base.url)
    # Another print of the same words, by another name, in another folder.
    again = kb.source_attach("Report", document(tmp_path / "x", TEXT.replace("\u2013", "-"), "copy.txt"), force=True)
    assert again.outcome == "replaced", "the words differ as they are printed"
    same = kb.source_attach("report", document(tmp_path / "x", TEXT.replace("\u2013", "-"), "copy.txt"))
    assert (same.outcome, same.attachment, same.moved) == ("unchanged", again.attachment, ())
    kb.source_attach("report", document(tmp_path))
    before = fingerprint(base.url)
    assert kb.source_attach("report", document(tmp_path, name="renamed.txt")).outcome == "unchanged"
    assert fingerprint(base.url) == before
    assert first.verification.counts == {"verified": 4, "not-found": 1}


def test_what_moved_is_told_when_the_text_is_another(kb: KnowledgeBase, tmp_path: Path) -> None:
    kb.source_attach("report", document(tmp_path))
    edited = TEXT.replace("# Fees\n", "# Fees\n\nA word before.\n").replace("and say so", "and tell everybody so")
    report = kb.source_attach("report", document(tmp_path, edited))
    assert report.outcome == "replaced"
    told = {(each.verdict.statement, each.verdict.number): each.how for each in report.moved}
    assert told.keys() == {("report/stay", 1), ("report/fees", 1), ("report/ports", 2)}
    assert told["report/fees", 1] == "moved from Fees, paragraph 1 to Fees, paragraph 2"
    assert told["report/stay", 1].startswith("lost, was in Summary, paragraph 2")
    assert statuses(report) == ["not-found", "verified", "verified", "repaired", "not-found"]
    assert kb.verify("report").counts == {"verified": 2, "repaired": 1, "not-found": 2}


def test_another_document_is_refused(kb: KnowledgeBase, base: Database, tmp_path: Path) -> None:
    other = document(tmp_path, "# On cows\n\nCows eat grass, and so on.\n", "cows.txt")
    before = fingerprint(base.url)
    with pytest.raises(
        CheckFailed, match=r"cows\.txt is not the text of report: none of its 4 .* Nothing was attached"
    ):
        kb.source_attach("report", other)
    kb.source_attach("report", document(tmp_path))
    attached_before = fingerprint(base.url)
    with pytest.raises(CheckFailed):
        kb.source_attach("report", other)
    assert fingerprint(base.url) == attached_before != before
    forced = kb.source_attach("report", other, force=True)
    assert forced.attachment.passages == 1
    assert len(forced.moved) == 4


def test_what_cannot_be_attached(kb: KnowledgeBase, base: Database, tmp_path: Path) -> None:
    before = fingerprint(base.url)
    with pytest.raises(UnknownKey, match="no source 'raport'") as caught:
        kb.source_attach("raport", document(tmp_path))
    assert caught.value.hint == "Did you mean report?"
    with pytest.raises(UnknownKey, match="no source 'japan'"):
        kb.source_attach("japan", document(tmp_path))
    for path in (tmp_path / "none.txt", document(tmp_path, "", "empty.txt"), tmp_path):
        with pytest.raises(UsageError):
            kb.source_attach("report", path)
    huge = tmp_path / "huge.txt"
    huge.write_bytes(b"word " * 1_100_000)
    with pytest.raises(LimitReached):
        kb.source_attach("report", huge)
    with pytest.raises(UnknownKey, match="No text is attached to report"):
        kb.source_detach("report")
    assert fingerprint(base.url) == before


def test_no_answer_about_records_depends_on_it(kb: KnowledgeBase, base: Database, tmp_path: Path) -> None:
    def says() -> object:
        answers = [(kb.query(text).to_dicts(), kb.query(text).total) for text in ANSWERS]
        words = [kb.query(f"statements containing {word}*").total for word in ("fish", "open", "h", "tokyo")]
        return answers, words, kb.digest(), kb.stats(), state(base.url), kb.diff(tmp_path / "seed")

    def dumped(name: str) -> dict[str, bytes]:
        kb.dump(tmp_path / name)
        return {path.name: path.read_bytes() for path in (tmp_path / name).rglob("*") if path.is_file()}

    before, files = says(), dumped("before")
    kb.source_attach("report", document(tmp_path))
    assert says() == before
    assert dumped("after") == files
    kb.source_detach("report")
    assert says() == before
    assert kb.source_list() == []
    assert query(base.url, "SELECT count(*) FROM passage") == [(0,)]


def test_it_stays_when_the_file_is_loaded_again(kb: KnowledgeBase, base: Database, tmp_path: Path) -> None:
    kb.source_attach("report", document(tmp_path))
    was = stored(base)
    seed = tmp_path / "seed" / "report.yaml"
    seed.write_text(REPORTED.replace("title: A report", "title: The report").replace("Fees are high.", "High fees."))
    assert kb.load(seed).totals == (0, 2, 0)
    assert stored(base) == was
    assert kb.verify("report").counts == {"verified": 4, "not-found": 1}
    assert kb.query("passages containing fees").total == 2


def test_it_follows_a_source_to_its_new_key(kb: KnowledgeBase, base: Database, tmp_path: Path) -> None:
    known = kb.source_attach("report", document(tmp_path)).attachment
    was = stored(base)
    seed = tmp_path / "seed" / "report.yaml"
    seed.write_text(REPORTED.replace("key: report,", "key: fish-2024, former_keys: [report],"))
    report = kb.load(tmp_path / "seed")
    assert not report.notices
    assert stored(base, "fish-2024") == was
    assert [each.source for each in kb.source_list()] == ["fish-2024"]
    assert kb.query("passages from fish-2024 containing harbours").to_dicts()[0]["key"] == "fish-2024#6"
    assert kb.show("report#6").record["key"] == "fish-2024#6"
    assert kb.query("passages after:report#6 first 1").to_dicts()[0]["key"] == "fish-2024#7"
    assert_sound(base)
    kb.undo()
    assert stored(base) == was
    assert kb.source_list() == [known]
    assert_sound(base)


def test_it_goes_with_its_source(kb: KnowledgeBase, base: Database, tmp_path: Path) -> None:
    kb.source_attach("report", document(tmp_path))
    (tmp_path / "seed" / "report.yaml").unlink()
    report = kb.load(tmp_path / "seed")
    assert report.notices == ("The text attached to report is gone with it.",)
    assert kb.source_list() == []
    for table in ("passage", "heading", "footnote", "attachment"):
        assert query(base.url, f"SELECT count(*) FROM {table}") == [(0,)]
    assert kb.query("passages").total == 0
    assert_sound(base)


def test_its_words_are_those_of_its_language(kb: KnowledgeBase, base: Database, tmp_path: Path) -> None:
    kb.source_attach("report", document(tmp_path))
    assert kb.query("passages containing fished").total == 2, "English: fish, fishing"
    seed = tmp_path / "seed" / "report.yaml"
    seed.write_text(REPORTED.replace("issued: 2024-06", "issued: 2024-06, language: de"))
    kb.load(seed)
    assert kb.query("passages containing fished").total == 1, "in German fishing is another word"
    checked = {check.name: check.faults for check in KnowledgeBase.db_check(base.url)}
    assert not any(checked.values())


def test_a_damaged_text_is_told(kb: KnowledgeBase, base: Database, tmp_path: Path) -> None:
    kb.source_attach("report", document(tmp_path))
    with base.writing() as connection:
        base.dialect.forget_passages(connection, 0)
        connection.exec_driver_sql("UPDATE passage SET terms = 'x' WHERE ordinal = 3")
    faults = {check.name: check.faults for check in KnowledgeBase.db_check(base.url)}
    assert faults["attached texts"] == ("the text of report: the words of passage 3 are not those of its text",)


def test_verify_looks_at_every_source(kb: KnowledgeBase, tmp_path: Path) -> None:
    nothing = kb.verify()
    assert nothing.counts == {"no-text": 6}
    assert not nothing.bad
    kb.source_attach("report", document(tmp_path))
    everything = kb.verify()
    assert everything.counts == {"verified": 4, "not-found": 1, "no-text": 1}
    assert {source: bool(of) for source, of in everything.fingerprints.items()} == {"other": False, "report": True}
    assert [verdict.statement for verdict in everything.bad] == ["report/wrong"]
    one = everything.verdicts[1].to_dict()
    assert (one["key"], one["status"], one["passage"], one["place"]) == (
        "report/stay",
        "verified",
        "report#4",
        "Summary, para. 2",
    )
    text = kb.show(one["passage"]).record["text"]
    assert text[one["start"] : one["end"]] == "Japan should stay in IPEF \u2013 and say so"
    # A document beside the attached one is looked into, and not kept.
    assert kb.verify("other", document(tmp_path, "Boats float.", "b.txt")).counts == {"verified": 1}
    assert kb.verify("other").counts == {"no-text": 1}
    with pytest.raises(UsageError, match="There are 2 sources"):
        kb.verify(path=document(tmp_path))


def test_a_row_of_a_table_has_no_text(kb: KnowledgeBase, tmp_path: Path) -> None:
    row = f"  - {{key: row, text: A row., evidence: [{{file: {'ab' * 32}, row: 7}}]}}\n"
    (tmp_path / "seed" / "report.yaml").write_text(REPORTED + row)
    kb.load(tmp_path / "seed")
    kb.source_attach("report", document(tmp_path))
    (verdict,) = [v for v in kb.verify("report").verdicts if v.statement == "report/row"]
    assert (str(verdict.resolution.status), verdict.resolution.message) == (
        "no-text",
        "a row of a table, which is no text",
    )


def test_show_has_the_evidence_in_its_place(kb: KnowledgeBase, tmp_path: Path) -> None:
    assert [(p.status, p.text) for p in kb.show("report/stay").passages] == [("no-text", None)]
    kb.source_attach("report", document(tmp_path))
    (found,) = kb.show("report/stay").passages
    assert (found.status, found.passage, found.section, found.paragraph, found.page) == (
        "verified",
        "report#4",
        "Summary",
        2,
        None,
    )
    assert found.text is not None
    assert found.text[found.start : found.end] == "Japan should stay in IPEF \u2013 and say so"
    assert found.before == "The talks in Tokyo were long, and they ended well.\u00b9"
    assert found.after == "Open the ports to fishing boats."
    assert found.address == "https://x.org/r#:~:text=Japan%20should%20stay%20in%20IPEF%20%E2%80%93%20and%20say%20so"
    one, other = kb.show("report/ports").passages
    assert (one.text, one.start, one.end) == ("Open the ports to fishing boats.", 0, 32)
    assert (other.paragraph, other.after) == (2, None)
    (lost,) = kb.show("report/wrong").passages
    assert (lost.status, lost.text, lost.passage) == ("not-found", None, None)
    detail = kb.show("report")
    assert (detail.attachment, detail.passages) == (kb.source_list()[0], [])
    assert kb.show("other").attachment is None


def test_a_pdf_is_opened_at_the_page(kb: KnowledgeBase, tmp_path: Path) -> None:
    """Also where the record states another page, or none: the page is that of the text."""
    (tmp_path / "seed" / "report.yaml").write_text(REPORTED.replace("https://x.org/r", "https://x.org/r.pdf"))
    kb.load(tmp_path / "seed")
    kb.source_attach("report", document(tmp_path, TEXT.replace("# Fees", "\f# Fees")))
    (fees,) = kb.show("report/fees").passages
    assert (fees.page, fees.address) == (2, "https://x.org/r.pdf#page=2")
    assert [each.address for each in kb.show("report/stay").passages] == ["https://x.org/r.pdf#page=1"]
