"""Word documents (DOCX). Pages are unknown: where they end is for the program that prints."""

import io
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from policykb.domain.document import Document, Facts
from policykb.errors import LimitReached, MissingExtra, UsageError
from policykb.ingest import archive
from policykb.ingest.blocks import Block, Kind
from policykb.ingest.characters import one_line
from policykb.ingest.facts import names
from policykb.ingest.limits import MOST_BLOCKS
from policykb.ingest.sniff import UNPACK, kind_of, refuse_other
from policykb.ingest.structure import structured
from policykb.ingest.word.numbering import Numbering
from policykb.ingest.word.runs import Runs, cited_notes
from policykb.ingest.word.styles import Styles
from policykb.ingest.word.tags import children, value
from policykb.ingest.word.walk import Walk

if TYPE_CHECKING:
    from docx.opc.part import Part

SUFFIXES = (".docx",)

_MAIN = "word/document.xml"
_PARAGRAPH = re.compile(rb"<\w+:p[\s/>]")
_SAVE_AGAIN = "Open it in its program and save it again."
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_NO_TITLE = re.compile(
    r"(?:microsoft )?word(?: document| -.*)?|document\d*|untitled|title|.*\.(?:docx?|rtf)", re.IGNORECASE
)
_NO_AUTHOR = re.compile(
    r"python-docx|administrator|user|author|.*\b(?:office|user|admin|windows|owner)\b.*", re.IGNORECASE
)
# The date of the template that python-docx starts every document from.
_TEMPLATE = date(2013, 12, 23)


def read(data: bytes, name: str) -> Document:
    """The text of a document, tracked changes accepted, comments left out.

    Raises MissingExtra without python-docx, UsageError for another format, a damaged, protected or hostile file and one
    without a word, LimitReached beyond the limits of `policykb.ingest.archive` and `MOST_BLOCKS` paragraphs.
    """
    try:
        import docx
    except ImportError:
        raise MissingExtra("python-docx", "read") from None
    _refuse_other(data, name)
    opened = archive.opened(data, name)
    _refuse_contents(opened.namelist(), name)
    if sum(1 for _ in _PARAGRAPH.finditer(opened.read(_main(opened.namelist())))) > MOST_BLOCKS:
        raise LimitReached(f"{name}: more than {MOST_BLOCKS:,} paragraphs", "Give a part of it.")
    archive.refuse_ratio(opened, name)
    from lxml.etree import XMLSyntaxError

    try:
        package = docx.Document(io.BytesIO(data))
    except XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise UsageError(f"{name}: is nested too deeply", _SAVE_AGAIN) from error
        raise UsageError(f"{name}: is damaged: {one_line(str(error))[:80]}", _SAVE_AGAIN) from error
    except (KeyError, ValueError, AttributeError, IndexError) as error:
        raise UsageError(f"{name}: is damaged, or no Word document", _SAVE_AGAIN) from error
    source = _document(package)
    if not source.passages:
        raise UsageError(f"{name}: there is no text in it", "A scanned document needs text recognition (OCR) first.")
    return source


def _document(package: Any) -> Document:
    parts = {
        rel.reltype.removeprefix(_RELATION): rel.target_part
        for rel in package.part.rels.values()
        if not rel.is_external
    }
    body = package.element.body
    styles = Styles(_root(parts.get("styles")))
    cited = list(dict.fromkeys(cited_notes(body)))
    marks: dict[tuple[str, str], int] = {}
    for kind, key in cited:
        marks[kind, key] = 1 + sum(other == kind for other, _ in marks)
    walk = Walk(styles, Numbering(_root(parts.get("numbering"))), Runs(styles, marks))
    blocks = walk.through(body)
    notes: list[Block] = []
    for kind in ("footnote", "endnote"):
        texts = {value(note, "id"): note for note in children(_root(parts.get(f"{kind}s")), kind)}
        for mark, key in ((mark, key) for (of, key), mark in marks.items() if of == kind and key in texts):
            lines = [line for block in walk.through(texts[key]) for line in block.lines]
            notes.extend([Block(Kind.NOTE, lines, mark)] if lines else [])
    return structured(blocks, notes, _facts(package.core_properties, walk.title, styles.language))


def _root(part: "Part | None") -> Any:
    """The root element of a part, parsed with nothing looked up elsewhere; None for a part that is not there."""
    if part is None:
        return None
    from docx.oxml.parser import parse_xml

    return parse_xml(part.blob)


def _main(members: list[str]) -> str:
    return next((member for member in members if member == _MAIN), members[0])


def _refuse_other(data: bytes, name: str) -> None:
    if not data:
        raise UsageError(f"{name}: is empty")
    refuse_other(data, name, SUFFIXES[0], ())
    if kind_of(data) is None:
        raise UsageError(f"{name}: is not a Word document (DOCX)", "Give it the suffix of its format.")


def _refuse_contents(members: list[str], name: str) -> None:
    if "[Content_Types].xml" not in members or not any(member.startswith("word/") for member in members):
        raise UsageError(f"{name}: is a ZIP archive, but no Word document", UNPACK)


def _facts(core: Any, title: str | None, language: str | None) -> Facts:
    """What the document says, and what its properties say where that is no default of a program."""
    stated = one_line(core.title or "")
    author = one_line(core.author or "")
    created = core.created
    plausible = isinstance(created, datetime) and created.year >= 1990 and created.date() != _TEMPLATE
    return Facts(
        title=title or (stated if len(stated) > 3 and not _NO_TITLE.fullmatch(stated) else None),
        authors=() if _NO_AUTHOR.fullmatch(author) else names(author),
        issued=created.date().isoformat() if plausible else None,
        language=one_line(core.language or "") or language,
    )
