"""What a draft says: evidence that leads to its words and nowhere else, texts that load, one form for equal documents."""

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policykb import KnowledgeBase
from policykb.domain.document import Document
from policykb.evidence.resolve import Resolver, Status
from policykb.ingest.candidate import Candidate, Place, Suggestion
from policykb.ingest.drafts.anchors import Anchors
from policykb.ingest.drafts.head import head_of
from policykb.ingest.drafts.naming import joined, main_words, source_key
from policykb.ingest.drafts.writing import Options, Writer
from policykb.ingest.readers.text import read
from policykb.ingest.suggest.gazetteer import Gazetteer
from policykb.kb.verify import selector_of
from policykb.seed.strict_yaml import read_yaml

GOLDEN = Path(__file__).parent / "golden-draft.yaml"
SENTENCES = (
    "Japan should act now.",
    "Japan should act now, and soon.",
    "The EU must “wait” – for all.",
    "It is so.",
    "Go.",
    "One two three four five six seven eight nine ten one two three four five six seven eight nine ten.",
    "日本は行動すべきだ。",
    "The Кремль should not say: #1 [of] {many}, it's *clear*.",
)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Few sentences many times over, so that words alone lead nowhere."""
    sentences = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=5)
    lines = []
    for number in range(draw(st.integers(1, 4))):
        if draw(st.booleans()):
            lines += [f"# {draw(st.sampled_from(('Summary', 'Next Steps', 'Аnnex Two')))}", ""]
        lines += [" ".join(draw(sentences)), "\f" if draw(st.integers(0, 4)) == 0 else "", f"- Point {number % 2}", ""]
    return read("\n".join(lines).encode(), "a.txt")


def places(document: Document) -> list[Place]:
    """Every sentence of a document."""
    return [
        Place(passage.ordinal, passage.start + found.start(), passage.start + found.end())
        for passage in document.passages
        for found in re.finditer(r"\S[^.。]*[.。]?", passage.text)
    ]


def led_to(document: Document, evidence: dict[str, Any]) -> set[tuple[int, int]]:
    """Where a piece of evidence leads, found by trying every beginning and end of every passage it may mean."""
    quote = evidence.get("quote", {})
    found = set()
    for p in document.passages:
        if any(evidence.get(name) not in {None, getattr(p, name)} for name in ("section", "paragraph")):
            continue
        # A paragraph may run on to the page on which the next one starts.
        following = document.passages[p.ordinal].page if p.ordinal < len(document.passages) else p.page
        page = evidence.get("page")
        if page is not None and p.page is not None and following is not None and not p.page <= page <= following:
            continue
        first, last = quote.get("exact") or quote.get("from"), quote.get("exact") or quote.get("to")
        if first is None:
            found.add((p.start, p.end))
            continue
        for start in [at for at in range(len(p.text)) if p.text.startswith(first, at)]:
            for end in [at for at in range(start + len(first), len(p.text) + 1) if p.text[:at].endswith(last)]:
                if "exact" in quote and end != start + len(first):
                    continue
                if end - start <= len(last) and "exact" not in quote:
                    continue
                before, after = p.text[:start].rstrip(), p.text[end:].lstrip()
                if before.endswith(quote.get("prefix", "")) and after.startswith(quote.get("suffix", "")):
                    found.add((p.start + start, p.start + end))
    return found


def strongest(document: Document, place: Place) -> dict[str, Any]:
    """The most that can be said of a place: where nothing less leads to it alone, nothing does."""
    passage = document.passages[place.ordinal - 1]
    start, end = place.start - passage.start, place.end - passage.start
    # A name that mixes scripts can stand nowhere in a seed file.
    before = passage.text[:start].rpartition("Кремль")[2].split(" ")[-7:]
    after = passage.text[end:].partition("Кремль")[0].split(" ")[:7]
    beside = {"prefix": " ".join(before).strip(), "suffix": " ".join(after).strip()}
    quote = {"exact": passage.text[start:end]} | {name: words for name, words in beside.items() if words}
    section = None if passage.section == "Аnnex Two" else passage.section
    return {"section": section, "paragraph": passage.paragraph, "page": passage.page, "quote": quote}


@settings(max_examples=120)
@given(documents(), st.booleans())
def test_evidence_leads_to_its_words_and_nowhere_else(document: Document, exact: bool) -> None:
    anchors = Anchors(document)
    for place in places(document):
        evidence = anchors.evidence(place, exact=exact)
        if evidence is None:
            # The resolver decides nothing where words that are almost the same stand elsewhere.
            most = strongest(document, place)
            refused = Resolver(document).resolve(selector_of(most)).status is not Status.VERIFIED
            assert refused or len(led_to(document, most)) > 1
            continue
        assert led_to(document, evidence) == {(place.start, place.end)}
        lengths = {name: len(words.split()) for name, words in evidence.get("quote", {}).items() if name != "exact"}
        assert all((2 if name in {"from", "to"} else 1) <= length <= 6 for name, length in lengths.items())


REPORT = """\
# Trade after the Summit

