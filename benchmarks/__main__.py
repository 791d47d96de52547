"""All benchmarks, one table: `python -m benchmarks`; --quick for small sizes, --full for a million records too."""

import argparse
from collections.abc import Callable, Iterator

from benchmarks import (
    export,
    extraction,
    import_table,
    ingest,
    load,
    mentions,
    one_query,
    postgresql,
    queries,
    search,
    start_up,
    verify,
)
from benchmarks.measure import Row, Workshop, print_table


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "jobs",
        nargs="*",
        metavar="JOB",
        help="start-up, one-query, load, postgresql, queries, search, export, import, ingest, verify, mentions,"
        " extraction (default: all)",
    )
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--quick", action="store_true", help="small sizes, few rounds: whether it runs, not how fast")
    size.add_argument("--full", action="store_true", help="1,000,000 records too")
    parser.add_argument("--rounds", type=int, help="how often each side runs")
    parser.add_argument("--profile", action="store_true", help="print where a load spends its time, and nothing else")
    parser.add_argument("--verbose", action="store_true", help="print each wrong mention by document and offsets")
    given = parser.parse_args()
    count, yaml_count = (2_000, 1_000) if given.quick else (100_000, 20_000)
    with Workshop() as shop:
        if given.profile:
            print(load.profile(shop, count // 10))
            return
        jobs: dict[str, Callable[[], Iterator[Row]]] = {
            "start-up": lambda: start_up.rows(shop, given.rounds or (3 if given.quick else 15)),
            "one-query": lambda: one_query.rows(shop, given.rounds or (3 if given.quick else 15)),
            "load": lambda: load.rows(
                shop,
                count,
                yaml_count,
                given.rounds or (1 if given.quick else 3),
                large=1_000_000 if given.full else 0,
            ),
            "postgresql": lambda: postgresql.rows(shop, count, given.rounds or (1 if given.quick else 3)),
            "queries": lambda: queries.rows(
                shop, [2_000] if given.quick else [10_000, 100_000, 300_000, *([1_000_000] if given.full else [])]
            ),
            "search": lambda: search.rows(
                shop, [2_000] if given.quick else [10_000, 100_000, *([300_000, 1_000_000] if given.full else [])]
            ),
            "export": lambda: export.rows(
                shop,
                [1_000, 2_000] if given.quick else [10_000, 100_000, *([1_000_000] if given.full else [])],
                given.rounds or (1 if given.quick else 3),
            ),
            "import": lambda: import_table.rows(
                shop, 500 if given.quick else 41_000, given.rounds or (1 if given.quick else 3)
            ),
            "ingest": lambda: ingest.rows(
                shop, 40 if given.quick else 1_000, given.rounds or (1 if given.quick else 5)
            ),
            "verify": lambda: verify.rows(
                shop, 1_000 if given.quick else 10_000, given.rounds or (1 if given.quick else 3)
            ),
            "mentions": lambda: mentions.rows(shop, given.verbose),
            "extraction": lambda: extraction.rows(shop, given.rounds or (1 if given.quick else 5)),
        }
        unknown = set(given.jobs) - set(jobs)
        if unknown:
            parser.error(f"no job {', '.join(sorted(unknown))}; there are {', '.join(jobs)}")
        print_table(row for name, rows in jobs.items() if name in (given.jobs or jobs) for row in rows())


if __name__ == "__main__":
    main()
