"""Whether a base is sound: what must hold of its rows whatever was loaded, told again from scratch.

Separate from loading, which keeps these rules, and sharing with it only what they are made of: names, words, dates.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from pydantic_core import from_json
from sqlalchemy import Connection, Table, func, select

from policykb.domain.extension import merged
from policykb.domain.keys import is_key
from policykb.domain.record import digest
from policykb.errors import DatabaseBusy, PolicykbError
from policykb.lexicon.words import terms
from policykb.store import attached, derived, extensions, reading, rows, saved, state
from policykb.store import tables as t
from policykb.store.dialect import health_of
from policykb.store.engine import Database
from policykb.store.replaced import GROUPS

Read = Callable[[Connection, Sequence[int]], Mapping[int, dict[str, Any]]]
CHUNK = 500
MOST = 5
"""Faults of one check that are told one by one."""

_RESTORE = "Restore a backup (policykb db restore FILE), or load your seed files into a new base."
_FORGET = "Take them away: policykb forget NAME."
_ATTACH = "Attach the text again: policykb source attach KEY FILE"
_RELOAD = "Load your seed files into a new base: policykb init --db NEW, policykb load FOLDER --db NEW."


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: ``faults`` is empty where it is sound.

    ``remedy``: what to do about faults. ``note``: what was looked at, or what to know. ``skipped``: why it could not be
    looked at, which is no fault.
    """

    name: str
    faults: tuple[str, ...] = ()
    remedy: str = ""
    note: str = ""
    skipped: str = ""

    @property
    def ok(self) -> bool:
        """Whether it was looked at and is sound."""
        return not self.faults and not self.skipped


def checks(database: Database) -> Iterator[Check]:
    """All checks, one after the other. A base too damaged for one of them has that as its fault."""
    from policykb.store.migrate import schema_faults

    def done(name: str, remedy: str, find: Callable[[Connection], Iterable[str]]) -> Check:
        try:
            with database.reading() as connection:
                return Check(name, _some(find(connection)), remedy)
        except DatabaseBusy:
            raise
        except PolicykbError as error:
            return Check(name, (error.message,), remedy)
        except (ArithmeticError, LookupError, TypeError, ValueError) as error:
            # What rows of a damaged file hold is anything at all.
            return Check(name, (f"what is stored cannot be read ({error})",), remedy)

    yield done("file", _RESTORE, lambda connection: health_of(connection).integrity_faults(connection))
    yield done("links between rows", _RESTORE, lambda connection: health_of(connection).foreign_key_faults(connection))
    yield done("schema", _RESTORE, schema_faults)
    yield done("records", _RESTORE, _record_faults)
    yield done("history", _RESTORE, _history_faults)
    yield done("what files add", _RESTORE, _extension_faults)
    yield done("parts and narrower themes", _RELOAD, _closure_faults)
    yield done("dates of statements", _RELOAD, _date_faults)
    yield done("names in texts", _RELOAD, _mention_faults)
    yield done("words of texts", _RELOAD, _word_faults)
    yield done("saved queries", _FORGET, _saved_faults)
    yield done("attached texts", _ATTACH, attached.faults)
    yield _full_text(database)
    with database.reading() as connection:
        engine, notes = health_of(connection).engine_notes(connection)
    yield Check("engine", note=" ".join([f"{engine}.", *notes]))


def _some(faults: Iterable[str]) -> tuple[str, ...]:
    found = list(faults)
    more = [f"and {len(found) - MOST:,} more"] if len(found) > MOST else []
    return (*found[:MOST], *more)


def _full_text(database: Database) -> Check:
    name = "full text"
    try:
        # The engine checks its index by a command that writes.
        with database.writing() as connection:
            wrong = database.dialect.full_text_faults(connection)
    except PolicykbError as error:
        return Check(name, skipped=error.message)
    return Check(name, ("searches may miss statements, or find others",) if wrong else (), _RELOAD)


# records and their history


def _record_faults(connection: Connection) -> Iterator[str]:
    """Records whose rows do not say what their digest stands for."""
    for table, read in _READ.items():
        c = table.c
        for keys in _chunks(connection, table):
            known = dict(connection.execute(select(c.id, c.digest).where(c.id.in_(list(keys)))).all())
            found = read(connection, list(keys))
            for id_, key in keys.items():
                record = found.get(id_)
                if record is None or not (
                    _canonical_digest(record) == known[id_] or _was_loaded(connection, table, key, known[id_], record)
                ):
                    yield f"{key} does not say what was loaded"


def _was_loaded(connection: Connection, table: Table, key: str, known: str, record: dict[str, Any]) -> bool:
    """Whether history has the same record, written as another policykb wrote it then: digests are of that writing."""
    c = t.change.c
    types = next(types for known_table, types in GROUPS if known_table is table)
    query = select(c.after).where(c.key == key, c.type.in_(types)).order_by(c.id.desc()).limit(1)
    after = connection.execute(query).scalar_one_or_none()
    if after is None or digest(after) != known:
        return False
    return _canonical_digest(from_json(after)) == _canonical_digest(record) is not None


