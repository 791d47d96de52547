"""The views are what scripts may rely on: they stand in plain SQL and say what the flat rows of an answer say."""

import pytest
from hypothesis import given, settings
from sqlalchemy import inspect
from tests import strategies
from tests.builders import Fresh, Plain, lines, query, totals, write

from policykb import KnowledgeBase
from policykb.domain.fields import ENTITIES, STATEMENTS, SUBJECTS
from policykb.export.flat import columns_of
from policykb.store.engine import Database

COLUMNS = {
    "statement_theme": "statement type theme name position",
    "statement_actor": "statement type actor name role relation support position",
    "statement_framework": "statement type framework name relation position",
    "statement_event": "statement type event name position",
    "mentions": "statement type entity entity_type name place start end",
    "evidence_view": "statement type source position place section paragraph page quote_from quote_to exact prefix suffix"
    " file row",
    "membership": "framework framework_name actor actor_name role from to url source checked note",
    "participations": "event event_name person person_name role honorific affiliation organisations position",
    "claims": "statement aspect value asserter asserter_name on url quote retracted reason",
    "relations": "subject relation object",
    "coverage_view": "source theme by on vocabulary",
    "attachments": "source file format attached by passages pages footnotes fingerprint sha256",
    "passages": "key source ordinal section paragraph page look label level column_head text start end",
    "statements": "key type source publisher issued text kind strength action addressees condition purpose deadline"
    " measure endorsed proponents themes frameworks actors events priority source_number codes review confidence"
    " evidence citation position",
    "entities": "key type name kind note aliases url checked scope definition scope_note honorific family_name"
    " established date date_text place publisher publisher_key authors issued language doi licence event consensus"
    " disclaimer fingerprint",
    "parents": "child type parent parent_name position",
    "closures": "ancestor type descendant",
    "aliases": "entity type text language kind case_sensitive not_in needs_any position",
    "external_ids": "entity type scheme value",
    "authors": "source person name position",
}
AS_KEYS = {"broader", "part_of", "event"}
"""Columns of entities in which a view has keys, so that it can be joined, and a flat row names."""
NOT_YET = {"type", "ids", "citation", "codes"}
"""Columns that views of entities lack; the codes of a statement are JSON there."""


def subjects(kb: KnowledgeBase, subject: str) -> dict[str, Plain]:
    return {str(row["key"]): row for row in kb.query(f"{subject}s").to_rows()}


def columns(place: str, view: str) -> list[str]:
    engine = Database(place).engine
    try:
        return [str(column["name"]) for column in inspect(engine).get_columns(view)]
    finally:
        engine.dispose()


def viewed(place: str, subject: str) -> dict[str, Plain]:
    names = columns(place, subject)
    rows = (dict(zip(names, row, strict=True)) for row in query(place, f'SELECT * FROM "{subject}"'))
    return {row["key"]: row for row in rows}


def test_the_views_there_are(base: Database) -> None:
    assert set(inspect(base.engine).get_view_names()) == {*COLUMNS, *SUBJECTS}


@pytest.mark.parametrize("view", COLUMNS)
def test_columns_of_a_view(shipped_file: str, view: str) -> None:
    assert columns(shipped_file, view) == COLUMNS[view].split()


@pytest.mark.parametrize("subject", SUBJECTS)
def test_columns_of_a_view_are_those_of_the_flat_rows(shipped_file: str, subject: str) -> None:
    lacking = {column.name for column in columns_of([subject])} - set(columns(shipped_file, subject))
    assert lacking <= (NOT_YET if subject in ENTITIES else set())


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_shipped_seed(shipped_file: str, shipped: KnowledgeBase, subject: str) -> None:
    rows = subjects(shipped, subject)
    seen = viewed(shipped_file, subject)
    agrees(rows, seen, subject)
    of_all_types_agrees(shipped_file, seen, subject)


