"""Importing tables through a mapping, against loading the same records from JSON Lines into a base like it.

Where the published tables lie beside the checkout (../shared/data) they are imported through the mappings of
docs/mappings, else a made-up table of the same columns is.

    python -m benchmarks.import_table SIDE ARGUMENT ...     (what the measuring process starts)
"""

import csv
import json
import random
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import Any

from benchmarks.measure import ROOT, Pair, Row, Sample, Workshop, alternate

_MAPPINGS = ROOT / "docs" / "mappings"
_DATA = ROOT.parent / "shared" / "data"
_UPR = _DATA / "upr-recommendations"
UPR = _UPR / "upr_recommendations_s01-20.csv"
TAIC = _DATA / "nz-taic-recommendations" / "TAIC_recommendations_04_04_2024.xlsx"
_COLUMNS = (
    "To",
    "To-Rgrp",
    "To-Org",
    "Text",
    "From",
    "From-Rgrp",
    "From-Org",
    "Response",
    "Action",
    "Issue",
    "Session",
)


def rows(shop: Workshop, count: int, rounds: int) -> Iterator[Row]:
    """The rows of the table: ``count`` made-up rows where the published ones are not there."""
    if UPR.is_file():
        yield from _compared(shop, "import the UPR table", _MAPPINGS / "upr.yaml", [UPR], rounds)
        raw = sorted(_UPR.joinpath("raw").glob("sessions_*-*.csv"))
        yield from _alone(shop, "import its raw files", _MAPPINGS / "upr.yaml", raw)
    else:
        table = _made_up(shop.folder / "made-up.csv", count)
        yield from _compared(shop, f"import {count:,} made-up rows", _MAPPINGS / "upr.yaml", [table], rounds)
    if TAIC.is_file():
        yield from _compared(shop, "import the TAIC sheet", _MAPPINGS / "taic.yaml", [TAIC], rounds)


def _compared(shop: Workshop, job: str, mapping: Path, tables: list[Path], rounds: int) -> Iterator[Row]:
    base, dump = shop.folder / "import.db", shop.folder / f"{mapping.stem}-dump"
    make(shop, base, mapping, tables)
    shop.run("-m", "benchmarks.import_table", "dump", base, dump)
    samples = alternate(
        {
            "import": lambda: make(shop, base, mapping, tables),
            "load": lambda: shop.run("-m", "benchmarks.import_table", "load", shop.folder / "load.db", dump / "import"),
        },
        rounds,
    )
    seconds = {side: [float(sample.said["cpu"]) for sample in some] for side, some in samples.items()}
    pair, said = Pair(seconds["import"], seconds["load"]), samples["import"][0].said
    note = f"{pair}; {said['rows']:,} rows, {said['added']:,} records"
    yield Row(job, "load of the same records", pair.ratio, target=2, note=note)
    yield Row(job, "rows a second", said["rows"] / min(seconds["import"]), "/s")
    yield Row(job, "again / the first time", said["again"] / said["cpu"])
    yield Row(job, "peak memory", max(sample.peak for sample in samples["import"]), "MB")


def _alone(shop: Workshop, job: str, mapping: Path, tables: list[Path]) -> Iterator[Row]:
    said = make(shop, shop.folder / "raw.db", mapping, tables).said
    yield Row(
        job, "rows a second", said["rows"] / said["cpu"], "/s", note=f"{said['rows']:,} rows, {said['added']:,} records"
    )


def make(shop: Workshop, base: Path, mapping: Path, tables: list[Path]) -> Sample:
    """Imports tables into a new base of the shipped seed at that place, and once more."""
    return shop.run("-m", "benchmarks.import_table", "import", base, mapping, *tables)


def _made_up(path: Path, count: int) -> Path:
    """A table of the columns of the published one, its words drawn at random."""
    draw = random.Random(1)
    states = ["Japan", "France", "Kenya", "Brazil", "Norway", "India", "Canada", "Chile", "Ghana", "Spain"]
    words = [f"word{n}" for n in range(3_000)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for _ in range(count):
            issues = ",".join(sorted(draw.sample(["Trade", "Justice", "Labour", "Health"], 2)))
            text = " ".join(draw.choices(words, k=draw.randint(10, 60)))
            to, by = draw.sample(states, 2)
            writer.writerow(
                [
                    to,
                    "",
                    "",
                    text,
                    by,
                    "",
                    "",
                    draw.choice(["Accepted", "Noted"]),
                    draw.randint(1, 5),
                    issues,
                    draw.randint(1, 20),
                ]
            )
    return path


# what the children do


def _import(base: str, mapping: str, *tables: str) -> dict[str, float]:
    kb = _shipped(base)
    seconds, report = _timed(lambda: kb.import_table(*tables, mapping=mapping))
    again, second = _timed(lambda: kb.import_table(*tables, mapping=mapping))
    assert second.load.totals == (0, 0, 0), second.load
    return {"cpu": seconds, "rows": report.rows, "added": report.load.totals[0], "again": again}


def _load(base: str, folder: str) -> dict[str, float]:
    kb = _shipped(base)
    seconds, report = _timed(lambda: kb.load(folder))
    return {"cpu": seconds, "added": report.totals[0]}


def _dump(base: str, folder: str) -> dict[str, float]:
    from policykb import KnowledgeBase

    with KnowledgeBase.open(base) as kb:
        kb.dump(folder, force=True)
    return {}


def _shipped(base: str) -> Any:  # the measuring process must not import policykb
    from policykb import KnowledgeBase

    Path(base).unlink(missing_ok=True)
    return KnowledgeBase.init(base)[0]


def _timed(run: Callable[[], Any]) -> tuple[float, Any]:
    before = process_time()
    done = run()
    return process_time() - before, done


_SIDES: dict[str, Callable[..., dict[str, float]]] = {"import": _import, "load": _load, "dump": _dump}

if __name__ == "__main__":
    side, *arguments = sys.argv[1:]
    print(json.dumps(_SIDES[side](*arguments)))
