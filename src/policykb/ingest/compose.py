"""Lines to a numbered text: the door every reader leaves by, so that paragraphs count alike in all formats."""

from collections.abc import Sequence

from policykb.domain.passage import Footnote, Passage, SourceText
from policykb.ingest.blocks import Block, Kind, Line, cut, without_notes
from policykb.ingest.headings import find_headings

_BETWEEN = "\n\n"
_JOINING = "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015"
_FOOTNOTE_MARKS = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"


def compose(lines: Sequence[Line], fingerprint: str) -> SourceText:
    """The text of a document from its lines (blank ones included), with its passages numbered and its notes apart."""
    body, notes = without_notes(cut(lines))
    text: list[str] = []
    passages: list[Passage] = []
    section, section_ordinal, paragraph, offset = None, 0, 0, 0
    for block in find_headings(body):
        words = _joined(block)
        if block.kind is Kind.HEADING:
            section, paragraph = words.strip("*_").rstrip(_FOOTNOTE_MARKS).strip() or words, 0
            section_ordinal += 1
        else:
            paragraph += 1
            end, page = offset + len(words), block.lines[0].page
            passages.append(Passage(section, section_ordinal, len(passages) + 1, paragraph, page, offset, end, words))
        text.append(words)
        offset += len(words) + len(_BETWEEN)
    footnotes = tuple(Footnote(note.number or 0, _joined(note), note.lines[0].page) for note in notes)
    return SourceText(_BETWEEN.join(text), tuple(passages), footnotes, fingerprint)


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
