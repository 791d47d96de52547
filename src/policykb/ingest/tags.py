"""Pieces of HTML inside another format to their words, with the standard library; whole pages have a reader."""

from html.parser import HTMLParser

from policykb.ingest.characters import one_line

_INLINE = frozenset(
    (
        "a",
        "abbr",
        "b",
        "cite",
        "code",
        "em",
        "font",
        "i",
        "ins",
        "mark",
        "q",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "u",
    )
)
_SILENT = frozenset(("script", "style", "template", "noscript"))


def paragraphs(html: str) -> list[str]:
    """The text between tags, one for each element that is no part of a line; nothing of scripts and styles.

    >>> paragraphs("<div>One <b>two</b>.<br>Three<script>alert(1)</script></div><!-- not -->")
    ['One two.', 'Three']
    """
    parser = _Collector()
    parser.feed(html)
    parser.close()
    return [text for text in map(one_line, "".join(parser.pieces).split("\0")) if text]


class _Collector(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        if tag not in _INLINE:
            self.pieces.append("\0")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in _SILENT))
        if tag not in _INLINE:
            self.pieces.append("\0")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)
