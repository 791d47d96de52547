"""Markdown: CommonMark with tables, footnotes and the YAML that some files begin with.

Marks of emphasis, links and pictures go, the words in them stay. What is set in four characters is text and no code:
reports are written that way, programs are not ingested.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from policykb.domain.document import Document
from policykb.domain.passage import Cell
from policykb.errors import UsageError
from policykb.ingest import front_matter
from policykb.ingest.blocks import Block, Kind
from policykb.ingest.decoding import decoded
from policykb.ingest.markdown_notes import Notes
from policykb.ingest.sniff import refuse_other
from policykb.ingest.structure import structured
from policykb.ingest.tags import paragraphs
from policykb.ingest.words import Words

if TYPE_CHECKING:
    from markdown_it.token import Token

SUFFIXES = (".md", ".markdown")

_DEEPEST = 60


def read(data: bytes, name: str) -> Document:
    """The text of a file; raises as `policykb.ingest.readers.text.read` does."""
    from markdown_it import MarkdownIt

    refuse_other(data, name, SUFFIXES[0], ())
    facts, text = front_matter.split(decoded(data, name))
    notes = Notes(text)
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"]).disable("code")
    blocks = _Walk(notes).blocks(parser.parse(notes.rest))
    # Notes name one another and are read after what cites them, so that they are numbered as they are cited.
    found = [
        Block(Kind.NOTE, [line for block in _Walk(notes).blocks(parser.parse(note)) for line in block.lines], number)
        for number, note in notes.cited_first()
    ]
    source = structured(blocks, found, facts)
    if not source.passages:
        raise UsageError(f"{name}: there is no text in it")
    return source


@dataclass(slots=True)
class _List:
    """A list that is open: the sign after its numbers (empty for bullets), and the label that waits for its words."""

    delimiter: str
    label: str | None = None
    waits: bool = False


@dataclass(slots=True)
class _Table:
    """A table that is open: where in it the walk is, and what its columns are headed."""

    ordinal: int
    row: int = 0
    column: int = 0
    in_head: bool = False
    heads: dict[int, str] = field(default_factory=dict)


class _Walk:
    """Goes through the tokens of one document."""

    def __init__(self, notes: Notes) -> None:
        self._notes = notes
        self._lists: list[_List] = []
        self._table = _Table(0)

    def blocks(self, tokens: "list[Token]") -> list[Block]:
        return [block for at, token in enumerate(tokens) for block in self._block(token, tokens[at - 1])]

    def _block(self, token: "Token", before: "Token") -> Iterator[Block]:
        match token.type:
            case "bullet_list_open":
                self._lists.append(_List(""))
            case "ordered_list_open":
                self._lists.append(_List(token.markup))
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
            case "list_item_open":
                self._lists[-1].label, self._lists[-1].waits = token.info or None, True
            case "table_open":
                self._table = _Table(self._table.ordinal + 1)
            case "thead_open" | "tbody_open":
                self._table.in_head = token.type == "thead_open"
            case "tr_open":
                self._table.row, self._table.column = self._table.row + 1, 0
            case "th_open" | "td_open":
                self._table.column += 1
            case "inline":
                whole = before.type == "heading_open"
                words = Words() if self._lists and _leads_elsewhere(token) else self._words(token)
                for part in [words] if whole and words else words.parts():
                    yield self._placed(part, before)
            case "fence":
                words = Words()
                for line in token.content.split("\n"):
                    words.add(line)
                    words.end_line()
                yield from (part.block() for part in words.parts())
            case "html_block":
                for text in paragraphs(token.content):
                    words = Words()
                    words.add(self._notes.marked(text))
                    if words:
                        yield words.block()

    def _placed(self, words: Words, before: "Token") -> Block:
        """The block of some words, by the token that opened them."""
        if before.type == "heading_open":
            return words.block(Kind.HEADING, level=int(before.tag[1:]))
        if before.type in {"th_open", "td_open"}:
            table = self._table
            if table.in_head:
                table.heads[table.column] = words.text
            head = None if table.in_head else table.heads.get(table.column)
            return words.block(Kind.CELL, cell=Cell(table.ordinal, table.row, table.column, head))
        if self._lists and self._lists[-1].waits:
            list_ = self._lists[-1]
            list_.waits = False
            mark = f"{list_.label}{list_.delimiter}" if list_.delimiter else ""
            label = list_.label if list_.delimiter else None
            return words.block(Kind.ITEM, level=len(self._lists), label=label, mark=mark)
        return words.block()

    def _words(self, token: "Token") -> Words:
        words = Words()
        bold, raised = 0, False
        for child in token.children or ():
            match child.type:
                case "strong_open":
                    bold += 1
                case "strong_close":
                    bold -= 1
                case "softbreak" | "hardbreak":
                    words.end_line(forced=child.type == "hardbreak")
                case "html_inline":
                    tag = child.content.lower()
                    raised = tag.startswith("<sup") or (raised and not tag.startswith("</sup"))
                    if tag.startswith("<br"):
                        words.end_line(forced=True)
                    elif tag.startswith(("<b>", "<strong")):
                        bold += 1
                    elif tag.startswith(("</b>", "</strong")):
                        bold -= 1
                case "text":
                    # Marks with a space inside are none to CommonMark, but word processors write them.
                    pieces = child.content.split("**")
                    lame = len(pieces) % 2 == 1
                    for at, piece in enumerate(pieces if lame else [child.content]):
                        words.add(self._notes.marked(piece), bold=bold > 0 or (lame and at % 2 == 1), raised=raised)
                case "code_inline":
                    words.add(child.content, bold=bold > 0)
        return words


def _leads_elsewhere(token: "Token") -> bool:
    """Whether all words are one link to another part of the document, as in its table of contents."""
    children = token.children or []
    links = [child for child in children if child.type == "link_open"]
    return (
        len(links) == 1
        and str(links[0].attrGet("href") or "").startswith("#")
        and children[0] is links[0]
        and children[-1].type == "link_close"
    )
