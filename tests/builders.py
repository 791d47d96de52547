"""Small seed folders, bases made of them, and what a base holds read without policykb; for every room's tests."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import Any

import psycopg

from policykb.errors import SeedError
from policykb.seed.load import load
from policykb.store.engine import Database

Plain = dict[str, Any]
Make = Callable[[Path], Database]
Fresh = Callable[[], AbstractContextManager[tuple[Path, Database]]]
VERSION = "0.test"

WORLD = """\
themes:
  - {key: economic, name: Economic policy}
  - {key: trade, name: Trade, broader: [economic]}
actors:
  - {key: japan, name: Japan, kind: state, aliases: [{text: Japanese, kind: demonym}]}
  - {key: united-states, name: United States, kind: state, aliases: [{text: U.S., case_sensitive: true}]}
  - {key: jane-doe, name: Jane Doe, kind: person, family_name: Doe}
frameworks:
  - {key: ipef, name: Indo-Pacific Economic Framework, kind: economic-framework, aliases: [IPEF]}
events:
  - {key: tokyo-summit, name: Tokyo summit, kind: summit, date: 2024-05}
"""
REPORT = """\
source: {key: report, title: A report, kind: report, authors: [jane-doe], issued: 2024-06}
groups:
  - {key: experts, name: Experts}
recommendations:
  - key: join-ipef
    text: Japan should stay in IPEF.
    strength: should
    addressees: [japan]
    proponents: [experts]
    themes: [trade]
    frameworks: [ipef]
    evidence:
      - {section: Summary, paragraph: 3}
findings:
  - {key: doubts, text: The U.S. doubts it., evidence: [{page: 2}]}
"""
"""A world and a report about it: enough for every type of link, and short enough to see what a test changes in it."""


def write(folder: Path, files: Mapping[str, str], collection: str = "tests") -> Path:
    """A seed folder with these files (and a marker), or these files added to it."""
    for name, text in ({"policykb.yaml": f"collection: {collection}\n"} | dict(files)).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return folder


def small(folder: Path, **files: str) -> Path:
    """The small world and its report as a folder; a keyword replaces or adds ``<keyword>.yaml``."""
    return write(folder, {"world.yaml": WORLD, "report.yaml": REPORT} | {f"{n}.yaml": t for n, t in files.items()})


def lines(records: Iterable[Plain]) -> str:
    """Records as JSON Lines."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


SECTIONS = {
    "vocabulary": "vocabularies",
    "theme": "themes",
    "actor": "actors",
    "framework": "frameworks",
    "event": "events",
    "recommendation": "recommendations",
    "finding": "findings",
    "commitment": "commitments",
    "claim": "claims",
    "relation": "relations",
    "coverage": "coverage",
}


def yaml(records: Iterable[Plain]) -> str:
    """Records of at most one source as a YAML file (in flow style, which is JSON), in the short form of seed files."""
    sections: Plain = {}
    for record in records:
        body = {name: value for name, value in record.items() if name != "type"}
        if record["type"] == "source":
            sections["source"] = body
            continue
        if record["type"] in {"recommendation", "finding", "commitment"}:
            body["key"] = body["key"].partition("/")[2]
            del body["source"]
        sections.setdefault(SECTIONS[record["type"]], []).append(body)
    return json.dumps(sections, ensure_ascii=False, indent=1) + "\n"


def problems(*paths: Path, database: Database | None = None) -> list[str]:
    """What a check says of these files (the file's name without its folder); empty if it finds nothing."""
    from policykb.seed.load import check

    try:
        check(paths, database)
    except SeedError as error:
        return [str(problem).removeprefix(f"{Path(problem.file).parent}/") for problem in error.problems]
    return []


def totals(database: Database, *paths: Path, include_pending: bool = False) -> tuple[int, int, int]:
    """Loads; how many records were added, changed, removed."""
    return load(paths, database, VERSION, include_pending=include_pending).totals


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def fingerprint(place: str | Path) -> object:
    """What tells one state of a base from another: every byte of a file; of a server all that is said and was."""
    if "://" not in str(place):
        return sha256(Path(place))
    return (
        state(place),
        query(place, "SELECT * FROM change ORDER BY id"),
        query(place, "SELECT * FROM owner ORDER BY 1"),
        query(place, "SELECT * FROM attachments ORDER BY source"),
        query(place, "SELECT * FROM passages ORDER BY source, ordinal"),
    )


