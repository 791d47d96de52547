"""Loading: seed files into an empty base and again, against sqlite3 writing the same rows and the bare YAML parser."""

import math
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from statistics import median

from benchmarks.measure import ROOT, Pair, Row, Sample, Workshop, alternate

_TEXT = b'"text": "'
_SIDES = ("-m", "benchmarks.load_sides")
UPR = ROOT.parent / "shared" / "data" / "upr-recommendations" / "upr_recommendations_s01-20.csv"


def rows(shop: Workshop, count: int, yaml_count: int, rounds: int, *, large: int = 0) -> Iterator[Row]:
    """The rows of the table: JSON Lines of ``count`` statements, YAML of ``yaml_count``, and once ``large`` of them."""
    folder = generate(shop, count)
    written = list(_write(shop, folder, count, rounds))
    yield from (row for row, _ in written)
    yield from _again(shop, folder, rounds)
    yield from _yaml(shop, yaml_count, rounds)
    if large:
        yield from _large(shop, count, large, written[0][1])


def generate(shop: Workshop, count: int, form: str = "jsonl") -> Path:
    """A folder of generated seed files."""
    folder = shop.folder / f"{form}-{count}"
    shop.run("-m", "benchmarks.generator", folder, str(count), "--form", form)
    return folder


def profile(shop: Workshop, count: int) -> str:
    """Where the time of a load goes."""
    return shop.run(*_SIDES, "profile", generate(shop, count), shop.folder / "profiled.db").output


def load_base(shop: Workshop, folder: Path, base: Path) -> Sample:
    """Loads a folder into a new base at that place."""
    base.unlink(missing_ok=True)
    return shop.run(*_SIDES, "first", folder, base)


def generated_base(shop: Workshop, count: int) -> Path:
    """A base of so many generated records; made once, whichever jobs ask it."""
    base = shop.folder / f"generated-{count}.db"
    if not base.exists():
        folder = generate(shop, count)
        load_base(shop, folder, base)
        shutil.rmtree(folder)
    return base


def upr_base(shop: Workshop) -> Path | None:
    """A base with the recommendations of the Universal Periodic Review, where the table lies beside the checkout."""
    base = shop.folder / "upr.db"
    if not UPR.is_file():
        return None
    if not base.exists():
        shop.run("-m", "benchmarks.export_upr", UPR, shop.folder / "upr", base)
    return base


def _plain(shop: Workshop, base: Path) -> Sample:
    copy = shop.folder / "plain.db"
    copy.unlink(missing_ok=True)
    return shop.run(*_SIDES, "plain", base, copy)


def _seconds(samples: list[Sample]) -> list[float]:
    return [float(sample.said["cpu"]) for sample in samples]


def _write(shop: Workshop, folder: Path, count: int, rounds: int) -> Iterator[tuple[Row, float]]:
    job, base = f"load {short(count)}", shop.folder / "loaded.db"
    samples = alternate(
        {
            "load": lambda: load_base(shop, folder, base),
            "plain": lambda: _plain(shop, base),
            "words": lambda: shop.run(*_SIDES, "words", base),
            "linking": lambda: shop.run(*_SIDES, "linking", base),
        },
        rounds,
    )
    seconds = {side: _seconds(some) for side, some in samples.items()}
    lexicon = [sum(pair) for pair in zip(seconds["words"], seconds["linking"], strict=True)]
    rest = Pair([a - b for a, b in zip(seconds["load"], lexicon, strict=True)], seconds["plain"])
    whole = Pair(seconds["load"], seconds["plain"])
    time = median(seconds["load"])
    yield Row(job, "without words and linking / plain sqlite3", rest.ratio, target=1.6, note=str(rest)), time
    yield Row(job, "the whole load / plain sqlite3", whole.ratio, note=str(whole)), time
    for side in ("words", "linking"):
        texts = samples[side][0].said["texts"]
        yield Row(job, f"{side}, a text", median(seconds[side]) / texts * 1e6, "us", 25), time
    yield Row(job, "peak memory", max(s.peak for s in samples["load"]), "MB", 250), time


def _again(shop: Workshop, folder: Path, rounds: int) -> Iterator[Row]:
    base, statements = shop.folder / "again.db", folder / "sources" / "statements.jsonl"
    sides: dict[str, tuple[int, Callable[[], AbstractContextManager[None]]]] = {
        "nothing changed": (0, nullcontext),
        "a file touched, nothing changed": (0, lambda: _touched(statements)),
        "one record changed": (1, lambda: _one_changed(statements)),
    }
    first: list[float] = []
    others: dict[str, list[float]] = {what: [] for what in sides}
    for _ in range(rounds):
        first += _seconds([load_base(shop, folder, base)])
        for what, (changed, edited) in sides.items():
            with edited():
                others[what] += _seconds([shop.run(*_SIDES, "again", folder, base, str(changed))])
    for what, some in others.items():
        pair = Pair(some, first)
        target = 0.25 if what == "nothing changed" else None
        yield Row("load again", f"{what} / first load", pair.ratio, target=target, note=str(pair))


@contextmanager
def _touched(path: Path) -> Iterator[None]:
    """The file with an empty line at its end. In place, for this process must not hold it."""
    size = path.stat().st_size
    with path.open("ab") as file:
        file.write(b"\n")
    yield
    os.truncate(path, size)


@contextmanager
def _one_changed(path: Path) -> Iterator[None]:
    """The file with another letter at the start of its first text."""
    with path.open("r+b") as file:
        at = file.readline().index(_TEXT) + len(_TEXT)
        file.seek(at)
        letter = file.read(1)
        file.seek(at)
        file.write(b"X" if letter != b"X" else b"Y")
        file.flush()
        yield
        file.seek(at)
        file.write(letter)


def _yaml(shop: Workshop, count: int, rounds: int) -> Iterator[Row]:
    folder, lines = generate(shop, count, "yaml"), generate(shop, count)
    base = shop.folder / "yaml.db"
    sides = {
        "load": lambda: load_base(shop, folder, base),
        "parse": lambda: shop.run(*_SIDES, "parse", folder),
        "lines": lambda: load_base(shop, lines, base),
    }
    seconds = {side: _seconds(samples) for side, samples in alternate(sides, rounds).items()}
    job = f"load {short(count)} YAML"
    parser, same = Pair(seconds["load"], seconds["parse"]), Pair(seconds["load"], seconds["lines"])
    yield Row(job, "load / the strict parser", parser.ratio, target=2, note=str(parser))
    yield Row(job, "load / the same from JSON Lines", same.ratio, note=str(same))


def _large(shop: Workshop, count: int, large: int, seconds: float) -> Iterator[Row]:
    folder, base = generate(shop, large), shop.folder / "large.db"
    sample = load_base(shop, folder, base)
    growth = math.log(sample.said["cpu"] / seconds, large / count)
    yield Row(f"load {short(large)}", f"growth from {short(count)}, exponent", growth, "", 1.2)
    yield Row(f"load {short(large)}", "peak memory", sample.peak, "MB", 250)


def short(count: int) -> str:
    """100k, 1M."""
    return f"{count // 1_000_000}M" if count >= 1_000_000 else f"{count // 1_000}k"
