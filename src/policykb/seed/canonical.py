"""Records to the one canonical text of their YAML file: what `dump` writes and what the shipped files are written in.

Separate from reading because it is its inverse and must never be guessed at: for equal records there is one text.

- The line that names the schema for editors comes first; no comments, no blank lines.
- Sections stand in the order of their first records, records in the order in which they were loaded; `references`
  follow their source. Fields stand in the order of `ORDER`; a field that has its default is left out.
- In a source's own file its statements and groups have their local keys, and what is said by the section is left out.
- A bare key stands for an object that says nothing else; memberships and participations say their role in any case.
- A record is a block with a field a line, terms and references too. Relations and coverage, aliases with rules,
  memberships, participations, evidence and other small objects are one line each in ``{...}``. A list of short things
  is one line in ``[...]`` where that line has at most 120 characters, else a line an item.
- A text is plain where the strict reader reads it back so, else in double quotes.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from policykb.domain.fields import STATEMENTS
from policykb.domain.models import MODELS
from policykb.seed.sections import SECTIONS

Plain = dict[str, Any]

WIDEST = 120
"""Characters of the longest line on which a list of short things stands whole."""
SCHEMA = PurePosixPath("schema/seed.schema.json")
"""Where the schema for editors is, below the folder of a collection."""

ORDER = (
    *("statement", "aspect", "value", "asserter", "on", "subject", "relation", "object"),
    *("key", "text", "name", "title", "kind", "publisher", "authors", "family_name", "honorific"),
    *("definition", "scope_note", "broader", "part_of", "ids", "established", "date", "date_text", "place"),
    *("issued", "language", "event", "consensus", "disclaimer", "strength", "action", "condition", "purpose"),
    *("deadline", "measure", "priority", "endorsed", "addressees", "proponents", "themes", "frameworks", "actors"),
    *("events", "source_number", "codes", "review", "confidence", "url", "doi", "licence", "source", "checked"),
    *(
        "note",
        "fingerprint",
        "former_keys",
        "aliases",
        "mappings",
        "memberships",
        "participations",
        "references",
        "terms",
    ),
    *("evidence", "quote", "retracted", "reason"),
)
"""The fields of all records in the order in which a file has them."""
_RANK = {name: rank for rank, name in enumerate(ORDER)}
_COVERAGE = ("source", "theme", "by", "on", "vocabulary")
_BLOCKS = {"terms", "references"}
"""Lists whose items are records in little: a block each."""
_LINES = {"memberships", "participations", "mappings", "evidence"}
"""Lists whose items always have a line of their own."""
_IN_LINE = {"relation", "coverage"}
"""Types of records that are one line each."""
_LINKS = {"addressees": None, "proponents": None, "frameworks": ("relation", "topic"), "actors": ("role", "topic")}
"""Lists of links, with the value that a bare key has."""
_ROLES = {"memberships": ("actor", "member"), "participations": ("person", "participant")}
"""Lists of people and states with whose they are, and the role that is meant where none is said."""
_GROUPS = ("addressees", "proponents", "actors", "part_of")
"""Lists that may name the file's own groups by their local keys, as `expand` reads them."""

_UNSAFE_START = re.compile(r"""[!&*|>'"%@`#,\[\]{}~:]|[-?](?![A-Za-z0-9])""")
_UNSAFE = re.compile(r": | #|:$|[\n\t]|^(<<|null|Null|NULL)$")
_UNSAFE_IN_FLOW = re.compile(r"[,\[\]{}?]")


def yaml_file(records: Iterable[Plain], path: str) -> str:
    """The text of the file at ``path`` below its root, which holds these records (in JSON's shape) in this order."""
    depth = len(PurePosixPath(path).parts) - 1
    lines = [f"# yaml-language-server: $schema={'../' * depth}{SCHEMA}"]
    for name, some in _sections(records).items():
        lines.append(f"{name}:")
        if name == "source":
            lines += _fields(some[0], "  ")
            continue
        for record in some:
            if record.pop("type", "reference") in _IN_LINE:
                lines.append(f"  - {flow(record)}")
            else:
                lines += _item(record, "  ")
    return "\n".join(lines) + "\n"


def json_line(record: Plain) -> str:
    """A record as one line of JSON Lines, with its line end."""
    return MODELS[record["type"]].model_validate(record).canonical() + "\n"


def _sections(records: Iterable[Plain]) -> dict[str, list[Plain]]:
    """The records by section in the short form of the file, each still with its type."""
    full = [MODELS[record["type"]].model_validate(record).to_dict() for record in records]
    source = next((record["key"] for record in full if record["type"] == "source"), None)
    local = _Local(source, full)
    found: dict[str, list[Plain]] = {}
    for record in full:
        name = local.section(record)
        references = record.pop("references", None) if name == "source" else None
        found.setdefault(name, []).append(_in_order(local.shortened(record, name)))
        if references:
            found["references"] = references
    for record in found.get("source", ()):
        del record["type"]
    return found


