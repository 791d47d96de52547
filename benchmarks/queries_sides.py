"""What the child of `benchmarks.queries` does: asks one base many questions, ours and by hand, and prints medians.

python -m benchmarks.queries_sides BASE
"""

import json
import sys
from collections.abc import Callable
from datetime import date
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

from benchmarks.datasette_side import ask_datasette
from policykb import KnowledgeBase
from policykb.kb.counts import Counts
from policykb.query.compile import compile_query
from policykb.query.grammar.parse import parse
from policykb.query.grouping import count_groups, count_several
from policykb.query.names import Resolution, resolve
from policykb.store.engine import Connection, Database

TODAY = date(2026, 1, 1)
QUESTIONS, ROUNDS = 20, 5

FACET = """
SELECT s.id FROM link f JOIN link a ON a.statement_id = f.statement_id AND a.role = 'addressee' AND a.entity_id = :actor
JOIN statement s ON s.id = f.statement_id JOIN entity o ON o.id = s.source_id
WHERE f.entity_id = :framework AND f.role = 'framework' AND s.type = 'recommendation'
AND EXISTS (SELECT 1 FROM link t JOIN closure c ON c.descendant_id = t.entity_id AND c.ancestor_id = :theme
            WHERE t.statement_id = s.id AND t.role = 'theme')
ORDER BY s.issued_first DESC, o.key, s.position, s.key LIMIT 50"""
OFFSET = """
SELECT s.id FROM statement s JOIN entity o ON o.id = s.source_id WHERE s.type = 'recommendation'
ORDER BY s.issued_first DESC, o.key, s.position, s.key LIMIT 50 OFFSET :skipped"""
GROUPED = """
SELECT e.key, count(DISTINCT s.id), count(DISTINCT s.source_id), count(DISTINCT o.publisher_id) FROM statement s
JOIN link l ON l.statement_id = s.id AND l.role = 'theme' JOIN entity e ON e.id = l.entity_id
JOIN entity_source o ON o.entity_id = s.source_id
WHERE s.type = 'recommendation' GROUP BY e.id ORDER BY 2 DESC, 1"""

CROSSED = """
SELECT x.name, y.name, n, m, p FROM (
  SELECT a.entity_id u, b.entity_id v, count(*) n, count(DISTINCT s.source_id) m, count(DISTINCT o.publisher_id) p
  FROM statement s LEFT JOIN link a ON a.statement_id = s.id AND a.role = 'theme'
  LEFT JOIN link b ON b.statement_id = s.id AND b.role = 'addressee'
  LEFT JOIN entity_source o ON o.entity_id = s.source_id WHERE s.type = 'recommendation' GROUP BY u, v)
LEFT JOIN entity x ON x.id = u LEFT JOIN entity y ON y.id = v ORDER BY n DESC, 1, 2"""
HITS = """
SELECT s.id, s.source_id, o.publisher_id, substr(s.issued_first, 1, 4) AS year
FROM statement s LEFT JOIN entity_source o ON o.entity_id = s.source_id"""
LINKED = """
SELECT e.name, n, m, p FROM (
  SELECT l.entity_id v, count(*) n, count(DISTINCT h.source_id) m, count(DISTINCT h.publisher_id) p
  FROM ({hits}) h LEFT JOIN link l ON l.statement_id = h.id AND l.role = '{role}' GROUP BY v)
LEFT JOIN entity e ON e.id = v ORDER BY n DESC, 1"""
BY_YEAR = "SELECT year, count(*), count(DISTINCT source_id), count(DISTINCT publisher_id) FROM ({hits}) GROUP BY year"
FACETS = [*(LINKED.format(hits=HITS, role=role) for role in ("theme", "framework", "actor")), BY_YEAR.format(hits=HITS)]
"""What stands beside a page of records, one SELECT each: themes, frameworks, actors, years."""


def main(base: str) -> dict[str, list[float]]:
    """Median seconds by job, in a list of one."""
    with KnowledgeBase.open(base) as kb, Database(base).reading() as connection:
        asked = _Asked(connection)
        times: dict[str, list[float]] = {
            name: [] for name in ("facet", "facet by hand", "text and facet", "cheaper side", "rare word")
        }
        for question in asked.facets():
            times["facet"].append(
                asked.ours("recommendations under {framework} on {theme} to {actor} limit:50", question)
            )
            times["facet by hand"].append(asked.by_hand(FACET, asked.ids(question)))
            both = asked.ours("recommendations under {framework} containing {word} limit:50", question)
            sides = [
                asked.ours(f"recommendations {side} limit:50", question)
                for side in ("under {framework}", "containing {word}")
            ]
            times["text and facet"].append(both)
            times["cheaper side"].append(min(sides))
            times["rare word"].append(asked.ours("recommendations containing {rare} limit:50", question))
        spent = ask_datasette(base, asked.facets(), lambda question: _answered(kb, question))
        times["facet, whole answer"] = [ours for ours, _ in spent]
        times["facet by Datasette"] = [theirs for _, theirs in spent]
        half = asked.total // 2
        key = asked.key_after(half)
        times["first page"] = [asked.ours("recommendations limit:50", {})]
        times["keyset page"] = [asked.ours("recommendations limit:50 after:{key}", {"key": f'"{key}"'})]
        times["offset page"] = [asked.by_hand(OFFSET, {"skipped": half})]
        counts = kb.query("count of recommendations by theme", today=TODAY)
        assert isinstance(counts, Counts)
        times["count by theme"] = [_best(counts.counts)]
        times["group by hand"] = [asked.by_hand(GROUPED, {})]
        crossed = _resolved("count of recommendations by theme and addressee", connection)
        times["cross table"] = [_best(lambda: count_groups(crossed, connection, TODAY))]
        times["cross by hand"] = [asked.by_hand(CROSSED, {})]
        everything = _resolved("statements", connection)
        groups = [("theme",), ("framework",), ("actor",), ("issued",)]
        times["facets"] = [_best(lambda: count_several(everything, connection, TODAY, groups))]
        times["facets by hand"] = [_best(lambda: [asked.rows(sql) for sql in FACETS])]
        compiled = compile_query(_resolved("recommendations", connection), connection, TODAY)
        times["count"] = [_best(lambda: compiled.run_count(connection))]
        times["count by hand"] = [asked.by_hand("SELECT count(*) FROM statement WHERE type = 'recommendation'", {})]
    return {name: [median(some)] for name, some in times.items() if some}


