"""Writes the files of data/seed in the canonical form, keeping their comments and blank lines: `make seed-form`.

Separate from the package, whose dump has no comments to keep; a test holds the files against the dump.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from policykb.errors import Problem, SeedError
from policykb.seed.canonical import yaml_file
from policykb.seed.files import SeedFile, find_files
from policykb.seed.places import Document
from policykb.seed.places import Path as Place
from policykb.seed.read import read
from policykb.seed.strict_yaml import read_yaml

SEED = Path(__file__).resolve().parent.parent / "data" / "seed"


def in_form(file: SeedFile) -> str:
    """The text of a seed file in the canonical form, with its comments where they stood; SeedError as reading does."""
    problems: list[Problem] = []
    records = [entry.record.to_dict() for entry in read(file, problems)]
    if problems:
        raise SeedError(problems)
    text = file.path.read_text(encoding="utf-8")
    canonical = yaml_file(records, file.relative)
    old, new = (read_yaml(some.encode(), file.display) for some in (text, canonical))
    starts = _starts(old)
    above: dict[int, list[str]] = {}
    waiting: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            waiting += [] if line.startswith("# yaml-language-server:") else [line.rstrip()]
        elif waiting and number in starts:
            at = _line(new, starts[number])
            if at is not None:
                above.setdefault(at, []).extend(waiting)
                waiting = []
    lines = []
    for number, line in enumerate(canonical.splitlines(), 1):
        lines += [*above.get(number, ()), line]
    return "\n".join([*lines, *waiting]).rstrip() + "\n"


def _starts(document: Document) -> dict[int, Place]:
    """The outermost part that begins on each line."""
    found: dict[int, Place] = {}
    for place in _parts(document.data, ()):
        found.setdefault(document.places.find(place, key=True)[0], place)
    return found


def _parts(value: object, place: Place) -> Iterator[Place]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in steps:
        yield (*place, step)
        yield from _parts(inner, (*place, step))


def _line(document: Document, place: Place) -> int | None:
    """The line on which a part begins; None where the document has it not."""
    value: object = document.data
    for step in place:
        try:
            value = value[step]  # type: ignore[index]  # what has no such part raises
        except (KeyError, IndexError, TypeError):
            return None
    return document.places.find(place, key=True)[0]


if __name__ == "__main__":
    for file in find_files([Path(name) for name in sys.argv[1:]] or [SEED]):
        if file.path.suffix != ".jsonl":
            file.path.write_text(in_form(file), encoding="utf-8")
