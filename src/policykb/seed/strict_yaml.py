"""One YAML file to plain text data, refusing all of YAML that changes or drops what was written.

Separate from the checks because it knows YAML and no schema: every scalar stays the text it was (``NO``, ``1:30``,
``2024-13-45``), and giving it a type is the model's affair. It works on the parser's events, never on PyYAML's
constructors, so neither a tag, an anchor bomb nor deep nesting can run code, hang or crash the process.
"""

import re
from collections.abc import Iterable

from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    StreamEndEvent,
)

from policykb.errors import SeedError
from policykb.seed.places import DEEPEST, Document, Plain
from policykb.seed.yaml_comments import Comments
from policykb.seed.yaml_events import MOST_EVENTS, NO_YAML, events, explain
from policykb.seed.yaml_places import YamlPlaces
from policykb.seed.yaml_text import MOST_PROBLEMS, YamlText, describe

_UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_MERGE = ("merge keys (<<) are not allowed in seed files", "write the fields out")
_EXPECTED = "expected a mapping with sections such as recommendations:, actors:, themes:"


def read_yaml(raw: bytes, file: str) -> Document:
    r"""The file's sections; all scalars are text, all keys are in the order of the file.

    ``file`` is the name to show in problems. Raises SeedError with the place of every fault that can be found in one
    run; a text that is no YAML at all ends the search where the parser gives up.

    >>> read_yaml(b"themes:\n  - {key: trade, ids: {iso3166: NO}}\n", "a.yaml").data
    {'themes': [{'key': 'trade', 'ids': {'iso3166': 'NO'}}]}
    >>> try:
    ...     read_yaml(b"title: A\ntitle: Item #1\n", "a.yaml")
    ... except SeedError as error:
    ...     print(error)
    a.yaml:2:1: duplicate key 'title' (first on line 1)
    a.yaml:2:13: text after # would be dropped as a comment (quote the value, or put the comment on its own line)
    2 problems found; nothing was loaded.
    """
    text = YamlText(raw, file)
    reader = _Reader(text)
    data = reader.read()
    if reader.faults or not isinstance(data, dict):
        raise SeedError(sorted(text.problem(*fault) for fault in reader.faults))
    return Document(file, data, reader.places)


_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


class _Enough(Exception):
    """Nothing more is to be read."""


