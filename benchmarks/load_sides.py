"""What the children of `benchmarks.load` do, each timing its own work and printing it as JSON.

Separate from the job itself because it imports policykb and holds a base's rows, and the measuring process must not.

    python -m benchmarks.load_sides SIDE ARGUMENT ...
"""

import cProfile
import gc
import json
import pstats
import sqlite3
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from time import process_time

_FULL_TEXT = "statement_fts"
_PRAGMAS = ("foreign_keys=ON", "journal_mode=DELETE", "synchronous=FULL", "trusted_schema=OFF", "cell_size_check=ON")


def first(folder: str, base: str) -> dict[str, float]:
    """Loads a folder into a new, empty base."""
    from policykb import KnowledgeBase

    kb, _ = KnowledgeBase.init(base, empty=True)
    with kb:
        before = process_time()
        report = kb.load(folder)
        return {"cpu": process_time() - before, "added": report.totals[0]}


def again(folder: str, base: str, changed: str) -> dict[str, float]:
    """Loads a folder into the base that holds it; ``changed`` records differ."""
    from policykb import KnowledgeBase

    with KnowledgeBase.open(base) as kb:
        before = process_time()
        report = kb.load(folder)
        after = process_time()
    assert report.totals == (0, int(changed), 0), report
    return {"cpu": after - before}


def plain(base: str, copy: str) -> dict[str, float]:
    """Writes the rows of a base into a new one with nothing but sqlite3: the tuples ready, indexes and FTS5 after."""
    with closing(sqlite3.connect(base)) as source:
        made = source.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid"
        ).fetchall()
        shadows = tuple(f"{_FULL_TEXT}_{part}" for part in ("data", "idx", "docsize", "config", "content"))
        tables = {name: sql for type_, name, sql in made if type_ == "table" and name not in shadows}
        rows = {n: source.execute(f'SELECT * FROM "{n}"').fetchall() for n in tables if n != _FULL_TEXT}
    gc.collect()
    gc.freeze()
    before = process_time()
    with closing(sqlite3.connect(copy, isolation_level=None)) as target:
        for pragma in _PRAGMAS:
            target.execute(f"PRAGMA {pragma}")
        target.execute("BEGIN IMMEDIATE")
        target.execute("PRAGMA defer_foreign_keys=ON")
        for sql in tables.values():
            target.execute(sql)
        for name, some in rows.items():
            if some:
                target.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(some[0]))})', some)
        for type_, _, sql in made:
            if type_ != "table":
                target.execute(sql)
        target.execute(f"INSERT INTO {_FULL_TEXT}({_FULL_TEXT}, rank) VALUES ('hashsize', 16777216)")
        target.execute(f"INSERT INTO {_FULL_TEXT}({_FULL_TEXT}) VALUES ('rebuild')")
        target.execute("COMMIT")
    return {"cpu": process_time() - before, "rows": sum(map(len, rows.values()))}


def words(base: str) -> dict[str, float]:
    """Splits, folds and stems the texts of a base, from an empty cache."""
    texts = _texts(base)
    return {"cpu": words_of(texts), "texts": len(texts)}


def words_of(texts: Iterable[tuple[str, int]]) -> float:
    """Seconds to split, fold and stem texts."""
    from policykb.lexicon.words import terms

    before = process_time()
    for text, _ in texts:
        terms(text)
    return process_time() - before


def linking(base: str) -> dict[str, float]:
    """Looks for the names of a base in its texts."""
    texts = _texts(base)
    return {"cpu": linking_of(texts, base), "texts": len(texts)}


def linking_of(texts: Iterable[tuple[str, int]], base: str) -> float:
    """Seconds to look for the names of a base in texts, each with the id of its source."""
    from policykb.lexicon.linker import Linker
    from policykb.store import state
    from policykb.store.engine import Database

    with Database(base).reading() as connection:
        linker = Linker(state.aliases(connection)[0])
    before = process_time()
    for text, source in texts:
        linker.find(text, source)
    return process_time() - before


def _texts(base: str) -> list[tuple[str, int]]:
    with closing(sqlite3.connect(base)) as connection:
        found = connection.execute("SELECT text, source_id FROM statement ORDER BY id").fetchall()
    gc.collect()
    gc.freeze()
    return found


def parse(folder: str) -> dict[str, float]:
    """Reads the YAML files of a folder with the strict parser, and nothing else."""
    from policykb.seed.strict_yaml import read_yaml

    paths = [path for path in sorted(Path(folder).rglob("*.yaml")) if path.name != "policykb.yaml"]
    before = process_time()
    for path in paths:
        read_yaml(path.read_bytes(), path.name)
    return {"cpu": process_time() - before, "files": len(paths)}


def profile(folder: str, base: str) -> dict[str, float]:
    """Loads a folder under the profiler and prints where the time goes."""
    profiler = cProfile.Profile()
    done = profiler.runcall(first, folder, base)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(25)
    return done


SIDES: dict[str, Callable[..., dict[str, float]]] = {
    side.__name__: side for side in (first, again, plain, words, linking, parse, profile)
}

if __name__ == "__main__":
    print(json.dumps(SIDES[sys.argv[1]](*sys.argv[2:])))
