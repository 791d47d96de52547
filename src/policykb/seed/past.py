"""The history of a dump, read back line by line; separate as it is no record and goes into an empty base only."""

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from policykb.errors import Problem, SeedError
from policykb.seed.files import HISTORY, SeedFile
from policykb.seed.json_lines import read_json_lines
from policykb.store.history import PastRow, space

Count = Annotated[int, Field(ge=0, le=2**31, strict=True)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Load(_Row):
    type: Literal["load"]
    id: Count
    at: str
    by: str
    version: str
    added: Count
    changed: Count
    removed: Count
    undoes: Count | None = None
    files: dict[str, str]


class _Change(_Row):
    type: Literal["change"]
    load: Count
    record: str
    key: str
    op: Literal["add", "change", "remove"]
    before: str | None = None
    after: str | None = None
    owner: str | None = None


_ROW: TypeAdapter[_Load | _Change] = TypeAdapter(Annotated[_Load | _Change, Field(discriminator="type")])
_NOT_ONE = "no load or change as a dump writes them"
_HINT = f"{HISTORY} is what a dump wrote; leave it as it is, take it out, or rename a file of your own"


def read_past(file: SeedFile) -> Iterator[PastRow]:
    """The loads and changes of a history; `check_past` has said that they are sound."""
    for line in read_json_lines(file.path, file.display):
        assert not isinstance(line, Problem)
        yield line.data


def check_past(file: SeedFile) -> None:
    """That every line is a load or a change of the load above it, which begins where the record was left.

    Raises SeedError at the first line that is not: nobody writes such a file by hand.
    """
    load, ended = 0, dict[tuple[str, str], int | None]()
    for line in read_json_lines(file.path, file.display):
        if isinstance(line, Problem):
            raise SeedError([line])
        try:
            row = _ROW.validate_python(line.data)
        except ValidationError:
            raise SeedError([line.problem((), _NOT_ONE, _HINT)]) from None
        if isinstance(row, _Load):
            if row.id <= load:
                raise SeedError([line.problem(("id",), f"load {row.id} comes after load {load}", _HINT)])
            load = row.id
            continue
        place = (space(row.record), row.key)
        wanted = {"add": (False, True), "change": (True, True), "remove": (True, False)}[row.op]
        has = (row.before is not None, row.after is not None)
        if row.load != load or wanted != has or _hash(row.before) != ended.get(place):
            said = f"this change of {row.key} does not follow from the lines above"
            raise SeedError([line.problem((), said, _HINT)])
        ended[place] = _hash(row.after)


def _hash(text: str | None) -> int | None:
    """What tells texts apart, small enough for a million of them."""
    return None if text is None else hash(text)


def restorable(histories: Iterable[SeedFile], *, empty: bool) -> tuple[SeedFile | None, tuple[str, ...]]:
    """The history to restore, and what to say of those that are left: only an empty base takes one, and only one."""
    found = list(histories)
    if len(found) > 1:
        told = ("another history in the same load", "load one dump at a time")
        raise SeedError([Problem(file.display, 0, 0, "", *told) for file in found[1:]])
    if not found or empty:
        return (found[0] if found else None), ()
    # Records in a file of that name would be taken for removed if it were passed over without a look.
    first = next(iter(read_json_lines(found[0].path, found[0].display)), None)
    if isinstance(first, Problem):
        raise SeedError([first])
    if first is not None and first.data.get("type") != "load":
        raise SeedError([first.problem((), _NOT_ONE, _HINT)])
    return None, (f"{found[0].display} was left: this base has a history of its own.",)
