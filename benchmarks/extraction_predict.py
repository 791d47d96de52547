"""What is found in a folder of reports, one line a place, in the offsets of `benchmarks.extraction_offsets`.

Separate from the measurements because others score it: `python -m benchmarks.extraction --predict FOLDER -o FILE`.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.extraction_offsets import Alignment, raw_text
from policykb.domain.document import Document
from policykb.ingest.candidate import Candidate, Suggestion
from policykb.ingest.extraction import extract
from policykb.ingest.readers import read_document, readers
from policykb.ingest.suggest import Gazetteer, suggest


def predictions(path: Path) -> Iterator[dict[str, Any]]:
    """What is found in a file, a line for each place where a recommendation stands."""
    document = read_document(path)
    alignment = Alignment(document.text, raw_text(path, document.text))
    gazetteer = Gazetteer.shipped()
    for candidate in extract(document):
        if candidate.type != "recommendation":
            continue
        suggested = suggest(document, candidate, gazetteer)
        told = {
            "confidence": candidate.confidence,
            "rules": candidate.rules,
            "addressees": _names(suggested.addressees, gazetteer),
            "frameworks": _names(suggested.frameworks, gazetteer),
        }
        for start, end in stretches(document, candidate):
            span = alignment.span(start, end)
            if span is not None and span[0] < span[1]:
                yield {"doc": path.name, "start": span[0], "end": span[1], **told}


def stretches(document: Document, candidate: Candidate) -> Iterator[tuple[int, int]]:
    """The characters of each telling of a candidate: its parts as one, with the heading that belongs to them."""
    parts = candidate.places[: candidate.parts]
    start = parts[0].start if candidate.heading is None else document.headings[candidate.heading - 1].start
    yield start, parts[-1].end
    for repeat in candidate.places[candidate.parts :]:
        yield repeat.start, repeat.end


def predict(folder: Path, out: Path) -> int:
    """Writes the predictions for a folder and says how many; a file that cannot be read is named and left out."""
    lines = 0
    with out.open("w", encoding="utf-8") as file:
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() not in readers():
                continue
            try:
                rows = list(predictions(path))
            except Exception as error:  # one bad file must not cost the others
                print(f"{path.name}: not read: {error}", file=sys.stderr)
                continue
            for row in rows:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
            lines += len(rows)
    return lines


def _names(suggestions: tuple[Suggestion, ...], gazetteer: Gazetteer) -> list[str]:
    """The names as the labels write them: a state by its name, a body without the state it belongs to."""
    found = []
    for suggestion in suggestions:
        entity = gazetteer.get(suggestion.key) if suggestion.key else None
        found.append(gazetteer.short(entity) if entity else suggestion.name)
    return list(dict.fromkeys(found))
