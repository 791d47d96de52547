"""The evidence of one statement in its place: its paragraph, what stands around that, and where to open it."""

from dataclasses import dataclass
from typing import Any

from policykb.domain.address import passage_address
from policykb.domain.attachment import passage_key
from policykb.domain.passage import Passage
from policykb.evidence.resolve import Resolver
from policykb.kb.verify import judged
from policykb.store import attached
from policykb.store.engine import Connection
from policykb.store.evidence import stated


@dataclass(frozen=True)
class InPlace:
    """A piece of evidence in the text of its source.

    ``status`` is how looking for it ended (`policykb.evidence.resolve.Status`), ``message`` and ``difference`` say more
    in a line. Where it was found, ``passage`` is the key of the paragraph, ``text`` that paragraph and
    ``text[start:end]`` the words of the evidence; ``section``, ``paragraph`` and ``page`` are where it stands, and
    ``before`` and ``after`` its neighbours in the same section (None at its beginning and end). ``address`` opens the
    source at the passage, if it is on the web.
    """

    status: str
    message: str
    difference: str | None
    passage: str | None = None
    section: str | None = None
    paragraph: int | None = None
    page: int | None = None
    text: str | None = None
    start: int | None = None
    end: int | None = None
    before: str | None = None
    after: str | None = None
    address: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return dict(vars(self))


def in_place(connection: Connection, statement_id: int, link: str | None) -> list[InPlace]:
    """All evidence of a statement, in the order of its record; ``link`` is the address of its source."""
    evidence = list(stated(connection, statement_id=statement_id))
    source_id, source = evidence[0].source_id, evidence[0].statement.partition("/")[0]
    text = attached.text_of(connection, source_id)
    verdicts = judged(source, evidence, Resolver(text) if text else None)
    found = []
    for item, verdict in zip(evidence, verdicts, strict=True):
        resolution, place = verdict.resolution, item.evidence
        status = (str(resolution.status), resolution.message, resolution.difference)
        passage = resolution.passage
        if text is None or passage is None or resolution.start is None or resolution.end is None:
            found.append(InPlace(*status, address=passage_address(link, place)))
            continue
        start, end = resolution.start - passage.start, resolution.end - passage.start
        before, after = _around(text.passages, passage)
        # The words as they are printed: those of the record may differ, and a browser looks for them as they are.
        known = place | ({"page": passage.page} if passage.page else {}) | _printed(place, passage.text[start:end])
        found.append(
            InPlace(
                *status,
                passage=passage_key(source, passage.ordinal),
                section=passage.section,
                paragraph=passage.paragraph,
                page=passage.page,
                text=passage.text,
                start=start,
                end=end,
                before=before,
                after=after,
                address=passage_address(link, known),
            )
        )
    return found


def _around(passages: tuple[Passage, ...], passage: Passage) -> tuple[str | None, str | None]:
    """The passages before and after one in its section."""
    beside = [passage.ordinal - 2, passage.ordinal]
    others = [passages[at] if 0 <= at < len(passages) else None for at in beside]
    before, after = (o.text if o and o.section_ordinal == passage.section_ordinal else None for o in others)
    return before, after


MOST_WORDS = 6
"""Words at each end of a passage that a link to it holds; up to twice as many stand in it whole."""


def _printed(place: dict[str, Any], words: str) -> dict[str, Any]:
    """The evidence with the words as they stand in the text, unless a word is cut at a line end there."""
    if "\n" in words:
        return place
    if "quote" not in place:
        return _ends(words)
    given = {name: place["quote"][name] for name in ("prefix", "suffix") if name in place["quote"]}
    return {"quote": _ends(words)["quote"] | given}


def _ends(words: str) -> dict[str, Any]:
    split = words.split()
    if len(split) <= 2 * MOST_WORDS:
        return {"quote": {"exact": " ".join(split)}}
    return {"quote": {"from": " ".join(split[:MOST_WORDS]), "to": " ".join(split[-MOST_WORDS:])}}
