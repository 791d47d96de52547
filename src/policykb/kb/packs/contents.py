"""What stands in the files of a pack, each written from one answer; which of them there are is decided here too."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO, cast

from policykb.domain.field import Kind
from policykb.domain.fields import FIELDS, STATEMENTS
from policykb.export import format_named
from policykb.export.table import Column, Table
from policykb.kb.answer import Answer
from policykb.kb.counts import Counts
from policykb.kb.packs.manifest import RECORDS, ROWS, PackedFile

_DICTIONARY = (
    Column("file", meaning="The file that the column or field stands in."),
    Column("name", meaning="The name of the column or field."),
    Column("type", meaning="What its values are."),
    Column("several", "flag", meaning="Whether there may be several; in a cell they are joined by '; '."),
    Column("meaning", meaning="What it says."),
)
_TYPES = {
    "text": "text",
    "date": "date (YYYY, YYYY-MM or YYYY-MM-DD)",
    "flag": "true or false",
    "integer": "whole number",
    "number": "number",
}
_KINDS = {Kind.DATE: "date", Kind.FLAG: "flag", Kind.NUMBER: "number"}


class Contents:
    """The files of one pack in a ``folder``; ``files`` and ``counts`` are known when they are written."""

    def __init__(self, folder: Path, answer: Answer) -> None:
        self.folder = folder
        self.answer = answer
        self.records_of = answer.counted if isinstance(answer, Counts) else answer
        self.cited = set(answer.subjects) <= set(STATEMENTS)
        self.files: dict[str, PackedFile] = {}
        self.counts: dict[str, int] = {}

    def write_rows(self) -> None:
        """The flat rows for a spreadsheet, or the rows of counts."""
        with self._file(ROWS) as out:
            count = self.answer.write("csv", out, to_file=True)
        if isinstance(self.answer, Counts):
            self.counts["rows"] = count

    def write_records(self) -> list[str]:
        """The whole records, of counts those that were counted; the keys of the sources they come from, or are."""
        sources: dict[str, None] = {}

        def noted(records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
            for record in records:
                if self.cited or record["type"] == "source":
                    sources[record["source" if self.cited else "key"]] = None
                yield record

        with self._file(RECORDS) as out, self.records_of.table(to_file=True) as table:
            self.counts["records"] = format_named("jsonl").write(replace(table, records=noted(table.records)), out)
        return list(sources)

    def write_sources(self, name: str, records: list[dict[str, Any]]) -> None:
        """The whole records of the sources; how many they are, and how many publishers they have."""
        self.counts["sources"] = len(records)
        self.counts["publishers"] = len({record["publisher"] for record in records if "publisher" in record})
        with self._file(name) as out:
            format_named("jsonl").write(_table((), records), out)

    def write_dictionary(self, name: str) -> None:
        """Every column of the rows and every field of the records, with its meaning from the one table of fields."""
        with self.answer.table() as table:
            columns = table.columns
        rows = [
            {"file": ROWS, "name": c.name, "type": _TYPES[c.kind], "several": c.many, "meaning": c.meaning}
            for c in columns
        ]
        from policykb.domain.models import MODELS

        stated = {name for subject in self.answer.subjects for name in MODELS[subject].model_fields}
        for field in FIELDS:
            if field.name in stated and set(field.subjects) & set(self.answer.subjects):
                type_ = _TYPES[_KINDS.get(field.kind, "text")]
                told = {"type": type_, "several": field.many, "meaning": field.meaning}
                rows.append({"file": RECORDS, "name": field.name, **told})
        with self._file(name) as out:
            format_named("csv").write(_table(_DICTIONARY, rows), out)

    def write_text(self, name: str, lines: Iterable[str]) -> None:
        """A file of lines."""
        with self._file(name) as out:
            for line in lines:
                out.write(f"{line}\n".encode())

    @contextmanager
    def _file(self, name: str) -> Iterator[BinaryIO]:
        path = self.folder / name
        with path.open("wb") as file:
            yield cast(BinaryIO, file)
        with path.open("rb") as written:
            sha256 = hashlib.file_digest(written, "sha256").hexdigest()
        self.files[name] = PackedFile(bytes=path.stat().st_size, sha256=sha256)


def _table(columns: tuple[Column, ...], records: list[dict[str, Any]]) -> Table:
    same: Callable[[dict[str, Any]], dict[str, Any]] = lambda record: record  # noqa: E731
    return Table(columns, iter(records), same, to_file=True)
