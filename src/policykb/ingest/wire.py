"""A document as JSON and back: what a child process sends is data that is checked, never objects that are unpickled."""

import json
from typing import Any

from policykb.domain.document import Document, Facts, Heading
from policykb.domain.passage import Cell, Footnote, Look, Passage

_FACTS = ("title", "issued", "publisher", "url", "language")


class NotADocument(ValueError):
    """What came back is no document."""


def dumped(document: Document) -> bytes:
    """A document as JSON. The texts of passages and the names of sections are in it once."""
    facts = document.facts
    whole = {
        "text": document.text,
        "fingerprint": document.fingerprint,
        "headings": [[h.text, h.level, h.start, h.end, h.page] for h in document.headings],
        "passages": [
            [p.section_ordinal, p.page, p.start, p.end, p.look.value, p.label, p.level, p.lead, _cell(p.cell)]
            for p in document.passages
        ],
        "footnotes": [[note.number, note.text, note.page] for note in document.footnotes],
        "facts": {"authors": list(facts.authors)} | {name: getattr(facts, name) for name in _FACTS},
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def loaded(sent: Any) -> Document:
    """The document that `dumped` was given, from the parsed JSON; NotADocument where it is none."""
    try:
        return _document(sent)
    except (KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        raise NotADocument(str(error)) from error


def _document(sent: Any) -> Document:
    text = _text(sent["text"])
    headings: list[Heading] = []
    for words, level, start, end, page in sent["headings"]:
        ordinal, until = len(headings) + 1, _within(end, text, start)
        headings.append(Heading(_text(words), _whole(level), ordinal, _whole(start), until, _page(page)))
    passages: list[Passage] = []
    last, paragraph = 0, 0
    for section, page, start, end, look, label, level, lead, cell in sent["passages"]:
        if not last <= _whole(section) <= len(headings):
            raise NotADocument("sections out of order")
        paragraph = paragraph + 1 if section == last else 1
        last = section
        words = text[_whole(start) : _within(end, text, start)]
        passages.append(
            Passage(
                section=headings[section - 1].text if section else None,
                section_ordinal=section,
                ordinal=len(passages) + 1,
                paragraph=paragraph,
                page=_page(page),
                start=start,
                end=end,
                text=words,
                look=Look(look),
                label=_text_or_none(label),
                level=_whole(level),
                lead=min(_whole(lead), len(words)),
                cell=_read_cell(cell),
            )
        )
    notes = tuple(Footnote(_whole(number), _text(words), _page(page)) for number, words, page in sent["footnotes"])
    said = sent["facts"]
    facts = Facts(authors=tuple(map(_text, said["authors"])), **{name: _text_or_none(said[name]) for name in _FACTS})
    return Document(text, tuple(passages), notes, _text(sent["fingerprint"]), tuple(headings), facts)


def _cell(cell: Cell | None) -> list[Any] | None:
    return None if cell is None else [cell.table, cell.row, cell.column, cell.head]


def _read_cell(sent: Any) -> Cell | None:
    if sent is None:
        return None
    table, row, column, head = sent
    return Cell(_whole(table), _whole(row), _whole(column), _text_or_none(head))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise NotADocument("no text")
    return value


def _text_or_none(value: Any) -> str | None:
    return None if value is None else _text(value)


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= 1_000_000_000:
        raise NotADocument("no number")
    return value


def _page(value: Any) -> int | None:
    return None if value is None else _whole(value)


def _within(end: Any, text: str, start: int) -> int:
    if not start < _whole(end) <= len(text):
        raise NotADocument("no such place in the text")
    return int(end)