def _extension_faults(connection: Connection) -> Iterator[str]:
    """Entities that are not what their own file and the files that extend them say together."""
    added: dict[str, list[dict[str, Any]]] = {}
    for stored in extensions.extensions(connection):
        added.setdefault(stored.key, []).append(from_json(stored.record))
    e, x = t.entity.c, t.extended.c
    own = {
        key: (id_, record)
        for key, id_, record in connection.execute(select(e.key, e.id, x.record).join(t.extended, x.entity_id == e.id))
    }
    for key in sorted({*added, *own}):
        if key not in own or key not in added:
            yield f"{key} is kept as extended and is not" if key in own else f"{key} is extended and not kept as such"
            continue
        id_, record = own[key]
        whole = from_json(record)
        for addition in added[key]:
            whole, _ = merged(whole, addition)
        now = list(reading.entities(connection, [id_]))
        if not now or _canonical_digest(whole) != _canonical_digest(now[0]):
            yield f"{key} is not what its own file and those that extend it say"


def _canonical_digest(record: dict[str, Any]) -> str | None:
    """The digest of a record as it stands; None where it is no valid record any more."""
    from pydantic import ValidationError

    from policykb.domain.models import MODELS

    try:
        return digest(MODELS[record["type"]].model_validate(record).canonical())
    except ValidationError:
        return None


def _chunks(connection: Connection, table: Table) -> Iterator[dict[int, str]]:
    """The ids and keys of a table, some hundred at a time."""
    after = 0
    query = select(table.c.id, table.c.key).order_by(table.c.id).limit(CHUNK)
    while found := connection.execute(query.where(table.c.id > after)).all():
        after = found[-1].id
        yield {row.id: row.key for row in found}


def _by_id(read: Callable[[Connection, Sequence[int]], Iterable[dict[str, Any]]]) -> Read:
    def read_all(connection: Connection, ids: Sequence[int]) -> Mapping[int, dict[str, Any]]:
        return dict(zip(ids, read(connection, ids), strict=True))

    return read_all


_READ: dict[Table, Read] = {
    t.vocabulary: reading.vocabularies,
    t.entity: _by_id(reading.entities),
    t.statement: _by_id(reading.statements),
    t.claim: reading.claims,
    t.relation: reading.relations,
    t.coverage: reading.coverage,
}


def _history_faults(connection: Connection) -> Iterator[str]:
    """Changes of no load, and records of which history says that they are gone, or that are gone and it does not."""
    c = t.change.c
    lost = select(func.count()).select_from(t.change).outerjoin(t.load, t.load.c.id == c.load_id)
    if count := connection.execute(lost.where(t.load.c.id.is_(None))).scalar_one():
        yield f"{count:,} changes belong to no load"
    for table, types in GROUPS:
        last = select(func.max(c.id).label("id")).where(c.type.in_(types)).group_by(c.key).subquery()
        state = select(c.key, c.op, table.c.key.label("present")).join(last, last.c.id == c.id)
        state = state.outerjoin(table, table.c.key == c.key)
        for key, op, present in connection.execute(state):
            if (op == "remove") != (present is None):
                yield f"{key} is {'gone' if present is None else 'there'}, which history does not know"


def _saved_faults(connection: Connection) -> Iterator[str]:
    """Saved queries without a name or without a query; whether it can be answered is no matter of the database."""
    for query in saved.saved_queries(connection):
        if not is_key(query.name) or not query.text.strip():
            yield f"{query.name} is no saved query"


# what follows from the records


def _closure_faults(connection: Connection) -> Iterator[str]:
    keys = dict(connection.execute(select(t.entity.c.id, t.entity.c.key)).all())
    present = {(row.ancestor_id, row.descendant_id) for row in connection.execute(select(t.closure))}
    wanted = derived.closure(connection)
    for above, below in sorted(wanted - present):
        yield f"{keys[below]} is not counted as below {keys[above]}"
    for above, below in sorted(present - wanted):
        yield f"{keys.get(below)} is counted as below {keys.get(above)}"


def _date_faults(connection: Connection) -> Iterator[str]:
    issued, _ = state.source_facts(connection)
    s = t.statement.c
    for row in connection.execute(select(s.key, s.source_id, s.issued, s.issued_first, s.issued_last)):
        wanted = rows.first_last(row.issued) if row.issued else issued.get(row.source_id, (None, None))
        if (row.issued_first, row.issued_last) != wanted:
            yield f"{row.key} has another date than it, or its source, states"


def _mention_faults(connection: Connection) -> Iterator[str]:
    linking = derived.Linking(connection)
    s, e, m = t.statement.c, t.evidence.c, t.mention.c
    for keys in _chunks(connection, t.statement):
        ids = list(keys)
        sources = dict(connection.execute(select(s.id, s.source_id).where(s.id.in_(ids))).all())
        texts = connection.execute(select(s.id, s.text).where(s.id.in_(ids)))
        quotes = connection.execute(
            select(e.statement_id, e.position, e.exact).where(e.statement_id.in_(ids), e.exact.is_not(None))
        )
        places = chain(((id_, 0, text) for id_, text in texts), quotes)
        wanted = {(id_, place, *found) for id_, place, text in places for found in linking.find(text, sources[id_])}
        columns = (m.statement_id, m.place, m.start, m.entity_id, m.end, m.alias_id)
        present = {tuple(row) for row in connection.execute(select(*columns).where(m.statement_id.in_(ids)))}
        for id_ in sorted({row[0] for row in wanted ^ present}):
            yield f"{keys[id_]}: the names found in it are not those that stand in it"


def _word_faults(connection: Connection) -> Iterator[str]:
    _, languages = state.source_facts(connection)
    s = t.statement.c
    for keys in _chunks(connection, t.statement):
        for row in connection.execute(select(s.id, s.source_id, s.text, s.terms).where(s.id.in_(list(keys)))):
            if terms(row.text, languages.get(row.source_id, "en")) != row.terms:
                yield f"{keys[row.id]}: its words are not those of its text"
