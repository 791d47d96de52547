"""Finds text that YAML would silently drop as a comment.

Separate because the parser does not report comments: they are the ``#`` characters outside every scalar. A comment on a
line of its own is welcome; one after a value is too often meant as text (``title: Item #1``), and one that stands where
a plain text would go on cuts that text short.
"""

from collections.abc import Iterator

from yaml.events import CollectionStartEvent, ScalarEvent

from policykb.seed.yaml_events import end_of, start_of

_AFTER = "text after # would be dropped as a comment"
_AFTER_HINT = "quote the value, or put the comment on its own line"
_WITHIN = "this comment stands where the value above would go on"
_WITHIN_HINT = "quote the value if this is part of it, or indent the comment like the field above"


class Comments:
    """Goes through the ``#`` of a text in step with the parser.

    ``next`` is the index of the first ``#`` not yet judged, or a number beyond the text.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._last_end = 0
        self._go_on(0)

    def judge(
        self, until: int, scalar: ScalarEvent | None, opened: CollectionStartEvent | None
    ) -> Iterator[tuple[int, str, str]]:
        """Index, message and hint of each comment before ``until`` that may be lost text.

        ``scalar`` is the last one before ``until``, ``opened`` the list or mapping it stands in.
        """
        while self.next < until:
            at = self.next
            if scalar is not None and self._holds(scalar, at):
                self._go_on(end_of(scalar))
                continue
            line_start = self._text.rfind("\n", 0, at) + 1
            if self._text[line_start:at].strip(" \t"):
                yield at, _AFTER, _AFTER_HINT
            elif scalar is not None and opened is not None and self._cuts(scalar, opened, line_start, at):
                yield at, _WITHIN, _WITHIN_HINT
            line_end = self._text.find("\n", at)
            self._last_end = line_end if line_end >= 0 else len(self._text)
            self._go_on(self._last_end)

    def _go_on(self, index: int) -> None:
        found = self._text.find("#", index)
        self.next = found if found >= 0 else len(self._text) + 1

    def _holds(self, scalar: ScalarEvent, at: int) -> bool:
        start = start_of(scalar)
        if not start <= at < end_of(scalar):
            return False
        is_block = scalar.style in ("|", ">")
        return not is_block or at > self._text.find("\n", start)

    def _cuts(self, scalar: ScalarEvent, opened: CollectionStartEvent, line_start: int, at: int) -> bool:
        """Whether a plain scalar in a block would go on in this line but for the ``#``."""
        if scalar.style or opened.flow_style or at - line_start <= self._column(start_of(opened)):
            return False
        end = end_of(scalar)
        # Only the first comment after the scalar; asking the text alone would copy it once for each of many comments.
        return self._last_end <= end and not self._text[end:line_start].strip()

    def _column(self, index: int) -> int:
        return index - self._text.rfind("\n", 0, index) - 1
