"""Places of a document to evidence: the fewest words that lead back to them, tried on the document itself.

Separate because what is written here must satisfy the resolver that a load's citations are held to later.
"""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from policykb.domain.characters import clean_name, clean_text
from policykb.domain.document import Document
from policykb.domain.evidence import Evidence
from policykb.domain.passage import Passage
from policykb.domain.record import LONGEST_TEXT
from policykb.domain.selector import Selector
from policykb.evidence.resolve import Resolver, Status
from policykb.ingest.candidate import Place

Plain = dict[str, Any]

FEWEST, MOST = 2, 6
"""Words at the beginning and at the end of a quote."""
_WORD = re.compile(r"\S+")
_LONGEST = 300
_SURE = {Status.VERIFIED}


class Anchors:
    """Finds evidence in one document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._resolver = Resolver(document)
        self._passages = {passage.ordinal: passage for passage in document.passages}

    def passage(self, place: Place) -> Passage:
        """The passage a place lies in."""
        return self._passages[place.ordinal]

    def evidence(self, place: Place, *, exact: bool = False) -> Plain | None:
        """The evidence of a place, which leads to it and nowhere else; None where no words do.

        ``exact``: with all its words where they can be kept, else with the first and the last ones.
        """
        passage = self.passage(place)
        start, end = self._trimmed(place)
        if start == end:
            return None
        where = _where(passage)
        for quote in self._quotes(passage, start, end, exact=exact):
            found = where | {"quote": quote} if quote else where
            if self._leads_to(found, start, end):
                return found
        return None

    def nearest(self, place: Place) -> Plain:
        """What comes nearest to evidence of a place that none leads to."""
        words = plain(self._document.text[place.start : place.end])[:LONGEST_TEXT].strip()
        return _where(self.passage(place)) | ({"quote": {"exact": words}} if words else {})

    def _leads_to(self, evidence: Plain, start: int, end: int) -> bool:
        try:
            Evidence.model_validate(evidence)
            found = self._resolver.resolve(_selector(evidence))
        except (ValidationError, ValueError):
            return False
        return found.status in _SURE and (found.start, found.end) == (start, end)

    def _trimmed(self, place: Place) -> tuple[int, int]:
        text = self._document.text[place.start : place.end]
        start = place.start + len(text) - len(text.lstrip())
        return start, start + len(text.strip())

    def _quotes(self, passage: Passage, start: int, end: int, *, exact: bool) -> Iterator[Plain]:
        """What may stand as the quote, the best first."""
        text = self._document.text
        whole = text[start:end]
        words = [(start + m.start(), start + m.end()) for m in _WORD.finditer(whole)]
        keeps_all = len(whole) <= LONGEST_TEXT
        if keeps_all and (exact or len(words) < 2 * FEWEST):
            yield {"exact": whole}
        ends = [
            {"from": text[start : words[n - 1][1]], "to": text[words[-n][0] : end]}
            for n in range(FEWEST, min(MOST, len(words) // 2) + 1)
        ]
        yield from ends
        beside = [{"exact": whole}] if keeps_all and len(whole) <= _LONGEST else []
        before = [(m.start(), m.end()) for m in _WORD.finditer(text, passage.start, start)]
        after = [(m.start(), m.end()) for m in _WORD.finditer(text, end, passage.end)]
        for quote in (*ends[:1], *ends[-1:], *beside):
            for n in range(1, MOST + 1):
                prefix = {"prefix": text[before[-n:][0][0] : before[-1][1]]} if before else {}
                suffix = {"suffix": text[after[0][0] : after[:n][-1][1]]} if after else {}
                if prefix:
                    yield quote | prefix
                if suffix:
                    yield quote | suffix
                if prefix and suffix:
                    yield quote | prefix | suffix
        if keeps_all:
            yield {"exact": whole}
        if (start, end) == (passage.start, passage.end):
            yield {}


def _where(passage: Passage) -> Plain:
    where: Plain = {}
    if passage.section is not None and _is_name(passage.section):
        where["section"] = passage.section
    if passage.paragraph <= 100_000:
        where["paragraph"] = passage.paragraph
    if passage.page is not None:
        where["page"] = passage.page
    return where


def _is_name(text: str) -> bool:
    try:
        return clean_name(text) == text and len(text) <= 500
    except ValueError:
        return False


def _selector(evidence: Plain) -> Selector:
    quote = evidence.get("quote", {})
    words = {name: quote.get(name) for name in ("to", "exact", "prefix", "suffix")}
    place = {name: evidence.get(name) for name in ("section", "paragraph", "page")}
    return Selector(**place, from_=quote.get("from"), **words)


def plain(text: str) -> str:
    r"""Words as one line of text: line ends are spaces, or nothing behind a hyphen; no character that none may hold.

    >>> plain("a long-\nterm  plan\x07")
    'a long-term plan'
    """
    joined = " ".join(re.sub(r"(?<=[-\u2010\u2011])\n", "", text).split())
    try:
        return clean_text(joined)
    except ValueError:
        kept = "".join(c for c in joined if c == " " or _is_kept(c))
        return " ".join(kept.split())


def _is_kept(character: str) -> bool:
    try:
        clean_text(f"a{character}a")
    except ValueError:
        return False
    return True
