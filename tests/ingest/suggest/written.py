"""Documents of a few lines, written by the tests themselves: headings by ``# ``, items by ``* ``."""

import re

from policykb.domain.document import Document
from policykb.ingest.blocks import Block, Kind, Line
from policykb.ingest.candidate import Candidate, Place
from policykb.ingest.compose import number
from policykb.ingest.suggest import Gazetteer, suggest


def written(*lines: str) -> Document:
    """A document whose layout is known."""
    blocks = []
    for line in lines:
        if re.match("#+ .", line):
            signs, _, text = line.partition(" ")
            blocks.append(Block(Kind.HEADING, [Line(text)], level=len(signs), marked=True))
        elif line.startswith("* "):
            blocks.append(Block(Kind.ITEM, [Line(line[2:])]))
        else:
            blocks.append(Block(Kind.PARAGRAPH, [Line(line)]))
    return number(blocks, [], "0" * 64)


def suggested(*lines: str, gazetteer: Gazetteer | None, words: str | None = None) -> Candidate:
    """What is suggested for the last passage of a document, or for some of its words."""
    document = written(*lines)
    passage = document.passages[-1]
    start = passage.start if words is None else passage.start + passage.text.index(words)
    end = passage.end if words is None else start + len(words)
    empty = Candidate("recommendation", (Place(passage.ordinal, start, end),), 0.9, ("test",))
    return suggest(document, empty, gazetteer)


def names(candidate: Candidate) -> list[str]:
    """Whom it addresses, examples aside."""
    return [one.name for one in candidate.addressees if one.role != "example"]
