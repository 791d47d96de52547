"""The recommendations of the Universal Periodic Review (UPR Info) as a base: the shipped one with them loaded into it.

    python -m benchmarks.export_upr CSV FOLDER BASE

States are those of the shipped base where a name of theirs is the one in the table; others are made.
"""

import csv
import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from policykb import KnowledgeBase
from policykb.lexicon.words import fold_name

csv.field_size_limit(10_000_000)


def main(table: str, folder: str, base: str) -> None:
    """Writes the seed folder and loads it."""
    kb, _ = KnowledgeBase.init(base)
    with kb:
        known = {text: actor["key"] for actor in kb.query("actors").to_dicts() for text in _names(actor)}
        taken = {record["key"] for subject in ("actors", "themes") for record in kb.query(subject).to_dicts()}
        place = Path(folder)
        place.mkdir(parents=True)
        (place / "policykb.yaml").write_text("collection: upr\n", encoding="utf-8")
        with open(table, encoding="utf-8-sig", newline="") as file, (place / "upr.jsonl").open("w") as out:
            _write(csv.DictReader(file), known, taken, out)
        print(kb.load(folder).totals)


def _names(actor: dict[str, Any]) -> Iterator[str]:
    for item in (actor["name"], *actor.get("aliases", ())):
        yield fold_name(item if isinstance(item, str) else item["text"])


def _write(rows: Iterator[dict[str, str]], known: dict[str, str], taken: set[str], out: TextIO) -> None:
    made: set[str] = set()

    def put(**record: object) -> None:
        out.write(json.dumps(record, ensure_ascii=False) + "\n")

    def entity(type_: str, name: str, **more: object) -> str:
        key = f"upr-{type_}-{_slug(name)}"
        if key not in made | taken:
            made.add(key)
            put(type=type_, key=key, name=name, **more)
        return key

    for number, row in enumerate(rows, 1):
        text, to, by = (" ".join(row[name].split()) for name in ("Text", "To", "From"))
        if not text or not to or not by:
            continue
        source = f"upr-{_slug(to)}-{row['Session']}"
        if source not in made:
            made.add(source)
            put(type="source", key=source, title=f"UPR of {to}, session {row['Session']}", kind="report")
        states = [known.get(fold_name(name)) or entity("actor", name, kind="state") for name in (to, by)]
        themes = [entity("theme", f"UPR: {name.strip()}") for name in row["Issue"].split(",") if name.strip()]
        put(
            type="recommendation", key=f"{source}/r{number}", source=source, text=_clean(text),
            addressees=[{"key": states[0]}], proponents=[{"key": states[1]}], themes=list(dict.fromkeys(themes)),
            evidence=[{"row": number}], codes={"upr-action": row["Action"] or "none"},
        )  # fmt: skip


def _clean(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c)[0] != "C").strip()


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub("[^a-z0-9]+", "-", plain).strip("-") or "x"


if __name__ == "__main__":
    main(*sys.argv[1:])
