"""Writing a load: vocabularies, entities, statements and what points at them, in one transaction of the caller's.

A `Loading` is told what the files hold; it finds out what of it is new or changed, writes that and its history, removes
what left its file, and at the end brings derived rows (closures, mentions, full text) in line.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from types import ModuleType
from typing import Any

from pydantic_core import from_json
from sqlalchemy import Connection, Table, delete, func, insert, or_, select, update

from policykb.domain.fields import ENTITIES
from policykb.domain.keys import RECORDED
from policykb.store import derived, reading, rows, state
from policykb.store import tables as t
from policykb.store.heirs import Texts
from policykb.store.history import History, PastRow
from policykb.store.incoming import CHUNK, Incoming, by_type, in_chunks
from policykb.store.replaced import Replaced


class Loading:
    """One load in progress. Call the ``put_`` methods in the order they stand in, then `remove_unseen` and `finish`."""

    def __init__(
        self,
        connection: Connection,
        dialect: ModuleType,
        files: Mapping[str, str | None],
        gone: Iterable[str],
        past: Iterable[PastRow] = (),
        unsettled: Collection[str] = (),
        partly: Collection[str] = (),
    ) -> None:
        """``files``: owner and sha256 of every file read in this load; ``gone``: owners whose files are no more.

        ``past``: the history of a dump, which the load of an empty base goes on from.
        A file without a sha256 was not read: it is to be read again by the next load that finds it, and so is one of
        the ``unsettled``, for what a load takes of it does not hang on its bytes alone.
        ``partly``: owners of which only some records come; the others stay.
        """
        self.connection = connection
        self.dialect = dialect
        self.history = History(connection, past)
        self.files = dict(files)
        self._unsettled = frozenset(unsettled)
        self.fresh = state.count(connection, "statement") == 0
        dialect.defer_constraints(connection)
        self.indexes: list[str] = dialect.drop_indexes(connection) if self.fresh and not self.history.goes_on else []
        self._owners = {name: id_ for name, (id_, _) in state.owners(connection).items()}
        self._own_files()
        # What commands recorded stays when the files of a dump come back: there may be more of it by now.
        touched = {self._owners[name] for name in (*files, *gone) if name in self._owners and name != RECORDED}
        self.replaced = Replaced(connection, touched)
        touched -= {self._owners[name] for name in partly if name in self._owners}
        self._touched = touched
        self._entities = state.entities(connection)
        self._vocabularies = state.vocabularies(connection)
        self._unseen_entities = {k.key: k for k in self._entities.values() if k.owner_id in touched}
        self._unseen_vocabularies = {k.key: k for k in self._vocabularies.values() if k.owner_id in touched}
        self._unseen_statements = self._ids_of(t.statement, touched)
        self._unseen_small = {table.name: self._ids_of(table, touched) for table in _SMALL.values()}
        self.ids: dict[str, int] = {key: known.id for key, known in self._entities.items()}
        self.written: set[int] = set()
        self._languages = state.source_facts(connection)[1]
        self.removed_entities: list[int] = []
        self.texts = Texts(connection, dialect)
        self._other_language: set[int] = set()
        self.removed: dict[str, str] = {}
        """The owner of every entity and statement that left its file."""
        self._next_statement = self._top(t.statement) + 1

    def _own_files(self) -> None:
        for name, sha256 in self.files.items():
            sha256 = None if name in self._unsettled else sha256
            if name in self._owners:
                self.connection.execute(update(t.owner).where(t.owner.c.name == name).values(sha256=sha256))
            else:
                self._owners[name] = self._top(t.owner) + 1
                self.connection.execute(insert(t.owner).values(id=self._owners[name], name=name, sha256=sha256))

    def _owner_names(self) -> dict[int, str]:
        return {id_: name for name, id_ in self._owners.items()}

    def _ids_of(self, table: Table, owners: set[int]) -> set[int]:
        if not owners:
            return set()
        return set(self.connection.execute(select(table.c.id).where(table.c.owner_id.in_(owners))).scalars())

    def _top(self, table: Table) -> int:
        return int(self.connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one())

    def _insert(self, name: str, new: list[rows.Row], columns: tuple[str, ...] | None = None) -> None:
        if new:
            self.dialect.insert_rows(self.connection, t.metadata.tables[name], columns or rows.COLUMNS[name], new)

    # vocabularies and entities: few, held in memory

    def put_vocabularies(self, incoming: Iterable[Incoming]) -> None:
        """Adds or changes vocabularies."""
        for item in incoming:
            known = self._vocabularies.get(item.key)
            self._unseen_vocabularies.pop(item.key, None)
            record = json.loads(item.canonical)
            values = {
                "key": item.key,
                "name": record["name"],
                "definition": record.get("definition"),
                "owner_id": self._owners[item.owner],
                "digest": item.digest,
                "position": item.position,
            }
            if known is None:
                id_ = self._top(t.vocabulary) + 1
                self.connection.execute(insert(t.vocabulary).values(id=id_, **values))
            else:
                id_ = known.id
                self.connection.execute(update(t.vocabulary).where(t.vocabulary.c.id == id_).values(**values))
                if known.digest == item.digest:
                    continue
                self.connection.execute(delete(t.term).where(t.term.c.vocabulary_id == id_))
            self.history.record(item.type, item.key, item.canonical, new=known is None, owner=item.owner)
            self._insert("term", [rows.term_row(id_, term, n) for n, term in enumerate(record["terms"])])

    def put_entities(self, incoming: Iterable[Incoming]) -> None:
        """Adds or changes themes, actors, frameworks, events and sources; they may name one another in any order."""
        items = list(incoming)
        next_id = self._top(t.entity) + 1
        changed: list[tuple[Incoming, dict[str, Any], bool]] = []
        for item in items:
            known = self._entities.get(item.key)
            self._unseen_entities.pop(item.key, None)
            if known is None:
                self.ids[item.key] = next_id
                next_id += 1
            elif known.digest == item.digest:
                if (known.owner_id, known.position) != (self._owners[item.owner], item.position):
                    self._give_to(t.entity, known.id, item.owner, item.position)
                continue
            changed.append((item, json.loads(item.canonical), known is None))
        own: dict[str, list[rows.Row]] = {}
        children: dict[str, list[rows.Row]] = {}
        new: list[rows.Row] = []
        for item, record, is_new in changed:
            if not is_new:
                self._clear_entity(self.ids[item.key], self._entities[item.key].type)
            new.append(rows.entity_row(record, self.ids, self._owners[item.owner], item.digest, item.position))
            own.setdefault(f"entity_{item.type}", []).append(rows.own_row(record, self.ids))
            for name, row in rows.entity_children(record, self.ids):
                children.setdefault(name, []).append(row)
            self.history.record(item.type, item.key, item.canonical, new=is_new, owner=item.owner)
        self._insert("entity", [r for r, (_, _, is_new) in zip(new, changed, strict=True) if is_new])
        for row, (_, _, is_new) in zip(new, changed, strict=True):
            if not is_new:
                values = dict(zip(rows.COLUMNS["entity"], row, strict=True))
                self.connection.execute(update(t.entity).where(t.entity.c.id == values["id"]).values(**values))
        for name, some in (*own.items(), *children.items()):
            self._insert(name, some)
        for item, record, is_new in changed:
            self._put_participations(record)
            if not is_new or "former_keys" in record:
                self._put_former_keys(item.key, record)
        types = {item.key: item.type for item, _, is_new in changed if not is_new}
        self.retyped = [self.ids[key] for key, type_ in types.items() if self._entities[key].type != type_]
        self.changed_sources = {self.ids[item.key] for item, _, _ in changed if item.type == "source"}
        self._clear_unseen_entities()

    def _clear_unseen_entities(self) -> None:
        """Takes from entities that left their file all they have, so that their names are not looked for any more."""
        names = self._owner_names()
        for known in self._unseen_entities.values():
            self.history.record(known.type, known.key, None, new=False, owner=names[known.owner_id])
            self._clear_entity(known.id, known.type)
            self.removed_entities.append(known.id)
            self.removed[known.key] = names[known.owner_id]
            if known.type == "source":
                self.texts.leaves(known.id, known.key)
            self.connection.execute(delete(t.former_key).where(t.former_key.c.key == known.key))
            self.ids.pop(known.key, None)

    def _clear_entity(self, id_: int, type_: str) -> None:
        for table in (
            t.alias,
            t.external_id,
            t.mapping,
            t.entity_text,
        ):
            self.connection.execute(delete(table).where(table.c.entity_id == id_))
        for table, column in (
            (t.parent, "child_id"),
            (t.author, "source_id"),
            (t.reference, "source_id"),
            (t.membership, "framework_id"),
            (t.participation, "event_id"),
        ):
            self.connection.execute(delete(table).where(table.c[column] == id_))
        own = t.OWN_TABLES[type_]
        self.connection.execute(delete(own).where(own.c.entity_id == id_))

    def _put_participations(self, record: Mapping[str, Any]) -> None:
        next_id = self._top(t.participation) + 1 if record.get("participations") else 0
        for row, organisations in rows.participations(record, self.ids):
            self._insert("participation", [(next_id, *row[1:])])
            self._insert("participation_organisation", [(next_id, n, id_) for n, id_ in enumerate(organisations)])
            next_id += 1

    def _put_former_keys(self, key: str, record: Mapping[str, Any]) -> None:
        f, former_keys = t.former_key.c, record.get("former_keys", ())
        # Another record may have had them until this load: one that was renamed again, and will be removed.
        self.connection.execute(delete(t.former_key).where(or_(f.key == key, f.former.in_(former_keys))))
        self._insert("former_key", [(former, key, n) for n, former in enumerate(former_keys)])

    def _give_to(self, table: Table, id_: int, owner: str, position: int) -> None:
        values = {"owner_id": self._owners[owner], "position": position}
        self.connection.execute(update(table).where(table.c.id == id_).values(**values))

    def put_extensions(self, incoming: Iterable[Incoming], own: Mapping[str, str | None]) -> None:
        """Notes what the files add to records of other files; the records themselves came merged.

        ``own``: of every record whose additions changed or that is written anew, its JSON without any; None where
        nothing is added to it any more.
        """
        x = t.extension.c
        self.connection.execute(delete(t.extension).where(x.owner_id.in_(self._touched)))
        top = self._top(t.extension) + 1
        self._insert(
            "extension",
            [
                (id_, item.key, self._owners[item.owner], item.position, item.canonical)
                for id_, item in enumerate(incoming, top)
            ],
        )
        ids = [self.ids[key] for key in own]
        self.connection.execute(delete(t.extended).where(t.extended.c.entity_id.in_(ids)))
        self._insert("extended", [(self.ids[key], record) for key, record in own.items() if record is not None])

    # statements: many, streamed

    def put_statements(self, incoming: Iterable[Incoming]) -> None:
        """Adds or changes recommendations, findings and commitments."""
        self.linking = derived.Linking(self.connection)
        issued, languages = state.source_facts(self.connection)
        maker = rows.StatementRows(self.ids, issued, languages, self.linking.find, state.words(self.connection))
        for chunk in in_chunks(incoming):
            known = {} if self.fresh else state.statements(self.connection, [item.key for item in chunk])
            self._replace_statements([k for item in chunk if (k := known.get(item.key)) and k.digest != item.digest])
            batch: defaultdict[str, list[rows.Row]] = defaultdict(list)
            for item in chunk:
                existing = known.get(item.key)
                if existing is not None:
                    self._unseen_statements.discard(existing.id)
                    if existing.digest == item.digest:
                        self._keep_statement(existing, item)
                        continue
                id_ = existing.id if existing is not None else self._next_statement
                self._next_statement += existing is None
                self.written.add(id_)
                record = from_json(item.canonical)
                maker.add(record, id_, self._owners[item.owner], item.position, item.digest, batch)
                if "former_keys" in record:
                    self._put_former_keys(item.key, record)
                self.history.record(item.type, item.key, item.canonical, new=existing is None, owner=item.owner)
            self._insert_statements(batch)
            self.history.flush()
        known_before = self._languages.items()
        self._other_language = {id_ for id_, known in known_before if languages.get(id_, known) != known}
        self._write_again(maker, self._other_language)

    def _insert_statements(self, batch: dict[str, list[rows.Row]]) -> None:
        self._insert("statement", batch.pop("statement", []), rows.STATEMENT_COLUMNS)
        for name, some in batch.items():
            self._insert(name, some)

    def _write_again(self, maker: rows.StatementRows, sources: set[int]) -> None:
        """Writes the unchanged statements of sources that changed their language: terms are those of a language."""
        s = t.statement.c
        found = self.connection.execute(select(s.id, s.key).where(s.source_id.in_(sources))).all()
        keys = [row.key for row in found if row.id not in self.written | self._unseen_statements]
        for start in range(0, len(keys), CHUNK):
            known = state.statements(self.connection, keys[start : start + CHUNK])
            records = list(reading.statements(self.connection, [k.id for k in known.values()]))
            batch: defaultdict[str, list[rows.Row]] = defaultdict(list)
            for record in records:
                k = known[record["key"]]
                maker.add(record, k.id, k.owner_id, k.position, k.digest, batch)
            self._replace_statements(list(known.values()))
            self._insert_statements(batch)
            for record in records:
                if "former_keys" in record:
                    self._put_former_keys(record["key"], record)
            self.written |= {k.id for k in known.values()}

    def _keep_statement(self, known: state.KnownStatement, item: Incoming) -> None:
        owner_id = self._owners[item.owner]
        if (known.owner_id, known.position) != (owner_id, item.position):
            values = {"owner_id": owner_id, "position": item.position}
            self.connection.execute(update(t.statement).where(t.statement.c.id == known.id).values(**values))

    def _replace_statements(self, known: list[state.KnownStatement]) -> None:
        """Takes changed statements out; they come back under the same id in this transaction."""
        ids = [k.id for k in known]
        if ids:
            self.dialect.forget_terms(self.connection, ids)
            self.connection.execute(delete(t.former_key).where(t.former_key.c.key.in_([k.key for k in known])))
            self.connection.execute(delete(t.statement).where(t.statement.c.id.in_(ids)))

    # claims, relations, coverage

    def put_small(self, incoming: Iterable[Incoming]) -> None:
        """Adds or changes claims, relations and coverage."""
        for chunk in in_chunks(incoming):
            records = [json.loads(item.canonical) for item in chunk]
            keys = {r[f] for r in records for f in ("statement", "subject", "object") if r.get(f)}
            statements = {k.key: k.id for k in state.statements(self.connection, sorted(keys)).values()}
            known = {name: state.small(self.connection, _SMALL[name], keys) for name, keys in by_type(chunk).items()}
            batch: defaultdict[str, list[rows.Row]] = defaultdict(list)
            for item, record in zip(chunk, records, strict=True):
                self._put_small(item, record, statements, known[item.type].get(item.key), batch)
            for name, some in batch.items():
                self._insert(name, some)

    def _put_small(
        self,
        item: Incoming,
        record: Mapping[str, Any],
        statements: Mapping[str, int],
        found: state.KnownSmall | None,
        batch: defaultdict[str, list[rows.Row]],
    ) -> None:
        table = _SMALL[item.type]
        if found is not None:
            self._unseen_small[table.name].discard(found.id)
            if found.digest == item.digest:
                if (found.owner_id, found.position) != (self._owners[item.owner], item.position):
                    self._give_to(table, found.id, item.owner, item.position)
                return
            self.connection.execute(delete(table).where(table.c.id == found.id))
        owner_id = self._owners[item.owner]
        if item.type == "claim":
            statement = statements[record["statement"]]
            row = rows.claim_row(record, item.key, self.ids, statement, owner_id, item.position, item.digest)
        elif item.type == "relation":
            subject, object_ = statements[record["subject"]], statements[record["object"]]
            row = rows.relation_row(record, item.key, subject, object_, owner_id, item.position, item.digest)
        else:
            row = rows.coverage_row(record, item.key, self.ids, owner_id, item.position, item.digest)
        batch[table.name].append(row)
        self.history.record(item.type, item.key, item.canonical, new=found is None, owner=item.owner)

    # the end

    def remove_unseen(self) -> None:
        """Removes the records that left their file; nothing may point at them any more (`derived.dangling`)."""
        for table in _SMALL.values():
            self._remove_rows(table, self._unseen_small[table.name])
        if self._unseen_statements:
            ids = sorted(self._unseen_statements)
            self.dialect.forget_terms(self.connection, ids)
            self._remove_rows(t.statement, self._unseen_statements)
        names = self._owner_names()
        for known in self._unseen_vocabularies.values():
            self.history.record("vocabulary", known.key, None, new=False, owner=names[known.owner_id])
            self.connection.execute(delete(t.vocabulary).where(t.vocabulary.c.id == known.id))

    def _remove_rows(self, table: Table, ids: set[int]) -> None:
        has_type, names = "type" in table.c, self._owner_names()
        for id_ in sorted(ids):
            row = self.connection.execute(select(table).where(table.c.id == id_)).one()
            self.removed[row.key] = names[row.owner_id]
            type_ = row.type if has_type else table.name
            self.history.record(type_, row.key, None, new=False, owner=names[row.owner_id])
            # A statement may have become a group of the same key in this load, which has its former keys by now.
            if row.key not in self.ids:
                self.connection.execute(delete(t.former_key).where(t.former_key.c.key == row.key))
            self.connection.execute(delete(table).where(table.c.id == id_))

    def finish(self, *, at: str, by: str, version: str, undoes: int | None = None) -> list[str]:
        """Brings derived rows in line and writes the load's own row.

        Returns what still points at something that was removed, in words; where that is not empty the caller must
        roll back.
        """
        derived.rebuild_closure(self.connection, self.dialect)
        if not self.fresh:
            derived.update_issued(self.connection, self.changed_sources)
        self.linking.relink(self.written, self.dialect)
        complaints = derived.dangling(self.connection, self.removed_entities)
        complaints += derived.misplaced(self.connection, self.retyped) if self.retyped else []
        if complaints:
            return complaints
        self.texts.settle(self.ids, self.retyped, self._other_language)
        for id_ in self.removed_entities:
            self.connection.execute(delete(t.entity).where(t.entity.c.id == id_))
        used = {
            row
            for table in (t.entity, t.statement, t.vocabulary, t.extension, *_SMALL.values())
            for row in self.connection.execute(select(table.c.owner_id).distinct()).scalars()
        }
        kept = {name for name, sha256 in self.files.items() if sha256 is not None}
        for name, id_ in self._owners.items():
            if id_ not in used and name not in kept:
                self.connection.execute(delete(t.owner).where(t.owner.c.id == id_))
        wrote = self.history.finish(self.files, at=at, by=by, version=version, undoes=undoes)
        self.replaced.keep(self.history.load_id if wrote else None)
        self.dialect.make_indexes(self.connection, self.indexes)
        if self.fresh or len(self.written) > 5_000:
            self.dialect.rebuild_terms(self.connection)
        else:
            self.dialect.index_terms(self.connection, sorted(self.written))
        return []


_SMALL = {"claim": t.claim, "relation": t.relation, "coverage": t.coverage}
TYPES = ("vocabulary", *ENTITIES, "recommendation", "finding", "commitment", *_SMALL)
"""Every type of record a load knows, in the order they are written."""
