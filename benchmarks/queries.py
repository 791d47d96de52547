"""Queries on a large base, inside one process: facets, text beside a facet, pages far down, counts, growth."""

import math
from collections.abc import Iterator

from benchmarks.load import generated_base, short, upr_base
from benchmarks.measure import Row, Workshop

_SIDES = ("-m", "benchmarks.queries_sides")


def rows(shop: Workshop, counts: list[int]) -> Iterator[Row]:
    """The rows of the table, on bases of these sizes; growth is told from the first to the last."""
    said: dict[int, dict[str, list[float]]] = {}
    for count in counts:
        said[count] = shop.run(*_SIDES, generated_base(shop, count)).said
        yield from _of_one(short(count), said[count])
    if upr := upr_base(shop):
        yield from _of_one("UPR", shop.run(*_SIDES, upr).said)
    if len(counts) > 1:
        first, last = counts[0], counts[-1]
        for job, target in (("facet", 1.05), ("keyset page", 0.5), ("rare word", 0.5)):
            growth = math.log(said[last][job][0] / said[first][job][0], last / first)
            yield Row(f"growth {short(first)} to {short(last)}", f"{job}, exponent", growth, "", target)


def _of_one(size: str, said: dict[str, list[float]]) -> Iterator[Row]:
    for job, peer, what, target in (
        ("facet", "facet by hand", "framework, theme subtree and addressee, newest 50 / the best SQL by hand", 1.3),
        (
            "facet, whole answer",
            "facet by Datasette",
            "the same as whole records / our views through Datasette, JSON",
            0.2,
        ),
        ("text and facet", "cheaper side", "a common word beside a framework / the cheaper side alone", 1.3),
        ("keyset page", "first page", "50 rows after half of all / the first 50", 2.0),
        ("keyset page", "offset page", "50 rows after half of all / the same by OFFSET", 0.02),
        ("count by theme", "group by hand", "count by theme / GROUP BY by hand", 1.3),
        ("cross table", "cross by hand", "count by theme and addressee / GROUP BY by hand on the link table", 1.3),
        ("facets", "facets by hand", "four facets of all statements in one pass / one GROUP BY each by hand", 1.5),
        ("count", "count by hand", "how many recommendations there are / count(*) by hand", 1.5),
    ):
        if not said.get(job) or not said.get(peer):
            continue
        ours, theirs = said[job][0], said[peer][0]
        note = f"{1_000 * ours:,.2f} / {1_000 * theirs:,.2f} ms"
        yield Row(f"{job} {size}", what, ours / theirs, target=target, note=note)
    if "facet by Datasette" not in said:
        yield Row(f"facet {size}", "against Datasette: not installed, or no frameworks; not measured", 0, "")
