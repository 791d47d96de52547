"""Finding recommendations: scores on labelled reports, counts on lists whose length is known, speed beside a bare scan.

`python -m benchmarks extraction` prints the rows of docs/quality.md; `python -m benchmarks.extraction --predict FOLDER
-o FILE` writes what is found in any folder of reports. The labelled texts are not part of the project: what is not in
../shared beside the checkout is named, and left out.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Pair, Row, Workshop, alternate


def rows(shop: Workshop, rounds: int) -> Iterator[Row]:
    """The rows of the table."""
    for job, what, value, unit, target, note, more in shop.run("-m", "benchmarks.extraction_sides", "quality").listed:
        yield Row(f"extraction, {job}", what, value, unit, target, note, more_is_better=more)
    yield from _speed(shop, rounds)


def _speed(shop: Workshop, rounds: int) -> Iterator[Row]:
    """Candidates from plain text against a bare scan for the names of the seed and a split into sentences."""
    sides = {
        side: lambda side=side: shop.run("-m", "benchmarks.extraction_sides", side) for side in ("extract", "scan")
    }
    samples = alternate(sides, rounds)
    said = [samples[side][0].said for side in sides]
    if "missing" in said[1]:
        yield Row("extraction, speed", f"not measured: {said[1]['missing']}", 0, "")
        return
    pair = Pair(*([sample.said["seconds"] for sample in samples[side]] for side in sides))
    what = f"candidates from {said[0]['megabytes']:.1f} MB of plain text"
    yield Row("extraction, speed", what, pair.ratio, "x", 20, str(pair))


def main() -> None:
    """The command line of `--predict`."""
    from benchmarks.extraction_predict import predict

    parser = argparse.ArgumentParser(prog="python -m benchmarks.extraction", description=__doc__)
    parser.add_argument("--predict", type=Path, metavar="FOLDER", required=True, help="the folder of reports")
    parser.add_argument("-o", "--output", type=Path, default=Path("predictions.jsonl"), help="the file to write")
    given = parser.parse_args()
    print(f"{predict(given.predict, given.output)} predictions in {given.output}", file=sys.stderr)


if __name__ == "__main__":
    main()
