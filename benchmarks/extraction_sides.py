"""What the child of `benchmarks.extraction` does: it reads, finds and counts.

Separate from the job itself because it imports policykb, and the measuring process must not.

    python -m benchmarks.extraction_sides quality|extract|scan
"""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from time import process_time
from typing import Any

from benchmarks.extraction_offsets import normalised
from benchmarks.extraction_score import Counts, count, interval, length_ratio, macro, micro, names, one_out
from benchmarks.measure import ROOT

SHARED = ROOT.parent / "shared"
DATA = SHARED / "data"
LABELLED = DATA / "thinktank-dev"
CALLS = DATA / "trc-calls-to-action"
REVIEW = DATA / "un-upr-slovenia-cycle3"
INQUIRY = DATA / "uk-inquiry-pdfs"
STATEMENTS = DATA / "whitehouse-md" / "docs"
REPORT = SHARED / "sources" / "ncafp-us-japan-alliance-2024-06.txt"
EXPLICIT = frozenset({"explicit"})
_KEYWORDS = re.compile(r"\b(?:should|must|need to|ought to|have to|urge|recommend|call on)\b", re.IGNORECASE)
_SENTENCE = re.compile(r".+?(?:[.!?][\"\u201d\u2019')_*`]*(?=\s|$)|$)")

Measured = tuple[str, str, float, str, float | None, str, bool]


def quality() -> Iterator[Measured]:
    """The rows, each set that is there after the other."""
    for folder, measure in (
        (LABELLED, _labelled),
        (CALLS, _calls),
        (REVIEW, _review),
        (INQUIRY, _inquiry),
        (REPORT, _seed),
    ):
        if folder.exists():
            yield from measure()
        else:
            yield folder.name, f"not measured: there is no ../{folder.relative_to(ROOT.parent)}", 0, "", None, "", False
    yield from _rules()


