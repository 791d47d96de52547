"""Loading on PostgreSQL, against COPY of the same rows into staging tables and one merge each.

In wall time, for the work is shared between this side and the server's.
"""

from collections.abc import Iterator

from benchmarks.load import generate, short
from benchmarks.measure import Pair, Row, Workshop


def rows(shop: Workshop, count: int, rounds: int) -> Iterator[Row]:
    """The rows of the table."""
    folder = generate(shop, count)
    said = shop.run("-m", "benchmarks.postgresql_sides", folder, shop.folder, str(rounds)).said
    job = f"load {short(count)} on PostgreSQL"
    rest = Pair([a - b for a, b in zip(said["load"], said["lexicon"], strict=True)], said["merge"])
    whole = Pair(said["load"], said["merge"])
    yield Row(job, "without words and linking / COPY and merge", rest.ratio, target=1.5, note=str(rest))
    yield Row(job, "the whole load / COPY and merge", whole.ratio, note=str(whole))
    client = Pair(said["client"], said["load"])
    yield Row(job, "this process's part of the whole load, the rest is the server's", client.ratio, note=str(client))
