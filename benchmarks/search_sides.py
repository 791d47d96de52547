"""What the child of `benchmarks.search` does: searches one base, ours and by hand in turn, and prints medians.

python -m benchmarks.search_sides BASE
"""

import json
import sqlite3
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from statistics import median
from time import process_time
from typing import Any

from policykb.query.compile import compile_query
from policykb.query.grammar.parse import parse
from policykb.query.names import resolve
from policykb.store.engine import Connection, Database

TODAY = date(2026, 1, 1)
SECONDS, LEAST, MOST = 3.0, 7, 60
SAMPLE = 3_000
SHARES = {"very common word": 1.0, "common word": 0.2, "medium word": 0.02, "rare word": 0.0005}
"""In which share of all texts the word of each class stands, about."""
BY_HAND = "SELECT rowid FROM statement_fts WHERE statement_fts MATCH :terms ORDER BY bm25(statement_fts) LIMIT 50"


def main(base: str) -> dict[str, dict[str, float]]:
    """By job the median seconds of each side, and the median of their ratios; statements of any type are asked for."""
    with Database(base).reading() as connection:
        asked = _Asked(connection, base)
        found = {name: asked.search(query, terms) for name, (query, terms) in asked.searches().items()}
        return found | asked.facet() | asked.name()


class _Asked:
    def __init__(self, connection: Connection, base: str) -> None:
        self.connection = connection
        self.base = base

    def rows(self, sql: str, **values: object) -> list[Any]:
        return list(self.connection.exec_driver_sql(sql, values).all())

    def searches(self) -> dict[str, tuple[str, str]]:
        """By class, the question and what FTS5 is asked by hand."""
        texts = [terms.split() for (terms,) in self.rows(f"SELECT terms FROM statement LIMIT {SAMPLE}")]
        shares = Counter(term for terms in texts for term in set(terms))
        written = dict(self.rows("SELECT term, min(folded) FROM word WHERE language = 'en' GROUP BY term"))
        known = sorted(term for term in shares if term.isalpha() and written.get(term, "").isalpha())
        total = self.rows("SELECT count(*) FROM statement")[0][0]
        rare = [term for term in known if shares[term] == 1][:200]
        near = {
            name: min(known, key=lambda term: abs(shares[term] / len(texts) - share)) for name, share in SHARES.items()
        } | {"rare word": min(rare, key=lambda term: abs(self._having(term) / total - SHARES["rare word"]))}
        one, other = near["very common word"], near["common word"]
        words_known = set(known)
        pairs = Counter(pair for terms in texts for pair in pairwise(terms) if words_known.issuperset(pair))
        (first, second), _ = pairs.most_common(1)[0]
        return {
            **{name: (f'text:"{written[term]}"', f'"{term}"') for name, term in near.items()},
            "two words": (f'text:"{written[one]}" text:"{written[other]}"', f'"{one}" AND "{other}"'),
            "phrase": (f'text:"{written[first]} {written[second]}"', f'"{first} {second}"'),
        }

    def _having(self, term: str) -> int:
        return int(
            self.rows("SELECT count(*) FROM statement_fts WHERE statement_fts MATCH :terms", terms=f'"{term}"')[0][0]
        )

    def search(self, query: str, terms: str) -> dict[str, float]:
        """Ours, FTS5's, and sqlite-utils' if it is there."""
        ranked = self._asking(f"statements {query} sort:relevance limit:50")
        sides = {"ours": ranked, "by hand": lambda: self.rows(BY_HAND, terms=terms)}
        sides |= _sqlite_utils(self.base, terms)
        assert len(ranked()) == len(self.rows(BY_HAND, terms=terms))
        return _compared(sides) | {"found": self._having(terms)}

    def facet(self) -> dict[str, dict[str, float]]:
        """A common word beside a framework: with the best first, and with the newest."""
        linked = self.rows(
            "SELECT count(*), l.entity_id, e.key FROM link l JOIN entity e ON e.id = l.entity_id"
            " WHERE l.role = 'framework' GROUP BY 2 ORDER BY 1 DESC LIMIT 1"
        )
        if not linked:
            return {}
        ((_, _, framework),) = linked
        query = f"statements {self.searches()['common word'][0]} framework:{framework} limit:50"
        sides = {"ours": self._asking(f"{query} sort:relevance"), "by hand": self._asking(query)}
        return {"words and a facet": _compared(sides)}

    def name(self) -> dict[str, dict[str, float]]:
        """What is mentioned most: with the best first, and with the newest."""
        ((_, key),) = self.rows(
            "SELECT count(*), e.key FROM mention m JOIN entity e ON e.id = m.entity_id"
            " GROUP BY 2 ORDER BY 1 DESC LIMIT 1"
        )
        query = f"statements mention:{key} limit:50"
        sides = {"ours": self._asking(f"{query} sort:relevance"), "by hand": self._asking(query)}
        return {"a name by all its names": _compared(sides)}

    def _asking(self, text: str) -> Callable[[], list[Any]]:
        """What finds the ids a sentence asks for, from the parsed and resolved query on."""
        resolution = resolve(parse(text), self.connection, text)
        return lambda: list(compile_query(resolution, self.connection, TODAY).run_ids(self.connection))


def _sqlite_utils(base: str, terms: str) -> dict[str, Callable[[], list[Any]]]:
    """Its own search of the same table, where it is installed."""
    try:
        from sqlite_utils import Database as Utils
    except ImportError:
        return {}
    table: Any = Utils(sqlite3.connect(f"file:{base}?mode=ro", uri=True))["statement"]
    return {"sqlite-utils": lambda: list(table.search(terms, columns=["id"], limit=50))}


def _compared(sides: Mapping[str, Callable[[], list[Any]]]) -> dict[str, float]:
    """Runs the sides in turn for a few seconds; the median of each, and of ours to the peer, in seconds of CPU."""
    times: dict[str, list[float]] = {name: [] for name in sides}
    began = process_time()
    while len(times["ours"]) < LEAST or (process_time() - began < SECONDS and len(times["ours"]) < MOST):
        for name, side in sides.items():
            before = process_time()
            side()
            times[name].append(process_time() - before)
    ratios = [ours / peer for ours, peer in zip(times["ours"], times["by hand"], strict=True)]
    return {name: median(some) for name, some in times.items()} | {"ratio": median(ratios)}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
