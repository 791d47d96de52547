"""Candidates to the text of a draft: a record each, with the passage and the reasons as comments above its fields.

Separate from finding and from deciding. Equal candidates of an equal document give equal bytes: no date, no order of a
set, nothing of the machine stands in it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from policykb.domain.document import Document
from policykb.domain.record import LONGEST_TEXT
from policykb.ingest.candidate import Candidate, Place, Suggestion
from policykb.ingest.drafts.anchors import Anchors, plain
from policykb.ingest.drafts.head import Head, actors_of
from policykb.ingest.drafts.naming import LONGEST_KEY, asked, free, joined, main_words
from policykb.ingest.suggest.gazetteer import Gazetteer
from policykb.seed.canonical import flow, scalar

WIDTH = 100
"""Columns of a comment."""
READER = "policykb ingest"
"""Who read the document, in its coverage."""
OPEN, CLOSE = "\u00ab", "\u00bb"
"""What stands around the words of a candidate in a passage that has others."""
DOCUMENT = "document: "
"""What the line of a draft's head begins with that names its document."""
_HEAD = """\
Draft of {name}, made by policykb ingest. What is pending is not loaded.
For each record: say the point in your own words in its text (the passage stands above it), mend what is suggested,
and change pending to accepted, or to rejected. policykb review does it with you, one by one.
The passages in the comments are their authors' words: take them out before you hand this file on.
"""
_AMBIGUOUS = "these words stand in several places: add a prefix or suffix"
_MOST_TOP_THEMES = 20


@dataclass(frozen=True)
class Options:
    """What of the candidates is written and how; ``verbatim``: their own words as text, for a base nobody else sees."""

    verbatim: bool = False
    findings: bool = True
    min_confidence: float = 0.0


