"""The records of a pack, looked up by key without holding them all; everything that is wrong with them is NotAPack."""

import csv
import hashlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from pydantic_core import from_json

from policykb.errors import NotAPack
from policykb.export.csv import plain_text
from policykb.kb.packs.manifest import RECORDS, ROWS, SOURCES, Manifest, read_manifest
from policykb.seed.opening import Unreadable, open_regular

Plain = dict[str, Any]
Counted = dict[tuple[str, ...], dict[str, int]]
"""Of a pack that counts, the numbers of each row by the values that make it."""


class OldPack:
    """A pack that is open: what it says of itself, and its records by key, in its order."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest: Manifest = read_manifest(folder)
        self._places: dict[str, int] = {}
        self.former: dict[str, str] = {}
        """The key of the record that had another before."""
        self._file = self._open(RECORDS)
        try:
            self._index()
        except BaseException:
            self._file.close()
            raise

    def close(self) -> None:
        """Lets go of the file."""
        self._file.close()

    def __enter__(self) -> "OldPack":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __contains__(self, key: str) -> bool:
        return key in self._places

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __getitem__(self, key: str) -> Plain:
        self._file.seek(self._places[key])
        record: Plain = from_json(self._file.readline())
        return record

    def records(self) -> Iterator[Plain]:
        """The records, one after the other."""
        return (self[key] for key in self)

    def sources(self) -> dict[str, Plain]:
        """The sources of the records, by key."""
        if SOURCES not in self.manifest.files:
            return {}
        raw = self._bytes(SOURCES)
        return {record["key"]: record for record in map(self._record, raw.splitlines())}

    def rows(self) -> Counted:
        """The rows of counts; none where nothing was counted."""
        grouped = self.manifest.counted_by
        if grouped is None:
            return {}
        try:
            return counted_rows(self._bytes(ROWS), len(grouped))
        except ValueError:
            raise self._damaged(ROWS) from None

    def _index(self) -> None:
        place, hashed = 0, hashlib.sha256()
        while line := self._file.readline():
            hashed.update(line)
            record = self._record(line)
            self._places[record["key"]] = place
            self.former |= {str(former): record["key"] for former in record.get("former_keys", ())}
            place += len(line)
        if hashed.hexdigest() != self.manifest.files[RECORDS].sha256:
            raise self._damaged(RECORDS)

    def _record(self, line: bytes) -> Plain:
        try:
            record = from_json(line)
        except ValueError:
            raise self._damaged(RECORDS) from None
        if not isinstance(record, dict) or not isinstance(record.get("key"), str) or "type" not in record:
            raise self._damaged(RECORDS)
        return record

    def _bytes(self, name: str) -> bytes:
        with self._open(name) as stream:
            raw = stream.read()
        if hashlib.sha256(raw).hexdigest() != self.manifest.files[name].sha256:
            raise self._damaged(name)
        return raw

    def _open(self, name: str) -> BinaryIO:
        try:
            return os.fdopen(open_regular(self.folder / name), "rb")
        except Unreadable as error:
            raise NotAPack(f"The pack {self.folder} is damaged: {name}: {error}.", _HOW) from error

    def _damaged(self, name: str) -> NotAPack:
        return NotAPack(f"The pack {self.folder} is damaged: {name} is not as policykb wrote it.", _HOW)


def counted_rows(raw: bytes, grouped: int) -> Counted:
    """The rows of counts as their CSV has them, the first columns being what they are ``grouped`` by.

    ValueError where they are none.
    """
    names, *rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), strict=True))
    return {
        tuple(map(plain_text, row[:grouped])): dict(zip(names[grouped:], map(int, row[grouped:]), strict=True))
        for row in rows
    }


_HOW = "policykb pack --verify tells more. Take another copy of it."
