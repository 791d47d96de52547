"""What a file adds to a theme, actor, framework, event or source of another file; its fields are made from theirs."""

from typing import Any, Literal

from pydantic import create_model

from policykb.domain.actor import Actor
from policykb.domain.event import Event
from policykb.domain.framework import Framework
from policykb.domain.record import Record, Reference
from policykb.domain.source import Source
from policykb.domain.theme import Theme

Plain = dict[str, Any]

_OWN = {"type", "key", "name", "title", "kind", "language", "former_keys"}
"""What only the record itself says: no other file can add it."""


class _Addition(Record):
    """Something added to the record of that key."""

    type: Literal["extension"]
    key: Reference


def _fields() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for model in (Theme, Actor, Framework, Event, Source):
        for name, field in model.model_fields.items():
            if name not in _OWN:
                found.setdefault(name, (field.annotation, field))
    return found


Extension: type[Record] = create_model("Extension", __base__=_Addition, __doc__=_Addition.__doc__, **_fields())
"""Lists are added to those of the record, other fields only where it has none."""


_WORDS = {"checked": "date of checking", "established": "date of establishment"}


class Conflict(ValueError):
    """A field of an extension that its record has already; ``path`` is where in the extension."""

    def __init__(self, path: tuple[str | int, ...], message: str) -> None:
        super().__init__(message)
        self.path = path


def additions(extension: Plain) -> Plain:
    """What an extension adds, without what it is and what it is added to."""
    return {name: value for name, value in extension.items() if name not in {"type", "key"}}


def merged(record: Plain, extension: Plain) -> tuple[Plain, list[Conflict]]:
    """A record (as JSON has it) with what is added to it; what cannot be added is left out and told.

    >>> merged({"aliases": ["A"], "ids": {"x": "1"}}, {"aliases": ["B"], "ids": {"y": "2"}, "note": "N"})
    ({'aliases': ['A', 'B'], 'ids': {'x': '1', 'y': '2'}, 'note': 'N'}, [])
    >>> merged({"note": "M", "broader": ["a"]}, {"note": "N", "broader": ["a", "b"]})[1]
    [Conflict('has a note already'), Conflict('has a already')]
    """
    whole, conflicts = dict(record), list[Conflict]()
    for name, value in additions(extension).items():
        there = whole.get(name)
        if isinstance(value, list):
            items = list(there or ())
            for n, item in enumerate(value):
                if item in items:
                    said = item if isinstance(item, str) else item.get("text") or item.get("actor") or "this"
                    conflicts.append(Conflict((name, n), f"has {said} already"))
                else:
                    items.append(item)
            whole[name] = items
        elif isinstance(value, dict):
            taken = [scheme for scheme in value if scheme in (there or {})]
            conflicts += [Conflict((name, scheme), f"has {name}.{scheme} already") for scheme in taken]
            whole[name] = {**(there or {}), **{scheme: code for scheme, code in value.items() if scheme not in taken}}
        elif there is not None:
            conflicts.append(Conflict((name,), f"has a {_WORDS.get(name) or name.replace('_', ' ')} already"))
        else:
            whole[name] = value
    return whole, conflicts
