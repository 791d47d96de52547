"""The pass over a document: layout first, then the sentences it leaves, then what repeats what."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from policykb.domain.document import Document
from policykb.domain.passage import Passage
from policykb.ingest.candidate import Candidate, Place
from policykb.ingest.extraction.claims import THRESHOLD, Claim, claim
from policykb.ingest.extraction.context import Lead, Section, is_item, lead_of, sections
from policykb.ingest.extraction.imperatives import opens_imperative
from policykb.ingest.extraction.repeats import alike, content, groups
from policykb.ingest.extraction.sentences import split
from policykb.ingest.extraction.structure import Whole, whole_items
from policykb.ingest.extraction.tokens import words_of
from policykb.ingest.extraction.units import claims_of

_EDGES = "*_`~ \t\n"
_MARKER = re.compile(
    r"(?:[*_`\s]*(?:\d{1,3}(?:\.\d{1,3})*[.)]|\(?[a-z]{1,4}\)|[\u2022\u25aa\u25cf\u2013-])\s+)?[*_`\s\"\u201c]*"
)
_TITLE = re.compile(r"[*_`]{2,3}(?P<title>[^*_`]{3,160}?)[*_`]{2,3}[.:]?[*_`]*\s+(?=\S)")
_QUOTED = re.compile(r"^[\W_]*[\u201c\"\u00ab](?P<words>[^\u201c\u201d\"]{20,})[\u201d\"\u00bb][\W_]*$", re.DOTALL)
_SHORT_TITLE = 10


@dataclass(slots=True)
class Found:
    """A candidate in the making: its characters by passage, what found it."""

    places: list[Place]
    claims: list[Claim]
    section: Section
    heading: int | None = None
    label: str | None = None
    repeats: list["Found"] = field(default_factory=list)

    @property
    def confidence(self) -> float:
        """That of the surest claim, a little more where several agree."""
        return min(0.99, max(c.confidence for c in self.claims) + 0.03 * (len({c.rule for c in self.claims}) - 1))


def extract(document: Document) -> list[Candidate]:
    """The candidates of a document, in order of their first place.

    Deterministic: rules of grammar and layout over general English, no network, no model.
    """
    found = list(_found(document))
    merged = _merge(document, found)
    return sorted(map(_candidate, merged), key=lambda c: (c.places[0].start, c.places[0].end, c.type))


def _candidate(found: Found) -> Candidate:
    all_found = [found, *found.repeats]
    return Candidate(
        "recommendation" if found.confidence >= THRESHOLD else "finding",
        tuple(place for one in all_found for place in one.places),
        round(max(one.confidence for one in all_found), 2),
        tuple(dict.fromkeys(c.rule for one in all_found for c in one.claims)),
        label=found.label,
        priority=any(one.section.summary for one in all_found),
        parts=len(found.places),
        heading=found.heading,
    )


def _found(document: Document) -> Iterator[Found]:
    section_of = sections(document)
    wholes = whole_items(document, section_of)
    taken = {place.ordinal for whole in wholes for place in whole.places}
    for whole in wholes:
        first = document.passages[whole.places[0].ordinal - 1]
        yield Found(
            _trimmed(document, whole), [whole.claim], section_of[first.section_ordinal], whole.heading, whole.label
        )
    headings = _claiming_headings(document, section_of)
    lead = Lead.NONE
    for passage in document.passages:
        section = section_of[passage.section_ordinal]
        first = passage.paragraph == 1
        if first and not is_item(passage):
            lead = Lead.NONE
        if passage.ordinal in taken or section.back_matter:
            continue
        if not is_item(passage) and lead is not Lead.ACTIONS:
            lead = Lead.NONE
        heading = headings.get(passage.section_ordinal) if first else None
        yield from _sentences(document, passage, section, lead, heading)
        ended = _lead_in(document, passage)
        if ended is not None and not (is_item(passage) and lead is not Lead.NONE):
            lead = ended


def _lead_in(document: Document, passage: Passage) -> Lead | None:
    text = passage.text.rstrip(_EDGES)
    if not text.endswith(":"):
        return None
    last = split(text)[-1]
    sentence = text[last[0] : last[1]]
    return lead_of(sentence, duty=bool(_own_claims(sentence) or _bare_duty(sentence)))


_BARE = re.compile(
    r"\b(?:should|must|ought to|needs? to|has to|have to|recommends?(?: that)?|urges?|calls? (?:up)?on|to)\W*:\W*$",
    re.IGNORECASE,
)
_BARE_DUTY = re.compile(
    r"\b(?:should|must|ought to|needs? to|has to|have to|recommend\w*|urge\w*|calls? (?:up)?on)\b", re.IGNORECASE
)


def _bare_duty(sentence: str) -> bool:
    """Whether a lead-in holds a duty, be it only the verb before the colon."""
    return _BARE_DUTY.search(sentence) is not None


def _own_claims(sentence: str) -> list[Claim]:
    return [c for c in claims_of(sentence)[0] if c.confidence >= THRESHOLD]


def _claiming_headings(document: Document, section_of: list[Section]) -> dict[int, list[Claim]]:
    """The headings that are advice themselves, by ordinal."""
    found: dict[int, list[Claim]] = {}
    for heading in document.headings:
        if heading.ordinal == 1 and heading.level == 1 or section_of[heading.ordinal].back_matter:
            continue
        text = re.sub(r"^[\W_]*(?:\d+(?:\.\d+)*[.):]?|[A-Z][.)])\s+", "", heading.text)
        if text.rstrip(_EDGES).endswith("?"):
            continue
        above = document.above(heading.ordinal)[:-1]
        recommending = bool(above) and section_of[above[-1].ordinal].recommending
        words = words_of(text)
        if len(words) < 2:
            continue
        claims = _own_claims(text)
        if not claims and opens_imperative(words, expected=recommending, title=True) is not None and len(words) >= 3:
            claims = [claim("imperative" if recommending else "imperative-heading")]
        if claims:
            found[heading.ordinal] = claims
    return found


def _sentences(
    document: Document, passage: Passage, section: Section, lead: Lead, heading: list[Claim] | None
) -> Iterator[Found]:
    text = document.text
    if _QUOTED.match(passage.text):
        return
    spans = split(text, passage.start, passage.end)
    title = _title(passage)
    if title is not None:
        spans = _with_title(spans, passage.start + title)
    at = 0
    while at < len(spans):
        start, end = spans[at]
        sentence = text[start:end]
        claims = _own_claims(sentence) if not _is_lead_in_only(sentence) else []
        first = at == 0
        last = at
        if first:
            opened = _opening(sentence, passage, section, lead, title, claims)
            claims = [*claims, *opened]
            if (
                opened
                and opened[0].rule == "imperative"
                and at + 1 < len(spans)
                and _is_short_title(sentence, title is not None)
            ):
                last = at + 1
                claims += _own_claims(text[spans[last][0] : spans[last][1]])
            if heading:
                claims = [*heading, *claims]
        elif section.recommending and not claims and lead is not Lead.OTHER:
            words = words_of(sentence)
            if opens_imperative(words, expected=False) is not None:
                claims = [claim("imperative", doubt=0.15)]
        if claims:
            place = _place(document, passage, start, spans[last][1])
            if place is not None:
                yield Found(
                    [place], claims, section, passage.section_ordinal if first and heading else None, passage.label
                )
        at = last + 1


def _title(passage: Passage) -> int | None:
    """How many characters of a passage are its own title, set apart by bold letters."""
    if passage.lead:
        return passage.lead
    marker = _MARKER.match(passage.text.replace("*", "\x00").replace("_", "\x00").replace("`", "\x00"))
    found = _TITLE.match(passage.text, marker.end() if marker else 0)
    return found.end() if found else None


def _with_title(spans: list[tuple[int, int]], end: int) -> list[tuple[int, int]]:
    """The sentences, a title and the first sentence behind it as one."""
    start = spans[0][0]
    for at, span in enumerate(spans):
        if span[1] > end + 1:
            return [(start, span[1]), *spans[at + 1 :]]
    return [(start, spans[-1][1])]


def _is_short_title(sentence: str, titled: bool) -> bool:
    return not titled and len(sentence.split()) <= _SHORT_TITLE


def _is_lead_in_only(sentence: str) -> bool:
    """Whether a sentence only opens a list: it says that somebody should, and leaves to the items what."""
    return sentence.rstrip(_EDGES).endswith(":") and (
        _BARE.search(sentence) is not None
        or re.search(
            r"\b(?:should|must|needs? to|ought to|recommends?|urges?|proposes?)\W+(?:\w+\W+){0,3}(?:following|these)\b[^:]{0,60}:\W*$",
            sentence,
        )
        is not None
    )


def _opening(
    sentence: str, passage: Passage, section: Section, lead: Lead, title: int | None, claims: list[Claim]
) -> list[Claim]:
    """What the place of a first sentence makes of it: an item below a lead-in, an imperative where advice stands."""
    item = is_item(passage)
    if lead is Lead.OTHER and item:
        return []
    stripped = sentence[_MARKER.match(sentence).end() :]  # type: ignore[union-attr]
    words = words_of(stripped)
    if len(words) < 2:
        return []
    expected = section.recommending or (item and lead in (Lead.DUTY, Lead.ACTIONS))
    placed = item or title is not None
    if (expected or (placed and section.finding)) and opens_imperative(words, expected=expected and placed) is not None:
        return [claim("imperative", doubt=0.0 if placed else 0.1)]
    if item and lead is Lead.DUTY and not claims:
        return [claim("listed")]
    return []


def _place(document: Document, passage: Passage, start: int, end: int) -> Place | None:
    """The characters without marks at their edges; None where nothing is left."""
    text = document.text
    marker = _MARKER.match(text, start, end)
    start = marker.end() if marker else start
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    if "\u201c" not in text[start:end] and '"' not in text[start:end]:
        while end > start and text[end - 1] in '\u201d"':
            end -= 1
    elif start and text[start - 1] in '\u201c"' and text[start:end].count("\u201c") < text[start:end].count("\u201d"):
        start -= 1
    return Place(passage.ordinal, start, end) if end - start > 3 else None


def _trimmed(document: Document, whole: Whole) -> list[Place]:
    places = []
    for place in whole.places:
        kept = _place(document, document.passages[place.ordinal - 1], place.start, place.end)
        places.append(kept or place)
    return places


def _merge(document: Document, found: list[Found]) -> list[Found]:
    """Each candidate once: what repeats another becomes a further place of it, the body before the summary."""
    if not found:
        return []
    texts = [" ".join(document.text[p.start : p.end] for p in one.places) for one in found]
    contents = {at: content(text) for at, text in enumerate(texts)}
    merged = []
    for keys in groups(contents):
        ordered = sorted(keys, key=lambda at: (found[at].section.summary, found[at].places[0].start))
        first = found[ordered[0]]
        first.repeats = [found[at] for at in ordered[1:]]
        merged.append(first)
    _add_quotes(document, merged, contents, found)
    return merged


def _add_quotes(
    document: Document, merged: list[Found], contents: dict[int, frozenset[str]], found: list[Found]
) -> None:
    """Pull quotes: a passage that is one quotation counts where it repeats a candidate, and only there."""
    index = {id(one): contents[at] for at, one in enumerate(found)}
    for passage in document.passages:
        quoted = _QUOTED.match(passage.text)
        if quoted is None:
            continue
        begin = passage.start + quoted.start("words")
        for start, end in split(document.text, begin, passage.start + quoted.end("words")):
            said = content(document.text[start:end])
            for one in merged:
                if alike(index[id(one)], said):
                    one.repeats.append(Found([Place(passage.ordinal, start, end)], one.claims, Section()))
                    break
