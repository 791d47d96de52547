"""Search with the best first: ours against FTS5's own query by hand, and against sqlite-utils where it is installed."""

from collections.abc import Iterator

from benchmarks.load import generated_base, short, upr_base
from benchmarks.measure import Row, Workshop

_SIDES = ("-m", "benchmarks.search_sides")
_CLASSES = ("rare word", "medium word", "common word", "very common word", "two words", "phrase")


def rows(shop: Workshop, counts: list[int]) -> Iterator[Row]:
    """The rows of the table, on bases of these sizes and on the recommendations of the UPR.

    To compile a question costs the same whatever it finds: beside a rare word, which FTS5 finds in a tenth of a
    millisecond, the ratio tells nothing but that, so the milliseconds stand in a row of their own.
    """
    bases = [(short(count), generated_base(shop, count)) for count in counts]
    if upr := upr_base(shop):
        bases.append(("UPR", upr))
    for size, base in bases:
        said = shop.run(*_SIDES, base).said
        for name in _CLASSES:
            ours, peer, found = (said[name][key] for key in ("ours", "by hand", "found"))
            note = f"{1_000 * ours:,.2f} / {1_000 * peer:,.2f} ms; {found:,} found"
            yield Row(f"search {size}", f"{name}, ranked 50 / FTS5 by hand", said[name]["ratio"], target=1.2, note=note)
        more = said["rare word"]["ours"] - said["rare word"]["by hand"]
        yield Row(f"search {size}", "what ours costs more, whatever is found", 1_000 * more, "ms", 2)
        for name in ("words and a facet", "a name by all its names"):
            if name not in said:
                continue
            ours, peer = said[name]["ours"], said[name]["by hand"]
            note = f"{1_000 * ours:,.2f} / {1_000 * peer:,.2f} ms"
            yield Row(
                f"search {size}", f"{name}, ranked 50 / the newest 50", said[name]["ratio"], target=1.3, note=note
            )
        yield from _sqlite_utils(size, said)


def _sqlite_utils(size: str, said: dict[str, dict[str, float]]) -> Iterator[Row]:
    for name in _CLASSES:
        if "sqlite-utils" not in said[name]:
            yield Row(f"search {size}", "against sqlite-utils: not installed, not measured", 0, "")
            return
        ours, peer = said[name]["ours"], said[name]["sqlite-utils"]
        note = f"{1_000 * ours:,.2f} / {1_000 * peer:,.2f} ms"
        yield Row(f"search {size}", f"{name}, ranked 50 / sqlite-utils search", ours / peer, target=1, note=note)