@given(strategies.bases())
@settings(max_examples=8)
def test_any_base(fresh: Fresh, records: list[Plain]) -> None:
    for evidence in (item for record in records for item in record.get("evidence", ())):
        if evidence.keys() == {"quote"}:
            evidence["page"] = 1
    with fresh() as (folder, database):
        totals(database, write(folder, {"a.jsonl": lines(records)}))
        with KnowledgeBase.open(database.url) as kb:
            for subject in SUBJECTS:
                seen = viewed(database.url, subject)
                agrees(subjects(kb, subject), seen, subject)
                of_all_types_agrees(database.url, seen, subject)


def agrees(rows: dict[str, Plain], seen: dict[str, Plain], subject: str) -> None:
    assert rows.keys() == seen.keys()
    otherwise = {"codes"} if subject in STATEMENTS else AS_KEYS | NOT_YET
    for key, row in rows.items():
        assert {n: seen[key][n] for n in row if n not in otherwise} == {n: row[n] for n in row if n not in otherwise}


def of_all_types_agrees(place: str, seen: dict[str, Plain], subject: str) -> None:
    """The views of all statements and of all entities say of each what the view of its own type says."""
    together = "statements" if subject in STATEMENTS else "entities"
    names = [name for name in next(iter(seen.values()), {"key": ""}) if name not in {"broader", "part_of"}]
    listed = ", ".join(f'"{name}"' for name in names)
    rows = query(place, f"SELECT {listed} FROM {together} WHERE type = ? ORDER BY key", subject)
    assert rows == [tuple(seen[key][name] for name in names) for key in sorted(seen)]


def test_lists_are_what_the_joined_columns_join(shipped_file: str) -> None:
    for view, here, there, joined in (
        ("aliases", "entity", "text", 'SELECT key, aliases FROM "{}"'),
        ("authors", "source", "name", "SELECT key, authors FROM source"),
        (
            "parents",
            "child",
            "parent",
            "SELECT key, broader FROM theme UNION ALL SELECT key, part_of FROM actor"
            " UNION ALL SELECT key, part_of FROM framework",
        ),
    ):
        listed: dict[str, list[str]] = {}
        for key, value in query(shipped_file, f"SELECT {here}, {there} FROM {view} ORDER BY {here}, position"):
            listed.setdefault(key, []).append(value)
        expected = {
            key: value.split("; ")
            for subject in (ENTITIES if "{}" in joined else [""])
            for key, value in query(shipped_file, joined.format(subject))
            if value
        }
        assert listed == expected != {}


def test_closures_are_parents_of_parents(shipped_file: str) -> None:
    climbed = query(
        shipped_file,
        "WITH RECURSIVE up(a, d) AS (SELECT key, key FROM entities UNION SELECT p.parent, up.d FROM up JOIN parents p"
        " ON p.child = up.a) SELECT a, d FROM up ORDER BY a, d",
    )
    assert query(shipped_file, "SELECT ancestor, descendant FROM closures ORDER BY 1, 2") == climbed


def test_parents_are_keys(shipped_file: str) -> None:
    assert query(shipped_file, "SELECT broader FROM theme WHERE key = 'trade'") == [("economic",)]


def test_what_a_script_asks(shipped_file: str) -> None:
    """As the README has it: members of a framework, what is asked of Japan, by theme."""
    members = query(
        shipped_file, "SELECT actor_name FROM membership WHERE framework = 'quad' AND \"to\" IS NULL ORDER BY 1"
    )
    assert [name for (name,) in members] == ["Australia", "India", "Japan", "United States"]
    asked = query(
        shipped_file,
        "SELECT r.key FROM recommendation r JOIN statement_actor a ON a.statement = r.key"
        " WHERE a.actor = 'japan' AND a.role = 'addressee'",
    )
    with KnowledgeBase.open(shipped_file) as kb:
        assert {key for (key,) in asked} == {r.key for r in kb.query("recommendations to Japan")}  # type: ignore[attr-defined]
