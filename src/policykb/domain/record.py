"""What all records share: the base model and the types of values; separate so that each type's file is only its own."""

import hashlib
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, WithJsonSchema

from policykb.domain.characters import clean_name, clean_text
from policykb.domain.dates import check_date
from policykb.domain.keys import check_key, check_reference

LONGEST_TEXT = 20_000


class Model(BaseModel):
    """Base of everything read from seed files: no unknown fields, immutable, validated once."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, use_attribute_docstrings=True)


class Record(Model):
    """Base of everything that stands in the base on its own and is loaded, changed and removed as a whole."""

    type: str
    """What it is; each model narrows it to one word."""

    def to_dict(self) -> dict[str, Any]:
        """The record as JSON has it: the shape of its seed file, full keys, empty fields left out."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude_none=True)

    def canonical(self) -> str:
        """The same as one line of JSON: what history keeps and digests are made of."""
        return self.model_dump_json(by_alias=True, exclude_defaults=True, exclude_none=True)


def digest(canonical: str) -> str:
    """What tells one state of a record from another."""
    return hashlib.blake2b(canonical.encode(), digest_size=16).hexdigest()


def _whole_number(value: object) -> object:
    if isinstance(value, str):
        if not (value.isascii() and value.isdigit() and len(value) <= 6):
            raise ValueError("not a whole number 1 to 100000")
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("not a whole number 1 to 100000")
    return value


def _positive(value: int) -> int:
    if not 1 <= value <= 100_000:
        raise ValueError("not a whole number 1 to 100000")
    return value


def _flag(value: object) -> object:
    if isinstance(value, str):
        if value not in {"true", "false"}:
            raise ValueError("not true or false")
        return value == "true"
    if not isinstance(value, bool):
        raise ValueError("not true or false")
    return value


def _share(value: object) -> object:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            raise ValueError("not a number 0 to 1") from None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError("not a number 0 to 1")
    return value


def _url(value: str) -> str:
    scheme, separator, rest = value.partition("://")
    if scheme.lower() not in {"http", "https"} or not separator or not rest or any(c.isspace() for c in value):
        raise ValueError("only http:// and https:// addresses")
    return value


def _sorted(value: dict[str, str]) -> dict[str, str]:
    return dict(sorted(value.items()))


def key_to_object(value: object) -> object:
    """Seed files may give a bare key for an object that has only defaults besides."""
    return {"key": value} if isinstance(value, str) else value


Text = Annotated[str, StringConstraints(strict=True, max_length=LONGEST_TEXT), AfterValidator(clean_text)]
"""Running text in NFC, not blank, at most 20,000 characters."""
ShortText = Annotated[str, StringConstraints(strict=True, max_length=500), AfterValidator(clean_name)]
"""A name or other text of one line, at most 500 characters."""
Key = Annotated[str, StringConstraints(strict=True), AfterValidator(check_key)]
"""A record's own key."""
Reference = Annotated[str, StringConstraints(strict=True), AfterValidator(check_reference)]
"""Another record's key; with one / for a statement or a group of a source."""
Term = Annotated[str, StringConstraints(strict=True), AfterValidator(check_key)]
"""A term of a vocabulary."""
EdtfDate = Annotated[
    str,
    StringConstraints(strict=True),
    AfterValidator(check_date),
    # An editor takes a bare year for a number; the strict reader takes everything for text.
    WithJsonSchema({"type": ["string", "integer"], "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}),
]
"""A date as EDTF level 0 text: YYYY, YYYY-MM or YYYY-MM-DD."""
Number = Annotated[int, BeforeValidator(_whole_number, json_schema_input_type=int), AfterValidator(_positive)]
"""A whole number from 1 to 100,000."""
Flag = Annotated[bool, BeforeValidator(_flag, json_schema_input_type=bool)]
"""true or false, nothing else."""
Share = Annotated[float, BeforeValidator(_share, json_schema_input_type=float)]
"""A number from 0 to 1."""
Codes = Annotated[dict[Term, ShortText], AfterValidator(_sorted)]
"""Texts by scheme, sorted: their order in a file means nothing, so no digest may hang on it."""
Url = Annotated[str, StringConstraints(strict=True, max_length=2_000), AfterValidator(clean_text), AfterValidator(_url)]
"""An http or https address."""
