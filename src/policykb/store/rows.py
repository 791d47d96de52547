"""A record as JSON has it, turned into rows of the tables; pure functions, separate so that writing is only writing.

Rows are tuples in the order of `COLUMNS`. Keys become ids through ``ids`` (entities) and ``statements``.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from policykb.domain.dates import interval
from policykb.domain.fields import ENTITIES, FIELDS, STATEMENTS, Kind, fields_of
from policykb.lexicon.words import Token, fold_name, folded, stems, terms
from policykb.store import tables

Row = tuple[object, ...]
Plain = Mapping[str, Any]
Ids = Mapping[str, int]

COLUMNS: dict[str, tuple[str, ...]] = {
    name: tuple(column.name for column in table.columns) for name, table in tables.metadata.tables.items()
}
_LINKS = tuple((field.name, field.role) for field in FIELDS if field.role)
_OBJECT_RELATION = {"addressee": "role", "proponent": None, "framework": "relation", "actor": "role"}
_STATEMENT_TEXTS = tuple(
    f.name for f in FIELDS if f.kind is Kind.TEXT and set(f.subjects) & set(STATEMENTS) and f.name != "text"
)
_ENTITY_TEXTS = {subject: tuple(f.name for f in fields_of(subject) if f.kind is Kind.TEXT) for subject in ENTITIES}


def first_last(text: str | None) -> tuple[str | None, str | None]:
    """The first and last day of an EDTF text, as ISO texts."""
    if text is None:
        return None, None
    days = interval(text)
    assert days.first is not None
    assert days.last is not None
    return days.first.isoformat(), days.last.isoformat()


def _own_values(columns: tuple[str, ...], record: Plain, given: Mapping[str, object]) -> Row:
    """Values for the columns of one table: given ones, else the record's field of that name, dates spread."""
    values: list[object] = []
    for column in columns:
        if column in given:
            values.append(given[column])
        elif column.endswith("_first"):
            values.append(first_last(record.get(column.removesuffix("_first")))[0])
        elif column.endswith("_last"):
            values.append(first_last(record.get(column.removesuffix("_last")))[1])
        else:
            values.append(record.get(column))
    return tuple(values)


# entities


def entity_row(record: Plain, ids: Ids, owner_id: int, digest: str, position: int) -> Row:
    """The row of `entity`."""
    key: str = record["key"]
    scope = key.partition("/")[0] if "/" in key else None
    fact_source = record.get("source")
    given = {
        "id": ids[key],
        "name": record.get("name") or record["title"],
        "fact_source_id": ids[fact_source] if fact_source else None,
        "scope_id": ids[scope] if scope else None,
        "owner_id": owner_id,
        "digest": digest,
        "position": position,
    }
    return _own_values(COLUMNS["entity"], record, given)


def own_row(record: Plain, ids: Ids) -> Row:
    """The row of the type's own table."""
    given: dict[str, object] = {"entity_id": ids[record["key"]]}
    if record["type"] == "source":
        publisher, event = record.get("publisher"), record.get("event")
        given["publisher_id"] = ids[publisher] if publisher else None
        given["event_id"] = ids[event] if event else None
        given["language"] = record.get("language", "en")
    return _own_values(COLUMNS[f"entity_{record['type']}"], record, given)


