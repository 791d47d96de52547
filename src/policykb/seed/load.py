"""Loading seed files: everything is read and checked first, then written in one transaction; all or nothing."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from policykb import settings
from policykb.domain.difference import Change, Rehearsal
from policykb.domain.fields import ENTITIES, STATEMENTS
from policykb.domain.keys import RECORDED
from policykb.domain.record import digest
from policykb.domain.report import CheckReport, LoadReport
from policykb.domain.saved import SavedQuery
from policykb.errors import DatabaseBusy, DatabaseUnreachable, Problem, SeedError
from policykb.seed.check import Checker, identity
from policykb.seed.clashes import Known
from policykb.seed.extend import Extending
from policykb.seed.files import SeedFile, find_files, find_histories, find_queries, owners_below
from policykb.seed.others import Others
from policykb.seed.past import check_past, read_past, restorable
from policykb.seed.queries import add_queries, read_queries
from policykb.seed.read import Broken, Entry, read
from policykb.seed.spool import SMALL, Sorted
from policykb.store import folders, state
from policykb.store.engine import Connection, Database
from policykb.store.history import PastRow
from policykb.store.incoming import Incoming
from policykb.store.saved import saved_queries
from policykb.store.writing import Loading


def check(paths: Sequence[Path], database: Database | None, *, include_pending: bool = False) -> CheckReport:
    """Reads and checks files as a load would, against the base's records where there is one; changes nothing.

    Raises SeedError with every problem.
    """
    files = find_files(paths)
    read_queries(find_queries(paths), _now())
    with closing(Sorted()) as records:
        if database is None:
            _read(files, [], None, records, include_pending=include_pending)
        else:
            with database.reading() as connection:
                _read(files, _gone(connection, paths, files), connection, records, include_pending=include_pending)
        return CheckReport(records.counts, len(files), records.pending)


def load(paths: Sequence[Path], database: Database, version: str, *, include_pending: bool = False) -> LoadReport:
    """Loads files and folders: what is new is added, what differs is changed, what left its file is removed.

    One transaction: either all of it or nothing, whatever happens in between. Files that are as they were loaded last
    are not read again. Drafts that nobody has decided about are checked and left out unless ``include_pending``.
    Raises SeedError with every problem, and the errors of `policykb.errors` for the database.
    """
    with closing(Sorted()) as records:
        return _load(paths, database, version, records, include_pending=include_pending)


Reader = Callable[[SeedFile, list[Problem], Broken | None], Iterator[Entry]]
"""How the records of a file are read, where it is not in the form of the seed."""


@dataclass(frozen=True)
class Given:
    """What a load is given: files with the hash of each, and how they are read.

    ``gone``: owners whose files are no more. ``partly``: the files hold some records of their owners, the others stay.
    ``folders``: where each collection is. ``last``: done before the load counts; an error there undoes it.
    """

    hashes: Mapping[SeedFile, str]
    gone: Sequence[str] = ()
    reader: Reader | None = None
    partly: frozenset[str] = frozenset()
    include_pending: bool = False
    folders: Mapping[str, str] = field(default_factory=dict)
    last: Callable[[], None] | None = None


class _Rehearsed(Exception):
    """A load that was only to be seen: nothing of it is kept."""

    def __init__(self, changes: list[Change]) -> None:
        super().__init__()
        self.changes = changes


def diff(paths: Sequence[Path], database: Database, version: str, *, include_pending: bool = False) -> Rehearsal:
    """What loading these files and folders would add, change and remove, in the order in which it would.

    It is the load itself in a transaction that is not kept, so that nothing but the load decides what it would do or
    refuse. Raises the errors of `load`.
    """
    with closing(Sorted()) as records:
        try:
            report = _load(paths, database, version, records, include_pending=include_pending, rehearse=True)
        except _Rehearsed as rehearsed:
            return Rehearsal(rehearsed.changes, records.pending)
    return Rehearsal((), report.pending)


def load_given(given: Given, database: Database, version: str) -> LoadReport:
    """Loads what is given, as `load` does with files it finds itself: one transaction, all or nothing."""
    with closing(Sorted()) as records:
        return _load_given(given, database, version, records)


def diff_given(given: Given, database: Database, version: str) -> list[Change]:
    """What `load_given` would do, as `diff`; ``last`` is not done."""
    with closing(Sorted()) as records:
        try:
            _load_given(given, database, version, records, rehearse=True)
        except _Rehearsed as rehearsed:
            return rehearsed.changes
    return []


def _load_given(
    given: Given, database: Database, version: str, records: Sorted, *, rehearse: bool = False
) -> LoadReport:
    with database.reading() as connection:
        seen = state.newest_load(connection)
        _read(
            list(given.hashes),
            given.gone,
            connection,
            records,
            include_pending=given.include_pending,
            reader=given.reader,
            partly=given.partly,
        )
    with database.writing() as connection:
        loading = _write(given, connection, database, seen, records, version, ())
        folders.remember(connection, given.folders)
        if rehearse:
            raise _Rehearsed(list(loading.history.changes()))
        if given.last is not None:
            given.last()
        counts = loading.history.counts
    return LoadReport(counts["add"], counts["change"], counts["remove"], len(given.hashes))


def _load(
    paths: Sequence[Path],
    database: Database,
    version: str,
    records: Sorted,
    *,
    include_pending: bool,
    rehearse: bool = False,
) -> LoadReport:
    files, queries = find_files(paths), read_queries(find_queries(paths), _now())
    hashes = {file: _sha256(file.path) for file in files}
    with database.reading() as connection:
        seen = state.newest_load(connection)
        stored = state.owners(connection)
        past, notices = restorable(find_histories(paths), empty=not seen and not stored)
        unchanged = [file for file in files if stored.get(file.owner, (0, None))[1] == hashes[file]]
        reading = [file for file in files if file not in unchanged]
        gone = _gone(connection, paths, files)
        if past:
            check_past(past)
        past = None if rehearse else past
        if reading or gone:
            _read(reading, gone, connection, records, include_pending=include_pending)
    if not reading and not gone and not past:
        if not rehearse:
            _remember(database, files)
            notices += _keep_queries(database, queries)
        return LoadReport(files=len(files), unchanged=len(unchanged), notices=notices)
    given = Given({file: hashes[file] for file in reading}, gone)
    with database.writing() as connection:
        before = read_past(past) if past else ()
        loading = _write(given, connection, database, seen, records, version, before)
        folders.remember(connection, _roots(files))
        notices += add_queries(connection, queries)
        notices += tuple(f"The text attached to {key} is gone with it." for key in loading.texts.lost)
        if rehearse:
            raise _Rehearsed(list(loading.history.changes()))
        counts = loading.history.counts
    totals = (counts["add"], counts["change"], counts["remove"])
    return LoadReport(*totals, len(files), len(unchanged), notices, records.pending)


def _write(
    given: Given,
    connection: Connection,
    database: Database,
    seen: int,
    records: Sorted,
    version: str,
    before: Iterable[PastRow],
) -> Loading:
    """Writes the checked records, which were read when load ``seen`` was the newest, in the caller's transaction."""
    hashes: dict[str, str | None] = {}
    for file, sha256 in given.hashes.items():
        several = hashes.get(file.owner)
        both = hashlib.sha256(f"{several} {sha256}".encode()).hexdigest() if several else sha256
        hashes[file.owner] = None if file.owner in given.partly else both
        if _sha256(file.path) != sha256:
            raise SeedError([Problem(file.display, 0, 0, "", "changed while it was being read", "load again")])
    if state.newest_load(connection) != seen:
        raise DatabaseBusy("Another load was faster; nothing was changed.", "Load again.")
    loading = Loading(connection, database.dialect, hashes, given.gone, before, records.unsettled, given.partly)
    loading.put_vocabularies(records.vocabularies)
    merged = dict(records.extended.merged)
    loading.put_entities([*(merged.pop(item.key, item) for item in records.entities), *merged.values()])
    loading.put_extensions(records.extended.added, records.extended.own)
    loading.put_statements(records.statements)
    loading.put_small(records.small)
    loading.remove_unseen()
    complaints = loading.finish(at=_now(), by=settings.user(), version=version)
    if complaints:
        shown = {file.owner: file.display for file in given.hashes}
        owners = {text: loading.removed.get(text.partition(" ")[0]) for text in complaints}
        usual = ", ".join(given.gone) or next(iter(given.hashes)).display
        places = {text: shown.get(owner, owner) if owner else usual for text, owner in owners.items()}
        raise SeedError([Problem(places[text], 0, 0, "", text) for text in dict.fromkeys(complaints)])
    return loading


