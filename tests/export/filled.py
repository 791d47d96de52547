"""A base with one recommendation and one source that have every field filled, with what breaks careless writers."""

import json
from pathlib import Path
from typing import Any

from tests.builders import Make, totals, write

from policykb import KnowledgeBase

NASTY = '=1+1; "quoted", <b>bold</b> & *stars* | pipe_under \\ $5 100% #tag {brace} ~x^2 C:\\dir ﬁ 東京 é'
THEMES = [
    {"key": "economic", "name": "Economic <policy>", "definition": NASTY},
    {"key": "trade", "name": "Trade & tariffs", "broader": ["economic"], "aliases": ["commerce", "Trade"],
     "scope_note": NASTY, "note": "A note.", "url": "https://example.org/t", "checked": "2026-11",
     "mappings": [{"relation": "exact", "scheme": "eurovoc", "code": "11"},
                  {"relation": "close", "scheme": "else", "code": "7 8"}]},
]  # fmt: skip
ACTORS = [
    {"key": "japan", "name": "Japan", "kind": "state"},
    {"key": "ncafp", "name": "Committee, and Sons", "kind": "think-tank", "aliases": ["CAS"]},
    {"key": "jane-doe", "name": "Jane Mary Doe", "kind": "person", "family_name": "Doe"},
    {"key": "sato", "name": "Satō Ken and Co", "kind": "person", "family_name": "Satō"},
]
FRAMEWORKS = [
    {"key": "ipef", "name": "IPEF", "kind": "economic-framework", "established": "2022-05-23"},
    {"key": "pillar", "name": "Pillar One", "kind": "economic-framework", "part_of": ["ipef"]},
]
EVENTS = [{"key": "summit", "name": "The summit", "kind": "summit", "date": "2024-05", "place": "Tokyo"}]
SOURCE = {
    "key": "report", "title": f"Trade: {NASTY}", "kind": "conference-report", "publisher": "ncafp",
    "authors": ["jane-doe", "sato"], "issued": "2024-06-09", "language": "en", "url": "https://example.org/r?a=1&b=2",
    "doi": "10.1000/x_1", "licence": "CC BY 4.0", "event": "summit", "consensus": True, "disclaimer": "Theirs.",
    "note": "Read twice.", "aliases": ["the report"], "ids": {"isbn": "1"},
}  # fmt: skip
FULL = {
    "key": "full", "text": NASTY, "strength": "must", "action": "strengthen",
    "addressees": ["japan", {"key": "pillar", "role": "example"}],
    "proponents": [{"key": "ncafp", "support": "most"}], "themes": ["trade", "economic"],
    "frameworks": [{"key": "ipef", "relation": "strengthen"}, "pillar"],
    "actors": [{"key": "ncafp", "role": "partner"}], "events": ["summit"], "condition": "If =asked.",
    "purpose": "To 'hold'.", "deadline": "by 2030", "measure": "+5 points", "priority": True, "endorsed": False,
    "issued": "2024-05-31", "source_number": "12(a)", "codes": {"uhri": "A 5"},
    "evidence": [{"section": "Part <1>", "paragraph": 3, "quote": {"from": "we, the - few", "to": "at once", "prefix": "So"}},
                 {"page": 7, "quote": {"exact": "@once"}}],
}  # fmt: skip
PLAIN = {"key": "plain", "text": "Japan should wait.", "strength": "could", "evidence": [{"page": 1}]}


def filled(make: Make, folder: Path) -> KnowledgeBase:
    """The base, open."""
    world: dict[str, Any] = {"themes": THEMES, "actors": ACTORS, "frameworks": FRAMEWORKS, "events": EVENTS}
    report: dict[str, Any] = {"source": SOURCE, "recommendations": [FULL, PLAIN]}
    database = make(folder / "filled.db")
    seed = write(
        folder / "seed", {name: json.dumps(data) for name, data in (("world.yaml", world), ("report.yaml", report))}
    )
    totals(database, seed)
    database.close()
    return KnowledgeBase.open(database.url)
