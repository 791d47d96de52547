"""`pack.json`: what a pack says of itself, written last and read first; separate as all the rest stands on it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from policykb.errors import NotAPack
from policykb.seed.opening import HashedStream, Unreadable

NAME = "pack.json"
ROWS, RECORDS, SOURCES = "rows.csv", "records.jsonl", "sources.jsonl"
CITATIONS, DICTIONARY, README = "citations.txt", "dictionary.csv", "README.md"
FILES = (NAME, ROWS, RECORDS, SOURCES, CITATIONS, DICTIONARY, README)
"""All files a pack may have."""
FORMAT = 1
"""The number of this format: a pack of a higher one is not read."""
_LARGEST = 1 << 20

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0)]


class PackedFile(BaseModel):
    """A file as it was written."""

    bytes: Count
    sha256: Sha256


class Manifest(BaseModel):
    """What was asked, of which state of the base, when, and which files hold the answer.

    ``query`` is as it was written, ``canonical`` as it was understood, ``absolute`` the same with the dates that
    "last 2 years" meant on ``day``. ``name``: of the saved query, if it was one. ``digest`` and ``data_version`` are
    those of `KnowledgeBase.digest` and ``policykb stats``. ``counted_by``: what records were counted by, None where
    they were not. ``counts``: records, sources, publishers, and rows where records were counted. ``made`` is the only
    thing that differs between packs of the same base made on the same day.
    """

    model_config = ConfigDict(populate_by_name=True, frozen=True)

    pack: int = FORMAT
    name: str | None
    query: str
    canonical: str
    absolute: str
    subjects: list[str]
    counted_by: list[str] | None
    day: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]
    made: str
    digest: Sha256
    data_version: str
    policykb: str
    schema_revision: str
    counts: dict[str, Count]
    files: dict[str, PackedFile]

    @property
    def title(self) -> str:
        """The saved query's name, or the query."""
        return self.name or self.query

    def to_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return self.model_dump(mode="json")


def read_manifest(folder: Path) -> Manifest:
    """What the pack in a folder says of itself; NotAPack where there is none, or a damaged or newer one."""
    if not folder.is_dir():
        raise NotAPack(f"{folder} is {'a file, not a folder' if folder.exists() else 'not there'}.", _HOW)
    try:
        with HashedStream(folder / NAME) as stream:
            raw = stream.read(_LARGEST + 1)
    except Unreadable as error:
        said = "has no" if not (folder / NAME).exists() else "has an unreadable"
        raise NotAPack(f"{folder} is no answer pack: it {said} {NAME}.", _HOW) from error
    return _parsed(raw, folder)


def _parsed(raw: bytes, folder: Path) -> Manifest:
    from pydantic_core import from_json

    try:
        found = from_json(raw) if len(raw) <= _LARGEST else None
    except ValueError:
        found = None
    if not isinstance(found, Mapping) or not isinstance(found.get("pack"), int):
        raise NotAPack(f"{folder} is no answer pack, or a damaged one: its {NAME} is not policykb's.", _HOW)
    if found["pack"] > FORMAT:
        raise NotAPack(
            f"{folder} was made by a newer policykb (pack format {found['pack']}, this one reads {FORMAT}).",
            "Upgrade policykb: pip install -U policykb",
        )
    try:
        manifest = Manifest.model_validate(found, strict=True)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise NotAPack(f"The pack {folder} is damaged: in {NAME} {where} is not as policykb wrote it.", _HOW) from None
    if not set(manifest.files) <= set(FILES) or not {ROWS, RECORDS} <= set(manifest.files):
        raise NotAPack(f"The pack {folder} is damaged: {NAME} names other files than a pack has.", _HOW)
    return manifest


_HOW = "A pack is made by: policykb pack NAME -o FOLDER"
