"""New states of records put into the seed files that state them, with every other byte as it was.

Separate from the two forms of files it knows: callers say what is to be said, never how a file is written.
"""

import json
from collections.abc import Mapping
from typing import Any

from policykb.domain.models import MODELS
from policykb.errors import Problem, SeedError
from policykb.seed.canonical import in_file
from policykb.seed.expand import expand
from policykb.seed.places import Path
from policykb.seed.yaml_edit import YamlFile

Plain = dict[str, Any]


def rewritten(raw: bytes, name: str, records: Mapping[str, tuple[Plain, Plain]]) -> bytes:
    """The bytes of a file in which records, by key, are changed from one state (in JSON's shape) to another.

    ``name`` is the file's name to show; its ending tells the form. Raises SeedError where a record is not in the file,
    or stands in a form that cannot be changed.
    """
    return _in_lines(raw, name, records) if name.endswith(".jsonl") else _in_yaml(raw, name, records)


def _in_yaml(raw: bytes, name: str, records: Mapping[str, tuple[Plain, Plain]]) -> bytes:
    file = YamlFile(raw, name)
    places: dict[str, Path] = {
        record["key"]: path
        for path, record in expand(file.data)
        if isinstance(record, dict) and record.get("type") != "extension" and isinstance(record.get("key"), str)
    }
    for key, (before, after) in records.items():
        if key not in places:
            raise _absent(name, key)
        path = places[key]
        written = in_file(after)
        changed = [field for field in {**before, **after} if before.get(field) != after.get(field)]
        file = file.with_fields([(path, field, written[field]) for field in changed if field in after])
        for field in changed:
            if field not in after:
                file = file.without_field(path, field)
    return file.raw


def _in_lines(raw: bytes, name: str, records: Mapping[str, tuple[Plain, Plain]]) -> bytes:
    left = dict(records)
    lines = raw.splitlines(keepends=True)
    for n, line in enumerate(lines):
        if not line.strip():
            continue
        said = json.loads(line.decode("utf-8-sig"))
        key = said.get("key")
        if key in left and said.get("type") not in {"extension", "vocabulary"}:
            _, after = left.pop(key)
            end = line[len(line.rstrip(b"\r\n")) :]
            lines[n] = MODELS[after["type"]].model_validate(after).canonical().encode() + end
    if left:
        raise _absent(name, next(iter(left)))
    return b"".join(lines)


def _absent(name: str, key: str) -> SeedError:
    return SeedError([Problem(name, 0, 0, "", f"does not state {key} any more", "load it first")])