def _read(
    files: Sequence[SeedFile],
    gone: Sequence[str],
    connection: Connection | None,
    records: Sorted,
    *,
    include_pending: bool,
    reader: Reader | None = None,
    partly: frozenset[str] = frozenset(),
) -> None:
    """Puts the checked records of the files into ``records``; SeedError with every problem."""
    problems: list[Problem] = []
    replaced = {file.owner for file in files} | set(gone)
    others = Others(connection, replaced - partly) if connection else None
    checker = Checker(others.known() if others else Known(), problems)
    extending = Extending(checker, problems, others)
    for file in sorted(files, key=_lines_last):
        entries = (
            reader(file, problems, checker.broken)
            if reader
            else read(file, problems, checker.broken, include_pending=include_pending)
        )
        for entry in entries:
            type_ = entry.record.type
            if entry.pending:
                records.unsettled.add(file.owner)
                if not include_pending:
                    if checker.add(entry, left_out=True) and type_ in STATEMENTS:
                        records.pending[file.display] = records.pending.get(file.display, 0) + 1
                    continue
            if file.owner == RECORDED and type_ not in SMALL:
                problems.append(entry.complain((), f"{RECORDED} is the collection of claims, relations and coverage"))
            elif type_ == "extension":
                extending.add(entry)
                records.counts[type_] = records.counts.get(type_, 0) + 1
            elif checker.add(entry):
                if type_ in ENTITIES:
                    extending.saw(entry)
                key, canonical = identity(entry.record), entry.record.canonical()
                records.add(Incoming(type_, key, file.owner, entry.position, digest(canonical), canonical))
    extending.merge(records.entities)
    records.extended = extending.result
    checker.end()
    checker.settle_statements(others.statements(checker.wanted_statements) if others else ())
    taken = others.taken(records) if others else {}
    for file in files if taken else ():
        # Only where something is wrong is everything read again: to tell the place.
        for entry in reader(file, [], None) if reader else read(file, []):
            if entry.record.type == "extension":
                continue
            owner = taken.get((entry.record.type, identity(entry.record)))
            if owner is not None and owner != file.owner:
                path = ("key",) if hasattr(entry.record, "key") else ()
                problems.append(entry.complain(path, f"{identity(entry.record)} is already in {owner}"))
    left = {name: owner for name, owner in taken.items() if owner not in partly}
    if left and not problems:  # nothing may be taken from its file, whatever is known of the place
        file = files[0]
        told = [f"{key} is already in {owner}" for (_, key), owner in left.items()]
        problems += [Problem(file.display, 0, 0, "", text) for text in told]
    if problems:
        raise SeedError(sorted(problems))


