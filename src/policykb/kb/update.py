"""An edited export back into the base: the files that state the records are changed in place, and loaded.

Reviewable truth is in files, so an edit of a record goes where the record is stated: into its seed file on this machine
(comments and all else stay), or, for what was imported from a table and has no file, into the base. What comes with
policykb is not edited.
"""

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from policykb.domain.difference import Change
from policykb.domain.models import MODELS
from policykb.domain.report import LoadReport
from policykb.errors import OutputError, Problem, UsageError
from policykb.kb.edit import file_of
from policykb.kb.files import written_whole
from policykb.seed.check import identity
from policykb.seed.files import SeedFile
from policykb.seed.load import Given, diff_given, load_given
from policykb.seed.others import Others
from policykb.seed.read import Broken, Complain, Entry, read
from policykb.seed.rewriting import rewritten
from policykb.seed.roots import IMPORTED, display
from policykb.store.editable import editable
from policykb.store.engine import Connection, Database
from policykb.store.labels import Labels
from policykb.tabular.edits import Edit, Edits
from policykb.tabular.importing import shortened
from policykb.tabular.names import Names
from policykb.tabular.readers import read_table
from policykb.tabular.table import ReadOptions, Table

CHUNK = 500
_NOTHING = "nothing was changed"


@dataclass(frozen=True)
class UpdateReport:
    """What an update did, or (``changes``) would do: the seed ``files`` it changes, and sentences about the table."""

    load: LoadReport
    changes: tuple[Change, ...]
    files: tuple[Path, ...]
    rows: int
    notices: tuple[str, ...] = ()


def update_from_table(
    database: Database, path: Path, switches: ReadOptions, version: str, *, rehearse: bool
) -> UpdateReport:
    """Brings records in line with the rows of an edited export, by their keys.

    Only columns and rows that are there count. ``rehearse``: only says what it would do. Raises SeedError with every
    problem.
    """
    table = read_table(path, replace(switches, nested=False))
    problems: list[Problem] = []
    with database.reading() as connection:
        edits = Edits(table, Names(Others(connection, set()).known()), Labels(connection), problems)
        found, rows = _find(edits, table, connection) if edits.key >= 0 else ([], 0)
        targets = _targets(found, connection, table, problems)
    if problems:
        raise shortened(sorted(problems), 0, _NOTHING)
    notices = [*table.notes]
    if edits.ignored:
        notices.append(f"{table.display}: not used: {', '.join(edits.ignored)}")
    if edits.emptied:
        notices.append(
            f"{edits.emptied:,} cell{'s were' if edits.emptied > 1 else ' was'} emptied: what they held is taken away."
        )
    if not found:
        return UpdateReport(LoadReport(), (), (), rows, tuple(notices))
    with TemporaryDirectory(prefix="policykb-update-") as folder:
        given, files = _given(targets, table, Path(folder))
        changes = tuple(diff_given(given, database, version))
        report = LoadReport() if rehearse else load_given(given, database, version)
    return UpdateReport(report, changes, files, rows, tuple(notices))


def _find(edits: Edits, table: Table, connection: Connection) -> tuple[list[Edit], int]:
    """The edits that the rows make, and how many rows there are."""
    found: list[Edit] = []
    count = 0
    objects = iter(table.objects()) if table.objects is not None else None
    given = {}
    if objects is not None:
        given = {item[0]: item[1] for item in objects if isinstance(item, tuple)}
    keyed = edits.keyed(iter(table.rows()))
    while some := list(islice(keyed, CHUNK)):
        known = editable(connection, [key for key, _ in some])
        for key, row in some:
            count += 1
            if key not in known:
                edits.unknown(key, row)
            elif edit := edits.edit(known[key], row, given.get(row.number)):
                found.append(edit)
    return found, count


@dataclass
class _Target:
    """What is changed in one file (``path`` None: in the base alone)."""

    owner: str
    path: Path | None
    root: str
    edits: list[Edit]


