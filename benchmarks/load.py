"""Loading: seed files into an empty base and again, against sqlite3 writing the same rows and the bare YAML parser."""

import math
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.measure import Pair, Row, Sample, Workshop, alternate

_SIDES = ("-m", "benchmarks.load_sides")


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


def _load(shop: Workshop, folder: Path, base: Path) -> Sample:
    base.unlink(missing_ok=True)
    return shop.run(*_SIDES, "first", folder, base)


def _plain(shop: Workshop, base: Path) -> Sample:
    copy = shop.folder / "plain.db"
    copy.unlink(missing_ok=True)
    return shop.run(*_SIDES, "plain", base, copy)


def _seconds(samples: list[Sample]) -> list[float]:
    return [float(sample.said["cpu"]) for sample in samples]


def _write(shop: Workshop, folder: Path, count: int, rounds: int) -> Iterator[tuple[Row, float]]:
    job, base = f"load {_short(count)}", shop.folder / "loaded.db"
    samples = alternate(
        {
            "load": lambda: _load(shop, folder, base),
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
    text = statements.read_bytes()
    end = text.index(b"\n")
    sides = {
        "nothing changed": (0, text),
        "a file touched, nothing changed": (0, text + b"\n"),
        "one record changed": (1, text[:end].replace(b'"text": "', b'"text": "Now ', 1) + text[end:]),
    }
    first: list[float] = []
    others: dict[str, list[float]] = {what: [] for what in sides}
    for _ in range(rounds):
        first += _seconds([_load(shop, folder, base)])
        for what, (changed, content) in sides.items():
            statements.write_bytes(content)
            others[what] += _seconds([shop.run(*_SIDES, "again", folder, base, str(changed))])
        statements.write_bytes(text)
    for what, some in others.items():
        pair = Pair(some, first)
        target = 0.25 if what == "nothing changed" else None
        yield Row("load again", f"{what} / first load", pair.ratio, target=target, note=str(pair))


def _yaml(shop: Workshop, count: int, rounds: int) -> Iterator[Row]:
    folder, base = generate(shop, count, "yaml"), shop.folder / "yaml.db"
    samples = alternate(
        {"load": lambda: _load(shop, folder, base), "parse": lambda: shop.run(*_SIDES, "parse", folder)}, rounds
    )
    pair = Pair(_seconds(samples["load"]), _seconds(samples["parse"]))
    yield Row(f"load {_short(count)} YAML", "load / the strict parser", pair.ratio, target=2, note=str(pair))


def _large(shop: Workshop, count: int, large: int, seconds: float) -> Iterator[Row]:
    folder, base = generate(shop, large), shop.folder / "large.db"
    sample = _load(shop, folder, base)
    growth = math.log(sample.said["cpu"] / seconds, large / count)
    yield Row(f"load {_short(large)}", f"growth from {_short(count)}, exponent", growth, "", 1.2)
    yield Row(f"load {_short(large)}", "peak memory", sample.peak, "MB", 250)


def _short(count: int) -> str:
    return f"{count // 1_000_000}M" if count >= 1_000_000 else f"{count // 1_000}k"
