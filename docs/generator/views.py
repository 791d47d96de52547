"""The lists of what SQL and the ORM have, for docs/sql.md and docs/python.md: every view, column and relationship.

Separate from the pages around them, which are written by hand and hold a mark where a list belongs.
"""

import re
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import configure_mappers

from policykb import KnowledgeBase, orm
from policykb.domain.fields import FIELDS
from policykb.orm.mapping import Base
from policykb.store.views import VIEWS

_POSITION = "its place in the order, from 0"
_STATEMENT = {
    "type": "recommendation, finding or commitment",
    "source": "key of the source that makes it",
    "publisher": "name of who published that",
    "kind": "of a finding: assessment, concern, praise, disagreement, expectation, question, fact",
    "addressees": "who is asked to act",
    "themes": "what it is about",
    "codes": "how it is coded elsewhere, as JSON",
    "evidence": "where its passages stand",
}
COLUMNS: dict[str, dict[str, str]] = {
    "*": {
        "statement": "key of the statement",
        "theme": "key of the theme",
        "position": _POSITION,
        "type": "type of the statement or entity",
        "citation": "ready to copy",
        "checked": "when that was checked",
        "url": "where that was checked",
        "note": "a remark",
    },
    "recommendation": _STATEMENT,
    "finding": _STATEMENT,
    "commitment": _STATEMENT,
    "statements": _STATEMENT | {"position": "its place in its source's file"},
    "statement_actor": {
        "actor": "key of the actor or framework",
        "name": "its name",
        "role": "addressee, proponent or actor",
        "relation": "beneficiary, partner, target, topic, obstacle; example",
        "support": "of a proponent: all, most, some, one",
    },
    "statement_theme": {"name": "its name"},
    "statement_framework": {
        "framework": "key of the framework",
        "name": "its name",
        "relation": "an action word, use or topic",
    },
    "statement_event": {"event": "key of the event", "name": "its name"},
    "mentions": {
        "entity": "key of what is named",
        "entity_type": "its type",
        "name": "its usual name",
        "place": "0: the text; n: the exact quote of the n-th passage",
        "start": "first character, from 0",
        "end": "the character after the last",
    },
    "evidence_view": {
        "source": "key of the source",
        "place": "as a citation has it",
        "section": "heading as printed",
        "paragraph": "from 1 inside the section",
        "page": "page",
        "quote_from": "first words",
        "quote_to": "last words",
        "exact": "all of its words",
        "prefix": "words before it",
        "suffix": "words after it",
        "file": "SHA-256 of an imported file",
        "row": "row of it",
    },
    "claims": {
        "aspect": "response or progress",
        "value": "accepted, implemented, ...",
        "asserter": "key of who says so",
        "asserter_name": "its name",
        "on": "when",
        "url": "where it is said",
        "quote": "in which words",
        "retracted": "1: taken back",
        "reason": "why",
    },
    "relations": {
        "subject": "key of the statement that does it",
        "relation": "supports, contradicts, refines, restates, supersedes, responds-to",
        "object": "key of the other statement",
    },
    "theme": {"broader": "keys of wider themes"},
    "actor": {"part_of": "keys of what it is part of"},
    "framework": {"part_of": "keys of what it is part of"},
    "event": {},
    "source": {"event": "key of the event it reports", "publisher": "name of who published it", "url": "its address"},
    "entities": {
        "scope": "the only source in which a group exists",
        "publisher": "name of who published it",
        "publisher_key": "key of who published it",
        "event": "key of the event it reports",
        "url": "a source's address; of others, where facts were checked",
        "checked": "when facts were checked",
    },
    "aliases": {
        "entity": "key of the entity",
        "text": "the name",
        "language": "its language",
        "kind": "name, acronym, short, former, translation, metonym, demonym",
        "case_sensitive": "1: only in these capitals",
        "not_in": "phrases in which it is not meant, as a JSON list",
        "needs_any": "words of which one must stand in the text, as a JSON list",
        "position": "its place in the order, from 1",
    },
    "external_ids": {
        "entity": "key of the entity",
        "scheme": "iso3166, wikidata, ror, lei",
        "value": "the number",
    },
    "parents": {
        "child": "key of what is narrower, or a part",
        "parent": "key of what is broader, or the whole",
        "parent_name": "its name",
    },
    "closures": {"ancestor": "key of what is above", "descendant": "key of what is below, or itself"},
    "membership": {
        "framework": "key of the framework",
        "framework_name": "its name",
        "actor": "key of who belongs to it",
        "actor_name": "its name",
        "role": "member, partner, observer, applicant, signatory, consulting",
        "from": "since when; empty: since its founding",
        "to": "until when; empty: still",
        "source": "the source in which that was checked",
    },
    "participations": {
        "event": "key of the event",
        "event_name": "its name",
        "person": "key of the person",
        "person_name": "its name",
        "role": "participant, observer, speaker",
        "honorific": "as printed",
        "affiliation": "as printed",
        "organisations": "keys of the organisations meant",
    },
    "authors": {"source": "key of the source", "person": "key of the person", "name": "its name"},
    "coverage_view": {
        "source": "key of the source",
        "by": "who read it",
        "on": "when",
        "vocabulary": "under which version of the themes",
    },
    "attachments": {
        "source": "key of the source",
        "file": "name of the file",
        "format": "pdf, docx, html, ...: its suffix",
        "attached": "when, in UTC",
        "by": "by whom",
        "passages": "how many passages it has",
        "pages": "how many pages; empty where they are unknown",
        "footnotes": "how many footnotes",
        "fingerprint": "SHA-256 of the text in its normal form",
        "sha256": "SHA-256 of the file",
    },
    "passages": {
        "key": "key of the passage: `<source>#<number>`",
        "source": "key of the source",
        "ordinal": "its number in the text, from 1",
        "section": "the heading it stands under",
        "paragraph": "its number in its section, from 1",
        "page": "the page on which it starts; empty where pages are unknown",
        "look": "paragraph, item (of a list) or cell (of a table)",
        "label": "the number or letter it bears, as printed",
        "level": "how deep it stands in lists; 0: in none",
        "column_head": "of a cell, what heads its column",
        "text": "its words",
        "start": "where it begins in the running text, in characters from 0",
        "end": "where it ends there",
    },
}
"""What columns mean: by view, else as the table of fields has it, else for every view."""