def _targets(edits: Sequence[Edit], connection: Connection, table: Table, problems: list[Problem]) -> list[_Target]:
    """The edits by file; complains of those that cannot be written anywhere."""
    by_owner: dict[str, list[Edit]] = {}
    for edit in edits:
        by_owner.setdefault(edit.record.owner, []).append(edit)
    targets = []
    for owner, some in by_owner.items():
        if owner.startswith(f"{IMPORTED}:"):
            targets.append(_Target(owner, None, "", some))
            continue
        try:
            path, root = file_of(connection, owner, some[0].record.key, is_statement="/" in some[0].record.key)
        except UsageError as error:
            problems += [table.problem(edit.row, None, error.message, error.hint or "") for edit in some]
            continue
        stored = some[0].record.sha256
        if stored is not None and hashlib.sha256(path.read_bytes()).hexdigest() != stored:
            said = f"{display(path)} was changed since it was loaded"
            problems.append(table.problem(some[0].row, None, said, f"load it first: policykb load {display(path)}"))
        targets.append(_Target(owner, path, root, some))
    return targets


def _given(targets: Sequence[_Target], table: Table, folder: Path) -> tuple[Given, tuple[Path, ...]]:
    """The load that the edits amount to; the changed files stand in ``folder`` until it counts."""
    hashes: dict[SeedFile, str] = {}
    direct: dict[SeedFile, list[Edit]] = {}
    written: dict[Path, bytes] = {}
    folders: dict[str, str] = {}
    pending = False
    for n, target in enumerate(targets):
        collection, _, relative = target.owner.partition(":")
        if target.path is None:
            file = SeedFile(table.path, table.display, collection, relative)
            direct[file], hashes[file] = target.edits, table.sha256
            continue
        records = {edit.record.key: (edit.record.own, edit.after) for edit in target.edits}
        raw = rewritten(target.path.read_bytes(), display(target.path), records)
        copy = folder / str(n) / relative
        copy.parent.mkdir(parents=True)
        copy.write_bytes(raw)
        written[target.path] = raw
        folders[collection] = target.root
        pending = pending or any(edit.record.own.get("review") == "pending" for edit in target.edits)
        hashes[SeedFile(copy, display(target.path), collection, relative)] = hashlib.sha256(raw).hexdigest()

    by_owner = {target.owner: {edit.record.key: edit for edit in target.edits} for target in targets}

    def entries(file: SeedFile, problems: list[Problem], broken: Broken | None) -> Iterator[Entry]:
        if file in direct:
            yield from (_entry(edit, file, table) for edit in direct[file])
        else:
            edited = by_owner[file.owner]
            for entry in read(file, problems, broken, include_pending=pending):
                edit = edited.get(identity(entry.record)) if entry.record.type != "extension" else None
                # What is wrong with an edited record is shown in the table, where it was written.
                yield replace(entry, complain=_complainer(edit, table)) if edit else entry

    given = Given(
        hashes,
        reader=entries,
        partly=frozenset(file.owner for file in direct),
        include_pending=pending,
        folders=folders,
        last=lambda: _write(written),
    )
    return given, tuple(written)


def _entry(edit: Edit, file: SeedFile, table: Table) -> Entry:
    record = MODELS[edit.record.type].model_validate(edit.after)
    return Entry(record, file, edit.record.position, _complainer(edit, table), edit.row)


def _complainer(edit: Edit, table: Table) -> Complain:
    def complain(path: tuple[str | int, ...], message: str, hint: str = "", *, key: bool = False) -> Problem:
        field = str(path[0]) if path else ""
        name = "" if not path or key or field in edit.columns else f"{field}: "
        return table.problem(edit.row, edit.columns.get(field), name + message, hint)

    return complain


def _write(files: dict[Path, bytes]) -> None:
    """Replaces the files, each whole; where one cannot be written those before it get back what they held."""
    done: dict[Path, bytes] = {}
    try:
        for path, raw in files.items():
            before = path.read_bytes()
            if not os.access(path, os.W_OK):
                raise OutputError(f"{display(path)} is write-protected.", "Nothing was changed.")
            with written_whole(path, force=True) as file:
                file.write(raw)
            done[path] = before
    except BaseException:
        for path, before in done.items():
            path.write_bytes(before)
        raise
