"""Styles of a Word document: which are headings, lists or bold, each from what it is based on."""

import re

from policykb.ingest.word.tags import Node, child, children, is_on, value, whole

_HEADING = re.compile(r"heading ([1-9])", re.IGNORECASE)
_DEEPEST = 20


class Styles:
    """What the style sheet says; an unknown style says nothing."""

    def __init__(self, sheet: Node | None) -> None:
        self._styles: dict[str, Node] = {}
        self._default = ""
        for style in children(sheet, "style"):
            key = value(style, "styleId") or ""
            self._styles[key] = style
            if value(style, "type") == "paragraph" and value(style, "default") in {"1", "true", "on"}:
                self._default = key
        self.language = value(child(sheet, "docDefaults", "rPrDefault", "rPr", "lang"))

    def name(self, key: str | None) -> str:
        """The name of a style in small letters, which is English for the styles that Word has itself."""
        return (value(child(self._styles.get(key or self._default), "name")) or "").lower()

    def heading_level(self, key: str | None) -> int | None:
        """1 to 9 for a style of headings (1 for that of the title); None for any other."""
        for style in self._chain(key):
            name = (value(child(style, "name")) or "").lower()
            if name == "title":
                return 1
            if found := _HEADING.fullmatch(name):
                return int(found[1])
            level = whole(child(style, "pPr", "outlineLvl"))
            if level is not None:
                return level + 1 if 0 <= level < 9 else None
        return None

    def numbering(self, key: str | None) -> tuple[str | None, int | None]:
        """The list that a style belongs to and how deep, as ``w:numId`` and ``w:ilvl``."""
        level: int | None = None
        for style in self._chain(key):
            numbered = child(style, "pPr", "numPr")
            if level is None:
                level = whole(child(numbered, "ilvl"))
            if (list_ := value(child(numbered, "numId"))) is not None:
                return list_, level
        return None, level

    def is_bold(self, key: str | None) -> bool:
        """Whether its characters are bold."""
        for style in self._chain(key):
            if (bold := is_on(child(style, "rPr", "b"))) is not None:
                return bold
        return False

    def _chain(self, key: str | None) -> list[Node]:
        """A style and those it is based on, the nearest first."""
        found: list[Node] = []
        style = self._styles.get(key or self._default)
        while style is not None and len(found) < _DEEPEST and style not in found:
            found.append(style)
            style = self._styles.get(value(child(style, "basedOn")) or "\0")
        return found
