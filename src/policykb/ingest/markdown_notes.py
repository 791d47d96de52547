"""Footnotes of Markdown (``[^1]`` and ``[^1]: ...``), an extension that is taken out before the rest is parsed."""

import re

from policykb.ingest.characters import superscript

_DEFINITION = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)")
_CITED = re.compile(r"\[\^([^\]\s]+)\]")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


class Notes:
    """The notes of a text; ``rest`` is the text without them.

    A note goes on over lines that follow it and, after a blank line, over those set in. Numbers are those of the text;
    a note with a name is numbered in the order of citation.
    """

    def __init__(self, text: str) -> None:
        self._texts: dict[str, list[str]] = {}
        self._numbers: dict[str, int] = {}
        rest: list[str] = []
        current: list[str] | None = None
        after_blank, fence = False, ""
        for line in text.split("\n"):
            if (mark := _FENCE.match(line)) and (not fence or mark[1].startswith(fence)):
                fence = "" if fence else mark[1]
            if not fence and (found := _DEFINITION.match(line)) and found[1] not in self._texts:
                current = self._texts[found[1]] = [found[2]]
            elif current is not None and (not line.strip() or not after_blank or line.startswith(("  ", "\t"))):
                current.append(line.strip())
            else:
                current = None
                rest.append(line)
            after_blank = not line.strip()
        self.rest = "\n".join(rest)

    def marked(self, text: str) -> str:
        """A text with its citations of notes as superscript numbers; those of no note stay as they are."""
        return _CITED.sub(lambda cited: self._mark(cited[1]) or cited[0], text)

    def cited_first(self) -> list[tuple[int, str]]:
        """Number and text of each note, in the order in which they stand in the text."""
        return [(self._number(key), "\n".join(lines).strip()) for key, lines in self._texts.items()]

    def _mark(self, key: str) -> str:
        return superscript(str(self._number(key))) if key in self._texts else ""

    def _number(self, key: str) -> int:
        if key.isdecimal() and key.isascii() and len(key) <= 4:
            return int(key)
        if key not in self._numbers:
            self._numbers[key] = len(self._numbers) + 1
        return self._numbers[key]
