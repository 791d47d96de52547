"""What the child of `benchmarks.postgresql` does, printing seconds of wall time.

It starts a server, loads a folder into a base of it, and writes the same rows by COPY and one merge a table.

python -m benchmarks.postgresql_sides FOLDER SERVER ROUNDS
"""

import gc
import json
import os
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from time import perf_counter, process_time
from typing import Any, TypeVar

import psycopg
from sqlalchemy import make_url
from tests.databases import DATA_VARIABLE, drop_database, new_database

from benchmarks.load_sides import linking_of, words_of
from policykb import KnowledgeBase

T = TypeVar("T")
_Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]
_TABLES = """
SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
AND c.relname NOT IN ('about', 'alembic_version') ORDER BY 1"""


def main(folder: str, server: str, rounds: str) -> dict[str, list[float]]:
    """Seconds of each round, by side."""
    os.environ[DATA_VARIABLE] = server
    times: dict[str, list[float]] = {"load": [], "client": [], "lexicon": [], "merge": []}
    for _ in range(int(rounds)):
        url, other = new_database(), new_database()
        KnowledgeBase.init(other, empty=True)[0].close()
        # A process of its own for each: words() keeps the words that it has seen.
        load, client = _alone(_load, folder, url)
        times["load"].append(load)
        times["client"].append(client)
        times["lexicon"].append(_alone(_lexicon, url))
        times["merge"].append(_alone(_merge, url, other))
        for database in (url, other):
            drop_database(database)
    return times


def _connected(url: str) -> "psycopg.Connection[Any]":
    return psycopg.connect(make_url(url).set(drivername="postgresql").render_as_string(hide_password=False))


def _alone(work: Callable[..., T], *arguments: str) -> T:
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def _load(folder: str, url: str) -> tuple[float, float]:
    """Seconds of wall time, and those for which this process and not the server was at work."""
    kb, _ = KnowledgeBase.init(url, empty=True)
    with kb:
        before, worked = perf_counter(), process_time()
        kb.load(folder)
        return perf_counter() - before, process_time() - worked


def _lexicon(url: str) -> float:
    with _connected(url) as connection:
        texts = connection.execute("SELECT text, source_id FROM statement ORDER BY id").fetchall()
    gc.collect()
    gc.freeze()
    return words_of(texts) + linking_of(texts, url)


def _stored(connection: "psycopg.Connection[Any]") -> _Rows:
    """All rows of a base by table, with the names of the columns."""
    found: _Rows = {}
    for (table,) in connection.execute(_TABLES).fetchall():
        cursor = connection.execute(f'SELECT * FROM "{table}"'.encode())
        assert cursor.description is not None
        found[table] = ([column.name for column in cursor.description], cursor.fetchall())
    return found


def _merge(url: str, other: str) -> float:
    """The rows of one base into the empty tables of another: COPY into a staging table, then one INSERT ... SELECT."""
    with _connected(url) as connection:
        stored = _stored(connection)
    gc.collect()
    gc.freeze()
    with _connected(other) as connection:
        before = perf_counter()
        connection.execute("SET CONSTRAINTS ALL DEFERRED")
        for table, (columns, rows) in stored.items():
            names = ", ".join(f'"{column}"' for column in columns)
            staged = f'"staged_{table}"'
            connection.execute(
                f'CREATE TEMP TABLE {staged} ON COMMIT DROP AS SELECT {names} FROM "{table}" WHERE false'.encode()
            )
            with connection.cursor().copy(f"COPY {staged} ({names}) FROM STDIN".encode()) as copy:
                for row in rows:
                    copy.write_row(row)
            connection.execute(
                f'INSERT INTO "{table}" ({names}) OVERRIDING SYSTEM VALUE SELECT {names} FROM {staged}'
                " ON CONFLICT DO NOTHING".encode()
            )
        connection.commit()
        return perf_counter() - before


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
