"""Lines or blocks to a numbered document: the door every reader leaves by, so that all formats count alike."""

from collections.abc import Iterable, Sequence

from policykb.domain.document import Document, Facts, Heading
from policykb.domain.passage import Footnote, Look, Passage
from policykb.ingest.blocks import Block, Kind, Line, cut, without_notes
from policykb.ingest.facts import stated, together
from policykb.ingest.headings import find_headings
from policykb.ingest.nesting import find_labels, nest

NO_FACTS = Facts()
_LOOKS = {Kind.PARAGRAPH: Look.PARAGRAPH, Kind.ITEM: Look.ITEM, Kind.CELL: Look.CELL}
_BETWEEN = "\n\n"
_JOINING = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015"
_FOOTNOTE_MARKS = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"


def compose(lines: Sequence[Line], fingerprint: str, facts: Facts = NO_FACTS) -> Document:
    """A document from its lines (blank ones included), whose layout must be guessed from how they look."""
    body, notes = without_notes(cut(lines))
    body = find_headings(body)
    find_labels(body)
    nest(body)
    return number(body, notes, fingerprint, together(facts, stated(body)))


def number(body: Iterable[Block], notes: Iterable[Block], fingerprint: str, facts: Facts = NO_FACTS) -> Document:
    """A document from its blocks, headings known and notes apart: passages are numbered here and nowhere else."""
    text: list[str] = []
    passages: list[Passage] = []
    headings: list[Heading] = []
    section, paragraph, offset = None, 0, 0
    for block in body:
        words, page = _joined(block), block.lines[0].page
        end = offset + len(words)
        if block.kind is Kind.HEADING:
            section, paragraph = words.strip("*_").rstrip(_FOOTNOTE_MARKS).strip() or words, 0
            headings.append(Heading(section, block.level, len(headings) + 1, offset, end, page))
        else:
            paragraph += 1
            level = block.level if block.kind is Kind.ITEM else 0
            place = (section, len(headings), len(passages) + 1, paragraph, page)
            layout = (_LOOKS[block.kind], block.label, level, block.lead, block.cell)
            passages.append(Passage(*place, offset, end, words, *layout))
        text.append(words)
        offset = end + len(_BETWEEN)
    footnotes = tuple(Footnote(note.number or 0, _joined(note), note.lines[0].page) for note in notes)
    return Document(_BETWEEN.join(text), tuple(passages), footnotes, fingerprint, tuple(headings), facts)


def _joined(block: Block) -> str:
    """The lines of a block as one, but for a word or a number cut at a hyphen.

    Whether that hyphen belongs to the word nobody can tell from here (inter-/national, long-/term): it stays, with the
    line end behind it, and the normal form of `policykb.evidence.normalise` reads it either way.
    """
    joined = [block.lines[0].text]
    for line in block.lines[1:]:
        before = joined[-1]
        cut_word = before[-1] in _JOINING and len(before) > 1 and not before[-2].isspace()
        joined.extend(("\n" if cut_word else " ", line.text))
    return "".join(joined)
