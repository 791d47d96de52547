"""Finding recommendations: scores on labelled reports, counts on lists whose length is known, a baseline beside them.

`python -m benchmarks.extraction` prints the table of docs/quality.md; `--predict FOLDER -o FILE` writes what is found in
any folder of reports, one line a place, in the offsets of `benchmarks.extraction_offsets`. The labelled texts are not
part of the project: what is not in ../shared beside the checkout is named and left out.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.extraction_offsets import Alignment, raw_text
from policykb.domain.document import Document
from policykb.ingest.candidate import Candidate, Place
from policykb.ingest.extraction import extract
from policykb.ingest.readers import read_document, readers


def predictions(path: Path) -> Iterator[dict[str, Any]]:
    """What is found in a file, a line for each place where a recommendation stands."""
    document = read_document(path)
    alignment = Alignment(document.text, raw_text(path, document.text))
    for candidate in extract(document):
        if candidate.type != "recommendation":
            continue
        for start, end in _stretches(document, candidate):
            span = alignment.span(start, end)
            if span is not None and span[0] < span[1]:
                yield {
                    "doc": path.name,
                    "start": span[0],
                    "end": span[1],
                    "confidence": candidate.confidence,
                    "rules": candidate.rules,
                }


def _stretches(document: Document, candidate: Candidate) -> Iterator[tuple[int, int]]:
    """The characters of each telling of a candidate: its parts as one, with the heading that belongs to them."""
    parts: tuple[Place, ...] = candidate.places[: candidate.parts]
    start = parts[0].start if candidate.heading is None else document.headings[candidate.heading - 1].start
    yield start, parts[-1].end
    for repeat in candidate.places[candidate.parts :]:
        yield repeat.start, repeat.end


def predict(folder: Path, out: Path) -> None:
    """Writes the predictions for a folder; a file that cannot be read is named and left out."""
    lines = 0
    with out.open("w", encoding="utf-8") as file:
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() not in readers():
                continue
            try:
                for row in predictions(path):
                    file.write(json.dumps(row, ensure_ascii=False) + "\n")
                    lines += 1
            except Exception as error:  # one bad file must not cost the others
                print(f"{path.name}: not read: {error}", file=sys.stderr)
    print(f"{lines} predictions in {out}", file=sys.stderr)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction", description=__doc__)
    parser.add_argument(
        "--predict", type=Path, metavar="FOLDER", help="write what is found in these reports, and nothing else"
    )
    parser.add_argument("-o", "--output", type=Path, default=Path("predictions.jsonl"))
    given = parser.parse_args()
    if given.predict:
        predict(given.predict, given.output)
        return


if __name__ == "__main__":
    main()
