"""Recommendations that the layout alone gives away: numbered lists of them, tables, text under `Recommendation 1`.

Separate because such an item is one record as a whole, with its sub-items, whatever its sentences say.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from policykb.domain.document import Document
from policykb.domain.passage import Look, Passage
from policykb.ingest.candidate import Place
from policykb.ingest.extraction.claims import Claim, claim
from policykb.ingest.extraction.imperatives import opens_imperative
from policykb.ingest.extraction.sentences import split
from policykb.ingest.extraction.tokens import words_of
from policykb.ingest.extraction.units import claims_of


@dataclass(frozen=True, slots=True)
class Whole:
    """An item that is one recommendation as a whole."""

    places: tuple[Place, ...]
    claim: Claim
    label: str | None = None
    heading: int | None = None
    series: int | None = None


_NUMBER = re.compile(r"[*_\s]*(\d{1,3}(?:\.\d{1,3})*)[.)]?[*_]*\s+")
NAMED = re.compile(
    r"[\W_]*(?:key |main |priority |final |interim )?recommendations?\s+(?:no\.?\s*|#)?(\d{1,3}[a-z]?|"
    r"[ivx]{1,5}|[A-Z])(?:[*_]*\s*[:.\u2014\u2013)-]|[*_]*\s*$|[*_]+)[\s*_:.]*",
    re.IGNORECASE,
)
_PERFORMATIVE = re.compile(
    r"(?:we|i|the (?:\w+ ){1,4}?(?:committee|commission|panel|council|assembly|board|group|inquiry)|(?:this|"
    r"the) (?:report|paper))\s+(?:\w+ly |also |further |therefore )?"
    r"(?:call(?:s)? (?:up)?on|recommends?|urges?|requests?|asks?|encourages?|invites?|propose[s]?|advises?)\b|"
    r"that the\b|(?:it is )?recommend(?:ed|s)? that\b",
    re.IGNORECASE,
)
_SUB_ITEM = re.compile(r"[*_\s]*(?:\(?(?:[ivxl]{1,6}|[a-z])[.)]|[\u2022\u25aa\u25cf\u25e6\u2013-])\s+")
_DIGITS = re.compile(r"\d{1,3}(?:\.\d{1,3})*")
_HEAD = re.compile(r"\b(?:recommend|action|proposal|call|measure)", re.IGNORECASE)
_BARE_DUTY = re.compile(r"\b(?:should|must)\s*(?:each |all |together )?:\s*$", re.IGNORECASE)
_FEWEST_IN_A_ROW = 3
_LONG = 10
_NEARLY_ALL = 0.9
_SHARE = 0.7
_SHARE_BELOW_HEAD = 0.4
_TITLE_WORDS = 4
_FEW_SENTENCES = 2


def whole_items(document: Document) -> list[Whole]:
    """The items of a document that are one recommendation each, in order."""
    wholes: list[Whole] = []
    taken: set[int] = set()
    for found in (_named(document), _tabled(document), _numbered(document)):
        for whole in found:
            ordinals = {place.ordinal for place in whole.places}
            if not taken & ordinals:
                taken |= ordinals
                wholes.append(whole)
    return list(_in_series(sorted(wholes, key=lambda whole: whole.places[0].start)))


def _in_series(wholes: list[Whole]) -> Iterator[Whole]:
    """The items with the row each is one of: a number that does not count on opens another."""
    series = 0
    before: dict[str, tuple[int, int]] = {}
    for whole in wholes:
        prefix, _, last = (whole.label or "").rpartition(".")
        key = f"{whole.claim.rule} {prefix}"
        if not last.isdigit():
            yield whole
            continue
        row, number = before.get(key, (0, 0))
        if not row or int(last) <= number:
            series += 1
            row = series
        before[key] = (row, int(last))
        yield replace(whole, series=row)


def _label(passage: Passage) -> str | None:
    """The number of an item, where it has one."""
    label = passage.label.strip("().[] ") if passage.label else ""
    return label if _DIGITS.fullmatch(label) else None


def _body_start(passage: Passage) -> int:
    number = _NUMBER.match(passage.text)
    return number.end() if number else 0


def _numbered(document: Document) -> Iterator[Whole]:
    """Items of a numbered list in which nearly all are advice, the outermost lists first."""
    for run in sorted(_runs(document), key=lambda run: (run[0].level, run[0].start)):
        openings = [_opening(p) for p in run]
        advising = sum(o is not None for o in openings)
        formal = sum(o == "performative" for o in openings)
        brief = len(run) >= _LONG and sum(len(split(p.text)) for p in run) <= _FEW_SENTENCES * len(run)
        if advising < _SHARE * len(run) or not (formal * 2 > len(run) or brief):
            continue
        every = len(run) >= _LONG and advising >= _NEARLY_ALL * len(run)
        for passage, opening in zip(run, openings, strict=True):
            if opening is not None or every:
                yield Whole((_place(passage), *_below(document, passage)), claim("item"), _label(passage))


def _runs(document: Document) -> Iterator[list[Passage]]:
    """Rows of numbered items that count on, whatever stands between them."""
    open_runs: dict[tuple[int, str], list[Passage]] = {}
    for passage in document.passages:
        label = _label(passage)
        if label is None or passage.cell is not None:
            continue
        key = (passage.level, label.rpartition(".")[0])
        run = open_runs.get(key)
        if run and int(label.rpartition(".")[2]) == int((_label(run[-1]) or "0").rpartition(".")[2]) + 1:
            run.append(passage)
            continue
        if run and len(run) >= _FEWEST_IN_A_ROW:
            yield run
        open_runs[key] = [passage]
    yield from (run for run in open_runs.values() if len(run) >= _FEWEST_IN_A_ROW)


def _opening(passage: Passage) -> str | None:
    """How an item opens: with a performative, with an imperative, with a duty in its first sentence."""
    text = passage.text[_body_start(passage) :]
    if _PERFORMATIVE.match(text):
        return "performative"
    words = words_of(text[:200])
    if len(words) > 1 and opens_imperative(words, expected=True) is not None:
        return "imperative"
    first = split(text)
    if first and any(c.confidence >= 0.6 for c in claims_of(text[first[0][0] : first[0][1]])[0]):
        return "duty"
    return None


def _below(document: Document, item: Passage) -> list[Place]:
    """The sub-items of an item."""
    places = []
    before = item
    for passage in document.passages[item.ordinal :]:
        numbered = _label(passage) is not None and passage.level <= item.level
        if passage.section_ordinal != item.section_ordinal or numbered:
            break
        deeper = passage.look is Look.ITEM and (passage.level > item.level or passage.label is None)
        if not (deeper or _SUB_ITEM.match(passage.text) or before.text.rstrip().endswith((":", ";"))):
            break
        places.append(_place(passage))
        before = passage
    return places


def _place(passage: Passage) -> Place:
    return Place(passage.ordinal, passage.start, passage.end)


def _named(document: Document) -> Iterator[Whole]:
    """Text under or behind `Recommendation 1`."""
    first_of: dict[int, Passage] = {}
    for passage in document.passages:
        first_of.setdefault(passage.section_ordinal, passage)
    for heading in document.headings:
        found = NAMED.match(heading.text)
        below = first_of.get(heading.ordinal)
        if found and below is not None and not _is_discursive(below.text):
            yield Whole(tuple(_block(document, below)), claim("named"), found.group(1), heading.ordinal)
    for passage in document.passages:
        found = NAMED.match(passage.text)
        if found is None or _is_discursive(passage.text):
            continue
        rest = passage.text[found.end() :]
        start = passage.start + found.end()
        following = document.passages[passage.ordinal : passage.ordinal + 1]
        block = _block(document, following[0]) if following and _is_below(passage, following[0]) else []
        if rest.rstrip().endswith(":") or _advises(rest):
            more = block if rest.rstrip().endswith(":") else []
            yield Whole((Place(passage.ordinal, start, passage.end), *more), claim("named"), found.group(1))
        elif block and _advises(following[0].text):
            yield Whole(tuple(block), claim("named"), found.group(1))
        elif len(rest.split()) >= _TITLE_WORDS:
            yield Whole((Place(passage.ordinal, start, passage.end),), claim("named", doubt=0.15), found.group(1))


def _is_below(title: Passage, passage: Passage) -> bool:
    return passage.section_ordinal == title.section_ordinal and not NAMED.match(passage.text)


def _is_discursive(text: str) -> bool:
    """Whether a passage argues, so that its sentences count one by one: three or more, and not all of them advice."""
    spans = split(text)
    return len(spans) > _FEW_SENTENCES and not all(_advises(text[start:end]) for start, end in spans)


def _advises(text: str) -> bool:
    """Whether any sentence is advice, or opens a list of what somebody should do."""
    return _BARE_DUTY.search(text) is not None or any(
        c.confidence >= 0.6 for start, end in split(text) for c in claims_of(text[start:end])[0]
    )


def _block(document: Document, first: Passage) -> list[Place]:
    """A passage with those that go on with it: lists, and further sentences of duty."""
    places = [_place(first)]
    before = first
    for passage in document.passages[first.ordinal :]:
        if passage.section_ordinal != first.section_ordinal or NAMED.match(passage.text):
            break
        item = passage.look is Look.ITEM and (before.look is Look.ITEM or before.text.rstrip().endswith(":"))
        if not (item or (_advises(passage.text) and passage.label is None)):
            break
        places.append(_place(passage))
        before = passage
    return places


def _tabled(document: Document) -> Iterator[Whole]:
    """Cells of a column of recommendations: its head says so, or nearly all of its cells open as one."""
    columns: dict[tuple[int, int], list[Passage]] = defaultdict(list)
    for passage in document.passages:
        if passage.cell is not None:
            columns[passage.cell.table, passage.cell.column].append(passage)
    for column in columns.values():
        cells = [p for p in column if p.cell is not None and p.cell.head] or column
        openings = [_opening(p) for p in cells]
        share = sum(o is not None for o in openings) / len(cells)
        headed = any(p.cell is not None and p.cell.head and _HEAD.search(p.cell.head) for p in cells)
        if not ((headed and share >= _SHARE_BELOW_HEAD) or (len(cells) >= _FEWEST_IN_A_ROW and share >= _SHARE)):
            continue
        every = len(cells) >= _LONG and share >= _NEARLY_ALL
        for passage, opening in zip(cells, openings, strict=True):
            if opening is not None or every:
                number = _NUMBER.match(passage.text)
                yield Whole((_place(passage),), claim("item"), _label(passage) or (number.group(1) if number else None))