def _labelled() -> Iterator[Measured]:
    from benchmarks.extraction_predict import predictions

    labels = defaultdict(list)
    for line in (LABELLED / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        labels[row["doc"]].append(row)
    paths = sorted((LABELLED / "docs").glob("*.md"))
    baseline = [count(labels[p.name], list(_keyword(p)), EXPLICIT) for p in paths]
    ours = [count(labels[p.name], list(predictions(p)), EXPLICIT) for p in paths]
    job = "think-tank prose"
    yield job, "keyword baseline, F1 micro", micro(baseline)[2], "", None, _told(baseline), True
    yield job, "F1 micro", micro(ours)[2], "", 0.86, _told(ours), True
    yield job, "F1 macro", macro(ours), "", 0.82, f"baseline {macro(baseline):.3f}", True
    yield job, "precision", micro(ours)[0], "", 0.86, "", True
    low, high = interval(ours)
    yield job, "F1 micro, lower end of 95 %", low, "", micro(baseline)[2], f"to {high:.3f}, documents drawn anew", True
    lowest, highest = one_out(ours)
    yield job, "F1 micro, lowest without one document", lowest, "", None, f"highest {highest:.3f}", True
    yield job, "predicted / labelled characters", length_ratio(ours), "x", 1.3, "", False
    for key, target in (("addressees", 0.8), ("frameworks", None)):
        precision, recall, f1 = names(ours, key)
        yield job, f"{key}, F1 over matched", f1, "", target, f"precision {precision:.3f}, recall {recall:.3f}", True


def _told(counts: list[Counts]) -> str:
    precision, recall, _ = micro(counts)
    low, high = interval(counts)
    return f"precision {precision:.3f}, recall {recall:.3f}, 95 %: {low:.3f} to {high:.3f}"


def _keyword(path: Path) -> Iterator[dict[str, Any]]:
    """The baseline: every sentence with one of eight keywords."""
    text = normalised(path.read_text(encoding="utf-8"))
    for sentence in _SENTENCE.finditer(text):
        if _KEYWORDS.search(sentence.group()):
            start = sentence.start() + len(sentence.group()) - len(sentence.group().lstrip())
            yield {"start": start, "end": sentence.end()}


def _calls() -> Iterator[Measured]:
    for path in (CALLS / "calls-to-action.txt", CALLS / "calls-to-action.md", CALLS / "callstoaction.xhtml"):
        yield from _counted("calls to action", path, {str(number) for number in range(1, 95)})


def _review() -> Iterator[Measured]:
    import csv

    (listed,) = REVIEW.glob("*.rows.csv")
    with listed.open(encoding="utf-8", newline="") as file:
        numbers = {row["number"] for row in csv.DictReader(file)}
    for path in sorted(REVIEW.glob("*.docx")) + sorted(REVIEW.glob("*.pdf")):
        yield from _counted("UPR review", path, numbers, 213 if path.suffix == ".pdf" else None)


def _inquiry() -> Iterator[Measured]:
    yield from _counted(
        "inquiry", INQUIRY / "UK-Covid-19-Inquiry-Module-1-Recomm.pdf", set(map(str, range(1, 11))), whole=True
    )


def _counted(
    job: str, path: Path, numbers: set[str], target: int | None = None, whole: bool = False
) -> Iterator[Measured]:
    """How many items of a list are found, one candidate for each; ``whole`` counts only what layout gave away."""
    found = candidates(path)
    if found is None:
        yield job, f"{path.suffix[1:].upper()}: no reader for it here", 0, "", None, "", False
        return
    from policykb.ingest.extraction.claims import WHOLE

    all_found = [c for c in found if c.type == "recommendation" and (not whole or WHOLE & set(c.rules))]
    right = {c.label for c in all_found} & numbers
    others = len(all_found) - len(right)
    what = f"{path.suffix[1:].upper()}: items found of {len(numbers)}"
    yield job, what, len(right), "", target or len(numbers), f"{others} others proposed", True


def _seed() -> Iterator[Measured]:
    """The report of the shipped seed: whose evidence a candidate covers half of, and who covers no evidence at all."""
    import yaml

    from policykb.domain.selector import Selector
    from policykb.evidence.resolve import Resolver
    from policykb.ingest.readers import read_document

    seed = yaml.safe_load((ROOT / "data/seed/sources/ncafp-2024-us-japan.yaml").read_text(encoding="utf-8"))
    resolver = Resolver(read_document(REPORT))
    found = candidates(REPORT) or []
    covered, spans = {"recommendation": 0, "any": 0}, []
    for record in seed["recommendations"]:
        evidence = record["evidence"][0]
        place = resolver.resolve(
            Selector(
                evidence["section"], evidence["paragraph"], from_=evidence["quote"]["from"], to=evidence["quote"]["to"]
            )
        )
        span = (place.start or 0, place.end or 0)
        spans.append(span)
        near = [c for c in found if any(_covers(span, (p.start, p.end)) for p in c.places)]
        covered["any"] += bool(near)
        covered["recommendation"] += any(c.type == "recommendation" for c in near)
    proposed = [c for c in found if c.type == "recommendation"]
    right = sum(any(_covers(span, (p.start, p.end)) for span in spans for p in c.places) for c in proposed)
    job = "report of the seed"
    note = f"{covered['any']} with findings counted"
    yield job, f"its recommendations covered, of {len(spans)}", covered["recommendation"], "", None, note, True
    yield job, f"proposals that are one of its, of {len(proposed)}", right, "", None, "", True


def _covers(span: tuple[int, int], other: tuple[int, int]) -> bool:
    shared = min(span[1], other[1]) - max(span[0], other[0])
    return 2 * shared >= min(span[1] - span[0], other[1] - other[0]) > 0


@cache
def candidates(path: Path) -> list[Any] | None:
    """The candidates of a file; None where no reader reads its format."""
    from policykb.ingest.extraction import extract
    from policykb.ingest.readers import read_document, readers

    return extract(read_document(path)) if path.suffix.lower() in readers() else None


def _rules() -> Iterator[Measured]:
    """How many rules fire in one document only."""
    from policykb.ingest.extraction.claims import RULES

    fired: dict[str, set[str]] = defaultdict(set)
    paths = [
        *(LABELLED / "docs").glob("*.md"),
        *sorted(CALLS.glob("call*")),
        *REVIEW.glob("*.docx"),
        *REVIEW.glob("*.pdf"),
    ]
    paths += [
        *sorted(INQUIRY.glob("*.pdf")),
        *sorted(STATEMENTS.glob("*.md")),
        *[REPORT] * REPORT.exists(),
    ]
    for path in paths:
        for candidate in candidates(path) or ():
            for rule in candidate.rules:
                fired[rule].add(path.name)
    alone = [rule for rule in RULES if len(fired[rule]) == 1]
    never = [rule for rule in RULES if not fired[rule]]
    note = f"{len(paths)} documents; " + (f"never: {', '.join(never)}" if never else "none is idle")
    yield (
        "rules",
        "that fire in one document only",
        len(alone),
        "",
        0,
        f"{note}{'; ' if alone else ''}{', '.join(alone)}",
        False,
    )


def _texts() -> str:
    return "\n\n".join(p.read_text(encoding="utf-8") for p in sorted((LABELLED / "docs").glob("*.md")))


def speed(side: str) -> dict[str, Any]:
    """Seconds of CPU for one side over the labelled reports, several times over."""
    from policykb.ingest.extraction import extract
    from policykb.ingest.readers.markdown import read

    if not LABELLED.exists():
        return {"missing": "there is no ../shared/data/thinktank-dev", "megabytes": 0}
    document = read(_texts().encode(), "reports.md")
    text = document.text
    if side == "extract":
        extract(document)
        start = process_time()
        for _ in range(3):
            extract(document)
    else:
        try:
            from ahocorasick_rs import AhoCorasick, MatchKind
            from sentencex import get_sentence_boundaries
        except ImportError as error:
            return {"missing": f"{error.name} is not installed", "megabytes": 0}
        from policykb.ingest.suggest import Gazetteer

        seed = Gazetteer.shipped()
        scan = AhoCorasick(
            [n for e in seed.entities.values() for n in seed.called(e)], matchkind=MatchKind.LeftmostLongest
        )
        start = process_time()
        for _ in range(3):
            scan.find_matches_as_indexes(text)
            get_sentence_boundaries("en", text)
    return {"seconds": process_time() - start, "megabytes": len(text.encode()) / 1e6}


if __name__ == "__main__":
    print(json.dumps(list(quality()) if sys.argv[1] == "quality" else speed(sys.argv[1])))
