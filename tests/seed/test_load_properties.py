"""What must hold of any base and any sequence of loads; the bases are generated."""

import json
from collections.abc import Iterable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests import strategies
from tests.builders import Fresh, Plain, assert_sound, differences, lines, query, totals, write, yaml

from policykb.domain.fields import ENTITIES, STATEMENTS
from policykb.domain.models import MODELS
from policykb.store import reading
from policykb.store.engine import Database

Layout = list[tuple[str, Plain]]
FULL = (*ENTITIES, *STATEMENTS)


def canonical(record: Plain) -> str:
    return MODELS[record["type"]].model_validate(record).canonical()


def as_json(records: Iterable[Plain]) -> dict[str, Plain]:
    """By key, what entities and statements are in JSON."""
    return {r["key"]: json.loads(canonical(r)) for r in records if r["type"] in FULL}


def read_back(database: Database) -> dict[str, Plain]:
    path = database.url
    with database.reading() as connection:
        found = [*reading.statements(connection, [id_ for (id_,) in query(path, "SELECT id FROM statement")])]
        found += reading.entities(connection, [id_ for (id_,) in query(path, "SELECT id FROM entity")])
    return {record["key"]: record for record in found}


def by_file(layout: Layout) -> dict[str, str]:
    """The text of each JSON Lines file."""
    files: dict[str, list[Plain]] = {}
    for name, record in layout:
        files.setdefault(name, []).append(record)
    return {name: lines(records) for name, records in files.items()}


def as_yaml(records: list[Plain]) -> dict[str, str]:
    """A YAML file for each source with its statements, and one for the rest."""
    files: dict[str, list[Plain]] = {"the-world": []}
    for record in records:
        source = record["key"] if record["type"] == "source" else record.get("source")
        home = source if source and record["type"] in {"source", *STATEMENTS} else "the-world"
        files.setdefault(home, []).append(record)
    return {f"{name}.yaml": yaml(some) for name, some in files.items()}


def load_all(database: Database, folder: Path, files: dict[str, str]) -> tuple[int, int, int]:
    """Loads a folder that holds these files and no others."""
    for path in [*folder.rglob("*.jsonl"), *folder.rglob("*.yaml")]:
        path.unlink()
    return totals(database, write(folder, files))


@given(strategies.bases())
@settings(max_examples=14)
def test_records_come_back_as_they_went_in(fresh: Fresh, records: list[Plain]) -> None:
    with fresh() as (folder, database):
        assert totals(database, write(folder, {"a.jsonl": lines(records)})) == (len(records), 0, 0)
        assert read_back(database) == as_json(records)


@given(strategies.bases())
@settings(max_examples=14)
def test_yaml_and_json_lines_are_the_same_to_a_load(fresh: Fresh, records: list[Plain]) -> None:
    with fresh() as (folder, database):
        assert totals(database, write(folder, as_yaml(records))) == (len(records), 0, 0)
        assert read_back(database) == as_json(records)
        assert load_all(database, folder, {"a.jsonl": lines(records)}) == (0, 0, 0)
        assert read_back(database) == as_json(records)


BEFORE_AND_AFTER = st.one_of(
    strategies.layouts().flatmap(lambda layout: st.tuples(st.just(layout), strategies.edits(layout))),
    st.tuples(strategies.layouts(), strategies.layouts()),
)


@given(BEFORE_AND_AFTER, st.booleans())
@settings(max_examples=14)
def test_a_base_is_what_its_files_say_whatever_was_loaded_before(
    fresh: Fresh, layouts: tuple[Layout, Layout], again: bool
) -> None:
    before, after = layouts
    with fresh() as (folder, database), fresh() as (elsewhere, other):
        for layout in (before, after, before, after) if again else (before, after):
            load_all(database, folder, by_file(layout))
            assert_sound(database)
        load_all(other, elsewhere, by_file(after))
        assert differences(database.url, other.url) == {}
        assert totals(database, folder) == (0, 0, 0)
        assert load_all(database, folder, {name: f"{text}\n" for name, text in by_file(after).items()}) == (0, 0, 0)
        assert history_replayed(database) == sorted(canonical(record) for _, record in after)


def history_replayed(database: Database) -> list[str]:
    """The JSON of all records, found by following the changes; each must begin where the one before it ended."""
    now: dict[tuple[bool, str], str | None] = {}
    sql = "SELECT type, key, op, before, after FROM change ORDER BY id"
    for type_, key, op, before, after in query(database.url, sql):
        # A group and a statement of a source may bear the same key, one after the other.
        record = (type_ in ENTITIES, key)
        assert now.get(record) == before
        assert op == ("add" if before is None else "remove" if after is None else "change")
        now[record] = after
    return sorted(json_ for json_ in now.values() if json_ is not None)
