"""Rows that follow from others, told again the slow way: what lies below what, which names stand where, which words."""

import json
from itertools import product
from pathlib import Path

from hypothesis import given, settings
from tests import strategies
from tests.builders import Fresh, Make, Plain, lines, query, small, totals, write

from policykb.domain.fields import STATEMENTS
from policykb.lexicon.linker import Alias, Linker
from policykb.lexicon.words import fold_name, terms
from policykb.store.engine import Database

Layout = list[tuple[str, Plain]]


TWO = strategies.layouts().flatmap(lambda layout: strategies.edits(layout).map(lambda edited: (layout, edited)))


@given(TWO)
@settings(max_examples=15)
def test_rows_that_follow_from_records(fresh: Fresh, layouts: tuple[Layout, Layout]) -> None:
    """Of a base that was loaded from one state of its files and then from another."""
    with fresh() as (folder, database):
        for layout in layouts:
            for path in folder.rglob("*.jsonl"):
                path.unlink()
            files: dict[str, list[Plain]] = {}
            for name, record in layout:
                files.setdefault(name, []).append(record)
            totals(database, write(folder, {name: lines(records) for name, records in files.items()}))
        records = [record for _, record in layouts[1]]
        assert closures(database) == naive_closures(records)
        assert mentions(database) == naive_mentions(records)
        assert searched(database) == naive_terms(records)
        assert issued(database) == naive_issued(records)


def closures(database: Database) -> set[tuple[str, str]]:
    return set(
        query(
            database.url,
            "SELECT a.key, d.key FROM closure c JOIN entity a ON a.id = c.ancestor_id"
            " JOIN entity d ON d.id = c.descendant_id",
        )
    )


def naive_closures(records: list[Plain]) -> set[tuple[str, str]]:
    """(above, below) until nothing more follows."""
    entities = [r for r in records if "evidence" not in r and r["type"] != "vocabulary" and "key" in r]
    found = {(r["key"], r["key"]) for r in entities}
    found |= {(above, r["key"]) for r in entities for above in (*r.get("broader", ()), *r.get("part_of", ()))}
    while more := {(a, d) for (a, b), (c, d) in product(found, found) if b == c} - found:
        found |= more
    return found


def mentions(database: Database) -> set[tuple[str, int, int, int, str]]:
    return set(
        query(
            database.url,
            'SELECT s.key, m.place, m.start, m."end", e.key FROM mention m JOIN entity e ON e.id = m.entity_id'
            " JOIN statement s ON s.id = m.statement_id",
        )
    )


def naive_mentions(records: list[Plain]) -> set[tuple[str, int, int, int, str]]:
    """A linker made of the records, over every text anew."""
    keys = [r["key"] for r in records if "key" in r]
    aliases = []
    for record in records:
        if record["type"] not in {"theme", "actor", "framework", "event"}:
            continue
        source = record["key"].partition("/")[0] if "/" in record["key"] else None
        every: list[Plain] = [{"text": a} if isinstance(a, str) else a for a in record.get("aliases", ())]
        # An alias written like the name has the name's rules too.
        for entry in (next((a for a in every if a["text"] == record["name"]), {"text": record["name"]}), *every):
            rules: Plain = {n: entry[n] for n in ("text", "case_sensitive", "not_in", "needs_any") if n in entry}
            scope = keys.index(source) if source in keys else None
            aliases.append(Alias(0, keys.index(record["key"]), scope=scope, **rules))
    linker = Linker(aliases)
    return {
        (record["key"], place, found.start, found.end, keys[found.entity])
        for record in records
        if record["type"] in STATEMENTS
        for place, text in texts_of(record)
        for found in linker.find(text, keys.index(record["source"]))
    }


def texts_of(record: Plain) -> list[tuple[int, str]]:
    quotes = [(n, item.get("quote", {}).get("exact")) for n, item in enumerate(record["evidence"], 1)]
    return [(0, record["text"]), *((n, text) for n, text in quotes if text)]


def searched(database: Database) -> dict[str, str]:
    return dict(query(database.url, "SELECT key, terms FROM statement"))


def naive_terms(records: list[Plain]) -> dict[str, str]:
    language = {r["key"]: r.get("language", "en") for r in records if r["type"] == "source"}
    return {r["key"]: terms(r["text"], language[r["source"]]) for r in records if r["type"] in STATEMENTS}


def issued(database: Database) -> dict[str, str | None]:
    return dict(query(database.url, "SELECT key, issued_first FROM statement"))


def naive_issued(records: list[Plain]) -> dict[str, str | None]:
    dates = {r["key"]: r.get("issued") for r in records if r["type"] == "source"}
    texts = {r["key"]: r.get("issued") or dates[r["source"]] for r in records if r["type"] in STATEMENTS}
    return {key: f"{text}-01-01"[: max(10, len(text))][:10] if text else None for key, text in texts.items()}


def test_names_are_kept_folded(make: Make, tmp_path: Path) -> None:
    base = make(tmp_path / "base.db")
    totals(base, small(tmp_path / "seed"))
    for text, folded in query(base.url, "SELECT text, folded FROM alias"):
        assert folded == fold_name(text)
    base.close()


def test_full_text_that_disagrees_is_seen(make: Make, engine: str, tmp_path: Path) -> None:
    base = make(tmp_path / "base.db")
    follows = engine == "postgresql"
    totals(base, small(tmp_path / "seed"))
    with base.writing() as connection:
        assert not base.dialect.full_text_faults(connection)
        connection.exec_driver_sql("UPDATE statement SET terms = 'other' WHERE key = 'report/doubts'")
        assert base.dialect.full_text_faults(connection) is not follows
    base.close()


def test_codes_and_rules_are_json(make: Make, tmp_path: Path) -> None:
    base = make(tmp_path / "base.db")
    alias = {"text": "Quad", "not_in": ["quad bike"], "needs_any": ["日本"]}
    actor: Plain = {"type": "actor", "key": "quad", "name": "The Four", "kind": "group", "aliases": [alias]}
    finding: Plain = {"type": "finding", "key": "report/f", "source": "report", "text": "T", "evidence": [{"page": 1}]}
    records = [actor, finding | {"codes": {"upr": "1", "a": "é"}}]
    totals(base, write(small(tmp_path / "seed"), {"z.jsonl": lines(records)}))
    ((not_in, needs_any),) = query(base.url, "SELECT not_in, needs_any FROM alias WHERE text = 'Quad'")
    assert (json.loads(not_in), json.loads(needs_any)) == (["quad bike"], ["日本"])
    assert query(base.url, "SELECT codes FROM statement WHERE key = 'report/f'") == [('{"a": "é", "upr": "1"}',)]
    base.close()
