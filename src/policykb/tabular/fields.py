"""The fields a mapping may fill, and how texts become what the record has; from the one table of fields."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from policykb.domain.fields import FIELDS, Field, Kind
from policykb.domain.models import MODELS
from policykb.tabular.dates import edtf

TRUE = frozenset({"true", "yes", "y", "1", "x", "wahr", "vrai"})
FALSE = frozenset({"false", "no", "n", "0", "falsch", "faux"})
_OWN = {"type", "key", "source", "codes", "evidence", "former_keys", "references"}
"""What the mapping says in a section of its own, or no table says."""


def fillable(type_: str) -> dict[str, Field]:
    """The fields of a type of record that a column may fill, by name."""
    known = {field.name: field for field in FIELDS if type_ in field.subjects and field.seed}
    if type_ == "source":
        # What all entities are called is the title of a source.
        known["title"] = replace(known.pop("name"), name="title")
    names = [name for name in MODELS[type_].model_fields if name not in _OWN or (type_ == "source" and name == "key")]
    return {name: known[name] for name in names if name in known}


def is_line(field: Field) -> bool:
    """Whether its text is one line."""
    return field.kind is not Kind.TEXT or field.name in {"name", "title"}


def flag(text: str) -> bool:
    """The flag that a cell means.

    >>> flag("TRUE"), flag("no")
    (True, False)
    """
    word = text.lower()
    if word not in TRUE | FALSE:
        raise ValueError(f"{text[:40]!r} is neither true nor false")
    return word in TRUE


def converter(field: Field, formats: tuple[str, ...]) -> Callable[[str], Any]:
    """What makes a value of such a field from a text; it raises ValueError."""
    match field.kind:
        case Kind.DATE:
            return lambda text: edtf(text, formats)
        case Kind.FLAG:
            return flag
        case _:
            return one_line if is_line(field) else str


def one_line(text: str) -> str:
    """The text without line ends."""
    return " ".join(text.split())


def names_of(field: Field) -> Iterator[str]:
    """What a column for the field may be called, in small letters: as in the seed, as a query calls it."""
    yield field.name
    yield from field.query_names