class _Reader:
    """One pass over the events of a file; the loop is flat and its state local because it runs for every scalar."""

    def __init__(self, text: YamlText) -> None:
        self.text = text
        self.places = YamlPlaces(text)
        self.faults: list[tuple[int, str, str]] = []
        self._roots: list[Plain] = []
        self._reached = 0
        self._has_duplicates = False
        self._too_deep = False

    def read(self) -> Plain:
        """The file's value; worth nothing where `faults` is not empty afterwards."""
        try:
            self._walk()
        except _Enough:
            pass
        except NO_YAML as error:
            self.faults.append(explain(error, self.text.text, self._reached))
        if self._has_duplicates:
            for name, first, again in self.places.duplicate_keys()[:MOST_PROBLEMS]:
                line, _ = self.text.place(first)
                self.faults.append((again, f"duplicate key {name!r} (first on line {line})", ""))
        root = self._roots[0] if self._roots else None
        if root is None and not self.faults:
            self.faults.append((0, "the file is empty", ""))
        elif not self._too_deep and (isinstance(root, list) or (isinstance(root, str) and not self.faults)):
            self.faults.append((self.places.start, _EXPECTED, ""))
        return root

    def _walk(self) -> None:
        comments = Comments(self.text.text)
        escapes = "\\" in self.text.text
        parents: list[tuple[dict[str, Plain] | None, list[Plain], str | None, CollectionStartEvent | None]] = []
        mapping: dict[str, Plain] | None = None  # the innermost collection, if a mapping; else that is `items`
        items = self._roots
        key: str | None = None  # of `mapping`, where its value comes next
        opened: CollectionStartEvent | None = None  # the event that began the innermost collection
        scalar: ScalarEvent | None = None  # the last one
        for event in events(self.text.text):
            at = self._reached = event.start_mark.index  # type: ignore[union-attr]  # the stubs allow None
            if at > comments.next:
                self._refuse_all(comments.judge(at, scalar, opened))
            if type(event) is ScalarEvent:
                scalar = event
                text = event.value
                if event.tag is not None or event.anchor is not None:
                    self._refuse_decoration(event, at)
                if event.style:
                    if escapes and event.style == '"':
                        self._check_escapes(text, at)
                elif text in _NOTHING:
                    self._refuse_nothing(at, text, mapping, key)
                if mapping is None:
                    items.append(text)
                elif key is not None:
                    mapping[key] = text
                    key = None
                else:
                    key = text
                    if text in mapping:
                        self._has_duplicates = True
                    elif text == "<<" and not event.style:
                        self._refuse(at, *_MERGE)
            elif isinstance(event, CollectionEndEvent):
                mapping, items, key, opened = parents.pop()
            elif isinstance(event, NodeEvent):
                value = self._other_value(event, at, len(parents))
                if mapping is None:
                    items.append(value)
                elif key is not None:
                    mapping[key] = value
                    key = None
                else:
                    self._refuse(at, "a key must be plain text")
                    key = ""
                if isinstance(event, CollectionStartEvent):
                    parents.append((mapping, items, key, opened))
                    key, opened = None, event
                    mapping, items = (value, items) if isinstance(value, dict) else (None, value)
            else:
                self._check_boundary(event, at)
        if not isinstance(event, StreamEndEvent):
            self._refuse(at, f"more than {MOST_EVENTS:,} values", "split the file, or write it as JSON Lines")

    def _other_value(self, event: NodeEvent, at: int, depth: int) -> dict[str, Plain] | list[Plain]:
        """The empty value that a collection begins with, or a stand-in for an alias."""
        if isinstance(event, AliasEvent):
            self._refuse(at, f"aliases (*{event.anchor}) are not allowed in seed files", "write the value out")
            return []
        self._refuse_decoration(event, at)
        if depth >= DEEPEST:
            self._refuse(at, f"nested deeper than {DEEPEST}")
            self._too_deep = True
            raise _Enough
        return {} if isinstance(event, MappingStartEvent) else []

    def _check_boundary(self, event: Event, at: int) -> None:
        """The start of a document, and the end of the file or of what is read of it."""
        if isinstance(event, DocumentStartEvent):
            if self._roots:
                self._refuse(at, "a second YAML document; one per file")
                raise _Enough
            if event.version not in (None, (1, 1), (1, 2)):
                self._refuse(at, "found incompatible YAML document", "take the %YAML line out")
            if event.tags:
                self._refuse(at, "%TAG lines are not allowed in seed files")

    def _refuse_decoration(self, event: ScalarEvent | NodeEvent, at: int) -> None:
        tag = getattr(event, "tag", None)
        if event.anchor is not None:
            self._refuse(
                at, f"anchors (&{event.anchor}) are not allowed in seed files", "quote a text that begins with &"
            )
        if tag is not None:
            self._refuse(at, f"the tag {tag!r} is not allowed", "every value is text; quote one that begins with !")

    def _check_escapes(self, value: str, at: int) -> None:
        found = _UNSTORABLE.search(value)
        if found is not None:
            self._refuse(at, describe(found.group()))

    def _refuse_nothing(self, at: int, text: str, mapping: dict[str, Plain] | None, key: str | None) -> None:
        """An empty plain scalar, ``~`` or ``null``: YAML's null, which no field of a record can mean."""
        if len(text) > 1:
            if mapping is None or key is not None:
                self._refuse(at, "no value; leave it out", f'write "{text}" where the word is meant')
        elif mapping is None:
            self._refuse(*((at, "no value; leave the item out") if self._roots else (0, "the file is empty")))
        else:
            self._refuse(at, "a key must be plain text" if key is None else "no value; leave the field out")

    def _refuse(self, at: int, message: str, hint: str = "") -> None:
        self.faults.append((at, message, hint))
        if len(self.faults) >= MOST_PROBLEMS:
            self.faults.append((at, f"more than {MOST_PROBLEMS:,} faults; the rest of the file was not read", ""))
            raise _Enough

    def _refuse_all(self, faults: Iterable[tuple[int, str, str]]) -> None:
        for at, message, hint in faults:
            self._refuse(at, message, hint)
