"""Exports of all recommendations as whole processes, against the sqlite3 shell writing the same rows as CSV.

The shell is given the best SQL there is for them: what the view of recommendations says, in the order of an answer.
Where the shell is not installed Python's sqlite3 and csv are the peer, and the table says so. Where the UPR
recommendations lie beside the checkout (../shared/data/upr-recommendations) they are exported too.
"""

import math
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from statistics import median

from benchmarks.load import generated_base, short, upr_base
from benchmarks.measure import Pair, Row, Sample, Workshop, alternate, cpu

_OURS = "import sys\nfrom policykb.cli import main\nsys.exit(main())\n"
_ORDER = " ORDER BY s.issued_first DESC, o.key, s.position, s.key"
_PYTHON = """
import csv, sqlite3, sys
base, sql, path = sys.argv[1:]
found = sqlite3.connect(f"file:{base}?mode=ro", uri=True).execute(sql)
with open(path, "w", encoding="utf-8", newline="") as file:
    writer = csv.writer(file)
    writer.writerow([column[0] for column in found.description])
    writer.writerows(found)
"""
TARGETS = {"csv": (1.2, 80.0), "jsonl": (1.5, None), "parquet": (1.7, 300.0), "xlsx": (None, None)}
"""How often the shell's time, and how many MB of memory, each format may take."""


def rows(shop: Workshop, counts: list[int], rounds: int) -> Iterator[Row]:
    """The rows of the table, on bases of these sizes; growth is told from the last but one to the last."""
    said: list[dict[str, list[Sample]]] = []
    for count in counts:
        base = generated_base(shop, count)
        said.append(_samples(shop, base, rounds))
        yield from _of_one(short(count), said[-1])
    first, last = counts[-2:]
    for name in TARGETS:
        few, many = (median(cpu(some[name])) for some in said[-2:])
        what = f"{name}, exponent"
        growth = math.log(many / few, last / first)
        yield Row(
            f"export growth {short(first)} to {short(last)}", what, growth, "", 1.05 if first >= 100_000 else None
        )
        few, many = (max(sample.peak for sample in some[name]) for some in said[-2:])
        yield Row(f"export growth {short(first)} to {short(last)}", f"{name}, peak memory", many / few, target=1.2)
    if upr := upr_base(shop):
        yield from _of_one("UPR", _samples(shop, upr, rounds))


def _samples(shop: Workshop, base: Path, rounds: int) -> dict[str, list[Sample]]:
    """What each format took, and each peer that is there."""
    ours, python = shop.script("policykb-export", _OURS), shop.script("python.py", _PYTHON)
    sql = _by_hand(base)
    sides: dict[str, Callable[[], Sample]] = {
        name: partial(shop.run, ours, "export", "--quiet", "--force", "--db", base, "-o", shop.folder / f"all.{name}")
        for name in TARGETS
    }
    sides["python"] = partial(shop.run, python, base, sql, shop.folder / "python.csv")
    if shell := shutil.which("sqlite3"):
        sides["shell"] = partial(shop.run_program, shell, "-csv", "-header", base, sql)
    if find_spec("sqlite_utils"):
        sides["sqlite-utils"] = partial(shop.run, "-m", "sqlite_utils", "query", base, sql, "--csv")
    return alternate(sides, rounds)


def _by_hand(base: Path) -> str:
    with closing(sqlite3.connect(base)) as connection:
        (made,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'recommendation'").fetchone()
    return str(made).partition(" AS ")[2] + _ORDER


def _of_one(size: str, samples: dict[str, list[Sample]]) -> Iterator[Row]:
    shell = "shell" in samples
    peer = cpu(samples["shell" if shell else "python"])
    called = "sqlite3 shell" if shell else "Python's sqlite3 and csv (no sqlite3 shell here)"
    for name, (target, most) in TARGETS.items():
        pair = Pair(cpu(samples[name]), peer)
        yield Row(f"export {size}", f"{name} / {called}", pair.ratio, target=target if shell else None, note=str(pair))
        yield Row(f"export {size}", f"{name}: peak memory", max(s.peak for s in samples[name]), "MB", most)
    for name, target in (("python", None), ("sqlite-utils", 0.5)):
        if name in samples and (name != "python" or shell):
            pair = Pair(cpu(samples["csv"]), cpu(samples[name]))
            peer_name = "Python's sqlite3 and csv" if name == "python" else name
            yield Row(f"export {size}", f"csv / {peer_name}", pair.ratio, target=target, note=str(pair))
