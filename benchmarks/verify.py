"""Verifying evidence: our resolver, its index included, against Python's own `str.find` of the same words.

The peer is given the normal form of the whole text and stops at the first place it finds; ours must see that there is
no other one, and says which passage it is.
"""

from collections.abc import Iterator
from math import log

from benchmarks.measure import Row, Workshop

_SIDES = ("-m", "benchmarks.verify_sides")


def rows(shop: Workshop, count: int, rounds: int) -> Iterator[Row]:
    """The rows of the table, for so many selectors in one source of a long report's size (1,500 paragraphs)."""
    many, few = (shop.run(*_SIDES, "1500", str(n), str(rounds)).said for n in (count, count // 10))
    for name, figures in many.items():
        ours, peer = figures["ours"], figures["find"]
        note = f"{1e6 * ours / count:,.0f} / {1e6 * peer / count:,.0f} us each; {figures['ended']}"
        if figures["exact"]:
            yield Row("verify", f"{count:,} selectors, {name} / str.find", figures["ratio"], target=3, note=note)
        else:
            yield Row("verify", f"{name}, each", 1e3 * ours / count, "ms", note=figures["ended"])
    for name, figures in many.items():
        if figures["exact"]:
            # The index is made once and costs the same for both.
            growth = log((figures["ours"] - figures["index"]) / (few[name]["ours"] - few[name]["index"]), 10)
            yield Row("verify", f"growth to {count:,} selectors, {name}, exponent", growth, "", 1.05)
    small, large = (shop.run(*_SIDES, str(n), str(n), str(rounds)).said for n in (count // 10, count))
    for name, figures in large.items():
        if figures["exact"]:
            note = f"str.find {log(figures['find'] / small[name]['find'], 10):.2f}"
            growth = log(figures["ours"] / small[name]["ours"], 10)
            yield Row("verify", f"growth, paragraphs and selectors, {name}, exponent", growth, "", 1.1, note)