def entity_children(record: Plain, ids: Ids) -> Iterator[tuple[str, Row]]:
    """(table, row) of everything that hangs on an entity; ids of child tables that have one are None."""
    this, language = ids[record["key"]], record.get("language", "en")
    name = record.get("name") or record["title"]
    aliases: list[Plain] = [{"text": a} if isinstance(a, str) else a for a in record.get("aliases", ())]
    # Georgia is the country's name and, under rules, what texts are searched for: an alias like the name has its rules.
    rules: Plain = next((alias for alias in aliases if alias["text"] == name), {})
    preferred: Plain = {**rules, "text": name, "language": language, "kind": "preferred"}
    for position, alias in enumerate([preferred, *aliases]):
        yield (
            "alias",
            (
                None,
                this,
                position,
                alias["text"],
                fold_name(alias["text"]),
                alias.get("language", "en"),
                alias.get("kind", "name"),
                alias.get("case_sensitive", False),
                _listed(alias.get("not_in")),
                _listed(alias.get("needs_any")),
            ),
        )
    for scheme, value in record.get("ids", {}).items():
        yield "external_id", (this, scheme, value)
    for position, mapping in enumerate(record.get("mappings", ())):
        yield "mapping", (this, position, mapping["relation"], mapping["scheme"], mapping["code"])
    for position, key in enumerate(record.get("broader", ()) or record.get("part_of", ())):
        yield "parent", (this, ids[key], position)
    for position, key in enumerate(record.get("authors", ())):
        yield "author", (this, position, ids[key])
    for position, note in enumerate(record.get("references", ())):
        yield "reference", _own_values(COLUMNS["reference"], note, {"source_id": this, "position": position})
    for position, member in enumerate(record.get("memberships", ())):
        source = member.get("source")
        given: dict[str, object] = {
            "id": None,
            "framework_id": this,
            "position": position,
            "actor_id": ids[member["actor"]],
            "role": member.get("role", "member"),
            "source_id": ids[source] if source else None,
        }
        yield "framework_member", _own_values(COLUMNS["framework_member"], member, given)
    for field in _ENTITY_TEXTS[record["type"]]:
        texts = [name, *_alias_texts(record)] if field == "name" else [record[field]] if field in record else []
        if texts:
            # No term is a bar, so no phrase runs from one name into the next.
            yield "entity_text", (this, field, f" {' | '.join(terms(text, language) for text in texts)} ")


def _alias_texts(record: Plain) -> list[str]:
    return [alias if isinstance(alias, str) else alias["text"] for alias in record.get("aliases", ())]


def participations(record: Plain, ids: Ids) -> Iterator[tuple[Row, list[int]]]:
    """Rows of `participation` (id None) with the ids of the organisations of each."""
    for position, person in enumerate(record.get("participations", ())):
        given: dict[str, object] = {
            "id": None,
            "event_id": ids[record["key"]],
            "position": position,
            "person_id": ids[person["person"]],
            "role": person.get("role", "participant"),
        }
        row = _own_values(COLUMNS["participation"], person, given)
        yield row, [ids[key] for key in person.get("organisations", ())]


def _listed(values: list[str] | None) -> str | None:
    return json.dumps(values, ensure_ascii=False) if values else None


# statements


