"""The saved queries of a dump, written and read back line by line; separate as they are no records and only ever added.

A team may also write such a file by hand: ``name`` and ``text`` are enough.
"""

import json
from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from policykb.domain.keys import check_key
from policykb.domain.saved import SavedQuery
from policykb.errors import Problem, SeedError
from policykb.seed.files import QUERIES, SeedFile
from policykb.seed.json_lines import read_json_lines
from policykb.store import saved
from policykb.store.engine import Connection

_TYPE = "saved-query"
_HINT = f"{QUERIES} holds saved queries and nothing else; rename a file of records"
_LONGEST = 20_000
_Text = Annotated[str, Field(min_length=1, max_length=_LONGEST)]


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    type: Literal["saved-query"]
    name: Annotated[str, AfterValidator(check_key)]
    text: _Text
    canonical: _Text | None = None
    created: Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d")] | None = None


def query_line(query: SavedQuery) -> bytes:
    """A saved query as a line of the file."""
    told = {"name": query.name, "text": query.text, "canonical": query.canonical, "created": query.created}
    return json.dumps({"type": _TYPE} | told, ensure_ascii=False).encode() + b"\n"


def read_queries(files: Iterable[SeedFile], at: str) -> list[SavedQuery]:
    """The saved queries of the files; ``at``: when those were saved that do not say it. SeedError with every fault."""
    problems: list[Problem] = []
    found: dict[str, SavedQuery] = {}
    for file in files:
        for line in read_json_lines(file.path, file.display):
            if isinstance(line, Problem):
                problems.append(line)
                continue
            try:
                row = _Line.model_validate(line.data)
            except ValidationError as error:
                fault = error.errors()[0]
                said = fault["msg"].removeprefix("Value error, ")
                where = tuple(part for part in fault["loc"] if part in line.data)
                missing = "" if where or not fault["loc"] else f"{fault['loc'][0]}: "
                problems.append(line.problem(where, missing + said[:1].lower() + said[1:], _HINT))
                continue
            query = SavedQuery(row.name, row.text, row.canonical or row.text, row.created or at)
            other = found.setdefault(row.name, query)
            if other.text != query.text:
                problems.append(line.problem(("name",), f"{row.name} is another saved query already"))
    if problems:
        raise SeedError(sorted(problems))
    return list(found.values())


def add_queries(connection: Connection, queries: Iterable[SavedQuery]) -> tuple[str, ...]:
    """Adds those whose names are free; what is to be said of it."""
    new, left = saved.new_among(connection, queries)
    for query in new:
        saved.put(connection, query)
    told = [f"{len(new):,} saved quer{'y was' if len(new) == 1 else 'ies were'} added."] if new else []
    told += [f"The saved query {query.name} was left: this base has another of that name." for query in left]
    return tuple(told)