By Jane Roe and John Poe

Tokyo, 5 March 2025

## Summary

Washington should reopen talks on market access in IPEF. The mood was good: #1 in years.

## Recommendations

1. Japan and its partners must accede, by 2027, to the treaty of the “Outer Ring”, which is open to all who keep its rules and whose parliaments have said so in a vote.
"""


def _candidates(document: Document) -> list[Candidate]:
    first, second = document.passages[-2], document.passages[-1]
    sentence = Place(first.ordinal, first.start, first.start + first.text.index("IPEF.") + 5)
    return [
        Candidate(
            "recommendation", (Place(second.ordinal, second.start, second.end),), 0.95, ("numbered", "duty"), label="1",
            strength="must", action="join", deadline="by 2027",
            addressees=(Suggestion("Japan", "subject of 'must'", "japan"), Suggestion("its partners", "subject of 'must'")),
            frameworks=(Suggestion("Outer Ring", "named", None, "join"),),
        ),
        Candidate(
            "recommendation", (sentence,), 0.9, ("duty",), strength="should", action="discuss", priority=True,
            addressees=(Suggestion("United States", "'Washington' is United States (metonym)", "united-states"),),
            themes=(Suggestion("Market access", "stands in the passage", "market-access"),),
            frameworks=(Suggestion("IPEF", "named", "ipef", "strengthen"),),
            actors=(Suggestion("Japan", "named", "japan", "topic"), Suggestion("Nowhere", "named", "japan", "partner")),
        ),
        Candidate("finding", (Place(first.ordinal, first.start + first.text.index("The mood"), first.end),), 0.5, ("praise",)),
    ]  # fmt: skip


def _draft(document: Document, options: Options) -> str:
    seed = Gazetteer.shipped()
    writer = Writer(document, seed, options)
    return writer.draft(
        head_of(document, "trade", seed), writer.wanted(_candidates(document)), "trade.md", "../trade.md"
    )


def test_a_draft_is_as_it_was(request: pytest.FixtureRequest) -> None:
    from policykb.ingest.readers.markdown import read as read_markdown

    text = _draft(read_markdown(REPORT.encode(), "trade.md"), Options())
    assert text == GOLDEN.read_text(encoding="utf-8")
    assert max(len(line) for line in text.splitlines() if "#" in line) <= 120


@settings(max_examples=60)
@given(documents(), st.booleans(), st.randoms(use_true_random=False))
def test_any_draft_reads_back_with_unique_keys_and_says_what_the_passage_says(
    document: Document, verbatim: bool, random: Any
) -> None:
    seed = Gazetteer.shipped()
    candidates = [
        Candidate(
            random.choice(("recommendation", "finding")),
            (place,),
            random.random(),
            ("rule",),
            label=random.choice((None, "1.2", "a: #b")),
        )
        for place in places(document)
    ]
    writer = Writer(document, seed, Options(verbatim=verbatim))
    head = head_of(document, "file name", seed)
    text = writer.draft(head, candidates, "a: #b.txt", "x\ny.txt")
    data: Any = read_yaml(text.encode(), "a.yaml").data
    records = [*data.get("recommendations", ()), *data.get("findings", ())]
    assert len({record["key"] for record in records}) == len(records) == len(candidates)
    assert {record["review"] for record in records} == {"pending"}
    said = {" ".join(document.text[place.start : place.end].split()) for place in places(document)}
    assert {record["text"] for record in records} <= (said if verbatim else {""})
    again = Writer(document, seed, Options(verbatim=verbatim)).draft(head, candidates, "a: #b.txt", "x\ny.txt")
    assert again == text


@settings(max_examples=10)
@given(document=documents())
def test_any_draft_in_its_own_words_would_load(
    shipped_file: str, tmp_path_factory: pytest.TempPathFactory, document: Document
) -> None:
    folder = tmp_path_factory.mktemp("d")
    seed = Gazetteer.shipped()
    writer = Writer(document, seed, Options(verbatim=True))
    candidates = [Candidate("recommendation", (place,), 0.5, ("rule",)) for place in places(document)]
    text = writer.draft(head_of(document, "file", seed, "a-report"), candidates, "a.txt", "a.txt")
    text = text.partition("coverage:\n")[0]
    (folder / "a.yaml").write_text(text, encoding="utf-8")
    with KnowledgeBase.open(shipped_file) as kb:
        report = kb.check(folder / "a.yaml", include_pending=True)
    assert report.records["recommendation"] == len(candidates)


def test_keys_say_what_it_is_about() -> None:
    assert source_key("Resilience", "2024-07-18", "House of Commons Committee", "Ann Lee") == "hcc-2024-resilience"
    assert source_key("日本", None, None, None) == "document"
    assert (
        joined(main_words("The WTO's Appellate Body must be restored at once, without delay, by its members"))
        == "wto-appellate-body-restored-once"
    )