class _Local:
    """What a source's own file leaves out, the inverse of `policykb.seed.expand`."""

    def __init__(self, source: str | None, records: Iterable[Plain]) -> None:
        self._source = source
        self._prefix = f"{source}/" if source else "/"
        own = [record for record in records if str(record.get("key")).startswith(self._prefix)]
        self._groups = {record["key"] for record in own if record["type"] == "actor"}
        self._statements = {record["key"] for record in own if record["type"] in STATEMENTS}

    def section(self, record: Plain) -> str:
        if record.get("key") in self._groups:
            return "groups"
        return next(name for name, section in SECTIONS.items() if section.type == record["type"])

    def shortened(self, record: Plain, section: str) -> Plain:
        short = dict(record)
        if section and SECTIONS[section].in_source:
            short["key"] = record["key"].removeprefix(self._prefix)
            if "former_keys" in record:
                short["former_keys"] = [former.removeprefix(self._prefix) for former in record["former_keys"]]
        if record["type"] in {*STATEMENTS, "coverage"} and record["source"] == self._source:
            del short["source"]
        if section == "groups" and record.get("kind") == "group":
            del short["kind"]
        for name in ("statement", "subject", "object"):
            if record.get(name) in self._statements:
                short[name] = record[name].removeprefix(self._prefix)
        if record.get("asserter") in self._groups:
            short["asserter"] = record["asserter"].removeprefix(self._prefix)
        for name in _GROUPS:
            if isinstance(record.get(name), list):
                short[name] = [self._group(item) for item in record[name]]
        for name, (who, role) in _ROLES.items():
            if name in record:
                short[name] = [{who: item[who], "role": role, **item} for item in record[name]]
        for name, default in _LINKS.items():
            if isinstance(short.get(name), list):
                short[name] = [_bare(item, default) for item in short[name]]
        return short

    def _group(self, item: Any) -> Any:
        if isinstance(item, dict):
            return {**item, "key": self._group(item["key"])}
        return item.removeprefix(self._prefix) if item in self._groups else item


def in_file(record: Plain) -> Plain:
    """The fields of a record as any file may have them: bare keys where a link says no more, full keys everywhere."""
    short = _Local(None, ()).shortened(record, "")
    return {name: value for name, value in short.items() if name not in {"type", "key"}}


def _bare(item: Any, default: tuple[str, str] | None) -> Any:
    if not isinstance(item, dict):
        return item
    besides = {name: value for name, value in item.items() if name != "key" and (name, value) != default}
    return {"key": item["key"], **besides} if besides else item["key"]


def _in_order(record: Plain) -> Plain:
    if record["type"] == "coverage":
        return {name: record[name] for name in ("type", *_COVERAGE) if name in record}
    return dict(sorted(record.items(), key=lambda item: _RANK.get(item[0], len(ORDER))))


def _item(record: Mapping[str, Any], indent: str) -> Iterator[str]:
    """A record as an item of a list: its fields in a block, the first behind the hyphen."""
    first, *rest = _fields(record, f"{indent}  ")
    yield f"{indent}- {first.lstrip(' ')}"
    yield from rest


def _fields(record: Mapping[str, Any], indent: str) -> Iterator[str]:
    for name, value in record.items():
        head = f"{indent}{name}:"
        if not isinstance(value, list):
            yield f"{head} {flow(value) if isinstance(value, dict) else scalar(value)}"
        elif name in _BLOCKS and value:
            yield head
            for item in value:
                yield from _item(item, f"{indent}  ")
        elif not _own_lines(name, value) and len(line := f"{head} {flow(value)}") <= WIDEST:
            yield line
        elif not value:
            yield f"{head} []"
        else:
            yield head
            for item in value:
                yield f"{indent}  - {scalar(item) if isinstance(item, str) else flow(item)}"


def _own_lines(name: str, items: list[Any]) -> bool:
    return bool(items) and (name in _LINES or (name == "aliases" and any(isinstance(item, dict) for item in items)))


def flow(value: Any) -> str:
    """A value on one line: lists in ``[...]``, mappings in ``{...}``."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {flow(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(flow, value)) + "]"
    return scalar(value, in_flow=True)


def scalar(value: Any, *, in_flow: bool = False) -> str:
    """A value as the strict reader reads it back.

    >>> scalar("NO"), scalar("A: B"), scalar("a, b"), scalar("a, b", in_flow=True), scalar(True)
    ('NO', '"A: B"', 'a, b', '"a, b"', 'true')
    """
    if not isinstance(value, str):
        return json.dumps(value)
    if not value or _UNSAFE_START.match(value) or _UNSAFE.search(value) or (in_flow and _UNSAFE_IN_FLOW.search(value)):
        return json.dumps(value, ensure_ascii=False)
    return value
