"""What a person decides about the records of a draft, as changes to its file.

Separate from asking (`policykb.cli.review`) and from keeping the file (`policykb.kb.review`): a decision takes a file
and gives another one, in which every record it is not about is the same to the byte.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from pydantic import ValidationError

from policykb.domain.models import MODELS
from policykb.errors import Problem, SeedError, UnknownKey, UsageError
from policykb.ingest.drafts.anchors import plain
from policykb.seed.expand import expand
from policykb.seed.explain import problems_of
from policykb.seed.files import find_files
from policykb.seed.places import Path as At
from policykb.seed.sections import SECTIONS
from policykb.seed.undecided import ACCEPTED, PENDING, REJECTED, completed
from policykb.seed.yaml_edit import YamlFile

Plain = dict[str, Any]

_SECTIONS = ("recommendations", "findings", "commitments")
_LINKS = ("addressees", "proponents", "themes", "frameworks", "actors", "events")
NO_TEXT = "say the point in your own words"
_SOLE = ("strength", "action", "kind", "condition", "purpose", "deadline", "measure", "source_number")
"""Fields that a record has once: of two that become one, those of the one that stays count."""


@dataclass(frozen=True)
class Drafted:
    """A record of a draft: where it stands in the file, what it says, and what has been decided (``state``)."""

    at: At
    data: Plain
    state: str
    remarks: tuple[str, ...] = ()
    """The comment above its text: the passage, as it was drafted."""

    @property
    def local_key(self) -> str:
        """Its key inside the source."""
        return str(self.data.get("key", ""))

    @property
    def type(self) -> str:
        """What it is."""
        return SECTIONS[str(self.at[0])].type

    @property
    def text(self) -> str:
        """Its text; empty where it has none yet."""
        return str(self.data.get("text", ""))

    @property
    def confidence(self) -> float | None:
        """How sure the program was that it is one."""
        try:
            return float(self.data["confidence"])
        except (KeyError, TypeError, ValueError):
            return None


class DraftFile:
    """A seed file with records to decide about; every decision gives a new one."""

    def __init__(self, file: YamlFile) -> None:
        self.file = file
        self.records = tuple(self._records())

    @classmethod
    def read(cls, path: Path) -> Self:
        """The draft at a path. Raises SeedError where it cannot be read."""
        found = find_files([path])
        if len(found) != 1 or found[0].path.suffix == ".jsonl" or path.is_dir():
            raise UsageError(f"{path} is no draft.", "A draft is one YAML file, as policykb ingest writes it.")
        return cls(YamlFile(found[0].path.read_bytes(), found[0].display))

    @property
    def source(self) -> Plain:
        """What the draft says of its source."""
        source = self.file.data.get("source")
        return dict(source) if isinstance(source, dict) else {}

    @property
    def pending(self) -> tuple[Drafted, ...]:
        """Those that nobody has decided about."""
        return tuple(record for record in self.records if record.state == PENDING)

    def _records(self) -> Iterator[Drafted]:
        for section in _SECTIONS:
            some = self.file.data.get(section)
            for number, data in enumerate(some if isinstance(some, list) else ()):
                if isinstance(data, dict) and isinstance(data.get("key"), str):
                    at: At = (section, number)
                    state = str(data.get("review", ACCEPTED))
                    remarks = tuple(self.file.comments_inside(at, "text"))
                    yield Drafted(at, data, state, remarks)

    def record(self, key: str) -> Drafted:
        """The record of a key, with or without the source before it. Raises UnknownKey."""
        local = key.removeprefix(f"{self.source.get('key')}/")
        found = [record for record in self.records if record.local_key == local]
        if not found:
            raise UnknownKey(f"{self.file.name} has no record {key!r}.", "policykb review lists them: press l")
        return found[0]

    # decisions

    def accepted(self, key: str, text: str | None = None) -> "DraftFile":
        """With a record accepted, and its text as given. Raises SeedError where it has none or is not sound."""
        record = self.record(key)
        words = [] if text is None else [(record.at, "text", text)]
        return self._sound(self.file.with_fields([*words, (record.at, "review", ACCEPTED)]), record.at)

    def all_accepted(self, records: Sequence[Drafted]) -> "DraftFile":
        """With several records accepted. Raises SeedError with everything that keeps any of them from it."""
        file = self.file.with_fields([(record.at, "review", ACCEPTED) for record in records])
        return self._sound(file, *(record.at for record in records))

    def rejected(self, key: str, reason: str = "") -> "DraftFile":
        """With a record rejected; it stays in the file, and is never loaded. The reason becomes a comment."""
        record = self.record(key)
        file = self.file.with_field(record.at, "review", REJECTED)
        words = plain(reason)
        return DraftFile(file.with_comment(record.at, "review", f"rejected: {words}") if words else file)

    def reopened(self, key: str) -> "DraftFile":
        """With a record pending again."""
        return DraftFile(self.file.with_field(self.record(key).at, "review", PENDING))

    def merged(self, key: str, into: str) -> "DraftFile":
        """With a record's passages and links added to another, and itself rejected as merged into that."""
        record, other = self.record(key), self.record(into)
        if record.at == other.at:
            raise UsageError(f"{key} cannot be merged into itself.", "Name another record.")
        if record.type != other.type:
            raise UsageError(f"{key} is a {record.type}, {into} a {other.type}.", "Reject it, or change its section.")
        file = self.file
        for name in (*_LINKS, "evidence"):
            file = file.with_items(other.at, name, _missing(record.data.get(name), other.data.get(name)))
        for name in _SOLE:
            if name in record.data and name not in other.data:
                file = file.with_field(other.at, name, record.data[name])
        if record.data.get("priority") == "true" and "priority" not in other.data:
            file = file.with_field(other.at, "priority", True)
        return DraftFile(file).rejected(record.local_key, f"merged into {other.local_key}")

    def edited(self, key: str, text: str) -> "DraftFile":
        """With a record as somebody wrote it (as `YamlFile.item` gives it). Raises SeedError where it is not sound."""
        record = self.record(key)
        return self._sound(self.file.with_item(record.at, text), record.at)

    def with_source(self, text: dict[str, str]) -> "DraftFile":
        """With fields of the source set."""
        file = self.file
        for name, value in text.items():
            file = file.with_field(("source",), name, value)
        return self._sound(file, ("source",))

    def covered(self, by: str, on: str) -> "DraftFile":
        """With the pending coverage accepted, as read by somebody on a day."""
        file = self.file
        some = file.data.get("coverage")
        for number, data in enumerate(some if isinstance(some, list) else ()):
            if isinstance(data, dict) and data.get("review") == PENDING:
                at: At = ("coverage", number)
                file = file.with_field(at, "by", by).with_field(at, "on", on).with_field(at, "review", ACCEPTED)
        return DraftFile(file)

    @property
    def reader(self) -> str:
        """Who the pending coverage says has read the source."""
        some = self.file.data.get("coverage")
        found = (data for data in (some if isinstance(some, list) else ()) if isinstance(data, dict))
        return next((str(data.get("by")) for data in found if data.get("review") == PENDING), "")

    @property
    def uncovered(self) -> tuple[str, ...]:
        """The themes whose coverage is pending."""
        some = self.file.data.get("coverage")
        found = (data for data in (some if isinstance(some, list) else ()) if isinstance(data, dict))
        return tuple(str(data.get("theme")) for data in found if data.get("review") == PENDING)

    def _sound(self, file: YamlFile, *places: At) -> "DraftFile":
        problems = [problem for at, raw in expand(file.data) if at in places for problem in _problems(file, at, raw)]
        if problems:
            raise SeedError(problems, "Nothing was changed.")
        return DraftFile(file)


def _problems(file: YamlFile, at: At, raw: Plain) -> Iterator[Problem]:
    """What is wrong with one record by itself."""
    if raw.get("review") == REJECTED:
        return
    model = MODELS[SECTIONS[str(at[0])].type]

    def complain(path: At, message: str, hint: str = "", *, key: bool = False) -> Problem:
        hint = hint or (NO_TEXT if (path, message) == (("text",), "blank") else "")
        shown = ".".join(map(str, (raw.get("key", at[0]), *path)))
        return Problem(file.name, *file.place((*at, *path)), shown, message, hint)

    try:
        model.model_validate(completed(raw))
    except ValidationError as error:
        for problem, _ in problems_of(error, model, complain):
            yield problem


def _missing(some: Any, others: Any) -> Sequence[Any]:
    """What of one list the other has not; links to one key are one."""
    there = others if isinstance(others, list) else []
    keys = [_key(item) for item in there]
    return [item for item in (some if isinstance(some, list) else ()) if _key(item) not in keys]


def _key(item: Any) -> Any:
    return item.get("key", item) if isinstance(item, dict) else item
