"""Where the records of an answer go and in which format, from what --output and --format say."""

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

from policykb import export
from policykb.cli.options import TABLE
from policykb.errors import UsageError

if TYPE_CHECKING:
    from policykb.kb import Answer


def write_json(value: object) -> None:
    """Writes a value to standard output as JSON, in UTF-8 whatever the terminal's encoding is."""
    sys.stdout.flush()
    sys.stdout.buffer.write(json.dumps(value, ensure_ascii=False, indent=2).encode() + b"\n")


@dataclass(frozen=True)
class Output:
    """A format and a place: ``path`` is None for standard output."""

    format_name: str
    path: Path | None
    force: bool = False
    flat: bool = False
    long: bool = False

    @classmethod
    def chosen(
        cls,
        format_name: str | None,
        path: Path | None,
        *,
        usual: str,
        force: bool = False,
        flat: bool = False,
        long: bool = False,
    ) -> "Output":
        """What the options mean: the file's ending tells the format where none is given, ``usual`` is that of a stream.

        Raises UsageError where they do not fit together.
        """
        if path is not None and str(path) == "-":
            path = None
        if format_name is None:
            stream = path is None or (path.exists() and not path.is_file() and not path.is_dir())
            format_name = usual if stream or path is None else export.format_for(path.name).NAME
        if flat and format_name == TABLE:
            raise UsageError("--flat is for JSON.", "Add: --format json (or jsonl)")
        return cls(format_name, path, force, flat, long)

    @property
    def noun(self) -> str | None:
        """What the format counts where that is not the records."""
        return None if self.format_name == TABLE else getattr(export.format_named(self.format_name), "NOUN", None)

    @property
    def on_terminal(self) -> bool:
        """Whether somebody sees it as it comes."""
        return self.path is None and sys.stdout.isatty()

    def write(self, answer: "Answer") -> int:
        """Writes the records of an answer, to a file whole or not at all; returns how many."""
        with self._opened() as out:
            if self.format_name != TABLE:
                to_file = self.path is not None
                return answer.write(self.format_name, out, to_file=to_file, flat_rows=self.flat)
            if self.path is None:
                return self._show(answer, sys.stdout)
            text = io.TextIOWrapper(out, encoding="utf-8", write_through=True)
            count = self._show(answer, text)
            text.detach()
            return count

    def _show(self, answer: "Answer", out: TextIO) -> int:
        from policykb.cli.display.records import show_counts, show_records
        from policykb.cli.display.screen import Screen

        screen = Screen(out) if self.path else Screen.on(out)

        with answer.table() as table:
            if answer.query.count:
                return show_counts(screen, table)
            return show_records(screen, answer.subjects, table, count=len(answer), long=self.long)

    @contextmanager
    def _opened(self) -> Iterator[BinaryIO]:
        if self.path is None:
            sys.stdout.flush()
            yield sys.stdout.buffer
            return
        from policykb.kb.files import written_whole

        with written_whole(self.path, force=self.force) as file:
            yield file