def _answered(kb: KnowledgeBase, question: dict[str, str]) -> list[dict[str, Any]]:
    """The same question from its text to whole records, as a script gets them."""
    text = "recommendations under {framework} on {theme} to {actor} limit:50"
    return list(kb.query(text.format(**question), today=TODAY).to_dicts())


def _resolved(text: str, connection: Connection) -> Resolution:
    return resolve(parse(text), connection, text)


class _Asked:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.total = int(self.rows("SELECT count(*) FROM statement WHERE type = 'recommendation'")[0][0])

    def rows(self, sql: str, **values: object) -> list[Any]:
        return list(self.connection.exec_driver_sql(sql, values).all())

    def facets(self) -> list[dict[str, str]]:
        """Questions with an answer: the links of some recommendations, themes at the top."""
        random = Random(1)
        keys = {type_: dict(self.rows(f"SELECT id, key FROM entity WHERE type = '{type_}'")) for type_ in _TYPES}
        tops = [id_ for (id_,) in self.rows("SELECT e.id FROM entity e WHERE e.type = 'theme' AND NOT EXISTS"
                                            " (SELECT 1 FROM parent p WHERE p.child_id = e.id)")]  # fmt: skip
        questions: list[dict[str, str]] = []
        if not self.rows("SELECT 1 FROM link WHERE role = 'framework' LIMIT 1"):
            return []
        while len(questions) < QUESTIONS:
            statement = random.randrange(1, self.total)
            links = dict(self.rows("SELECT role, entity_id FROM link WHERE statement_id = :id", id=statement))
            if {"framework", "addressee"} <= links.keys() and links["addressee"] in keys["actor"]:
                terms = self.rows("SELECT terms FROM statement WHERE id = :id", id=statement)[0][0].split()
                questions.append({
                    "framework": keys["framework"][links["framework"]],
                    "actor": keys["actor"][links["addressee"]],
                    "theme": keys["theme"][random.choice(tops)],
                    "word": self._word(terms, common=True),
                    "rare": self._word(terms, common=False),
                })  # fmt: skip
        return questions

    def _word(self, terms: list[str], *, common: bool) -> str:
        written = dict(self.rows("SELECT term, min(folded) FROM word WHERE language = 'en' GROUP BY term"))
        found = sorted(
            (term for term in set(terms) if len(term) > 3 and written.get(term, "").isalpha()), key=self._freq
        )
        return f'"{written[found[-1 if common else 0]]}"'

    def _freq(self, term: str) -> int:
        sql = "SELECT count(*) FROM (SELECT rowid FROM statement_fts WHERE statement_fts MATCH :term LIMIT 50000)"
        return int(self.rows(sql, term=f'"{term}"')[0][0])

    def ids(self, question: dict[str, str]) -> dict[str, int]:
        sql = "SELECT id FROM entity WHERE key = :key"
        return {name: self.rows(sql, key=question[name])[0][0] for name in ("framework", "theme", "actor")}

    def key_after(self, skipped: int) -> str:
        (row,) = self.rows(OFFSET.replace("LIMIT 50", "LIMIT 1"), skipped=skipped)
        return str(self.rows("SELECT key FROM statement WHERE id = :id", id=row[0])[0][0])

    def ours(self, sentence: str, names: dict[str, str]) -> float:
        """Seconds to find the ids a sentence asks for, from the parsed and resolved query on."""
        text = sentence.format(**names)
        resolution = resolve(parse(text), self.connection, text)
        return _best(lambda: list(compile_query(resolution, self.connection, TODAY).run_ids(self.connection)))

    def by_hand(self, sql: str, values: dict[str, int]) -> float:
        return _best(lambda: self.rows(sql, **values))


_TYPES = ("framework", "actor", "theme")


def _best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(ROUNDS):
        before = perf_counter()
        work()
        times.append(perf_counter() - before)
    return min(times)


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1])))