class StatementRows:
    """Turns statements into rows; made once a load, since it holds what all of them look up.

    ``issued`` and ``languages`` are those of the sources, by id; ``find`` gives the mentions of a text in a source;
    ``known_words`` are those the base has already, by language.
    """

    def __init__(
        self,
        ids: Ids,
        issued: Mapping[int, tuple[str | None, str | None]],
        languages: Mapping[int, str],
        find: Callable[[str, int, list[Token] | None], list[Row]],
        known_words: defaultdict[str, set[str]],
    ) -> None:
        self.ids = ids
        self.issued = issued
        self.languages = languages
        self.find = find
        self.words = known_words
        self._own = tuple(c for c in COLUMNS["statement"] if c not in _COMPUTED)

    def add(
        self, record: Plain, this: int, owner_id: int, position: int, digest: str, into: defaultdict[str, list[Row]]
    ) -> None:
        """Puts the rows of the statement and of all that hangs on it into the lists of their tables.

        Into lists of the caller's rather than yielded: a load makes thirteen rows a statement.
        """
        source = self.ids[record["source"]]
        language = self.languages.get(source, "en")
        text: str = record["text"]
        tokens = folded(text)
        found = stems(tokens, language)
        issued = first_last(record["issued"]) if "issued" in record else self.issued.get(source, (None, None))
        proponents = record.get("proponents")
        voiced = "authors" if proponents is None else "unknown" if proponents == "unknown" else "stated"
        codes = record.get("codes")
        get = record.get
        into["statement"].append(
            (
                this,
                record["type"],
                record["key"],
                source,
                position,
                " ".join(found),
                voiced,
                owner_id,
                digest,
                issued[0],
                issued[1],
                json.dumps(codes, ensure_ascii=False, sort_keys=True) if codes else None,
                get("priority", False),
                get("endorsed", True) if record["type"] == "recommendation" else None,
                *[get(column) for column in self._own],
            )
        )
        known = self.words[language]
        for (form, _, _), term in zip(tokens, found, strict=True):
            if form not in known:
                known.add(form)
                into["word"].append((language, form, term))
        for field in _STATEMENT_TEXTS:
            if field in record:
                into["statement_text"].append((this, field, f" {terms(record[field], language)} "))
        links = into["link"]
        for field, role in _LINKS:
            values = get(field)
            if values and values != "unknown":
                self._links(this, role or "", values, links)
        mentions = into["mention"]
        for row in self.find(text, source, tokens):
            mentions.append((this, 0, *row))
        for number, item in enumerate(record["evidence"], 1):
            quote = item.get("quote") or {}
            into["evidence"].append(
                (
                    this,
                    number,
                    item.get("section"),
                    item.get("paragraph"),
                    item.get("page"),
                    quote.get("from"),
                    quote.get("to"),
                    quote.get("exact"),
                    quote.get("prefix"),
                    quote.get("suffix"),
                    item.get("file"),
                    item.get("row"),
                )
            )
            if "exact" in quote:
                for row in self.find(quote["exact"], source, None):
                    mentions.append((this, number, *row))

    def _links(self, this: int, role: str, values: list[Any], into: list[Row]) -> None:
        ids = self.ids
        name = _OBJECT_RELATION.get(role)
        default = "topic" if role in {"framework", "actor"} else None
        for position, value in enumerate(values):
            if isinstance(value, str):
                into.append((this, role, ids[value], None, None, position))
            else:
                relation = value.get(name, default) if name else None
                into.append((this, role, ids[value["key"]], relation, value.get("support"), position))


_COMPUTED = (
    "id",
    "type",
    "key",
    "source_id",
    "position",
    "terms",
    "voiced",
    "owner_id",
    "digest",
    "issued_first",
    "issued_last",
    "codes",
    "priority",
    "endorsed",
)
STATEMENT_COLUMNS = (*_COMPUTED, *(c for c in COLUMNS["statement"] if c not in _COMPUTED))
"""The columns of `statement` in the order in which `StatementRows` fills them."""


# the small ones


def term_row(vocabulary_id: int, term: Mapping[str, Any], position: int) -> Row:
    """The row of `term`."""
    words = json.dumps(term["words"], ensure_ascii=False) if term.get("words") else None
    return (vocabulary_id, term["key"], term.get("name"), term["definition"], words, position)


def claim_row(record: Plain, key: str, ids: Ids, statement: int, owner_id: int, position: int, digest: str) -> Row:
    """The row of `claim`, without its id."""
    given = {
        "id": None,
        "key": key,
        "statement_id": statement,
        "asserter_id": ids[record["asserter"]],
        "retracted": record.get("retracted", False),
        "position": position,
        "owner_id": owner_id,
        "digest": digest,
    }
    return _own_values(COLUMNS["claim"], record, given)


def relation_row(record: Plain, key: str, subject: int, object_: int, owner_id: int, position: int, digest: str) -> Row:
    """The row of `relation`, without its id."""
    return (None, key, subject, record["relation"], object_, owner_id, digest, position)


def coverage_row(record: Plain, key: str, ids: Ids, owner_id: int, position: int, digest: str) -> Row:
    """The row of `coverage`, without its id."""
    given = {
        "id": None,
        "key": key,
        "source_id": ids[record["source"]],
        "theme_id": ids[record["theme"]],
        "position": position,
        "owner_id": owner_id,
        "digest": digest,
    }
    return _own_values(COLUMNS["coverage"], record, given)