class Writer:
    """Writes candidates of one document, under keys that are not ``taken`` yet."""

    def __init__(self, document: Document, gazetteer: Gazetteer, options: Options, taken: Collection[str] = ()) -> None:
        self._document = document
        self._anchors = Anchors(document)
        self._gazetteer = gazetteer
        self._options = options
        self._taken = set(taken)
        self._words = {name: {term.key for term in gazetteer.terms(name)} for name in _VOCABULARIES}

    def wanted(self, candidates: Iterable[Candidate]) -> list[Candidate]:
        """Those that the options ask for."""
        return [
            candidate
            for candidate in candidates
            if candidate.confidence >= self._options.min_confidence
            and (self._options.findings or candidate.type != "finding")
        ]

    def draft(self, head: Head, candidates: Sequence[Candidate], name: str, path: str) -> str:
        """The whole file; ``name`` is the document's, ``path`` leads to it from the folder of the draft."""
        lines = [f"# {line}".rstrip() for line in _HEAD.format(name=plain(name)).splitlines()]
        lines += [f"# {DOCUMENT}{plain(path)}", *actors_of(head.people), "source:", f"  key: {head.key}"]
        for field in ("title", "kind", "publisher", "authors", "issued", "language", "url", "fingerprint"):
            lines += [f"  {line}" for remark in head.remarks.get(field, ()) for line in comment(remark)]
            if field in head.values:
                value = head.values[field]
                lines.append(f"  {field}: {flow(value) if isinstance(value, list) else scalar(value)}")
        for section, type_ in (("recommendations", "recommendation"), ("findings", "finding")):
            some = [candidate for candidate in candidates if candidate.type == type_]
            if some:
                lines.append(f"{section}:")
                lines += [f"  {line}" if line else "" for candidate in some for line in self.record(candidate)]
        lines += self._coverage()
        return "\n".join(lines) + "\n"

    def record(self, candidate: Candidate) -> Iterator[str]:
        """One record as lines, the first behind a hyphen and the last blank."""
        for n, (name, value, remarks) in enumerate(self._fields(candidate)):
            for remark in remarks:
                hanging = "" if name == "text" else "  "
                yield from (f"  {line}" for line in comment(remark, hanging=hanging))
            if name == "evidence":
                yield "  evidence:"
                yield from (f"    - {flow(item)}" for item in value)
            elif value is not None:
                yield f"{'  ' if n else '- '}{name}: {flow(value) if isinstance(value, list) else scalar(value)}"
        yield ""

    def _fields(self, candidate: Candidate) -> Iterator[tuple[str, Any, list[str]]]:
        """Name, value (None where there is nothing to say but remarks) and remarks, in the order of a seed file."""
        parts = candidate.places[: candidate.parts]
        yield "key", self._key(candidate, parts), []
        yield "text", self._text(parts), self._passages(candidate, parts)
        is_asking = candidate.type == "recommendation"
        if is_asking:
            yield from self._term("strength", candidate.strength)
            yield from self._term("action", candidate.action)
            yield from self._words_said("condition", candidate.condition)
            yield from self._words_said("deadline", candidate.deadline)
        if candidate.priority:
            yield "priority", True, []
        if is_asking:
            yield from self._links("addressees", candidate.addressees, "role", "addressee-role", None)
        yield from self._links("proponents", candidate.proponents, "support", "support", None)
        yield from self._links("themes", candidate.themes, "", "", None)
        yield from self._links("frameworks", candidate.frameworks, "relation", "action", "topic")
        yield from self._links("actors", candidate.actors, "role", "actor-role", "topic")
        number = plain(candidate.label or "")
        if number and len(number) <= 100:
            yield "source_number", number, []
        yield "review", "pending", []
        yield "confidence", round(candidate.confidence, 3), [f"found by: {', '.join(candidate.rules)}"]
        yield self._evidence(candidate)

    def _key(self, candidate: Candidate, parts: Sequence[Place]) -> str:
        names = [suggestion.name for suggestion in candidate.addressees]
        words = main_words(asked(" ".join(self._words_of(place) for place in parts)), names)
        key = joined(words) or f"{candidate.type}-{parts[0].ordinal}"
        key = free(key[:LONGEST_KEY].strip("-"), self._taken)
        self._taken.add(key)
        return key

    def _words_of(self, place: Place) -> str:
        return self._document.text[place.start : place.end]

    def _text(self, parts: Sequence[Place]) -> str:
        text = "\n".join(filter(None, (plain(self._words_of(place)) for place in parts)))
        return text if self._options.verbatim and len(text) <= LONGEST_TEXT else ""

    def _passages(self, candidate: Candidate, parts: Sequence[Place]) -> list[str]:
        """Where it stands, and the whole passages with its words marked."""
        remarks = []
        if candidate.heading is not None:
            remarks.append(f"heading: {plain(self._document.headings[candidate.heading - 1].text)}")
        before = None
        for place in parts:
            passage = self._anchors.passage(place)
            if passage.ordinal != before:
                page = f", page {passage.page}" if passage.page is not None else ""
                remarks.append(f"{plain(passage.place)}{page}:")
            before = passage.ordinal
            start, end = place.start - passage.start, place.end - passage.start
            words, rest = passage.text[start:end], passage.text[:start] + passage.text[end:]
            marked = f"{passage.text[:start]}{OPEN}{words.strip()}{CLOSE}{passage.text[end:]}"
            remarks.append(plain(marked if any(c.isalnum() for c in rest) else passage.text))
        return remarks

    def _term(self, vocabulary: str, word: str | None) -> Iterator[tuple[str, Any, list[str]]]:
        if word is None:
            return
        if self._is_word(vocabulary, word):
            yield vocabulary, word, []
        else:
            yield vocabulary, None, [f"{vocabulary} not in the base: {word}"]

    def _words_said(self, name: str, words: str | None) -> Iterator[tuple[str, Any, list[str]]]:
        """A field that is in one's own words, like the text."""
        said = plain(words or "")
        if said and self._options.verbatim:
            yield name, said, []
        elif said:
            yield name, None, [f"{name}, in the document's words: {said}"]

    def _is_word(self, vocabulary: str, word: str) -> bool:
        # A base without that vocabulary takes any word.
        return word in self._words[vocabulary] or not self._words[vocabulary]

    def _links(
        self, name: str, suggestions: Sequence[Suggestion], role: str, vocabulary: str, usual: str | None
    ) -> Iterator[tuple[str, Any, list[str]]]:
        """A list of links with the reason for each, the base's own names only; the others as remarks."""
        links: dict[str, Any] = {}
        remarks = []
        for suggestion in suggestions:
            if suggestion.key is None:
                remarks.append(f"{_ONE[name]} not in the base: {_because(suggestion)}")
            elif suggestion.key not in links:
                said = suggestion.role if role and suggestion.role != usual else None
                known = said is None or said in _RELATIONS.get(role, ()) or self._is_word(vocabulary, said)
                links[suggestion.key] = {"key": suggestion.key, role: said} if said and known else suggestion.key
                remarks.append(_because(suggestion))
        if links or remarks:
            yield name, list(links.values()) or None, remarks

    def _evidence(self, candidate: Candidate) -> tuple[str, list[Any], list[str]]:
        exact = self._options.verbatim
        found = [self._anchors.evidence(place, exact=exact) for place in candidate.places]
        sure = [item for n, item in enumerate(found) if item and item not in found[:n]]
        if sure:
            return "evidence", sure, []
        return "evidence", [self._anchors.nearest(candidate.places[0])], [_AMBIGUOUS]

    def _coverage(self) -> Iterator[str]:
        themes = (entity for entity in self._gazetteer.entities.values() if entity.type == "theme")
        tops = sorted(theme.key for theme in themes if not any(True for _ in self._gazetteer.above(theme)))
        if not tops or len(tops) > _MOST_TOP_THEMES:
            return
        yield "# which themes it was read for, so that none found does not mean not read"
        yield "coverage:"
        for theme in tops:
            yield f"  - {flow({'theme': theme, 'by': READER, 'review': 'pending'})}"


def comment(text: str, *, hanging: str = "  ") -> list[str]:
    """A remark as lines of a comment, at most `WIDTH` columns wide with the indentation of a record.

    All but the first begin with ``hanging``, by which `joined_remarks` tells where a remark begins.
    """
    lines = wrap(text, WIDTH - 6, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)
    return [f"# {line}" for line in lines] or ["#"]


def joined_remarks(lines: Iterable[str]) -> list[str]:
    """Remarks from the lines of their comments.

    >>> joined_remarks(["Japan: subject", "  of should", "Chile: named"])
    ['Japan: subject of should', 'Chile: named']
    """
    found: list[str] = []
    for line in lines:
        if found and line.startswith("  "):
            found[-1] += f" {line.strip()}"
        else:
            found.append(line)
    return found


def _because(suggestion: Suggestion) -> str:
    return f"{plain(suggestion.name)}: {plain(suggestion.reason)}"


_VOCABULARIES = ("strength", "action", "addressee-role", "actor-role", "support")
_ONE: Mapping[str, str] = {
    **{f"{word}s": word for word in ("addressee", "proponent", "theme", "framework", "actor")},
}
_RELATIONS = {"relation": ("use", "topic")}
