"""Seed files to checked records, one after the other: strict reading, the models, and every fault with its place."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from policykb.domain.models import MODELS
from policykb.domain.record import Record
from policykb.errors import Problem, SeedError
from policykb.seed.expand import Path, expand
from policykb.seed.explain import problems_of
from policykb.seed.files import SeedFile
from policykb.seed.json_lines import read_json_lines
from policykb.seed.places import Document
from policykb.seed.sections import SECTIONS
from policykb.seed.strict_yaml import read_yaml
from policykb.seed.suggest import closest
from policykb.seed.undecided import PENDING, REJECTED, completed, missing_of, state_of

Complain = Callable[..., Problem]
"""(path inside the record, message, hint) to a Problem with its place."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A record as read; ``complain`` makes a Problem at a path inside it."""

    record: Record
    file: SeedFile
    position: int
    complain: Complain
    line: int = 0
    """In JSON Lines; 0 in YAML, where ``complain`` finds it."""
    pending: bool = False
    """Whether it is a draft that nobody has decided about."""


@dataclass
class Broken:
    """What is known of the records that have faults of their own."""

    keys: set[str] = field(default_factory=set)
    """Their keys, as far as they have one, so that nobody complains that they are missing."""
    misnamed: list[tuple[int, str]] = field(default_factory=list)
    """Texts that stand where a key must, by the place of their problem in the list: perhaps the name of something."""


def read(
    file: SeedFile, problems: list[Problem], broken: Broken | None = None, *, include_pending: bool = False
) -> Iterator[Entry]:
    """The records of a file; its faults are added to ``problems`` and the records that have any are left out.

    What is known of those is added to ``broken``. Rejected drafts are passed over. Pending ones may be without a text
    unless they are to be taken (``include_pending``); a stand-in is the text of those that have none.
    """
    for position, (raw, complain, line) in enumerate(_raw_records(file, problems)):
        state = state_of(raw)
        if state == REJECTED:
            continue
        missing = missing_of(raw)
        if missing and include_pending:
            problems.extend(complain((name,), *told) for name, told in missing.items())
            if broken is not None and isinstance(raw.get("key"), str):
                broken.keys.add(raw["key"])
        try:
            record = MODELS[raw["type"]].model_validate(completed(raw) if missing else raw)
        except ValidationError as error:
            for problem, misnamed in problems_of(error, MODELS[raw["type"]], complain):
                if broken is not None and misnamed:
                    broken.misnamed.append((len(problems), misnamed))
                problems.append(problem)
            if broken is not None and isinstance(raw.get("key"), str):
                broken.keys.add(raw["key"])
        else:
            if not (missing and include_pending):
                yield Entry(record, file, position, complain, line, state == PENDING)


def _raw_records(file: SeedFile, problems: list[Problem]) -> Iterator[tuple[dict[str, Any], Complain, int]]:
    if file.path.suffix == ".jsonl":
        yield from _from_json_lines(file, problems)
        return
    try:
        document = read_yaml(file.path.read_bytes(), file.display)
    except SeedError as error:
        problems.extend(error.problems)
        return
    yield from _from_document(document, problems)


def _from_document(document: Document, problems: list[Problem]) -> Iterator[tuple[dict[str, Any], Complain, int]]:
    data = document.data
    for name, content in data.items():
        if name != "references" and name not in SECTIONS:
            hint = closest(name, [*SECTIONS, "references"])
            problems.append(
                document.problem((name,), "unknown section", hint or f"sections: {', '.join(SECTIONS)}", key=True)
            )
        elif name == "source":
            if not isinstance(content, dict):
                problems.append(document.problem((name,), "expected one source (key:, title:, ...)"))
        elif not isinstance(content, list):
            problems.append(document.problem((name,), f"expected a list of {name} (lines that start with -)"))
        elif name == "references" and "source" not in data:
            problems.append(document.problem((name,), "references need the file's source:", key=True))
    for path, raw in expand(data):
        complain = _complainer(document, path)
        if not isinstance(raw, dict):
            problems.append(complain((), "expected a record (key: value lines)"))
        elif SECTIONS[str(path[0])].in_source and "source" not in data:
            problems.append(complain((), f"{path[0]} need the file's source:"))
        elif "type" in document_record(document, path):
            problems.append(complain(("type",), "is said by the section; leave it out", key=True))
        else:
            yield raw, complain, 0


def document_record(document: Document, path: Path) -> dict[str, Any]:
    """The record as the file has it."""
    found: Any = document.data
    for step in path:
        found = found[step]
    return found if isinstance(found, dict) else {}


def _complainer(document: Document, base: Path) -> Complain:
    def complain(path: Path, message: str, hint: str = "", *, key: bool = False) -> Problem:
        if base == ("source",) and path and path[0] == "references":
            return document.problem(path, message, hint, key=key)
        return document.problem((*base, *path), message, hint, key=key)

    return complain


def _from_json_lines(file: SeedFile, problems: list[Problem]) -> Iterator[tuple[dict[str, Any], Complain, int]]:
    for line in read_json_lines(file.path, file.display):
        if isinstance(line, Problem):
            problems.append(line)
            continue
        type_ = line.data.get("type")
        if not isinstance(type_, str) or type_ not in MODELS:
            message = "missing type" if type_ is None else f"unknown type {str(type_)[:40]!r}"
            problems.append(
                line.problem(("type",) if type_ is not None else (), message, f"one of {', '.join(MODELS)}")
            )
        else:
            yield line.data, line.problem, line.number
