"""Everything about one record: what it says, what it stands on, what is named in it and what points at it."""

import json
from dataclasses import dataclass, field
from typing import Any

from policykb.domain.attachment import Attachment
from policykb.domain.citation import citation, place
from policykb.domain.extension import additions
from policykb.errors import AmbiguousName, UnknownKey
from policykb.kb.in_place import InPlace, in_place
from policykb.kb.nearest import nearest
from policykb.query.meanings import Names
from policykb.store import attached, reading, surroundings
from policykb.store.engine import Connection, Database
from policykb.store.extensions import extensions
from policykb.store.labels import Labels
from policykb.store.surroundings import Named, Pointer

MOST_POINTERS = 200


@dataclass(frozen=True)
class Detail:
    """A record and its surroundings; ``names`` has the name of every key in it.

    ``citations``: one a piece of evidence, ready to copy; ``passages``: the same in the attached text of the source.
    ``pointers``: statements related to this one, or linked to this entity (at most 200; ``pointed`` says how many there
    are). ``below``: what is narrower or a part of it. ``roles``: where it is member, participant, author or publisher.
    ``extensions``: what files other than its own add to it, each with its ``owner``. ``attachment``: the text of a
    source, where it has one.
    """

    record: dict[str, Any]
    names: dict[str, str]
    citation: str | None = None
    citations: list[str] = field(default_factory=list)
    mentions: list[Named] = field(default_factory=list)
    claims: list[dict[str, Any]] = field(default_factory=list)
    pointers: list[Pointer] = field(default_factory=list)
    pointed: int = 0
    below: list[Pointer] = field(default_factory=list)
    roles: list[Pointer] = field(default_factory=list)
    extensions: list[dict[str, Any]] = field(default_factory=list)
    passages: list[InPlace] = field(default_factory=list)
    attachment: Attachment | None = None


def show(database: Database, key: str) -> Detail:
    """The record of that key (or former key), else the entity of that name, or the passage of that key.

    UnknownKey names the nearest keys, AmbiguousName those that bear the name.
    """
    with database.reading() as connection:
        if "#" in key and (found := attached.passage_of(connection, key)) is not None:
            return _passage(connection, found)
        is_statement, id_ = find(connection, key, database.description)
        return (_statement if is_statement else _entity)(connection, id_)


def find(connection: Connection, key: str, place: str) -> tuple[bool, int]:
    """Whether what is meant is a statement, and its id; errors as for `show`."""
    wanted = surroundings.current_key(connection, key.strip().lower())
    if (id_ := surroundings.statement_id(connection, wanted)) is not None:
        return True, id_
    if (id_ := surroundings.entity_id(connection, wanted)) is not None:
        return False, id_
    named = Names(connection).find(key)
    if len(named) == 1:
        return False, named[0].id
    if named:
        keys = ", ".join(f"{m.key} ({m.type})" for m in named)
        raise AmbiguousName(f"{key!r} may mean {keys}", "Give the key of the one you mean.")
    near = nearest(wanted, surroundings.keys_like(connection, wanted))
    hint = f"Did you mean {' or '.join(near)}?" if near else "policykb query lists records with their keys."
    raise UnknownKey(f"There is no record {key!r} in {place}.", hint)


def _statement(connection: Connection, id_: int) -> Detail:
    (record,) = reading.statements(connection, [id_])
    labels = Labels(connection)
    source = labels.source(record["source"]).short_citation
    pointers = surroundings.relations_of(connection, id_)
    return Detail(
        record=record,
        names=_names(record, labels),
        citation=citation(source, record["evidence"]),
        citations=[f"{source}, {where}" if (where := place(item)) else source for item in record["evidence"]],
        mentions=surroundings.named_in(connection, id_),
        claims=surroundings.claims_on(connection, id_),
        pointers=pointers,
        pointed=len(pointers),
        passages=in_place(connection, id_, labels.source(record["source"]).link),
    )


def _passage(connection: Connection, id_: int) -> Detail:
    (record,) = reading.passages(connection, [id_])
    labels = Labels(connection)
    return Detail(
        record=record,
        names=_names(record, labels),
        citation=citation(labels.source(record["source"]).short_citation, [record]),
    )


def _entity(connection: Connection, id_: int) -> Detail:
    (record,) = reading.entities(connection, [id_])
    labels = Labels(connection)
    pointers = surroundings.statements_of(connection, id_)
    is_source = record["type"] == "source"
    return Detail(
        record=record,
        names=_names(record, labels),
        citation=labels.source(record["key"]).short_citation if is_source else None,
        pointers=pointers[:MOST_POINTERS],
        pointed=len(pointers),
        below=surroundings.below(connection, id_),
        roles=surroundings.roles_of(connection, id_),
        extensions=[
            {"owner": stored.owner, **additions(json.loads(stored.record))}
            for stored in extensions(connection, record["key"])
        ],
        attachment=next(iter(attached.attachments(connection, id_)), None) if is_source else None,
    )


def _names(record: dict[str, Any], labels: Labels) -> dict[str, str]:
    keys = sorted(set(_keys(record)))
    labels.learn(keys)
    return {key: labels.name(key) for key in keys}


_POINTING = {"source", "publisher", "authors", "event", "themes", "events", "addressees", "proponents", "frameworks"}
_POINTING |= {"actors", "broader", "part_of", "actor", "person", "organisations"}


def _keys(record: dict[str, Any]) -> list[str]:
    found: list[str] = []
    for name, value in record.items():
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                found += [item["key"]] if name in _POINTING and "key" in item else _keys(item)
            elif name in _POINTING and isinstance(item, str) and item != "unknown":
                found.append(item)
    return found
