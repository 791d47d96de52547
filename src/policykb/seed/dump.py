"""A base back to its files: which files there are, where each belongs, and what stands in it.

Separate from `canonical`, which knows records and no base, and from writing, which is the caller's affair.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from policykb.domain.keys import RECORDED
from policykb.errors import NotAKnowledgeBase
from policykb.seed.canonical import SCHEMA, json_line, yaml_file
from policykb.seed.files import HISTORY, QUERIES
from policykb.seed.queries import query_line
from policykb.seed.roots import MARKER
from policykb.store import history, owned, saved
from policykb.store.engine import Connection


@dataclass(frozen=True)
class DumpedFile:
    """A file of a dump: its path below the folder, its bytes piece by piece, and how many ``records`` it holds."""

    path: PurePosixPath
    chunks: Iterable[bytes]
    records: int = 0


def dumped_files(connection: Connection) -> Iterator[DumpedFile]:
    """The files of a dump, in order; the chunks of one are to be used up before the next is asked for.

    Of one collection every file has its own path, of several (or where something was recorded by commands) it stands
    in a folder named like its collection. Raises NotAKnowledgeBase where an owner is no path inside its folder.
    """
    found = owned.owners(connection)
    recorded = [owner for owner in found if _collection(owner) == RECORDED]
    collections = sorted({_collection(owner) for owner in found} - {RECORDED})
    alone = len(collections) == 1 and not recorded
    for collection in collections:
        base = PurePosixPath() if alone else PurePosixPath(collection)
        yield DumpedFile(base / MARKER, [_marker(collection)])
        yield DumpedFile(base / SCHEMA, _schema())
        for owner in found:
            if _collection(owner) == collection:
                yield _file(connection, owner, base)
    if not alone:
        yield DumpedFile(PurePosixPath(MARKER), [_marker(RECORDED)])
    if recorded:
        yield DumpedFile(PurePosixPath(SCHEMA), _schema())
        yield from _recorded(connection, recorded)
    if queries := saved.saved_queries(connection):
        yield DumpedFile(PurePosixPath(QUERIES), [query_line(query) for query in queries])
    yield DumpedFile(PurePosixPath(HISTORY), history.lines(connection))


def _file(connection: Connection, owner: str, base: PurePosixPath) -> DumpedFile:
    path = _path(owner)
    records = owned.records(connection, owner)
    if path.suffix == ".jsonl":
        lines = (json_line(record).encode() for record in records)
        return DumpedFile(base / path, lines, owned.count(connection, owner))
    some = list(records)
    return DumpedFile(base / path, [yaml_file(some, str(path)).encode()], len(some))


def _recorded(connection: Connection, owners: Iterable[str]) -> Iterator[DumpedFile]:
    """What no file states: claims and relations that were recorded by commands."""
    records = [record for owner in owners for record in owned.records(connection, owner)]
    for name, types in (("claims.yaml", {"claim", "coverage"}), ("relations.yaml", {"relation"})):
        some = [record for record in records if record["type"] in types]
        if some:
            yield DumpedFile(PurePosixPath(name), [yaml_file(some, name).encode()], len(some))


def _collection(owner: str) -> str:
    return owner.partition(":")[0]


def _path(owner: str) -> PurePosixPath:
    path = PurePosixPath(owner.partition(":")[2])
    if path.is_absolute() or not path.parts or ".." in path.parts:
        raise NotAKnowledgeBase(f"The base says that a file {owner!r} owns records, which is no path in a folder.")
    return path


def _marker(collection: str) -> bytes:
    return f"collection: {collection}\n".encode()


def _schema() -> Iterator[bytes]:
    from policykb.seed.schema import seed_schema

    yield (json.dumps(seed_schema(), ensure_ascii=False, indent=1) + "\n").encode()
