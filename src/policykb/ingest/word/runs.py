"""The words of a Word paragraph: runs in order, with tracked changes accepted and fields shown as printed."""

from collections.abc import Iterator

from policykb.ingest.characters import superscript
from policykb.ingest.word.styles import Styles
from policykb.ingest.word.tags import Node, child, is_on, name, value
from policykb.ingest.words import Words

# What was deleted or moved away, comments, instructions of fields, properties, pictures.
_SILENT = frozenset(
    (
        *("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:instrText", "w:delText", "w:rt"),
        *("w:annotationRef", "w:footnoteRef", "w:endnoteRef", "w:commentReference", "w:fldData", "w:txbxContent"),
    )
)
_SIGNS = {"w:tab": " ", "w:ptab": " ", "w:noBreakHyphen": "-", "w:softHyphen": ""}
_PRIVATE_USE = range(0xE000, 0xF900)


class Runs:
    """Reads paragraphs; ``marks`` has the printed number of each note, by kind and id."""

    def __init__(self, styles: Styles, marks: dict[tuple[str, str], int]) -> None:
        self._styles = styles
        self._marks = marks

    def into(self, words: Words, paragraph: Node) -> list[Node]:
        """Adds the words of a paragraph; the contents of text boxes in it, which stand apart."""
        boxes: list[Node] = []
        bold = self._styles.is_bold(value(child(paragraph, "pPr", "pStyle")))
        waiting = [(node, bold, False) for node in paragraph.iterchildren(reversed=True)]
        while waiting:
            node, bold, raised = waiting.pop()
            kind = name(node)
            if kind == "w:txbxContent":
                boxes.append(node)
            elif kind in _SILENT:
                continue
            elif kind in {"w:t", "m:t"}:
                words.add(node.text or "", bold=bold, raised=raised)
            elif kind in _SIGNS:
                words.add(_SIGNS[kind], bold=bold)
            elif kind in {"w:br", "w:cr"}:
                words.end_line(forced=True)
            elif kind == "w:sym":
                words.add(_symbol(node), bold=bold)
            elif kind in {"w:footnoteReference", "w:endnoteReference"}:
                mark = self._marks.get((kind[2:-9], value(node, "id") or ""))
                words.add(superscript(str(mark)) if mark else "", bold=bold)
            elif kind == "w:r":
                if is_on(child(node, "rPr", "vanish")):
                    continue
                look = self._look(child(node, "rPr"), bold)
                waiting.extend((inner, *look) for inner in node.iterchildren(reversed=True))
            elif kind == "mc:AlternateContent":
                waiting.extend((inner, bold, raised) for inner in _alternative(node))
            else:
                waiting.extend((inner, bold, raised) for inner in node.iterchildren(reversed=True))
        return boxes

    def _look(self, properties: Node | None, bold: bool) -> tuple[bool, bool]:
        """Whether a run is bold, and whether it is raised."""
        stated = is_on(child(properties, "b"))
        if stated is None:
            style = value(child(properties, "rStyle"))
            stated = bold or (style is not None and self._styles.is_bold(style))
        return stated, value(child(properties, "vertAlign")) == "superscript"


def cited_notes(body: Node) -> Iterator[tuple[str, str]]:
    """Kind and id of each note that a text cites, in order, without those in deleted text."""
    waiting = [body]
    while waiting:
        node = waiting.pop()
        kind = name(node)
        if kind in {"w:footnoteReference", "w:endnoteReference"}:
            if value(node, "customMarkFollows") not in {"1", "true", "on"}:
                yield kind[2:-9], value(node, "id") or ""
        elif kind == "mc:AlternateContent":
            waiting.extend(_alternative(node))
        elif kind not in _SILENT or kind == "w:txbxContent":
            waiting.extend(node.iterchildren(reversed=True))


def joins_next(paragraph: Node) -> bool:
    """Whether its end was deleted, so that the next paragraph goes on with it."""
    return any(child(paragraph, "pPr", "rPr", mark) is not None for mark in ("del", "moveFrom"))


def _alternative(node: Node) -> list[Node]:
    """One of several forms of the same content: the first that has text."""
    choices = list(node.iterchildren())
    return next(([one] for one in choices if "".join(one.itertext()).strip()), choices[:1])


def _symbol(node: Node) -> str:
    try:
        code = int(value(node, "char") or "", 16)
    except ValueError:
        return ""
    # Symbol fonts have places of their own for their signs; what they look like no other font says.
    return "" if code in _PRIVATE_USE or not 0x20 <= code <= 0x10FFFF or 0xD800 <= code < 0xE000 else chr(code)


def texts(node: Node) -> str:
    """All that a part says, for what needs no looks."""
    return "".join(text.text or "" for text in node.iter() if name(text) == "w:t")
