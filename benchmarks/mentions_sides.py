"""What the child of `benchmarks.mentions` does: it links paragraphs of the documents as a load links statements.

Separate from the job itself because it imports policykb, and the measuring process must not.

    python -m benchmarks.mentions_sides BASE SAMPLE
"""

import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from benchmarks.mentions_draw import Place, paragraphs, read

# Names of themes are ordinary words, and the labels say nothing of them.
MEASURED = ("actor", "framework")
LABELS = Path(__file__).parent / "mentions.jsonl"

Found = tuple[int, int, str]


def labels(sample: int) -> list[dict[str, Any]]:
    """The labelled places and passages of a sample, as the file has them."""
    with LABELS.open(encoding="utf-8") as lines:
        return [row for row in map(json.loads, lines) if row["sample"] == sample]


def link(base: str, places: list[Place]) -> Iterator[list[Found]]:
    """For each place, (start, end, key) of the mentions that overlap it in the paragraph it stands in."""
    from sqlalchemy import select

    from policykb import KnowledgeBase
    from policykb.lexicon.linker import Linker
    from policykb.store import state
    from policykb.store import tables as t
    from policykb.store.engine import Database

    KnowledgeBase.init(base)[0].close()
    e = t.entity.c
    with Database(base).reading() as connection:
        linker = Linker(state.aliases(connection)[0])
        keys = {row.id: row.key for row in connection.execute(select(e.id, e.key).where(e.type.in_(MEASURED)))}

    @cache
    def of_document(document: str) -> list[Found]:
        text = read(document)
        return [
            (start + mention.start, start + mention.end, keys[mention.entity])
            for _, start, end in paragraphs(document, text)
            for mention in linker.find(text[start:end])
            if mention.entity in keys
        ]

    for document, start, end in places:
        yield [found for found in of_document(document) if found[0] < end and start < found[1]]


def main() -> None:
    """Prints what was found at each label, in their order, as JSON."""
    base, sample = sys.argv[1], int(sys.argv[2])
    places = [Place(row["document"], row["start"], row["end"]) for row in labels(sample)]
    print(json.dumps(list(link(base, places))))


if __name__ == "__main__":
    main()
