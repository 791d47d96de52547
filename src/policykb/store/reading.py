"""Records out of the base, as JSON has them: the rows of many tables put together again; reads only."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, cast

from sqlalchemy import Connection, Select, select

from policykb.domain.attachment import passage_key
from policykb.domain.fields import FIELDS, fields_of
from policykb.store import statement_rows
from policykb.store import tables as t
from policykb.store.labels import Label, Labels
from policykb.store.statement_rows import CHUNK, SCALARS

Plain = dict[str, Any]

_LISTS = {"theme": "themes", "event": "events"}
_OBJECTS = {f.role: (f.name, {"framework": "relation"}.get(f.role or "", "role")) for f in FIELDS if f.role} | {
    "proponent": ("proponents", "support")
}
_PLACE, _QUOTE = statement_rows.PLACE, ("from", "to", "exact", "prefix", "suffix")
"""What a piece of evidence says of its place, and the parts of its quote, in the order of their columns."""


def statements(connection: Connection, ids: Iterable[int]) -> Iterator[Plain]:
    """The statements of these ids, in this order; a few hundred are held at a time."""
    for rows in statement_rows.in_chunks(connection, ids, Labels(connection)):
        found = {row[0]: _statement(row, rows.entities) for row in rows.own}
        _add_links(rows.links, found, rows.entities)
        _add_evidence(rows.evidence, found)
        by_key = {record["key"]: record for record in found.values()}
        for key, former in statement_rows.former_keys(connection, found):
            by_key[key].setdefault("former_keys", []).append(former)
        yield from found.values()


def _statement(row: tuple[Any, ...], known: Mapping[int, Label]) -> Plain:
    _, key, type_, source_id, voiced, codes, *values = row
    record: Plain = {"type": type_, "key": key, "source": known[source_id].key}
    for name, value in zip(SCALARS, values, strict=True):
        if value is None:
            continue
        if name == "priority":
            if value:
                record[name] = True
        elif name == "endorsed":
            if not value:
                record[name] = False
        else:
            record[name] = value
    if codes:
        record["codes"] = json.loads(codes)
    if voiced == "unknown":
        record["proponents"] = "unknown"
    elif voiced == "stated":
        record["proponents"] = []
    return record


def _add_links(links: Iterable[tuple[Any, ...]], found: Mapping[int, Plain], known: Mapping[int, Label]) -> None:
    for id_, role, entity_id, relation, support in links:
        record, key = found[id_], known[entity_id].key
        item: str | Plain = key
        if role in _LISTS:
            field = _LISTS[role]
        else:
            field, name = _OBJECTS[role]
            value = support if role == "proponent" else relation
            item = {"key": key} if value is None else {"key": key, name: value}
        if field in record:
            record[field].append(item)
        else:
            record[field] = [item]


def _add_evidence(evidence: Iterable[tuple[Any, ...]], found: Mapping[int, Plain]) -> None:
    for id_, *values in evidence:
        item = {n: v for n, v in zip(_PLACE, values, strict=False) if v is not None}
        quote = {n: v for n, v in zip(_QUOTE, values[len(_PLACE) :], strict=True) if v is not None}
        if quote:
            item["quote"] = quote
        found[id_].setdefault("evidence", []).append(item)


def _add_former_keys(connection: Connection, by_key: Mapping[str, Plain]) -> None:
    f = t.former_key.c
    rows = connection.execute(select(f.key, f.former).where(f.key.in_(list(by_key))).order_by(f.key, f.position))
    for key, former in rows:
        by_key[key].setdefault("former_keys", []).append(former)


def passages(connection: Connection, ids: Iterable[int]) -> Iterator[Plain]:
    """The passages of these ids, in this order, as JSON has them; a few hundred are held at a time."""
    p, e = t.passage.c, t.entity.c
    names = ("section", "paragraph", "page", "look", "label", "level", "cell_head", "text")
    query = select(p.id, e.key, p.ordinal, *(p[name] for name in names)).join(t.entity, e.id == p.source_id)
    rest = iter(ids)
    while some := list(islice(rest, CHUNK)):
        found = {}
        for id_, source, ordinal, *values in connection.execute(query.where(p.id.in_(some))):
            record: Plain = {"type": "passage", "key": passage_key(source, ordinal), "source": source}
            for name, value in zip(names, values, strict=True):
                if value is not None and (name, value) not in _USUAL:
                    record["column_head" if name == "cell_head" else name] = value
            found[id_] = record
        yield from (found[id_] for id_ in some)


_USUAL = {("look", "paragraph"), ("level", 0)}
"""What is not said of a passage, as it is so of most."""


# entities


def entities(connection: Connection, ids: Iterable[int]) -> Iterator[Plain]:
    """The entities of these ids, in this order; a few hundred are held at a time."""
    rest = iter(ids)
    while some := list(islice(rest, CHUNK)):
        yield from _entities(connection, some)


def _entities(connection: Connection, ids: Sequence[int]) -> list[Plain]:
    fact, e = t.entity.alias(), t.entity.c
    rows = connection.execute(
        select(t.entity, fact.c.key.label("fact_source"))
        .outerjoin(fact, fact.c.id == e.fact_source_id)
        .where(e.id.in_(ids))
    ).all()
    found: dict[int, Plain] = {}
    for row in rows:
        record: Plain = {"type": row.type, "key": row.key, ("title" if row.type == "source" else "name"): row.name}
        record |= {name: getattr(row, name) for name in ("note", "url", "checked") if getattr(row, name) is not None}
        if row.fact_source:
            record["source"] = row.fact_source
        found[row.id] = record
    for type_, own in t.OWN_TABLES.items():
        some = [id_ for id_, record in found.items() if record["type"] == type_]
        if some:
            _add_own(connection, type_, own, found, some)
    _add_children(connection, found, list(found))
    _add_former_keys(connection, {record["key"]: record for record in found.values()})
    return [found[id_] for id_ in ids if id_ in found]


def entities_of(connection: Connection, keys: Iterable[str]) -> list[Plain]:
    """The entities of these keys, in this order."""
    wanted = list(dict.fromkeys(keys))
    found: list[Plain] = []
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        ids = dict(connection.execute(select(t.entity.c.key, t.entity.c.id).where(t.entity.c.key.in_(some))).all())
        found += entities(connection, [ids[key] for key in some if key in ids])
    return found


def _add_own(connection: Connection, type_: str, own: Any, found: Mapping[int, Plain], ids: Sequence[int]) -> None:
    names = [f.column for f in fields_of(type_) if f.column and f.column in own.c]
    for row in connection.execute(select(own).where(own.c.entity_id.in_(ids))).mappings():
        record = found[row["entity_id"]]
        for name in names:
            value = row[name]
            if value is not None and not name.endswith("_id") and (name, value) != ("language", "en"):
                record[name] = bool(value) if name == "consensus" else value
    if type_ == "source":
        for column, name in ((own.c.publisher_id, "publisher"), (own.c.event_id, "event")):
            query = select(own.c.entity_id, t.entity.c.key).join(t.entity, t.entity.c.id == column)
            for id_, key in connection.execute(query.where(own.c.entity_id.in_(ids))):
                found[id_][name] = key


def _add_children(connection: Connection, found: Mapping[int, Plain], ids: Sequence[int]) -> None:
    def rows(query: Select[Any]) -> Iterator[Mapping[str, Any]]:
        return _mappings(connection, query)

    def put(id_: int, name: str, item: object) -> None:
        found[id_].setdefault(name, []).append(item)

    a = t.alias.c
    for row in rows(select(t.alias).where(a.entity_id.in_(ids), a.position > 0).order_by(a.entity_id, a.position)):
        put(row["entity_id"], "aliases", _alias(row))
    x = t.external_id.c
    for row in rows(select(t.external_id).where(x.entity_id.in_(ids)).order_by(x.entity_id, x.scheme)):
        found[row["entity_id"]].setdefault("ids", {})[row["scheme"]] = row["value"]
    m = t.mapping.c
    for row in rows(select(t.mapping).where(m.entity_id.in_(ids)).order_by(m.entity_id, m.position)):
        put(row["entity_id"], "mappings", {name: row[name] for name in ("relation", "scheme", "code")})
    for table, child, parent, name in (
        (t.parent, "child_id", "parent_id", "part_of"),
        (t.author, "source_id", "person_id", "authors"),
    ):
        query = select(table.c[child].label("child"), t.entity.c.key).join(t.entity, t.entity.c.id == table.c[parent])
        for row in rows(query.where(table.c[child].in_(ids)).order_by(table.c[child], table.c.position)):
            put(row["child"], "broader" if found[row["child"]]["type"] == "theme" else name, row["key"])
    r = t.reference.c
    for row in rows(select(t.reference).where(r.source_id.in_(ids)).order_by(r.source_id, r.position)):
        put(row["source_id"], "references", _present(row, ("number", "author", "title", "issued", "url", "text")))
    for id_, item in memberships(connection, ids):
        put(id_, "memberships", item)
    for id_, item in participations(connection, ids):
        put(id_, "participations", item)


def memberships(connection: Connection, framework_ids: Sequence[int]) -> Iterator[tuple[int, Plain]]:
    """(framework id, membership) of these frameworks, in order."""
    m, actor, source = t.membership.c, t.entity.alias(), t.entity.alias()
    query = (
        select(t.membership, actor.c.key.label("actor"), source.c.key.label("source"))
        .join(actor, actor.c.id == m.actor_id)
        .outerjoin(source, source.c.id == m.source_id)
        .where(m.framework_id.in_(framework_ids))
        .order_by(m.framework_id, m.position)
    )
    for row in _mappings(connection, query):
        item = _present(row, ("actor", "role", "from", "to", "url", "source", "checked", "note"))
        if item["role"] == "member":
            del item["role"]
        yield row["framework_id"], item


def participations(connection: Connection, event_ids: Sequence[int]) -> Iterator[tuple[int, Plain]]:
    """(event id, participation) of these events, in order."""
    p, person, organisation = t.participation.c, t.entity.alias(), t.entity.alias()
    o = t.participation_organisation.c
    organisations: dict[int, list[str]] = {}
    for id_, key in connection.execute(
        select(o.participation_id, organisation.c.key)
        .join(organisation, organisation.c.id == o.organisation_id)
        .join(t.participation, p.id == o.participation_id)
        .where(p.event_id.in_(event_ids))
        .order_by(o.participation_id, o.position)
    ):
        organisations.setdefault(id_, []).append(key)
    query = (
        select(t.participation, person.c.key.label("person"))
        .join(person, person.c.id == p.person_id)
        .where(p.event_id.in_(event_ids))
        .order_by(p.event_id, p.position)
    )
    for row in _mappings(connection, query):
        item = _present(row, ("person", "role", "honorific", "affiliation"))
        if item["role"] == "participant":
            del item["role"]
        if row["id"] in organisations:
            item["organisations"] = organisations[row["id"]]
        yield row["event_id"], item


# vocabularies, claims, relations, coverage


def vocabularies(connection: Connection, ids: Sequence[int]) -> dict[int, Plain]:
    """The vocabularies of these ids, by id."""
    v, w = t.vocabulary.c, t.term.c
    found: dict[int, Plain] = {}
    for row in _mappings(connection, select(t.vocabulary).where(v.id.in_(ids))):
        found[row["id"]] = {"type": "vocabulary", **_present(row, ("key", "name", "definition")), "terms": []}
    for row in _mappings(connection, select(t.term).where(w.vocabulary_id.in_(ids)).order_by(w.position)):
        item = _present(row, ("key", "name", "definition"))
        if row["words"]:
            item["words"] = json.loads(row["words"])
        found[row["vocabulary_id"]]["terms"].append(item)
    return found


def claims(connection: Connection, ids: Sequence[int]) -> dict[int, Plain]:
    """The claims of these ids, by id."""
    c, s, e = t.claim.c, t.statement.c, t.entity.c
    query = (
        select(t.claim, s.key.label("statement"), e.key.label("asserter"))
        .join(t.statement, s.id == c.statement_id)
        .join(t.entity, e.id == c.asserter_id)
    )
    names = ("statement", "aspect", "value", "asserter", "on", "url", "quote", "reason")
    return {
        row["id"]: {"type": "claim", **_present(row, names), "retracted": bool(row["retracted"])}
        for row in _mappings(connection, query.where(c.id.in_(ids)))
    }


def relations(connection: Connection, ids: Sequence[int]) -> dict[int, Plain]:
    """The relations of these ids, by id."""
    r, subject, object_ = t.relation.c, t.statement.alias(), t.statement.alias()
    query = (
        select(r.id, subject.c.key.label("subject"), r.relation, object_.c.key.label("object"))
        .join(subject, subject.c.id == r.subject_id)
        .join(object_, object_.c.id == r.object_id)
    )
    return {
        row["id"]: {"type": "relation", **_present(row, ("subject", "relation", "object"))}
        for row in _mappings(connection, query.where(r.id.in_(ids)))
    }


def coverage(connection: Connection, ids: Sequence[int]) -> dict[int, Plain]:
    """The coverage of these ids, by id."""
    c, source, theme = t.coverage.c, t.entity.alias(), t.entity.alias()
    query = (
        select(t.coverage, source.c.key.label("source"), theme.c.key.label("theme"))
        .join(source, source.c.id == c.source_id)
        .join(theme, theme.c.id == c.theme_id)
    )
    return {
        row["id"]: {"type": "coverage", **_present(row, ("source", "theme", "by", "on", "vocabulary"))}
        for row in _mappings(connection, query.where(c.id.in_(ids)))
    }


def _mappings(connection: Connection, query: Select[Any]) -> Iterator[Mapping[str, Any]]:
    for row in connection.execute(query).mappings():
        yield cast("Mapping[str, Any]", row)


def _present(row: Mapping[str, Any], names: Iterable[str]) -> Plain:
    return {name: row[name] for name in names if row[name] is not None}


def _alias(row: Mapping[str, Any]) -> Plain | str:
    item: Plain = {"text": row["text"]}
    if row["language"] != "en":
        item["language"] = row["language"]
    if row["kind"] != "name":
        item["kind"] = row["kind"]
    if row["case_sensitive"]:
        item["case_sensitive"] = True
    for name in ("not_in", "needs_any"):
        if row[name]:
            item[name] = json.loads(row[name])
    return item["text"] if len(item) == 1 else item
