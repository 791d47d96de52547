"""Web pages as saved: HTML and XHTML."""

import re
from typing import TYPE_CHECKING

from policykb.domain.document import Document
from policykb.errors import LimitReached, MissingExtra, UsageError
from policykb.ingest.blocks import Block, Kind, Line
from policykb.ingest.limits import LARGEST_PAGE
from policykb.ingest.sniff import refuse_other
from policykb.ingest.structure import structured
from policykb.ingest.web.content import choose
from policykb.ingest.web.element import Element, measure
from policykb.ingest.web.encoding import decoded
from policykb.ingest.web.notes import take_notes
from policykb.ingest.web.said import page_facts
from policykb.ingest.web.walk import Walk

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

SUFFIXES = (".html", ".htm", ".xhtml")

_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)(?:[^<>]*?)(/?)>")
_XHTML = re.compile(r"\s*<\?xml|[^<]*<!DOCTYPE[^>]*XHTML", re.IGNORECASE)
_EMPTY = re.compile(r"<([a-zA-Z][\w:-]*)((?:\s[^<>]*?)?)/>")
_VOID = frozenset(
    (
        *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track"),
        "wbr",
    )
)
# Their ends may be left out, so that many may seem open.
_MAY_STAY_OPEN = _VOID | frozenset(
    (
        *("body", "colgroup", "dd", "dt", "head", "html", "li", "option", "p", "tbody", "td", "tfoot", "th", "thead"),
        "tr",
    )
)
_DEEPEST = 2_000


def read(data: bytes, name: str) -> Document:
    """The text of a page without what surrounds it.

    Raises MissingExtra without selectolax, UsageError for another format, elements nested beyond reason and a page
    without a word, LimitReached for a page larger than `policykb.ingest.limits.LARGEST_PAGE`.
    """
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ImportError:
        raise MissingExtra("selectolax", "read") from None
    refuse_other(data, name, SUFFIXES[0], ())
    if len(data) > LARGEST_PAGE:
        raise LimitReached(f"{name}: more than {LARGEST_PAGE // 1_000_000} MB of HTML", "Save its text alone.")
    html = decoded(data, name)
    if _XHTML.match(html[:2000]):
        html = _EMPTY.sub(lambda tag: tag[0] if tag[1].lower() in _VOID else f"<{tag[1]}{tag[2]}></{tag[1]}>", html)
    _refuse_deep(html, name)
    root = LexborHTMLParser(html).root
    page = _copied(root) if root else Element("html", {})
    body = next((element for element in page.elements if element.tag in {"body", "frameset"}), None)
    source = _document(page, body) if body else None
    if source is None or not source.passages:
        raise UsageError(
            f"{name}: there is no text in it", "A page that a program fills in a browser must be saved from there."
        )
    return source


def _document(page: Element, body: Element) -> Document:
    root = choose(body)
    notes = take_notes(root, body)
    measure(root)
    blocks = Walk(notes.marks).through(root)
    return structured(
        blocks,
        [Block(Kind.NOTE, [Line(text)], number) for number, text in notes.texts],
        page_facts(page, root),
    )


def _refuse_deep(html: str, name: str) -> None:
    """Before it is parsed, for the time that takes grows with the square of the depth."""
    depth = 0
    for tag in _TAG.finditer(html):
        if tag[2].lower() not in _MAY_STAY_OPEN and not tag[3]:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            if depth > _DEEPEST:
                raise UsageError(
                    f"{name}: is nested too deeply", "Save the page again from a browser, or its text alone."
                )


def _copied(root: "LexborNode") -> Element:
    """The tree of the parser as plain objects."""
    page = Element(root.tag or "", _attributes(root))
    waiting = [(root, page)]
    while waiting:
        node, element = waiting.pop()
        child = node.child
        while child is not None:
            if child.tag == "-text":
                element.children.append(child.text_content or "")
            elif child.is_element_node:
                copied = Element(child.tag or "", _attributes(child), element)
                element.children.append(copied)
                waiting.append((child, copied))
            child = child.next
    return page


def _attributes(node: "LexborNode") -> dict[str, str]:
    return {name: value or "" for name, value in node.attributes.items()}
