"""The sentences of a document, passage by passage, with what their place adds; separate from items that are one whole.

A title and the first sentence behind it are one unit, be the title a heading, bold words or a short imperative.
"""

import re
from collections.abc import Iterator

from policykb.domain.document import Document
from policykb.domain.passage import Passage
from policykb.ingest.extraction.claims import THRESHOLD, Claim, claim
from policykb.ingest.extraction.context import Lead, Section, is_item, lead_of
from policykb.ingest.extraction.findings import finding
from policykb.ingest.extraction.found import EDGES, MARKER, Found, trimmed
from policykb.ingest.extraction.imperatives import opens_imperative
from policykb.ingest.extraction.merging import is_quote
from policykb.ingest.extraction.sentences import split
from policykb.ingest.extraction.structure import NAMED
from policykb.ingest.extraction.tokens import names_of, words_of
from policykb.ingest.extraction.units import claims_of

_TITLE = re.compile(r"[*_`]{2,3}(?P<title>[^*_`]{3,160}?)[*_`]{2,3}[.:]?[*_`]*\s+(?=\S)")
_SIGNS = re.compile(r"[*_`]")
_NUMBER = re.compile(r"^[\W_]*(?:\d+(?:\.\d+)*[.):]?|[A-Z][.)])\s+")
_BARE = re.compile(
    r"\b(?:should|must|ought to|needs? to|has to|have to|recommends?(?: that)?|urges?|calls? (?:up)?on|to)\W*:\W*$",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(
    r"\b(?:should|must|needs? to|ought to|recommends?|urges?|proposes?)\W+(?:\w+\W+){0,3}(?:following|"
    r"these)\b[^:]{0,60}:\W*$",
    re.IGNORECASE,
)
_TITLE_WORDS = 10
_BESIDE_A_LIST = 0.25


class Prose:
    """The sentences of a document that are not part of an item found whole.

    ``listed`` says that the document lists its recommendations by number: a duty elsewhere is then less likely one.
    """

    def __init__(self, document: Document, sections: list[Section], taken: set[int], *, listed: bool) -> None:
        self._document, self._sections, self._taken = document, sections, taken
        self._names = names_of(document.text)
        self._doubt = _BESIDE_A_LIST if listed else 0.0
        self._headings = dict(self._claiming_headings())

    def found(self) -> Iterator[Found]:
        """What the sentences claim, in order."""
        lead = Lead.NONE
        for passage in self._document.passages:
            section = self._sections[passage.section_ordinal]
            item = is_item(passage)
            if not item and (passage.paragraph == 1 or lead is not Lead.ACTIONS):
                lead = Lead.NONE
            if passage.ordinal in self._taken or section.back_matter or is_quote(passage.text):
                continue
            yield from self._sentences(passage, section, lead)
            opened = self._lead_in(passage)
            if opened is not None and not (item and lead is not Lead.NONE):
                lead = opened

    def _claims(self, sentence: str) -> list[Claim]:
        doubted = [
            Claim(c.rule, round(c.confidence - self._doubt, 2), c.at) for c in claims_of(sentence, self._names)[0]
        ]
        return [c for c in doubted if c.confidence >= THRESHOLD]

    def _claiming_headings(self) -> Iterator[tuple[int, list[Claim]]]:
        """The headings that are advice themselves, by ordinal."""
        for heading in self._document.headings:
            title = heading.ordinal == 1 and heading.level == 1
            if title or self._sections[heading.ordinal].back_matter or heading.text.rstrip(EDGES).endswith("?"):
                continue
            text = _NUMBER.sub("", heading.text)
            words = words_of(text, self._names)
            above = self._document.above(heading.ordinal)[:-1]
            recommending = bool(above) and self._sections[above[-1].ordinal].recommending
            claims = self._claims(text)
            if NAMED.match(heading.text):
                claims = [claim("named"), *claims]
            elif (
                not claims and len(words) > 2 and opens_imperative(words, expected=recommending, title=True) is not None
            ):
                claims = [claim("imperative" if recommending else "imperative-heading")]
            if claims:
                yield heading.ordinal, claims

    def _lead_in(self, passage: Passage) -> Lead | None:
        """What a passage that ends in a colon makes of the list below it."""
        text = passage.text.rstrip(EDGES)
        if not text.endswith(":"):
            return None
        start, end = split(text)[-1]
        sentence = text[start:end]
        return lead_of(sentence, duty=bool(self._claims(sentence)) or _BARE.search(sentence) is not None)

    def _is_imperative(self, sentence: str) -> bool:
        return opens_imperative(words_of(sentence, self._names), expected=False) is not None

    def _sentences(self, passage: Passage, section: Section, lead: Lead) -> Iterator[Found]:
        text = self._document.text
        spans = split(text, passage.start, passage.end)
        title = _title(passage)
        if title is not None:
            spans = _with_title(spans, passage.start + title)
        heading = self._headings.get(passage.section_ordinal) if passage.paragraph == 1 else None
        at = 0
        while at < len(spans):
            start, end = spans[at]
            sentence = text[start:end]
            claims = [] if _is_bare_lead_in(sentence) else self._claims(sentence)
            if at == 0:
                opened = _opening(sentence, passage, section, lead, titled=title is not None, claimed=bool(claims))
                claims += opened
                short = title is None and len(sentence.split()) <= _TITLE_WORDS
                if short and len(spans) > 1 and any(c.rule == "imperative" for c in opened):
                    at, end = 1, spans[1][1]
                    claims += self._claims(text[spans[1][0] : end])
                claims = [*(heading or []), *claims]
            elif section.recommending and not claims and lead is not Lead.OTHER and self._is_imperative(sentence):
                claims = [claim("imperative", doubt=0.15)]
            headed = passage.section_ordinal if heading and start == spans[0][0] else None
            claims = claims or finding(sentence, section, self._names, first=at == 0)
            place = trimmed(self._document, passage, start, end) if claims else None
            if place is not None:
                yield Found([place], claims, section, headed, passage.label)
            at += 1


def _title(passage: Passage) -> int | None:
    """How many characters of a passage are its own title, set apart by bold letters."""
    if passage.lead:
        return passage.lead
    marker = MARKER.match(_SIGNS.sub("\0", passage.text))
    found = _TITLE.match(passage.text, marker.end() if marker else 0)
    return found.end() if found else None


def _with_title(spans: list[tuple[int, int]], end: int) -> list[tuple[int, int]]:
    """The sentences, a title and the first sentence behind it as one."""
    start = spans[0][0]
    for at, span in enumerate(spans):
        if span[1] > end + 1:
            return [(start, span[1]), *spans[at + 1 :]]
    return [(start, spans[-1][1])]


def _is_bare_lead_in(sentence: str) -> bool:
    """Whether a sentence only opens a list: it says that somebody should, and leaves to the items what."""
    opens = sentence.rstrip(EDGES).endswith(":")
    return opens and (_BARE.search(sentence) is not None or _FOLLOWING.search(sentence) is not None)


def _opening(
    sentence: str, passage: Passage, section: Section, lead: Lead, *, titled: bool, claimed: bool
) -> list[Claim]:
    """What the place of a first sentence makes of it: an item below a lead-in, an imperative where advice stands."""
    item = is_item(passage)
    if NAMED.match(sentence):
        return [claim("named")]
    if lead is Lead.OTHER and item:
        return []
    expected = section.recommending or (item and lead in (Lead.DUTY, Lead.ACTIONS))
    placed = item or titled
    if expected or (placed and section.finding):
        marker = MARKER.match(sentence)
        words = words_of(sentence[marker.end() if marker else 0 :])
        if len(words) < 2:
            return []
        if opens_imperative(words, expected=expected and placed) is not None:
            return [claim("imperative", doubt=0.0 if placed else 0.1)]
    return [claim("listed")] if item and lead is Lead.DUTY and not claimed else []