def _lines_last(file: SeedFile) -> int:
    """YAML in its order, then JSON Lines, the largest last: what a million records name is known before they come."""
    return file.path.stat().st_size + 1 if file.path.suffix == ".jsonl" else 0


def _gone(connection: Connection, paths: Sequence[Path], files: Sequence[SeedFile]) -> list[str]:
    """Owners in the base whose files stood below the loaded folders and are no more."""
    present = {file.owner for file in files}
    prefixes = owners_below(paths)
    return sorted(
        name for name in state.owners(connection) if name not in present and any(name.startswith(p) for p in prefixes)
    )


def _roots(files: Sequence[SeedFile]) -> dict[str, str]:
    return {file.collection: str(file.root) for file in files}


def _remember(database: Database, files: Sequence[SeedFile]) -> None:
    """Notes the folders of files that are as they were, where those are others by now."""
    with database.reading() as connection:
        moved = {c: folder for c, folder in _roots(files).items() if folders.folder_of(connection, c) != folder}
    if moved:
        # It only helps `edit`: a base that cannot be written now is not worth an error.
        with suppress(DatabaseUnreachable), database.writing() as connection:
            folders.remember(connection, moved)


def _keep_queries(database: Database, queries: Sequence[SavedQuery]) -> tuple[str, ...]:
    """Adds saved queries that come with nothing else to load; what is to be said of it."""
    if not queries:
        return ()
    with database.reading() as connection:
        same = {(query.name, query.text) for query in saved_queries(connection)}
    if all((query.name, query.text) in same for query in queries):
        return ()
    with database.writing() as connection:
        return add_queries(connection, queries)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
