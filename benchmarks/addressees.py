"""Suggested addressees and frameworks on the labelled passages themselves, beside the baseline of the first name in it.

The texts are not part of the project: without ../shared/data/thinktank-dev beside the checkout there is nothing to
measure.

    python -m benchmarks.addressees [FOLDER] [--show] [--all]
"""

import argparse
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from policykb.domain.document import Document
from policykb.ingest.candidate import Candidate, Place, Suggestion
from policykb.ingest.readers import read_document
from policykb.ingest.suggest import Gazetteer, suggest

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "thinktank-dev"


@dataclass
class Tally:
    """Names suggested, labelled, and both."""

    right: int = 0
    suggested: int = 0
    labelled: int = 0
    per_document: dict[str, "Tally"] = field(default_factory=dict)

    def count(self, document: str, wanted: set[str], got: set[str]) -> None:
        """Adds one passage."""
        for tally in (self, self.per_document.setdefault(document, Tally())):
            tally.right += len(wanted & got)
            tally.suggested += len(got)
            tally.labelled += len(wanted)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / (self.suggested + self.labelled) if self.suggested + self.labelled else 0.0

    def __str__(self) -> str:
        precision = self.right / self.suggested if self.suggested else 0.0
        recall = self.right / self.labelled if self.labelled else 0.0
        return f"P {precision:.3f}  R {recall:.3f}  F1 {self.f1:.3f}  ({self.right}/{self.suggested}/{self.labelled})"


def name_of(suggestion: Suggestion, gazetteer: Gazetteer) -> str:
    """A suggestion as the labels would write it: bodies in short form, without the state's name before it."""
    entity = gazetteer.get(suggestion.key) if suggestion.key else None
    return gazetteer.short(entity) if entity else suggestion.name


def normalised(text: str) -> tuple[str, list[int]]:
    """A text as the labels count it, and the offset of each of its characters in the composed text."""
    composed = unicodedata.normalize("NFC", text)
    characters: list[str] = []
    offsets: list[int] = []
    for found in re.finditer(r"\s+|\S", composed):
        characters.append(" " if found[0].isspace() else found[0])
        offsets.append(found.start())
    return "".join(characters), offsets


class Places:
    """Finds a span of the labels in a document as its reader left it, by its letters and digits alone."""

    def __init__(self, raw: str, document: Document) -> None:
        self.raw, _ = normalised(raw)
        self.document = document
        self._letters = [at for at, c in enumerate(document.text) if c.isalnum()]
        self._bare = "".join(document.text[at] for at in self._letters)
        self._bare_raw = [at for at, c in enumerate(self.raw) if c.isalnum()]

    def find(self, start: int, end: int) -> tuple[Place, ...]:
        """The passages that the span from ``start`` to ``end`` of the normalised file covers."""
        wanted = "".join(c for c in self.raw[start:end] if c.isalnum())
        before = sum(at < start for at in self._bare_raw)
        found = [m.start() for m in re.finditer(re.escape(wanted), self._bare)]
        if not found:
            return ()
        nearest = min(found, key=lambda at: abs(at - before))
        first, last = self._letters[nearest], self._letters[nearest + len(wanted) - 1] + 1
        while last < len(self.document.text) and self.document.text[last] in '.!?:”’")':
            last += 1
        return tuple(
            Place(p.ordinal, max(first, p.start), min(last, p.end))
            for p in self.document.passages
            if p.start < last and first < p.end
        )


def labelled(folder: Path) -> Iterator[tuple[dict[str, Any], Document, tuple[Place, ...]]]:
    """Every label with its document and where it stands there."""
    documents: dict[str, tuple[Document, Places]] = {}
    with (folder / "labels.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            name = row["doc"] if row["doc"].endswith(".md") else f"{row['doc']}.md"
            path = folder / "docs" / name
            if name not in documents:
                document = read_document(path)
                documents[name] = (document, Places(path.read_text(encoding="utf-8"), document))
            yield row, documents[name][0], documents[name][1].find(row["start"], row["end"])


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--show", action="store_true", help="each difference")
    parser.add_argument("--all", action="store_true", help="implied and reported labels too")
    options = parser.parse_args()
    gazetteer = Gazetteer.shipped()
    tallies = {name: Tally() for name in ("addressees", "first actor", "frameworks", "first framework")}
    for row, document, places in labelled(options.folder):
        if row["label"] != "explicit" and not options.all:
            continue
        if not places:
            print(f"not found: {row['doc']} {row['start']}")
            continue
        candidate = suggest(document, Candidate("recommendation", places, 1.0, ()), gazetteer)
        span = document.text[places[0].start : places[-1].end]
        names = gazetteer.names(span)
        first_of = {
            type_: next(({gazetteer.short(n.entity).casefold()} for n in names if n.entity.type == type_), set())
            for type_ in ("actor", "framework")
        }
        for kind, first in (("addressees", "first actor"), ("frameworks", "first framework")):
            wanted = {name.casefold() for name in row[kind]}
            suggestions = getattr(candidate, kind)
            got = {name_of(s, gazetteer).casefold() for s in suggestions if s.role != "example"}
            tallies[kind].count(row["doc"], wanted, got)
            tallies[first].count(row["doc"], wanted, first_of["actor" if kind == "addressees" else "framework"])
            if options.show and wanted != got:
                print(f"{row['doc'][:20]} {kind}: {sorted(wanted)} suggested {sorted(got)}")
                print(f"    {' '.join(span.split())[:300]}")
                for s in suggestions:
                    print(f"      {s.name}: {s.reason}")
    for name, tally in tallies.items():
        print(f"{name:16} {tally}")
        for title, part in tally.per_document.items():
            print(f"    {title[:40]:40} {part}")


if __name__ == "__main__":
    main()
