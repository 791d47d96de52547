"""From a document to a base: the draft, what a later draft adds to it, and that its evidence holds."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.databases import Bases

from policykb import KnowledgeBase, resources
from policykb.errors import OutputError, SeedError, UnknownKey, UsageError
from policykb.evidence.resolve import Status

REPORT = """\
# Trade after the Summit

## Recommendations

Japan should reopen talks on market access in IPEF. The EU must join the CPTPP by 2027. It rained.

- The United States should strengthen the Quad.
"""
MORE = REPORT + "\nASEAN should not leave RCEP.\n"


@pytest.fixture
def kb(bases: Bases, tmp_path: Path) -> Iterator[KnowledgeBase]:
    """A base with the shipped names, of the test's own."""
    database = bases.lend(tmp_path / "base.db")
    with KnowledgeBase.open(database.url) as kb:
        kb.load(resources.seed_folder())
        yield kb
    bases.take_back(database)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "trade.md"
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_a_draft_in_the_report_s_words_loads_when_asked_to_and_its_evidence_holds(
    kb: KnowledgeBase, report: Path
) -> None:
    made = kb.ingest(report, report.parent, verbatim=True, key="a-report")
    assert (made.draft, made.source, made.recommendations) == (report.parent / "a-report.yaml", "a-report", 3)
    assert sum(kb.load(made.draft).pending.values()) == 3
    assert list(kb.query("recommendations from a-report")) == []
    # Coverage needs the day on which somebody read it.
    with pytest.raises(SeedError, match="no day yet"):
        kb.load(made.draft, include_pending=True)
    KnowledgeBase.review(made.draft).cover(by="Jane Roe")
    assert kb.load(made.draft, include_pending=True).added["recommendation"] == 3
    found = kb.query("recommendations from a-report to Japan").to_dicts()
    assert [(r["text"], r["review"]) for r in found] == [
        ("Japan should reopen talks on market access in IPEF.", "pending")
    ]
    verdicts = kb.verify("a-report", report).verdicts
    assert {verdict.resolution.status for verdict in verdicts} == {Status.VERIFIED}
    assert len(verdicts) == 3


def test_equal_documents_give_equal_bytes(shipped: KnowledgeBase, report: Path) -> None:
    for name in ("one", "two"):
        (report.parent / name).mkdir()
        shutil.copy(report, report.parent / name / "trade.md")
        shipped.ingest(report.parent / name / "trade.md", report.parent / name)
    one, two = (next((report.parent / name).glob("*.yaml")).read_bytes() for name in ("one", "two"))
    assert one == two
    KnowledgeBase.ingest_alone(report.parent / "one" / "trade.md", report.parent / "one" / "alone.yaml")
    assert (report.parent / "one" / "alone.yaml").read_bytes() == one


def test_an_earlier_draft_is_kept_and_what_is_new_is_added(shipped: KnowledgeBase, report: Path) -> None:
    draft = shipped.ingest(report, report.parent / "d.yaml").draft
    with pytest.raises(OutputError, match="exists already"):
        shipped.ingest(report, draft)
    first = draft.read_bytes()
    shipped.ingest(report, draft, force=True)
    assert draft.read_bytes() == first
    review = KnowledgeBase.review(draft)
    keys = [record.local_key for record in review.records]
    review.accept(keys[0], "Japan should talk.")
    review.reject(keys[1], "of no use")
    decided = draft.read_bytes()
    with pytest.raises(OutputError, match="2 records that somebody has decided about"):
        shipped.ingest(report, draft, force=True)
    assert shipped.ingest(report, draft, update=True).recommendations == 0
    assert draft.read_bytes() == decided
    report.write_text(MORE, encoding="utf-8")
    made = shipped.ingest(report, draft, update=True)
    assert (made.recommendations, made.kept) == (1, 3)
    assert "another than the draft was made of" in made.notices[0]
    now = KnowledgeBase.review(draft)
    assert [record.local_key for record in now.records][:3] == keys
    assert [record.state for record in now.records] == ["accepted", "rejected", "pending", "pending"]
    start = decided.index(b"recommendations:")
    body = decided[start : decided.index(b"# which themes")].rstrip()
    assert body in draft.read_bytes()


def test_what_is_not_sure_or_not_wanted_is_left_out(shipped: KnowledgeBase, report: Path) -> None:
    made = shipped.ingest(report, report.parent / "d.yaml", min_confidence=1, findings=False)
    assert (made.recommendations, made.findings, made.left_out) == (0, 0, 3)
    assert shipped.check(made.draft).records["source"] == 1
    with pytest.raises(UsageError, match="confidence cannot be 2"):
        shipped.ingest(report, report.parent / "e.yaml", min_confidence=2)


def test_a_key_in_use_is_told(shipped: KnowledgeBase, report: Path) -> None:
    made = shipped.ingest(report, report.parent / "d.yaml", key="ncafp-2024-us-japan")
    assert "ncafp-2024-us-japan is in the base already, from policykb:sources/" in made.notices[0]
    with pytest.raises(UsageError, match="not a key"):
        shipped.ingest(report, key="A key")


def test_the_passage_is_shown_in_its_surroundings_or_as_the_draft_remembers_it(report: Path) -> None:
    draft = KnowledgeBase.ingest_alone(report, report.parent / "d.yaml").draft
    review = KnowledgeBase.review(draft)
    record = review.records[1]
    (context,) = review.context(record.local_key)
    assert context.text[context.start : context.end] == "The EU must join the CPTPP by 2027."
    assert (context.place, context.after) == (
        "Recommendations, paragraph 1",
        "The United States should strengthen the Quad.",
    )
    assert "subject of 'must'" in " ".join(review.reasons(record.local_key, "addressees"))
    os.rename(report, report.with_name("elsewhere.md"))
    (context,) = KnowledgeBase.review(draft).context(record.local_key)
    assert "«The EU must join the CPTPP by 2027.»" in context.text
    (context,) = KnowledgeBase.review(draft, report.with_name("elsewhere.md")).context(record.local_key)
    assert context.place == "Recommendations, paragraph 1"
    with pytest.raises(UnknownKey):
        review.context("nothing")