def shown_views() -> dict[str, list[str]]:
    """The views of a fresh base with their columns."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "kb.db")
        KnowledgeBase.init(path, empty=True)[0].close()
        with closing(sqlite3.connect(path)) as connection:
            names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
            return {name: [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')] for name in names}


def meaning(view: str, column: str) -> str:
    """What a column holds; SystemExit where nobody has said it."""
    if found := COLUMNS.get(view, {}).get(column):
        return found
    records = {"statements", "entities", *("recommendation", "finding", "commitment")}
    records |= {"theme", "actor", "framework", "event", "source"}
    field = next((field for field in FIELDS if field.name == column), None)
    if view in records and field is not None:
        return field.meaning[0].lower() + re.sub(r"(?<!\.)\.$", "", field.meaning[1:])
    if found := COLUMNS["*"].get(column):
        return found
    raise SystemExit(f"docs/generator/views.py does not say what {view}.{column} holds")


def views_list() -> str:
    """Every view as a section: what it is for and its columns."""
    views = shown_views()
    if unknown := views.keys() ^ VIEWS.keys():
        raise SystemExit(f"docs/generator/views.py and the base disagree on {', '.join(sorted(unknown))}")
    lines: list[str] = []
    for view, what in VIEWS.items():
        lines += [f"### `{view}`", "", what, "", "| column | holds |", "|---|---|"]
        lines += [f"| `{column}` | {meaning(view, column).replace('|', chr(92) + '|')} |" for column in views[view]]
        lines.append("")
    return "\n".join(lines)


def relationships_list() -> str:
    """Every mapped class as a row: what it leads to."""
    configure_mappers()
    rows: list[str] = []
    for name in orm.__all__:
        one = getattr(orm, name)
        if not (isinstance(one, type) and issubclass(one, Base)):
            continue
        above = one.__mapper__.inherits
        inherited = {r.key for r in above.relationships} if above is not None else set()
        own = [r for r in one.__mapper__.relationships if r.key not in inherited]
        named = ", ".join(f"`{r.key}` ({'list of ' if r.uselist else ''}{r.entity.class_.__name__})" for r in own)
        also = f"those of {above.class_.__name__}" if above is not None else ""
        rows.append(f"| `{name}` | {'; '.join(filter(None, [also, named]))} |")
    return "\n".join(["| class | leads to |", "|---|---|", *rows]) + "\n"


LISTS = {"views": views_list, "relationships": relationships_list}


def with_lists(page: str) -> str:
    """The page with what stands between its marks written anew."""

    def written(match: re.Match[str]) -> str:
        return f"{match[1]}\n{LISTS[match[2]]()}{match[3]}"

    return re.sub(r"(<!-- (\w+) -->\n)(?:.*?)(<!-- /\2 -->)", written, page, flags=re.DOTALL)
