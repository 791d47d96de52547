"""The mapping file: which column of a table becomes which field of a record; read as strictly as a seed file.

Separate from applying it because an editor checks such a file by the same models (`mapping_schema`).
"""

from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, ValidationError

from policykb.domain.actor import Actor
from policykb.domain.framework import Framework
from policykb.domain.record import EdtfDate, Flag, Key, Model, Number, ShortText, Term
from policykb.domain.theme import Theme
from policykb.errors import Problem, SeedError
from policykb.seed.explain import problems_of
from policykb.seed.opening import HashedStream, Unreadable
from policykb.seed.places import Document
from policykb.seed.strict_yaml import read_yaml
from policykb.seed.yaml_text import LARGEST

Plain = dict[str, Any]
Text = Annotated[str, Field(strict=True)]


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _column(value: object) -> object:
    """A bare text names a column, one with braces is a template."""
    if isinstance(value, str):
        return {"template" if "{" in value else "column": value}
    return value


def _source(value: object) -> object:
    return {"key": {"value": value}} if isinstance(value, str) else value


def _template(value: object) -> object:
    return {"template": value} if isinstance(value, str) else value


def _several(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


Texts = Annotated[tuple[Text, ...], BeforeValidator(_listed, json_schema_input_type=str | list[str])]


class Value(Model):
    """Where a value comes from, and what is done to it in the order of the keys below."""

    column: Text | None = None
    """The column whose cell it is."""
    value: Text | None = None
    """The same text for every row."""
    template: Text | None = None
    """A text with cells in it: ``Inquiry {Number}``; empty where one of the cells is."""
    separator: Text | None = None
    """Cuts the cell into several values: ``,`` or ``;``."""
    empty: Texts = ()
    """Texts that mean nothing is said: ``n/a``, ``Unknown``; with a ``*`` at the end all that begin so."""
    default: Text | None = None
    """What stands for an empty cell; of proponents perhaps ``unknown``."""
    present: Text | None = None
    """What any text at all becomes, where it only counts that there is one."""
    map: dict[Text, str] | None = None
    """Texts of the table and what they become; to nothing: ``""``."""
    otherwise: Literal["error", "keep", "leave-out"] = "error"
    """What becomes of a text that ``map`` does not have."""
    format: Texts = ()
    """How dates are written: ``%d/%m/%Y``, or ``excel`` for serial numbers."""
    unresolved: Literal["error", "leave-out", "create"] = "error"
    """What becomes of a name that nothing in the base bears; created records keep the name."""
    kind: Term | None = None
    """The kind of a created actor or framework."""
    broader: Key | None = None
    """The theme that a created theme belongs to."""
    type: Literal["actor", "framework"] | None = None
    """Which type of record a created one is, where the field takes several; an actor if not said."""
    role: Term | None = None
    relation: Term | None = None
    support: Term | None = None
    """What is said of every link made of it."""


ValueEntry = Annotated[Value, BeforeValidator(_column, json_schema_input_type=str | Value)]
Values = Annotated[
    tuple[ValueEntry, ...],
    BeforeValidator(_several, json_schema_input_type=str | Value | list[str | Value]),
]


class KeySpec(Model):
    """How the key of a row's record is made."""

    template: Text | None = None
    """``{Number}``: cells, in small letters, joined by hyphens."""
    empty: Texts = ()
    """Texts in those cells that are no number: ``none``, ``no ID *``; the key is then made of all cells."""
    hash: Texts = ()
    """Columns whose texts are hashed into ten digits, where no number tells rows apart."""
    doubled: Literal["error", "number", "leave-out"] = "error"
    """What becomes of a second row of the same key that says something else; ``number`` adds -2, -3."""


class Claim(Model):
    """A claim that every row makes, unless its value or its asserter is empty."""

    aspect: Literal["response", "progress"]
    value: ValueEntry
    asserter: ValueEntry
    on: ValueEntry | None = None
    url: ValueEntry | None = None
    quote: ValueEntry | None = None


class Place(Model):
    """Where in its source the row says it stands; the file and the row are noted in any case."""

    section: ValueEntry | None = None
    paragraph: ValueEntry | None = None
    page: ValueEntry | None = None
    quote: ValueEntry | None = None
    """The passage itself, or what of it the table has."""


class Read(Model):
    """For which themes the table was read, by whom and when: that nothing was found in it is not that nobody looked."""

    themes: tuple[Key, ...]
    by: ShortText
    on: EdtfDate


class Skip(Model):
    """Rows that are left out: those whose cell is empty, or is one of some texts."""

    column: Text
    empty: Flag = False
    texts: Texts = Field(default=(), alias="is")


class Reading(Model):
    """How the table is read, as the switches of the command say it too."""

    encoding: Text | None = None
    delimiter: Text | None = None
    sheet: Text | None = None
    header: Number = 1
    merged: Literal["error", "fill"] = "error"
    replace: dict[Text, str] = Field(default_factory=dict)
    """Texts in any cell and what stands in their place."""
    entities: Flag = False
    """Whether ``&amp;`` and ``&#40;`` stand for the characters they mean in HTML."""
    misread: Flag = False
    """Whether the table holds UTF-8 that somebody read as Windows-1252 (``â€™``), which is to be put right."""


class Mapping(Model):
    """A mapping file."""

    name: Key
    """What the import is called; importing under the same name again brings the base in line with the newer table."""
    type: Literal["recommendation", "finding", "commitment"] = "recommendation"
    table: Reading = Reading()
    rename: dict[Text, Text] = Field(default_factory=dict)
    """Columns of the table that another table calls otherwise: its name, and the name used below."""
    source: Annotated[
        dict[Text, ValueEntry],
        BeforeValidator(_source, json_schema_input_type=str | dict[str, str | Value]),
    ]
    """The key of a source in the base, or the fields of one; with a key made of cells, of several."""
    key: Annotated[KeySpec, BeforeValidator(_template, json_schema_input_type=str | KeySpec)] = KeySpec()
    fields: dict[Text, Values]
    codes: dict[Term, ValueEntry] = Field(default_factory=dict)
    """Codes by scheme: how the row is coded elsewhere."""
    coded: ValueEntry | None = None
    """A column whose cells hold codes with their schemes: ``upr-action=5; upr-session=3``."""
    evidence: Place = Place()
    claims: tuple[Claim, ...] = ()
    coverage: Read | None = None
    """For which themes every source of the table was read."""
    skip: tuple[Skip, ...] = ()
    themes: tuple[Theme, ...] = ()
    actors: tuple[Actor, ...] = ()
    frameworks: tuple[Framework, ...] = ()
    """Records that the table speaks of and the base lacks, as in a seed file."""
    note: ShortText | None = None


class MappingFile:
    """A mapping as read, with the places of everything in its file."""

    def __init__(self, mapping: Mapping, document: Document | None) -> None:
        self.mapping = mapping
        self.document = document

    def problem(self, path: tuple[str | int, ...], message: str, hint: str = "", *, key: bool = False) -> Problem:
        """A fault at a path of the file, with ``key`` at its name."""
        if self.document is None:
            return Problem("", 0, 0, "", message, hint)
        return self.document.problem(path, message, hint, key=key)


def read_mapping(path: Path, display: str) -> MappingFile:
    """The mapping in a file; SeedError with every fault and its place."""
    try:
        with HashedStream(path) as stream:
            raw = stream.read(LARGEST + 1)
    except Unreadable as error:
        raise SeedError([Problem(display, 0, 0, "", str(error))]) from error
    document = read_yaml(raw, display)
    data: Plain = dict(document.data)
    for section, type_ in (("themes", "theme"), ("actors", "actor"), ("frameworks", "framework")):
        if isinstance(data.get(section), list):
            data[section] = [{"type": type_, **item} if isinstance(item, dict) else item for item in data[section]]
    try:
        return MappingFile(Mapping.model_validate(data), document)
    except ValidationError as error:
        raise SeedError([problem for problem, _ in problems_of(error, Mapping, document.problem)], _NOTHING) from None


_NOTHING = "The mapping cannot be used; nothing was imported."


def mapping_schema() -> Plain:
    """The JSON Schema that editors check mapping files by."""
    schema = Mapping.model_json_schema(by_alias=True)
    for name in ("Theme", "Actor", "Framework"):
        definition = schema["$defs"][name]
        del definition["properties"]["type"]
        definition["required"] = [field for field in definition["required"] if field != "type"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema, "title": "policykb mapping file"}