def query(place: str | Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """Rows of plain SQL from a file or a server (by URL), through the database's own driver; truth is 1 or 0."""
    (rows,) = _queries(place, [sql], values)
    return rows


def _queries(place: str | Path, statements: Iterable[str], values: Sequence[object] = ()) -> Iterator[list[Any]]:
    if "://" in str(place):
        with psycopg.connect(str(place).replace("+psycopg", "")) as server:
            for sql in statements:
                rows = server.execute(sql.replace("%", "%%").replace("?", "%s").encode(), values).fetchall()
                yield [tuple(int(v) if isinstance(v, bool) else v for v in row) for row in rows]
        return
    with closing(sqlite3.connect(f"file:{place}?mode=ro", uri=True)) as connection:
        for sql in statements:
            yield connection.execute(sql, values).fetchall()


def rows(path: Path, like: Path) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of a file, of the tables and columns that another has: what a change of the schema leaves alone."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for (name,) in query(like, "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"):
        if name.startswith(("statement_fts", "passage")) or name in {"about", "alembic_version"}:
            continue
        columns = ", ".join(f'"{c}"' for (c,) in query(like, f"SELECT name FROM pragma_table_info('{name}')"))
        found[name] = sorted(query(path, f'SELECT {columns} FROM "{name}"'), key=repr)
    return found


def assert_sound(database: Database) -> None:
    """What must hold after everything: the engine's own checks, foreign keys, full text."""
    if database.engine.dialect.name == "sqlite":
        assert query(database.url, "PRAGMA integrity_check") == [("ok",)]
        assert query(database.url, "PRAGMA foreign_key_check") == []
    with database.writing() as connection:
        assert not database.dialect.full_text_faults(connection)


STATE = {
    "entity": "SELECT e.type, e.key, e.name, e.note, e.url, e.checked, e.checked_first, e.checked_last, f.key, s.key,"
    " o.name, e.digest FROM entity e LEFT JOIN entity f ON f.id = e.fact_source_id"
    " LEFT JOIN entity s ON s.id = e.scope_id JOIN owner o ON o.id = e.owner_id",
    "alias": "SELECT e.key, a.position, a.text, a.folded, a.language, a.kind, a.case_sensitive, a.not_in, a.needs_any"
    " FROM alias a JOIN entity e ON e.id = a.entity_id",
    "external_id": "SELECT e.key, x.scheme, x.value FROM external_id x JOIN entity e ON e.id = x.entity_id",
    "mapping": "SELECT e.key, m.position, m.relation, m.scheme, m.code FROM mapping m"
    " JOIN entity e ON e.id = m.entity_id",
    "former_key": "SELECT former, key, position FROM former_key",
    "parent": "SELECT c.key, p.key, r.position FROM parent r JOIN entity c ON c.id = r.child_id"
    " JOIN entity p ON p.id = r.parent_id",
    "closure": "SELECT a.key, d.key FROM closure c JOIN entity a ON a.id = c.ancestor_id"
    " JOIN entity d ON d.id = c.descendant_id",
    "entity_text": "SELECT e.key, t.field, t.terms FROM entity_text t JOIN entity e ON e.id = t.entity_id",
    "reference": "SELECT e.key, r.position, r.number, r.author, r.title, r.issued, r.url, r.text FROM reference r"
    " JOIN entity e ON e.id = r.source_id",
    "statement": "SELECT s.key, s.position, s.terms, s.voiced, o.name, s.digest, s.issued, s.issued_first,"
    " s.issued_last, s.codes, s.confidence FROM statement s JOIN owner o ON o.id = s.owner_id",
    "statement_text": "SELECT s.key, t.field, t.terms FROM statement_text t JOIN statement s ON s.id = t.statement_id",
    "term": "SELECT v.key, v.name, v.definition, v.digest, o.name, t.key, t.name, t.definition, t.words, t.position"
    " FROM vocabulary v JOIN term t ON t.vocabulary_id = v.id JOIN owner o ON o.id = v.owner_id",
    "position": "SELECT e.key, o.name, e.position FROM entity e JOIN owner o ON o.id = e.owner_id UNION ALL"
    " SELECT v.key, o.name, v.position FROM vocabulary v JOIN owner o ON o.id = v.owner_id",
    "extension": "SELECT x.key, o.name, x.position, x.record FROM extension x JOIN owner o ON o.id = x.owner_id"
    " UNION ALL SELECT e.key, '', 0, x.record FROM extended x JOIN entity e ON e.id = x.entity_id",
    "mention": 'SELECT s.key, m.place, m.start, m."end", e.key, a.text FROM mention m'
    " JOIN statement s ON s.id = m.statement_id JOIN entity e ON e.id = m.entity_id JOIN alias a ON a.id = m.alias_id",
    "small": "SELECT 'claim', c.key, o.name, c.position, c.digest FROM claim c JOIN owner o ON o.id = c.owner_id"
    " UNION ALL SELECT 'relation', r.key, o.name, r.position, r.digest FROM relation r JOIN owner o ON o.id = r.owner_id"
    " UNION ALL SELECT 'coverage', v.key, o.name, v.position, v.digest FROM coverage v JOIN owner o ON o.id = v.owner_id",
} | {
    view: f'SELECT * FROM "{view}"'
    for view in (
        *("recommendation", "finding", "commitment", "theme", "actor", "framework", "event", "source"),
        *("statement_theme", "statement_actor", "statement_framework", "statement_event", "evidence_view"),
        *("mentions", "membership", "participations", "claims", "relations", "coverage_view"),
    )
}
"""Everything a base says, by key and without the ids, times and loads that may differ between equal bases."""


def state(place: str | Path) -> dict[str, list[tuple[Any, ...]]]:
    """`STATE` of a base, each part sorted."""
    rows = _queries(place, STATE.values())
    return {name: sorted(some, key=repr) for name, some in zip(STATE, rows, strict=True)}


def differences(one: str | Path, other: str | Path) -> dict[str, tuple[list[str], list[str]]]:
    """What only one of two bases says; empty where they say the same."""
    left, right = state(one), state(other)
    return {
        name: (sorted(map(str, {*left[name]} - {*right[name]})), sorted(map(str, {*right[name]} - {*left[name]})))
        for name in STATE
        if left[name] != right[name]
    }


FULL: Plain = {
    "type": "recommendation",
    "key": "report/full",
    "source": "report",
    "text": '=SUM(A1) "quoted", a; b\nand 日本 with 😀 and _x000D_',
    "strength": "should",
    "action": "join",
    "addressees": [{"key": "japan", "role": "example"}, {"key": "united-states"}],
    "proponents": [{"key": "report/experts", "support": "some"}, {"key": "jane-doe"}],
    "themes": ["trade", "economic"],
    "frameworks": [{"key": "ipef", "relation": "join"}],
    "actors": [{"key": "united-states", "role": "partner"}],
    "events": ["tokyo-summit"],
    "condition": "-1 if the | others agree",
    "purpose": "@home",
    "deadline": "+2 years",
    "measure": "007",
    "priority": True,
    "endorsed": False,
    "issued": "2024-05-03",
    "source_number": "3/4",
    "codes": {"upr": "42.1", "sdg": "8"},
    "evidence": [
        {"section": "Summary", "paragraph": 3, "page": 7, "row": 9, "file": "ab" * 32, "quote": {"exact": "join"}},
        {"page": 8, "quote": {"from": "Japan", "to": "IPEF"}},
    ],
}
"""A recommendation with every field of the flat row filled, for `small`, and texts that formats stumble over."""

FULL_CELLS: Plain = {
    "key": "report/full",
    "type": "recommendation",
    "source": "report",
    "publisher": "Trade Institute",
    "text": FULL["text"],
    "strength": "should",
    "action": "join",
    "addressees": "Japan; United States",
    "proponents": "Experts; Jane Doe",
    "themes": "Trade; Economic policy",
    "frameworks": "Indo-Pacific Economic Framework",
    "actors": "United States",
    "events": "Tokyo summit",
    "condition": "-1 if the | others agree",
    "purpose": "@home",
    "deadline": "+2 years",
    "measure": "007",
    "priority": True,
    "endorsed": False,
    "issued": "2024-05-03",
    "source_number": "3/4",
    "codes": "sdg=8; upr=42.1",
    "evidence": "Summary, para. 3, p. 7, row 9; p. 8",
    "citation": "Doe 2024, Summary, para. 3, p. 7, row 9; p. 8",
}
"""The flat row of `FULL`, by hand."""


def with_full(folder: Path) -> Path:
    """The small world with `FULL` in it, and a publisher with an address for its report."""
    institute = "  - {key: trade-institute, name: Trade Institute, kind: think-tank}\nframeworks:"
    report = REPORT.replace(
        "issued: 2024-06", "publisher: trade-institute, url: https://example.org/r, issued: 2024-06"
    )
    world = WORLD.replace("frameworks:", institute, 1)
    return write(folder, {"world.yaml": world, "report.yaml": report, "full.jsonl": lines([FULL])})
